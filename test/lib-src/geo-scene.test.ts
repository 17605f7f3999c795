import { describe, expect, it } from "vitest";
import type { Cell, Dataset, Key } from "../../src/lib/dataset.ts";
import { Scenes } from "../../src/lib/geo-scene.ts";
import {
  greyLine,
  keyHint,
  spokenArea,
  thresholdTexts,
  trendUnit,
  unitLine
} from "../../src/lib/geo-words.ts";
import { Regions } from "../../src/lib/regions.ts";
import type { Region } from "../../src/lib/site.ts";

const months = ["2023-09", "2023-10", "2023-11", "2023-12"];
const regions = new Regions(
  [
    region("R", "云岭市", "prefecture", ""),
    region("A", "青栗县", "county", "R"),
    region("B", "石渡县", "county", "R"),
    region("A1", "碧岔乡", "town", "A"),
    region("A2", "杉背乡", "town", "A")
  ],
  "R"
);

/** Values by indicator and region; a month later each is a tenth of itself greater. */
const values: Readonly<Record<string, Readonly<Record<string, readonly [number, number | null]>>>> = {
  K01: { R: [400, 10_000], A: [300, 5000], B: [100, 5000] },
  K03: { R: [140, null], A: [100, null], B: [40, null], A1: [96, null], A2: [4, null] },
  K33: { R: [50, 100], A: [30, 60], B: [20, 40], A1: [28, 50], A2: [2, 10] }
};

const dataset = {
  cell({ indicator, region: code, period }: Key): Cell | undefined {
    const found = values[indicator]?.[code];
    const month = months.indexOf(period);
    if (!found || month < 0 || (code === "A2" && indicator === "K33" && period === "2023-12")) return;
    const [now, denominator] = found;
    const numerator = Math.round(now * (1 - (3 - month) / 10));
    const value = denominator === null ? numerator : numerator / denominator;
    return { numerator, denominator, value, unit: "", status: "ok", judgement: "not_judged", clause: "" };
  }
} as unknown as Dataset;

const meta = {
  profile: "FJ2020",
  scaleReference: { value: 0.05, clause: "一(3)", certainty: "text" },
  periods: { month: months, quarter: [], year: [] }
};
const scenes = new Scenes({ dataset, regions, meta });
const context = { region: "R", period: "2023-12", basis: "户", profile: "FJ2020" } as const;

describe("Scenes", () => {
  it("reads the counties' shares by 人, with the reference of the profile", () => {
    const scene = scenes.read(context, null, "A");
    expect(scene.measure.id).toBe("K01");
    expect(scene.basis).toBe("人");
    expect(scene.facts.reference).toBe(5);
    expect(scene.rows.map(({ area }) => [area.name, area.value])).toEqual([
      ["青栗县", 6],
      ["石渡县", 2]
    ]);
    expect(scene.total.area.value).toBe(4);
    expect(scene.view.selected).toBe("A");
  });

  it("has no reference under a profile the reference is not of", () => {
    expect(scenes.read({ ...context, profile: "HN2021" }, null, null).facts.reference).toBeNull();
  });

  it("falls back at towns, and takes the total from the county's own row", () => {
    const scene = scenes.read({ ...context, region: "A" }, null, null);
    expect(scene.measure.id).toBe("K33");
    expect(scene.total.area).toMatchObject({ name: "青栗县", numerator: 30, denominator: 60 });
    expect(scene.rows[1]).toMatchObject({ look: "missing", households: 4 });
  });

  it("keeps thresholds from month to month", () => {
    const first = scenes.read(context, "K03", null).breaks;
    expect(scenes.read({ ...context, period: "2023-10" }, "K03", null).breaks).toBe(first);
    expect(scenes.read({ ...context, basis: "人" }, "K03", null).breaks).not.toBe(first);
  });

  it("knows the month before, and nothing before the first", () => {
    expect(scenes.read(context, "K03", null).total.monthBefore).toBe(126);
    const first = scenes.read({ ...context, period: "2023-09" }, "K03", null);
    expect(first.total.monthBefore).toBeNull();
    expect(first.facts.before.size).toBe(0);
  });
});

describe("the words of a scene", () => {
  const counties = scenes.read(context, null, null);
  const towns = scenes.read({ ...context, region: "A" }, "K01", "A1");

  it("say an area with its fraction, its ring and its state", () => {
    expect(spokenArea(counties.rows[0]!.area, counties)).toBe("青栗县，占比 6.00%（300 / 5,000 人）");
    const small = scenes.read({ ...context, region: "A", period: "2023-11" }, "K33", null);
    expect(spokenArea(small.rows[1]!.area, small)).toBe("杉背乡，累计消除率 20.0%（2 / 10 户），分母不足");
    expect(spokenArea(towns.rows[1]!.area, towns)).toBe("杉背乡，累计消除率 缺数据");
  });

  it("name basis, month and limits in the unit line", () => {
    expect(unitLine(counties, null)).toBe(
      "监测规模占比 K01 = 在册监测对象 ÷ 建档立卡人口，%，按人（含边缘户，称“相当于”） ・ 2023-12 月末 ・ 不随户、人切换 ・ 5% 参考按县"
    );
    expect(unitLine(towns, "K01")).toMatch(/按户 ・ 2023-12 月末 ・ 监测规模占比只算到县区$/);
    expect(unitLine(scenes.read(context, "K03", null), "K03")).toContain("户数随规模而大");
  });

  it("draw the parent's own rate, and for counts the mean of its areas", () => {
    expect(greyLine(towns, months)).toMatchObject({ name: "青栗县", words: "青栗县" });
    const counts = scenes.read({ ...context, region: "A" }, "K03", "A1");
    const grey = greyLine(counts, ["2023-12", "2024-01"]);
    expect(grey).toEqual({ name: "乡镇平均", words: "青栗县乡镇平均", values: [50, null] });
    expect(trendUnit(counts, "碧岔乡", grey.words)).toBe(
      "碧岔乡在册监测对象，户，按户 ・ 灰线为青栗县乡镇平均"
    );
  });

  it("write thresholds in like decimals", () => {
    expect(thresholdTexts([3.5, 4, 4.5])).toEqual(["3.5", "4.0", "4.5"]);
    expect(thresholdTexts([1000, 2000])).toEqual(["1,000", "2,000"]);
    expect(thresholdTexts([])).toEqual([]);
  });

  it("tell the keys that work here", () => {
    expect(keyHint("county", null)).toBe(
      "方向键移到相邻县区，再次单击或 Enter 下钻，＋、－、0 缩放；表与图同步选中"
    );
    expect(keyHint("town", "云岭市")).toContain("Esc 返回云岭市");
  });
});

function region(code: string, name: string, level: Region["level"], parent: string): Region {
  return { code, name, level, parent, lon: null, lat: null };
}
