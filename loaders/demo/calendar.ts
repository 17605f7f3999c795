import chineseDays from "chinese-days";

/** Months are counted as year × 12 + month − 1; days are counted from 1970-01-01. */
export type Month = number;
export type Day = number;

const dayLength = 86400000;

export function monthOf(year: number, month: number): Month {
  return year * 12 + month - 1;
}

export function yearOf(month: Month): number {
  return Math.floor(month / 12);
}

/** The month of the year, 1–12. */
export function monthNumber(month: Month): number {
  return (month % 12) + 1;
}

/** `202304`. */
export function monthText(month: Month): string {
  return `${yearOf(month)}${String(monthNumber(month)).padStart(2, "0")}`;
}

/** `2023-04`. */
export function periodText(month: Month): string {
  return `${yearOf(month)}-${String(monthNumber(month)).padStart(2, "0")}`;
}

/** `2023Q2`. */
export function quarterText(month: Month): string {
  return `${yearOf(month)}Q${Math.floor((month % 12) / 3) + 1}`;
}

export function firstDay(month: Month): Day {
  return Date.UTC(yearOf(month), month % 12, 1) / dayLength;
}

export function lastDay(month: Month): Day {
  return firstDay(month + 1) - 1;
}

/** The day of a month, for example the 10th. */
export function dayOf(month: Month, date: number): Day {
  return firstDay(month) + date - 1;
}

export function monthOfDay(day: Day): Month {
  const date = new Date(day * dayLength);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

const texts = new Map<Day, string>();

/** `2023-04-18`. */
export function dayText(day: Day): string {
  let text = texts.get(day);
  if (text === undefined) {
    text = new Date(day * dayLength).toISOString().slice(0, 10);
    texts.set(day, text);
  }
  return text;
}

/** Reads `2023-12-31`; undefined when there is no such day. */
export function parseDay(text: string): Day | undefined {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) || dayText(time / dayLength) !== text ? undefined : time / dayLength;
}

const workdays = new Map<Day, boolean>();

/** The day that lies a number of working days later, by the public calendar with its exchanged days. */
export function addWorkdays(day: Day, count: number): Day {
  let at = day;
  for (let left = count; left > 0; ) {
    at++;
    let works = workdays.get(at);
    if (works === undefined) {
      works = chineseDays.isWorkday(dayText(at));
      workdays.set(at, works);
    }
    if (works) left--;
  }
  return at;
}
