import { beforeEach, expect, test } from "vitest";
import { poissonLimits, standardisedRatio } from "../../loaders/risk/ratio.ts";
import { checked, expectClose, expected, input, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("标准化比的精确区间");

test.each(["ci95", "ci998"])("Scottish lip cancer, %s", key => {
  const wanted = expected("smr_exact")[key];
  const ratios = input("smr_exact").map(row =>
    standardisedRatio(Number(row.observed), Number(row.expected), wanted.conf_level)
  );
  check.near(
    ratios.map(ratio => ratio!.ratio),
    wanted.smr
  );
  check.near(
    ratios.map(ratio => ratio!.low),
    wanted.lower
  );
  check.near(
    ratios.map(ratio => ratio!.high),
    wanted.upper
  );
  const { lower, upper } = wanted.closed_form;
  check.near([ratios.map(ratio => ratio!.low), ratios.map(ratio => ratio!.high)], [lower, upper]);
});

test("from none to a hundred thousand events, at three levels", () => {
  const { observed, expected: base, cases } = expected("ratio_cases");
  for (const { confidence, low, high } of cases) {
    const ratios = observed.map((o: number, i: number) => standardisedRatio(o, base[i], confidence));
    check.near(
      ratios.map((ratio: { low: number }) => ratio.low),
      low
    );
    check.near(
      ratios.map((ratio: { high: number }) => ratio.high),
      high
    );
  }
});

test("no events: from 0 to −ln(α/2)", () => {
  expect(poissonLimits(0).low).toBe(0);
  expectClose(poissonLimits(0).high, -Math.log(0.025));
  expectClose(poissonLimits(0, 0.9).high, -Math.log(0.05));
});

test("nothing expected, or not known: undefined, not 0", () => {
  expect(standardisedRatio(3, 0)).toBeNull();
  expect(standardisedRatio(0, 0)).toBeNull();
  expect(standardisedRatio(null, 4)).toBeNull();
  expect(standardisedRatio(3, null)).toBeNull();
});

test("refusals", () => {
  expect(refusal(() => standardisedRatio(-1, 2))).toContain("实有件数");
  expect(refusal(() => standardisedRatio(1.5, 2))).toContain("实有件数");
  expect(refusal(() => standardisedRatio(1, -2))).toContain("预期件数");
  expect(refusal(() => standardisedRatio(1, Number.NaN))).toContain("预期件数");
  expect(refusal(() => poissonLimits(1, 95))).toContain("置信水平");
});

test("the table of checks claims no more than this", () => check.holds());
