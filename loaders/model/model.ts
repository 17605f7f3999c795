import { readdirSync, readFileSync } from "node:fs";
import { type Contract, type Table, tableOf } from "../contract/contract.ts";
import { type Duck, identifier, literal } from "../lib/duck.ts";
import { CliError } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";
import { placeJoins } from "./place-joins.ts";
import { fillWorkdays } from "./workdays.ts";

export interface ModelOptions {
  /** Day the figures stand for, YYYY-MM-DD. */
  readonly asOf: string;
  /** Root region code, "" = found from the region table. */
  readonly root: string;
  /** Profile of the command line: an id, `all`, or "" for the regions' own. */
  readonly profile: string;
  /** Profile for regions without a binding. */
  readonly defaultProfile: string;
  /** SQL files whose tables are there already: data that are a part of the whole bring what only the whole can tell. */
  readonly given?: readonly string[];
}

const folder = projectPath("loaders/model");

function sqlFiles(): string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith(".sql"))
    .sort();
}

/** Turns staging into facts: the ground, then a fact table for each log. */
export async function model(duck: Duck, contract: Contract, options: ModelOptions): Promise<void> {
  await groundModel(duck, contract, options);
  await fillWorkdays(duck);
  for (const table of factTables(contract)) await factTable(duck, table, options.given === undefined);
}

/** What all figures rest on, rules, regions, households and episodes: the numbered SQL files of this folder, in order. */
export async function groundModel(duck: Duck, contract: Contract, options: ModelOptions): Promise<void> {
  const replace = wordsOf(contract, options);
  for (const file of sqlFiles().filter(name => !options.given?.includes(name))) {
    await duck.file(`${folder}/${file}`, replace);
    if (file.endsWith("_policy.sql")) await fillPolicy(duck, contract);
    if (file.endsWith("_root.sql")) await checkRoot(duck, options.root);
  }
  await householdPlaces(duck);
}

/** What stands for `{{…}}` in the SQL. */
function wordsOf(contract: Contract, options: ModelOptions): Record<string, string> {
  return {
    as_of: options.asOf,
    root: options.root.replaceAll("'", "''"),
    profile: options.profile,
    default_profile: options.defaultProfile,
    household_columns: tableOf(contract, "monitored_person")
      .columns.filter(column => column.householdLevel && column.keep && !column.personal)
      .filter(column => !["county_name", "township_name", "village_name"].includes(column.id))
      .map(column => `r.${identifier(column.id)}`)
      .join(", "),
    // Rows of a part are in no order: nothing is listed from it.
    household_order: options.given ? "" : "ORDER BY r.as_of, r.household_id"
  };
}

/** Without a root there is no row of any figure: said aloud instead. */
async function checkRoot(duck: Duck, root: string): Promise<void> {
  const [found] = await duck.rows("SELECT count(*) AS n FROM region_root");
  if (found!.n) return;
  throw new CliError(
    root
      ? `设置的根区划“${root}”不在区划统计表中；请改正 --region 或 data/settings.json 的 root，或留空`
      : "区划统计表里没有最高一级：每个区划的上级都在表内，互为上下级；请改正“上级代码”列"
  );
}

/** The contract as DuckDB tables, so that SQL reads thresholds, codes and grains from one place. */
async function fillPolicy(duck: Duck, contract: Contract): Promise<void> {
  const insert = async (table: string, rows: readonly string[]): Promise<void> => {
    if (rows.length > 0) await duck.run(`INSERT INTO ${table} VALUES ${rows.join(", ")}`);
  };
  await insert(
    "policy_code",
    [...contract.codes].flatMap(([list, codes]) =>
      codes.map((code, place) => {
        const keys = Object.keys(code.properties).map(literal).join(", ");
        const values = Object.values(code.properties).map(literal).join(", ");
        const properties = `map([${keys}]::VARCHAR[], [${values}]::VARCHAR[])`;
        return `(${literal(list)}, ${literal(code.code)}, ${literal(code.label)}, ${place}, ${properties})`;
      })
    )
  );
  const profiles = [...contract.profiles.values()];
  await insert(
    "policy_param",
    profiles.flatMap(profile =>
      [...profile.params].map(
        ([key, param]) =>
          `(${literal(profile.id)}, ${literal(key)}, ${literal(param.value || null)}, ${literal(param.certainty)}, ${literal(param.clause)})`
      )
    )
  );
  await insert(
    "policy_clause",
    [...contract.indicators.values()].flatMap(indicator =>
      profiles.map(
        profile =>
          `(${literal(indicator.id)}, ${literal(profile.id)}, ${literal(clauseOf(indicator.clauses, profile.id, [...contract.profiles.keys()]))})`
      )
    )
  );
  await insert("policy_grain", grains(contract));
  const array = (values: readonly string[]): string => `[${values.map(literal).join(", ")}]::VARCHAR[]`;
  await insert(
    "policy_judging",
    contract.judging.map(
      rule =>
        `(${literal(rule.indicator)}, ${literal(rule.profile)}, ${literal(rule.breakdown)}, ${literal(rule.basis || null)}, ${array(rule.levels)}, ${literal(rule.rule)}, ${literal(rule.param || null)})`
    )
  );
  await insert(
    "policy_need",
    contract.needs.map(
      need =>
        `(${literal(need.indicator)}, ${literal(need.breakdown)}, ${array(need.tables)}, ${array(need.columns)}, ${need.keepsNumerator})`
    )
  );
  await insert(
    "policy_event_risk",
    contract.eventRisks.map(({ event, risk }) => `(${literal(event)}, ${literal(risk)})`)
  );
  await insert(
    "policy_setting",
    contract.settings.map(({ key, value }) => `(${literal(key)}, ${value})`)
  );
  await insert(
    "policy_band",
    contract.bands.map(
      ({ list, label, from, to }, place) =>
        `(${literal(list)}, ${literal(label)}, ${place}, ${from ?? "NULL"}, ${to ?? "NULL"})`
    )
  );
  await insert(
    "policy_predicate",
    contract.predicates.map(({ id, level }) => `(${literal(id)}, ${literal(level)})`)
  );
  await insert(
    "policy_judged",
    [...contract.indicators.values()]
      .filter(indicator => !indicator.judgedBy.startsWith("all:value_only"))
      .map(indicator => `(${literal(indicator.id)})`)
  );
}

/**
 * A profile's part of a catalogue entry such as `GB 三(二); FJ 一(3)`. The letters stand for the first of the profiles whose id they
 * start: a later document of the same place has no clauses until the catalogue names it.
 */
export function clauseOf(clauses: string, profile: string, profiles: readonly string[]): string {
  for (const part of clauses.split(";")) {
    const match = /^([A-Z]{2}) (.+)$/.exec(part.trim());
    if (match && profiles.find(id => id.startsWith(match[1]!)) === profile) return match[2]!;
  }
  return "";
}

const ladder = ["village", "town", "county", "prefecture", "province"];

/** Each indicator has rows from its lowest level up to the root (contract README §8.35), zones as counties; `zone@province` = directly under one. */
function grains(contract: Contract): string[] {
  const limits = new Map(
    readTsv(projectPath("data/policy/grain_limits.tsv"), ["indicator", "top_levels"]).map(row => [
      row.cells.indicator!,
      row.cells.top_levels!.split("|")
    ])
  );
  return [...contract.indicators.values()].flatMap(indicator => {
    const from = Math.min(...indicator.grain.map(level => ladder.indexOf(level)).filter(i => i >= 0));
    const levels = limits.get(indicator.id) ?? [...ladder.slice(from), "zone"];
    return levels.map(level => {
      const [own, parent] = level.split("@");
      return `(${literal(indicator.id)}, ${literal(own)}, ${literal(parent)})`;
    });
  });
}

/** The tables that have a fact table: all that are not a register of persons. */
export function factTables(contract: Contract): Table[] {
  return [...contract.tables.values()].filter(({ id }) => !factless.includes(id));
}

/** Grain of `household_place`: a household of any snapshot, with the place it was last at. */
async function householdPlaces(duck: Duck): Promise<void> {
  await duck.run(`CREATE OR REPLACE TABLE household_place AS
    SELECT household_id, arg_max(region_code, as_of) AS region_code FROM household GROUP BY household_id ORDER BY household_id`);
}

/** Registers and the calendar have tables of their own. */
const factless = ["monitored_person", "region_stat", "workday_calendar"];

/** What only says that something is so anywhere in the data: see `anywhere`. */
const tellsAnywhere = "70_anywhere.sql";

/** Tables that places, households, episodes and the calendar are made of, read off the SQL: a change of theirs may change any figure. */
export function groundTables(): ReadonlySet<string> {
  const read = sqlFiles()
    .filter(name => name !== tellsAnywhere)
    .flatMap(name => [...readFileSync(`${folder}/${name}`, "utf8").matchAll(/\bstaging\.(\w+)/g)])
    .map(match => match[1]!);
  return new Set([...factless, ...read]);
}

/** Tables and views that SQL files of this folder make. */
export function tablesMadeBy(files: readonly string[]): string[] {
  const sql = files.map(file => readFileSync(`${folder}/${file}`, "utf8")).join("\n");
  return [...sql.matchAll(/CREATE OR REPLACE (?:TABLE|VIEW) (\w+)/g)].map(match => match[1]!);
}

/** Where households live and where places are: what `placeJoins` reads, from what is staged now. The regions stay. */
export async function placesAgain(duck: Duck, contract: Contract, options: ModelOptions): Promise<void> {
  // Nothing is listed from it: the order does not matter.
  const replace = wordsOf(contract, { ...options, given: [] });
  for (const file of ["30_place.sql", "40_household.sql", "45_day.sql"])
    await duck.file(`${folder}/${file}`, replace);
  await householdPlaces(duck);
}

/** Says anew what is so anywhere in the data. */
export async function anywhereAgain(duck: Duck): Promise<void> {
  await duck.file(`${folder}/${tellsAnywhere}`);
}

/**
 * A fact table named like its table, from its staged rows. Grain: one accepted row; `place_code` is its region, by its own region
 * code, its household's or its place names; `is_orphan` marks households the person export lacks.
 * @param inOrder rows of a part are in no order: nothing is listed from it
 */
export async function factTable(duck: Duck, table: Table, inOrder: boolean): Promise<void> {
  const { joins, places } = placeJoins(table);
  const household = table.columns.some(column => column.id === "household_id");
  const name = identifier(table.id);
  await duck.run(`CREATE OR REPLACE TABLE ${name} AS
    SELECT s.* EXCLUDE (is_missing, faults, date_faults, state),
      coalesce(${[...places, "(SELECT region_code FROM region_root)"].join(", ")}) AS place_code,
      ${household ? "s.household_id IS NOT NULL AND h.household_id IS NULL" : "FALSE"} AS is_orphan
    FROM staging.${name} AS s ${joins.join(" ")}
    WHERE s.state = 'accepted'
    ${inOrder ? "ORDER BY s.file_id, s.sheet_no, s.row_no" : ""}`);
  if (household) await listOrphans(duck, name);
}

/** Local rows of households the person export lacks are taken and listed (contract README §8.39). */
async function listOrphans(duck: Duck, name: string): Promise<void> {
  await duck.run(`INSERT INTO reject SELECT file_id, sheet_no, row_no, '户编号', '户编号不在监测对象信息中（孤立户编号），已接收',
    '核对户编号，或补齐该户所在的监测对象信息导出', 'note' FROM ${name} WHERE is_orphan AND EXISTS (SELECT 1 FROM household)`);
}
