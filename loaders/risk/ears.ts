import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { deviation, mean } from "d3-array";
import { type Column, checkCounts } from "./column.ts";
import { checkCount, checkLengths, checkShare, refuse } from "./refusal.ts";

export interface EarsOptions {
  /** C1: baseline just before; C2: a gap before the baseline ends; C3: C2 of this time and the excess of the two before. */
  readonly method: "C1" | "C2" | "C3";
  /** How many times the baseline has, 3 or more; 7 by default. */
  readonly baseline?: number;
  /** Times between the baseline and the time judged; by default 0 (C1) or 2 (C2, C3). */
  readonly gap?: number;
  /** The least standard deviation; 0 by default, but then one event after quiet times is an alarm: give 0.5 to 1. */
  readonly leastDeviation?: number;
  /** The share of times above the threshold by chance; 0.001 by default, 0.025 for C3. */
  readonly alpha?: number;
  /** Times left out of every baseline (true): months of a general check, of the Spring Festival. */
  readonly excluded?: readonly boolean[];
}

/** One time of the series. */
export interface EarsPoint {
  /** The mean of the baseline; null without threshold. */
  readonly expected: number | null;
  /** The standard deviation of the baseline (n − 1), at least `leastDeviation`; null without threshold. */
  readonly deviation: number | null;
  /** An alarm is a count above it; null where it cannot be told, see `lacking`. */
  readonly threshold: number | null;
  /** Null where count or threshold is not known. */
  readonly alarm: boolean | null;
  /**
   * Why there is no threshold, one of: `history`, too few times before; `count`, C3 needs the count itself; `spread`,
   * C3 with a baseline that does not vary and no least deviation. Null where there is one.
   */
  readonly lacking: "history" | "count" | "spread" | null;
}

/**
 * EARS: is a count higher than the few times before let expect? For short histories (under three years).
 *
 *     C1, C2   threshold = x̄ + z s,  z = Φ⁻¹(1 − α)
 *     C3       threshold = max(0, y_t + s_t (z − Σ_{i=1,2} max(0, C2_{t−i} − 1))),  C2_t = (y_t − x̄_t) / s_t
 *
 * x̄ and s are of the latest `baseline` times before the gap that are known and not excluded; times left out are made
 * up for by earlier ones. C3 counts no excess of a time that is excluded or not known. An excluded time is itself
 * judged like others. The series is in order of time without holes (null where not known). Refuses negative or broken
 * counts, a baseline under 3, exclusions of another length.
 *
 * Source: L. Hutwagner et al., Journal of Urban Health 80 (2003), i89–i96; M. Salmon et al., Journal of Statistical
 * Software 70 (2016), `earsC` of R's surveillance.
 */
export function ears(counts: Column, options: EarsOptions): EarsPoint[] {
  const { method, baseline = 7, leastDeviation = 0, excluded = [] } = options;
  const { gap = method === "C1" ? 0 : 2, alpha = method === "C3" ? 0.025 : 0.001 } = options;
  checkCounts("件数", counts);
  checkCount("基线期数", baseline, 3);
  checkCount("间隔期数", gap);
  checkShare("显著水平", alpha);
  if (!(leastDeviation >= 0)) refuse(`最小标准差应不小于 0，现在是 ${leastDeviation}`, "改正后再算");
  if (options.excluded) checkLengths("排除标记", counts.length, excluded.length);
  const z = normalQuantile(1 - alpha, 0, 1);
  const bases = counts.map((_, time) => {
    const values: number[] = [];
    for (let at = time - gap - 1; at >= 0 && values.length < baseline; at--)
      if (counts[at] !== null && !excluded[at]) values.push(counts[at]!);
    if (values.length < baseline) return null;
    return { mean: mean(values)!, deviation: Math.max(deviation(values)!, leastDeviation) };
  });
  const excess = (time: number): number => {
    const base = bases[time]!;
    const count = counts[time];
    if (count === null || excluded[time]) return 0;
    return Math.max(0, (count! - base.mean) / base.deviation - 1);
  };

  return counts.map((count, time) => {
    const base = bases[time];
    if (!base || (method === "C3" && !(bases[time - 1] && bases[time - 2]))) return without("history");
    let threshold = base.mean + z * base.deviation;
    if (method === "C3") {
      if (count === null) return without("count");
      threshold = Math.max(0, count + base.deviation * (z - excess(time - 1) - excess(time - 2)));
      if (!Number.isFinite(threshold)) return without("spread");
    }
    const alarm = count === null ? null : count > threshold;
    return { expected: base.mean, deviation: base.deviation, threshold, alarm, lacking: null };
  });
}

function without(lacking: EarsPoint["lacking"]): EarsPoint {
  return { expected: null, deviation: null, threshold: null, alarm: null, lacking };
}
