import { beforeEach, describe, expect, test } from "vitest";
import { type FarringtonOptions, farringtonFlexible } from "../../loaders/risk/farrington.ts";
import { checked, expectClose, expected, input, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("Farrington 灵活法");

type Loose = ReturnType<typeof expected>;

const optionsOf = (control: Loose, frequency: number): FarringtonOptions => ({
  frequency,
  years: control.b,
  window: control.w,
  periods: control.noPeriods,
  recent: control.pastWeeksNotIncluded,
  reweight: control.reweight,
  weightsThreshold: control.weightsThreshold,
  least: control.limit54,
  trend: control.trend,
  trendAlpha: control.pThresholdTrend,
  method: control.thresholdMethod,
  power: control.powertrans,
  alpha: control.alpha
});
const from = (first: number, length: number): number[] => Array.from({ length }, (_, i) => first + i);

test.each(Object.entries(expected("farrington_flexible")))("Salmonella Agona, weekly, %s", (_, value) => {
  const wanted = value as Loose;
  const counts = input("farrington_flexible").map(row => Number(row.observed));
  const times = from(wanted.range[0] - 1, wanted.upperbound.length);
  const points = farringtonFlexible(counts, { ...optionsOf(wanted.control, 52), times });
  check.near(
    points.map(point => point.threshold),
    wanted.upperbound
  );
  check.near(
    points.map(point => point.expected),
    wanted.expected
  );
  check.near(
    points.map(point => point.score),
    wanted.score
  );
  check.near(
    points.map(point => point.p),
    wanted.pvalue
  );
  expect(points.map(point => Number(point.alarm))).toEqual(wanted.alarm);
  expect(points.map(point => Number(point.trend))).toEqual(wanted.trend);
});

const { cases } = expected("farrington_cases");
test.each((cases as Loose[]).map((value, i) => ({ i, value })))(
  "made-up and Newport counts, case $i",
  ({ value }) => {
    const { control, counts, frequency, first } = value;
    const times = from(first, value.expected.length);
    const points = farringtonFlexible(counts, { ...optionsOf(control, frequency), times });
    for (const key of ["threshold", "expected", "score", "p", "trend", "phi"] as const)
      check.near(
        points.map(point => point[key]),
        value[key]
      );
    points.forEach((point, i) => {
      if (point.threshold === null) expect(point).toMatchObject({ alarm: null, lacking: "sparse" });
      else expect(point.alarm).toBe(value.alarm[i]);
    });
  }
);

describe("edges", () => {
  const months = { frequency: 12, years: 3, window: 1, periods: 4, recent: 6 } as const;
  const steady = Array.from({ length: 48 }, (_, i) => 20 + (i % 3));

  test("a short history has no threshold", () => {
    const points = farringtonFlexible(steady, months);
    expect(points.slice(0, 37).every(point => point.lacking === "history")).toBe(true);
    expect(points.slice(37).every(point => point.lacking === null && point.threshold! > 20)).toBe(true);
    expect(farringtonFlexible([], months)).toEqual([]);
  });

  test("too few events lately: no threshold, and no alarm either way", () => {
    const few = steady.map((_, i) => (i % 12 === 0 ? 1 : 0));
    expect(farringtonFlexible(few, { ...months, times: [47] })).toMatchObject([
      { threshold: null, expected: null, alarm: null, lacking: "sparse" }
    ]);
  });

  test("a jump is an alarm; an unknown count is neither", () => {
    const jump = [...steady.slice(0, 47), 60];
    expect(farringtonFlexible(jump, { ...months, times: [47] })).toMatchObject([
      { alarm: true, lacking: null }
    ]);
    const gap = [...steady.slice(0, 47), null];
    const [point] = farringtonFlexible(gap, { ...months, times: [47] });
    expect(point).toMatchObject({ alarm: null, p: null, score: null, lacking: null });
    expect(point!.threshold).toBeGreaterThan(20);
  });

  test("excluded times are as if not known", () => {
    const campaign = steady.map((value, i) => (i % 12 === 5 ? value + 200 : value));
    const excluded = steady.map((_, i) => i % 12 === 5);
    const unknown = campaign.map((value, i) => (excluded[i] ? null : value));
    const options = { ...months, periods: 1, window: 3, times: [45] };
    expect(farringtonFlexible(campaign, { ...options, excluded })).toEqual(
      farringtonFlexible(unknown, options)
    );
  });

  test("nothing known of the windows: no threshold", () => {
    const excluded = steady.map((_, i) => [10, 11, 0].includes(i % 12));
    expect(farringtonFlexible(steady, { ...months, excluded, times: [47] })).toMatchObject([
      { lacking: "history" }
    ]);
  });

  test("fewer times than parameters: no model", () => {
    const counts = steady.map((value, i) => (i === 11 || i === 23 || i > 40 ? value : null));
    expect(farringtonFlexible(counts, { ...months, times: [47] })).toMatchObject([
      { threshold: null, lacking: "fit" }
    ]);
  });

  test("nothing in the history: any event is too many, but of the mean there is no upper limit", () => {
    // surveillance 1.20.3 gives the bound 0, the mean 3.77513454427869e-12, and with muan NA.
    const counts = [...new Array(70).fill(0), 3, 4];
    const options = { ...months, years: 5, times: [71] };
    const [point] = farringtonFlexible(counts, options);
    expect(point).toMatchObject({ threshold: 0, alarm: true });
    expectClose(point!.expected! * 1e12, 3.77513454427869);
    expect(farringtonFlexible(counts, { ...options, method: "muan" })).toMatchObject([
      { threshold: null, alarm: null, lacking: "fit" }
    ]);
  });

  test("all equal: the Poisson threshold of that count", () => {
    const [point] = farringtonFlexible(new Array(48).fill(7), { ...months, times: [47] });
    expectClose([point!.expected, point!.phi, point!.threshold], [7, 1, 14]);
  });

  test("a smaller alpha gives a higher threshold, for each method", () => {
    for (const method of ["nbPlugin", "muan", "delta"] as const) {
      const at = (alpha: number): number =>
        farringtonFlexible(steady, { ...months, method, alpha, times: [47] })[0]!.threshold!;
      expect(at(0.001)).toBeGreaterThan(at(0.05));
    }
  });

  test("refusals", () => {
    expect(refusal(() => farringtonFlexible([1, Number.NaN], months))).toContain("件数第 2 个");
    expect(refusal(() => farringtonFlexible([1, -3], months))).toContain("件数第 2 个");
    expect(refusal(() => farringtonFlexible([1], { ...months, periods: 11 }))).toContain("减少季节段数");
    expect(refusal(() => farringtonFlexible([1], { ...months, window: 6 }))).toContain("分不出");
    expect(refusal(() => farringtonFlexible([1], { ...months, alpha: 2 }))).toContain("显著水平");
    expect(refusal(() => farringtonFlexible([1], { ...months, times: [4] }))).toContain("要判断的期");
    expect(refusal(() => farringtonFlexible([1], { ...months, excluded: [] }))).toContain("排除标记");
    expect(refusal(() => farringtonFlexible([1], { ...months, least: [5, 0] }))).toContain("近期期数");
  });
});

test("the table of checks claims no more than this", () => check.holds());
