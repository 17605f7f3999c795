import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync
} from "node:fs";
import { join } from "node:path";
import type { IntakeReport } from "./intake/intake.ts";
import { Duck, identifier, literal } from "./lib/duck.ts";
import { keepNewest } from "./lib/newest.ts";

/** Temporary tables of the river that later steps read, themselves or by its views. */
export const carriedTables = [
  "act_due",
  "check_exempt",
  "check_household",
  "check_row",
  "check_rule",
  "clue_due",
  "clue_row",
  "contact_state",
  "elimination_event",
  "entry_event",
  "fault_row",
  "ledger_count",
  "ledger_lack",
  "ledger_row",
  "ledger_unit",
  "measure_done",
  "official_level",
  "post_pushed",
  "quarter_act",
  "region_base",
  "risk_match",
  "step_row"
];

/** What later steps read of tables with a column for each of an export's. */
export const carriedColumns: Readonly<Record<string, readonly string[]>> = {
  check_household: ["household_id", "category"],
  check_row: ["household_id", "state", "place_no", "file_id", "row_no", "relation_to_head"]
};

/** Views of the checks: they alone read them. */
export const spentViews = "check_";

/** How many warehouses are kept: a site's, of all documents, and that of the other commands. */
const most = 2;

/**
 * Writes what later steps need of the session into schema `session` of the warehouse: the tables above, and the text of every
 * temporary macro and view but the checks'. Grain of `session.definition`: one of them, in the order they were made.
 */
export async function carry(duck: Duck, report: IntakeReport): Promise<void> {
  const held = await duck.rows("SELECT table_name AS name FROM duckdb_tables() WHERE temporary");
  const tables = held
    .map(row => String(row.name))
    .filter(name => carriedTables.includes(name))
    .map(name => {
      const columns = carriedColumns[name]?.map(identifier).join(", ") ?? "*";
      return `CREATE TABLE session.${identifier(name)} AS SELECT ${columns} FROM temp.${identifier(name)}`;
    });
  await duck.run(`CREATE OR REPLACE SCHEMA session;
    ${tables.map(sql => `${sql};`).join("\n")}
    CREATE TABLE session.definition AS
      SELECT function_oid AS place, 'CREATE TEMP MACRO ' || function_name || '(' || array_to_string(parameters, ', ') || ') AS '
        || CASE function_type WHEN 'table_macro' THEN 'TABLE ' ELSE '' END || macro_definition AS text
      FROM duckdb_functions() WHERE NOT internal AND database_name = 'temp'
      UNION ALL SELECT view_oid, sql FROM duckdb_views()
        WHERE NOT internal AND temporary AND NOT starts_with(view_name, ${literal(spentViews)});
    CREATE TABLE session.run AS SELECT ${literal(JSON.stringify(report))} AS intake`);
}

/**
 * Opens a copy of the warehouse that was kept under this stamp, as a run leaves it.
 * @param next where the copy is put
 * @returns null where none is kept, or it was changed since, or is damaged
 */
export async function takeUp(
  folder: string,
  stamp: string,
  next: string
): Promise<{ duck: Duck; report: IntakeReport } | null> {
  const name = existsSync(folder) && readdirSync(folder).find(each => each.startsWith(`${stamp}-`));
  if (!name) return null;
  const kept = join(folder, name);
  let duck: Duck | undefined;
  try {
    if (name !== nameOf(kept, stamp)) throw new Error(name);
    copyFileSync(kept, next, constants.COPYFILE_FICLONE);
    duck = await Duck.open(next);
    const [run] = await duck.rows("SELECT intake FROM session.run");
    await duck.run("SET search_path = 'main,session'");
    const definitions = await duck.rows("SELECT text FROM session.definition ORDER BY place");
    await duck.run(definitions.map(({ text }) => text).join(";\n"));
    return { duck, report: JSON.parse(String(run!.intake)) as IntakeReport };
  } catch {
    duck?.close();
    for (const path of [kept, next, `${next}.wal`]) rmSync(path, { force: true });
    return null;
  }
}

/** Keeps a finished warehouse under its stamp, as a second name of the same file; of those kept the newest stay. */
export function keep(folder: string, stamp: string, warehouse: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept = join(folder, nameOf(warehouse, stamp));
  try {
    if (!existsSync(kept)) linkSync(warehouse, kept);
  } catch {
    // A disk without links: the next run works everything out again.
    return;
  }
  keepNewest(folder, most);
}

/** The name says what the file was like, so that one written to by hand is not taken for the run's. */
function nameOf(path: string, stamp: string): string {
  const { size, mtimeNs } = statSync(path, { bigint: true });
  return `${stamp}-${size}-${mtimeNs}.duckdb`;
}
