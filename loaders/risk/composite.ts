import { ascending, descending, quantileSorted, sum } from "d3-array";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { checkCount, checkLengths, checkShare, refuse } from "./refusal.ts";

/** Fixed bounds that do not move with the data: `low` becomes 0 and `high` 10, or the other way for a good thing. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
  /** More is better. */
  readonly inverse?: boolean;
}

export interface Indicator extends Bounds {
  readonly name: string;
}

export interface Component {
  readonly name: string;
  readonly indicators: readonly Indicator[];
}

export interface Dimension {
  readonly name: string;
  readonly components: readonly Component[];
  /** How the components are joined: a mean, or INFORM's, which lets one high component lift the dimension. */
  readonly mean: "arithmetic" | "geometric";
}

/** An index as data; INFORM has three dimensions: hazard (geometric), vulnerability, lack of coping capacity. */
export type IndexPlan = readonly Dimension[];

/** The inputs of one place by the indicator's name; null or left out where not known. */
export type Inputs = Readonly<Record<string, number | null>>;

/**
 * A value between fixed bounds on the scale 0–10: (x − low) / (high − low) · 10, held within 0 and 10, turned over for
 * `inverse`. Refuses values that are not numbers and bounds that are not in order.
 *
 * Source: INFORM Risk Index, Concept and Methodology (Joint Research Centre, 2017), 4.
 */
export function normalise(value: number, { low, high, inverse = false }: Bounds): number {
  if (!(low < high && Number.isFinite(high - low)))
    refuse(`上下界应依次增大，现在是 ${low} 和 ${high}`, "改正上下界");
  if (!Number.isFinite(value)) refuse(`指标的值不是数：${value}`, "改正，或留空");
  const scaled = Math.min(1, Math.max(0, (value - low) / (high - low))) * 10;
  return inverse ? 10 - scaled : scaled;
}

/** The mean of scores 0–10, weighted where weights are given. Null of none. */
export function arithmeticMean(scores: readonly number[], weights?: readonly number[]): number | null {
  return meanOf("arithmetic", scores, weights);
}

/**
 * INFORM's mean of scores 0–10, near the larger ones: (10 − GM((10 − x) / 10 · 9 + 1)) / 9 · 10 with GM the geometric
 * mean, weighted where weights are given. Null of none.
 *
 * Source: as `normalise`.
 */
export function geometricMean(scores: readonly number[], weights?: readonly number[]): number | null {
  return meanOf("geometric", scores, weights);
}

/** The risk of dimensions 0–10, (H · V · LCC)^(1/3): a dimension of 0 makes it 0. Weighted where weights are given. */
export function riskScore(dimensions: readonly number[], weights?: readonly number[]): number | null {
  return meanOf("product", dimensions, weights);
}

export interface PlaceIndex {
  /** 0–10, in the order of the plan; null without any input. */
  readonly dimensions: readonly (number | null)[];
  /** 0–10; null when withheld. */
  readonly risk: number | null;
  /** Indicators known, of all. */
  readonly known: number;
  readonly indicators: number;
  /** Why no risk is given, in Chinese; null when one is. */
  readonly withheld: string | null;
}

/**
 * The index of each place. Indicators that are not known are left out of their component's mean, never filled in;
 * with less than the share `least` of them (INFORM: 0.8), or a dimension without any, the risk is withheld.
 *
 * Source: T. De Groeve, K. Poljanšek, L. Vernaccini, Index for Risk Management (Joint Research Centre, 2015).
 */
export function compositeIndex(places: readonly Inputs[], plan: IndexPlan, least: number): PlaceIndex[] {
  checkPlan(plan);
  if (!(least >= 0 && least <= 1)) refuse(`齐备的比例应在 0 到 1 之间，现在是 ${least}`, "改正后再算");
  return places.map(place => {
    const all = indicatorsOf(plan);
    const known = all.filter(({ name }) => isKnown(place[name])).length;
    const { dimensions, risk } = evaluate(scoresOf(place, plan), plan);
    const empty = plan.filter((_, d) => dimensions[d] === null).map(dimension => `“${dimension.name}”`);
    const withheld =
      known < least * all.length
        ? `${all.length} 项指标只有 ${known} 项有数`
        : empty.length > 0
          ? `${empty.join("、")}没有一项指标有数`
          : null;
    return { dimensions, risk: withheld === null ? risk : null, known, indicators: all.length, withheld };
  });
}

/** Ranks from the highest score, 1; equal scores share the smaller rank; null has none. */
export function rankDescending(scores: readonly (number | null)[]): (number | null)[] {
  const sorted = scores.filter(score => score !== null).sort(descending);
  const ranks = new Map<number, number>();
  sorted.forEach((score, i) => {
    if (!ranks.has(score)) ranks.set(score, i + 1);
  });
  return scores.map(score => (score === null ? null : ranks.get(score)!));
}

export interface RankInterval {
  /** Of the index itself; null where it is withheld. */
  readonly rank: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** By name: `arithmetic`, or the indicator left out. */
  readonly variants: Readonly<Record<string, number | null>>;
}

/**
 * How far the rank of each place moves when the index is built otherwise: dimensions joined by their arithmetic mean,
 * and each indicator left out in turn (with it a component or dimension it was alone in). Places withheld by
 * `compositeIndex` take no part.
 *
 * Source: M. Nardo et al., Handbook on Constructing Composite Indicators (OECD and Joint Research Centre, 2008), 7.
 */
export function rankIntervals(places: readonly Inputs[], plan: IndexPlan, least: number): RankInterval[] {
  const base = compositeIndex(places, plan, least);
  const scores = places.map(place => scoresOf(place, plan));
  const ranks = (risk: (place: Scores) => number | null) =>
    rankDescending(base.map((place, i) => (place.withheld === null ? risk(scores[i]!) : null)));
  const rank = ranks(place => evaluate(place, plan).risk);
  const variants = new Map([
    ["arithmetic", ranks(place => arithmeticMean(evaluate(place, plan).dimensions.filter(isKnown)))],
    ...indicatorsOf(plan).map(({ name }): [string, (number | null)[]] => {
      const rest = leaveOut(plan, name);
      return [name, ranks(place => evaluate(place, rest).risk)];
    })
  ]);
  return rank.map((own, i) => {
    const others = Object.fromEntries([...variants].map(([name, list]) => [name, list[i]!]));
    const all = [own, ...Object.values(others)].filter(isKnown);
    return {
      rank: own,
      low: own === null ? null : Math.min(...all),
      high: own === null ? null : Math.max(...all),
      variants: others
    };
  });
}

export interface WeightRank {
  /** The 5 % and 95 % quantiles of the ranks drawn, rounded outwards; null where the index is withheld. */
  readonly low: number | null;
  readonly high: number | null;
  /** The share of draws in which the place is among the first `top`. */
  readonly topShare: number | null;
}

/**
 * How firm the ranks are when every weight (of indicators, components and dimensions) is drawn anew between
 * 1 − spread and 1 + spread of itself. Seeded: the same seed gives the same answer, whatever the order of the places.
 *
 * Source: M. Saisana, A. Saltelli, S. Tarantola, Journal of the Royal Statistical Society A 168 (2005), 307–323.
 */
export function weightRanks(
  places: readonly Inputs[],
  plan: IndexPlan,
  options: {
    readonly least: number;
    readonly top: number;
    readonly seed: number;
    readonly draws?: number;
    readonly spread?: number;
  }
): WeightRank[] {
  const { least, top, seed, draws = 1000, spread = 0.25 } = options;
  checkCount("名次", top, 1);
  checkCount("随机种子", seed, -(2 ** 31), 2 ** 31 - 1);
  checkCount("抽取次数", draws, 1);
  checkShare("权重的幅度", spread);
  const base = compositeIndex(places, plan, least);
  const scores = places.map(place => scoresOf(place, plan));
  const random = xoroshiro128plus(seed);
  const drawn: number[][] = places.map(() => []);
  for (let draw = 0; draw < draws; draw++) {
    const weights = weightsOf(plan, () => 1 + spread * (2 * uniformFloat64(random) - 1));
    const risks = base.map((place, i) =>
      place.withheld === null ? evaluate(scores[i]!, plan, weights).risk : null
    );
    rankDescending(risks).forEach((rank, i) => {
      if (rank !== null) drawn[i]!.push(rank);
    });
  }
  return drawn.map(ranks => {
    if (ranks.length === 0) return { low: null, high: null, topShare: null };
    const sorted = ranks.sort(ascending);
    return {
      low: Math.floor(quantileSorted(sorted, 0.05)!),
      high: Math.ceil(quantileSorted(sorted, 0.95)!),
      topShare: ranks.filter(rank => rank <= top).length / ranks.length
    };
  });
}

/** How well a score told beforehand where the events of the next period would be. */
export interface Skill {
  /** The chance that an event's place scores above a non-event's; 0.5 is a coin. Null without both. */
  readonly auc: number | null;
  /** The share of all events that were in the places with the highest scores. */
  readonly capture: number;
}

export interface BackTest {
  /** Places with both scores and known events. */
  readonly places: number;
  readonly events: number;
  readonly index: Skill | null;
  readonly naive: Skill | null;
  /** Better in AUC and no worse in capture; null when it cannot be told. */
  readonly wins: boolean | null;
  /** In Chinese. */
  readonly verdict: string;
}

/**
 * Tests an index against what happened next, beside the naive score "last quarter's rate". With `base` every unit of a
 * place is one case (events of base); without it a place is one case, with or without events. Places for which one of
 * the lists has null take no part. Equal scores at the edge of the top share its places.
 *
 * Source: J. A. Hanley, B. J. McNeil, Radiology 143 (1982), 29–36 (AUC as a Mann–Whitney statistic).
 */
export function backTest(data: {
  readonly index: readonly (number | null)[];
  readonly naive: readonly (number | null)[];
  /** Events of the next period, not known when the scores were made. */
  readonly events: readonly (number | null)[];
  readonly base?: readonly (number | null)[];
  /** How many places count as the top. */
  readonly top: number;
}): BackTest {
  const { index, naive, events, base = events.map(() => 1), top } = data;
  for (const [name, list] of [["指数", index] as const, ["对照", naive] as const, ["基数", base] as const]) {
    checkLengths(name, events.length, list.length);
  }
  checkCount("名次", top, 1);
  const cases = events.flatMap((count, i) => {
    const known = [index[i], naive[i], count, base[i]];
    if (!known.every(isKnown)) return [];
    checkCount(`第 ${i + 1} 个地方的事件数`, count!, 0, data.base ? base[i]! : undefined);
    const positive = data.base ? count! : Math.min(1, count!);
    return [{ index: index[i]!, naive: naive[i]!, events: count!, positive, negative: base[i]! - positive }];
  });
  const total = sum(cases, one => one.events);
  const counted = { places: cases.length, events: total };
  if (total === 0) {
    return { ...counted, index: null, naive: null, wins: null, verdict: "之后没有发生，无法检验指数" };
  }
  const skill = (read: (one: Case) => number): Skill => ({
    auc: auc(cases, read),
    capture: capture(cases, read, top)
  });
  const own = skill(one => one.index);
  const other = skill(one => one.naive);
  if (own.auc === null || other.auc === null) {
    return { ...counted, index: own, naive: other, wins: null, verdict: "处处都发生了，无法检验指数" };
  }
  const wins = own.auc > other.auc && own.capture >= other.capture;
  const verdict = wins
    ? "指数比上季度的发生率更能指出之后发生的地方"
    : "指数没有胜过上季度的发生率，看上季度的发生率即可";
  return { ...counted, index: own, naive: other, wins, verdict };
}

interface Case {
  readonly index: number;
  readonly naive: number;
  readonly events: number;
  readonly positive: number;
  readonly negative: number;
}

function auc(cases: readonly Case[], read: (one: Case) => number): number | null {
  const pairs = sum(cases, one => one.positive) * sum(cases, one => one.negative);
  if (pairs === 0) return null;
  const sorted = [...cases].sort((a, b) => read(a) - read(b));
  let below = 0;
  let won = 0;
  for (let i = 0; i < sorted.length; ) {
    const tied = sorted.slice(i).filter(one => read(one) === read(sorted[i]!));
    const negative = sum(tied, one => one.negative);
    won += sum(tied, one => one.positive) * (below + negative / 2);
    below += negative;
    i += tied.length;
  }
  return won / pairs;
}

function capture(cases: readonly Case[], read: (one: Case) => number, top: number): number {
  const edge = cases.map(read).sort(descending)[Math.min(top, cases.length) - 1]!;
  const above = cases.filter(one => read(one) > edge);
  const level = cases.filter(one => read(one) === edge);
  const events = (list: readonly Case[]) => sum(list, one => one.events);
  const share = (Math.min(top, cases.length) - above.length) / level.length;
  return (events(above) + share * events(level)) / events(cases);
}

/** Scores 0–10 by indicator; those not known are left out. */
type Scores = ReadonlyMap<string, number>;

function scoresOf(place: Inputs, plan: IndexPlan): Scores {
  return new Map(
    indicatorsOf(plan).flatMap((indicator): [string, number][] => {
      const value = place[indicator.name];
      return isKnown(value) ? [[indicator.name, normalise(value, indicator)]] : [];
    })
  );
}

type Weights = readonly {
  readonly own: number;
  readonly components: readonly { readonly own: number; readonly indicators: readonly number[] }[];
}[];

function weightsOf(plan: IndexPlan, weight: () => number): Weights {
  return plan.map(({ components }) => ({
    own: weight(),
    components: components.map(({ indicators }) => ({ own: weight(), indicators: indicators.map(weight) }))
  }));
}

function evaluate(scores: Scores, plan: IndexPlan, weights: Weights = weightsOf(plan, () => 1)) {
  const risk = new Mean("product");
  const dimensions = plan.map(({ components, mean }, d) => {
    const dimension = new Mean(mean);
    components.forEach(({ indicators }, c) => {
      const { own, indicators: inner } = weights[d]!.components[c]!;
      const component = new Mean("arithmetic");
      indicators.forEach(({ name }, i) => {
        component.add(scores.get(name) ?? null, inner[i]!);
      });
      dimension.add(component.value(), own);
    });
    risk.add(dimension.value(), weights[d]!.own);
    return dimension.value();
  });
  return { dimensions, risk: dimensions.includes(null) ? null : risk.value() };
}

/** The scales on which scores are averaged. */
const scales = {
  arithmetic: { into: (score: number) => score, back: (value: number) => value },
  geometric: {
    into: (score: number) => Math.log(((10 - score) / 10) * 9 + 1),
    back: (value: number) => ((10 - Math.exp(value)) / 9) * 10
  },
  product: { into: Math.log, back: Math.exp }
};

/** A running weighted mean on a scale; what is not known does not count. */
class Mean {
  private total = 0;
  private weight = 0;

  constructor(private readonly scale: keyof typeof scales) {}

  add(score: number | null, weight = 1): void {
    if (score === null) return;
    this.total += weight * scales[this.scale].into(score);
    this.weight += weight;
  }

  value(): number | null {
    return this.weight > 0 ? scales[this.scale].back(this.total / this.weight) : null;
  }
}

function meanOf(
  scale: keyof typeof scales,
  scores: readonly number[],
  weights?: readonly number[]
): number | null {
  const mean = new Mean(scale);
  scores.forEach((score, i) => {
    mean.add(score, weights?.[i]);
  });
  return mean.value();
}

function leaveOut(plan: IndexPlan, name: string): IndexPlan {
  return plan
    .map(dimension => ({
      ...dimension,
      components: dimension.components
        .map(component => ({
          ...component,
          indicators: component.indicators.filter(indicator => indicator.name !== name)
        }))
        .filter(component => component.indicators.length > 0)
    }))
    .filter(dimension => dimension.components.length > 0);
}

function indicatorsOf(plan: IndexPlan): Indicator[] {
  return plan.flatMap(({ components }) => components.flatMap(({ indicators }) => indicators));
}

function checkPlan(plan: IndexPlan): void {
  const names = indicatorsOf(plan).map(indicator => indicator.name);
  if (names.length === 0) refuse("指数没有指标", "补上指标");
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) refuse(`指标“${twice}”用了两次`, "同一个指标只放在一个维度里");
}

function isKnown<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
