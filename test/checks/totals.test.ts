import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { runChecks } from "../../loaders/checks/checks.ts";
import { contract, csv, type Run, removeFolders } from "../support/exports.ts";
import { checkedWorld, eliminated } from "./world.ts";

beforeEach(() => expect.hasAssertions());

let run: Run;
beforeAll(async () => {
  run = await checkedWorld([{}, {}, { all: eliminated }, { all: { monitor_category: "突发严重困难户" } }], {
    files: {
      "行政村信息_20231231.csv": csv(
        ["县", "乡", "行政村", "总户数", "总人口数", "低保户数", "危房户数"],
        [["辰县", "辰镇", "东村", 100, 300, 12, 0]]
      )
    }
  });
});
afterAll(() => {
  run?.close();
  removeFolders();
});

/** What the checks of figures speak of at the county and above, as `check place fact`. */
async function found(): Promise<string[]> {
  await runChecks(run.duck, contract());
  const rows = await run.rows(
    "SELECT check_id, region_code, fact FROM check_found WHERE household_id IS NULL ORDER BY ALL"
  );
  return rows.map(row => Object.values(row).join(" "));
}

/** What they speak of while a table is changed, and that they are silent again after. */
async function during(change: string, table: string): Promise<string[]> {
  await run.duck.run(`CREATE OR REPLACE TEMP TABLE before AS SELECT * FROM ${table}`);
  await run.duck.run(change);
  const seen = await found();
  await run.duck.run(`DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM before`);
  expect(await found()).toEqual([]);
  return seen;
}

const raise = (item: string, category: string, basis: string, region = "990401"): string =>
  `UPDATE indicator SET numerator = numerator + 1 WHERE indicator = 'B01' AND region_code = '${region}' AND period = '2023-12'
   AND breakdown = '监测对象类别=${category};统计项=${item}' AND basis = '${basis}'`;

test("figures that close are silent and counted as looked at", async () => {
  expect(await found()).toEqual([]);
  const rows = await run.rows(
    "SELECT DISTINCT check_id FROM check_result WHERE starts_with(check_id, 'total_') AND examined > 0 ORDER BY ALL"
  );
  expect(rows.map(row => row.check_id)).toEqual([
    "total_bases",
    "total_categories",
    "total_children",
    "total_region_table",
    "total_register",
    "total_states",
    "total_village_table"
  ]);
});

test("a status too many", async () => {
  expect(await during(raise("状态未知", "边缘易致贫户", "人"), "indicator")).toEqual([
    "total_categories 990401 状态未知 人：0 与 1",
    "total_states 990401 边缘易致贫户 人：9 与 10"
  ]);
});

test("a category too many", async () => {
  expect(await during(raise("本年新增", "合计", "户"), "indicator")).toEqual([
    "total_categories 990401 本年新增 户：5 与 4"
  ]);
});

test("households that do not close where persons do", async () => {
  expect(await during(raise("已消除", "边缘易致贫户", "户"), "indicator")).toEqual([
    "total_bases 990401 边缘易致贫户：3 与 4",
    "total_categories 990401 已消除 户：1 与 2",
    "total_states 990401 边缘易致贫户 户：3 与 4"
  ]);
});

test("a prefecture that is not its counties' sum", async () => {
  expect(await during(raise("累计", "合计", "户", "990400"), "indicator")).toContain(
    "total_children 990400 累计 户：5 与 4"
  );
});

test("one figure that two tables give differently", async () => {
  const seen = await during(
    "UPDATE indicator SET numerator = 7 WHERE indicator = 'K03' AND region_code = '990401' AND period = '2023-12' AND breakdown = '' AND basis = '户'",
    "indicator"
  );
  expect(seen).toEqual(["total_register 990401 未消除 户：3 与 7"]);
});

test("a region table's own figure that is not its counties' sum", async () => {
  expect(
    await during(
      "UPDATE region_year SET registered_poor_pop = 150 WHERE region_code = '990400'",
      "region_year"
    )
  ).toEqual(["total_region_table 990400 2023 年：150 与 100"]);
});

test("a village with more households on allowance than it has", async () => {
  expect(await during("UPDATE village SET dibao_households = 120", "village")).toEqual([
    "total_village_table 990401001001 总户数与低保户数、危房户数：100 与 120"
  ]);
  await run.duck.run("UPDATE village SET dibao_households = 12");
  expect(await found()).toEqual([]);
});
