import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import { ascending, mean, range, sum, variance } from "d3-array";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { criticalValue } from "./confidence.ts";
import { checkCount, checkLengths, checkNumbers, checkShare, refuse } from "./refusal.ts";

export interface AllocationOptions {
  /** Units in each stratum. */
  readonly sizes: readonly number[];
  /** Units to draw in all. */
  readonly total: number;
  /** Standard deviations within the strata: Neyman's allocation. Left out: in proportion to size. */
  readonly deviations?: readonly number[];
  /** The fewest to draw from a stratum, one number for all or one each; a smaller stratum is drawn whole. */
  readonly least?: number | readonly number[];
}

export interface Allocation {
  /** n N_h / N, or n N_h S_h / Σ N S: before any bound. */
  readonly ideal: readonly number[];
  /** Within the bounds, what is cut off or added being shared by the strata still free. */
  readonly bounded: readonly number[];
  /** Whole units that sum to `total`, by largest remainder. */
  readonly whole: readonly number[];
}

/**
 * Shares a sample among strata: n_h = λ N_h (or λ N_h S_h), kept between the least and N_h, λ such that they sum to
 * the total. Whole numbers by largest remainder, ties to the larger stratum, then to the earlier. Strata without
 * deviation take part only when the others are exhausted; if none has any, the allocation is proportional.
 *
 * Refuses a total above Σ N_h or below what the least ask for, and sizes that are not whole.
 *
 * Source: J. Neyman, Journal of the Royal Statistical Society 97 (1934), 558–625; W. G. Cochran, Sampling Techniques
 * (1977), 5.5–5.8.
 */
export function allocate({ sizes, total, deviations, least = 0 }: AllocationOptions): Allocation {
  sizes.forEach((size, h) => {
    checkCount(`第 ${h + 1} 层的单元数`, size);
  });
  checkCount("样本量", total, 0, sum(sizes));
  if (deviations) {
    checkLengths("标准差", sizes.length, deviations.length);
    checkNumbers("标准差", deviations);
    const at = deviations.findIndex(value => value < 0);
    if (at >= 0) refuse(`第 ${at + 1} 层的标准差小于 0：${deviations[at]}`, "改正后再算");
  }
  const wanted = typeof least === "number" ? sizes.map(() => least) : least;
  checkLengths("最少数", sizes.length, wanted.length);
  wanted.forEach((value, h) => {
    checkCount(`第 ${h + 1} 层的最少数`, value);
  });
  const low = sizes.map((size, h) => Math.min(size, wanted[h]!));
  if (sum(low) > total)
    refuse(`样本量 ${total} 不够：各层最少数合计 ${sum(low)}`, "加大样本量，或降低最少数");
  const products = sizes.map((size, h) => size * (deviations?.[h] ?? 1));
  const weights = sum(products) > 0 ? products : sizes;
  const all = sum(weights);
  const bounded = scaleWithin(weights, low, sizes, total);
  return {
    ideal: weights.map(weight => (all > 0 ? (total * weight) / all : 0)),
    bounded,
    whole: largestRemainder(bounded, sizes, total)
  };
}

export interface SampleSize {
  /** z² p (1 − p) / d². */
  readonly infinite: number;
  /** With the finite population; equal to `infinite` if none is given. */
  readonly finite: number;
  /** Rounded up. */
  readonly whole: number;
}

/**
 * How many to draw at random for a proportion near p to be known to ± margin:
 *
 *     n₀ = z² p (1 − p) / d²,  n = n₀ / (1 + (n₀ − 1) / N)
 *
 * Source: W. G. Cochran, Sampling Techniques (1977), 4.4.
 */
export function sampleSize(options: {
  readonly proportion: number;
  readonly margin: number;
  readonly population?: number;
  readonly confidence?: number;
}): SampleSize {
  const { proportion, margin, population = Number.POSITIVE_INFINITY, confidence = 0.95 } = options;
  checkShare("比例", proportion);
  checkShare("误差", margin);
  if (population !== Number.POSITIVE_INFINITY) checkCount("总体单元数", population, 1);
  const infinite = (criticalValue(confidence) ** 2 * proportion * (1 - proportion)) / margin ** 2;
  const finite = Math.min(population, infinite / (1 + (infinite - 1) / population));
  return { infinite, finite, whole: Math.ceil(finite - rounding) };
}

/**
 * The ± margin a sample gives, the inverse of `sampleSize`: z √(p (1 − p) / n · (N − n) / (N − 1)). Coverage of a tenth
 * and precision are two things: tell both.
 *
 * Source: W. G. Cochran, Sampling Techniques (1977), 4.4.
 */
export function marginOfError(options: {
  readonly proportion: number;
  readonly sample: number;
  readonly population?: number;
  readonly confidence?: number;
}): number {
  const { proportion, sample, population = Number.POSITIVE_INFINITY, confidence = 0.95 } = options;
  checkShare("比例", proportion);
  if (population !== Number.POSITIVE_INFINITY) checkCount("总体单元数", population, 1);
  checkCount("样本量", sample, 1, Math.min(population, Number.MAX_SAFE_INTEGER));
  const finite =
    population === Number.POSITIVE_INFINITY
      ? 1
      : population > 1
        ? (population - sample) / (population - 1)
        : 0;
  return criticalValue(confidence) * Math.sqrt(((proportion * (1 - proportion)) / sample) * finite);
}

/** What was found in one stratum. */
export interface StratumSample {
  /** All units of the stratum, drawn or not. */
  readonly size: number;
  /** Of the units drawn; 1 and 0 for a proportion. */
  readonly values: readonly number[];
}

export interface StratifiedMean {
  readonly mean: number;
  /** Null where a stratum that was not drawn whole gave one value only: its spread is not known. */
  readonly error: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Units drawn less strata. */
  readonly degrees: number;
}

/**
 * The stratified mean with its standard error and t limits:
 *
 *     ȳ = Σ W_h ȳ_h,  Var = Σ W_h² (1 − f_h) s_h² / n_h,  W_h = N_h / N,  f_h = n_h / N_h
 *
 * f_h counts as 0 where `finite` is false. Strata without units are passed over; a stratum nobody was drawn from,
 * more values than units, and missing values are refused.
 *
 * Source: W. G. Cochran, Sampling Techniques (1977), 5.3–5.4; as `svymean` of R's survey.
 */
export function stratifiedMean(
  strata: readonly StratumSample[],
  options: { readonly confidence?: number; readonly finite?: boolean } = {}
): StratifiedMean {
  const { confidence = 0.95, finite = true } = options;
  checkShare("置信水平", confidence);
  strata.forEach(({ size, values }, h) => {
    checkCount(`第 ${h + 1} 层的单元数`, size);
    checkNumbers(`第 ${h + 1} 层的值`, values);
    if (values.length > size) {
      refuse(`第 ${h + 1} 层有 ${values.length} 个值，只有 ${size} 个单元`, "检查抽样框是不是这一期的");
    }
    if (size > 0 && values.length === 0) refuse(`第 ${h + 1} 层没有抽到任何单元`, "补抽，或与相近的层合并");
  });
  const all = sum(strata, stratum => stratum.size);
  if (all === 0) refuse("抽样框是空的", "检查抽样框");
  const used = strata.filter(stratum => stratum.size > 0);
  const middle = sum(used, ({ size, values }) => (size / all) * mean(values)!);
  const degrees = sum(used, stratum => stratum.values.length) - used.length;
  const parts = used.map(({ size, values }) => {
    const left = finite ? 1 - values.length / size : 1;
    if (left === 0) return 0;
    return ((size / all) ** 2 * left * (variance(values) ?? Number.POSITIVE_INFINITY)) / values.length;
  });
  const error = Math.sqrt(sum(parts));
  if (error === Number.POSITIVE_INFINITY)
    return { mean: middle, error: null, low: null, high: null, degrees };
  const half = error > 0 ? tQuantile(1 - (1 - confidence) / 2, degrees) * error : 0;
  return { mean: middle, error, low: middle - half, high: middle + half, degrees };
}

/** The units that may be drawn, by stratum. */
export type Frame = Readonly<Record<string, readonly string[]>>;

/** What was drawn from a stratum. */
export interface Draw {
  readonly stratum: string;
  readonly population: number;
  /** In the order drawn. */
  readonly drawn: readonly string[];
  /** Who follows, in this order, where someone drawn cannot be reached; never chosen on the spot. */
  readonly reserve: readonly string[];
}

export interface SampleDraw {
  readonly seed: number;
  /** SHA-256 of `frameText(frame)`, in hex. */
  readonly digest: string;
  readonly strata: readonly Draw[];
}

/**
 * Draws a simple random sample without replacement from each stratum, by a shuffle of the sorted ids with a generator
 * seeded by the seed and the stratum's name. The same frame, seed and sizes give the same draw on every machine,
 * whatever the order of the input; a larger size keeps what a smaller one drew; strata do not touch each other. The
 * digest is the caller's (this module does no input or output) and goes into the record.
 *
 * Refuses ids that repeat, sizes above the stratum, and a digest that is not one.
 *
 * Source: R. Durstenfeld, Communications of the ACM 7 (1964), 420 (shuffle); D. Blackman, S. Vigna, ACM Transactions
 * on Mathematical Software 47 (2021), 36 (xoroshiro128+).
 */
export function drawSample(options: {
  readonly frame: Frame;
  /** Units to draw, by stratum; a stratum left out gives none. */
  readonly sizes: Readonly<Record<string, number>>;
  /** A whole number of 32 bits. */
  readonly seed: number;
  readonly digest: string;
  /** How many more to name in reserve, in each stratum; none by default. */
  readonly reserve?: number;
}): SampleDraw {
  const { frame, sizes, seed, digest, reserve = 0 } = options;
  checkCount("随机种子", seed, -(2 ** 31), 2 ** 31 - 1);
  checkCount("备选数", reserve);
  if (!/^[0-9a-f]{64}$/.test(digest))
    refuse("抽样框的摘要应是 64 位小写十六进制", "用 SHA-256 计算抽样框的文本");
  const unknown = Object.keys(sizes).find(stratum => !Object.hasOwn(frame, stratum));
  if (unknown !== undefined) refuse(`抽样框里没有“${unknown}”这一层`, "检查分层的名称");
  const strata = sortedFrame(frame).map(([stratum, ids]) => {
    const size = sizes[stratum] ?? 0;
    checkCount(`“${stratum}”的样本量`, size, 0, ids.length);
    const order = shuffle(ids, hash(`${seed}\n${stratum}`), Math.min(ids.length, size + reserve));
    return { stratum, population: ids.length, drawn: order.slice(0, size), reserve: order.slice(size) };
  });
  return { seed, digest, strata };
}

/** The frame as a text to take the digest of: a line `stratum⇥id` each, sorted. Refuses ids that repeat. */
export function frameText(frame: Frame): string {
  return sortedFrame(frame)
    .flatMap(([stratum, ids]) => ids.map(id => `${stratum}\t${id}\n`))
    .join("");
}

/** What sums of fractions may be off by. */
const rounding = 1e-9;

function sortedFrame(frame: Frame): [stratum: string, ids: string[]][] {
  const seen = new Set<string>();
  return Object.entries(frame)
    .map(([stratum, ids]): [string, string[]] => [stratum, [...ids].sort(ascending)])
    .sort(([a], [b]) => ascending(a, b))
    .map(([stratum, ids]) => {
      for (const id of ids) {
        if (seen.has(id)) refuse(`抽样框里有重复的编号，在“${stratum}”层`, "去掉重复的再抽");
        seen.add(id);
      }
      return [stratum, ids];
    });
}

function shuffle(sorted: readonly string[], seed: number, size: number): string[] {
  const list = [...sorted];
  const random = xoroshiro128plus(seed);
  for (let i = 0; i < size; i++) {
    const j = uniformInt(random, i, list.length - 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list.slice(0, size);
}

/** FNV-1a of a text's code units. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return state;
}

/** The x_h = λ w_h, each kept within [low_h, high_h], that sum to the total. */
function scaleWithin(
  weights: readonly number[],
  low: readonly number[],
  high: readonly number[],
  total: number
): number[] {
  const at = (scale: number) =>
    weights.map((weight, h) =>
      weight > 0 ? Math.min(high[h]!, Math.max(low[h]!, scale * weight)) : low[h]!
    );
  const turns = weights
    .flatMap((weight, h) => (weight > 0 ? [low[h]! / weight, high[h]! / weight] : []))
    .sort(ascending);
  const after = turns.findIndex(turn => sum(at(turn)) >= total - rounding);
  if (after < 0) {
    const full = at(Number.MAX_VALUE);
    const idle = range(weights.length).filter(h => !(weights[h]! > 0));
    const rest = total - sum(full) + sum(idle, h => low[h]!);
    const pick = (list: readonly number[]) => idle.map(h => list[h]!);
    if (idle.some(h => high[h]! > 0)) {
      scaleWithin(pick(high), pick(low), pick(high), rest).forEach((value, i) => {
        full[idle[i]!] = value;
      });
    }
    return full;
  }
  if (after === 0) return at(turns[0]!);
  const middle = (turns[after - 1]! + turns[after]!) / 2;
  const free = range(weights.length).filter(
    h => weights[h]! > 0 && low[h]! < middle * weights[h]! && middle * weights[h]! < high[h]!
  );
  const bound = new Set(free);
  const fixed = sum(at(middle), (value, h) => (bound.has(h) ? 0 : value));
  return free.length > 0 ? at((total - fixed) / sum(free, h => weights[h]!)) : at(turns[after]!);
}

function largestRemainder(parts: readonly number[], sizes: readonly number[], total: number): number[] {
  const whole = parts.map(part => Math.floor(part + rounding));
  const order = range(parts.length).sort(
    (a, b) => parts[b]! - whole[b]! - (parts[a]! - whole[a]!) || sizes[b]! - sizes[a]! || a - b
  );
  for (const h of order.slice(0, total - sum(whole))) whole[h]!++;
  return whole;
}
