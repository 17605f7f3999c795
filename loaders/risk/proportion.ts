import betaQuantile from "@stdlib/stats-base-dists-beta-quantile";
import { wilson } from "../../src/lib/wilson.ts";
import { criticalValue } from "./confidence.ts";
import { hypergeometric } from "./hypergeometric.ts";
import { checkCount, checkShare } from "./refusal.ts";

/** `hits` of `size` units drawn at random. */
export interface Hits {
  readonly hits: number;
  readonly size: number;
}

/** A share (0–1) and its limits. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The Wilson interval of a share, for display; `src/lib/wilson.ts` has the formula and its source. Null where nothing
 * was drawn: the share is unknown, not 0. Refuses hits that are not between 0 and the size.
 */
export function wilsonInterval({ hits, size }: Hits, confidence = 0.95): Share | null {
  checkHits({ hits, size });
  const limits = wilson(hits, size, criticalValue(confidence));
  return limits && { share: hits / size, low: limits[0], high: limits[1] };
}

/**
 * The exact (Clopper–Pearson) interval, at least as wide as its confidence says:
 *
 *     low = B⁻¹(α/2; x, n − x + 1),  high = B⁻¹(1 − α/2; x + 1, n − x)
 *
 * with B⁻¹ the beta quantile; 0 and 1 at the ends. Null where nothing was drawn.
 *
 * Source: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934), 404–413; as R's `binom.test`.
 */
export function clopperPearson({ hits, size }: Hits, confidence = 0.95): Share | null {
  checkHits({ hits, size });
  checkShare("置信水平", confidence);
  if (size === 0) return null;
  const tail = (1 - confidence) / 2;
  return {
    share: hits / size,
    low: hits === 0 ? 0 : betaQuantile(tail, hits, size - hits + 1),
    high: hits === size ? 1 : betaQuantile(1 - tail, hits + 1, size - hits)
  };
}

/** Limits of a finite population, in units and as shares. */
export interface FiniteShare extends Share {
  readonly least: number;
  readonly most: number;
}

/**
 * The exact interval of the number K of units that are so among the `population` from which `size` were drawn without
 * replacement: the least K with P(X ≥ x | K) > α/2 and the most with P(X ≤ x | K) > α/2, X hypergeometric. Use it for
 * "is the share at most …"; where everybody was seen it is exact. Null where nothing was drawn.
 *
 * Source: T. Wright, Exact Confidence Bounds When Sampling from Small Finite Universes (1991).
 */
export function finiteInterval(
  { hits, size }: Hits,
  population: number,
  confidence = 0.95
): FiniteShare | null {
  checkHits({ hits, size });
  checkShare("置信水平", confidence);
  checkCount("总体单元数", population, size);
  if (size === 0) return null;
  const tail = (1 - confidence) / 2;
  const least = first(
    hits,
    population - size + hits,
    k => hypergeometric(population, k, size).atLeast(hits) > tail
  );
  const most =
    first(hits, population - size + hits + 1, k => hypergeometric(population, k, size).atMost(hits) <= tail) -
    1;
  return { share: hits / size, low: least / population, high: most / population, least, most };
}

/**
 * The rule of three: none found among `size`, and with 95 % confidence the share is at most about 3 / size; null where
 * nothing was drawn.
 *
 * Source: J. A. Hanley, A. Lippman-Hand, Journal of the American Medical Association 249 (1983), 1743–1745.
 */
export function ruleOfThree(size: number): number | null {
  checkCount("样本量", size);
  return size === 0 ? null : Math.min(1, 3 / size);
}

/** The first whole number in [low, high] from which a condition holds; `high` if it never does before. */
function first(low: number, high: number, holds: (value: number) => boolean): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

function checkHits({ hits, size }: Hits): void {
  checkCount("样本量", size);
  checkCount("命中数", hits, 0, size);
}
