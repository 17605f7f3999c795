import type { FileResult } from "../intake/read-file.ts";
import type { River } from "../river.ts";

/** The lines `check` and `build` print: each file with its rows, what was refused, and a total. */
export async function intakeLines(river: River): Promise<string[]> {
  const { duck, intake } = river;
  const lines: string[] = [];
  const files = await duck.rows(
    `SELECT f.*, CAST(f.as_of AS VARCHAR) AS day, t.name AS table_name,
       (SELECT string_agg(DISTINCT s.lacking, '、' ORDER BY s.lacking) FROM source_sheet AS s WHERE s.file_id = f.file_id AND s.lacking <> '') AS lacking,
       (SELECT string_agg(DISTINCT s.unknown_headers, '、' ORDER BY s.unknown_headers) FROM source_sheet AS s WHERE s.file_id = f.file_id AND s.unknown_headers <> '') AS unknown_headers
     FROM source_file AS f LEFT JOIN policy_table AS t ON t.table_id = f.table_id ORDER BY f.file_id`
  );
  for (const file of files) {
    if (file.status === "accepted") {
      const notes = [
        file.rows_duplicate ? `重复 ${file.rows_duplicate}` : "",
        file.rows_placeholder ? `占位 ${file.rows_placeholder}` : "",
        file.rows_example ? `示例 ${file.rows_example}` : "",
        file.rows_read === 0 ? "只有表头，没有数据行" : "",
        file.lacking ? `缺列：${file.lacking}` : "",
        file.unknown_headers ? `不认得的列：${file.unknown_headers}` : "",
        otherSheets(intake.files[Number(file.file_id)]!),
        file.hidden_sheets ? `隐藏工作表未读：${file.hidden_sheets}` : ""
      ].filter(Boolean);
      lines.push(
        `接收  ${file.name} → ${file.table_name}（快照 ${file.day}）：读 ${file.rows_read} 行 = 接收 ${file.rows_accepted} + 拒收 ${file.rows_refused} + 空行 ${file.rows_blank}` +
          (notes.length > 0 ? `；${notes.join("；")}` : "")
      );
    } else if (file.status === "refused") lines.push(`拒收  ${file.reason}`);
    else lines.push(`未认出  ${file.name}：${file.reason}，未使用`);
  }
  const rejects = await duck.rows(
    `SELECT f.name, r.column_zh, r.reason, r.action, r.kind, count(*) AS n, min(r.row_no) AS first_row
     FROM reject AS r JOIN source_file AS f ON f.file_id = r.file_id GROUP BY ALL ORDER BY kind DESC, f.name, column_zh`
  );
  for (const reject of rejects) {
    const column = reject.column_zh ? `“${reject.column_zh}”列：` : "";
    const mark = reject.kind === "refused" ? "拒收行" : reject.kind === "fault" ? "空值" : "提示";
    lines.push(
      `${mark}  ${reject.name} ${column}${reject.reason}，${reject.n} 处，首见第${reject.first_row}行；${reject.action}`
    );
  }
  if (intake.asOfInferred)
    lines.push(`提示  部分文件名没有快照日，按同批文件的 ${intake.asOf} 处理；可用 --as-of 指明`);
  return lines;
}

/** Names the sheets of an accepted workbook that hold no table. */
function otherSheets(file: FileResult): string {
  const names = file.sheets.filter(sheet => !sheet.table && sheet.filled).map(sheet => sheet.name);
  return names.length > 0 ? `不是表的工作表：${names.join("、")}` : "";
}

/** The last line of every run: how many rows were refused. */
export async function totalLine(river: River): Promise<string> {
  const [sum] = await river.duck.rows(
    `SELECT count(*) FILTER (status = 'accepted') AS files, count(*) FILTER (status = 'refused') AS refused,
       coalesce(sum(rows_read), 0) AS rows, coalesce(sum(rows_refused), 0) AS bad FROM source_file`
  );
  return `数据截至 ${river.intake.asOf}：接收 ${sum!.files} 份文件、${sum!.rows} 行，拒收 ${sum!.bad} 行、${sum!.refused} 份文件`;
}

/** Names of the files refused as a whole. */
export function refusedFiles(river: River): string[] {
  return river.intake.files.filter(file => file.status === "refused").map(file => file.name);
}
