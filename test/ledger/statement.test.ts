import ExcelJS from "exceljs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { statementBook, statementName } from "../../loaders/ledger/book.ts";
import { type LedgerCheck, readChecks } from "../../loaders/ledger/checks.ts";
import { readStatements, type Statement } from "../../loaders/ledger/statement.ts";
import {
  contract,
  exportsFolder,
  type Run,
  type RunOptions,
  removeFolders,
  runAll,
  takeIn
} from "../support/exports.ts";
import { officeText } from "../support/office.ts";
import { first, ledgerFile, personal, regions, second, titles } from "./fixture.ts";

/** A run of the families these tests are about. */
const runFamilies = (folder: string, options: RunOptions = {}): Promise<Run> =>
  runAll(folder, { ...options, families: ["70", "90"] });

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

const ledgerName = "即时帮扶情况台账_20201231.xlsx";
let run: Run;
let statement: Statement;
let checks: readonly LedgerCheck[];
let bytes: Uint8Array;
let sheets: Record<string, string[][]>;

beforeAll(async () => {
  run = await runFamilies(
    exportsFolder({ "区划统计表.csv": regions, [ledgerName]: ledgerFile(first, second) })
  );
  const statements = await readStatements(run.duck, contract(), "");
  expect(statements.map(({ code, month, day }) => [code, month, day])).toEqual([
    ["990501", "2020-12", "2020-12-31"]
  ]);
  statement = statements[0]!;
  checks = await readChecks(run.duck, contract(), statement);
  bytes = await statementBook(contract(), statement, checks, false);
  sheets = await read(bytes);
});
afterAll(() => run.close());

/** The texts of a workbook's sheets by row; a merged cell's text stands once. */
async function read(book: Uint8Array): Promise<Record<string, string[][]>> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(book.buffer as ArrayBuffer);
  const found: Record<string, string[][]> = {};
  for (const sheet of workbook.worksheets) {
    const rows: string[][] = [];
    sheet.eachRow(row => {
      const cells: string[] = [];
      for (let i = 1; i <= sheet.columnCount; i += 1) {
        const cell = row.getCell(i);
        cells.push(cell.master === cell ? String(cell.value ?? "") : "");
      }
      rows.push(cells);
    });
    found[sheet.name] = rows;
  }
  return found;
}

/** The lines under a section's head of two lines, up to the next line of words. */
function section(title: string): string[][] {
  const rows = sheets.汇总!;
  const from = rows.findIndex(row => row[0] === title) + 3;
  const length = rows.slice(from).findIndex(row => /^(二、|注)/.test(row[0]!));
  return rows.slice(from, from + length);
}

describe("the form", () => {
  test("has the title, the unit, and for each section its title over a head of two lines", () => {
    const rows = sheets.汇总!;
    expect(rows[0]![0]).toBe("即时帮扶情况台账汇总（2020年12月）");
    expect(rows[1]![0]).toMatch(/^单位：甲区/);
    expect(rows.flatMap(row => titles.filter(title => row[0] === title))).toEqual(titles);
    const upper = rows[3]!;
    const lower = rows[4]!;
    expect(upper).toHaveLength(21);
    expect(upper[7]).toBe("享受帮扶政策");
    expect(upper.slice(8, 17)).toEqual(Array(9).fill(""));
    expect(lower[7]).toBe("教育扶贫政策(人)");
    expect(lower[16]).toBe("公益岗位(人)");
    expect([upper[0], upper[1], upper[2], upper[17], upper[20]]).toEqual([
      ...["区(市)", "镇(街)", "村", "主要返贫风险(下拉菜单选择)", "认定时间"]
    ]);
    expect(upper[3]).toBe("户主姓名\n（户数）");
  });

  test("has a line for each village and totals for towns and the district", () => {
    // 户数, 人数, then p01 to p10, with name, with name and unit.
    const line = (row: string[]) =>
      [...row.slice(0, 4), row[5], ...row.slice(7, 17), row[18], row[19]].join(" ");
    expect(section(titles[0]!).map(line)).toEqual([
      "甲区 甲镇 甲村 1 2 1 0 0 1 0 0 0 0 0 0 1 1",
      "甲区 甲镇 乙村 1 1 0 0 0 1 0 0 0 0 1 0 1 0",
      "甲区 甲镇 小计 2 3 1 0 0 2 0 0 0 0 1 0 2 1",
      "甲区 乙镇 丙村 1 1 1 0 0 0 0 0 0 0 0 0 1 1",
      "甲区 乙镇 小计 1 1 1 0 0 0 0 0 0 0 0 0 1 1",
      "甲区 合计  3 3 1 0 0 2 0 0 0 0 1 0 3 2"
    ]);
    expect(section(titles[1]!).map(line)).toEqual([
      "甲区 甲镇 甲村 2 3 0 0 0 1 0 0 0 0 0 1 1 1",
      "甲区 甲镇 待对照 1 1 0 0 0 0 1 0 0 0 0 0 0 0",
      "甲区 甲镇 小计 3 4 0 0 0 1 1 0 0 0 0 1 1 1",
      "甲区 合计  3 4 0 0 0 1 1 0 0 0 0 1 1 1"
    ]);
    for (const row of [...section(titles[0]!), ...section(titles[1]!)])
      expect([row[4], row[6], row[17], row[20]]).toEqual(["—", "—", "—", "—"]);
  });

  test("its policy columns equal K47 of the same month", async () => {
    const figures = await run.rows(
      `SELECT region_name AS name, region_level AS level, breakdown, numerator AS n FROM indicator
       WHERE indicator = 'K47' AND period = '2020-12' AND numerator IS NOT NULL AND region_level <> 'prefecture'`
    );
    const known = new Map(figures.map(row => [`${row.name} ${row.breakdown}`, row.n]));
    let compared = 0;
    for (const [i, title] of titles.entries())
      for (const row of section(title)) {
        if (row[2] === "待对照") continue;
        const name = row[1] === "合计" ? row[0] : row[2] === "小计" ? row[1] : row[2];
        for (let policy = 1; policy <= 10; policy += 1) {
          const key = `${name} 分节=${i + 1};政策=p${String(policy).padStart(2, "0")}`;
          expect([key, Number(row[6 + policy])]).toEqual([key, known.get(key) ?? 0]);
          compared += 1;
        }
      }
    expect(compared).toBe(90);
    expect(figures).toHaveLength(20 + 6 + 4 + 2 + 1 + 1);
  });
});

test("the sheet of checks counts by file what was left out and what does not fit", () => {
  const [head, line] = sheets.检查!.slice(1, 3);
  expect(Object.fromEntries(head!.map((name, i) => [name, line![i]]))).toEqual({
    文件: ledgerName,
    台账日期: "2020-12-31",
    读入行: "11",
    接收行: "9",
    拒收行: "0",
    空行: "2",
    其中占位行: "2",
    本地行: "9",
    "重复人（行）": "2",
    证号不合规行: "1",
    无分节标题行: "0",
    户: "6",
    // 甲村 and 乙村 of the first section: ticked on one of two rows.
    "户级√不一致户": "2",
    缺联系人姓名户: "2",
    缺联系人单位户: "3",
    缺列: ""
  });
});

test("no name and no id number of the ledger is in any part of the workbook", async () => {
  const text = await officeText(bytes);
  expect(text).toContain("甲村");
  expect(personal.filter(word => text.includes(word))).toEqual([]);
  expect(text).not.toMatch(/\d{15,}/);
});

test("the same figures give the same bytes", async () => {
  const again = await statementBook(contract(), statement, checks, false);
  expect(Buffer.compare(Buffer.from(again), Buffer.from(bytes))).toBe(0);
  const demo = await read(await statementBook(contract(), statement, checks, true));
  expect(demo.汇总![0]![0]).toContain("合成演示数据");
});

test("a statement put among the exports is not taken for a ledger", async () => {
  const other = await takeIn(
    exportsFolder({ "区划统计表.csv": regions, [statementName(statement)]: Buffer.from(bytes) }),
    { asOf: "2020-12-31" }
  );
  const files = await other.rows("SELECT status FROM source_file WHERE name LIKE '%.xlsx'");
  other.close();
  expect(files).toEqual([{ status: "unrecognised" }]);
});

test("a town's or a village's code gives its own form, a prefecture's those of its counties", async () => {
  const lines = async (region: string) =>
    (await readStatements(run.duck, contract(), region)).map(({ name, sections }) => [
      name,
      ...sections.get("1")!.map(line => [line.kind, line.town, line.village, line.counts.get("户")].join(" "))
    ]);
  expect(await lines("990501100")).toEqual([
    ["甲镇", "village 甲镇 甲村 1", "village 甲镇 乙村 1", "whole 甲镇  2"]
  ]);
  expect(await lines("990501100202")).toEqual([["乙村", "village 甲镇 乙村 1", "whole 甲镇 乙村 1"]]);
  expect((await lines("990500")).map(([name]) => name)).toEqual(["甲区"]);
  expect(await lines("990502")).toEqual([]);
});

test("places that match no county make a form of their own, which has nothing of the others", async () => {
  const stray = first.map(line => ({ ...line, place: ["某区", "某镇", "某村"] as const }));
  const other = await runFamilies(
    exportsFolder({
      "区划统计表.csv": regions,
      "即时帮扶情况台账（一）_20201231.xlsx": ledgerFile(first),
      "即时帮扶情况台账（二）_20201231.xlsx": ledgerFile(stray)
    })
  );
  const statements = await readStatements(other.duck, contract(), "");
  const seen = statements.map(({ name, sections }) => [
    name,
    ...sections
      .get("1")!
      .map(line => `${line.district} ${line.town} ${line.village} ${line.counts.get("户")}`)
  ]);
  const files = (await readChecks(other.duck, contract(), statements[0]!)).map(check => [
    check.file,
    check.households
  ]);
  other.close();
  expect(seen).toEqual([
    ["申市", "待对照 待对照 待对照 3", "待对照   3"],
    [
      "甲区",
      "甲区 甲镇 甲村 1",
      "甲区 甲镇 乙村 1",
      "甲区 甲镇  2",
      "甲区 乙镇 丙村 1",
      "甲区 乙镇  1",
      "甲区   3"
    ]
  ]);
  expect(files).toEqual([["即时帮扶情况台账（二）_20201231.xlsx", 3]]);
});
