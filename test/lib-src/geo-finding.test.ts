import { describe, expect, it } from "vitest";
import type { Area } from "../../src/lib/geo-area.ts";
import {
  areaTitle,
  fullWidth,
  type MapFacts,
  mapTitle,
  tableTitle,
  titleLimit
} from "../../src/lib/geo-finding.ts";
import { measureAt } from "../../src/lib/geo-measure.ts";

const area = (name: string, value: number | null, more: Partial<Area> = {}): Area => ({
  code: name,
  name,
  state: value === null ? "missing" : null,
  value,
  numerator: null,
  denominator: null,
  small: false,
  ...more
});

const facts = (more: Partial<MapFacts>): MapFacts => ({
  parent: area("云岭市", 4.24),
  areas: [area("青栗县", 5.47), area("石渡县", 5.24), area("岭中区", 2.96), area("白杼县", 3.92)],
  measure: measureAt("county", "K01"),
  basis: "人",
  collective: "县区",
  reference: 5,
  before: new Map(),
  ...more
});

describe("mapTitle with a reference", () => {
  it("names one or two areas above it", () => {
    expect(mapTitle(facts({}))).toBe("云岭市占比 4.24%，青栗、石渡两县高于 5% 参考，其余 2 个低于");
    expect(mapTitle(facts({ areas: [area("青栗县", 5.1), area("岭中区", 5.2), area("白杼县", 3)] }))).toBe(
      "云岭市占比 4.24%，青栗县、岭中区高于 5% 参考，其余 1 个低于"
    );
  });

  it("counts more of them", () => {
    const areas = [6, 7, 8, 2].map((value, i) => area(`甲${i}县`, value));
    expect(mapTitle(facts({ areas }))).toBe("云岭市占比 4.24%，3 个县区高于 5% 参考，1 个低于");
  });

  it("stays neutral when all or none are above", () => {
    expect(mapTitle(facts({ areas: [area("青栗县", 6), area("石渡县", 7)] }))).toContain(
      "2 个县区都高于 5% 参考"
    );
    expect(mapTitle(facts({ areas: [area("青栗县", 5), area("石渡县", 3)] }))).toContain(
      "2 个县区都不高于 5% 参考"
    );
  });
});

describe("mapTitle of rates", () => {
  const rates = (areas: Area[], parent = area("青栗县", 52.2)) =>
    facts({
      parent,
      areas,
      measure: measureAt("town", "K33"),
      basis: "户",
      collective: "乡镇",
      reference: null
    });

  it("tells the range, leaving out areas with a small denominator", () => {
    const areas = [area("梧渡镇", 44.7), area("鹿洄乡", 61.7), area("岩隐乡", 90, { small: true })];
    expect(mapTitle(rates(areas))).toBe("青栗县累计消除率 52.2%，从梧渡镇 44.7% 到鹿洄乡 61.7%");
  });

  it("says how many areas have no value", () => {
    expect(mapTitle(rates([area("梧渡镇", 44.7), area("鹿洄乡", 61.7), area("杉背乡", null)]))).toMatch(
      /到鹿洄乡 61\.7%，1 个缺数据$/
    );
    const mixed = [area("甲乡", null), area("乙乡", null, { state: "na" })];
    expect(mapTitle(rates(mixed))).toBe("青栗县累计消除率 52.2%，2 个没有数值");
  });

  it("says a state where the region itself has no value", () => {
    expect(mapTitle(rates([], area("青栗县", null)))).toBe("青栗县累计消除率缺数据");
  });
});

describe("mapTitle of counts", () => {
  const counts = (now: number, before: number) =>
    facts({
      parent: area("青栗县", now),
      areas: [area("甲乡", 4), area("乙乡", 5), area("丙乡", 6)],
      measure: measureAt("town", "K03"),
      basis: "户",
      collective: "乡镇",
      reference: null,
      before: new Map([
        ["青栗县", before],
        ["甲乡", 3],
        ["乙乡", 5],
        ["丙乡", 7]
      ])
    });

  it("tells the change since last month and how the areas moved", () => {
    expect(mapTitle(counts(598, 600))).toBe("青栗县在册 598 户，比上月减少 2 户，3 个乡镇 1 增 1 减 1 平");
    expect(mapTitle(counts(1321, 1300))).toContain("在册 1,321 户，比上月增加 21 户");
  });

  it("has a neutral sentence for no change", () => {
    expect(mapTitle(counts(600, 600))).toContain("与上月持平");
  });
});

it("keeps every title within one breath", () => {
  const long = "乌兰察布依克昭自治";
  const areas = [area(`${long}甲县`, 6), area(`${long}乙县`, 7), area("丙县", 1), area("丁县", null)];
  const title = mapTitle(facts({ parent: area(`${long}州`, 4.24), areas }));
  expect(fullWidth(title)).toBeLessThanOrEqual(titleLimit);
  expect(title).not.toContain("超");
});

describe("areaTitle", () => {
  const measure = measureAt("county", "K01");
  it("tells the change over three months", () => {
    const say = (before: number | null) =>
      areaTitle({ area: area("碧岔乡", 7.33), measure, basis: "人", threeMonthsBefore: before });
    expect(say(6.2)).toBe("碧岔乡：占比 7.33%，近三月上升 1.13 个百分点");
    expect(say(8)).toBe("碧岔乡：占比 7.33%，近三月下降 0.67 个百分点");
    expect(say(7.331)).toBe("碧岔乡：占比 7.33%，与三个月前持平");
    expect(say(null)).toBe("碧岔乡：占比 7.33%");
  });

  it("counts in the basis, and says a state", () => {
    const held = measureAt("town", "K03");
    expect(areaTitle({ area: area("碧岔乡", 44), measure: held, basis: "户", threeMonthsBefore: 41 })).toBe(
      "碧岔乡：在册 44 户，近三月增加 3 户"
    );
    expect(areaTitle({ area: area("杉背乡", null), measure, basis: "人", threeMonthsBefore: 3 })).toBe(
      "杉背乡：占比缺数据"
    );
  });
});

describe("tableTitle", () => {
  it("counts areas above, below and without a value", () => {
    const areas = [area("甲县", 6), area("乙县", 4), area("丙县", 5), area("丁县", null)];
    expect(tableTitle(facts({ areas }))).toBe("1 个县区高于 5% 参考，1 个低于，1 个等于，1 个缺数据");
    expect(tableTitle(facts({ areas: [area("甲县", 4)] }))).toBe("1 个县区低于 5% 参考");
  });

  it("names the measure where there is no reference", () => {
    expect(tableTitle(facts({ reference: null }))).toBe("4 个县区的监测规模占比");
  });
});
