import chineseDays from "chinese-days";
import { checkCount } from "./refusal.ts";

/** New Year's Day of the lunar calendar, which begins the Spring Festival of a year: `2024-02-10`. 1900 to 2100. */
export function springFestival(year: number): string {
  checkCount("年份", year, 1900, 2100);
  return chineseDays.getSolarDateFromLunar(`${year}-01-01`).date;
}

/**
 * The months (`2024-01`) that hold any day from `before` days before the lunar New Year's Day to `after` days after
 * it, in order. With 0 and 0 the month of the day itself. Refuses a year outside 1900–2100 and days that are not
 * whole numbers from 0.
 */
export function springFestivalMonths(year: number, before: number, after: number): string[] {
  return distinct(year, before, after, date => date.toISOString().slice(0, 7));
}

/** The ISO weeks (`2024-W06`) that hold any of the days; otherwise as `springFestivalMonths`. */
export function springFestivalWeeks(year: number, before: number, after: number): string[] {
  return distinct(year, before, after, isoWeek);
}

function distinct(year: number, before: number, after: number, name: (date: Date) => string): string[] {
  checkCount("节前天数", before);
  checkCount("节后天数", after);
  const eve = Date.parse(`${springFestival(year)}T00:00:00Z`) - before * day;
  return [...new Set(Array.from({ length: before + after + 1 }, (_, i) => name(new Date(eve + i * day))))];
}

const day = 86_400_000;

function isoWeek(date: Date): string {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * day);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / day / 7) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}
