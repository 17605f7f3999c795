import { ascending, bisectLeft, group, range, sum } from "d3-array";
import type { SignalCurve, SignalCurves } from "../../src/lib/signal-data.ts";
import { falseDiscovery } from "../risk/discovery.ts";
import {
  type Curve,
  cumulativeIncidence,
  type Probability,
  quantile,
  type Spell,
  splitAtMeasure
} from "../risk/incidence.ts";
import { logRank } from "../risk/logrank.ts";
import type { Job, Methods } from "./methods.ts";

/** One stretch of a household, in months from 0; see the SQL that makes it. */
export interface Stretch {
  readonly id: number;
  readonly county: string;
  readonly category: string;
  readonly labour: string;
  /** Watched from this month on. */
  readonly entry: number;
  readonly stop: number;
  readonly cause: string | null;
  readonly is_known: boolean;
  /** Months until its first measure; null where it has none. */
  readonly measure: number | null;
}

/** A cause and what it is called; the first is the one asked for. */
export interface Cause {
  readonly code: string;
  readonly label: string;
}

interface GroupSpell extends Spell {
  readonly id: number;
  readonly group: string;
  readonly stratum: string;
}

/**
 * How long until it happens, by group, with the other ends competing (Aalen–Johansen): one entry for each region. Time
 * before a household is watched is left out; a measure counts from the month it begins in. Groups too small are withheld.
 * @param regions codes of the root, which has all stretches, and of counties
 */
export function curves(
  job: Job,
  stretches: readonly Stretch[],
  causes: readonly Cause[],
  regions: readonly { readonly code: string; readonly isRoot: boolean }[],
  methods: Methods
): SignalCurves[] {
  const counties = group(stretches, each => each.county);
  const found = regions.map(({ code, isRoot }) => {
    const own = isRoot ? stretches : (counties.get(code) ?? []);
    return curvesOf(job, code, own, causes, methods);
  });
  const q = falseDiscovery(found.map(({ logRank: test }) => test?.p ?? null));
  return found.map((each, at) => ({ ...each, logRank: each.logRank && { ...each.logRank, q: q[at]! } }));
}

function curvesOf(
  job: Job,
  region: string,
  stretches: readonly Stretch[],
  causes: readonly Cause[],
  methods: Methods
): SignalCurves {
  const least = methods.number("incidence", "least_subjects");
  const leastEvents = methods.number("incidence", "least_events");
  const horizon = methods.number("incidence", "horizon");
  const places = new Map(causes.map(({ code }, at) => [code, at + 1]));
  const spells = stretches
    .filter(each => each.is_known)
    .flatMap(each => spellsOf(each, job.breakdown, places));
  const groups = [...group(spells, spell => spell.group)].sort(([a], [b]) => (a < b ? -1 : 1));
  const kept: GroupSpell[][] = [];
  const withheld: SignalCurves["withheld"][number][] = [];
  const drawn: SignalCurve[] = [];
  for (const [name, own] of groups) {
    const households = new Set(own.map(({ id }) => id)).size;
    const events = own.filter(({ cause }) => cause === 1).length;
    if (households < least || events < leastEvents) {
      const why = `${households} 户、${events} 户有结果，至少要 ${least} 户、${leastEvents} 户才画曲线`;
      withheld.push({ group: name, households, why });
      continue;
    }
    kept.push(own);
    drawn.push(curveOf(name, households, own, causes.length, horizon, methods));
  }
  const test = kept.length > 1 ? logRank(kept.flat().map(onlyFirst)).test : null;
  return {
    job: job.id,
    region,
    title: job.title,
    causes: causes.map(({ label }) => label),
    curves: drawn,
    unknown: stretches.filter(each => !each.is_known).length,
    withheld,
    logRank: test && { ...test, q: null }
  };
}

/**
 * What was watched of a household: from half a month before the month it enters in, so that what ended in that month
 * counts; one that is watched from its own first month on has no start.
 */
function spellsOf(each: Stretch, grouping: string, places: ReadonlyMap<string, number>): GroupSpell[] {
  const spell: GroupSpell = {
    id: each.id,
    stratum: each.county,
    group: grouping === "监测对象类别" ? each.category : grouping === "劳动能力户型" ? each.labour : "全部",
    stop: each.stop,
    cause: each.cause === null ? 0 : (places.get(each.cause) ?? 0),
    ...(each.entry > 0 ? { start: each.entry - 0.5 } : {})
  };
  if (grouping !== "措施") return [spell];
  return splitAtMeasure(spell, each.measure).map(({ exposed, ...part }) => ({
    ...part,
    group: exposed ? "有措施" : "尚无措施"
  }));
}

function curveOf(
  name: string,
  households: number,
  spells: readonly GroupSpell[],
  causes: number,
  horizon: number,
  methods: Methods
): SignalCurve {
  const curve = cumulativeIncidence(spells, { causes, confidence: methods.number("all", "confidence") });
  return {
    group: name,
    households,
    events: curve.events,
    median: quantile(curve, 0.5, 1),
    points: pointsOf(curve, spells, horizon)
  };
}

/** Months from 0 as long as anybody is at risk: the steps of the curve are in whole months. */
function pointsOf({ steps }: Curve, spells: readonly GroupSpell[], horizon: number): SignalCurve["points"] {
  const starts = spells.map(({ start }) => start ?? Number.NEGATIVE_INFINITY).sort(ascending);
  const stops = spells.map(({ stop }) => stop).sort(ascending);
  return range(horizon + 1).flatMap((month): SignalCurve["points"][number][] => {
    const atRisk = bisectLeft(starts, month) - bisectLeft(stops, month);
    if (atRisk === 0) return [];
    const step = steps.findLast(({ time }) => time <= month);
    if (!step) return [[month, atRisk, 0, null, null, 0]];
    const [first, ...others] = step.incidence;
    const other = sum(others, ({ estimate }) => estimate);
    const limits = [limitOf(first!, "low"), limitOf(first!, "high")] as const;
    return [[month, atRisk, digits(first!.estimate), ...limits, digits(other)]];
  });
}

function limitOf(probability: Probability, side: "low" | "high"): number | null {
  return probability[side] === null ? null : digits(probability[side]);
}

/** What a picture needs: a ten-thousandth. */
function digits(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function onlyFirst(spell: GroupSpell): GroupSpell {
  return { ...spell, cause: spell.cause === 1 ? 1 : 0 };
}
