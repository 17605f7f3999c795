import { describe, expect, it } from "vitest";
import { Measures, measureSuffix, named, periodAt, periodStep } from "../../src/lib/geo-measure.ts";
import { datasetOf, entry, held, measure, type Row, regions, settings, share } from "./geo-world.ts";

const catalogue = new Map(
  [
    entry("K01", "监测规模占比", {
      grain: "county",
      basis: "人",
      period: "月末",
      denominator: "建档立卡人口"
    }),
    entry("K03", "在册监测户数、人数", { basis: "户、人", period: "月末", unit: "户|人" }),
    entry("K09", "识别时长", { unit: "天" }),
    entry("K16", "预警级别户数、人数、构成", { basis: "户、人" }),
    entry("K19", "县乡调研全覆盖率", { period: "季" }),
    entry("K33", "风险消除率", { basis: "户、人" }),
    entry("K40", "规模性返贫风险暴露", { period: "事件、月", unit: "户|人|%" }),
    entry("K43", "季度比对按时率", { grain: "prefecture", basis: "个" }),
    entry("K46", "资金投入", { grain: "county", basis: "元、户", unit: "元", period: "年" }),
    entry("K57", "农村人口排查覆盖率", { basis: "户、人", period: "每轮" })
  ].map(each => [each.id, each])
);

const month = "2023-12";
const rows: Row[] = [
  { indicator: "K01", region: "R", period: month, basis: "人", n: 4, d: 100 },
  { indicator: "K03", region: "R", period: month, n: 5 },
  { indicator: "K03", region: "R", period: month, basis: "人", n: 9 },
  { indicator: "K03", region: "R", period: month, breakdown: "风险类型=因病", n: 2 },
  { indicator: "K03", region: "R", period: month, breakdown: "风险类型=因残", n: 2 },
  {
    indicator: "K09",
    region: "R",
    period: month,
    breakdown: "分项=P90",
    n: null,
    d: 3,
    value: 20,
    unit: "天"
  },
  {
    indicator: "K09",
    region: "R",
    period: month,
    breakdown: "分项=中位数",
    n: null,
    d: 3,
    value: 12,
    unit: "天"
  },
  ...["红色", "黄色"].flatMap(level =>
    ["official", "computed"].map(source => ({
      indicator: "K16",
      region: "R",
      period: month,
      breakdown: `预警级别=${level};级别来源=${source}`,
      n: 1,
      d: 5
    }))
  ),
  { indicator: "K19", region: "R", period: "2023Q4", breakdown: "调研层级=县级", n: 1, d: 2 },
  { indicator: "K33", region: "A", period: month, breakdown: "口径=累计", n: 1, d: 2 },
  { indicator: "K40", region: "R", period: "E1", breakdown: "事件=E1;分项=范围内户", n: 7 },
  { indicator: "K40", region: "R", period: "E2", breakdown: "事件=E2;分项=范围内户", n: 8 },
  { indicator: "K46", region: "R", period: "2023", breakdown: "分项=金额", basis: "元", n: 9e6 },
  { indicator: "K57", region: "R", period: "2022-1", n: 1, d: 2 },
  { indicator: "K57", region: "R", period: "2023-1", n: 1, d: 2 },
  { indicator: "K57", region: "R", period: "2023-1", basis: "人", n: 1, d: 2 }
];

const measures = new Measures({
  dataset: datasetOf(rows),
  regions,
  catalogue,
  meta: {
    profile: "FJ2020",
    periods: { month: ["2023-11", month], quarter: ["2023Q3", "2023Q4"], year: ["2023"] }
  },
  settings: {
    ...settings,
    levels: { K01: ["county"], K03: ["county", "town"], K33: ["county", "town"] },
    groups: [
      { name: "规模", indicators: ["K01", "K03"] },
      { name: "成效", indicators: ["K33"] }
    ],
    first: { K09: "分项=中位数", K16: "预警级别=红色;级别来源=official", K40: "分项=范围内户" },
    short: { K01: "占比", "K33:口径=累计": "累计消除率" },
    words: { "级别来源=official": "官方", "级别来源=computed": "计算", "事件=E2": "水旱灾害" }
  }
});

const resolve = (indicator: string, breakdown: string | null = null, basis: "户" | "人" = "户") =>
  measures.resolve({ indicator, breakdown }, basis);

describe("what is offered", () => {
  it("is every indicator with values at the level, by family", () => {
    const ids = (level: "county" | "town") =>
      measures.offered(level).map(({ name, options }) => [name, options.map(({ value }) => value)]);
    expect(ids("county")).toEqual([
      ["规模", ["K01", "K03"]],
      ["成效", ["K33"]]
    ]);
    expect(ids("town")).toEqual([
      ["规模", ["K03"]],
      ["成效", ["K33"]]
    ]);
  });

  it("falls back to the level's own first, and keeps an indicator the data lack", () => {
    expect(measures.choose(null, "county")).toMatchObject({ indicator: "K01", named: false });
    expect(measures.choose("K99", "town")).toMatchObject({ indicator: "K33", named: false });
    expect(measures.choose("K43", "county")).toMatchObject({ indicator: "K01", named: false });
    expect(measures.choose("K46", "county")).toMatchObject({ indicator: "K46", named: true });
    expect(measures.choose("K33:口径=期内", "town")).toEqual({
      indicator: "K33",
      breakdown: "口径=期内",
      named: true
    });
  });

  it("lists breakdowns under the dimension with the fewest values, the total first", () => {
    expect(measures.breakdowns("K16")[0]).toEqual({
      name: "预警级别：红色",
      options: [
        { value: "预警级别=红色;级别来源=official", text: "官方" },
        { value: "预警级别=红色;级别来源=computed", text: "计算" }
      ]
    });
    expect(
      measures.breakdowns("K03").map(({ name, options }) => [name, options.map(each => each.text)])
    ).toEqual([
      ["", ["合计"]],
      ["风险类型", ["因病", "因残"]]
    ]);
    expect(measures.breakdowns("K01")).toEqual([]);
  });
});

describe("a measure", () => {
  it("follows 户 and 人 where it has both, else keeps its own basis", () => {
    expect(resolve("K03", null, "人")).toMatchObject({
      basis: "人",
      follows: true,
      kind: "count",
      unit: "人"
    });
    expect(resolve("K01", null, "户")).toMatchObject({ basis: "人", follows: false, kind: "rate" });
    expect(resolve("K57", null, "人")).toMatchObject({ basis: "人", follows: true });
  });

  it("takes the breakdown asked for, else the first of the table, else the total", () => {
    expect(resolve("K16").id).toBe("K16:预警级别=红色;级别来源=official");
    expect(resolve("K16", "预警级别=黄色;级别来源=computed").short).toBe(
      "预警级别户数、人数、构成（黄色、计算）"
    );
    expect(resolve("K16", "预警级别=紫色").id).toBe("K16:预警级别=红色;级别来源=official");
    expect(resolve("K40")).toMatchObject({
      breakdown: "事件=E2;分项=范围内户",
      period: "own",
      periods: ["E2"]
    });
    expect(resolve("K03").id).toBe("K03");
  });

  it("has a short name of its own, for a breakdown too", () => {
    expect(resolve("K01").short).toBe("占比");
    expect(resolve("K33")).toMatchObject({ short: "累计消除率", label: "风险消除率（累计）" });
  });

  it("knows its unit, its kind and its period", () => {
    expect(resolve("K09")).toMatchObject({ kind: "mean", unit: "天", factor: 1, denominator: "分母" });
    expect(resolve("K19")).toMatchObject({ kind: "rate", period: "quarter", atEnd: false });
    expect(resolve("K46")).toMatchObject({ kind: "count", unit: "元", period: "year" });
    expect(resolve("K03")).toMatchObject({ atEnd: true, digits: 0 });
    expect(resolve("K01").formula).toBe("监测规模占比 K01 =  ÷ 建档立卡人口");
  });

  it("stays readable where no row is at hand", () => {
    expect(resolve("K43")).toMatchObject({ kind: "rate", basis: "户", period: "month" });
  });
});

describe("periods", () => {
  const quarterly = measure({ period: "quarter" });
  const rounds = measure({ period: "own", periods: ["2022-1", "2022-2", "2023-重点"] });

  it("follow the month in hand", () => {
    expect(periodAt(quarterly, "2023-11")).toBe("2023Q4");
    expect(periodAt(rounds, "2022-05")).toBe("2022-2");
    expect(periodAt(rounds, "2021-05")).toBe("2022-1");
    expect(periodAt(measure({ period: "own", periods: ["E2"] }), "2021-05")).toBe("E2");
    expect(periodAt(measure({ period: "own" }), "2021-05")).toBeNull();
  });

  it("step by their own length", () => {
    expect(periodStep(quarterly, "2023Q1", -1)).toBe("2022Q4");
    expect(periodStep(quarterly, "2023Q4", -4)).toBe("2022Q4");
    expect(periodStep(measure({ period: "year" }), "2023", -1)).toBe("2022");
    expect(periodStep(measure(), "2023-01", -3)).toBe("2022-10");
    expect(periodStep(rounds, "2022-2", -1)).toBeNull();
  });
});

it("a unit stands after a gap, per cent does not, nor does anything after a bracket", () => {
  expect(measureSuffix(share)).toBe("%");
  expect(measureSuffix(held)).toBe(" 户");
  expect(named("占比", "5%")).toBe("占比 5%");
  expect(named("消除率（累计）", "5%")).toBe("消除率（累计）5%");
});
