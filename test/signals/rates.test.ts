import { beforeEach, expect, test } from "vitest";
import type { Cell } from "../../loaders/signals/cells.ts";
import { rates } from "../../loaders/signals/rates.ts";
import { jobOf, methods, nullGroup } from "./null-world.ts";

beforeEach(() => expect.hasAssertions());

const job = jobOf("funnel", ({ family }) => family === "binomial");

/** Ten alike places, and some that differ. */
function group(...others: readonly [events: number | null, base: number | null][]): Cell[] {
  const alike: [number, number][] = Array.from({ length: 10 }, (_, at) => [19 + (at % 3), 2000]);
  return [...alike, ...others].map(([events, base], at) => ({
    region_code: String(at),
    level: "town",
    within: "0",
    period: "2023-12",
    events,
    base,
    age: 0
  }));
}

const read = (cells: readonly Cell[]) =>
  rates(job, cells, methods)
    .slice(10)
    .map(({ verdict, reason, side }) => [verdict, reason, side].filter(Boolean).join(" "));

test("a rate far above or below its peers is a signal, with p, q and limits", () => {
  const cells = group([60, 2000], [0, 3000]);
  expect(read(cells)).toEqual(["信号 高于", "信号 低于"]);
  const [high, none] = rates(job, cells, methods).slice(10);
  expect(high).toMatchObject({
    numerator: 60,
    denominator: 2000,
    value: 0.03,
    made: "funnel_binomial_multiplicative"
  });
  expect(high!.low!).toBeLessThan(0.03);
  expect(high!.high!).toBeGreaterThan(0.03);
  expect(high!.value!).toBeGreaterThan(high!.limit_high!);
  expect(high!.q!).toBeGreaterThanOrEqual(high!.p!);
  expect(none).toMatchObject({ numerator: 0, value: null });
  expect(none!.high!).toBeGreaterThan(0);
});

test("what is not known, has no base or a small one is 数据不足 and never 0", () => {
  const cells = group([null, 2000], [5, null], [0, 0], [1, 10]);
  expect(read(cells)).toEqual([
    "数据不足 missing",
    "数据不足 missing",
    "数据不足 no_base",
    "数据不足 small_base"
  ]);
  const rows = rates(job, cells, methods).slice(10);
  expect(rows.map(({ value, p, q }) => [value, p, q])).toEqual([
    [null, null, null],
    [null, null, null],
    [null, null, null],
    [0.1, null, null]
  ]);
});

test("too few peers are not compared", () => {
  const few = group().slice(0, methods.number("funnel", "least_units") - 1);
  expect(rates(job, few, methods).map(({ reason }) => reason)).toEqual(few.map(() => "few_units"));
});

test("events beyond their base are counted against it, not as a share", () => {
  expect(rates(job, group([2100, 2000]), methods)[10]).toMatchObject({
    verdict: "信号",
    made: "funnel_poisson_multiplicative"
  });
});

test("no events anywhere: no rate is drawn, none is a signal", () => {
  const cells = group().map(cell => ({ ...cell, events: 0 }));
  const rows = rates(job, cells, methods);
  expect(new Set(rows.map(({ verdict, state, value }) => `${verdict} ${state} ${value}`))).toEqual(
    new Set(["无信号 no_events null"])
  );
});

test("places that differ by chance alone are signals less often than the false discovery rate says", () => {
  const found = Array.from({ length: 100 }, (_, seed) => rates(job, nullGroup(seed, 40, 0.02), methods));
  const wrong = found.filter(rows => rows.some(({ verdict }) => verdict === "信号")).length;
  expect(wrong / found.length).toBeLessThanOrEqual(methods.number("all", "discovery") + 0.05);
});
