import { afterAll, beforeAll, expect, test } from "vitest";
import { Duck } from "../../loaders/lib/duck.ts";
import {
  catalogueOf,
  definitionsOf,
  readClauseNotes,
  readFamilies
} from "../../loaders/publish/catalogue.ts";
import { judgingOf, rulesOf } from "../../loaders/publish/judging.ts";
import { policyOf, readParameters, scopeOf } from "../../loaders/publish/policy.ts";
import { readableCatalogue, readWording } from "../../loaders/publish/wording.ts";
import type { Definitions } from "../../src/lib/site.ts";
import { contract, csv, exportsFolder, regionHeader, removeFolders, runAll } from "../support/exports.ts";

const policy = contract();
const wording = readWording(policy);
const catalogue = readableCatalogue(catalogueOf(policy));
let definitions: Definitions;

beforeAll(async () => {
  const run = await runAll(
    exportsFolder({
      "区划统计表.csv": csv(regionHeader, [
        ["990400", "亥市", "", "设区市", "", 2023, "FJ2020"],
        ["990401", "亥县", "", "县(市、区)", "990400", 2023, ""]
      ]),
      "走访记录.csv": csv(
        ["走访编号", "户编号", "走访日期", "走访人角色"],
        [["1", "H1", "2023-12-01", "挂钩干部"]]
      )
    }),
    { asOf: "2023-12-31" }
  );
  definitions = await definitionsOf(run.duck, policy, wording);
  run.close();
});

afterAll(removeFolders);

/** Small Latin letters in a row: an identifier a reader would not know. */
const identifier = /[a-z]{2,}/;

const definitionOf = (id: string) => definitions.indicators.find(each => each.id === id)!;

test("all 62 indicators are published, each in one family, in the families' order", () => {
  expect(catalogue).toHaveLength(62);
  expect(definitions.indicators.map(({ id }) => id)).toEqual(catalogue.map(({ id }) => id));
  const families = readFamilies(policy);
  expect(families.map(({ name }) => name)).toEqual([
    "规模",
    "预警",
    "发现",
    "识别",
    "调研与走访",
    "责任",
    "措施",
    "成效",
    "风险消除",
    "部门",
    "灾害",
    "台账",
    "数据质量",
    "档案与任务",
    "资金"
  ]);
  expect(families.flatMap(({ indicators }) => indicators).sort()).toEqual(
    [...policy.indicators.keys()].sort()
  );
});

test("no identifier of the contract reaches a reader", () => {
  for (const { id, numerator, denominator, edge } of catalogue)
    for (const text of [numerator, denominator, edge])
      expect([id, text]).toEqual([id, expect.not.stringMatching(identifier)]);
  for (const { id, breakdowns, judging, remark, clauses, gaps } of definitions.indicators) {
    const texts = [
      ...breakdowns,
      remark,
      ...judging.flatMap(({ line, note, thresholds }) => [
        line,
        note,
        ...thresholds.flatMap(each => [each.name, each.value, each.note])
      ]),
      ...clauses.flatMap(({ kind, words, needs }) => [kind, words, ...needs]),
      ...gaps.flatMap(({ breakdown, column }) => [breakdown, column])
    ];
    for (const text of texts) expect([id, text]).toEqual([id, expect.not.stringMatching(identifier)]);
  }
  for (const { params } of policyOf(policy, wording).groups)
    for (const { key, name, note, cells } of params)
      for (const text of [name, note, ...cells.flatMap(cell => [cell.text, cell.note])])
        expect([key, text]).toEqual([key, expect.not.stringMatching(identifier)]);
});

test("machine words become headers, labels and names", () => {
  const { plain } = wording;
  expect(plain("assigned_on<=summary_on+1日的线索数", ["clue"])).toBe("交办日期≤汇总日期+1日的线索数");
  expect(plain("end_on−start_on>=7", ["identification_step"])).toBe("结束日期−开始日期≥7");
  expect(plain("N=0⇒na_zero_denominator")).toBe("N=0则不适用");
  expect(plain("层级取 profiles.archive_levels")).toBe("层级取口径参数“档案层级”");
  expect(plain("region_stat.monitoring_income_line")).toBe("区划统计表的“监测收入线”");
  expect(plain("HN 另提示叠加；T2 须有；见 K33")).toBe("河南2021 另提示叠加；边缘易致贫户须有；见 K33");
  expect(plain("ceil(0.10×N)")).toBe("10%×N（向上取整）");
  expect(catalogue.find(({ id }) => id === "K02")!.numerator).toBe("期末在册监测对象人数（同 K01）");
});

test("tables that come with the platform are named apart from those somebody hands in", () => {
  expect(catalogue.find(({ id }) => id === "K06")!.tables).toEqual(["clue"]);
  expect(definitionOf("K06").supplied).toEqual(["workday_calendar"]);
});

test("who judges, by which line, and how it is known", () => {
  expect(
    rulesOf("FJ2020|ZZ2020:=1.00(县乡村); 其余:value_only(提示)", ["GB2020", "FJ2020", "ZZ2020"])
  ).toEqual({
    rules: new Map([
      ["FJ2020", { expression: "=1.00", note: "县乡村" }],
      ["ZZ2020", { expression: "=1.00", note: "县乡村" }],
      ["GB2020", { expression: "value_only", note: "" }]
    ]),
    remark: "提示"
  });
  expect(rulesOf("FJ2020:numerator>=ceil(0.10*N)", ["FJ2020"]).rules.get("FJ2020")).toEqual({
    expression: "numerator>=ceil(0.10*N)",
    note: ""
  });
  expect(definitionOf("K33").remark).toBe("任何口径都无消除率目标值；河南2021 程序见 K10、K34");
  const parameters = readParameters(policy);
  const of = (id: string, profile: string) =>
    judgingOf(policy, policy.indicators.get(id)!, parameters, wording).find(
      each => each.profile === profile
    )!;
  expect(of("K18", "FJ2020")).toMatchObject({
    rule: "judged",
    line: "分子 ≥ 10% × N（向上取整）",
    mark: "text",
    clause: "二(6)"
  });
  expect(of("K18", "GB2020")).toMatchObject({ rule: "shown", line: "", mark: null });
  expect(of("K06", "FJ2020")).toMatchObject({ line: "= 100%", mark: "inferred", clause: "" });
  expect(of("K06", "FJ2020").thresholds).toContainEqual(
    expect.objectContaining({ name: "核实期限", value: "5 个工作日以内", mark: "text", clause: "一(1)" })
  );
  expect(of("K36", "HN2021").line).toBe("≥ 2 次");
  expect(of("K34", "HN2021").line).toBe("= 0 户");
  expect(of("K02", "FJ2020")).toMatchObject({ rule: "reference", line: "参照 5%", mark: "text" });
  expect(of("K02", "GB2020").line).toBe("深度贫困地区为“是”：≤ 10%，为“否”：参照 5%，空白：不可判");
  expect(of("K02", "HN2021")).toMatchObject({ rule: "silent", note: "应纳尽纳" });
});

test("each indicator of the documents has clauses in the platform's own words", () => {
  const notes = readClauseNotes(policy, wording);
  for (const id of policy.indicators.keys())
    if (id !== "B01") expect([id, (notes.get(id) ?? []).length > 0]).toEqual([id, true]);
  const k06 = notes.get("K06")!;
  expect(k06.length).toBeGreaterThan(1);
  expect(k06.every(({ profile, words }) => profile === "FJ2020" && words !== "")).toBe(true);
  expect(k06[0]!.needs).toEqual(["线索台账"]);
});

test("gaps name the missing table or column", () => {
  expect(definitionOf("K01").gaps).toContainEqual({ breakdown: "", table: "monitored_person", column: "" });
  expect(definitionOf("K05").gaps).toContainEqual({ breakdown: "", table: "clue", column: "" });
  const visits = definitionOf("K20").gaps.filter(({ table }) => table === "visit");
  expect(visits).toEqual([expect.objectContaining({ breakdown: "", column: "走访方式" })]);
  expect(definitionOf("K01").filled).toBe(false);
});

test("a document's silence is a state, never a blank or a number", () => {
  const params = policyOf(policy, wording).groups.flatMap(group => group.params);
  expect(params.map(({ key }) => key)).toEqual(readParameters(policy).map(({ key }) => key));
  for (const { key, cells } of params) {
    expect([key, cells.length]).toEqual([key, policy.profiles.size]);
    for (const { mark, text } of cells) expect([key, mark === null]).toEqual([key, text === ""]);
  }
  const of = (key: string) => params.find(param => param.key === key)!.cells;
  expect(of("scale_reference_pct").map(({ text }) => text)).toEqual(["5%", "5%", "5%", "", ""]);
  expect(of("entry_line_tolerance")[0]).toMatchObject({ mark: "platform", text: "每人每年 0 元" });
  expect(of("warning_red_reading")[2]).toMatchObject({ mark: "inferred", text: "读法 B" });
  expect(of("identification_steps")[1]!.items).toEqual(["线索", "核实", "确认", "备案", "录入"]);
});

test("scopes are published above the villages, and a document without a rule is marked as silent", async () => {
  const duck = await Duck.open(":memory:");
  await duck.run(`
    CREATE TABLE region_root AS SELECT '990400' AS region_code;
    CREATE TABLE region AS SELECT * FROM (VALUES ('990400', 'prefecture'), ('990401', 'county'), ('990401001001', 'village'), ('990500', 'prefecture'))
      AS t(region_code, region_level);
    CREATE TABLE region_tree AS SELECT '990400' AS ancestor, region_code AS descendant FROM region WHERE region_code <> '990500';
    CREATE TABLE scope_count AS SELECT region_code, profile_id, reading, households, persons FROM region,
      (VALUES ('FJ2020', 'in', 3, 9), ('FJ2020', 'leave', 1, 2), ('HN2021', 'by_safeguard', 5, 12)) AS t(profile_id, reading, households, persons)`);
  const { profiles, silent, counts } = await scopeOf(duck, policy);
  duck.close();
  expect(Object.keys(counts)).toEqual(["990400", "990401"]);
  const of = (profile: string) => counts["990401"]![profiles.indexOf(profile)]!;
  expect(of("FJ2020")).toEqual([3, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
  expect(of("HN2021").slice(10, 12)).toEqual([5, 12]);
  expect(silent[profiles.indexOf("FJ2020")]).toEqual(["by_safeguard"]);
  expect(silent[profiles.indexOf("HN2021")]).toEqual([]);
});
