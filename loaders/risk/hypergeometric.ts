import { range, sum } from "d3-array";

/** How many marked units a sample holds. */
export interface Hypergeometric {
  /** P(X ≤ k). */
  atMost(k: number): number;
  /** P(X ≥ k). */
  atLeast(k: number): number;
}

/**
 * The hypergeometric distribution of the marked among `size` units drawn without replacement from a population that
 * holds `marked`. All terms follow from the largest by
 *
 *     P(k + 1) / P(k) = (K − k) (n − k) / ((k + 1) (N − K − n + k + 1))
 *
 * and are scaled to sum to 1: no logarithms of large factorials, so that large populations lose no digits.
 */
export function hypergeometric(population: number, marked: number, size: number): Hypergeometric {
  const low = Math.max(0, size - (population - marked));
  const high = Math.min(size, marked);
  const mode = Math.min(high, Math.max(low, Math.floor(((size + 1) * (marked + 1)) / (population + 2))));
  const ratio = (k: number): number =>
    ((marked - k) * (size - k)) / ((k + 1) * (population - marked - size + k + 1));
  const terms = new Float64Array(high - low + 1);
  terms[mode - low] = 1;
  for (const k of range(mode, high)) terms[k + 1 - low] = terms[k - low]! * ratio(k);
  for (const k of range(mode - 1, low - 1, -1)) terms[k - low] = terms[k + 1 - low]! / ratio(k);
  const all = sum(terms);
  const share = (from: number, to: number): number =>
    from <= low && to >= high
      ? 1
      : sum(terms.subarray(Math.max(0, from - low), Math.max(0, to + 1 - low))) / all;
  return { atMost: k => share(low, k), atLeast: k => share(k, high) };
}
