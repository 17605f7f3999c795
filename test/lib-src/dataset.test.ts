import { Dictionary, Float64, Int32, Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import { expect, test } from "vitest";
import { Dataset } from "../../src/lib/dataset.ts";

type Row = [
  indicator: string,
  region: string,
  period: string,
  breakdown: string,
  basis: string,
  profile: string,
  numerator: number | null,
  judgement: string
];

function arrow(rows: readonly Row[]): Uint8Array {
  const texts = (values: readonly string[]) =>
    vectorFromArray(values, new Dictionary(new Utf8(), new Int32()));
  const numbers = (values: readonly (number | null)[]) => vectorFromArray(values, new Float64());
  return tableToIPC(
    new Table({
      indicator: texts(rows.map(row => row[0])),
      region_code: texts(rows.map(row => row[1])),
      period: texts(rows.map(row => row[2])),
      breakdown: texts(rows.map(row => row[3])),
      basis: texts(rows.map(row => row[4])),
      profile_id: texts(rows.map(row => row[5])),
      numerator: numbers(rows.map(row => row[6])),
      denominator: numbers(rows.map(() => null)),
      value: numbers(rows.map(row => row[6])),
      unit: texts(rows.map(() => "户")),
      status: texts(rows.map(row => (row[6] === null ? "missing_data" : "ok"))),
      judgement: texts(rows.map(row => row[7])),
      clause: texts(rows.map(() => ""))
    })
  );
}

const key = { indicator: "K03", region: "990100", period: "2023-12", basis: "户" };

test("a row is found by its key, and nothing else is", () => {
  const data = new Dataset("FJ2020");
  data.add(
    arrow([
      ["K03", "990100", "2023-12", "", "户", "FJ2020", 5, "not_judged"],
      ["K03", "990100", "2023-12", "", "人", "FJ2020", 14, "not_judged"]
    ])
  );
  expect(data.cell(key)).toMatchObject({ value: 5, unit: "户", status: "ok", judgement: "not_judged" });
  expect(data.cell({ ...key, basis: "人" })?.value).toBe(14);
  expect(data.cell({ ...key, period: "2023-11" })).toBeUndefined();
  expect(data.cell({ ...key, breakdown: "户类型=一般户" })).toBeUndefined();
});

test("missing data stay null", () => {
  const data = new Dataset("FJ2020");
  data.add(arrow([["K03", "990100", "2023-12", "", "户", "FJ2020", null, "not_judged"]]));
  expect(data.cell(key)).toMatchObject({ value: null, numerator: null, status: "missing_data" });
});

test("a slice adds rows and repeats none", () => {
  const data = new Dataset("FJ2020");
  data.add(arrow([["K03", "990100", "2023-12", "", "户", "FJ2020", 5, "not_judged"]]));
  data.add(
    arrow([
      ["K03", "990100", "2023-12", "", "户", "FJ2020", 99, "not_judged"],
      ["K03", "990121", "2023-12", "", "户", "FJ2020", 3, "not_judged"]
    ])
  );
  expect(data.size).toBe(2);
  expect(data.cell(key)?.value).toBe(5);
  expect(data.cell({ ...key, region: "990121" })?.value).toBe(3);
});

test("a profile without rows lends its values but no judgement", () => {
  const data = new Dataset("FJ2020");
  data.add(
    arrow([
      ["K02", "990121", "2023-12", "", "人", "FJ2020", 5, "reference"],
      ["K02", "990121", "2023-12", "", "人", "GB2020", 5, "met"]
    ])
  );
  const share = { ...key, indicator: "K02", region: "990121", basis: "人" };
  expect(data.cell(share)?.judgement).toBe("reference");
  expect(data.cell(share, "GB2020")?.judgement).toBe("met");
  expect(data.cell(share, "HN2021")).toMatchObject({ value: 5, judgement: null });
});

test("many rows are all found again", () => {
  const rows = Array.from(
    { length: 5000 },
    (_, index): Row => [
      "K03",
      `r${index % 500}`,
      `p${Math.floor(index / 500)}`,
      "",
      "户",
      "FJ2020",
      index,
      "not_judged"
    ]
  );
  const data = new Dataset("FJ2020");
  data.add(arrow(rows.slice(0, 2000)));
  data.add(arrow(rows.slice(2000)));
  expect(data.size).toBe(5000);
  for (const [indicator, region, period, , basis, , numerator] of rows)
    if (data.cell({ indicator, region, period, basis })?.value !== numerator)
      throw new Error(`lost ${region} ${period}`);
  expect(
    data
      .series({ indicator: "K03", region: "r7", basis: "户" }, ["p0", "p1", "none"])
      .map(cell => cell?.value)
  ).toEqual([7, 507, undefined]);
});

test("a file without a column is refused by name", () => {
  const bytes = tableToIPC(new Table({ indicator: vectorFromArray(["K03"]) }));
  expect(() => new Dataset("FJ2020").add(bytes)).toThrow("缺少列：numerator");
});

test("periods of one indicator are told apart from those of others, rounds by their names", () => {
  const data = new Dataset("FJ2020");
  data.add(
    arrow([
      ["K03", "990100", "2023-12", "", "户", "FJ2020", 5, "not_judged"],
      ["K57", "990100", "2023-1", "", "人", "FJ2020", 14, "not_judged"]
    ])
  );
  expect(data.periodsOf("K57")).toEqual(["2023-1"]);
  data.add(arrow([["K57", "990100", "2023-住房", "", "人", "FJ2020", 3, "not_judged"]]));
  expect(data.periodsOf("K57")).toEqual(["2023-1", "2023-住房"]);
  expect(data.periodsOf("K56")).toEqual([]);
});
