import { expect, test } from "vitest";
import type { Cell, Dataset, Key } from "../../src/lib/dataset.ts";
import {
  assetPlaces,
  assetPlaceTitle,
  assetRows,
  assetTitle,
  contractTitle,
  contractYear,
  fundsTitle,
  houseTitle,
  moneyByKind,
  moneyByRegion,
  moneyChange,
  moneyKindTitle,
  moneyRegionTitle,
  moneyScale,
  moneyShareTitle,
  moneyText,
  perHouseholdTitle
} from "../../src/lib/funds.ts";
import { Reader, type ReaderSource } from "../../src/lib/reader.ts";
import { Regions } from "../../src/lib/regions.ts";
import { region } from "./region.ts";

const regions = new Regions(
  [
    region("1", "甲市", "prefecture", ""),
    region("11", "乙县", "county", "1"),
    region("12", "丙县", "county", "1")
  ],
  "1"
);

const cell = (numerator: number | null, denominator: number | null = null): Cell => ({
  numerator,
  denominator,
  value:
    numerator === null || denominator === 0
      ? null
      : denominator === null
        ? numerator
        : numerator / denominator,
  unit: "元",
  status: numerator === null ? "missing_data" : denominator === 0 ? "na_zero_denominator" : "ok",
  judgement: "not_judged",
  clause: ""
});

/** A reader over cells by `region year breakdown`. */
function readerOf(cells: Readonly<Record<string, Cell>>, code = "1", years = ["2022", "2023"]): Reader {
  const dataset = {
    cell: ({ region: place, period, breakdown }: Key) => cells[`${place} ${period} ${breakdown}`]
  } as unknown as Dataset;
  const source = {
    dataset,
    regions,
    meta: { asOf: "2023-12-31", root: "1", periods: { year: years, month: [], quarter: [] } },
    catalogue: new Map([
      ["K46", { grain: "county>prefecture" }],
      ["K52", { grain: "county>prefecture" }]
    ])
  } as unknown as ReaderSource;
  return new Reader(source, { region: code, period: "2023-12", basis: "户", profile: "FJ2020" });
}

const money = {
  "1 2022 分项=金额": cell(53_469_000),
  "1 2023 分项=金额": cell(51_640_000),
  "11 2022 分项=金额": cell(20_000_000),
  "11 2023 分项=金额": cell(20_000_000),
  "12 2023 分项=金额": cell(31_640_000),
  "1 2022 分项=户均": cell(53_469_000, 2508),
  "1 2023 分项=户均": cell(51_640_000, 2363),
  "11 2022 分项=户均": cell(20_000_000, 1000),
  "11 2023 分项=户均": cell(20_000_000, 1250),
  "12 2023 分项=户均": cell(31_640_000, 1113),
  "1 2022 资金来源=社会资金;分项=金额": cell(1_000_000),
  "1 2023 资金来源=社会资金;分项=金额": cell(1_640_000),
  "1 2023 资金来源=衔接资金;分项=金额": cell(50_000_000)
};

test("one unit for all amounts of a figure", () => {
  expect(moneyScale([3, null, undefined]).unit).toBe("元");
  expect(moneyScale([3, 12_000]).unit).toBe("万元");
  expect(moneyScale([-2e8]).unit).toBe("亿元");
  expect(moneyText(51_640_000, moneyScale([51_640_000]))).toBe("5,164.00");
  expect(moneyChange(182_900, moneyScale([51_640_000]))).toBe("+18.29");
  expect(moneyChange(-182_900, moneyScale([51_640_000]))).toBe("−18.29");
});

test("money by region over two years, with shares and changes where both years are there", () => {
  const table = moneyByRegion(readerOf(money), "金额");
  expect(table.years).toEqual(["2022", "2023"]);
  expect(table.rows.map(({ name, change, states }) => [name, change, states])).toEqual([
    ["乙县", 0, [null, null]],
    ["丙县", null, ["missing", null]]
  ]);
  expect(table.rows[1]!.share).toBeCloseTo(0.6127, 4);
  expect(moneyRegionTitle(table)).toBe("2023 年甲市投入 5,164.00 万元，比上年减少 182.90 万元");
  expect(moneyRegionTitle(moneyByRegion(readerOf(money, "11"), "金额"))).toBe(
    "2023 年乙县投入 2,000.00 万元，与上年持平"
  );
});

test("money for each household is a unit of its own, never put beside the amounts", () => {
  const table = moneyByRegion(readerOf(money), "户均");
  expect(table.scale.unit).toBe("元");
  expect(perHouseholdTitle(table)).toBe(
    "户均 21,854 元，比上年增加 534 元；各县区在 16,000 至 28,428 元之间"
  );
  expect(perHouseholdTitle(moneyByRegion(readerOf(money, "11"), "户均"))).toBe(
    "乙县户均 16,000 元，比上年减少 4,000 元；甲市 21,854 元"
  );
  const none = moneyByRegion(readerOf({ "1 2023 分项=户均": cell(0, 0) }, "1", ["2023"]), "户均");
  expect(perHouseholdTitle(none)).toBe("甲市没有在册户，户均不适用");
});

test("money by source", () => {
  const table = moneyByKind(readerOf(money), "资金来源", ["社会资金", "衔接资金"]);
  expect(table.rows.map(({ change }) => change)).toEqual([640_000, null]);
  expect(moneyKindTitle(table, "来源")).toBe("2 种来源有投入，衔接资金 5,000.00 万元，占 96.8%");
  expect(moneyShareTitle(table, "来源")).toBe("社会资金占 3.2%，衔接资金 96.8%");
  expect(moneyKindTitle({ ...table, rows: [] }, "来源")).toBe("按来源的资金缺数据");
  const zero = moneyByKind(readerOf({ "1 2023 资金来源=社会资金;分项=金额": cell(0) }), "资金来源", [
    "社会资金"
  ]);
  expect(moneyKindTitle(zero, "来源")).toBe("按来源没有投入");
});

test("nothing read leaves tables without rows or numbers", () => {
  const table = moneyByRegion(readerOf({}, "1", []), "金额");
  expect(table.rows).toEqual([]);
  expect(moneyRegionTitle(table)).toBe("甲市的资金投入缺数据");
  expect(moneyByKind(readerOf({}, "1", []), "资金来源", ["社会资金"]).rows).toEqual([]);
});

test("works with an aim and without one", () => {
  const reader = readerOf({
    "1 2023 类型=扶贫车间;分项=数量": cell(37),
    "1 2023 类型=扶贫车间": cell(4, 8),
    "1 2023 类型=户项目;分项=数量": cell(1878),
    "1 2023 类型=户项目": cell(0, 0),
    "11 2023 类型=扶贫车间;分项=数量": cell(20)
  });
  const [shops, projects] = assetRows(reader, ["扶贫车间", "户项目"], ["2022", "2023"]);
  expect(shops!.amounts.map(each => each?.value)).toEqual([undefined, 37]);
  expect(shops!.reached?.value).toBe(0.5);
  expect(projects!.reached?.status).toBe("na_zero_denominator");
  expect(assetTitle(cell(20, 40))).toBe("填了目标的 40 项产业与设施中 20 项达到目标");
  expect(assetTitle(cell(3, 3))).toBe("填了目标的 3 项产业与设施都达到目标");
  expect(assetTitle(cell(0, 0))).toBe("产业与设施都没有填目标，不除");
  expect(assetTitle(undefined)).toBe("产业与设施缺数据");
  const places = assetPlaces(reader, ["扶贫车间", "户项目"]);
  expect(places.rows.map(({ states }) => states)).toEqual([
    [null, "missing"],
    ["missing", "missing"]
  ]);
  expect(assetPlaceTitle(["扶贫车间", "户项目"], places.total, "2023")).toBe(
    "2023 年扶贫车间 37、户项目 1,878 个"
  );
  expect(assetPlaceTitle(["户项目"], places.rows[1]!, "2023", "乙县")).toBe("2023 年乙县产业与设施缺数据");
});

test("contracts are of their document's year", () => {
  expect(contractYear({ periodsOf: () => ["2020"] })).toBe("2020");
  expect(contractYear({ periodsOf: () => [] })).toBeNull();
  expect(contractTitle("2020", cell(9, 12), "乙县")).toBe("2020 年乙县到期的 12 份带贫合同中 3 份没有续签");
  expect(contractTitle("2020", cell(12, 12))).toBe("2020 年到期的 12 份带贫合同都已续签");
  expect(contractTitle("2020", cell(0, 0))).toBe("2020 年没有到期的带贫合同，续签率不适用");
  expect(contractTitle(null, undefined)).toBe("带贫合同续签缺数据");
  expect(contractTitle("2020", cell(null))).toBe("带贫合同续签缺数据");
});

test("houses, and the page's finding", () => {
  expect(houseTitle(cell(189, 205))).toBe("C、D 级危房 205 户中 16 户没有改造");
  expect(houseTitle(cell(5, 5))).toBe("C、D 级危房 5 户都已改造");
  expect(houseTitle(cell(0, 0))).toBe("没有鉴定为 C、D 级的户");
  expect(houseTitle(undefined)).toBe("危房处置缺数据");
  expect(fundsTitle("2023", cell(51_640_000), cell(51_640_000, 2363), "四季度", cell(784, 801))).toBe(
    "2023 年投入 5,164.00 万元，户均 2.19 万元；四季度 17 人次补贴没有实发"
  );
  expect(fundsTitle("2023", undefined, undefined, "四季度", undefined)).toBe(
    "2023 年资金投入缺数据；补贴落实缺数据"
  );
  expect(fundsTitle("2023", cell(9_000), cell(9_000, 0), "一季度", cell(0, 0))).toBe(
    "2023 年投入 9,000 元；一季度没有应发的补贴"
  );
  expect(fundsTitle("2023", cell(20_000), cell(20_000, 1), "一季度", cell(4, 4))).toContain(
    "一季度应发补贴 4 人次都已实发"
  );
});
