import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { generateDemo } from "../../loaders/demo/demo.ts";
import { readMatters } from "../../loaders/publish/matters.ts";
import type { Worklist } from "../../loaders/worklist/worklist.ts";
import { contract, type Run, runAll } from "../support/exports.ts";
import { asOf, families, golden, lines, listOf, removeCopies, without } from "./fixture.ts";

beforeEach(() => expect.hasAssertions());

const runs: Run[] = [];
const demo = mkdtempSync(join(tmpdir(), "demo-"));
afterAll(() => {
  for (const run of runs) run.close();
  rmSync(demo, { recursive: true });
  removeCopies();
});

async function runOf(folder: string, profile: string): Promise<Run> {
  const run = await runAll(folder, { asOf, profile, families });
  runs.push(run);
  return run;
}

/** How many of each matter the tidy table has at each town, and at each county: numerators, or what they are short of. */
async function countedOf(
  run: Run,
  { month, quarter }: Worklist,
  levels: string
): Promise<Map<string, number>> {
  const counted = new Map<string, number>();
  for (const { id, indicator, breakdowns, basis, period, measure } of readMatters(contract())) {
    if (measure === "pace") continue;
    const rows = await run.rows(
      `SELECT DISTINCT i.region_code, i.breakdown, i.numerator, i.denominator FROM indicator AS i
       JOIN profile_in_force AS f ON f.region_code = i.region_code AND f.profile_id = i.profile_id AND f.is_chosen AND f.stat_year = ${month.slice(0, 4)}
       WHERE i.indicator = '${indicator}' AND i.period = '${period === "quarter" ? quarter : month}' AND i.basis = '${basis === "context" ? "户" : basis}'
         AND i.breakdown IN (${breakdowns.map(text => `'${text}'`).join(", ")}) AND i.region_level IN (${levels}) AND i.numerator IS NOT NULL`
    );
    for (const { region_code: region, numerator, denominator } of rows) {
      const key = `${id} ${region}`;
      const number = measure === "numerator" ? Number(numerator) : Number(denominator) - Number(numerator);
      counted.set(key, (counted.get(key) ?? 0) + number);
    }
  }
  return counted;
}

/** How many items the lists have, by matter and town, or by matter and county. */
function listedOf({ matters, lists }: Worklist, of: "town" | "county"): Map<string, number> {
  const listed = new Map<string, number>();
  for (const { id } of matters)
    for (const { unit, items } of lists) {
      if (of === "town" && unit.level !== "town") continue;
      const key = `${id} ${of === "town" ? unit.code : unit.county.code}`;
      listed.set(key, (listed.get(key) ?? 0) + (items.get(id)?.length ?? 0));
    }
  return listed;
}

describe.each([
  ["the golden county", golden, "FJ2020"],
  ["the golden county", golden, "HN2021"],
  ["a small demo", demo, "FJ2020"],
  ["a small demo", demo, "HN2021"]
])("the lists of %s", (name, folder, profile) => {
  let run: Run;
  let worklist: Worklist;
  beforeAll(async () => {
    if (name === "a small demo" && profile === "FJ2020")
      await generateDemo({ households: 200, seed: 3, out: demo });
    run = await runOf(folder, profile);
    worklist = await listOf(run);
  });

  test(`are as long as the indicators count under ${profile}, at every town and county`, async () => {
    const towns = await countedOf(run, worklist, "'town'");
    const counties = await countedOf(run, worklist, "'county', 'zone'");
    const listedTowns = listedOf(worklist, "town");
    const listedCounties = listedOf(worklist, "county");
    expect(counties.size).toBeGreaterThan(20);
    for (const [key, number] of counties) expect([key, listedCounties.get(key) ?? 0]).toEqual([key, number]);
    for (const [key, number] of towns) expect([key, listedTowns.get(key)]).toEqual([key, number]);
    // Towns have rows only where there is something to count: what is listed beyond them is counted from the county up.
    const alone = [...listedTowns].filter(([key, number]) => number > 0 && !towns.has(key));
    const reached = new Set([...towns.keys()].map(key => key.split(" ")[0]!));
    expect(alone.filter(([key]) => reached.has(key.split(" ")[0]!))).toEqual([]);
    expect([...listedTowns.values()].reduce((sum, number) => sum + number)).toBeGreaterThan(10);
  });

  test(`hold the members the indicator counts as persons under ${profile}`, async () => {
    const persons = worklist.lists
      .flatMap(({ items }) => items.get("level_pending") ?? [])
      .reduce((sum, { members }) => sum + members!, 0);
    const [counted] = await run.rows(
      `SELECT DISTINCT numerator AS n FROM indicator WHERE indicator = 'K16' AND basis = '人' AND period = '${worklist.month}'
       AND breakdown = '预警级别=待核定;级别来源=official' AND region_code = (SELECT region_code FROM region_root)`
    );
    expect(persons).toBe(counted!.n);
  });
});

describe("what is said", () => {
  let worklist: Worklist;
  let run: Run;
  beforeAll(async () => {
    run = runs[0]!;
    worklist = await listOf(run);
  });
  const town = "990101100";

  test("of a household names it by its code, its place, its level, what is due and where that is written", () => {
    const [item] = worklist.lists.find(({ unit }) => unit.code === town)!.items.get("unhelped")!;
    expect(item).toEqual({
      household: "H05",
      item: "",
      member: "",
      village: { code: "990101100202", name: "西湾村" },
      category: "边缘易致贫户",
      level: "待核定",
      due: "落实帮扶措施",
      since: "2023-05",
      dueOn: "2023-06",
      over: { number: 6, unit: "个月" },
      fact: "识别监测 2023-05，没有实施中或已完成的措施",
      source: "监测对象信息_20231231.csv 第 10 行",
      members: null
    });
  });

  test("of a member is its place in the household and its relation, never a name", () => {
    expect(lines(worklist, town, "job_push_short")).toEqual([
      "H01 | 第 1 人（户主） | 再推送岗位 1 条 | 2023-12-31 | 累计推送 2 条，应 3 条",
      "H06 | 第 2 人（配偶） | 再推送岗位 3 条 | 2023-12-31 | 累计推送 0 条，应 3 条"
    ]);
  });

  test("of a rank that is not known differs from one that is not met, and from nobody at all", async () => {
    const all = worklist.lists.flatMap(({ unit }) => lines(worklist, unit.code, "contact_rank"));
    expect(all).toEqual([
      "H02 | 调整为职级达标的责任人 | 职级不达标",
      "H06 | 确定挂钩责任人 | 职级不达标：没有在任的责任人记录",
      "H25 | 补填责任人的职级是否达标、角色和开始日期 | 职级未知"
    ]);
  });

  test("of a level that waits names the inputs it waits for", () => {
    expect(lines(worklist, town, "level_pending")[0]).toContain("没有有效的确认记录");
  });

  test("of one village is that village's own, of one town that town's", async () => {
    const village = await listOf(run, "2023-12", "990101100202");
    expect(village.lists.map(({ unit }) => [unit.code, unit.level])).toEqual([["990101100202", "village"]]);
    expect(lines(village, "990101100202", "unhelped")).toHaveLength(1);
    const one = await listOf(run, "2023-12", town);
    expect(one.lists.map(({ unit }) => unit.code)).toEqual([town]);
    expect(lines(one, town, "unvisited")).toEqual(lines(worklist, town, "unvisited"));
  });

  test("of an earlier month is what was due then", async () => {
    const earlier = await listOf(run, "2023-06");
    expect(lines(earlier, town, "unhelped").some(line => line.startsWith("H05"))).toBe(true);
    expect(earlier.quarter).toBe("2023Q2");
    const counted = await countedOf(run, earlier, "'county', 'zone'");
    for (const [key, number] of counted)
      expect([key, listedOf(earlier, "county").get(key)]).toEqual([key, number]);
  });
});

test("a table that is not at hand is missing, not a list of everybody nor of nobody", async () => {
  const run = await runOf(without("走访记录.csv", "识别程序记录.csv"), "FJ2020");
  const { lists } = await listOf(run);
  for (const { items, counts } of lists) {
    expect(counts.get("unvisited")).toMatchObject({ number: null, state: "missing" });
    expect(items.get("unvisited")).toBeUndefined();
    // The other half of the notices is still there.
    expect(counts.get("publicity_short")).toMatchObject({ state: null, partial: true });
  }
});

test("a calendar that does not reach makes deadlines missing", async () => {
  const run = runs[0]!;
  await run.duck.run("BEGIN");
  await run.duck.run(
    "UPDATE indicator SET status = 'missing_data', value = NULL, numerator = NULL, denominator = NULL WHERE indicator = 'K06'"
  );
  const { lists } = await listOf(run);
  await run.duck.run("ROLLBACK");
  expect(
    lists.map(({ items, counts }) => [items.has("verify_late"), counts.get("verify_late")!.state])
  ).toEqual(lists.map(() => [false, "missing"]));
});

test("a list that is not as long as its indicator counts is no list", async () => {
  const run = runs[0]!;
  await run.duck.run("BEGIN");
  await run.duck.run(
    "UPDATE indicator SET numerator = numerator + 1 WHERE indicator = 'K31' AND breakdown LIKE '%3个月内期满'"
  );
  await expect(listOf(run)).rejects.toThrow("taper_ending");
  await run.duck.run("ROLLBACK");
});
