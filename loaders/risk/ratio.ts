import { checkAmounts, checkCounts } from "./column.ts";
import { gammaQuantile } from "./distribution.ts";
import { checkShare } from "./refusal.ts";

/** A ratio and its limits. */
export interface Ratio {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The exact (Garwood) limits of a Poisson mean of which `count` events were seen:
 *
 *     low = G⁻¹(α/2; O),  high = G⁻¹(1 − α/2; O + 1),  α = 1 − confidence
 *
 * with G⁻¹ the gamma quantile of scale 1, half the chi-square quantile of twice the shape. No events: low is 0, high
 * is finite. Refuses a count that is not a whole number from 0 and a confidence outside (0, 1).
 *
 * Source: F. Garwood, Biometrika 28 (1936), 437–442; as R's `poisson.test`.
 */
export function poissonLimits(
  count: number,
  confidence = 0.95
): { readonly low: number; readonly high: number } {
  checkCounts("件数", [count]);
  checkShare("置信水平", confidence);
  const tail = (1 - confidence) / 2;
  return { low: count === 0 ? 0 : gammaQuantile(tail, count), high: gammaQuantile(1 - tail, count + 1) };
}

/**
 * The standardised ratio of events seen to events expected (1 = as expected) with exact Poisson limits. Null where
 * either is not known or nothing was expected: the ratio is then undefined, not 0. Ratios of two places answer to
 * different structures and are not comparable with each other. Refuses what `poissonLimits` refuses and an expected
 * number below 0.
 */
export function standardisedRatio(
  observed: number | null,
  expected: number | null,
  confidence = 0.95
): Ratio | null {
  checkCounts("实有件数", [observed]);
  checkAmounts("预期件数", [expected]);
  if (observed === null || !expected) return null;
  const { low, high } = poissonLimits(observed, confidence);
  return { ratio: observed / expected, low: low / expected, high: high / expected };
}
