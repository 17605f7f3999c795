import ExcelJS from "exceljs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { cellText } from "../../loaders/intake/rows.ts";
import { readXlsx } from "../../loaders/intake/xlsx.ts";
import { workbookBytes } from "../../loaders/office/workbook.ts";
import { temporary } from "../support/zip.ts";

beforeEach(() => expect.hasAssertions());
afterEach(() => void vi.useRealTimers());

/** Texts a spreadsheet might take for something else, were they not written as text. */
const texts = [
  "=1+1",
  "+86",
  "-3",
  "@SUM(A1)",
  "\t=cmd",
  " 两边 ",
  "00123",
  "1.2E+17",
  "TRUE",
  "a<b>&\"'\n乙",
  "𠮷林"
];

const build = (workbook: ExcelJS.Workbook): void => {
  const sheet = workbook.addWorksheet("甲", { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.addRow(["文本", "数字", "日期"]);
  for (const text of texts) sheet.addRow([text, 12.5, new Date(Date.UTC(2023, 11, 31))]);
  sheet.getCell("A2").numFmt = "@";
  sheet.getCell("D2").dataValidation = { type: "list", formulae: ['"是,否"'], allowBlank: true };
  workbook.addWorksheet("乙", { state: "hidden" }).addRow(["不读"]);
};

test("the same content gives the same bytes at another time", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(new Date("2021-03-04T05:06:08Z"));
  const first = await workbookBytes(build);
  vi.setSystemTime(new Date("2031-11-12T13:14:16Z"));
  const second = await workbookBytes(build);
  expect(Buffer.compare(first, second)).toBe(0);
  const other = await workbookBytes(workbook => {
    build(workbook);
    workbook.title = "另一份";
  });
  expect(Buffer.compare(first, other)).not.toBe(0);
});

test("the same content gives the same bytes by the real clock", async () => {
  const first = await workbookBytes(build);
  // A ZIP time counts in steps of two seconds.
  await new Promise(done => setTimeout(done, 2100));
  expect(Buffer.compare(first, await workbookBytes(build))).toBe(0);
});

test("no byte speaks of the machine or its clock", async () => {
  const path = temporary("x.xlsx", Buffer.from(await workbookBytes(build)));
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  expect(workbook).toMatchObject({
    creator: "fangfanpin",
    lastModifiedBy: "fangfanpin",
    created: new Date("2020-01-01T00:00:00Z"),
    modified: new Date("2020-01-01T00:00:00Z")
  });
});

test("text stays text, numbers numbers and days days when exceljs opens it again", async () => {
  const path = temporary("x.xlsx", Buffer.from(await workbookBytes(build)));
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  const sheet = workbook.getWorksheet("甲")!;
  texts.forEach((text, i) => {
    const cell = sheet.getCell(i + 2, 1);
    expect(cell.type).toBe(ExcelJS.ValueType.String);
    expect(cell.value).toBe(text);
  });
  expect(sheet.getCell("B2").value).toBe(12.5);
  expect(sheet.getCell("C2").value).toEqual(new Date(Date.UTC(2023, 11, 31)));
  expect(sheet.getCell("D2").dataValidation).toMatchObject({ type: "list", formulae: ['"是,否"'] });
  expect(workbook.getWorksheet("乙")!.state).toBe("hidden");
});

test("the project's own reader sees the same cells and passes over the hidden sheet", async () => {
  const path = temporary("x.xlsx", Buffer.from(await workbookBytes(build)));
  const rows: string[][] = [];
  const facts = await readXlsx(path, () => (_, cells) => {
    rows.push(Array.from({ length: cells.length }, (_, i) => cellText(cells, i)));
    return undefined;
  });
  expect(facts.sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
    ["甲", false],
    ["乙", true]
  ]);
  expect(rows[0]).toEqual(["文本", "数字", "日期"]);
  expect(rows.slice(1)).toEqual(texts.map(text => [text.trim(), "12.5", "45291"]));
});

test("what fails in building fails the whole", async () => {
  await expect(
    workbookBytes(() => {
      throw new Error("甲");
    })
  ).rejects.toThrow("甲");
});
