import { percent } from "./format.js";
import { periodOf } from "./periods.js";
import { type Signal, type SignalMethods, signalReasons } from "./signal-data.js";
import { lastUpTo } from "./signal-place.js";
import { reasonText, type SignalJob, valueText, verdictText } from "./signal-text.js";
import type { Region } from "./site.js";
import { stateWords } from "./state.js";

/** One place of a funnel. */
export interface FunnelRow {
  readonly region: Region;
  readonly signal: Signal;
}

/** The places compared with each other in one period. */
export interface Funnel {
  readonly job: SignalJob;
  /** "" where the statistics have no period up to the one in hand. */
  readonly period: string;
  readonly rows: readonly FunnelRow[];
  /** The rate all are compared with; null where nothing can be compared. */
  readonly target: number | null;
}

/** What can be asked of a place by its size, in the order of the table of methods. */
export function funnelJobs(methods: SignalMethods): readonly SignalJob[] {
  return methods.jobs.filter(({ method }) => method === "funnel");
}

/** Whether few may mean that households were left out. */
export function asksInclusion({ below }: SignalJob): boolean {
  return below.includes("应纳未纳");
}

/** The funnel of a job among the parts of a region, in its last period that is not after the one in hand. */
export function funnelOf(
  signals: readonly Signal[],
  job: SignalJob,
  within: string,
  inHand: string,
  regions: { readonly get: (code: string) => Region | undefined }
): Funnel {
  const own = signals.filter(
    each => each.method === "funnel" && each.job === job.id && each.within === within
  );
  const period =
    lastUpTo(
      new Set(own.map(each => each.period)),
      periodOf(job.kind === "quarter" ? "quarter" : "month", inHand)
    ) ?? "";
  const rows = own
    .filter(each => each.period === period)
    .flatMap(signal => {
      const region = regions.get(signal.region_code);
      return region ? [{ region, signal }] : [];
    })
    .sort((a, b) => (a.region.code < b.region.code ? -1 : 1));
  const judged = rows.find(({ signal }) => signal.expected !== null && signal.denominator);
  const target = judged ? judged.signal.expected! / judged.signal.denominator! : null;
  return { job, period, rows, target };
}

/** Places whose share is a signal, and those beyond the outer limit that may be so by chance among so many. */
export function beyond({ rows }: Funnel): {
  readonly signals: readonly FunnelRow[];
  readonly chance: readonly FunnelRow[];
} {
  return {
    signals: rows.filter(({ signal }) => signal.verdict === "信号"),
    chance: rows.filter(({ signal }) => signal.reason === "discovery")
  };
}

/** The finding: places beyond the limits by name, the low ones as a question. */
export function funnelTitle(funnel: Funnel, name: string, word: string): string {
  const { rows } = funnel;
  const judged = rows.filter(({ signal }) => signal.verdict !== "数据不足");
  if (rows.length === 0) return `${name}：没有各${word}的统计`;
  if (judged.length === 0) return `${name}：${lackText(rows)}，不作比较`;
  const { signals, chance } = beyond(funnel);
  const of = (list: readonly FunnelRow[], side: string) =>
    list.filter(({ signal }) => signal.side === side).map(({ region }) => region.name);
  const high = of(signals, "高于");
  const low = of(signals, "低于");
  const asks = asksInclusion(funnel.job) ? "，是否应纳未纳？" : "，是什么原因？";
  if (high.length + low.length > 0)
    return `${name}：${[high.length > 0 ? `${names(high)}高于界限` : "", low.length > 0 ? `${names(low)}低于界限${asks}` : ""].filter(Boolean).join("；")}`;
  if (chance.length > 0)
    return `${name}：${names(chance.map(({ region }) => region.name))}越过界限，${judged.length} 个${word}一起看不排除碰巧`;
  return `${name}：${judged.length} 个${word}都在界限之内，高低不超出偶然`;
}

function names(list: readonly string[]): string {
  return list.length > 3 ? `${list.slice(0, 3).join("、")}等 ${list.length} 处` : list.join("、");
}

function lackText(rows: readonly FunnelRow[]): string {
  const reasons = new Set(rows.map(({ signal }) => signal.reason));
  const [reason] = reasons;
  return reasons.size === 1 && reason ? signalReasons[reason] : `基数太小或${stateWords.missing}`;
}

/** What is said of one place: the verdict with its side, or why there is none. */
export function standingText(signal: Signal): string {
  return [verdictText(signal), reasonText(signal)].filter(Boolean).join("：");
}

/** A share in words; where nothing happened, how much it may be at most. */
export function shareWords(signal: Signal): string {
  return signal.numerator === 0 && signal.denominator ? `没有事件，${valueText(signal)}` : valueText(signal);
}

/** A limit against the base. */
export interface LimitPoint {
  readonly base: number;
  readonly value: number;
}

/**
 * A limit's line over bases: exact at each place's own base; between two bases along 1/√base, in which limits of this
 * kind are nearly straight. Empty where fewer than two bases have one.
 */
export function limitLine(
  rows: readonly FunnelRow[],
  key: "limit_low" | "limit_high" | "inner_low" | "inner_high",
  steps = 12
): LimitPoint[] {
  const exact = rows
    .flatMap(({ signal }) => {
      const value = signal[key];
      return signal.denominator && value !== null ? [{ base: signal.denominator, value }] : [];
    })
    .sort((a, b) => a.base - b.base);
  if (exact.length < 2) return [];
  const inner = exact.slice(1).flatMap((end, index) => {
    const start = exact[index]!;
    const from = 1 / Math.sqrt(start.base);
    const to = 1 / Math.sqrt(end.base);
    if (from === to) return [];
    return Array.from({ length: steps }, (_, step) => {
      const at = from + ((to - from) * (step + 1)) / steps;
      return step + 1 === steps
        ? end
        : { base: 1 / at ** 2, value: start.value + ((end.value - start.value) * (at - from)) / (to - from) };
    });
  });
  return [exact[0]!, ...inner];
}

/** The picture in words. */
export function funnelWords({ rows, target }: Funnel): string {
  const all = target === null ? "" : `合计 ${percent(target, 2)}。`;
  return `${all}${rows.map(({ region, signal }) => `${region.name} ${shareWords(signal)}`).join("、")}`;
}
