import fc from "fast-check";
import { expect, test } from "vitest";
import { eValue, hazardToRisk, oddsToRisk, riskRatio } from "../../loaders/risk/evalue.ts";
import { checked, expectClose, expected, refusal } from "./reference.ts";

const check = checked("E 值");

test("the published example, a ratio below 1, an interval that holds 1", () => {
  const wanted = expected("evalue");
  for (const key of ["1", "2", "3"]) {
    const { rr, lo, hi, evalue_point, evalue_limit } = wanted[key];
    const { point, limit } = eValue({ ratio: rr, low: lo, high: hi });
    check.near([point, limit], [evalue_point, evalue_limit]);
  }
  const { hr, rr_approx } = wanted["hr_common_outcome_0.5"];
  check.near(hazardToRisk(hr), rr_approx);
  expect(oddsToRisk(6.25)).toBe(2.5);
});

test("a ratio and its inverse have one E-value; hazard ratios too", () => {
  fc.assert(
    fc.property(fc.double({ min: 1.01, max: 50, noNaN: true }), ratio => {
      const { point, limit } = eValue({ ratio, low: ratio / 1.005, high: ratio * 2 });
      const other = eValue({ ratio: 1 / ratio, low: 1 / (ratio * 2), high: 1.005 / ratio });
      expectClose([other.point, other.limit], [point, limit]);
      expect(point).toBeGreaterThanOrEqual(limit);
      expectClose(hazardToRisk(1 / ratio), 1 / hazardToRisk(ratio));
    })
  );
});

test("two risks make a ratio", () => {
  const risk = (estimate: number, error: number) => ({ estimate, error, low: 0, high: 1 });
  const { ratio, low, high } = riskRatio(risk(0.3, 0.03), risk(0.2, 0.04))!;
  const half = 1.959963984540054 * Math.sqrt(0.01 + 0.04);
  expectClose([ratio, low, high], [1.5, 1.5 * Math.exp(-half), 1.5 * Math.exp(half)]);
  expect(riskRatio(risk(0, 0), risk(0.2, 0.04))).toBeNull();
});

test("refused", () => {
  expect(refusal(() => eValue({ ratio: 2, low: 2.5, high: 3 }))).toContain("2.5、2、3");
  expect(refusal(() => eValue({ ratio: 0.5, low: -1, high: 3 }))).toContain("检查是否取了对数");
  expect(refusal(() => eValue({ ratio: Number.NaN, low: 1, high: 3 }))).toContain("应为正数");
  expect(refusal(() => oddsToRisk(0))).toContain("优势比应是正数，现在是 0");
  expect(refusal(() => hazardToRisk(Number.NaN))).toContain("风险比应是正数");
});

test("the table of checks claims no more than this", () => check.holds());
