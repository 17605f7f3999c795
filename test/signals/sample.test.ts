import ExcelJS from "exceljs";
import { beforeEach, expect, test } from "vitest";
import { drawBook, drawName } from "../../loaders/signals/draw-book.ts";
import { checkQuarter, draw } from "../../loaders/signals/sample.ts";
import { methods } from "./null-world.ts";

beforeEach(() => expect.hasAssertions());

/** Two towns of 90 and 12 households, and one of a single one. */
const frame = {
  "990401001": Array.from({ length: 90 }, (_, at) => `A${at}`),
  "990401002": Array.from({ length: 12 }, (_, at) => `B${at}`),
  "990401003": ["C0"]
};
const asked = { share: 0.1, source: "平台设置，非政策阈值" };
const drawn = draw(frame, "2024Q1", asked, methods);

test("draws the share asked for by town, one at least in each, the same for the same frame and quarter", () => {
  expect(drawn.total).toBe(11);
  expect(drawn.strata.map(({ drawn: own, population }) => [own.length, population])).toEqual([
    [9, 90],
    [1, 12],
    [1, 1]
  ]);
  expect(draw({ ...frame, "990401001": frame["990401001"].toReversed() }, "2024Q1", asked, methods)).toEqual(
    drawn
  );
  const other = draw(frame, "2024Q2", asked, methods);
  expect(other.digest).toBe(drawn.digest);
  expect(other.strata[0]!.drawn).not.toEqual(drawn.strata[0]!.drawn);
});

test("refuses a quarter that is none, or that lies before the frame", () => {
  expect(() => checkQuarter("2024-1", null)).toThrow("不是季度");
  expect(() => checkQuarter("2023Q3", "2024Q1")).toThrow("请用 2024Q1");
  expect(() => checkQuarter("2023Q4", "2024Q1")).not.toThrow();
});

test("the workbook has the seed, the digest, and every household drawn or in reserve, and nothing else of them", async () => {
  const facts = {
    county: { code: "990401", name: "辰县" },
    day: "2023-12-31",
    demo: false,
    town: (code: string) => ({ code, name: "辰镇" }),
    village: () => ({ code: "990401001001", name: "东村" })
  };
  const bytes = await drawBook(drawn, drawn.strata, facts);
  expect(Buffer.compare(Buffer.from(bytes), Buffer.from(await drawBook(drawn, drawn.strata, facts)))).toBe(0);
  expect(drawName(drawn, facts.county)).toBe("调研抽样_990401辰县_2024Q1.xlsx");
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes.buffer as ArrayBuffer);
  const rows = (name: string): unknown[][] =>
    book
      .getWorksheet(name)!
      .getSheetValues()
      .slice(1)
      .map(row => (row as unknown[]).slice(1));
  expect(rows("说明").flat()).toEqual(
    expect.arrayContaining([String(drawn.seed), `SHA-256 ${drawn.digest}`])
  );
  const list = rows("名单").slice(2);
  expect(list.map(row => [row[5], row[6]])).toEqual(
    drawn.strata.flatMap(({ drawn: own, reserve }) => [
      ...own.map(household => [household, "抽中"]),
      ...reserve.map((household, at) => [household, `备选 ${at + 1}`])
    ])
  );
});
