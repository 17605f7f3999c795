import { type Contract, tableOf } from "../contract/contract.ts";
import { ledgerPolicies } from "../indicators/ledger-parts.ts";
import { type Duck, identifier, literal } from "../lib/duck.ts";
import type { Statement } from "./statement.ts";

/** What one ledger file says and lacks. The rows read and left out are the whole file's, the others the statement's place's. */
export interface LedgerCheck {
  readonly file: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly read: number;
  readonly accepted: number;
  readonly refused: number;
  readonly blank: number;
  /** Of the blank rows those with the form's unfilled text. */
  readonly placeholder: number;
  readonly rows: number;
  /** Rows that list a person once more in one section. */
  readonly repeated: number;
  readonly badId: number;
  /** Rows above which no section's title stands; no figure counts them. */
  readonly noSection: number;
  readonly households: number;
  /** Households with a household's column ticked on some rows only. */
  readonly tickDisagrees: number;
  readonly noContactName: number;
  readonly noContactUnit: number;
  /** Headers of columns the file lacks, "" if none. */
  readonly lacking: string;
}

/** The checks of each file a statement was made from, in the order of their names. */
export async function readChecks(
  duck: Duck,
  contract: Contract,
  { code, month }: Statement
): Promise<readonly LedgerCheck[]> {
  const disagrees = ledgerPolicies(contract)
    .filter(({ unit }) => unit === "户")
    .map(({ id }) => `(bool_or(${identifier(id)}) AND count(${identifier(id)}) < count(*))`)
    .join(" OR ");
  const form = tableOf(contract, "ledger_zz");
  const columns = form.columns.filter(
    column => column.id !== form.sectionColumn && !/[:：]$/.test(column.header)
  );
  const rows = await duck.rows(
    `WITH own AS (
       SELECT l.* FROM ledger_row AS l JOIN region_tree AS t ON t.descendant = l.region_code
       JOIN region AS r ON r.region_code = t.ancestor
       WHERE t.ancestor = ${literal(code)} AND l.period = ${literal(month)}
         AND (r.region_level IN ('county', 'zone', 'town', 'village') OR t.distance = 0)
     ), row AS (
       SELECT file_id, count(*) AS rows, count(*) FILTER (id_no_state <> 'ok') AS "badId",
         count(*) FILTER (section IS NULL) AS "noSection"
       FROM own GROUP BY ALL
     ), person AS (
       SELECT file_id, sum(rows - persons) AS repeated
       FROM (SELECT file_id, section, count(*) AS rows, count(DISTINCT person_key) AS persons FROM own GROUP BY ALL) GROUP BY ALL
     ), household AS (
       SELECT file_id, count(*) AS households, count(*) FILTER (disagrees) AS "tickDisagrees",
         count(*) FILTER (NOT is_named) AS "noContactName", count(*) FILTER (NOT has_unit) AS "noContactUnit"
       FROM (
         SELECT file_id, household_key, coalesce(${disagrees}, FALSE) AS disagrees,
           bool_or(has_contact_name) AS is_named, bool_or(has_contact_unit) AS has_unit
         FROM own GROUP BY ALL
       ) GROUP BY ALL
     ), form_column AS (
       SELECT * FROM (VALUES ${columns.map(({ id, header }, i) => `(${i}, ${literal(id)}, ${literal(header)})`).join(", ")}) AS c(place, id, header)
     ), lack AS (
       SELECT file_id, string_agg(header, '、' ORDER BY place) AS lacking
       FROM (SELECT DISTINCT s.file_id, c.place, c.header FROM source_sheet AS s JOIN form_column AS c ON NOT list_contains(s.columns, c.id)
         WHERE s.table_id = ${literal(form.id)}) GROUP BY ALL
     )
     SELECT f.name AS file, CAST(f.as_of AS VARCHAR) AS day, f.rows_read AS read, f.rows_accepted AS accepted,
       f.rows_refused AS refused, f.rows_blank AS blank, f.rows_placeholder AS placeholder, r.* EXCLUDE (file_id),
       CAST(p.repeated AS INTEGER) AS repeated, h.* EXCLUDE (file_id), coalesce(k.lacking, '') AS lacking
     FROM row AS r JOIN source_file AS f USING (file_id) JOIN household AS h USING (file_id) JOIN person AS p USING (file_id)
     LEFT JOIN lack AS k USING (file_id)
     ORDER BY file, f.file_id`
  );
  return rows as unknown as LedgerCheck[];
}
