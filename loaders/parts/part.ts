import { rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Contract } from "../contract/contract.ts";
import { figures, leaves } from "../indicators/indicators.ts";
import { Duck, identifier, literal } from "../lib/duck.ts";
import { cachePath, projectPath } from "../lib/paths.ts";
import { model } from "../model/model.ts";
import {
  above,
  layout,
  leafRuns,
  parquet,
  readWhole,
  sharedTables,
  stagedFiles,
  type Whole,
  writeLeafParts,
  writeParquet
} from "./layout.ts";
import { leafTables, placedRows, seenTables, summed } from "./leaf.ts";
import { givenTables } from "./split.ts";

/** What a run over some parts does with its own database. */
async function withPart(
  folder: string,
  contract: Contract,
  name: string,
  regions: string,
  staged: readonly string[],
  act: (duck: Duck, whole: Whole) => Promise<void>
): Promise<void> {
  const whole = readWhole(folder);
  // Its tables live as long as the run: in memory, and what does not fit there in a folder of its own.
  const spill = cachePath(`part-${process.pid}-${name}.tmp`);
  const duck = await Duck.open(":memory:");
  try {
    await duck.run(`SET temp_directory = ${literal(spill)}`);
    await duck.file(projectPath("loaders/intake/sql/convert.sql"));
    await duck.file(projectPath("loaders/intake/sql/accounts.sql"));
    await stage(duck, contract, folder, staged, regions);
    for (const table of Object.keys(givenTables)) {
      const own = table === "place" ? ` SEMI JOIN (${regions}) AS p USING (region_code)` : "";
      await duck.run(
        `CREATE OR REPLACE TABLE ${identifier(table)} AS SELECT * FROM ${parquet([layout.whole(folder, table)])}${own}`
      );
    }
    await model(duck, contract, { ...whole, given: [...Object.values(givenTables), "25_region_check.sql"] });
    await act(duck, whole);
  } finally {
    duck.close();
    rmSync(spill, { recursive: true, force: true });
  }
}

/** SQL for the counties and the regions above them: what lies in them counts in them. */
function countiesUp(folder: string): string {
  return `SELECT region_code FROM ${parquet([layout.whole(folder, "region_stat")])}
    GROUP BY region_code HAVING NOT coalesce(bool_and(region_level IN ('town', 'village')), FALSE)`;
}

/** SQL for the regions the rows of some parts lie in or under. */
function regionsOf(folder: string, parts: readonly string[]): string {
  return `SELECT DISTINCT region_code FROM ${parquet([layout.whole(folder, "part_region")])} WHERE part IN (${parts.map(literal).join(", ")})`;
}

/** The staged tables of some parts as views, with the files' books that go with them, and the regions given as SQL. */
async function stage(
  duck: Duck,
  contract: Contract,
  folder: string,
  staged: readonly string[],
  regions: string
): Promise<void> {
  const whole = (table: string): string => parquet([layout.whole(folder, table)]);
  for (const { id } of contract.tables.values()) {
    // The first file tells DuckDB how many rows to expect, and by that which side of a join to hold: the one without any is last.
    const source = sharedTables.includes(id)
      ? whole(id)
      : parquet([...stagedFiles(folder, id, staged), layout.empty(folder, id)]);
    const own = id === "region_stat" ? ` SEMI JOIN (${regions}) AS p USING (region_code)` : "";
    await duck.run(`CREATE OR REPLACE VIEW staging.${identifier(id)} AS SELECT * FROM ${source}${own}`);
  }
  for (const table of ["source_sheet", "policy_table"])
    await duck.run(`INSERT INTO ${table} BY NAME SELECT * FROM ${whole(table)}`);
  await duck.run(
    staged.length === 0
      ? `INSERT INTO source_file BY NAME SELECT * FROM ${whole("source_file")}`
      : `INSERT INTO source_file BY NAME SELECT f.* REPLACE (f.rows_accepted + f.rows_refused - s.refused AS rows_accepted,
           s.refused AS rows_refused, s.placeholder AS rows_placeholder)
         FROM ${whole("source_file")} AS f JOIN (
           SELECT file_id, CAST(sum(rows_refused) AS BIGINT) AS refused, max(rows_placeholder) AS placeholder
           FROM ${whole("part_file")} WHERE part IN (${staged.map(literal).join(", ")}) GROUP BY file_id) AS s USING (file_id)`
  );
}

/** A part's households by period, which every family reads, are worked out once, kind by kind; for the whole they would not fit. */
export async function keepEpisodes(duck: Duck): Promise<void> {
  const kinds = ["month", "quarter", "year"].map(
    kind => `SELECT * FROM episode_period WHERE kind = ${literal(kind)}`
  );
  await duck.run(`CREATE OR REPLACE TABLE episode_kept AS ${kinds.join(" UNION ALL ")};
    CREATE OR REPLACE VIEW episode_period AS SELECT * FROM episode_kept`);
}

/** Works out the leaves of some parts and writes them as Parquet. @returns the run's name, its first part */
export async function writeLeaves(
  folder: string,
  contract: Contract,
  parts: readonly string[]
): Promise<string> {
  const run = parts[0]!;
  rmSync(dirname(layout.leafParts(folder, run)), { recursive: true, force: true });
  await withPart(folder, contract, `leaves-${run}`, regionsOf(folder, parts), parts, async duck => {
    await keepEpisodes(duck);
    await leaves(duck, contract);
    await duck.run(`CREATE OR REPLACE TEMP TABLE region_own AS
      SELECT c.region_code FROM region_county AS c JOIN region AS r ON r.region_code = c.county_code
      WHERE CASE WHEN r.region_level IN ('county', 'zone') THEN c.county_code ELSE ${literal(above)} END IN (${parts.map(literal).join(", ")})`);
    for (const leaf of leafTables) {
      await writeParquet(duck, placedRows(leaf), layout.leaf(folder, run, leaf.table));
      const up = `SELECT * REPLACE (county_code AS region_code) FROM ${parquet([layout.leaf(folder, run, leaf.table)])}`;
      await writeParquet(duck, summed(leaf, up), layout.leafUp(folder, run, leaf.table));
    }
    for (const table of seenTables)
      await writeParquet(duck, `SELECT DISTINCT * FROM ${table}`, layout.leaf(folder, run, table));
  });
  writeLeafParts(folder, run, parts);
  return run;
}

/**
 * Works out the rows of the indicator table for the counties of some parts, or, for `above` alone, for the regions above them, from
 * the leaves of all runs.
 */
export async function writeFigures(
  folder: string,
  contract: Contract,
  parts: readonly string[]
): Promise<void> {
  const run = parts[0]!;
  const isAbove = parts.includes(above);
  const runs = leafRuns(folder);
  const list = parts.map(literal).join(", ");
  const regions = isAbove ? countiesUp(folder) : regionsOf(folder, parts);
  await withPart(folder, contract, `figures-${run}`, regions, [], async duck => {
    const county = "region_level IN ('county', 'zone')";
    if (isAbove) {
      // Counties stand for what lies in them.
      await duck.run(`CREATE OR REPLACE TEMP TABLE inside AS SELECT c.region_code FROM region_county AS c
        JOIN region AS r ON r.region_code = c.county_code AND r.${county} WHERE c.region_code <> c.county_code;
        DELETE FROM region WHERE region_code IN (SELECT region_code FROM inside);
        DELETE FROM region_tree WHERE descendant IN (SELECT region_code FROM inside) OR ancestor IN (SELECT region_code FROM inside);
        DELETE FROM region_shown WHERE region_code IN (SELECT region_code FROM inside)
          OR region_code IN (SELECT region_code FROM region WHERE ${county})`);
    } else
      await duck.run(`DELETE FROM region_shown WHERE region_code NOT IN (SELECT region_code FROM region_county WHERE county_code IN (${list}));
        DELETE FROM region_tree WHERE ancestor NOT IN (SELECT region_code FROM region_shown)`);
    // Only the runs with rows in these counties are read.
    const told = await duck.rows(
      `SELECT DISTINCT part FROM ${parquet([layout.whole(folder, "part_region")])} WHERE region_code IN (${list})`
    );
    const near = new Set(told.map(row => row.part));
    const read = isAbove ? runs : runs.filter(run => run.parts.some(part => near.has(part)));
    await figures(duck, contract, async () => {
      for (const leaf of leafTables) {
        const files = read.map(({ run }) => (isAbove ? layout.leafUp : layout.leaf)(folder, run, leaf.table));
        const rows = isAbove
          ? `SELECT * FROM ${parquet(files)}`
          : `SELECT * FROM ${parquet(files)} WHERE county_code IN (${list})`;
        await put(
          duck,
          leaf.table,
          `SELECT * EXCLUDE (county_code) FROM (${leaf.isAdded ? rows : summed(leaf, rows)})`
        );
      }
      for (const table of seenTables)
        await put(
          duck,
          table,
          `SELECT DISTINCT * FROM ${parquet(runs.map(({ run }) => layout.leaf(folder, run, table)))}`
        );
    });
    await writeParquet(duck, "SELECT * FROM indicator", layout.figures(folder, run));
  });
}

/** Fills a table that the frame has made, else makes it. */
export async function put(duck: Duck, table: string, query: string): Promise<void> {
  if (["tally", "frame_row"].includes(table)) await duck.run(`INSERT INTO ${table} BY NAME ${query}`);
  else await duck.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${query}`);
}
