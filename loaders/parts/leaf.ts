import { literal } from "../lib/duck.ts";
import { sharedTables } from "./layout.ts";

/** A table of the indicators' leaves: rows at places. What is neither summed nor merged is its key. */
export interface Leaf {
  readonly table: string;
  readonly sums?: readonly string[];
  /** Column → how rows of one key become one. */
  readonly merged?: Readonly<Record<string, string>>;
  /** Every row counts for itself: medians are taken anew from all of them. */
  readonly isList?: boolean;
  /** What reads it adds it up: rows of places stand as they are, and are summed only for the regions above. */
  readonly isAdded?: boolean;
  /** What of the table is kept, the whole of it by default. */
  readonly select?: string;
}

/** Money is summed in fixed point, so that the order of the parts does not show. */
const exact = (column: string): string =>
  `CASE WHEN bool_or(isnan(${column})) THEN 'NaN'::DOUBLE ELSE CAST(sum(CAST(CASE WHEN NOT isnan(${column}) THEN ${column} END AS DECIMAL(18, 4))) AS DOUBLE) END`;

/** The leaves with a place, `region_code`. Sums are associative; lists and distinct rows are kept as they are (docs/scale.md). */
export const leafTables: readonly Leaf[] = [
  {
    table: "tally",
    merged: {
      n: exact("n"),
      d: exact("d"),
      maybe: "sum(maybe)",
      extra: "sum(extra)",
      joining: "sum(joining)",
      period_year: "max(period_year)"
    },
    isAdded: true
  },
  { table: "register_leaf", sums: ["households", "persons"] },
  { table: "unknown_leaf", sums: ["persons"] },
  {
    table: "episode_flow",
    sums: ["entered", "gone", "opening", "cumulative", "eliminated"].flatMap(name => [
      `${name}_h`,
      `${name}_p`
    ])
  },
  { table: "clue_month", sums: ["n"] },
  { table: "summary_day", merged: { is_zero: "bool_or(is_zero)" } },
  { table: "clue_wait", isList: true },
  { table: "entry_wait", isList: true },
  {
    table: "bulletin_leaf",
    sums: [
      "cumulative",
      "eliminated",
      "registered",
      "exited",
      "unknown",
      "new_year",
      "new_month",
      "gone_month"
    ]
  },
  { table: "bulletin_undated", sums: ["households", "persons"] },
  { table: "income_gain", isList: true },
  { table: "level_leaf", sums: ["households", "persons"] },
  { table: "level_waiting", sums: ["n"] },
  { table: "level_part", sums: ["households", "persons"] },
  { table: "match_told", isList: true },
  { table: "campaign_done", isList: true },
  { table: "ledger_unit", select: "SELECT * REPLACE (md5(unit_key) AS unit_key) FROM ledger_unit" },
  { table: "ledger_lack_leaf" },
  {
    table: "contact_leaf",
    sums: ["d", "in_charge", "in_charge_maybe", "in_charge_extra", "named", "named_extra"]
  },
  {
    table: "quality_leaf",
    sums: ["n", "total"],
    // Rows that every run reads count in the one that has their place.
    select: `SELECT * FROM quality_leaf WHERE region_code IN (SELECT region_code FROM region_own)
      OR table_name NOT IN (SELECT name FROM policy_table WHERE table_id IN (${sharedTables.map(literal).join(", ")}))`
  }
];

/** Tables without a place: what occurs in any part occurs. */
export const seenTables = [
  "frame_row",
  "category_row",
  "clue_value",
  "summary_first",
  "income_reading",
  "allowance_told",
  "level_seen",
  "round_seen",
  "housing_swept",
  "ledger_month_told"
];

/** SQL for the rows of a leaf table at their places, each with its county. */
export function placedRows(leaf: Leaf): string {
  const placed = `SELECT l.*, c.county_code FROM (${leaf.select ?? `SELECT * FROM ${leaf.table}`}) AS l JOIN region_county AS c USING (region_code)`;
  return leaf.isAdded ? placed : summed(leaf, placed);
}

/** SQL for the rows of a leaf table with one row a key. */
export function summed(leaf: Leaf, rows: string): string {
  if (leaf.isList) return rows;
  const made = [
    ...(leaf.sums ?? []).map(column => `CAST(sum(${column}) AS BIGINT) AS ${column}`),
    ...Object.entries(leaf.merged ?? {}).map(([column, sql]) => `${sql} AS ${column}`)
  ];
  if (made.length === 0) return `SELECT DISTINCT * FROM (${rows})`;
  const columns = [...(leaf.sums ?? []), ...Object.keys(leaf.merged ?? {})];
  return `SELECT * EXCLUDE (${columns.join(", ")}), ${made.join(", ")} FROM (${rows}) GROUP BY ALL`;
}
