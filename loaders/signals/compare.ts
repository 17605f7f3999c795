import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import { rollup } from "d3-array";
import type { SignalComparison, SignalShare } from "../../src/lib/signal-data.ts";
import { CliError } from "../lib/errors.ts";
import { type Comparison, type Covariates, compareGroups, type Effect } from "../risk/comparison.ts";
import { falseDiscovery } from "../risk/discovery.ts";
import { eValue, riskRatio } from "../risk/evalue.ts";
import { drawSample } from "../risk/sampling.ts";
import { digestOf } from "./digest.ts";
import type { Job, Methods } from "./methods.ts";

/** One household that was in the register at the landmark; see the SQL that makes it. */
export interface Subject {
  readonly id: number;
  readonly county: string;
  readonly category: string;
  readonly labour: string;
  readonly members: number;
  readonly risk: string;
  readonly half: string;
  readonly hit: boolean;
  /** Kinds of measures begun by then. */
  readonly measures: readonly string[];
}

/**
 * Is a measure associated with a better outcome? Alike households with and without it, for each kind of measure; q over
 * the kinds compared in the region. Withheld, with the reason, where the groups cannot be compared.
 */
export function compare(
  job: Job,
  region: string,
  subjects: readonly Subject[],
  kinds: readonly string[],
  methods: Methods
): SignalComparison[] {
  const used = drawn(subjects, methods);
  const found = kinds.map(kind => compareKind(kind, used, methods));
  const p = found.map(({ result }) => (result ? pOf(result.difference) : null));
  const q = falseDiscovery(p);
  return found.map((each, at) => {
    const { units, effective, balance, result, withheld, leftOut } = each;
    const isSignal = q[at] !== null && q[at]! <= methods.number("all", "discovery");
    const ratio = result && riskRatio(result.treated, result.control, methods.number("all", "confidence"));
    return {
      job: job.id,
      region,
      measure: kinds[at]!,
      verdict: withheld || p[at] === null ? "数据不足" : isSignal ? "信号" : "无信号",
      withheld: withheld ?? (p[at] === null ? "两组的结果没有差异可算" : ""),
      units,
      effective,
      drawn: used.length < subjects.length ? used.length : null,
      leftOut,
      balance,
      treated: result && within(result.treated),
      control: result && within(result.control),
      difference: result && shareOf(result.difference),
      ratio,
      eValue: ratio && eValue(ratio),
      p: p[at]!,
      q: q[at]!
    };
  });
}

type Found = Comparison & Pick<SignalComparison, "leftOut">;

function compareKind(kind: string, all: readonly Subject[], methods: Methods): Found {
  const number = (key: string): number => methods.number("comparison", key);
  const { subjects, covariates, leftOut } = comparable(kind, all, number("least_category"));
  const treated = subjects.map(subject => hasMeasure(subject, kind));
  try {
    const found = compareGroups(
      { treated, covariates, outcome: subjects.map(({ hit }) => (hit ? 1 : 0)) },
      {
        confidence: methods.number("all", "confidence"),
        limits: { smd: number("smd"), effective: number("effective"), units: number("least_units") }
      }
    );
    return { ...found, leftOut };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const ones = treated.filter(value => value === 1).length;
    const units = { treated: ones, control: treated.length - ones };
    return { units, effective: null, balance: [], result: null, withheld: error.message, leftOut };
  }
}

function hasMeasure({ measures }: Subject, kind: string): 0 | 1 {
  return measures.includes(kind) ? 1 : 0;
}

/** Leaves out, kind by kind, the households of which all or none have the measure: nobody can be compared with them. */
function comparable(kind: string, all: readonly Subject[], least: number) {
  const leftOut: { name: string; households: number }[] = [];
  let subjects = all;
  for (;;) {
    const covariates = covariatesOf(subjects, least);
    const treated = subjects.map(subject => hasMeasure(subject, kind));
    const [name, values, category] =
      Object.entries(covariates)
        .filter(([, list]) => typeof list[0] === "string")
        .map(([title, list]) => [title, list, oneSided(list as string[], treated)] as const)
        .find(([, , found]) => found !== null) ?? [];
    if (!values) return { subjects, covariates, leftOut };
    const kept = subjects.filter((_, at) => values[at] !== category);
    leftOut.push({ name: `${name}=${category}`, households: subjects.length - kept.length });
    subjects = kept;
  }
}

/** The first category in order whose households all have the measure, or none of them. */
function oneSided(values: readonly string[], treated: readonly number[]): string | null {
  const shares = rollup(
    values.map((value, at) => ({ value, treated: treated[at]! })),
    list => list.reduce((sum, each) => sum + each.treated, 0) / list.length,
    each => each.value
  );
  return (
    [...shares].sort(([a], [b]) => (a < b ? -1 : 1)).find(([, share]) => share === 0 || share === 1)?.[0] ??
    null
  );
}

/** All of them, or so many drawn at random where there are more. */
function drawn(subjects: readonly Subject[], methods: Methods): readonly Subject[] {
  const most = methods.number("comparison", "most_units");
  if (subjects.length <= most) return subjects;
  const frame = { 全部: subjects.map(({ id }) => String(id)) };
  const { strata } = drawSample({
    frame,
    sizes: { 全部: most },
    seed: methods.number("comparison", "seed"),
    digest: digestOf(frame)
  });
  const kept = new Set(strata[0]!.drawn);
  return subjects.filter(({ id }) => kept.has(String(id)));
}

/** What is known of the households before; what does not vary among them is left out. */
function covariatesOf(subjects: readonly Subject[], least: number): Covariates {
  const texts = {
    监测对象类别: subjects.map(each => each.category),
    劳动能力: subjects.map(each => each.labour),
    首位风险: subjects.map(each => each.risk),
    识别时间: subjects.map(each => each.half)
  };
  const merged = Object.entries(texts).map(([name, values]) => [name, merge(values, least)] as const);
  const all: [string, readonly string[] | readonly number[]][] = [
    ...merged.map(([name, values]): [string, readonly string[]] => [name, values]),
    ["家庭人口", subjects.map(each => each.members)]
  ];
  return Object.fromEntries(all.filter(([, values]) => new Set<string | number>(values).size > 1));
}

/** Puts the small categories together; together still small, they go to the largest. */
function merge(values: readonly string[], least: number): string[] {
  const counts = rollup(
    values,
    list => list.length,
    value => value
  );
  const small = [...counts].filter(([, count]) => count < least);
  const together = small.reduce((total, [, count]) => total + count, 0);
  const [largest] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0] ?? [""];
  const names = new Set(small.map(([name]) => name));
  return values.map(value => (names.has(value) ? (together < least ? largest : "其他") : value));
}

/** Two-sided; null where neither group varies. */
function pOf({ estimate, error }: Effect): number | null {
  return error > 0 ? 2 * normalCdf(-Math.abs(estimate) / error, 0, 1) : null;
}

function shareOf({ estimate, low, high }: Effect): SignalShare {
  return { estimate, low, high };
}

/** A share's limits stay within 0 and 1. */
function within(effect: Effect): SignalShare {
  return { ...shareOf(effect), low: Math.max(0, effect.low), high: Math.min(1, effect.high) };
}
