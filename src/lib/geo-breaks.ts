import { bisectRight } from "d3-array";

/** Number of classes of the ramp. */
export const classCount = 6;

/**
 * The five thresholds between the six classes for `values` (all months of a view, so that a change of
 * month recolours no unchanged area). Thresholds are multiples of one readable step — 1, 2, 2.5 or
 * 5 times a power of ten, at least `minStep` — placed where the classes divide the values most
 * evenly; the first and the last class are open. No values give no thresholds.
 * @param most no threshold is above it: 100 for a share of a whole, so that the last class may be all of it
 */
export function niceBreaks(
  values: Iterable<number>,
  minStep: number,
  most: number = Number.POSITIVE_INFINITY
): number[] {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  if (sorted.length === 0) return [];
  const low = sorted[0]!;
  const high = sorted[sorted.length - 1]!;
  const span = high - low || Math.abs(high) || 1;
  let best: number[] = [];
  let bestScore = -1;
  for (const step of readableSteps(span, minStep)) {
    // Values that are never below nought have no threshold at or below it.
    const floor = low < 0 ? Number.NEGATIVE_INFINITY : 1;
    const top = Math.floor(most / step + 1e-9) - (classCount - 2);
    const first = Math.max(floor, Math.min(top, Math.floor(low / step) - (classCount - 2)));
    const last = Math.min(top, Math.max(first, Math.ceil(high / step)));
    for (let at = first; at <= last; at++) {
      const breaks = Array.from({ length: classCount - 1 }, (_, i) => round((at + i) * step));
      const score = evenness(sorted, breaks) * (isPlain(step) ? 1 : 0.97);
      if (score > bestScore + 1e-9) {
        best = breaks;
        bestScore = score;
      }
    }
  }
  return best;
}

/** The class of `value`, 0 to 5; a value on a threshold belongs to the class above it. */
export function classOf(value: number, breaks: readonly number[]): number {
  return breaks.length === 0 ? 0 : bisectRight(breaks as number[], value);
}

/** How many of `values` fall into each class. */
export function classCounts(values: Iterable<number>, breaks: readonly number[]): number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (const value of values) counts[classOf(value, breaks)]!++;
  return counts;
}

/** Steps from a twentieth of the span to a third, largest first: at equal merit the rounder wins. */
function readableSteps(span: number, minStep: number): number[] {
  const steps: number[] = [];
  const top = Math.ceil(Math.log10(span));
  for (let power = top; power >= top - 3; power--) {
    for (const factor of [5, 2.5, 2, 1]) {
      const step = round(factor * 10 ** power);
      if (step < minStep || step > span / 3 || step < span / 20) continue;
      if (Number.isInteger(minStep) && !Number.isInteger(step)) continue;
      steps.push(step);
    }
  }
  return steps.length > 0 ? steps : [minStep];
}

/** Entropy of the division of `sorted` by `breaks`, 0 (all in one class) to 1 (even). */
function evenness(sorted: Float64Array, breaks: readonly number[]): number {
  let from = 0;
  let entropy = 0;
  for (const edge of [...breaks, Number.POSITIVE_INFINITY]) {
    const to = edge === Number.POSITIVE_INFINITY ? sorted.length : lowerBound(sorted, edge);
    const share = (to - from) / sorted.length;
    if (share > 0) entropy -= share * Math.log(share);
    from = to;
  }
  return entropy / Math.log(classCount);
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isPlain(step: number): boolean {
  return !String(step).replace(/[0.]/g, "").startsWith("25");
}

function round(value: number): number {
  return Number(value.toPrecision(12));
}
