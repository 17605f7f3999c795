import { sum } from "d3-array";
import { type Column, checkAmounts, checkCounts } from "./column.ts";
import { gammaQuantile } from "./distribution.ts";
import type { Family } from "./funnel.ts";
import { checkCount, checkLengths, checkShare } from "./refusal.ts";

/**
 * How a place's rate came about, one of:
 * - `smoothed`: drawn to the mean by as much as its base is small;
 * - `flat`: the places differ no more than chance allows (a = 0), all have the mean; do not colour a map with it;
 * - `island`: no neighbour with data (local only), the rate is as it was;
 * - `no_events`: none in the place or around it, the mean is 0; only an upper limit can be told;
 * - `no_base`: base is 0, the rate is undefined;
 * - `missing`: events or base are not known.
 */
export type SmoothingState = "smoothed" | "flat" | "island" | "no_events" | "no_base" | "missing";

export interface SmoothedPlace {
  readonly state: SmoothingState;
  /** events / base; null without base or data. */
  readonly rate: number | null;
  /** Null for `no_events`, `no_base` and `missing`. */
  readonly smoothed: number | null;
  /** Limits of the smoothed rate; null where the model has none (`flat`, `island`, binomial, no data). */
  readonly low: number | null;
  readonly high: number | null;
  /** m, the mean of the places it was drawn to; null without data. */
  readonly mean: number | null;
  /** a, the variance between them; null without data. */
  readonly variance: number | null;
}

export interface SmoothingOptions {
  /** Of the limits; 0.95 by default. */
  readonly confidence?: number;
}

/**
 * Global empirical Bayes: rates of small places drawn to the mean of all, the more the smaller their base.
 *
 *     m = ΣO/ΣN,  s² = ΣN(r − m)²/ΣN,  a = max(0, s² − m/N̄),  θ = m + (r − m)·a/(a + m/N)
 *
 * Binomial (events contained in a base that is not large):
 *
 *     θ = m + (r − m)·ρ,  ρ = (N s² − (N/N̄) m(1 − m)) / ((N − 1) s² + ((N̄ − N)/N̄) m(1 − m)),  0 where s² ≤ m(1 − m)/N̄
 *
 * where `variance` is s². Poisson limits are quantiles of the gamma distribution with shape m²/a + O and rate m/a + N,
 * whose mean is θ; `no_events`: from 0 to −ln(1 − confidence)/N, about 3/N. Places without base or data are left out
 * of every sum. A lone hot spot is drawn in as well: show O and N beside it. Refuses columns of different lengths and
 * negative or broken values.
 *
 * Source: R. J. Marshall, Applied Statistics 40 (1991), 283–294; as `EBest` of R's spdep.
 */
export function smoothGlobally(
  events: Column,
  base: Column,
  options: SmoothingOptions & { readonly family?: Family } = {}
): SmoothedPlace[] {
  const confidence = check(events, base, options);
  const members = events.flatMap((value, at) =>
    value !== null && base[at] ? [{ value, base: base[at] }] : []
  );
  const moments = momentsOf(members);
  return events.map((value, at) => place(value, base[at]!, moments, confidence, options.family ?? "poisson"));
}

/**
 * Local empirical Bayes: as `smoothGlobally` (Poisson), with m, s², N̄ of the place and its neighbours. `neighbours`
 * lists, for each place, the places beside it, counted from 0; the place itself belongs to its window in any case.
 *
 * `mean` says from which mean the rates of a window differ in s²: `window` (the default) takes the window's for all
 * its members, as GeoDa does; `own` takes for each member the mean of the member's own window, as `EBlocal` of R's
 * spdep does by default. The two differ.
 *
 * Source: R. J. Marshall, Applied Statistics 40 (1991), 283–294.
 */
export function smoothLocally(
  events: Column,
  base: Column,
  neighbours: readonly (readonly number[])[],
  options: SmoothingOptions & { readonly mean?: "window" | "own" } = {}
): SmoothedPlace[] {
  const confidence = check(events, base, options);
  checkLengths("邻区表", events.length, neighbours.length);
  const windows = neighbours.map((list, at) => {
    for (const other of list) checkCount(`第 ${at + 1} 个地方的邻区`, other, 0, events.length - 1);
    return [...new Set([at, ...list])].flatMap(j => {
      const value = events[j]!;
      return value !== null && base[j] ? [{ at: j, value, base: base[j] }] : [];
    });
  });
  const means = windows.map(members => sum(members, k => k.value) / sum(members, k => k.base));
  return windows.map((members, at) => {
    const moments = momentsOf(members, options.mean === "own" ? k => means[k.at]! : undefined);
    return place(events[at]!, base[at]!, moments, confidence, "poisson", members.length === 1);
  });
}

interface Member {
  readonly value: number;
  readonly base: number;
}

interface Moments {
  readonly mean: number;
  /** s². */
  readonly spread: number;
  readonly meanBase: number;
}

function momentsOf<T extends Member>(members: readonly T[], meanFor?: (member: T) => number): Moments {
  const total = sum(members, k => k.base);
  const mean = sum(members, k => k.value) / total;
  const spread = sum(members, k => k.base * (k.value / k.base - (meanFor?.(k) ?? mean)) ** 2) / total;
  return { mean, spread, meanBase: total / members.length };
}

function place(
  value: number | null,
  base: number | null,
  { mean, spread, meanBase }: Moments,
  confidence: number,
  family: Family,
  isAlone = false
): SmoothedPlace {
  const none = { smoothed: null, low: null, high: null };
  if (value === null || base === null)
    return { state: "missing", rate: null, ...none, mean: null, variance: null };
  if (base === 0) return { state: "no_base", rate: null, ...none, mean: null, variance: null };
  const rate = value / base;
  const isPoisson = family === "poisson";
  const excess = spread - (isPoisson ? mean : mean * (1 - mean)) / meanBase;
  const variance = isPoisson ? Math.max(0, excess) : spread;
  const told = { rate, mean, variance };
  if (mean === 0)
    return { state: "no_events", ...told, ...none, low: 0, high: -Math.log(1 - confidence) / base };
  if (isAlone) return { state: "island", ...told, ...none, smoothed: rate };
  if (excess <= 0) return { state: "flat", ...told, ...none, smoothed: mean };
  if (!isPoisson)
    return { state: "smoothed", ...told, ...none, smoothed: mean + (rate - mean) * binomialShare() };
  const shape = (mean * mean) / variance + value;
  const scale = mean / variance + base;
  const tail = (1 - confidence) / 2;
  return {
    state: "smoothed",
    ...told,
    smoothed: mean + ((rate - mean) * variance) / (variance + mean / base),
    low: gammaQuantile(tail, shape) / scale,
    high: gammaQuantile(1 - tail, shape) / scale
  };

  function binomialShare(): number {
    const noise = (mean * (1 - mean)) / meanBase;
    return (base! * (spread - noise)) / ((base! - 1) * spread + (meanBase - base!) * noise);
  }
}

function check(events: Column, base: Column, { confidence = 0.95 }: SmoothingOptions): number {
  checkLengths("基数", events.length, base.length);
  checkCounts("件数", events);
  checkAmounts("基数", base);
  checkShare("置信水平", confidence);
  return confidence;
}
