import { count } from "./format.js";
import type { Sentence } from "./sentence.js";
import type { Signal, SignalMethods } from "./signal-data.js";
import { monthOf, parameter, rateText, type SignalJob, valueText } from "./signal-text.js";

/** A signal that survived, with what it is of. */
export interface Found {
  readonly row: Signal;
  readonly job: SignalJob;
}

/** Signals of a region and the regions below it in a month. */
export interface FoundSignals {
  /** The few least likely by chance, in the order of the methods and of the division code. */
  readonly shown: readonly Found[];
  /** The others, in the same order. */
  readonly rest: readonly Found[];
  /** False where nothing is published for the month. */
  readonly isKnown: boolean;
}

/** How many sentences a reader is shown. */
const most = 5;

/**
 * The signals of a region in a month: its own and those of its parts among each other. Of a place's weeks only the last
 * one counts, and of its months the last month.
 */
export function foundSignals(
  rows: readonly Signal[],
  methods: SignalMethods,
  region: string,
  month: string,
  months: readonly string[]
): FoundSignals {
  const jobs = new Map(methods.jobs.map(job => [job.id, job]));
  const last = new Map<string, Found>();
  for (const row of rows) {
    const job = jobs.get(row.job);
    const isOwn = row.region_code === region || (row.within === region && row.method !== "scan");
    if (!job || !isOwn || row.verdict !== "信号" || monthOf(row.period) !== month) continue;
    const key = `${row.job} ${row.region_code}`;
    const known = last.get(key);
    if (!known || known.row.period < row.period) last.set(key, { row, job });
  }
  const ranks = new Map(methods.jobs.map(({ id }, at) => [id, at]));
  const all = [...last.values()].sort((a, b) => (a.row.q ?? 1) - (b.row.q ?? 1));
  const inOrder = (some: readonly Found[]): Found[] =>
    [...some].sort(
      (a, b) =>
        ranks.get(a.job.id)! - ranks.get(b.job.id)! || (a.row.region_code < b.row.region_code ? -1 : 1)
    );
  const span = Number(parameter(methods, "all", "months") ?? 0);
  return {
    shown: inOrder(all.slice(0, most)),
    rest: inOrder(all.slice(most)),
    isKnown: months.slice(-span).includes(month)
  };
}

/** A signal in one sentence: place, indicator, how much, against what. */
export function foundSentence({ row, job }: Found, name: string): Sentence {
  const { method, numerator, denominator, expected, basis, side, period, reason } = row;
  const awaited = expected === null ? "" : `${expected.toFixed(1)} ${basis}`;
  const campaign = reason === "campaign" ? "，这一期在集中排查或春节" : "";
  if (method === "scan")
    return [
      [name],
      `的乡镇有聚在一起的：${job.title} `,
      [`${count(numerator ?? 0)} ${basis}`],
      `，预期 ${awaited}`
    ];
  if (method === "series") {
    const when = job.kind === "week" ? `${period} 周 ` : "本月 ";
    return [
      [name],
      `${job.title}，${when}`,
      [`${count(numerator ?? 0)} ${basis}`],
      `，预期 ${awaited}${campaign}`
    ];
  }
  const peers = expected !== null && denominator ? `的 ${rateText(expected / denominator)}` : "";
  return [[name], `${job.title} `, [valueText(row)], `，${side}同级${peers}${campaign}`];
}

/** The heading over the signals: how many, or that there are none. */
export function foundTitle({ shown, rest, isKnown }: FoundSignals): string {
  if (!isKnown) return "这个月没有公布统计";
  const all = shown.length + rest.length;
  return all === 0 ? "本月没有统计信号" : `本月有 ${all} 条统计信号，请看一眼`;
}
