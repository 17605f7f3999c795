import { mkdirSync, rmSync } from "node:fs";
import type { Contract, Table } from "../contract/contract.ts";
import { type Duck, identifier, literal } from "../lib/duck.ts";
import { model } from "../model/model.ts";
import { above, layout, sharedTables, type Whole, writeParquet, writeWhole } from "./layout.ts";
import { labelParts, numberHouseholds, partedRows } from "./unit.ts";

/** Tables of the model that only the whole can tell; each part is given them, with the SQL file that would make them. */
export const givenTables = {
  place: "30_place.sql",
  region_root: "21_root.sql",
  series_start: "22_start.sql",
  county_day: "45_day.sql",
  anywhere: "70_anywhere.sql"
};

/**
 * Writes the staged rows as Parquet by county, and what every part must know of the whole. A household's rows stand together, in
 * the county of its last export; so do rows that are counted together across households: a person's of two registers, a clue's and
 * the one it was merged into. The warehouse must hold what intake read.
 */
export async function split(duck: Duck, contract: Contract, folder: string, whole: Omit<Whole, "parts">) {
  await model(duck, contract, whole);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(layout.stagedTable(folder, ""), { recursive: true });
  const tables = [...contract.tables.values()].filter(table => !sharedTables.includes(table.id));
  await labelParts(duck, tables);
  await numberHouseholds(duck, tables);
  const parts = (await duck.rows("SELECT DISTINCT part FROM region_part ORDER BY part")).map(row =>
    String(row.part)
  );
  for (const table of tables) {
    const rows = partedRows(table);
    await writeParquet(
      duck,
      `SELECT * EXCLUDE (part, region) FROM (${rows}) LIMIT 0`,
      layout.empty(folder, table.id)
    );
    await duck.run(`COPY (SELECT * EXCLUDE (part, region), part AS county FROM (${rows}) ORDER BY file_id, sheet_no, row_no)
      TO ${literal(layout.stagedTable(folder, table.id))} (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (county), OVERWRITE_OR_IGNORE)`);
  }
  for (const table of sharedTables)
    await writeParquet(duck, `SELECT * FROM staging.${identifier(table)}`, layout.whole(folder, table));
  for (const table of [...Object.keys(givenTables), "source_file", "source_sheet", "policy_table"])
    await writeParquet(duck, `SELECT * FROM ${identifier(table)}`, layout.whole(folder, table));
  await writeRegions(duck, tables, folder);
  await writeShares(duck, [...contract.tables.values()], folder);
  writeWhole(folder, { ...whole, parts: parts.includes(above) ? parts : [...parts, above] });
}

/** Grain: one part and region its rows lie in or under, all of its own county's among them. */
async function writeRegions(duck: Duck, tables: readonly Table[], folder: string): Promise<void> {
  const rows = tables.map(
    table => `SELECT part, region AS region_code FROM (${partedRows(table)}) WHERE region IS NOT NULL`
  );
  await writeParquet(
    duck,
    `SELECT DISTINCT p.part, t.ancestor AS region_code
     FROM (SELECT DISTINCT part, region_code FROM (${rows.join(" UNION ALL ")}) UNION SELECT part, region_code FROM region_part) AS p
     JOIN region_tree AS t ON t.descendant = p.region_code ORDER BY ALL`,
    layout.whole(folder, "part_region")
  );
}

/**
 * Grain: one part and file: the refused rows that stand in it, those too broken to be staged with `above`; and the rows left over
 * from a form, in the part its place is taken from.
 */
async function writeShares(duck: Duck, tables: readonly Table[], folder: string): Promise<void> {
  const refused = tables.map(
    table =>
      `SELECT part, file_id, count(*) AS n FROM (${partedRows(table)}) WHERE state = 'refused' GROUP BY ALL`
  );
  await writeParquet(
    duck,
    `WITH refused AS (SELECT part, file_id, sum(n) AS n FROM (${refused.join(" UNION ALL ")}) GROUP BY ALL),
     staged AS (SELECT file_id, sum(n) AS n FROM refused GROUP BY ALL),
     home AS (
       SELECT f.file_id, coalesce(any_value(p.part), ${literal(above)}) AS part FROM source_file AS f LEFT JOIN (
         SELECT l.file_id, min(pl.region_code) AS region_code FROM staging.ledger_zz AS l JOIN place AS pl ON pl.county_name = l.district
           AND pl.township_name IS NOT DISTINCT FROM l.town AND pl.village_name IS NOT DISTINCT FROM l.village GROUP BY l.file_id
       ) AS l USING (file_id) LEFT JOIN region_part AS p ON p.region_code = l.region_code GROUP BY f.file_id
     )
     SELECT p.part, f.file_id,
       CAST(coalesce(r.n, 0) + CASE WHEN p.part = ${literal(above)} THEN coalesce(f.rows_refused, 0) - coalesce(s.n, 0) ELSE 0 END AS BIGINT) AS rows_refused,
       CASE WHEN h.part = p.part THEN f.rows_placeholder END AS rows_placeholder
     FROM (SELECT DISTINCT part FROM region_part UNION SELECT ${literal(above)}) AS p CROSS JOIN source_file AS f JOIN home AS h USING (file_id)
     LEFT JOIN refused AS r ON r.part = p.part AND r.file_id = f.file_id LEFT JOIN staged AS s ON s.file_id = f.file_id ORDER BY ALL`,
    layout.whole(folder, "part_file")
  );
}
