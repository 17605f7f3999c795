import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { joinParts, partsOf } from "../../loaders/intake/parts.ts";
import { type FileResult, readFile } from "../../loaders/intake/read-file.ts";
import { stageAll } from "../../loaders/intake/stage.ts";
import { codeVariables } from "../../loaders/intake/typed-sql.ts";
import { Duck } from "../../loaders/lib/duck.ts";
import { projectPath } from "../../loaders/lib/paths.ts";
import { contract, exportsFolder, idNumber, removeFolders } from "../support/exports.ts";
import { gb18030 } from "../support/gb18030.ts";

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

const header =
  "县,乡,村,户编号,姓名,与户主关系,证件号码,出生日期,监测对象类别,家庭成员联系电话,家庭人口数,人均纯收入（元）,健康状况,是否参加大病保险,识别监测时间,在校生状况";
const total = 5100;

/** Rows in every spelling, some of them faulty, one household of three after another. */
function line(n: number): string {
  const pick = (...texts: string[]): string => texts[n % texts.length]!;
  const household = `H${Math.floor(n / 3)}`;
  return [
    pick("甲县", "乙县", "  丙县"),
    "甲镇",
    `第${n % 40}村`,
    n % 997 === 5 ? "" : household,
    "测试",
    pick("户主", "配偶", "之 女", "说不清"),
    n % 211 === 3 ? "无" : idNumber(n % 900),
    pick("20000911", "1990-1-2", "不详", ""),
    pick("脱贫不稳定户", "", "边缘易致贫户", "突发严重困难户", "别的"),
    pick("13900000001", "139 0000 0002", "5123456"),
    pick("3", "3.0", "三", ""),
    n % 5 === 0 ? `"${n},000.50"` : String(n * 7),
    pick("健康", "长期慢性病、残疾", ""),
    pick("是", "否", "√", "？"),
    pick("2023年5月", "202304", "2023-04-01", "无"),
    n % 400 === 7 ? '"第一行\n第二行，13900000001"' : pick("小学", "")
  ].join(",");
}

const lines = Array.from({ length: total }, (_, n) => line(n));
const csvOf = (from: number, to: number): string => `${[header, ...lines.slice(from, to)].join("\r\n")}\r\n`;

async function readWhole(contents: readonly (string | Buffer)[]): Promise<FileResult[]> {
  const folder = exportsFolder(
    Object.fromEntries(contents.map((content, i) => [`监测对象信息${i}.csv`, content]))
  );
  const out = exportsFolder({});
  return Promise.all(
    contents.map((content, id) => {
      const name = `监测对象信息${id}.csv`;
      return readFile(
        { path: join(folder, name), name, bytes: content.length },
        id,
        contract(),
        Buffer.from("k"),
        out
      );
    })
  );
}

/** The staged rows and remarks of some files, as text, without the place they came from. */
async function staged(
  files: readonly FileResult[]
): Promise<{ rows: string[]; remarks: string[]; numbers: number[] }> {
  const duck = await Duck.open(":memory:");
  for (const sql of ["convert", "accounts"]) await duck.file(projectPath("loaders/intake/sql", `${sql}.sql`));
  for (const sql of codeVariables(contract())) await duck.run(sql);
  await stageAll(duck, contract(), {
    files,
    days: files.map(() => "2023-12-31"),
    isKept: files.map(() => false)
  });
  const rows = await duck.rows(
    `SELECT CAST(t AS VARCHAR) AS text FROM (SELECT * EXCLUDE (file_id, row_no) FROM staging.monitored_person) AS t`
  );
  const remarks = await duck.rows(
    "SELECT column_zh || reason || kind || ' ' || count(*) AS text FROM reject GROUP BY column_zh, reason, kind ORDER BY ALL"
  );
  const numbers = await duck.rows("SELECT row_no FROM staging.monitored_person");
  duck.close();
  return {
    rows: rows.map(({ text }) => String(text)),
    remarks: remarks.map(({ text }) => String(text)),
    numbers: numbers.map(row => Number(row.row_no))
  };
}

let known: ReturnType<typeof staged> | undefined;
/** What the file of all rows gives, read whole. */
function whole(): ReturnType<typeof staged> {
  known ??= readWhole([csvOf(0, total)]).then(staged);
  return known;
}

describe("rows with numbered texts", () => {
  test("give what rows of text give: values, remarks, order", async () => {
    const [one] = await readWhole([csvOf(0, total)]);
    expect(one!.outputs[0]!.texts?.rows).toBeGreaterThan(100);
    const few = await readWhole([csvOf(0, 2500), csvOf(2500, total)]);
    expect(few.every(({ outputs }) => outputs[0]!.texts === undefined)).toBe(true);
    const numbered = await whole();
    const text = await staged(few);
    expect(numbered.rows).toHaveLength(total);
    expect(numbered.rows).toEqual(text.rows);
    expect(numbered.remarks.length).toBeGreaterThan(3);
    expect(numbered.remarks).toEqual(text.remarks);
    expect(numbered.numbers).toEqual(numbered.numbers.toSorted((a, b) => a - b));
  });

  test("of two files keep to their own texts", async () => {
    const reversed = [header, ...lines.toReversed()].join("\n");
    const both = await staged(await readWhole([csvOf(0, total), reversed]));
    const one = await whole();
    const isDuplicate = (row: string): string => row.replace("duplicate", "accepted");
    expect(both.rows.slice(0, total).map(isDuplicate)).toEqual(one.rows.map(isDuplicate));
    expect(both.rows.slice(total).toReversed().map(isDuplicate)).toEqual(one.rows.map(isDuplicate));
  });
});

describe("a file read in parts", () => {
  /** Parts of a file joined, null where it must be read whole. */
  async function joined(content: Buffer, threads: number): Promise<FileResult | null> {
    const name = "监测对象信息.csv";
    const file = { path: join(exportsFolder({ [name]: content }), name), name, bytes: content.length };
    const out = exportsFolder({});
    const parts = await partsOf(file, threads, 1);
    expect(parts).toHaveLength(threads);
    const results = await Promise.all(
      parts.map(part => readFile(file, 0, contract(), Buffer.from("k"), out, part))
    );
    return joinParts(parts, results, 100_000);
  }

  test("gives what it gives whole, in either encoding", async () => {
    const content = csvOf(0, total);
    for (const [bytes, threads] of [
      [Buffer.from(content), 2],
      [gb18030(content), 3]
    ] as const) {
      const one = await joined(bytes, threads);
      expect(one!.sheets[0]).toMatchObject({ read: total, headerRow: 1 });
      expect(one!.outputs).toHaveLength(threads);
      expect(await staged([one!])).toEqual(await whole());
    }
  });

  test("is read whole where a cut stands inside quotes, or a part is refused", async () => {
    const open = csvOf(0, total).split("\r\n");
    const middle = Math.floor(open.length / 2);
    const quoted = [
      ...open.slice(0, middle),
      `甲县,甲镇,甲村,H9,"${"测\n".repeat(8000)}",户主`,
      ...open.slice(middle)
    ];
    expect(await joined(Buffer.from(quoted.join("\r\n")), 2)).toBeNull();
    expect(await joined(Buffer.concat([Buffer.from(csvOf(0, total)), Buffer.from('甲县,"')]), 2)).toBeNull();
  });
});
