import type { Context } from "./context.js";
import type { Cell, Dataset, Key } from "./dataset.js";
import { monthStep, monthsUpTo } from "./periods.js";

/** What is measured, apart from where and when. */
export interface Measure {
  readonly indicator: string;
  readonly breakdown: string;
  readonly basis: string;
}

/** A measure over the months up to the one in hand. */
export interface Trend {
  readonly key: Key;
  readonly months: readonly string[];
  readonly cells: readonly (Cell | undefined)[];
  readonly values: readonly (number | null)[];
  readonly now: Cell | undefined;
  /** Change against last month and against the same month last year; null where either is missing. */
  readonly sinceMonth: number | null;
  readonly sinceYear: number | null;
  /** Position of the same month last year among the months, −1 when it is not there. */
  readonly yearAgo: number;
}

/** The register, households or persons. */
export function registerOf(basis: string): Measure {
  return { indicator: "K03", breakdown: "", basis };
}

/** One item of the bulletin's total row, e.g. 本月新增. */
export function bulletinTotal(item: string, basis: string): Measure {
  return { indicator: "B01", breakdown: `监测对象类别=合计;统计项=${item}`, basis };
}

/** Share of the monitored in the registered poor population. */
export const scaleShare: Measure = { indicator: "K01", breakdown: "", basis: "人" };

/** The same share as a document judges it: beside a reference, against a principle, or not at all. */
export const scaleStatus: Measure = { indicator: "K02", breakdown: "", basis: "人" };

/** A measure's months, `length` of them, ending at the month in hand. */
export function trend(
  data: Pick<Dataset, "cell">,
  measure: Measure,
  place: Pick<Context, "region" | "period" | "profile">,
  months: readonly string[],
  length = 24
): Trend {
  const shown = monthsUpTo(months, place.period, length);
  const base = { ...measure, region: place.region };
  const cells = shown.map(period => data.cell({ ...base, period }, place.profile));
  const values = cells.map(cell => cell?.value ?? null);
  const year = monthStep(place.period, -12);
  const now = cells.at(-1);
  return {
    key: { ...base, period: place.period },
    months: shown,
    cells,
    values,
    now,
    sinceMonth: difference(values.at(-1), values[shown.indexOf(monthStep(place.period, -1))]),
    sinceYear: difference(values.at(-1), values[shown.indexOf(year)]),
    yearAgo: shown.indexOf(year)
  };
}

/** Later less earlier, or null where either is missing. */
export function difference(
  later: number | null | undefined,
  earlier: number | null | undefined
): number | null {
  return later == null || earlier == null ? null : later - earlier;
}
