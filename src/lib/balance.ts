import { inPercent, pairNumeral, percent, signedPoints } from "./format.js";
import type { SignalComparison, SignalMethods, SignalShare } from "./signal-data.js";
import { platformNumber } from "./signal-place.js";

/** What the comparison is of, in months: help begun within the first, elimination within the second after it. */
export interface Spans {
  readonly landmark: number | null;
  readonly horizon: number | null;
}

/** Spans of the comparison, from the table of methods. */
export function spansOf(methods: SignalMethods): Spans {
  return {
    landmark: platformNumber(methods, "comparison", "landmark"),
    horizon: platformNumber(methods, "comparison", "horizon")
  };
}

/** Kinds of measures with a result, and those without, each in the order of the file. */
export function splitComparisons(all: readonly SignalComparison[]): {
  readonly shown: readonly SignalComparison[];
  readonly withheld: readonly SignalComparison[];
} {
  return {
    shown: all.filter(({ difference }) => difference !== null),
    withheld: all.filter(({ difference }) => difference === null)
  };
}

/** The finding over all kinds: how many can be compared, and with which the outcome goes together. */
export function comparisonTitle(all: readonly SignalComparison[], { horizon }: Spans): string {
  const { shown } = splitComparisons(all);
  const outcome = `${horizon ?? "?"} 个月内风险消除`;
  if (all.length === 0) return `有无措施的户与 ${outcome}：没有可比的数据`;
  if (shown.length === 0) return `${pairNumeral(all.length)}类措施的户都不可比，不给与 ${outcome}的关联`;
  const signals = shown.filter(({ verdict }) => verdict === "信号");
  return signals.length > 0
    ? `可比的${pairNumeral(shown.length)}类措施中，${signals.map(({ measure }) => measure).join("、")}与 ${outcome}有关联，不等于因果`
    : `可比的${pairNumeral(shown.length)}类措施，都看不出与 ${outcome}有关联`;
}

/** Why there is no result; where a group is too small, in short: its sizes stand beside it. */
export function withheldText({ units, withheld }: SignalComparison, least: number | null): string {
  return least !== null && Math.min(units.treated, units.control) < least ? `一组不足 ${least} 户` : withheld;
}

/** “+3.2（−2.2 至 +8.5）”, in percentage points. */
export function differenceText({ estimate, low, high }: SignalShare): string {
  return `${signedPoints(estimate, 1)}（${signedPoints(low, 1)} 至 ${signedPoints(high, 1)}）`;
}

/** “7.8%（3.3% 至 12.3%）”. */
export function shareText({ estimate, low, high }: SignalShare): string {
  return `${percent(estimate)}（${percent(low)} 至 ${percent(high)}）`;
}

/** One covariate: how far the two groups are apart before and after the weights. */
export interface BalanceRow {
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** Covariates with their distances free of the tails of arithmetic, as names read: “劳动能力：无劳动能力”. */
export function balanceRows({ balance }: SignalComparison): BalanceRow[] {
  const tidy = (value: number | null) => (value === null ? null : Number(value.toFixed(6)) + 0);
  return balance.map(({ name, before, after }) => ({
    name: name.replace("=", "："),
    before: tidy(before),
    after: tidy(after)
  }));
}

/** The finding on the balance of one kind of measure. */
export function balanceTitle({ measure, balance, withheld }: SignalComparison, limit: number): string {
  if (balance.length === 0) return `${measure}：两组不可比，没有平衡表`;
  const off = (key: "before" | "after") =>
    balance.filter(each => each[key] !== null && Math.abs(each[key]) > limit).length;
  const before = off("before");
  const after = off("after");
  const start = `${measure}：加权前 ${before} 项差别大于 ${limit}`;
  return after > 0 || withheld !== ""
    ? `${start}，加权后还有 ${after} 项，${withheld === "" ? "仍给结果" : "不给结果"}`
    : `${start}，加权后没有`;
}

/** How many households the weights leave in effect, with what share that is. */
export function effectiveText({ units, effective }: SignalComparison, least: number | null): string | null {
  if (!effective) return null;
  const part = (name: string, size: number, left: number) =>
    `${name} ${size} 户加权后相当于 ${left.toFixed(1)} 户（${percent(left / size, 0)}）`;
  const asked = least === null ? "" : `；不足 ${percent(least, 0)} 不给结果`;
  return `有效样本：${part("有措施", units.treated, effective.treated)}，${part("没有的", units.control, effective.control)}${asked}。`;
}

/** What something not recorded would have to be like to explain the result away; null without one. */
export function eValueText({ eValue, ratio }: SignalComparison): string | null {
  if (!eValue || !ratio) return null;
  const start = `消除比例之比 ${ratio.ratio.toFixed(2)}（95% 区间 ${ratio.low.toFixed(2)} 至 ${ratio.high.toFixed(2)}），E 值 ${eValue.point.toFixed(2)}、区间 ${eValue.limit.toFixed(2)}`;
  return eValue.limit <= 1
    ? `${start}：区间已含“没有差别”，不需要别的原因来解释。`
    : `${start}：没有记下来的情况要与措施、与消除都至少有 ${eValue.limit.toFixed(1)} 倍的关联，才能把差别全部解释掉。`;
}

/** Largest distance to draw, to the next tenth, never less than the limit twice over. */
export function balanceDomain(rows: readonly BalanceRow[], limit: number): [number, number] {
  const values = rows.flatMap(({ before, after }) => [before, after]).filter(value => value !== null);
  const most = Math.max(limit * 2, ...values.map(Math.abs));
  return [0, Math.ceil(most * 10 - 1e-9) / 10];
}

/** Domain of differences around nought, the same to either side. */
export function differenceDomain(shown: readonly SignalComparison[]): [number, number] {
  const values = shown.flatMap(({ difference }) => (difference ? [difference.low, difference.high] : []));
  const most = Math.max(0.01, ...values.map(Math.abs));
  const end = Math.ceil((inPercent(most) ?? 1) / 5) / 20;
  return [-end, end];
}
