import { describe, expect, it } from "vitest";
import { type Ask, Scenes } from "../../src/lib/geo-scene.ts";
import { axisText, thresholdTexts } from "../../src/lib/geo-thresholds.ts";
import {
  greyLine,
  keyHint,
  periodText,
  rangeText,
  spokenArea,
  spokenOther,
  trendPeriods,
  trendUnit,
  unitLine
} from "../../src/lib/geo-words.ts";
import { datasetOf, entry, hazard, measure, type Row, regions, settings } from "./geo-world.ts";

const months = ["2023-09", "2023-10", "2023-11", "2023-12"];

/** Values by indicator and region; each month before is a tenth of itself less. */
const latest: Readonly<Record<string, Readonly<Record<string, readonly [number, number | null]>>>> = {
  K01: { R: [400, 10_000], A: [300, 5000], B: [100, 5000] },
  K03: { R: [140, null], A: [100, null], B: [40, null], A1: [96, null], A2: [4, null] },
  K33: { R: [50, 100], A: [30, 60], B: [20, 40], A1: [28, 50], A2: [2, 10] }
};
const parts: Readonly<Record<string, Partial<Row>>> = {
  K01: { basis: "人" },
  K33: { breakdown: "口径=累计" }
};

const rows: Row[] = [
  ...Object.entries(latest).flatMap(([indicator, byRegion]) =>
    Object.entries(byRegion).flatMap(([region, [now, d]]) =>
      months.flatMap((period, i) => {
        if (region === "A2" && indicator === "K33" && period === "2023-12") return [];
        const n = Math.round(now * (1 - (3 - i) / 10));
        return [{ indicator, region, period, n, d, ...parts[indicator] }];
      })
    )
  ),
  // The second town's row of the last month is missing as its county's would be.
  {
    indicator: "K33",
    region: "A2",
    period: "2023-12",
    breakdown: "口径=累计",
    n: null,
    status: "missing_data"
  },
  ...["A", "A1"].map(region => ({
    indicator: "K16",
    region,
    period: "2023-12",
    breakdown: "预警级别=红色;级别来源=official",
    n: region === "A" ? 9 : 5,
    d: 100
  })),
  ...["R", "A", "B"].map(region => ({
    indicator: "K46",
    region,
    period: "2023",
    breakdown: "分项=金额",
    basis: "元",
    n: 8_000_000
  })),
  { indicator: "K19", region: "A", period: "2023Q4", n: 90, d: 100 },
  { indicator: "K19", region: "A1", period: "2023Q4", n: 40, d: 50 },
  { indicator: "K19", region: "A", period: "2023Q3", n: 80, d: 100 }
];

const catalogue = new Map(
  [
    entry("K01", "监测规模占比", {
      basis: "人",
      period: "月末",
      numerator: "在册监测对象",
      denominator: "建档立卡人口"
    }),
    entry("K03", "在册监测对象", { basis: "户、人", period: "月末" }),
    entry("K16", "预警级别", { period: "月末" }),
    entry("K19", "县乡调研全覆盖率", { period: "季", numerator: "被调研户", denominator: "季末在册户" }),
    entry("K33", "风险消除率"),
    entry("K46", "资金投入", { basis: "元、户", unit: "元" })
  ].map(each => [each.id, each])
);

const meta = {
  profile: "FJ2020",
  scaleReference: { value: 0.05, clause: "一(3)", certainty: "text" },
  periods: { month: months, quarter: ["2023Q3", "2023Q4"], year: ["2023"] }
};
const scenes = new Scenes({
  dataset: datasetOf(rows),
  regions,
  catalogue,
  meta,
  settings: {
    ...settings,
    levels: {
      K01: ["county"],
      K03: ["county", "town"],
      K16: ["county", "town"],
      K19: ["county", "town"],
      K33: ["county", "town"],
      K46: ["county"]
    },
    short: { K01: "占比", K03: "在册", "K33:口径=累计": "累计消除率" }
  },
  events: [hazard()]
});
const context = { region: "R", period: "2023-12", basis: "户", profile: "FJ2020" } as const;
const inCounty = { ...context, region: "A" };
const ask = (more: Partial<Ask> = {}): Ask => ({
  measure: null,
  area: null,
  overlay: null,
  with: null,
  ...more
});
const read = (
  measureId: string | null,
  at: Parameters<Scenes["read"]>[0] = context,
  more: Partial<Ask> = {}
) => scenes.read(at, ask({ measure: measureId, ...more }));

describe("Scenes", () => {
  it("reads the counties' shares by 人, with the reference of the profile", () => {
    const scene = read(null, context, { area: "A" });
    expect(scene.measure.id).toBe("K01");
    expect(scene.basis).toBe("人");
    expect(scene.facts.reference).toBe(5);
    expect(scene.rows.map(({ area }) => [area.name, area.value])).toEqual([
      ["青栗县", 6],
      ["石渡县", 2]
    ]);
    expect(scene.total.area.value).toBe(4);
    expect(scene.view.selected).toBe("A");
    expect(scene.measure.digits).toBe(2);
  });

  it("has no reference under a profile the reference is not of", () => {
    expect(read(null, { ...context, profile: "HN2021" }).facts.reference).toBeNull();
  });

  it("falls back at towns, and takes the total from the county's own row", () => {
    const scene = read(null, inCounty);
    expect(scene.measure.indicator).toBe("K33");
    expect(scene.instead).toBe("监测规模占比");
    expect(scene.total.area).toMatchObject({ name: "青栗县", numerator: 30, denominator: 60 });
    expect(scene.rows[1]).toMatchObject({ look: "missing", households: 4 });
  });

  it("shows the counties for a measure asked for that goes no further", () => {
    const scene = read("K46", inCounty);
    expect(scene).toMatchObject({ unreached: "town", view: { level: "county", selected: "A" } });
    expect(scene.instead).toBeNull();
    expect(scenes.indicatorOf(inCounty, "K46")).toBe("K46");
  });

  it("calls the region's own row 不适用 where the indicator is not worked out for it", () => {
    expect(read("K19").total).toMatchObject({ look: "na", area: { state: "na" } });
    expect(read("K33", { ...context, period: "2020-01" }).total.area.state).toBe("missing");
  });

  it("writes large amounts in 万元", () => {
    const scene = read("K46");
    expect(scene.measure).toMatchObject({ unit: "万元", digits: 1 });
    expect(scene.rows[0]!.area.value).toBe(800);
  });

  it("reads the quarter that the month lies in, and the quarter before", () => {
    const scene = read("K19", inCounty);
    expect(scene.period).toBe("2023Q4");
    expect(scene.total).toMatchObject({ area: { value: 90 }, stepBefore: 80 });
    expect(scene.rows[1]!.area.state).toBe("missing");
  });

  it("keeps thresholds from month to month", () => {
    const first = read("K03").breaks;
    expect(read("K03", { ...context, period: "2023-10" }).breaks).toBe(first);
    expect(read("K03", inCounty).breaks).not.toBe(first);
  });

  it("knows the month before, and nothing before the first", () => {
    expect(read("K03").total.stepBefore).toBe(126);
    const first = read("K03", { ...context, period: "2023-09" });
    expect(first.total.stepBefore).toBeNull();
    expect(first.facts.before.size).toBe(0);
  });

  it("sets a second month beside the first, by the same thresholds", () => {
    const scene = read("K03", context, { with: "2023-10" });
    expect(scene.comparison).toMatchObject({ month: "2023-10", period: "2023-10" });
    expect(scene.comparison!.total.area.value).toBe(112);
    expect(scene.facts.comparison!.areas.map(({ value }) => value)).toEqual([80, 32]);
    expect(read("K03", context, { with: "2023-12" }).comparison).toBeNull();
    expect(read("K03", context, { with: "1999-01" }).comparison).toBeNull();
  });

  it("names the second month's quarter or year in words, and says where both are one", () => {
    const scene = read("K19", inCounty, { with: "2023-09" });
    expect(scene.facts.comparison!.name).toBe("2023 年三季度");
    expect(unitLine(read("K19", inCounty, { with: "2023-10" }), "青栗县")).toContain("两月同属一期");
  });

  it("lays an event over the areas, and none that is not there", () => {
    expect([...read(null, inCounty, { overlay: "E1" }).overlay!.inside.keys()]).toEqual(["A1"]);
    expect(read(null, inCounty, { overlay: "E9" }).overlay).toBeNull();
  });

  it("counts the official levels, those a town has no row of as none", () => {
    const scene = read(null, inCounty);
    expect(scene.levelsOf(regions.get("A1")!)).toEqual([5, 0, 0, 0, 0]);
    expect(scene.levelsOf(regions.get("A2")!)).toBeNull();
  });
});

describe("the words of a scene", () => {
  const counties = read(null);
  const towns = read(null, inCounty, { area: "A1" });

  it("say an area with its fraction, its ring and its state", () => {
    expect(spokenArea(counties.rows[0]!.area, counties)).toBe("青栗县，占比 6.00%（300 / 5,000 人）");
    const small = read("K33", { ...inCounty, period: "2023-11" });
    expect(spokenArea(small.rows[1]!.area, small)).toBe("杉背乡，累计消除率 20.0%（2 / 10 户），分母不足");
    expect(spokenArea(towns.rows[1]!.area, towns)).toBe("杉背乡，累计消除率 缺数据");
  });

  it("say where an event is, and what the second month had", () => {
    const scene = read("K03", inCounty, { overlay: "E1", with: "2023-10" });
    expect(spokenArea(scene.rows[0]!.area, scene)).toBe(
      "碧岔乡，在册 96 户，2023-10 为 77 户，相差 +19，在影响范围内"
    );
    expect(spokenOther(scene.comparison!.rows[0]!.area, scene)).toBe("2023-10 碧岔乡，在册 77 户");
    const above = read("K03", context, { overlay: "E1" });
    expect(spokenArea(above.rows[0]!.area, above)).toContain("1 个乡镇在影响范围内");
    expect(rangeText(scene)).toBe("低温冰冻 2023-12-18 至 12-22，影响范围");
    expect(rangeText(above)).toBe("低温冰冻 2023-12-18 至 12-22，影响范围（表中“灾 1”指 1 个乡镇在内）");
    expect(rangeText(counties)).toBe("");
  });

  it("name basis, period and limits in the unit line", () => {
    expect(unitLine(counties, "云岭市")).toBe(
      "监测规模占比 K01 = 在册监测对象 ÷ 建档立卡人口，%，按人（含边缘户，称“相当于”） ・ 2023-12 月末 ・ 不随户、人切换 ・ 5% 参考按县"
    );
    expect(unitLine(towns, "青栗县")).toMatch(/按户 ・ 2023-12 ・ 不随户、人切换 ・ 监测规模占比只到县区$/);
    expect(unitLine(read("K03"), "云岭市")).toContain("数随规模而大");
    expect(unitLine(read("K46"), "云岭市")).toMatch(/^资金投入（金额）K46，万元 ・ 2023 年/);
    expect(unitLine(read("K46", inCounty), "青栗县")).toContain("该指标只到县区，已显示青栗县所在的县区图");
    expect(unitLine(read(null, context, { overlay: "E1" }), "云岭市")).toMatch(/位置重合不表示因果$/);
  });

  it("name the period", () => {
    expect(periodText(read("K19", inCounty))).toBe("2023 年四季度");
    expect(periodText({ measure: measure(), period: "2023-12" })).toBe("2023-12");
    expect(periodText({ measure: measure({ period: "own" }), period: "2023-1" })).toBe(
      "2023-1（该指标自己的期次）"
    );
    expect(periodText({ measure: measure({ period: "own", breakdown: "事件=E1" }), period: "E1" })).toBe(
      "按事件"
    );
    expect(periodText({ measure: measure(), period: null })).toBe("没有期间");
  });

  it("look back over months, quarters, years, or all periods of its own", () => {
    expect(trendPeriods(measure(), "2023-11", meta.periods)).toEqual(months.slice(0, 3));
    expect(trendPeriods(measure({ period: "quarter" }), "2023-09", meta.periods)).toEqual(["2023Q3"]);
    const rounds = measure({ period: "own", periods: ["2022-1", "2023-1", "2024-1"] });
    expect(trendPeriods(rounds, "2023-09", meta.periods)).toEqual(["2022-1", "2023-1"]);
    expect(trendPeriods(measure({ period: "own" }), "2023-09", meta.periods)).toEqual([]);
  });

  it("draw the parent's own rate, and for counts the mean of its areas", () => {
    expect(greyLine(towns, months)).toMatchObject({ name: "青栗县", words: "青栗县" });
    const counts = read("K03", inCounty, { area: "A1" });
    const grey = greyLine(counts, ["2023-12", "2024-01"]);
    expect(grey).toEqual({ name: "乡镇平均", words: "青栗县乡镇平均", values: [50, null] });
    expect(trendUnit(counts, "碧岔乡", grey.words)).toBe(
      "碧岔乡在册监测对象，户，按户 ・ 灰线为青栗县乡镇平均"
    );
  });

  it("write thresholds in like decimals, and an axis in its own", () => {
    expect(thresholdTexts([3.5, 4, 4.5])).toEqual(["3.5", "4.0", "4.5"]);
    expect(thresholdTexts([1000, 2000])).toEqual(["1,000", "2,000"]);
    expect(thresholdTexts([])).toEqual([]);
    expect(axisText(0.1 + 0.2)).toBe("0.3");
    expect(axisText(1200)).toBe("1,200");
  });

  it("tell the keys that work here", () => {
    expect(keyHint("county", null)).toBe(
      "方向键移到相邻县区，再次单击或 Enter 下钻，＋、－、0 缩放；表与图同步选中"
    );
    expect(keyHint("town", "云岭市")).toContain("Esc 返回云岭市");
  });
});
