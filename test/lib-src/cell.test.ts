import { readFileSync } from "node:fs";
import { join } from "node:path";
import ExcelJS from "exceljs";
import { afterAll, describe, expect, test } from "vitest";
import { Duck, neutral } from "../../loaders/lib/duck.ts";
import { workbookBytes } from "../../loaders/office/workbook.ts";
import { writeRejects } from "../../loaders/publish/rejects.ts";
import { toXlsx } from "../../src/components/sheet-files.ts";
import { csvField } from "../../src/lib/cell.ts";
import { temporary } from "../support/zip.ts";

/** Names a spreadsheet would run, or that would break out of their cell. */
const hostile = [
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("https://example.invalid","甲")',
  "+1+1",
  "-1-1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "\n=1",
  "  =1+1",
  "\u3000=1+1",
  "＝1+1",
  "＋",
  "-"
];
const harmless = ["甲县", "1.5", "（-3）", "甲=乙", "K01", "·", "'甲", "2023-12"];

const duck = await Duck.open(":memory:", { threads: 1 });
afterAll(() => duck.close());

/** The first field of a CSV line as a reader takes it. */
const read = (field: string): string =>
  field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;

describe("no text of a table runs in a spreadsheet", () => {
  test.each(hostile)("CSV: %j", text => {
    expect(read(csvField(text))).toBe(`'${text}`);
  });

  test("CSV: other texts and all numbers stay", () => {
    expect(harmless.map(csvField)).toEqual(harmless);
    expect([-3.5, 0, 1e21, -1].map(csvField)).toEqual(["-3.5", "0", "1e+21", "-1"]);
  });

  test("SQL judges as the pages do, and an empty field stays empty", async () => {
    const texts = [...hostile, ...harmless, ""];
    const values = texts.map(text => `('${text.replaceAll("'", "''")}')`).join(", ");
    const rows = await duck.rows(`SELECT ${neutral("x")} AS x FROM (VALUES ${values}) AS t(x)`);
    expect(rows.map(({ x }) => x)).toEqual(texts.map(text => read(csvField(text))));
    expect(await duck.rows(`SELECT ${neutral("CAST(NULL AS VARCHAR)")} AS x`)).toEqual([{ x: null }]);
  });

  test("XLSX of the commands: text cells with the format of text, no formula; numbers stay numbers", async () => {
    const bytes = await workbookBytes(workbook => {
      const sheet = workbook.addWorksheet("甲");
      for (const text of [...hostile, ...harmless]) sheet.addRow([text, -3.5]);
    });
    await checkBook(bytes, 1);
  });

  test("XLSX of the pages: the same", async () => {
    const columns = [
      { key: "name", label: "=名", value: ([text]: [string]) => text },
      { key: "value", label: "数", value: () => -3.5 }
    ];
    const rows = [...hostile, ...harmless].map(text => [text] as [string]);
    const blob = await toXlsx(columns, new Map([["甲", rows]]));
    await checkBook(new Uint8Array(await blob.arrayBuffer()), 2);
  });

  test("rejects.csv: names of files, sheets and columns", async () => {
    await duck.run(`CREATE TABLE source_file AS SELECT 1 AS file_id, '=1+1.csv' AS name, 'refused' AS status, '@原因' AS reason;
      CREATE TABLE source_sheet AS SELECT 1 AS file_id, 1 AS sheet_no, '+表' AS sheet;
      CREATE TABLE reject AS SELECT 1 AS file_id, 1 AS sheet_no, 7 AS row_no, '-列' AS column_zh, '空' AS reason, '补' AS action, 'fault' AS kind`);
    const path = temporary("rejects.csv", "");
    await writeRejects(duck, join(path, ".."));
    expect(readFileSync(path, "utf8").split("\n").slice(1, 3)).toEqual([
      '\'=1+1.csv,"",,"",\'@原因,"",整份拒收',
      "'=1+1.csv,'+表,7,'-列,空,补,该值按空处理"
    ]);
  });
});

async function checkBook(bytes: Uint8Array, first: number): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(temporary("x.xlsx", Buffer.from(bytes)));
  const sheet = workbook.getWorksheet("甲")!;
  [...hostile, ...harmless].forEach((text, i) => {
    const cell = sheet.getCell(first + i, 1);
    expect(cell.type).toBe(ExcelJS.ValueType.String);
    expect(String(cell.value).replaceAll("\r", "\n")).toBe(text.replaceAll("\r", "\n"));
    expect(cell.numFmt === "@").toBe(hostile.includes(text));
    expect(sheet.getCell(first + i, 2).value).toBe(-3.5);
  });
}
