import { readFileSync } from "node:fs";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readChecks } from "../../loaders/checks/rules.ts";
import { projectPath } from "../../loaders/lib/paths.ts";
import { suspectsOf } from "../../loaders/publish/suspects.ts";
import { suspectBook, suspectName } from "../../loaders/suspects/book.ts";
import { readSuspectLists, type SuspectList } from "../../loaders/suspects/lists.ts";
import { suspectCounts, suspectedHouseholds, suspectGroups } from "../../src/lib/suspects.ts";
import { contract, csv, type Run, removeFolders } from "../support/exports.ts";
import { asOf, checkedWorld } from "./world.ts";

beforeEach(() => expect.hasAssertions());

const toilet = { all: { sanitary_toilet: "否" } };
let run: Run;
let lists: SuspectList[];
beforeAll(async () => {
  run = await checkedWorld(
    [
      {},
      toilet,
      toilet,
      toilet,
      toilet,
      { all: { sanitary_toilet: "" } },
      { members: [{}, {}, { relation_to_head: "" }] },
      { all: { village_name: "北村", sanitary_toilet: "否" } }
    ],
    {
      without: ["arable_area"],
      files: {
        "豁免清单.csv": csv(
          ["检查项", "户编号", "豁免原因", "有效期至"],
          [
            ["没有卫生厕所", "H1", "已列入改造", "2024-06-30"],
            ["no_toilet", "H2", "已列入改造", "2023-12-30"],
            ["no_toilet", "H3", "", ""],
            ["厕所", "H4", "不认得的检查", ""]
          ]
        )
      }
    }
  );
  lists = await readSuspectLists(run.duck, contract(), "990400");
});
afterAll(() => {
  run?.close();
  removeFolders();
});

test("an exemption takes a household out visibly; one that is past, without a reason or of no check does not", async () => {
  expect(
    await run.rows(
      "SELECT household_id, is_exempt FROM check_found WHERE check_id = 'no_toilet' ORDER BY ALL"
    )
  ).toEqual([
    { household_id: "H1", is_exempt: true },
    ...["H2", "H3", "H4", "H7"].map(household_id => ({ household_id, is_exempt: false }))
  ]);
  expect(
    await run.rows(
      "SELECT region_code, found, exempt, examined FROM check_result WHERE check_id = 'no_toilet' ORDER BY ALL"
    )
  ).toEqual([
    ...["990400", "990401", "990401001"].map(region_code => ({
      region_code,
      found: 4,
      exempt: 1,
      examined: 7
    }))
  ]);
  const [note] = await run.rows("SELECT row_no, reason FROM reject WHERE column_zh = '检查项'");
  expect(note).toEqual({ row_no: 5, reason: "豁免的检查项不认得，不起作用" });
});

test("a check without its column says so and has no number", async () => {
  const data = await suspectsOf(run.duck, contract());
  const counts = new Map(suspectCounts(data, "990401001").map(count => [count.check.id, count]));
  expect(counts.get("arable_range")).toMatchObject({
    found: null,
    examined: null,
    check: { lacking: ["“监测对象信息”的“耕地面积（亩）”列"] }
  });
  expect(counts.get("land_blank")!.found).toBeNull();
  expect(counts.get("no_toilet")).toMatchObject({
    found: 4,
    exempt: 1,
    examined: 7,
    check: { unit: "户", level: "提示" }
  });
  expect(counts.get("relation_blank")).toMatchObject({ found: 1, exempt: 0, check: { unit: "人" } });
  expect(counts.get("total_village_table")).toMatchObject({
    found: null,
    check: { lacking: ["“行政村信息”"] }
  });
  expect(await run.rows("SELECT * FROM check_found WHERE check_id = 'arable_range'")).toEqual([]);
});

test("groups sum findings, households count once", async () => {
  const data = await suspectsOf(run.duck, contract());
  const groups = new Map(suspectGroups(data, "990400").map(each => [each.group, each]));
  expect(groups.get("耕地与生活")).toMatchObject({ findings: 4, speaking: 1, run: 8 });
  expect(groups.get("身份")).toMatchObject({ findings: 1, speaking: 1 });
  expect(suspectedHouseholds(data, "990400", "")).toEqual({ found: 5, of: 8 });
  expect(suspectedHouseholds(data, "990400", "错误")).toEqual({ found: 1, of: 8 });
  expect(suspectedHouseholds(data, "990499", "")).toBeNull();
  expect(suspectCounts(data, "990499").every(({ found }) => found === null)).toBe(true);
});

test("a town's workbook has a sheet for each check that speaks of something, named by it", async () => {
  const town = lists.find(({ unit }) => unit.code === "990401001")!;
  expect(suspectName(town, asOf)).toBe("疑点清单_990401001辰镇_2023-12-31.xlsx");
  const bytes = await suspectBook(town, { day: asOf, demo: false });
  expect(
    Buffer.compare(Buffer.from(bytes), Buffer.from(await suspectBook(town, { day: asOf, demo: false })))
  ).toBe(0);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Buffer.from(bytes) as never);
  expect(workbook.worksheets.map(({ name }) => name)).toEqual(["目录", "与户主关系空白", "没有卫生厕所"]);
  const lines = workbook
    .getWorksheet("没有卫生厕所")!
    .getSheetValues()
    .slice(1)
    .map(row => (row as unknown[]).slice(1));
  expect(lines[0]![0]).toBe("没有卫生厕所　辰镇　4 户，另豁免 1");
  expect(lines.slice(4).map(row => [row[0], row[2], row[4], row.at(-1)])).toEqual([
    ["H2", "东村", "是否有卫生厕所 否", ""],
    ["H3", "东村", "是否有卫生厕所 否", ""],
    ["H4", "东村", "是否有卫生厕所 否", ""],
    ["H7", "—", "是否有卫生厕所 否", ""],
    ["H1", "东村", "是否有卫生厕所 否", "2024-06-30"]
  ]);
  const member = workbook.getWorksheet("与户主关系空白")!.getSheetValues().at(-1) as unknown[];
  expect(member.slice(1, 3)).toEqual(["H6", "第 3 人"]);
  const texts = workbook.worksheets.flatMap(sheet => sheet.getSheetValues().flat()).join("|");
  expect(texts).not.toMatch(/\d{17}|1[3-9]\d{9}|测试/);
});

test("the tables of the checks are told of where the warehouse is, and each check in its own page", () => {
  const data = readFileSync(projectPath("docs/data.md"), "utf8");
  for (const name of ["check_found", "check_result", "check_household_count", "check_gap"])
    expect(data).toContain(`\`${name}\``);
  const page = readFileSync(projectPath("docs/checks.md"), "utf8");
  const lines = readChecks(contract()).map(
    ({ id, group, title, level, clause }) => `| \`${id}\` | ${group} | ${title} | ${level} | ${clause} |`
  );
  expect(lines.filter(line => !page.includes(line))).toEqual([]);
  expect(page.match(/^\| `/gm)).toHaveLength(lines.length);
});

test("figures that do not close are named, those that do are counted as looked at", async () => {
  const state = async (id: string) =>
    await run.rows(
      `SELECT found, examined FROM check_result WHERE check_id = '${id}' AND region_code = '990400'`
    );
  expect(await state("total_states")).toEqual([{ found: 0, examined: expect.any(Number) }]);
});
