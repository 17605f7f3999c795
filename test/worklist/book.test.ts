import { readFileSync } from "node:fs";
import { join } from "node:path";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type BookFacts, unitBook, unitName } from "../../loaders/worklist/book.ts";
import { coverBook, coverName } from "../../loaders/worklist/cover.ts";
import { type Rule, readRules } from "../../loaders/worklist/rules.ts";
import type { UnitList, Worklist } from "../../loaders/worklist/worklist.ts";
import { contract, type Run, runAll } from "../support/exports.ts";
import { officeText } from "../support/office.ts";
import { asOf, families, golden, listOf, personal, removeCopies, without } from "./fixture.ts";

beforeEach(() => expect.hasAssertions());

let run: Run;
let worklist: Worklist;
let town: UnitList;
let rules: Awaited<ReturnType<typeof readRules>>;
const facts = (demo = false): BookFacts => ({
  rules: matter => rules(matter, "HN2021"),
  profile: "河南2021",
  demo
});

beforeAll(async () => {
  run = await runAll(without("三保障与饮水核查.csv"), { asOf, profile: "HN2021", families });
  worklist = await listOf(run);
  town = worklist.lists.find(({ unit }) => unit.code === "990101100")!;
  rules = await readRules(run.duck, contract());
});
afterAll(() => {
  run?.close();
  removeCopies();
});

async function opened(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Buffer.from(bytes) as never);
  return workbook;
}

/** The texts of a sheet, a line a row. */
function textsOf(workbook: ExcelJS.Workbook, name: string): string[] {
  const found: string[] = [];
  workbook.getWorksheet(name)!.eachRow(row => {
    const cells: string[] = [];
    row.eachCell(cell => {
      if (!cell.isMerged || cell.master === cell) cells.push(String(cell.value));
    });
    found.push(cells.join(" | "));
  });
  return found;
}

test("a town's workbook has a sheet for each matter after the index, named by the list of matters", async () => {
  const workbook = await opened(await unitBook(worklist, town, facts()));
  expect(workbook.worksheets.map(({ name }) => name)).toEqual([
    "目录",
    ...worklist.matters.map(({ sheet }) => sheet)
  ]);
  expect(worklist.matters.map(({ id }) => id)).not.toContain("survey_prefecture");
  expect(unitName(worklist, town)).toBe("督办清单_990101100柳湾镇_2023-12.xlsx");
});

test("a sheet states the rule with its mark, the threshold, and lists by household code", async () => {
  const workbook = await opened(await unitBook(worklist, town, facts(true)));
  const [title, clause, threshold, silent, head, ...rows] = textsOf(workbook, "本月未入户走访");
  expect(title).toBe("本月未入户走访　柳湾镇（2023-12）　3 户　演示数据（合成）");
  expect(clause).toBe("条款：福建2020（闽扶组〔2020〕4号） 三(7)：挂钩干部每月入户走访（原文）");
  expect(threshold).toContain("每月入户走访 每月 1 次以上（福建2020 三(7)，原文）");
  expect(silent).toContain("未规定：所用口径没有这一条");
  expect(head!.split(" | ").slice(0, 3)).toEqual(["户编号", "村代码", "村"]);
  expect(rows.map(row => row.split(" | ")[0])).toEqual(["H02", "H04", "H06"]);
  // Under the document that states it nothing is silent.
  const own: Rule = rules(worklist.matters.find(({ id }) => id === "unvisited")!, "FJ2020");
  expect(own.silent).toBe(false);
});

test("a sheet without a table says which; one with nothing due says so", async () => {
  const workbook = await opened(await unitBook(worklist, town, facts()));
  const missing = textsOf(workbook, "三保障隐患未销号");
  expect(missing[0]).toContain("缺数据");
  expect(missing.join()).toContain("缺数据，不是没有：没有读到“三保障与饮水核查”");
  expect(missing.join()).not.toContain("没有。");
  expect(textsOf(workbook, "督导问题逾期").at(-1)).toBe("没有。");
});

test("heads stay and repeat, rows can be filtered, paper is A4 across", async () => {
  const workbook = await opened(await unitBook(worklist, town, facts(true)));
  const sheet = workbook.getWorksheet("岗位推送不足")!;
  const [view] = sheet.views as { state: string; ySplit: number }[];
  expect(view!.state).toBe("frozen");
  expect(String(sheet.getCell(view!.ySplit, 1).value)).toBe("户编号");
  expect(sheet.pageSetup).toMatchObject({
    paperSize: 9,
    orientation: "landscape",
    fitToWidth: 1,
    printTitlesRow: `${view!.ySplit}:${view!.ySplit}`
  });
  expect(sheet.autoFilter).toBeTruthy();
  expect(sheet.headerFooter.oddFooter).toContain("演示数据（合成）");
});

test("what begins like a formula stays text", async () => {
  const item = town.items.get("unhelped")![0]!;
  const odd: UnitList = {
    ...town,
    items: new Map([["unhelped", [{ ...item, household: '=HYPERLINK("x")', fact: "+1", source: "@a" }]]])
  };
  const bytes = await unitBook(worklist, odd, facts());
  expect(await officeText(bytes)).not.toContain("<f>");
  const sheet = (await opened(bytes)).getWorksheet("满一个月无措施")!;
  const texts: unknown[] = [];
  sheet.eachRow(row => void row.eachCell(cell => void texts.push(cell.value)));
  expect(texts).toContain('=HYPERLINK("x")');
});

test("the same lists give the same bytes, and the cover adds them up", async () => {
  const twice = [await unitBook(worklist, town, facts()), await unitBook(worklist, town, facts())];
  expect(Buffer.compare(twice[0]!, twice[1]!)).toBe(0);
  const county = worklist.lists.filter(({ unit }) => unit.county.code === "990101");
  const covers = [await coverBook(worklist, county, facts()), await coverBook(worklist, county, facts())];
  expect(Buffer.compare(covers[0]!, covers[1]!)).toBe(0);
  const rows = textsOf(await opened(covers[0]!), "目录").map(line => line.split(" | "));
  const at = rows.find(row => row[0] === "地方")!.indexOf("县级调研未覆盖（户）");
  const whole = county.reduce((sum, { items }) => sum + (items.get("survey_county")?.length ?? 0), 0);
  expect(rows.find(row => row[0] === "合计")![at]).toBe(String(whole));
  expect(whole).toBeGreaterThan(0);
  expect(coverName(worklist, town)).toBe("督办清单目录_990101青禾县_2023-12.xlsx");
});

test("no workbook holds a name, an id or a telephone", async () => {
  const secrets = personal(file => readFileSync(join(golden, file), "utf8"));
  expect(secrets.length).toBeGreaterThan(60);
  for (const list of worklist.lists) {
    const text = await officeText(await unitBook(worklist, list, facts()));
    expect(secrets.filter(secret => text.includes(secret))).toEqual([]);
  }
});
