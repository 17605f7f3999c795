import type { Duck } from "../lib/duck.ts";
import { depths, matches, type PublicRules } from "./rules.ts";

/** A row of the indicator table the public edition may show, or `hidden`: one it works with and never shows. */
export interface PublicRow {
  readonly indicator: string;
  readonly breakdown: string;
  readonly basis: string;
  readonly region: string;
  readonly period: string;
  readonly kind: string;
  /** The month it ends with, YYYYMM. */
  readonly month: number;
  /** The document, where documents count differently; else "". */
  readonly variant: string;
  readonly n: number;
  readonly d: number | null;
  readonly hidden: boolean;
}

/** A place with the one above it. */
export interface Place {
  readonly code: string;
  readonly parent: string;
  /** Index in `depths`. */
  readonly depth: number;
}

/** What a public edition is made from. */
export interface PublicInput {
  readonly rows: readonly PublicRow[];
  readonly places: readonly Place[];
}

/** Counts of towns that are worked with and not shown, so that a season's flow between two of their totals is protected too. */
const hiddenItems = ["累计", "已消除", "未消除"];

const depthOf = `CASE r.region_level WHEN 'town' THEN ${depths.indexOf("town")} WHEN 'county' THEN ${depths.indexOf("county")} WHEN 'zone' THEN ${depths.indexOf("county")} ELSE 0 END`;

/** Reads the rows of the indicator table that the rules name; towns at the ends of quarters only. */
export async function readPublicInput(duck: Duck, rules: PublicRules): Promise<PublicInput> {
  await duck.run(`CREATE OR REPLACE TEMP TABLE public_place AS
    SELECT r.region_code AS code, coalesce(r.parent_code, '') AS parent, ${depthOf} AS depth
    FROM region AS r JOIN region_tree AS t ON t.descendant = r.region_code
      AND t.ancestor = (SELECT region_code FROM region_root)
    WHERE r.region_level <> 'village' ORDER BY code`);
  const ids = [...new Set(rules.tables.map(table => table.indicator))].map(id => `'${id}'`).join(", ");
  const found = await duck.rows(`
    WITH known AS (
      SELECT i.indicator, i.breakdown, i.basis, i.region_code, i.period, q.kind, q.end_month, p.depth, i.profile_id, i.numerator AS n, i.denominator AS d
      FROM indicator AS i JOIN period AS q ON q.period = i.period JOIN public_place AS p ON p.code = i.region_code
      WHERE i.indicator IN (${ids}) AND i.numerator IS NOT NULL AND i.status IN ('ok', 'not_judged_input', 'na_zero_denominator')
        AND (p.depth < ${depths.indexOf("town")} OR q.end_month % 100 % 3 = 0)
    ), varied AS (
      SELECT DISTINCT indicator FROM known GROUP BY indicator, breakdown, basis, region_code, period
      HAVING count(DISTINCT (n, d)) > 1
    )
    SELECT indicator, breakdown, basis, region_code, period, kind, end_month, depth,
      CASE WHEN indicator IN (SELECT indicator FROM varied) THEN profile_id ELSE '' END AS variant, any_value(n) AS n, any_value(d) AS d
    FROM known GROUP BY indicator, breakdown, basis, region_code, period, kind, end_month, depth, variant ORDER BY ALL`);
  const rows = found.flatMap((row): PublicRow[] => {
    const indicator = String(row.indicator);
    const breakdown = String(row.breakdown);
    const depth = Number(row.depth);
    const rule = rules.tables.find(
      each => each.indicator === indicator && matches(each.breakdown, breakdown)
    );
    if (rule?.isQuarterly && Number(row.end_month) % 3 !== 0) return [];
    const hidden = rule !== undefined && depth > rule.depth;
    if (!rule || (hidden && !(indicator === "B01" && isHiddenItem(breakdown)))) return [];
    return [
      {
        indicator,
        breakdown,
        basis: String(row.basis),
        region: String(row.region_code),
        period: String(row.period),
        kind: String(row.kind),
        month: Number(row.end_month),
        variant: String(row.variant),
        n: Number(row.n),
        d: row.d === null ? null : Number(row.d),
        hidden
      }
    ];
  });
  const places = await duck.rows("SELECT code, parent, depth FROM public_place");
  return { rows: withZeros(rows, places as unknown as Place[]), places: places as unknown as Place[] };
}

const whole = "监测对象类别=合计";

function isHiddenItem(breakdown: string): boolean {
  return hiddenItems.some(item => breakdown === `${whole};统计项=${item}`);
}

/** Hidden rows of towns that the table leaves out because they are nought. */
function withZeros(rows: readonly PublicRow[], places: readonly Place[]): PublicRow[] {
  const hidden = rows.filter(row => row.hidden);
  const seen = new Set(hidden.map(row => `${row.breakdown} ${row.basis} ${row.region} ${row.period}`));
  const sample = hidden[0];
  if (!sample) return [...rows];
  const months = [...new Map(hidden.map(row => [row.period, row.month]))];
  const added = places
    .filter(place => place.depth === depths.indexOf("town"))
    .flatMap(({ code }) =>
      months.flatMap(([period, month]) =>
        hiddenItems.flatMap(item =>
          ["户", "人"].flatMap(basis => {
            const breakdown = `${whole};统计项=${item}`;
            return seen.has(`${breakdown} ${basis} ${code} ${period}`)
              ? []
              : [{ ...sample, breakdown, basis, region: code, period, month, n: 0 }];
          })
        )
      )
    );
  return [...rows, ...added];
}
