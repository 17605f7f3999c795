import chineseDays from "chinese-days";
import type { Duck } from "../lib/duck.ts";

/** First and last year asked for; the calendar itself says which of them it knows. */
const asked = { from: 2000, to: 2100 };

/** A year whose arrangement of holidays the calendar holds: it then names National Day; else it answers by weekday alone. */
function isKnown(year: number): boolean {
  return chineseDays.getDayDetail(`${year}-10-01`).name.includes(",");
}

/** Days of a year on which work does not follow the weekday: holidays, and days worked in exchange. ISO dates. */
function exceptions(year: number): string[] {
  const found: string[] = [];
  for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += 86_400_000) {
    const date = new Date(day).toISOString().slice(0, 10);
    const weekday = new Date(day).getUTCDay();
    if (chineseDays.isWorkday(date) !== (weekday > 0 && weekday < 6)) found.push(date);
  }
  return found;
}

/**
 * Table `workday`. Grain: one day of a year with a known arrangement. `workday_no` counts working days from the first, `day_no`
 * all days: where it falls short of the calendar, a year between is not known. Rows of a 工作日历 file go before the calendar.
 */
export async function fillWorkdays(duck: Duck): Promise<void> {
  const years = Array.from({ length: asked.to - asked.from + 1 }, (_, i) => asked.from + i).filter(isKnown);
  const list = (values: readonly string[], type: string): string =>
    `(SELECT unnest([${values.join(", ")}]::${type}[]) AS value)`;
  await duck.run(`CREATE OR REPLACE TABLE workday AS
    WITH year AS ${list(years.map(String), "INTEGER")},
    exception AS ${list(
      years.flatMap(exceptions).map(day => `'${day}'`),
      "DATE"
    )},
    known AS (
      SELECT CAST(d AS DATE) AS day, (isodow(d) < 6) <> (CAST(d AS DATE) IN (SELECT value FROM exception)) AS is_workday
      FROM year, unnest(generate_series(make_date(value, 1, 1)::TIMESTAMP, make_date(value, 12, 31)::TIMESTAMP, INTERVAL 1 DAY)) AS t(d)
    ), own AS (
      SELECT "date" AS day, bool_and(is_workday) AS is_workday FROM staging.workday_calendar
      WHERE state = 'accepted' AND is_workday IS NOT NULL GROUP BY "date"
    ), merged AS (
      SELECT day, coalesce(o.is_workday, k.is_workday) AS is_workday FROM known AS k FULL JOIN own AS o USING (day)
    )
    SELECT day, is_workday, CAST(sum(is_workday::INT) OVER (ORDER BY day) AS INTEGER) AS workday_no,
      CAST(row_number() OVER (ORDER BY day) AS INTEGER) AS day_no
    FROM merged ORDER BY day`);
}
