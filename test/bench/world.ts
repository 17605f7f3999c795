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

/** The demo's exports, made once for all benches. @param months of the history, the demo's own by default */
export async function demoExports(months?: number): Promise<string> {
  const exports = cachePath("bench", `demo-exports${months ? `-${months}` : ""}`);
  if (!existsSync(exports))
    await generateDemo({ ...readSettings().demo, ...(months ? { months } : {}), out: exports });
  return exports;
}

/** What intake takes of exports, in memory. */
export async function intakeOf(exports: string): Promise<{ duck: Duck; asOf: string }> {
  const duck = await Duck.open(":memory:");
  const { asOf } = await intake(duck, readContract(), { exports, asOf: "" });
  return { duck, asOf };
}

/** The demo, read and split once for all benches. @param months of the history, the demo's own by default */
export async function splitDemo(months?: number): Promise<string> {
  const folder = cachePath("bench", `demo-split${months ? `-${months}` : ""}`);
  if (existsSync(layout.manifest(folder))) return folder;
  const { duck, asOf } = await intakeOf(await demoExports(months));
  const { root, profile } = readSettings();
  await split(duck, readContract(), folder, { asOf, root, profile: "", defaultProfile: profile });
  duck.close();
  return folder;
}

/** How often a household of the demo stands in a county, on average. */
const households = 10;
/** Of the members who are not the head, how many of a hundred stand twice: four persons a household. */
const doubled = 60;
/** Prefectures of a province. */
const perProvince = 12;

/** What stands over the provinces, where there are several. */
export const nation = "000000";

/** A copy of the demo's prefecture: its place among them, the first four digits of its codes, and its counties. */
export interface Prefecture {
  readonly copy: number;
  readonly stem: string;
  readonly parts: readonly string[];
}

/** What a world is made of: the split demo, and the copies of its prefecture that hold so many counties; the last may have fewer. */
export interface Plan {
  readonly template: string;
  readonly counties: readonly string[];
  readonly prefectures: readonly Prefecture[];
}

export function plan(template: string, counties: number): Plan {
  const own = readWhole(template).parts.filter(part => part !== above);
  const prefectures = Array.from({ length: Math.ceil(counties / own.length) }, (_, copy) => {
    const stem = `${11 + Math.floor(copy / perProvince)}${String((copy % perProvince) + 1).padStart(2, "0")}`;
    return {
      copy,
      stem,
      parts: own.slice(0, counties - copy * own.length).map(part => stem + part.slice(4))
    };
  });
  return { template, counties: own, prefectures };
}

/**
 * A world of many counties of realistic size, made of a split demo by SQL: each prefecture is a copy of the demo's with codes and
 * names of its own, and each household stands in it some ten times (varied from county to county by a third), with its persons
 * (six of ten beside the head twice) and records and with ids of its own. Rows of places (sweeps, funds …) stand once.
 * @param template a split demo
 * @returns persons, households and counties there are
 */
export async function world(
  contract: Contract,
  template: string,
  folder: string,
  counties: number
): Promise<{ persons: number; households: number; counties: number }> {
  const made = plan(template, counties);
  const duck = await Duck.open(":memory:");
  await writeWorld(duck, contract, folder, made);
  const { persons, households } = await writeRows(duck, contract, folder, made, made.prefectures);
  duck.close();
  return { persons, households, counties };
}

/** A world's folder without its rows. */
export async function writeWorld(duck: Duck, contract: Contract, folder: string, made: Plan): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(made.template, "empty"), join(folder, "empty"), { recursive: true });
  const parts = made.prefectures.flatMap(prefecture => prefecture.parts);
  await wholes(duck, contract, folder, made, parts);
  writeWhole(folder, { ...readWhole(made.template), parts: [...parts, above] });
}

/** The rows of some prefectures' counties. What lies in none, and is the first prefecture's, is in the part `above`. */
export async function writeRows(
  duck: Duck,
  contract: Contract,
  folder: string,
  { template, counties }: Plan,
  prefectures: readonly Prefecture[]
): Promise<{ persons: number; households: number }> {
  mkdirSync(layout.stagedTable(folder, ""), { recursive: true });
  const stem = counties[0]!.slice(0, 4);
  const parts = prefectures.flatMap(prefecture => prefecture.parts);
  await duck.run(`CREATE OR REPLACE TEMP TABLE target AS SELECT unnest([${counties.map(literal).join(", ")}]) AS county, *
    FROM (VALUES ${prefectures.map(({ copy, stem }) => `(${literal(stem)}, ${literal(String(copy).padStart(3, "0"))})`).join(", ")}) AS t(stem, copy)`);
  await duck.run(`CREATE OR REPLACE TEMP TABLE repetition AS
    SELECT county, stem, copy, CASE WHEN county = ${literal(above)} THEN county ELSE stem || substr(county, 5) END AS part, r.n
    FROM (FROM target UNION ALL SELECT ${literal(above)}, stem, copy FROM target GROUP BY ALL) AS t
    CROSS JOIN range(${households * 2}) AS r(n)
    WHERE r.n < ${households} + hash(county || copy) % ${Math.ceil(households * 0.66)} - ${Math.floor(households * 0.33)}
      AND (county = ${literal(above)} OR stem || substr(county, 5) IN (${parts.map(literal).join(", ")}))`);
  for (const table of contract.tables.values())
    if (!sharedTables.includes(table.id)) {
      const isOfPersons = table.id === "monitored_person";
      const rows = [...counties, above].flatMap(county =>
        stagedFiles(template, table.id, [county]).map(
          file => `SELECT *, ${literal(county)} AS county FROM ${parquet([file])}`
        )
      );
      if (rows.length === 0) continue;
      const isCounted = table.columns.some(column => column.id === "household_id");
      await duck.run(`COPY (
        SELECT ${copied(table, stem)}, t.part AS county
        FROM (${rows.join(" UNION ALL BY NAME ")}) AS s JOIN ${isCounted ? "repetition" : "(SELECT * FROM repetition WHERE n = 0)"} AS t ON t.county = s.county
        ${isOfPersons ? `CROSS JOIN (VALUES (0), (1)) AS d(again) WHERE d.again = 0 OR (s.relation_to_head <> 'head' AND s.row_no * 37 % 100 < ${doubled})` : ""}
      ) TO ${literal(layout.stagedTable(folder, table.id))} (FORMAT parquet, WRITE_BLOOM_FILTER false, PARTITION_BY (county), OVERWRITE_OR_IGNORE, FILENAME_PATTERN 'copy${prefectures[0]!.copy}_{i}')`);
    }
  const [found] = await duck.rows(
    `SELECT count(*) AS persons, count(DISTINCT household_id) AS households FROM ${parquet(stagedFiles(folder, "monitored_person", parts))} WHERE state = 'accepted'`
  );
  return { persons: Number(found!.persons), households: Number(found!.households) };
}

/**
 * A table's columns in a copy: codes, names and ids of its own. `t` tells the prefecture's `stem` and `copy`, and which of a household's
 * repetitions it is: `n`; `d` whether a member stands `again`.
 */
function copied(table: Table, stem: string): string {
  const isOfPersons = table.id === "monitored_person";
  const which = `t.n${isOfPersons ? " || d.again" : ""} || t.copy`;
  const code = (name: string): string => `${coded(`s.${name}`, stem)} AS ${name}`;
  const replaced = [
    isOfPersons ? "s.row_no * 200 + t.n * 2 + d.again AS row_no" : "s.row_no * 100 + t.n AS row_no"
  ];
  for (const { id, personal, keep } of table.columns) {
    const name = identifier(id);
    if (id === "household_id")
      replaced.push(`substr(s.${name}, 6) || lpad(CAST(t.n AS VARCHAR), 2, '0') || t.copy AS ${name}`);
    else if (["clue_id", "merged_into"].includes(id))
      replaced.push(`s.${name} || '-' || ${which} AS ${name}`);
    else if (["region_code", "org_region_code", "parent_code"].includes(id)) replaced.push(code(name));
    else if (id === "region_codes")
      replaced.push(`list_transform(s.${name}, lambda c: t.stem || substr(c, 5)) AS ${name}`);
    else if (["county_name", "district", "hazard_id"].includes(id))
      replaced.push(`s.${name} || t.stem AS ${name}`);
    else if (id === "person_id" && isOfPersons)
      replaced.push(`s.${name} || CASE d.again WHEN 0 THEN '' ELSE '-2' END AS ${name}`);
    if (personal === "id" && keep) {
      const hash = identifier(`${id}_hash`);
      replaced.push(
        `md5(s.${hash} || t.n || t.copy${isOfPersons ? " || CASE d.again WHEN 0 THEN '' ELSE 'd' END" : ""}) AS ${hash}`
      );
    }
  }
  return `s.* EXCLUDE (county) REPLACE (${replaced.join(", ")})`;
}

/** A code of the template's prefecture, or of what lies in it, as the copy `t` has it. */
const coded = (code: string, stem: string): string =>
  `CASE WHEN starts_with(${code}, ${literal(stem)}) THEN t.stem || substr(${code}, ${stem.length + 1}) ELSE ${code} END`;

/** What every part knows of the whole. */
async function wholes(
  duck: Duck,
  contract: Contract,
  folder: string,
  { template, counties, prefectures }: Plan,
  parts: readonly string[]
): Promise<void> {
  const stem = counties[0]!.slice(0, 4);
  const of = (table: string): string => parquet([layout.whole(template, table)]);
  const write = (table: string, query: string): Promise<void> =>
    writeParquet(duck, query, layout.whole(folder, table));
  const list = (values: readonly string[]): string => values.map(literal).join(", ");
  await duck.run(`CREATE OR REPLACE TEMP TABLE target AS SELECT * FROM (VALUES ${prefectures
    .map(({ copy, stem }) => `(${literal(stem)}, ${literal(String(copy).padStart(3, "0"))}, 0)`)
    .join(", ")}) AS t(stem, copy, n);
    CREATE OR REPLACE TEMP TABLE part AS SELECT unnest([${list(parts)}]) AS part`);
  const isKept = (code: string): string =>
    `(substr(${code}, 5, 2) = '00' OR substr(${code}, 1, 6) IN (FROM part))`;
  await duck.run(`CREATE OR REPLACE TEMP TABLE region_copy AS
    SELECT s.* REPLACE (${coded("s.region_code", stem)} AS region_code, ${coded("s.parent_code", stem)} AS parent_code,
      s.region_name || CASE WHEN s.region_level IN ('county', 'prefecture') THEN t.stem ELSE '' END AS region_name)
    FROM ${of("region_stat")} AS s CROSS JOIN target AS t WHERE ${isKept(coded("s.region_code", stem))}`);
  // A province stands over its prefectures, a nation over its provinces, each where there are several.
  const provinces = [...new Set(prefectures.map(each => each.stem.slice(0, 2)))].map(each => `${each}0000`);
  const over = async (level: string, codes: readonly string[], codeOf: string): Promise<void> => {
    await duck.run(`UPDATE region_copy SET parent_code = ${codeOf} WHERE parent_code IS NULL;
      INSERT INTO region_copy SELECT r.* REPLACE (t.code AS region_code, ${literal(level)} || t.code AS region_name, 'province' AS region_level, NULL AS parent_code)
      FROM region_copy AS r CROSS JOIN (SELECT unnest([${list(codes)}]) AS code) AS t WHERE r.region_code = ${literal(`${prefectures[0]!.stem}00`)}`);
  };
  if (prefectures.length > 1) await over("合成省", provinces, "substr(region_code, 1, 2) || '0000'");
  if (provinces.length > 1) await over("合成国", [nation], literal(nation));
  const root =
    provinces.length > 1 ? nation : prefectures.length > 1 ? provinces[0]! : `${prefectures[0]!.stem}00`;
  await write("region_stat", "SELECT * FROM region_copy ORDER BY region_code, stat_year");
  await write(
    "hazard_event",
    `SELECT ${copied(contract.tables.get("hazard_event")!, stem).replace(" EXCLUDE (county)", "")} FROM ${of("hazard_event")} AS s CROSS JOIN target AS t`
  );
  await write(
    "place",
    `SELECT s.* REPLACE (s.county_name || t.stem AS county_name, ${coded("s.region_code", stem)} AS region_code)
     FROM ${of("place")} AS s CROSS JOIN target AS t ORDER BY region_code`
  );
  await write(
    "county_day",
    `SELECT * FROM (SELECT s.* REPLACE (${coded("s.county_code", stem)} AS county_code) FROM ${of("county_day")} AS s CROSS JOIN target AS t)
     WHERE county_code IN (FROM part) ORDER BY ALL`
  );
  await write(
    "part_region",
    `SELECT DISTINCT part, region_code FROM (
       SELECT ${coded("s.part", stem)} AS part, ${coded("s.region_code", stem)} AS region_code FROM ${of("part_region")} AS s CROSS JOIN target AS t
       UNION ALL SELECT p.part, unnest([${literal(root)}, substr(p.part, 1, 2) || '0000']) FROM part AS p
       UNION ALL SELECT ${literal(above)}, unnest([${list([...provinces, root])}])
     ) WHERE (part = ${literal(above)} OR part IN (FROM part)) AND region_code IN (SELECT region_code FROM region_copy) ORDER BY ALL`
  );
  await write(
    "part_file",
    `SELECT part, file_id, CAST(sum(rows_refused) AS BIGINT) AS rows_refused, max(rows_placeholder) AS rows_placeholder
    FROM (SELECT s.* REPLACE (${coded("s.part", stem)} AS part) FROM ${of("part_file")} AS s CROSS JOIN target AS t)
    WHERE part = ${literal(above)} OR part IN (FROM part) GROUP BY part, file_id ORDER BY ALL`
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
