import { quantile, sum } from "d3-array";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Column, checkAmounts, checkCounts, checkWithin } from "./column.ts";
import type { Family } from "./funnel.ts";
import { checkCount, checkLengths, checkNumbers, checkShare, refuse } from "./refusal.ts";

/** The places scanned, one entry a place in every column. */
export interface ScanPlaces {
  /** Coordinates on a plane, in any unit of length; degrees must be projected first. Null where not known. */
  readonly x: Column;
  readonly y: Column;
  readonly cases: Column;
  /** What the largest zone is measured by; binomial: what the cases are part of. */
  readonly population: Column;
  /** Poisson only: cases expected, in any scale; by default in proportion to the population. */
  readonly expected?: Column;
}

export interface ScanOptions {
  /** Poisson by default; binomial where cases are a sizeable part of the population. */
  readonly family?: Family;
  /** The largest share of the population a zone may hold; 0.5 by default. */
  readonly share?: number;
  /** Random replications; 999 by default. */
  readonly replications?: number;
  /** Of the random numbers. */
  readonly seed: number;
  /** With fewer places the scan has no power and is off; 15 by default. */
  readonly leastPlaces?: number;
  /** Clusters after the first are told where p is at most this; 0.05 by default. */
  readonly alpha?: number;
}

/** A circle of places with more cases than expected. */
export interface Cluster {
  /** The places by their index, nearest to the centre first; the first is the centre. */
  readonly places: readonly number[];
  readonly population: number;
  readonly cases: number;
  /** Scaled so that all cases are expected. */
  readonly expected: number;
  /** The log likelihood ratio. */
  readonly llr: number;
  /** (1 + replications whose largest LLR is at least this one) / (1 + replications). */
  readonly p: number;
}

export interface Scan {
  /**
   * Null where the scan was done, else why it is off, one of: `few_places`; `no_cases`; `all_cases` (the whole
   * population); `no_excess` (no zone within the share holds more cases than expected).
   */
  readonly off: "few_places" | "no_cases" | "all_cases" | "no_excess" | null;
  /** The most likely cluster, then significant ones that share no place with those before, by falling LLR. */
  readonly clusters: readonly Cluster[];
  /** Places left out because a value is not known or nobody lives there, by their index. */
  readonly leftOut: readonly number[];
  readonly zones: number;
  /** The LLR a cluster must exceed for p ≤ alpha: the 1 − alpha quantile of the replications. Null where off. */
  readonly critical: number | null;
  readonly replications: number;
  readonly seed: number;
}

/**
 * Kulldorff's circular scan: where are cases closer together than chance explains, without choosing the places before?
 * A zone is a place with its nearest neighbours (of equally near ones the earlier first), as long as their population
 * is at most a share of all. With c cases in a zone, E expected there and C in all, where c > E:
 *
 *     Poisson   LLR = c ln(c/E) + (C − c) ln((C − c)/(C − E))
 *     binomial  LLR = the same + (n − c) ln((n − c)/(n − E)) + (N − n − C + c) ln((N − n − C + c)/(N − n − C + E))
 *
 * with n persons in the zone, N in all, E = C n / N. Each replication deals the C cases out anew, in proportion to the
 * expected (Poisson) or among the persons without putting back (binomial). The p of a later cluster is conservative.
 * A lone place far from all others is a zone of its own. A place that alone holds more than the share is in no zone.
 *
 * The same places, options and seed give the same result. Refuses columns of different lengths, negative or broken
 * values, cases where none are expected, more cases than population (binomial), a broken binomial population.
 *
 * Source: M. Kulldorff, Communications in Statistics: Theory and Methods 26 (1997), 1481–1496; zones as `kulldorff` of
 * R's SpatialEpi (whose binomial replications put back).
 */
export function scan(places: ScanPlaces, options: ScanOptions): Scan {
  const {
    family = "poisson",
    share = 0.5,
    replications = 999,
    seed,
    leastPlaces = 15,
    alpha = 0.05
  } = options;
  check(places, family);
  checkShare("圈内人口占比上限", share);
  checkShare("显著水平", alpha);
  checkCount("重复次数", replications, 1);
  checkCount("随机种子", seed, 0, 2 ** 31 - 1);
  const { kept, leftOut } = keep(places, family);
  const off = (why: Scan["off"]): Scan => ({
    off: why,
    clusters: [],
    leftOut,
    zones: 0,
    critical: null,
    replications,
    seed
  });
  if (kept.length < leastPlaces) return off("few_places");
  const cases = Int32Array.from(kept, at => places.cases[at]!);
  const population = Float64Array.from(kept, at => places.population[at]!);
  const total = sum(cases);
  if (total === 0) return off("no_cases");
  if (family === "binomial" && total === sum(population)) return off("all_cases");
  const weights =
    family === "poisson" && places.expected ? kept.map(at => places.expected![at]!) : population;
  const scale = total / sum(weights);
  const expected = Float64Array.from(weights, weight => weight * scale);

  const nearest = neighbours(places, kept, population, share);
  const zones = new Zones(nearest, population, expected, total, family);
  const taken = new Uint8Array(kept.length);
  let best = zones.best(cases, taken);
  if (best === null) return off("no_excess");

  const deal = dealer(family === "binomial" ? population : expected, total, family, seed);
  const nothing = new Uint8Array(kept.length);
  const largest = Float64Array.from({ length: replications }, () => zones.best(deal(), nothing)?.llr ?? 0);
  const clusters: Cluster[] = [];
  for (; best !== null; best = zones.best(cases, taken)) {
    const llr = best.llr;
    const p = (1 + largest.filter(value => value >= llr * (1 - rounding)).length) / (1 + replications);
    if (clusters.length > 0 && p > alpha) break;
    const members = Array.from(nearest[best.centre]!.subarray(0, best.size));
    for (const member of members) taken[member] = 1;
    clusters.push({
      places: members.map(member => kept[member]!),
      population: sum(members, member => population[member]!),
      cases: sum(members, member => cases[member]!),
      expected: sum(members, member => expected[member]!),
      llr,
      p
    });
  }
  return { ...off(null), clusters, zones: zones.count, critical: quantile(largest, 1 - alpha)! };
}

/** By what two likelihood ratios of the same zone may differ, and the least that counts as an excess. */
const rounding = 1e-9;

function keep(places: ScanPlaces, family: Family): { kept: number[]; leftOut: number[] } {
  const { x, y, cases, population } = places;
  const expected = family === "poisson" && places.expected ? places.expected : population;
  const kept: number[] = [];
  const leftOut: number[] = [];
  x.forEach((_, at) => {
    const isKnown = [x, y, cases, population, expected].every(column => column[at] !== null);
    const isEmpty = population[at] === 0 && expected[at] === 0;
    if (isKnown && cases[at]! > 0 && expected[at] === 0)
      refuse(`第 ${at + 1} 个地方有 ${cases[at]} 件，预期却是 0`, "补上这个地方的预期或人口，或先去掉它");
    (isKnown && !isEmpty ? kept : leftOut).push(at);
  });
  return { kept, leftOut };
}

/** For each kept place, the places of its largest zone, nearest first. */
function neighbours(
  places: ScanPlaces,
  kept: readonly number[],
  population: Float64Array,
  share: number
): Int32Array[] {
  const x = Float64Array.from(kept, at => places.x[at]!);
  const y = Float64Array.from(kept, at => places.y[at]!);
  const indices = Int32Array.from(kept, (_, index) => index);
  const most = share * sum(population) * (1 + Number.EPSILON);
  return kept.map((_, centre) => {
    const distance = Float64Array.from(x, (_, at) =>
      Math.sqrt((x[at]! - x[centre]!) ** 2 + (y[at]! - y[centre]!) ** 2)
    );
    const order = indices.slice().sort((a, b) => distance[a]! - distance[b]! || a - b);
    let size = 0;
    for (let held = 0; size < order.length; size++) {
      held += population[order[size]!]!;
      if (held > most) break;
    }
    return order.slice(0, size);
  });
}

interface Peak {
  readonly centre: number;
  /** How many places the zone has. */
  readonly size: number;
  readonly llr: number;
}

/** All zones, those of one centre after another, each with one place more than the one before. */
class Zones {
  readonly count: number;
  private readonly expected: Float64Array;
  /** Binomial: the persons of the zone. */
  private readonly persons: Float64Array;
  /** The LLR is at most (c − E)² times this. */
  private readonly bound: Float64Array;
  private readonly everyone: number;

  constructor(
    private readonly nearest: readonly Int32Array[],
    population: Float64Array,
    expected: Float64Array,
    private readonly total: number,
    private readonly family: Family
  ) {
    this.count = sum(nearest, list => list.length);
    this.everyone = sum(population);
    this.expected = new Float64Array(this.count);
    this.persons = new Float64Array(family === "binomial" ? this.count : 0);
    this.bound = new Float64Array(this.count);
    let zone = 0;
    for (const list of nearest) {
      let e = 0;
      let n = 0;
      for (const member of list) {
        e += expected[member]!;
        n += population[member]!;
        this.expected[zone] = e;
        this.bound[zone] = 1 / e + 1 / Math.max(Number.MIN_VALUE, total - e);
        if (family === "binomial") {
          this.persons[zone] = n;
          this.bound[zone]! += 1 / (n - e) + 1 / (this.everyone - n - total + e);
        }
        zone++;
      }
    }
  }

  /**
   * The zone with the largest LLR of those without a place taken; of equal ones the first. Null without an excess.
   * Since ln x ≤ x − 1, an LLR is at most its chi-square; logarithms are computed only where that could win.
   */
  best(cases: Int32Array, taken: Uint8Array): Peak | null {
    const { nearest, expected, bound } = this;
    let peak: Peak | null = null;
    let least = rounding;
    let start = 0;
    for (let centre = 0; centre < nearest.length; centre++) {
      const list = nearest[centre]!;
      let c = 0;
      for (let i = 0; i < list.length; i++) {
        const member = list[i]!;
        if (taken[member] === 1) break;
        c += cases[member]!;
        const over = c - expected[start + i]!;
        if (over <= 0 || over * over * bound[start + i]! <= least) continue;
        const llr = this.ratio(start + i, c);
        if (llr <= least) continue;
        least = llr * (1 + rounding);
        peak = { centre, size: i + 1, llr };
      }
      start += list.length;
    }
    return peak;
  }

  private ratio(zone: number, c: number): number {
    const { total, everyone } = this;
    const e = this.expected[zone]!;
    const llr = part(c, e) + part(total - c, total - e);
    if (this.family === "poisson") return llr;
    const n = this.persons[zone]!;
    return llr + part(n - c, n - e) + part(everyone - n - total + c, everyone - n - total + e);
  }
}

/** o ln(o/e), exact where o is near e. */
function part(observed: number, expected: number): number {
  return observed > 0 ? observed * Math.log1p((observed - expected) / expected) : 0;
}

/** Deals all cases out at random each time it is called, into one array, by the alias method of A. J. Walker (1977). */
function dealer(weights: Float64Array, total: number, family: Family, seed: number): () => Int32Array {
  const random = xoroshiro128plus(seed);
  const size = weights.length;
  const all = sum(weights);
  const keep = Float64Array.from(weights, weight => (weight * size) / all);
  const other = Int32Array.from(keep, (_, at) => at);
  const small: number[] = [];
  const large: number[] = [];
  for (let at = 0; at < size; at++) (keep[at]! < 1 ? small : large).push(at);
  while (small.length > 0 && large.length > 0) {
    const low = small.pop()!;
    const high = large.at(-1)!;
    other[low] = high;
    keep[high]! -= 1 - keep[low]!;
    if (keep[high]! < 1) small.push(large.pop()!);
  }
  const draw = (): number => {
    const point = uniformFloat64(random) * size;
    const at = Math.floor(point);
    return point - at < keep[at]! ? at : other[at]!;
  };

  const dealt = new Int32Array(size);
  const isFew = family === "poisson" || total <= all / 2;
  const count = isFew ? total : all - total;
  return () => {
    dealt.fill(0);
    for (let left = count; left > 0; ) {
      const at = draw();
      // Without putting back: a person drawn before is drawn again.
      if (family === "binomial" && dealt[at]! > 0 && uniformFloat64(random) * weights[at]! < dealt[at]!)
        continue;
      dealt[at]!++;
      left--;
    }
    if (!isFew) for (let at = 0; at < size; at++) dealt[at] = weights[at]! - dealt[at]!;
    return dealt;
  };
}

function check(places: ScanPlaces, family: Family): void {
  const { x, y, cases, population, expected } = places;
  for (const [name, column] of [
    ["横坐标", x],
    ["纵坐标", y]
  ] as const) {
    checkLengths(name, cases.length, column.length);
    checkNumbers(
      name,
      column.map(value => value ?? 0)
    );
  }
  checkLengths("人口", cases.length, population.length);
  checkCounts("件数", cases);
  if (expected) {
    checkLengths("预期件数", cases.length, expected.length);
    checkAmounts("预期件数", expected);
  }
  if (family === "poisson") checkAmounts("人口", population);
  else if (expected) refuse("二项扫描不用预期件数", "去掉预期件数，或改用泊松扫描");
  else checkWithin(cases, population);
}
