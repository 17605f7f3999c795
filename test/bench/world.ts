import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Contract, readContract, type Table } from "../../loaders/contract/contract.ts";
import { generateDemo } from "../../loaders/demo/demo.ts";
import { intake } from "../../loaders/intake/intake.ts";
import { Duck, identifier, literal } from "../../loaders/lib/duck.ts";
import { cachePath } from "../../loaders/lib/paths.ts";
import { readSettings } from "../../loaders/lib/settings.ts";
import {
  above,
  layout,
  parquet,
  readWhole,
  sharedTables,
  stagedFiles,
  writeParquet,
  writeWhole
} from "../../loaders/parts/layout.ts";
import { split } from "../../loaders/parts/split.ts";

/** The demo's exports, made once for all benches. */
export async function demoExports(): Promise<string> {
  const exports = cachePath("bench", "demo-exports");
  if (!existsSync(exports)) await generateDemo({ ...readSettings().demo, out: exports });
  return exports;
}

/** What intake takes of exports, in memory. */
export async function intakeOf(exports: string): Promise<{ duck: Duck; asOf: string }> {
  const duck = await Duck.open(":memory:");
  const { asOf } = await intake(duck, readContract(), { exports, asOf: "" });
  return { duck, asOf };
}

/** The demo, read and split once for all benches. */
export async function splitDemo(): Promise<string> {
  const folder = cachePath("bench", "demo-split");
  if (existsSync(layout.manifest(folder))) return folder;
  const { duck, asOf } = await intakeOf(await demoExports());
  const { root, profile } = readSettings();
  await split(duck, readContract(), folder, { asOf, root, profile: "", defaultProfile: profile });
  duck.close();
  return folder;
}

/**
 * A world of many counties of realistic size, made of a split demo by SQL: each prefecture is a copy of the demo's with codes and
 * names of its own, and each household stands in it `households` times (varied from county to county by a third), with its persons
 * and records and with ids of its own. Rows of places (sweeps, funds …) stand once.
 * @param template a split demo
 * @param counties how many in all; the last prefecture may have fewer than the demo's
 * @returns persons, households and counties there are
 */
export async function world(
  contract: Contract,
  template: string,
  folder: string,
  counties: number,
  households: number
): Promise<{ persons: number; households: number; counties: number }> {
  const own = readWhole(template).parts.filter(part => part !== above);
  const prefectures = Math.ceil(counties / own.length);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(layout.stagedTable(folder, ""), { recursive: true });
  cpSync(join(template, "empty"), join(folder, "empty"), { recursive: true });
  const duck = await Duck.open(":memory:");
  const stem = own[0]!.slice(0, 4);
  const stemOf = (copy: number): string => String(Number(stem) + copy);
  const parts: string[] = [];
  for (let copy = 0; copy < prefectures; copy += 1) {
    const chosen = own.slice(0, Math.min(own.length, counties - copy * own.length));
    parts.push(...chosen.map(part => stemOf(copy) + part.slice(4)));
    for (const table of contract.tables.values())
      if (!sharedTables.includes(table.id)) {
        const files = stagedFiles(template, table.id, [...chosen, above]);
        if (files.length === 0) continue;
        const isCounted = table.columns.some(column => column.id === "household_id");
        await duck.run(`COPY (
          SELECT ${copied(table, stem, stemOf(copy))}, CASE WHEN s.county = ${literal(above)} THEN s.county ELSE ${literal(stemOf(copy))} || substr(s.county, 5) END AS county
          FROM (SELECT *, regexp_extract(filename, 'county=([^/]+)', 1) AS county FROM read_parquet([${files.map(literal).join(", ")}], filename = true, hive_partitioning = false)) AS s
          CROSS JOIN range(${isCounted ? households * 2 : 1}) AS t(n)
          WHERE n < ${isCounted ? `${households} + hash(s.county || ${copy}) % ${Math.ceil(households * 0.66)} - ${Math.floor(households * 0.33)}` : 1}
        ) TO ${literal(layout.stagedTable(folder, table.id))} (FORMAT parquet, PARTITION_BY (county), OVERWRITE_OR_IGNORE, FILENAME_PATTERN 'copy${copy}_{i}')`);
      }
  }
  await wholes(
    duck,
    contract,
    template,
    folder,
    parts,
    stem,
    Array.from({ length: prefectures }, (_, copy) => stemOf(copy))
  );
  const people = parquet(stagedFiles(folder, "monitored_person", parts));
  const [found] = await duck.rows(
    `SELECT count(*) AS persons, count(DISTINCT household_id) AS households FROM ${people} WHERE state = 'accepted'`
  );
  duck.close();
  const { parts: _, ...rest } = readWhole(template);
  writeWhole(folder, { ...rest, parts: [...parts, above] });
  return { persons: Number(found!.persons), households: Number(found!.households), counties: parts.length };
}

/** A table's columns in a copy: codes, names and ids of its own. `n` counts a household's repetitions. */
function copied(table: Table, stem: string, to: string): string {
  const code = (name: string): string =>
    `CASE WHEN starts_with(s.${name}, ${literal(stem)}) THEN ${literal(to)} || substr(s.${name}, ${stem.length + 1}) ELSE s.${name} END AS ${name}`;
  const replaced = [`s.row_no * 100 + n AS row_no`];
  for (const { id, personal, keep } of table.columns) {
    const name = identifier(id);
    if (id === "household_id") replaced.push(`s.${name} || '-' || n || '-' || ${literal(to)} AS ${name}`);
    else if (["clue_id", "merged_into"].includes(id))
      replaced.push(`s.${name} || '-' || n || '-' || ${literal(to)} AS ${name}`);
    else if (["region_code", "org_region_code", "parent_code"].includes(id)) replaced.push(code(name));
    else if (id === "region_codes")
      replaced.push(
        `list_transform(s.${name}, lambda c: ${literal(to)} || substr(c, ${stem.length + 1})) AS ${name}`
      );
    else if (["county_name", "district"].includes(id))
      replaced.push(`s.${name} || ${literal(to)} AS ${name}`);
    else if (id === "hazard_id") replaced.push(`s.${name} || ${literal(to)} AS ${name}`);
    if (personal === "id" && keep) {
      const hash = identifier(`${id}_hash`);
      replaced.push(`md5(s.${hash} || n || ${literal(to)}) AS ${hash}`);
    }
  }
  const extra = table.id === "region_stat" ? "" : " EXCLUDE (county, filename)";
  return `s.*${extra} REPLACE (${replaced.join(", ")})`;
}

/** What every part knows of the whole. */
async function wholes(
  duck: Duck,
  contract: Contract,
  template: string,
  folder: string,
  parts: readonly string[],
  stem: string,
  stems: readonly string[]
): Promise<void> {
  const of = (table: string): string => parquet([layout.whole(template, table)]);
  const each = (query: (to: string) => string): string => stems.map(query).join(" UNION ALL ");
  const code = (name: string, to: string): string =>
    `CASE WHEN starts_with(${name}, ${literal(stem)}) THEN ${literal(to)} || substr(${name}, ${stem.length + 1}) ELSE ${name} END`;
  const root = stems.length > 1 ? `${stem.slice(0, 2)}0000` : `${stem}00`;
  const write = (table: string, query: string): Promise<void> =>
    writeParquet(duck, query, layout.whole(folder, table));
  const kept = `(substr(region_code, 1, 6) IN (${parts.map(literal).join(", ")}) OR substr(region_code, 5) = '00')`;
  await duck.run(
    `CREATE TEMP TABLE region_copy AS SELECT * FROM (${each(
      to => `SELECT * REPLACE (${code("region_code", to)} AS region_code,
    ${code("parent_code", to)} AS parent_code, region_name || CASE WHEN region_level IN ('county', 'prefecture') THEN ${literal(to)} ELSE '' END AS region_name) FROM ${of("region_stat")}`
    )}) WHERE ${kept}`
  );
  if (stems.length > 1)
    await duck.run(`UPDATE region_copy SET parent_code = ${literal(root)} WHERE region_level = 'prefecture';
      INSERT INTO region_copy SELECT * REPLACE (${literal(root)} AS region_code, '合成省' AS region_name, 'province' AS region_level, NULL AS parent_code)
      FROM region_copy WHERE region_code = ${literal(`${stem}00`)}`);
  await write("region_stat", "SELECT * FROM region_copy");
  await write(
    "hazard_event",
    each(
      to =>
        `SELECT ${copied(contract.tables.get("hazard_event")!, stem, to).replace(" EXCLUDE (county, filename)", "")} FROM ${of("hazard_event")} AS s CROSS JOIN (SELECT 0 AS n)`
    )
  );
  await write(
    "place",
    each(
      to =>
        `SELECT * REPLACE (county_name || ${literal(to)} AS county_name, ${code("region_code", to)} AS region_code) FROM ${of("place")}`
    )
  );
  await write(
    "county_day",
    `SELECT * FROM (${each(to => `SELECT * REPLACE (${code("county_code", to)} AS county_code) FROM ${of("county_day")}`)}) WHERE county_code IN (${parts.map(literal).join(", ")})`
  );
  await write(
    "part_region",
    `SELECT DISTINCT part, region_code FROM (${each(to => `SELECT ${code("part", to)} AS part, ${code("region_code", to)} AS region_code FROM ${of("part_region")}`)} UNION ALL
       SELECT unnest([${[...parts, above].map(literal).join(", ")}]), ${literal(root)})
     WHERE part = ${literal(above)} OR part IN (${parts.map(literal).join(", ")})`
  );
  await write(
    "part_file",
    `SELECT part, file_id, CAST(sum(rows_refused) AS BIGINT) AS rows_refused, max(rows_placeholder) AS rows_placeholder
    FROM (${each(to => `SELECT * REPLACE (${code("part", to)} AS part) FROM ${of("part_file")}`)}) GROUP BY ALL`
  );
  await write("region_root", `SELECT ${literal(root)} AS region_code`);
  for (const table of [
    "series_start",
    "anywhere",
    "source_file",
    "source_sheet",
    "policy_table",
    "workday_calendar"
  ])
    await write(table, `SELECT * FROM ${of(table)}`);
}
