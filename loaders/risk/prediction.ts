import betaCdf from "@stdlib/stats-base-dists-beta-cdf";
import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import { checkCount, checkNumbers, checkShare, refuse } from "./refusal.ts";

/** What earlier values of one quantity came to. */
export interface Sample {
  readonly mean: number;
  /** The standard deviation (n − 1). */
  readonly deviation: number;
  /** How many values, 2 or more. */
  readonly size: number;
}

/**
 * The limit a further value exceeds with probability α, in the values' unit:
 *
 *     x̄ + t(1 − α; n − 1) s √(1 + 1/n)
 *
 * Mean and deviation of so few values are taken as the estimates they are; a normal limit x̄ + z s is exceeded far more
 * often than α. Refuses a share outside (0, 1), fewer than two values, a deviation below 0.
 *
 * Source: G. J. Hahn, W. Q. Meeker, Statistical Intervals (1991), 4.7.
 */
export function predictionLimit(sample: Sample, alpha: number): number {
  checkSample(sample);
  checkShare("显著水平", alpha);
  return sample.mean + tQuantile(1 - alpha, sample.size - 1) * spread(sample);
}

/** The probability of a further value as high as `value` or higher; `predictionLimit` has the formula. */
export function predictionTail(sample: Sample, value: number): number {
  checkSample(sample);
  checkNumbers("值", [value]);
  const over = value - sample.mean;
  if (over === 0) return 0.5;
  const t = over / spread(sample);
  const freedom = sample.size - 1;
  const tail = Number.isFinite(t) ? betaCdf(freedom / (freedom + t * t), freedom / 2, 0.5) / 2 : 0;
  return t > 0 ? tail : 1 - tail;
}

function spread({ deviation, size }: Sample): number {
  return deviation * Math.sqrt(1 + 1 / size);
}

function checkSample({ mean, deviation, size }: Sample): void {
  checkNumbers("均值", [mean]);
  checkCount("个数", size, 2);
  if (!(deviation >= 0 && deviation < Number.POSITIVE_INFINITY))
    refuse(`标准差应不小于 0，现在是 ${deviation}`, "改正后再算");
}
