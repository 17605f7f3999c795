/** The month `steps` later (or earlier): monthStep("2023-01", -1) → "2022-12". */
export function monthStep(month: string, steps: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + steps;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/** The months that end at `last`, at most `length` of those listed, oldest first. */
export function monthsUpTo(months: readonly string[], last: string, length: number): string[] {
  return months.filter(month => month <= last).slice(-length);
}

/** Kinds of period a page looks back over. */
export type PeriodKind = "month" | "quarter" | "year";

/** The period of a kind that a month lies in: periodOf("quarter", "2023-12") → "2023Q4". */
export function periodOf(kind: PeriodKind, month: string): string {
  const year = month.slice(0, 4);
  if (kind === "year") return year;
  return kind === "month" ? month : `${year}Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;
}

/** The last month of a month, quarter or year. */
export function lastMonth(period: string): string {
  if (/^\d{4}$/.test(period)) return `${period}-12`;
  const quarter = /^(\d{4})Q([1-4])$/.exec(period);
  return quarter ? `${quarter[1]}-${String(Number(quarter[2]) * 3).padStart(2, "0")}` : period;
}
