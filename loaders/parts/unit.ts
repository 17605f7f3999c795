import type { Table } from "../contract/contract.ts";
import { type Duck, identifier, literal } from "../lib/duck.ts";
import { placeJoins } from "../model/place-joins.ts";
import { above } from "./layout.ts";

/** What a row belongs to: its household, else itself. */
function unitOf(table: Table): string {
  const row = `concat_ws('/', ${literal(table.id)}, s.file_id, s.sheet_no, s.row_no)`;
  return isOfHouseholds(table) ? `coalesce('h' || s.household_id, ${row})` : row;
}

/**
 * Grain of `household_no`: a household code of any table, with its place among all of them, which parts go by in its stead: in the
 * same order, and short enough to lie within a value of DuckDB's (12 bytes).
 */
export async function numberHouseholds(duck: Duck, tables: readonly Table[]): Promise<void> {
  const codes = tables
    .filter(isOfHouseholds)
    .map(table => `SELECT household_id FROM staging.${identifier(table.id)} WHERE household_id IS NOT NULL`);
  await duck.run(`CREATE OR REPLACE TEMP TABLE household_no AS
    SELECT household_id, lpad(CAST(row_number() OVER (ORDER BY household_id) AS VARCHAR), 10, '0') AS no FROM (${codes.join(" UNION ")})`);
}

export const isOfHouseholds = (table: Table): boolean =>
  table.columns.some(column => column.id === "household_id");

/**
 * Grain: one staged row, with its part and its own region; `labelParts` goes before it.
 * @param hasNumbers with its household's number in the place of its code; `numberHouseholds` goes before it
 * @param source the schema the rows are in
 */
export function partedRows(table: Table, hasNumbers = true, source = "staging"): string {
  const { joins, places } = placeJoins(table);
  const isNumbered = hasNumbers && isOfHouseholds(table);
  return `SELECT s.*${isNumbered ? " REPLACE (no.no AS household_id)" : ""}, coalesce(u.part, own.part, ${literal(above)}) AS part, own.region_code AS region
    FROM ${source}.${identifier(table.id)} AS s ${joins.join(" ")}
    LEFT JOIN region_part AS own ON own.region_code = coalesce(${[...places, "NULL"].join(", ")})
    LEFT JOIN unit_part AS u ON u.unit = ${unitOf(table)}
    ${isNumbered ? "LEFT JOIN household_no AS no ON no.household_id = s.household_id" : ""}`;
}

/** Columns by which rows of several households are counted together. */
export function keysOf(table: Table): string[] {
  const keys = table.columns
    .filter(column => column.personal === "id" && column.keep)
    .map(column => `'p' || s.${identifier(`${column.id}_hash`)}`);
  return table.id === "clue" ? [...keys, "'c' || s.clue_id", "'c' || s.merged_into"] : keys;
}

/**
 * Says which part every region, household and row belongs to. Grain of `region_part`: a region. Grain of `household_part`: a household,
 * with the part it lives in. Grain of `unit_part`: a household, or a row of none that is counted together with others, with its part.
 * @param gone table of households that live nowhere now, with the part they are to be in
 */
export async function labelParts(duck: Duck, tables: readonly Table[], gone = ""): Promise<void> {
  await duck.run(`CREATE OR REPLACE TEMP TABLE region_part AS
    SELECT c.region_code, CASE WHEN r.region_level IN ('county', 'zone') THEN c.county_code ELSE ${literal(above)} END AS part
    FROM region_county AS c JOIN region AS r ON r.region_code = c.county_code`);
  const linked = tables.filter(table => keysOf(table).length > 0 || isOfHouseholds(table));
  await duck.run(`CREATE OR REPLACE TEMP TABLE household_part AS
    SELECT h.household_id, p.part FROM household_place AS h JOIN region_part AS p USING (region_code)
    ${gone ? `UNION ALL FROM ${gone}` : ""};
    CREATE OR REPLACE TEMP TABLE unit_part AS SELECT 'h' || household_id AS unit, part FROM household_part`);
  const found = linked.map(table => {
    const { joins, places } = placeJoins(table);
    return `SELECT ${unitOf(table)} AS unit, coalesce(own.part, ${literal(above)}) AS part
      FROM staging.${identifier(table.id)} AS s ${joins.join(" ")} LEFT JOIN region_part AS own ON own.region_code = coalesce(${places.join(", ")})
      WHERE s.state <> 'refused'`;
  });
  await duck.run(`INSERT INTO unit_part SELECT unit, min(part) FROM (${found.join(" UNION ALL ")}) AS f
    WHERE unit NOT IN (SELECT unit FROM unit_part) GROUP BY unit`);
  const keys = linked.flatMap(table =>
    keysOf(table).map(
      key =>
        `SELECT ${unitOf(table)} AS unit, ${key} AS key FROM staging.${identifier(table.id)} AS s WHERE s.state <> 'refused' AND ${key} IS NOT NULL`
    )
  );
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE unit_key AS SELECT DISTINCT unit, key FROM (${keys.join(" UNION ALL ")})`
  );
  for (let moved = 1; moved > 0; ) {
    await duck.run(`CREATE OR REPLACE TEMP TABLE unit_moved AS
      WITH key_part AS (
        SELECT k.key, min(u.part) AS part FROM unit_key AS k JOIN unit_part AS u USING (unit) GROUP BY k.key HAVING count(DISTINCT u.part) > 1
      )
      SELECT u.unit, min(p.part) AS part FROM unit_part AS u JOIN unit_key AS k USING (unit) JOIN key_part AS p USING (key)
      GROUP BY u.unit, u.part HAVING min(p.part) < u.part`);
    await duck.run("UPDATE unit_part SET part = m.part FROM unit_moved AS m WHERE m.unit = unit_part.unit");
    moved = Number((await duck.rows("SELECT count(*) AS n FROM unit_moved"))[0]!.n);
  }
}
