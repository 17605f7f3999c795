import { expect, test } from "vitest";
import type { Context } from "../../src/lib/context.ts";
import type { Cell, Key } from "../../src/lib/dataset.ts";
import { Reader, type ReaderSource } from "../../src/lib/reader.ts";
import { Regions } from "../../src/lib/regions.ts";
import {
  documentRows,
  farBelow,
  gapText,
  gapTitle,
  intervalTitle,
  makeup,
  makeupTitle,
  questionTitle,
  scaleTable,
  scaleTitle,
  shareWord,
  standing,
  townTable,
  townTitle
} from "../../src/lib/scale.ts";
import { type ScaleTerms, scaleTerms } from "../../src/lib/scale-terms.ts";
import { fullWidth } from "../../src/lib/sentence.ts";
import type { Definitions, Judging, Threshold } from "../../src/lib/site.ts";
import { region } from "./region.ts";

const threshold = (key: string, name: string, value: string, number: number | null): Threshold => ({
  key,
  name,
  value,
  number,
  mark: "text",
  clause: "三(二)",
  note: ""
});
const reference = threshold("scale_reference_pct", "规模参考", "5%", 0.05);
const cap = threshold("scale_cap_pct_deep_poverty", "深度贫困地区上限", "不超过 10%", 0.1);
const inclusion = threshold("scale_full_inclusion", "应纳尽纳", "是", null);
const documents: Readonly<Record<string, readonly Threshold[]>> = {
  FJ2020: [reference],
  GB2020: [reference, cap],
  HN2021: [inclusion],
  ZZ2020: []
};
const definitions = {
  indicators: [
    {
      id: "K02",
      judging: Object.entries(documents).map(
        ([profile, thresholds]) => ({ profile, thresholds }) as unknown as Judging
      )
    }
  ]
} as unknown as Definitions;
const terms = (profile: string): ScaleTerms => scaleTerms(definitions, profile);

const cell = (
  persons: number | null,
  base: number | null,
  judgement: Cell["judgement"] = "not_judged"
): Cell => ({
  numerator: persons,
  denominator: base,
  value: persons === null || !base ? null : persons / base,
  unit: "%",
  status: base === null ? "missing_data" : base === 0 ? "na_zero_denominator" : "ok",
  judgement,
  clause: ""
});

/** Persons registered and the base of each county, with how K02 stands under GB2020. */
const counties: Readonly<Record<string, readonly [number | null, number | null, Cell["judgement"]]>> = {
  "11": [556, 18784, "reference"],
  "12": [1150, 21024, "reference"],
  "13": [1104, 21069, "met"],
  "14": [628, 16658, "undetermined"]
};

function world(shares = counties): ReaderSource {
  const find = ({ indicator, region: place, breakdown }: Key, profile?: string): Cell | undefined => {
    const county = shares[place];
    if (indicator === "K03")
      return place === "121" ? { ...cell(218, null), status: "ok", value: 218 } : undefined;
    if (place === "1" && !breakdown) return indicator === "K01" ? cell(3438, 77535) : undefined;
    if (!county && place !== "1") return;
    const [persons, base, judged] = county ?? [3438, 77535, "not_judged"];
    if (breakdown) return breakdown.endsWith("边缘易致贫户") ? cell(200, base) : cell(0, base);
    if (indicator === "K01") return cell(persons, base);
    const judgement = profile === "GB2020" ? judged : profile === "FJ2020" ? "reference" : "not_judged";
    return cell(persons, base, judgement);
  };
  return {
    dataset: { cell: find },
    meta: {
      profiles: Object.keys(documents).map(id => ({ id })),
      computed: ["FJ2020", "GB2020", "HN2021"],
      periods: { month: ["2022-12", "2023-12"] }
    },
    regions: new Regions(
      [
        region("1", "云岭市", "prefecture", ""),
        region("11", "岭中区", "county", "1"),
        region("12", "青栗县", "county", "1"),
        region("13", "石渡县", "county", "1"),
        region("14", "望溪县", "county", "1"),
        region("121", "栗阳镇", "town", "12"),
        region("122", "梧渡镇", "town", "12")
      ],
      "1"
    ),
    catalogue: new Map([
      ["K01", { grain: "county>prefecture>province" }],
      ["K02", { grain: "county" }]
    ])
  } as unknown as ReaderSource;
}

const at = (profile: string, place = "1"): Context => ({
  region: place,
  period: "2023-12",
  basis: "户",
  profile
});
const tableOf = (profile: string, shares = counties, place = "1") =>
  scaleTable(world(shares), new Reader(world(shares), at(profile, place)), terms(profile));
const title = (profile: string, shares = counties, place = "1") =>
  scaleTitle(tableOf(profile, shares, place), terms(profile), 0.6, place);

test("a document changes what is said of a share and never the share", () => {
  const values = (profile: string) => tableOf(profile).rows.map(({ cell: one }) => one!.value);
  expect(values("HN2021")).toEqual(values("FJ2020"));
  expect(values("GB2020")).toEqual(values("FJ2020"));
  const said = (profile: string) =>
    tableOf(profile).rows.map(({ standing: { word, state } }) => state ?? word);
  expect(said("FJ2020")).toEqual(["低于参考", "高于参考", "高于参考", "低于参考"]);
  expect(said("GB2020")).toEqual(["低于参考", "高于参考", "达到", "open"]);
  expect(said("HN2021")).toEqual(Array(4).fill("应纳尽纳，不判"));
  expect(said("ZZ2020")).toEqual(Array(4).fill("silent"));
});

test("a share is set beside the reference, or against the principle where the area is known to be 深度贫困", () => {
  const one = standing(cell(1150, 21024, "reference"), terms("GB2020"));
  expect([one.line, one.gap!.toFixed(4)]).toEqual([reference, "0.0047"]);
  const two = standing(cell(2500, 21069, "unmet"), terms("GB2020"));
  expect([two.line, two.gap!.toFixed(4), two.word]).toEqual([cap, "0.0187", "未达到"]);
  expect(standing(cell(1, null), terms("GB2020")).state).toBe("missing");
  expect(standing(cell(0, 0), terms("GB2020")).state).toBe("na");
  expect(standing(undefined, terms("FJ2020")).state).toBe("missing");
  expect(gapText(0.0047)).toBe("高于 0.47 个百分点");
  expect(gapText(-0.0476)).toBe("低于 4.76 个百分点");
});

test("the finding says range, reference and what is far below it, never 超", () => {
  expect(title("FJ2020")).toBe("四县区占比 2.96% 至 5.47%，青栗、石渡高于 5% 参考，岭中不到参考的 60%");
  expect(title("GB2020")).toBe("四县区占比 2.96% 至 5.47%，青栗高于 5% 参考，岭中不到参考的 60%");
  expect(title("HN2021")).toBe("四县区占比 2.96% 至 5.47%，所用口径应纳尽纳，不设参考");
  expect(title("ZZ2020")).toBe("四县区占比 2.96% 至 5.47%，所用口径未规定参考");
  for (const profile of Object.keys(documents)) {
    expect(title(profile)).not.toContain("超");
    expect(fullWidth(title(profile))).toBeLessThanOrEqual(36);
  }
});

test("a county in hand is spoken of by itself", () => {
  expect(title("FJ2020", counties, "12")).toBe("青栗县占比 5.47%，高于 5% 参考 0.47 个百分点");
  expect(title("FJ2020", counties, "11")).toBe(
    "岭中区占比 2.96%，低于 5% 参考 2.04 个百分点，不到参考的 60%"
  );
  expect(title("GB2020", counties, "13")).toBe("石渡县占比 5.24%，达到：深度贫困地区原则上不超过 10%");
  expect(title("GB2020", counties, "14")).toContain("口径未定");
  expect(title("HN2021", counties, "12")).toBe("青栗县占比 5.47%，所用口径应纳尽纳，不设参考");
});

test("shares that are missing, of nothing, or of more than the base has", () => {
  const none = { "11": [5, null, "not_judged"], "12": [0, 0, "not_judged"] } as typeof counties;
  expect(title("FJ2020", none)).toBe("各县区监测规模占比缺数据");
  expect(gapTitle(tableOf("FJ2020", none), terms("FJ2020"))).toBe("各县区监测规模占比缺数据");
  expect(questionTitle(tableOf("FJ2020", none), terms("FJ2020"), 0.6)).toBe("占比缺数据，看不出有无应纳未纳");
  expect(intervalTitle(tableOf("FJ2020", none), terms("FJ2020"))).toBe("占比没有可画的区间");
  expect(makeupTitle(makeup(new Reader(world(none), at("FJ2020")), tableOf("FJ2020", none)))).toContain(
    "云岭市占比"
  );
  expect(
    tableOf("FJ2020", none)
      .rows.slice(0, 2)
      .map(({ state }) => state)
  ).toEqual(["missing", "na"]);
  const more = { "12": [120, 100, "reference"] } as typeof counties;
  expect(tableOf("FJ2020", more).rows[1]!.interval).toBeNull();
  expect(title("FJ2020", more, "12")).toContain("占比相当于建档立卡人口的 120.00%");
  expect(shareWord(0.05)).toBe(" 5.00%");
});

test("far below the reference is a question of 应纳未纳, and none is asked without a reference", () => {
  const far = (profile: string) => farBelow(tableOf(profile).rows, 0.6).map(({ region: { name } }) => name);
  expect(far("FJ2020")).toEqual(["岭中区"]);
  expect(far("HN2021")).toEqual([]);
  const asked = (profile: string, part = 0.6) => questionTitle(tableOf(profile), terms(profile), part);
  expect(asked("FJ2020")).toBe("岭中区占比不到参考的 60%，须核对有无应纳未纳");
  expect(asked("FJ2020", 0.5)).toBe("没有县区的占比不到参考的 50%");
  expect(asked("HN2021")).toBe("所用口径应纳尽纳，不按占比提示应纳未纳");
  expect(asked("ZZ2020")).toBe("所用口径未规定参考，不按占比提示应纳未纳");
});

test("titles of the gaps and of the intervals", () => {
  const gaps = (profile: string) => gapTitle(tableOf(profile), terms(profile));
  expect(gaps("FJ2020")).toBe("青栗、石渡高于参考 0.47、0.24 个百分点，其余低 1.23 至 2.04 个百分点");
  expect(gaps("GB2020")).toBe("青栗高于参考 0.47 个百分点，岭中区低 2.04 个百分点");
  expect(gaps("HN2021")).toBe("占比最高与最低相差 2.51 个百分点");
  const said = (profile: string) => intervalTitle(tableOf(profile), terms(profile));
  expect(said("FJ2020")).toBe("按区间，青栗高于参考，石渡跨过参考，岭中、望溪低于参考");
  expect(said("GB2020")).toBe("按区间，青栗高于参考，岭中低于参考");
  expect(said("HN2021")).toMatch(/^各县区占比的区间宽 \d\.\d\d 至 \d\.\d\d 个百分点$/);
  for (const profile of Object.keys(documents)) expect(fullWidth(gaps(profile))).toBeLessThanOrEqual(36);
});

test("documents side by side: the same shares, each document's own words", () => {
  const reader = new Reader(world(), at("FJ2020"));
  const regions = tableOf("FJ2020").rows.map(({ region: each }) => each);
  const rows = documentRows(world(), reader, definitions, regions);
  expect(rows.map(({ profile, stands }) => [profile, stands])).toEqual([
    ["FJ2020", "2 个高于、2 个低于参考"],
    ["GB2020", "1 个高于、1 个低于参考，1 个达到（不超过 10%），1 个口径未定"],
    ["HN2021", "不判"],
    ["ZZ2020", null]
  ]);
});

test("a share is made of its categories, those outside the base among them", () => {
  const table = tableOf("FJ2020");
  const made = makeup(new Reader(world(), at("FJ2020")), table);
  expect(made.names).toEqual(["边缘易致贫户"]);
  expect(made.rows[1]!.parts[0]).toBeCloseTo(200 / 21024);
  expect(makeupTitle({ ...made, whole: null, rows: made.rows.slice(1) })).toBe(
    "青栗县占比 5.47%，其中边缘易致贫户 0.95 个百分点"
  );
});

test("towns add up to their county's share and have no reference of their own", () => {
  expect(townTable(world(), new Reader(world(), at("FJ2020")))).toBeNull();
  const towns = townTable(world(), new Reader(world(), at("FJ2020", "12")))!;
  expect(towns.rows.map(({ part, state }) => [part?.toFixed(4), state])).toEqual([
    ["0.0104", null],
    [undefined, "missing"]
  ]);
  expect(townTitle(towns, terms("FJ2020"))).toBe("青栗县占比 5.47%，高于 5% 参考");
  expect(townTitle(towns, terms("HN2021"))).toBe("青栗县占比 5.47%");
  expect(townTitle({ ...towns, share: null }, terms("FJ2020"))).toBe("青栗县占比缺数据，乡镇只列在册人数");
});
