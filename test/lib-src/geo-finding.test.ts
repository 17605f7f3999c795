import { describe, expect, it } from "vitest";
import type { Area } from "../../src/lib/geo-area.ts";
import { areaTitle, type MapFacts, mapTitle, tableTitle, titleLimit } from "../../src/lib/geo-finding.ts";
import type { Overlay } from "../../src/lib/geo-overlay.ts";
import { fullWidth } from "../../src/lib/sentence.ts";
import { hazard, held, measure, share } from "./geo-world.ts";

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

const eliminated = measure({ short: "累计消除率" });

const facts = (more: Partial<MapFacts>): MapFacts => ({
  parent: area("云岭市", 4.24),
  areas: [area("青栗县", 5.47), area("石渡县", 5.24), area("岭中区", 2.96), area("白杼县", 3.92)],
  measure: share,
  collective: "县区",
  reference: 5,
  before: new Map(),
  breaks: [3, 4, 5, 6, 7],
  overlay: null,
  month: "2023-12",
  comparison: null,
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
    facts({ parent, areas, measure: eliminated, collective: "乡镇", reference: null });

  it("tells the range, leaving out areas with a small denominator", () => {
    const areas = [area("梧渡镇", 44.7), area("鹿洄乡", 61.7), area("岩隐乡", 90, { small: true })];
    expect(mapTitle(rates(areas))).toBe("青栗县累计消除率 52.2%，从梧渡镇 44.7% 到鹿洄乡 61.7%");
  });

  it("writes other units than per cent, and no gap after a bracket", () => {
    const days = measure({ kind: "mean", unit: "天", short: "识别时长（中位数）" });
    const areas = [area("梧渡镇", 11), area("鹿洄乡", 15)];
    expect(mapTitle({ ...rates(areas, area("青栗县", 12)), measure: days })).toBe(
      "青栗县识别时长（中位数）12.0 天，从梧渡镇 11.0 天到鹿洄乡 15.0 天"
    );
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
  const counts = (now: number, before: number, more: Partial<MapFacts> = {}) =>
    facts({
      parent: area("青栗县", now),
      areas: [area("甲乡", 4), area("乙乡", 5), area("丙乡", 6)],
      measure: held,
      collective: "乡镇",
      reference: null,
      before: new Map([
        ["青栗县", before],
        ["甲乡", 3],
        ["乙乡", 5],
        ["丙乡", 7]
      ]),
      ...more
    });

  it("tells the change since last month and how the areas moved", () => {
    expect(mapTitle(counts(598, 600))).toBe("青栗县在册 598 户，比上月减少 2 户，3 个乡镇 1 增 1 减 1 平");
    expect(mapTitle(counts(1321, 1300))).toContain("在册 1,321 户，比上月增加 21 户");
  });

  it("has a neutral sentence for no change", () => {
    expect(mapTitle(counts(600, 600))).toContain("与上月持平");
  });

  it("sets a year against the year before", () => {
    const funds = { ...held, period: "year" as const, unit: "万元" };
    expect(mapTitle(counts(598, 600, { measure: funds }))).toContain("比上年减少 2 万元");
  });
});

describe("mapTitle with an event laid over", () => {
  const over = (inside: [string, "whole" | number][], areas: Area[], more: Partial<MapFacts> = {}) => {
    const overlay: Overlay = { event: hazard(), sign: "灾", inside: new Map(inside), hatched: [] };
    return mapTitle(
      facts({ parent: area("青栗县", 5.47), areas, collective: "乡镇", reference: null, overlay, ...more })
    );
  };
  const towns = [area("碧岔乡", 7.33), area("桐垭乡", 7.03), area("芦汀镇", 4.52)];

  it("says where the areas of the highest class lie, in position only", () => {
    expect(
      over(
        [
          ["碧岔乡", "whole"],
          ["桐垭乡", "whole"]
        ],
        towns
      )
    ).toBe("青栗县占比 5.47%，碧岔、桐垭两乡在 7% 以上，都在 12 月低温冰冻范围内");
    expect(over([["碧岔乡", "whole"]], towns)).toContain("1 个在 12 月低温冰冻范围内");
    expect(over([["芦汀镇", "whole"]], towns)).toContain("都不在 12 月低温冰冻范围内");
  });

  it("says of a county with some towns in range that it has towns there", () => {
    expect(over([["碧岔乡", 2]], [area("碧岔乡", 7.33)])).toContain("碧岔乡在 7% 以上，有乡镇在 12 月");
  });

  it("counts areas where names would not fit, or one has a small denominator", () => {
    const long = [area("乌兰察布依克昭镇", 8, { small: true }), area("芦汀镇", 4)];
    expect(over([["乌兰察布依克昭镇", "whole"]], long)).toContain("1 个乡镇在 7% 以上");
    const event = hazard({ hazard: "", risk: "大宗农副产品价格持续大幅下跌" });
    const overlay: Overlay = { event, sign: "险", inside: new Map([["碧岔乡", "whole"]]), hatched: [] };
    expect(over([], towns, { overlay })).toBe("青栗县占比 5.47%，2 个乡镇在 7% 以上，1 个在影响范围内");
  });

  it("says how many lie in the range where all are of the lowest class, or none does", () => {
    expect(over([["芦汀镇", "whole"]], [area("芦汀镇", 2)])).toContain("1 个乡镇在 12 月低温冰冻范围内");
    expect(over([], towns)).toContain("0 个乡镇在 12 月低温冰冻范围内");
  });
});

describe("mapTitle of two months", () => {
  const two = (then: number, more: Partial<MapFacts> = {}) =>
    mapTitle(
      facts({
        parent: area("青栗县", 52.3),
        areas: [area("甲乡", 50), area("乙乡", 51), area("丙乡", null)],
        measure: eliminated,
        collective: "乡镇",
        reference: null,
        comparison: {
          name: "2022-12",
          parent: area("青栗县", then),
          areas: [area("甲乡", 40), area("乙乡", 52), area("丙乡", 1)]
        },
        ...more
      })
    );

  it("tells the region's change and how its areas moved", () => {
    expect(two(47.8)).toBe("青栗县累计消除率 52.3%，比 2022-12 上升 4.5 个百分点，2 个乡镇 1 升 1 降");
    expect(two(52.3)).toBe("青栗县累计消除率 52.3%，与 2022-12 持平，2 个乡镇 1 升 1 降，1 个缺数据");
    const quarters = { name: "2022 年四季度", parent: area("青栗县", 50), areas: [] };
    expect(two(0, { comparison: quarters })).toContain("，比 2022 年四季度上升 2.3 个百分点");
    expect(two(500, { measure: held, parent: area("青栗县", 445) })).toContain("比 2022-12 减少 55 户");
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
  it("tells the change over three months", () => {
    const say = (before: number | null) => areaTitle({ area: area("碧岔乡", 7.33), measure: share, before });
    expect(say(6.2)).toBe("碧岔乡：占比 7.33%，近三月上升 1.13 个百分点");
    expect(say(8)).toBe("碧岔乡：占比 7.33%，近三月下降 0.67 个百分点");
    expect(say(7.331)).toBe("碧岔乡：占比 7.33%，与三个月前持平");
    expect(say(null)).toBe("碧岔乡：占比 7.33%");
  });

  it("counts in its unit, sets a quarter against the one before, and says a state", () => {
    expect(areaTitle({ area: area("碧岔乡", 44), measure: held, before: 41 })).toBe(
      "碧岔乡：在册 44 户，近三月增加 3 户"
    );
    const quarterly = measure({ period: "quarter", short: "调研覆盖率" });
    expect(areaTitle({ area: area("碧岔乡", 96.4), measure: quarterly, before: 96.7 })).toBe(
      "碧岔乡：调研覆盖率 96.4%，比上季度下降 0.3 个百分点"
    );
    expect(areaTitle({ area: area("杉背乡", null), measure: share, before: 3 })).toBe("杉背乡：占比缺数据");
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
