import { expect, it } from "vitest";
import { Reading } from "../../src/lib/geo-reading.ts";
import { datasetOf, measure, type Row, regions } from "./geo-world.ts";

const month = "2023-12";
const town = regions.get("A1")!;
const read = (rows: readonly Row[], more: Parameters<typeof measure>[0], code = "A1") =>
  new Reading({ dataset: datasetOf(rows), regions }, measure(more), "FJ2020").cell(
    regions.get(code)!,
    more?.period === "own" ? "E1" : month
  );

it("a row of a town that is not there is none where the county has one", () => {
  const county: Row = { indicator: "K33", region: "A", period: month, breakdown: "部门=甲", n: 3 };
  const count = { breakdown: "部门=甲", kind: "count", unit: "户" } as const;
  expect(read([county], count)).toMatchObject({ numerator: 0, value: 0, status: "ok" });
  expect(read([county], count, "B")).toBeUndefined();
  expect(read([], count)).toBeUndefined();
});

it("a share of nothing is 不适用, never 0 %", () => {
  const county: Row = { indicator: "K33", region: "A", period: month, breakdown: "分项=识别", n: 1, d: 3 };
  const cell = read([county], { breakdown: "分项=识别" });
  expect(cell).toMatchObject({ numerator: 0, denominator: 0, value: null, status: "na_zero_denominator" });
});

it("a part of a whole that all parts share is nought of the town's whole", () => {
  const rows: Row[] = [
    { indicator: "K33", region: "A", period: month, breakdown: "级别=甲", n: 1, d: 9 },
    { indicator: "K33", region: "A", period: month, breakdown: "级别=乙", n: 8, d: 9 },
    { indicator: "K33", region: "A1", period: month, breakdown: "级别=乙", n: 4, d: 4 }
  ];
  expect(read(rows, { breakdown: "级别=甲" })).toMatchObject({ numerator: 0, denominator: 4, value: 0 });
});

it("what the county lacks, its towns lack too", () => {
  const county: Row = {
    indicator: "K33",
    region: "A",
    period: month,
    breakdown: "分项=识别",
    n: null,
    status: "missing_data"
  };
  expect(read([county], { breakdown: "分项=识别" })).toMatchObject({ status: "missing_data", value: null });
});

it("the total has its row everywhere, so one that is not there is missing", () => {
  const county: Row = { indicator: "K33", region: "A", period: month, n: 3, d: 9 };
  expect(read([county], {})).toBeUndefined();
  expect(town.level).toBe("town");
});

it("what a day's check did not find in a town is nought", () => {
  const county: Row = {
    indicator: "K48",
    region: "A",
    period: "2023-12-31",
    breakdown: "检查项=甲",
    n: 6,
    d: 90
  };
  const checked = measure({
    indicator: "K48",
    breakdown: "检查项=甲",
    period: "own",
    periods: ["2023-12-31"]
  });
  const reading = new Reading({ dataset: datasetOf([county]), regions }, checked, "FJ2020");
  expect(reading.cell(town, "2023-12-31")).toMatchObject({ numerator: 0, denominator: null, value: 0 });
  expect(reading.exists(regions.get("A")!, ["2023-12-31"])).toBe(true);
  expect(reading.exists(town, ["2023-12-31"])).toBe(false);
});

it("an event has rows at its places alone", () => {
  const root: Row = { indicator: "K40", region: "R", period: "E1", breakdown: "事件=E1;分项=范围内户", n: 7 };
  const exposed = {
    indicator: "K40",
    breakdown: "事件=E1;分项=范围内户",
    kind: "count",
    period: "own"
  } as const;
  expect(read([root], exposed, "B")).toMatchObject({ value: 0 });
  const round: Row = { ...root, breakdown: "重点群体=甲" };
  expect(read([round], { ...exposed, breakdown: "重点群体=甲" }, "B")).toBeUndefined();
});
