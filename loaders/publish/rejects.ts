import { createReadStream, createWriteStream, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Duck, literal, neutral } from "../lib/duck.ts";

/**
 * Writes `rejects.csv` (UTF-8 with BOM, for Excel): one line a refused row, emptied cell or remark, with file,
 * sheet, row, column, reason and what to do; never a value.
 */
export async function writeRejects(duck: Duck, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "rejects.csv");
  const plain = `${path}.tmp`;
  await duck.run(`COPY (
      SELECT ${neutral("f.name")} AS 文件, ${neutral("coalesce(s.sheet, '')")} AS 工作表, r.row_no AS 行, ${neutral("r.column_zh")} AS 列, ${neutral("r.reason")} AS 原因, r.action AS 怎么办,
        CASE r.kind WHEN 'refused' THEN '拒收' WHEN 'fault' THEN '该值按空处理' ELSE '提示' END AS 处理
      FROM reject AS r JOIN source_file AS f ON f.file_id = r.file_id
      LEFT JOIN source_sheet AS s ON s.file_id = r.file_id AND s.sheet_no = r.sheet_no
      UNION ALL SELECT ${neutral("name")}, '', NULL, '', ${neutral("reason")}, '', '整份拒收' FROM source_file WHERE status = 'refused'
      UNION ALL SELECT ${neutral("name")}, '', NULL, '', ${neutral("reason")}, '', '未认出' FROM source_file WHERE status = 'unrecognised'
      ORDER BY ALL
    ) TO ${literal(plain)} (HEADER)`);
  writeFileSync(path, "\uFEFF");
  await pipeline(createReadStream(plain), createWriteStream(path, { flags: "a" }));
  rmSync(plain);
}
