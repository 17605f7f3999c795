import type { HazardEvent, Signal } from "../../src/lib/site.ts";
import type { Duck } from "../lib/duck.ts";

/** Label of a code, its own words where the list does not know it, "" where it is blank. */
const label = (list: string, code: string): string =>
  `coalesce((SELECT label FROM policy_code WHERE list = '${list}' AND code = ${code}), ${code}, '')`;

/** Grain: one region under the root, with the one above the villages it is shown at. */
const shown = `SELECT r.region_code, CASE r.region_level WHEN 'village' THEN r.parent_code ELSE r.region_code END AS shown
  FROM region AS r JOIN region_tree AS t ON t.descendant = r.region_code AND t.ancestor = (SELECT region_code FROM region_root)`;

/** Hazards and events that began by the data's day, each with the regions its range names; villages stand as their towns. */
export async function eventsOf(duck: Duck): Promise<HazardEvent[]> {
  const rows = await duck.rows(`
    WITH named AS (
      SELECT hazard_id, hazard_type, risk_event_type, start_on, end_on, severity, dept, unnest(coalesce(region_codes, [])) AS code
      FROM hazard_event WHERE start_on <= data_day() AND hazard_id IS NOT NULL
    ), placed AS (
      SELECT n.hazard_id, s.shown FROM named AS n JOIN (${shown}) AS s ON s.region_code = n.code
      UNION
      SELECT n.hazard_id, t.descendant FROM named AS n JOIN region_tree AS t ON t.ancestor = n.code AND t.distance > 0
      WHERE t.descendant = (SELECT region_code FROM region_root)
    )
    SELECT e.hazard_id AS id, any_value(${label("hazard_type", "e.hazard_type")}) AS hazard, any_value(${label("risk_event_type", "e.risk_event_type")}) AS risk,
      CAST(min(e.start_on) AS VARCHAR) AS "start", CAST(max(e.end_on) AS VARCHAR) AS "end",
      coalesce(any_value(e.severity), '') AS severity, any_value(${label("dept", "e.dept")}) AS dept,
      (SELECT string_agg(p.shown, '|' ORDER BY p.shown) FROM placed AS p WHERE p.hazard_id = e.hazard_id) AS regions
    FROM hazard_event AS e WHERE e.start_on <= data_day() AND e.hazard_id IS NOT NULL
    GROUP BY e.hazard_id ORDER BY min(e.start_on), e.hazard_id`);
  return rows.map(
    row => ({ ...row, regions: row.regions ? String(row.regions).split("|") : [] }) as unknown as HazardEvent
  );
}

/** Prices and labour as the ledger of signals has them, up to the data's month. */
export async function signalsOf(duck: Duck): Promise<Signal[]> {
  const rows = await duck.rows(`
    SELECT s.shown AS region, month_text(m.month) AS month, ${label("signal_type", "m.signal_type")} AS kind,
      CASE WHEN m.product = '-' THEN '' ELSE coalesce(m.product, '') END AS product, CAST(m.value AS DOUBLE) AS value,
      coalesce(m.value_unit, '') AS unit, round(CAST(m.yoy / 100 AS DOUBLE), 6) AS yoy
    FROM market_signal AS m JOIN (${shown}) AS s ON s.region_code = m.place_code
    WHERE m.month <= month_of(data_day()) ORDER BY ALL`);
  return rows as unknown as Signal[];
}
