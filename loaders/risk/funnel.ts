import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import { quantileSorted, sum } from "d3-array";
import { type Column, checkAmounts, checkCounts, checkWithin } from "./column.ts";
import { criticalValue } from "./confidence.ts";
import { binomial, type CountDistribution, countQuantile, poisson } from "./distribution.ts";
import { checkLengths, checkShare, refuse } from "./refusal.ts";

/** Events among a base that contains them (households of all households), or events against an expected number. */
export type Family = "binomial" | "poisson";

export interface FunnelOptions {
  /** Binomial by default. */
  readonly family?: Family;
  /** The rate all places are compared with; by default Σ events / Σ base. For events against expected ones give 1. */
  readonly target?: number;
  /** The shares of places inside the limits if all had the target's rate; 0.95 and 0.998 by default. */
  readonly coverages?: readonly number[];
  /** The share of z-scores pulled in at either end before the over-dispersion is measured; 0.1 by default. */
  readonly winsorised?: number;
  /**
   * What to do where places differ more than chance allows: widen the exact limits by √φ, add the variance τ² between
   * places to the normal limits, or nothing (the default).
   */
  readonly overdispersion?: "none" | "multiplicative" | "additive";
}

export interface FunnelLimits {
  readonly coverage: number;
  readonly low: number;
  readonly high: number;
}

/** One place of a funnel plot. */
export interface FunnelPlace {
  /** events / base; null without data. */
  readonly rate: number | null;
  /** (rate − target) / its standard error under the target, not adjusted for over-dispersion. */
  readonly z: number | null;
  /** Two-sided: twice the smaller exact tail, at most 1; normal where over-dispersion is adjusted for. */
  readonly p: number | null;
  /** One entry a coverage, in the order given; empty without data. */
  readonly limits: readonly FunnelLimits[];
  /** Against the limits of the widest coverage. `no_data`: base is 0, or base or events are not known. */
  readonly verdict: "above" | "below" | "inside" | "no_data";
}

export interface Funnel {
  /** Null where no place has data. */
  readonly target: number | null;
  /** φ = mean z², and after winsorising; null where no z is defined (no place with data, target 0 or 1). */
  readonly phi: { readonly raw: number; readonly winsorised: number } | null;
  /** τ², from the winsorised φ, in squared units of the rate; null where φ is, and for a single place. */
  readonly tau2: number | null;
  readonly places: readonly FunnelPlace[];
}

/**
 * A funnel plot: which places differ from the target by more than chance, given their size.
 *
 *     z = (r − θ) / s,  s² = θ(1 − θ)/N (binomial) or θ/N (Poisson)
 *     φ = Σ z_w² / n with z winsorised at its q and 1 − q quantiles
 *     τ² = max(0, (nφ − (n − 1)) / (Σw − Σw²/Σw)),  w = 1/s²
 *
 * Limits are those of `funnelLimit`; widened: θ + (limit − θ)·√φ where φ > 1; additive: θ ± z_p √(s² + τ²). They stay
 * within 0 and 1 (Poisson: from 0). Refuses columns of different lengths, negative or broken events, a binomial base
 * that is not whole or is smaller than its events, a target outside (0, 1) (Poisson: not above 0).
 *
 * Source: D. J. Spiegelhalter, Statistics in Medicine 24 (2005), 1185–1202, and Quality and Safety in Health Care 14
 * (2005), 347–351.
 */
export function funnel(events: Column, base: Column, options: FunnelOptions = {}): Funnel {
  const {
    family = "binomial",
    coverages = [0.95, 0.998],
    winsorised = 0.1,
    overdispersion = "none"
  } = options;
  check(events, base, family);
  const known = events.flatMap((value, at) =>
    value !== null && base[at] ? [{ at, value, base: base[at] }] : []
  );
  const target =
    options.target ?? (known.length > 0 ? sum(known, k => k.value) / sum(known, k => k.base) : null);
  if (options.target !== undefined) checkTarget(options.target, family);
  if (coverages.length === 0) refuse("没有给控制限的覆盖率", "至少给一个，如 0.998");
  for (const coverage of coverages) checkShare("控制限的覆盖率", coverage);
  if (!(winsorised >= 0 && winsorised < 0.5))
    refuse(`缩尾比例应不小于 0、小于 0.5，现在是 ${winsorised}`, "改正后再算");
  const places: FunnelPlace[] = events.map(() => noData);
  if (target === null) return { target, phi: null, tau2: null, places };

  const variance = family === "binomial" ? target * (1 - target) : target;
  const scores =
    variance > 0 ? known.map(k => (k.value / k.base - target) / Math.sqrt(variance / k.base)) : [];
  const phi = scores.length > 0 ? dispersion(scores, winsorised) : null;
  const tau2 =
    phi === null
      ? null
      : between(
          phi.winsorised,
          known.map(k => k.base / variance)
        );
  const widening = Math.sqrt(Math.max(1, overdispersion === "multiplicative" ? (phi?.winsorised ?? 1) : 1));
  const most = family === "binomial" ? 1 : Number.POSITIVE_INFINITY;
  const clamp = (value: number): number => Math.min(most, Math.max(0, value));

  known.forEach((k, order) => {
    const rate = k.value / k.base;
    const spread = Math.sqrt(variance / k.base + (tau2 ?? 0));
    const limits = coverages.map(coverage => {
      const tail = (1 - coverage) / 2;
      const half = criticalValue(coverage) * spread;
      // All or none everywhere: there is no room for chance.
      if (variance === 0) return { coverage, low: target, high: target };
      const [low, high] =
        overdispersion === "additive"
          ? [target - half, target + half]
          : [tail, 1 - tail].map(p => target + (limitAt(k.base, target, p, family) - target) * widening);
      return { coverage, low: clamp(low!), high: clamp(high!) };
    });
    const z = scores[order] ?? null;
    const adjusted = overdispersion === "additive" ? (rate - target) / spread : (z ?? 0) / widening;
    const isAdjusted = overdispersion === "additive" ? (tau2 ?? 0) > 0 : widening > 1;
    const p =
      z === null
        ? 1
        : isAdjusted
          ? 2 * normalCdf(-Math.abs(adjusted), 0, 1)
          : exactP(k.value, k.base, target, family);
    places[k.at] = { rate, z, p, limits, verdict: verdictOf(rate, limits) };
  });
  return { target, phi, tau2, places };
}

/**
 * The rate that a place of the given base stays under with the given probability if its true rate is the target,
 * interpolated between counts so that the funnel is smooth:
 *
 *     (r − α) / N,  r = the smallest count with F(r) ≥ p,  α = (F(r) − p) / (F(r) − F(r − 1)),  at least 0
 *
 * Refuses what `funnel` refuses. Source: D. J. Spiegelhalter (2005), appendix A.1.
 */
export function funnelLimit(
  base: number,
  target: number,
  probability: number,
  family: Family = "binomial"
): number {
  check([0], [base], family);
  checkTarget(target, family);
  checkShare("控制限的概率", probability);
  if (base === 0) refuse("基数为 0，没有控制限", "只给有基数的地方画控制限");
  return limitAt(base, target, probability, family);
}

const noData: FunnelPlace = { rate: null, z: null, p: null, limits: [], verdict: "no_data" };

function limitAt(base: number, target: number, probability: number, family: Family): number {
  const counts = distribution(base, target, family);
  const r = countQuantile(counts, probability);
  const above = counts.atMost(r);
  const alpha = (above - probability) / (above - counts.atMost(r - 1));
  return Math.max(0, (r - alpha) / base);
}

function distribution(base: number, target: number, family: Family): CountDistribution {
  return family === "binomial" ? binomial(base, target) : poisson(base * target);
}

function exactP(events: number, base: number, target: number, family: Family): number {
  const counts = distribution(base, target, family);
  return Math.min(1, 2 * Math.min(counts.atMost(events), counts.atLeast(events)));
}

function dispersion(scores: readonly number[], share: number): { raw: number; winsorised: number } {
  const sorted = [...scores].sort((a, b) => a - b);
  const low = quantileSorted(sorted, share)!;
  const high = quantileSorted(sorted, 1 - share)!;
  const mean = (squares: (z: number) => number): number => sum(scores, squares) / scores.length;
  return { raw: mean(z => z * z), winsorised: mean(z => Math.min(high, Math.max(low, z)) ** 2) };
}

function between(phi: number, weights: readonly number[]): number | null {
  const n = weights.length;
  if (n < 2) return null;
  const total = sum(weights);
  return Math.max(0, (n * phi - (n - 1)) / (total - sum(weights, w => w * w) / total));
}

function verdictOf(rate: number, limits: readonly FunnelLimits[]): FunnelPlace["verdict"] {
  const widest = limits.reduce((a, b) => (b.coverage > a.coverage ? b : a));
  return rate > widest.high ? "above" : rate < widest.low ? "below" : "inside";
}

function checkTarget(target: number, family: Family): void {
  if (family === "binomial") checkShare("对照的比率", target);
  else if (!(target > 0 && target < Number.POSITIVE_INFINITY))
    refuse(`对照的比率应大于 0，现在是 ${target}`, "改正后再算");
}

function check(events: Column, base: Column, family: Family): void {
  checkLengths("基数", events.length, base.length);
  checkCounts("件数", events);
  if (family === "poisson") checkAmounts("基数", base);
  else checkWithin(events, base);
}
