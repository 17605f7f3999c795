import { expect, test } from "vitest";
import type { Context } from "../../src/lib/context.ts";
import { Reader, type ReaderSource, readerFor } from "../../src/lib/reader.ts";
import { Regions } from "../../src/lib/regions.ts";
import type { Region } from "../../src/lib/site.ts";

const region = (code: string, level: Region["level"], parent: string): Region => ({
  code,
  name: code,
  level,
  parent,
  lon: null,
  lat: null
});

const source = {
  regions: new Regions(
    [region("1", "prefecture", ""), region("11", "zone", "1"), region("111", "town", "11")],
    "1"
  ),
  catalogue: new Map(
    [
      ["K33", "town>county>prefecture"],
      ["K27", "county>prefecture"],
      ["K30", "county"],
      ["K43", "prefecture"]
    ].map(([id, grain]) => [id, { id, grain }])
  )
} as unknown as ReaderSource;

const at = (code: string): Context => ({ region: code, period: "2023-12", basis: "户", profile: "FJ2020" });

test("an indicator is read at the place in hand, or at the nearest above it that it goes down to", () => {
  const place = (code: string, indicator: string) => readerFor(source, at(code), indicator).region.code;
  expect(place("111", "K33")).toBe("111");
  expect(place("111", "K27")).toBe("11");
  expect(place("111", "K43")).toBe("1");
  expect(place("1", "K30")).toBe("1");
});

test("a missing row of a town is none of them where the town has a total, and 不适用 where it counts apart", () => {
  const whole = { numerator: 4, denominator: 9, value: 4 / 9, unit: "%", status: "ok" };
  const reader = new Reader(
    {
      ...source,
      dataset: {
        cell: ({ indicator, basis }: { indicator: string; basis: string }) =>
          indicator === "K33" && basis === "户" ? whole : undefined
      }
    } as unknown as ReaderSource,
    at("111")
  );
  const asked = { indicator: "K10", breakdown: "分项=消除", basis: "次" };
  const total = { indicator: "K33", breakdown: "口径=累计", basis: "户" };
  expect(reader.cell(asked)).toBeUndefined();
  expect(reader.cell(asked, {}, total)).toMatchObject({ numerator: 0, denominator: 9, value: 0 });
  expect(reader.cell(asked, {}, { ...total, apart: true })).toMatchObject({
    value: null,
    status: "na_zero_denominator"
  });
});

test("a town whose total counts nothing has none of its kinds either", () => {
  const whole = { numerator: 0, denominator: 0, value: null, unit: "%", status: "na_zero_denominator" };
  const reader = new Reader(
    {
      ...source,
      dataset: { cell: ({ breakdown }: { breakdown: string }) => (breakdown === "" ? whole : undefined) }
    } as unknown as ReaderSource,
    at("111")
  );
  const late = { indicator: "K33", breakdown: "期限=未到期", basis: "条" };
  expect(reader.cell(late, {}, { ...late, breakdown: "" })).toMatchObject({
    numerator: 0,
    status: "na_zero_denominator"
  });
});
