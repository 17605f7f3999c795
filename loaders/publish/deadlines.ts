import type { QuarterLeft, Task } from "../../src/lib/site.ts";
import type { Contract } from "../contract/contract.ts";
import type { Duck } from "../lib/duck.ts";
import { aboveRoot, underRoot } from "./root.ts";

/** What is left of the quarter the data's day lies in: days after it, and working days where the calendar has that year. */
export async function quarterLeftOf(duck: Duck): Promise<QuarterLeft> {
  const [row] = await duck.rows(`
    WITH quarter AS (SELECT last_day(date_trunc('quarter', data_day()) + INTERVAL 2 MONTH) AS end_on)
    SELECT year(data_day()) || 'Q' || quarter(data_day()) AS quarter, CAST(end_on AS VARCHAR) AS "end", date_diff('day', data_day(), end_on) AS days,
      (SELECT CASE WHEN count(*) = date_diff('day', data_day(), end_on) THEN count(*) FILTER (w.is_workday) END
       FROM workday AS w WHERE w.day > data_day() AND w.day <= end_on) AS workdays
    FROM quarter`);
  const { quarter, end, days, workdays } = row!;
  return {
    quarter: String(quarter),
    end: String(end),
    days: Number(days),
    workdays: workdays === null ? null : Number(workdays)
  };
}

/** Tasks by name and day, with the counties (or regions above) that have them and the drafts that name the day. */
export async function tasksOf(duck: Duck, contract: Contract): Promise<Task[]> {
  const drafts = [...contract.profiles.values()].flatMap(({ id, params }) => {
    const nodes = params.get("task_deadlines");
    return params.get("doc_status")?.value === "consultation_draft" && nodes && nodes.certainty !== "absent"
      ? [{ id, days: nodes.value.split("|") }]
      : [];
  });
  const rows = await duck.rows(`
    WITH task AS (
      SELECT t.task_name AS name, t.due_on, coalesce(c.county_code, t.place_code) AS region
      FROM task_deadline AS t LEFT JOIN region_county AS c ON c.region_code = t.place_code
      WHERE t.task_name IS NOT NULL AND t.due_on IS NOT NULL AND t.place_code IS NOT NULL
    )
    SELECT name, CAST(due_on AS VARCHAR) AS due, string_agg(DISTINCT region, '|' ORDER BY region) AS regions
    FROM task WHERE region IN ${underRoot} OR region IN ${aboveRoot}
    GROUP BY name, due_on ORDER BY due_on, name`);
  return rows.map(({ name, due, regions }) => ({
    name: String(name),
    due: String(due),
    regions: String(regions).split("|"),
    drafts: drafts.filter(({ days }) => days.includes(String(due))).map(({ id }) => id)
  }));
}
