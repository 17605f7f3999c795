/** The day `days` later (or earlier): dayStep("2023-12-31", 1) → "2024-01-01". */
export function dayStep(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Position of a day in its week, Monday 0 to Sunday 6. */
export function weekday(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The ISO week of a day: isoWeek("2024-12-30") → "2025-W01". */
export function isoWeek(day: string): string {
  const thursday = dayStep(day, 3 - weekday(day));
  const first = new Date(`${thursday.slice(0, 4)}-01-01T00:00:00Z`);
  const days = (new Date(`${thursday}T00:00:00Z`).getTime() - first.getTime()) / 86_400_000;
  return `${thursday.slice(0, 4)}-W${String(Math.floor(days / 7) + 1).padStart(2, "0")}`;
}

/** The last day of a month: monthEnd("2024-02") → "2024-02-29". */
export function monthEnd(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** One week, Monday to Sunday. */
export interface Week {
  /** `2023-W52`. */
  readonly name: string;
  readonly days: readonly string[];
}

/** The `length` weeks that end with the week of a day, oldest first. */
export function weeksUpTo(last: string, length: number): Week[] {
  const monday = dayStep(last, -weekday(last));
  return Array.from({ length }, (_, index) => {
    const start = dayStep(monday, 7 * (index - length + 1));
    return { name: isoWeek(start), days: Array.from({ length: 7 }, (__, day) => dayStep(start, day)) };
  });
}

/** Lower bounds of five steps from 1 to a count, evenly spaced: stepsTo(9) → [1, 3, 5, 7, 9]. */
export function stepsTo(max: number): number[] {
  const step = Math.max(1, Math.ceil(max / 5));
  return Array.from({ length: 5 }, (_, index) => 1 + index * step);
}
