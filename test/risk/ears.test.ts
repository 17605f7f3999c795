import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { ears } from "../../loaders/risk/ears.ts";
import { checked, expectClose, expected, input, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("EARS");

const series = input("ears").map(row => Number(row.observed));

test.each(Object.entries(expected("ears")))("Salmonella Newport, %s", (_, value) => {
  const { method, baseline, minSigma, alpha, range, upperbound, alarm } = value as ReturnType<
    typeof expected
  >;
  const points = ears(series, { method, baseline, leastDeviation: minSigma, alpha }).slice(range[0] - 1);
  check.near(
    points.map(point => point.threshold),
    upperbound
  );
  expect(points.map(point => Number(point.alarm))).toEqual(alarm);
});

const { counts, cases } = expected("ears_cases");
test.each(cases as ReturnType<typeof expected>[])(
  "made-up counts with quiet times: $method, $baseline times, $alpha",
  ({ first, threshold, alarm, ...options }) => {
    const points = ears(counts, options);
    expect(points.slice(0, first).map(point => point.lacking)).toEqual(new Array(first).fill("history"));
    check.near(
      points.slice(first).map(point => point.threshold),
      threshold
    );
    expect(points.slice(first).map(point => point.alarm)).toEqual(alarm);
  }
);

describe("by hand: 2, 4, 6 have mean 4 and deviation 2", () => {
  const z = 3.090232306167813;

  test("C1 takes the times just before, C2 leaves a gap of two, any other gap may be given", () => {
    expectClose(ears([2, 4, 6, 11], { method: "C1", baseline: 3 })[3]!.threshold, 4 + 2 * z);
    const c2 = ears([2, 4, 6, 90, 90, 11], { method: "C2", baseline: 3 })[5]!;
    expect(c2).toEqual({
      expected: 4,
      deviation: 2,
      threshold: expect.closeTo(4 + 2 * z, 10),
      alarm: true,
      lacking: null
    });
    expect(ears([2, 4, 6, 90, 11], { method: "C2", baseline: 3, gap: 1 })[4]!.expected).toBe(4);
  });

  test("times left out of the baseline are made up for by earlier ones", () => {
    const excluded = [false, true, false, false, true, false];
    const options = { method: "C1", baseline: 3, excluded } as const;
    const points = ears([2, 99, 4, 6, 80, 11], options);
    expect(points[5]).toMatchObject({ expected: 4, deviation: 2, alarm: true });
    expect(points[4]).toMatchObject({ expected: 4, alarm: true });
    expect(points[3]).toMatchObject({ threshold: null, alarm: null, lacking: "history" });
    expect(ears([2, null, 4, 6, null, 11], { method: "C1", baseline: 3 })[5]).toMatchObject({ expected: 4 });
  });

  test("an unknown count is neither an alarm nor none", () => {
    expect(ears([2, 4, 6, null], { method: "C1", baseline: 3 })[3]).toMatchObject({
      expected: 4,
      alarm: null
    });
    expect(ears([2, 4, 6, 1, 1, 5, 5, null], { method: "C3", baseline: 3 })[7]).toMatchObject({
      threshold: null,
      alarm: null,
      lacking: "count"
    });
  });

  test("C3 adds up the excess of the two times before, but not of one left out", () => {
    // C2 of 10 is 3 at the first, (10 − 4)/2; the excess over 1 is 2. The next baselines are the same three counts.
    const plain = ears([2, 4, 6, 0, 0, 10, 4, 4], { method: "C3", baseline: 3, leastDeviation: 2 });
    const without = ears([2, 4, 6, 0, 0, 10, 4, 4], {
      method: "C3",
      baseline: 3,
      leastDeviation: 2,
      excluded: [false, false, false, false, false, true, false, false]
    });
    expectClose(without[7]!.threshold! - plain[7]!.threshold!, plain[7]!.deviation! * 2);
  });
});

test("equal counts: the least deviation keeps one event from being an alarm", () => {
  const quiet = [0, 0, 0, 0, 0, 0, 0, 1];
  expect(ears(quiet, { method: "C1" })[7]).toMatchObject({ threshold: 0, alarm: true });
  expect(ears(quiet, { method: "C1", leastDeviation: 0.5 })[7]).toMatchObject({
    deviation: 0.5,
    alarm: false
  });
  const zeros = new Array(20).fill(0);
  expect(ears([...zeros, 3, 3, 3], { method: "C3" }).at(-1)).toMatchObject({
    threshold: null,
    lacking: "spread"
  });
});

test("a short history has no threshold", () => {
  expect(ears([], { method: "C2" })).toEqual([]);
  expect(ears([1, 2, 3], { method: "C2" }).map(point => point.lacking)).toEqual([
    "history",
    "history",
    "history"
  ]);
  expect(ears(series.slice(0, 9), { method: "C2" }).every(point => point.threshold === null)).toBe(true);
  expect(ears(series.slice(0, 10), { method: "C2" })[9]!.threshold).not.toBeNull();
});

test("refusals", () => {
  expect(refusal(() => ears([1, -1], { method: "C1" }))).toContain("件数第 2 个");
  expect(refusal(() => ears([1, 0.5], { method: "C1" }))).toContain("件数第 2 个");
  expect(refusal(() => ears([1], { method: "C1", baseline: 2 }))).toContain("基线期数");
  expect(refusal(() => ears([1], { method: "C1", gap: -1 }))).toContain("间隔期数");
  expect(refusal(() => ears([1], { method: "C1", alpha: 0 }))).toContain("显著水平");
  expect(refusal(() => ears([1], { method: "C1", leastDeviation: Number.NaN }))).toContain("最小标准差");
  expect(refusal(() => ears([1], { method: "C1", excluded: [] }))).toContain("排除标记");
});

test("the threshold falls as alpha rises, and rises with the least deviation", () => {
  const list = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 10, maxLength: 30 });
  fc.assert(
    fc.property(list, fc.constantFrom("C1", "C2", "C3"), (values, method) => {
      const last = (alpha: number, leastDeviation: number): number =>
        ears(values, { method, baseline: 4, alpha, leastDeviation }).at(-1)!.threshold!;
      expect(last(0.001, 1)).toBeGreaterThanOrEqual(last(0.05, 1));
      if (method !== "C3") expect(last(0.01, 3)).toBeGreaterThanOrEqual(last(0.01, 0.5));
    })
  );
});

test("the table of checks claims no more than this", () => check.holds());
