import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fillWorkdays } from "../../loaders/model/workdays.ts";
import { csv, exportsFolder, type Run, removeFolders, takeIn, type Value } from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());

/** The table `workday` made of the calendar alone, or with a 工作日历 file of the given days. */
async function calendar(days?: readonly (readonly Value[])[]): Promise<Run> {
  const files: Record<string, string> = {
    "走访记录.csv": csv(
      ["走访编号", "户编号", "走访日期", "走访人角色", "走访方式"],
      [["Z1", "甲", "2023-10-09", "挂钩干部", "入户"]]
    )
  };
  if (days) files["工作日历.csv"] = csv(["日期", "是否工作日", "说明"], days);
  const run = await takeIn(exportsFolder(files), { asOf: "2023-12-31" });
  await fillWorkdays(run.duck);
  return run;
}

/** Days as `YYYY-MM-DD`, followed by 班 or 休. */
async function days(run: Run, where: string): Promise<string[]> {
  const rows = await run.rows(
    `SELECT strftime(day, '%Y-%m-%d') || CASE WHEN is_workday THEN ' 班' ELSE ' 休' END AS line FROM workday WHERE ${where} ORDER BY day`
  );
  return rows.map(row => String(row.line));
}

afterAll(removeFolders);

describe("without a file of its own", () => {
  let run: Run;
  beforeAll(async () => {
    run = await calendar();
  });
  afterAll(() => run.close());

  test("2023 departs from the weekday on the days of the State Council's arrangement, and on no other", async () => {
    const departs = "year(day) = 2023 AND is_workday <> (isodow(day) < 6)";
    expect(await days(run, departs)).toEqual([
      ...["2023-01-02 休"],
      ...["2023-01-23 休", "2023-01-24 休", "2023-01-25 休", "2023-01-26 休", "2023-01-27 休"],
      ...["2023-01-28 班", "2023-01-29 班"],
      ...["2023-04-05 休"],
      ...["2023-04-23 班", "2023-05-01 休", "2023-05-02 休", "2023-05-03 休", "2023-05-06 班"],
      ...["2023-06-22 休", "2023-06-23 休", "2023-06-25 班"],
      ...["2023-09-29 休", "2023-10-02 休", "2023-10-03 休", "2023-10-04 休", "2023-10-05 休"],
      ...["2023-10-06 休", "2023-10-07 班", "2023-10-08 班"]
    ]);
  });

  test("an ordinary weekend is off, an ordinary weekday is worked", async () => {
    expect(await days(run, "day BETWEEN '2023-03-03' AND '2023-03-06'")).toEqual([
      "2023-03-03 班",
      "2023-03-04 休",
      "2023-03-05 休",
      "2023-03-06 班"
    ]);
  });

  test("every known year is whole, 365 or 366 days, each day once", async () => {
    const broken = await run.rows(
      `SELECT year(day) AS year, count(*) AS n FROM workday GROUP BY 1
       HAVING count(*) <> 365 + (month(make_date(year(day), 2, 28) + 1) = 2)::INT OR count(DISTINCT day) <> count(*)`
    );
    expect(broken).toEqual([]);
    const [known] = await run.rows(
      "SELECT bool_and(n = 249) AS ok FROM (SELECT sum(is_workday::INT) AS n FROM workday WHERE year(day) = 2023)"
    );
    expect(known).toEqual({ ok: true });
  });

  test("a year whose arrangement nobody has published has no day at all, not Monday to Friday", async () => {
    expect(await days(run, "year(day) IN (2003, 2099)")).toEqual([]);
    const [span] = await run.rows(
      "SELECT count(*) FILTER (year(day) = 2020) AS first, count(*) FILTER (year(day) = 2021) AS second FROM workday"
    );
    expect(span).toEqual({ first: 366, second: 365 });
  });

  test("the numbers count working days and days: five working days after the eve of National Day", async () => {
    const rows = await run.rows(
      `SELECT strftime(b.day, '%Y-%m-%d') AS fifth, b.day_no - a.day_no AS days FROM workday AS a
       JOIN workday AS b ON b.is_workday AND b.workday_no = a.workday_no + 5 WHERE a.day = '2023-09-28'`
    );
    // Off from 29 September to 6 October; worked on Saturday 7 and Sunday 8, then 9, 10, 11.
    expect(rows).toEqual([{ fifth: "2023-10-11", days: 13 }]);
  });
});

describe("with a 工作日历 file", () => {
  let run: Run;
  beforeAll(async () => {
    run = await calendar([
      // Against the calendar: a Monday off, National Day worked.
      ["2023-03-06", "否", "县里停产"],
      ["2023-10-01", "是", ""],
      // Not told: the calendar stands.
      ["2023-03-07", "", ""],
      // A year the calendar does not know, with a gap before it.
      ["2099-01-01", "否", "元旦"],
      ["2099-01-02", "是", ""]
    ]);
  });
  afterAll(() => run.close());

  test("its rows go before the calendar, a blank one does not", async () => {
    expect(await days(run, "day IN ('2023-03-06', '2023-03-07', '2023-10-01')")).toEqual([
      "2023-03-06 休",
      "2023-03-07 班",
      "2023-10-01 班"
    ]);
  });

  test("days of an unknown year are those of the file alone", async () => {
    expect(await days(run, "year(day) = 2099")).toEqual(["2099-01-01 休", "2099-01-02 班"]);
  });

  test("over a gap the count of days falls short of the calendar, so that the gap can be told", async () => {
    const rows = await run.rows(
      `SELECT b.workday_no - a.workday_no AS worked, b.day_no - a.day_no AS days, b.day - a.day > 2 AS is_gap
       FROM workday AS a JOIN workday AS b ON b.day = '2099-01-02'
       WHERE a.day = (SELECT max(day) FROM workday WHERE year(day) < 2099)`
    );
    expect(rows).toEqual([{ worked: 1, days: 2, is_gap: true }]);
  });
});
