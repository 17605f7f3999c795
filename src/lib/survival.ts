import { count, percent, span } from "./format.js";
import type { SignalCurve, SignalCurves, SignalMethods } from "./signal-data.js";
import { chanceText } from "./signal-text.js";

/** Which wait the curves are of: for elimination after identification, or for a household to come back after it. */
export type Wait = "elimination" | "relapse";

/** The wait in words; a household that comes back is identified anew, which is not 返贫. */
export const waitWords: Readonly<Record<Wait, { readonly since: string; readonly event: string }>> = {
  elimination: { since: "纳入", event: "风险消除" },
  relapse: { since: "消除", event: "再纳入" }
};

/** One row under the curves and in their table: a group at a month. */
export interface CurveRow {
  readonly group: string;
  readonly month: number;
  readonly atRisk: number;
  readonly estimate: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly other: number;
}

/** The groupings of a wait, in the order of the table of methods; the whole is one of them. */
export function groupings(
  methods: SignalMethods,
  wait: Wait
): { readonly job: string; readonly text: string }[] {
  return methods.jobs
    .filter(({ method, base }) => method === "incidence" && base === wait)
    .map(({ id, breakdown, title }) => ({
      job: id,
      text: breakdown ? (/按[^，]*$/.exec(title)?.[0] ?? `按${breakdown}`) : "不分组"
    }));
}

/** The last month any curve goes to; 0 without curves. */
export function lastMonthOf({ curves }: SignalCurves): number {
  return Math.max(0, ...curves.map(({ points }) => points.at(-1)?.[0] ?? 0));
}

/** Months under the axis: every `step` from 0. */
export function monthTicks(last: number, step: number): number[] {
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step);
}

/** What each group came to at the given months; a group that was not watched so long has no row there. */
export function curveRows({ curves }: SignalCurves, months: readonly number[]): CurveRow[] {
  return curves.flatMap(({ group, points }) =>
    months.flatMap(month => {
      const point = points.find(([at]) => at === month);
      if (!point) return [];
      const [, atRisk, estimate, low, high, other] = point;
      return [{ group, month, atRisk, estimate, low, high, other }];
    })
  );
}

/** “30 个月（29 至 31）”, or how far the group came where half of it was not reached. */
export function medianText({ median, points }: SignalCurve): string {
  const { time, low, high } = median;
  if (time === null) return `${points.at(-1)?.[0] ?? 0} 个月内未到一半`;
  const limits = low === null && high === null ? "" : `（${low ?? "?"} 至 ${high ?? "更久"}）`;
  return `${time} 个月${limits}`;
}

/**
 * The finding: when half were through, or how many were at the end; with groups, from the quickest to the slowest.
 * @param text the grouping in words
 * @param level the q up to which groups differ
 */
export function waitTitle(
  found: SignalCurves | undefined,
  wait: Wait,
  text: string,
  level: number | null
): string {
  const { since, event } = waitWords[wait];
  if (!found || found.curves.length === 0) return `${since}之后多久${event}：户数或件数太少，不画曲线`;
  const { curves } = found;
  if (curves.length === 1) {
    const [curve] = curves;
    const { time, low, high } = curve!.median;
    if (time !== null)
      return `${since}之后一半的户 ${time} 个月内${event}${low === null || high === null ? "" : `（95% 区间 ${low} 至 ${high} 个月）`}`;
    return `${since}之后 ${endText(curve!)}${event}`;
  }
  const q = found.logRank?.q;
  const said = q == null || level === null ? "快慢没有检验" : q <= level ? "快慢有差别" : "快慢分不出差别";
  return `${text}，${event}的${said}：${rangeText(curves)}`;
}

function rangeText(curves: readonly SignalCurve[]): string {
  const reached = curves.flatMap(({ median }) => median.time ?? []);
  if (reached.length === curves.length)
    return `一半的户用 ${span(String(Math.min(...reached)), String(Math.max(...reached)))} 个月`;
  const month = Math.min(...curves.map(({ points }) => points.at(-1)?.[0] ?? 0));
  const values = curves.flatMap(({ points }) => points.find(([at]) => at === month)?.[2] ?? []);
  return `${month} 个月内 ${span(percent(Math.min(...values)), percent(Math.max(...values)))}`;
}

/** “36 个月内 3.3%（95% 区间 2.4% 至 4.4%）”. */
export function endText({ points }: SignalCurve): string {
  const [month, , estimate, low, high] = points.at(-1)!;
  const limits = low === null || high === null ? "" : `（95% 区间 ${percent(low)} 至 ${percent(high)}）`;
  return `${month} 个月内 ${percent(estimate)}${limits}`;
}

/** What the test of the groups says, and what it does not; null where there is no test. */
export function testText({ logRank, curves }: SignalCurves): string | null {
  if (curves.length < 2) return null;
  if (!logRank) return "对数秩检验做不了：没有几组同时在看的月份。做不了不等于没有差别。";
  const { chiSquare, degrees, p, q } = logRank;
  const together = q === null ? "" : `，与其他地区一起看 q ${sign(q)}`;
  return `对数秩检验（按县分层，其他去向作删失）：χ² ${chiSquare.toFixed(1)}，自由度 ${degrees}，p ${sign(p)}${together}。只说各组快慢是否不同，不说明为什么。`;
}

function sign(p: number): string {
  const text = chanceText(p);
  return text.startsWith("<") ? `< ${text.slice(1)}` : `= ${text}`;
}

/** What is left out of the curves, in sentences. */
export function leftOutText({ withheld, unknown }: SignalCurves): string[] {
  return [
    ...withheld.map(({ group, why }) => `${group}没有画：${why}。`),
    ...(unknown > 0 ? [`另有 ${count(unknown)} 户状态不明，不在曲线里。`] : [])
  ];
}
