import type { Effect } from "./comparison.ts";
import { criticalValue } from "./confidence.ts";
import type { Ratio } from "./ratio.ts";
import { refuse } from "./refusal.ts";

export interface EValue {
  /** For the ratio itself. */
  readonly point: number;
  /** For the limit nearest to 1; 1 where the interval holds 1. */
  readonly limit: number;
}

/**
 * The E-value: how strongly (as a risk ratio) something not measured would have to go with both the measure and the
 * outcome to explain the ratio away. Ratios below 1 are turned over first.
 *
 *     E = RR + √(RR (RR − 1))
 *
 * Refuses ratios that are not positive, or outside their limits. Rate ratios enter as they are; odds and hazard ratios
 * of an outcome that more than about 15 % have, through `oddsToRisk` and `hazardToRisk`; risk differences through
 * `riskRatio`.
 *
 * Source: T. J. VanderWeele, P. Ding, Annals of Internal Medicine 167 (2017), 268–274.
 */
export function eValue({ ratio, low, high }: Ratio): EValue {
  if (!(low > 0 && low <= ratio && ratio <= high)) {
    refuse(`比值及其区间应为正数并依次增大，现在是 ${low}、${ratio}、${high}`, "检查是否取了对数");
  }
  const near = ratio >= 1 ? Math.max(1, low) : Math.min(1, high);
  return { point: strength(ratio), limit: strength(near) };
}

/**
 * The risk ratio that an odds ratio of a common outcome comes near to: √OR. Refuses what is not positive.
 *
 * Source: T. J. VanderWeele, P. Ding, Annals of Internal Medicine 167 (2017), 268–274, table 2.
 */
export function oddsToRisk(ratio: number): number {
  checkPositive("优势比", ratio);
  return Math.sqrt(ratio);
}

/**
 * The risk ratio that a hazard ratio of a common outcome comes near to: (1 − ½^√HR) / (1 − ½^√(1/HR)). Refuses what is
 * not positive.
 *
 * Source: T. J. VanderWeele, P. Ding, Annals of Internal Medicine 167 (2017), 268–274, table 2.
 */
export function hazardToRisk(ratio: number): number {
  checkPositive("风险比", ratio);
  return (1 - 0.5 ** Math.sqrt(ratio)) / (1 - 0.5 ** Math.sqrt(1 / ratio));
}

/**
 * The ratio of two independent risks with limits symmetric on the log scale: ln RR ± z √((SE₁/p₁)² + (SE₀/p₀)²), for
 * example of `weightedDifference` with a 0/1 outcome. Null where one of the risks is 0: the ratio has no interval.
 */
export function riskRatio(treated: Effect, control: Effect, confidence = 0.95): Ratio | null {
  const z = criticalValue(confidence);
  if (!(treated.estimate > 0 && control.estimate > 0)) return null;
  const ratio = treated.estimate / control.estimate;
  const half = z * Math.hypot(treated.error / treated.estimate, control.error / control.estimate);
  return { ratio, low: ratio * Math.exp(-half), high: ratio * Math.exp(half) };
}

function strength(ratio: number): number {
  const up = Math.max(ratio, 1 / ratio);
  return up + Math.sqrt(up * (up - 1));
}

function checkPositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) refuse(`${name}应是正数，现在是 ${value}`, "检查是否取了对数");
}
