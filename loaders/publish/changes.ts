import type { Changes } from "../../src/lib/changes.ts";
import type { Duck } from "../lib/duck.ts";

/**
 * Movements of households by month and quarter, from the root to the towns; regions and periods without any are left
 * out. Those of a quarter are those of K17, whose rows they are counted from.
 */
export async function changesOf(duck: Duck): Promise<Changes> {
  const rows = await duck.rows(
    `SELECT t.ancestor AS region, c.period, count(*) FILTER (c.is_registered AND NOT c.was_registered) AS entered,
       count(*) FILTER (NOT c.is_registered AND c.outcome = 'eliminated') AS eliminated,
       count(*) FILTER (NOT c.is_registered AND c.outcome <> 'eliminated') AS exited,
       count(*) FILTER (c.turn < 0) AS rose, count(*) FILTER (c.turn > 0) AS fell
     FROM level_changes(['month', 'quarter']) AS c JOIN region_tree AS t ON t.descendant = c.region_code
     JOIN region AS r ON r.region_code = t.ancestor JOIN region_tree AS top ON top.descendant = t.ancestor
       AND top.ancestor = (SELECT region_code FROM region_root)
     WHERE r.region_level <> 'village' AND (c.is_registered <> c.was_registered OR c.turn <> 0)
     GROUP BY ALL ORDER BY ALL`
  );
  const counts: Record<string, Record<string, number[]>> = {};
  for (const { region, period, entered, eliminated, exited, rose, fell } of rows) {
    counts[String(region)] ??= {};
    counts[String(region)]![String(period)] = [entered, eliminated, exited, rose, fell].map(Number);
  }
  const gaps = await duck.rows(
    "SELECT DISTINCT table_id FROM data_gap WHERE indicator = 'K17' AND breakdown = '' ORDER BY ALL"
  );
  const isAtHand = (table: string): boolean => gaps.every(gap => gap.table_id !== table);
  return {
    known: { register: isAtHand("monitored_person"), levels: isAtHand("warning_confirmation") },
    counts
  };
}
