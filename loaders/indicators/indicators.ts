import { readdirSync, readFileSync } from "node:fs";
import { type Contract, type Table, tableOf } from "../contract/contract.ts";
import { type Duck, identifier, literal } from "../lib/duck.ts";
import { projectPath } from "../lib/paths.ts";
import { placeJoins } from "../model/place-joins.ts";
import { ledgerParts } from "./ledger-parts.ts";

/** Where a family's file goes from its ground to what reads the exports, and from there to what reads the leaves alone. */
const leavesLine = "-- ==== Leaves";
const figuresLine = "-- ==== Figures";

/** From here on the files make the table of what the families wrote. */
const firstOfTable = "80";

/** Fills tables of a page, none of the indicators'. */
const pageFiles = new Set(["38_scope.sql"]);

/**
 * Fills the tidy `indicator` table: each SQL file of this folder is a family, run in the order of its number.
 * A new family writes to `tally` and `frame_row`, or to `figure` itself; 80 and up make the table of what they wrote.
 * @param only numbers of the families to run, for what needs no more; all of them by default
 */
export async function indicators(duck: Duck, contract: Contract, only?: readonly string[]): Promise<void> {
  const replace = wordsOf(contract);
  for (const file of sqlFiles())
    if (!only || isAsked(file, only)) await duck.file(`${folder}/${file}`, replace);
}

/** The first half of `indicators`: sums at places and what else the figures are made of, for data that are a part of the whole. */
export async function leaves(duck: Duck, contract: Contract, only?: readonly string[]): Promise<void> {
  const replace = wordsOf(contract);
  for (const file of sqlFiles())
    if (!pageFiles.has(file) && (!only || isAsked(file, only)))
      await duck.file(`${folder}/${file}`, replace, sql => leavesOf(file, sql));
}

/**
 * The second half: the table, from leaves that `load` puts in place once the frame stands.
 * @param kept which figures go into the table, as SQL over `figure`; all by default
 */
export async function figures(
  duck: Duck,
  contract: Contract,
  load: () => Promise<void>,
  only?: readonly string[],
  kept = ""
): Promise<void> {
  const replace = wordsOf(contract);
  const [frame, ...rest] = sqlFiles();
  await duck.file(`${folder}/${frame}`, replace);
  await load();
  for (const file of rest) {
    if (pageFiles.has(file) || (only && !isAsked(file, only))) continue;
    await duck.file(`${folder}/${file}`, replace, sql => figuresOf(file, sql));
    if (kept && file.startsWith(firstOfTable)) await duck.run(`DELETE FROM figure WHERE NOT (${kept})`);
  }
}

/** A family's SQL: whole, and what of it `leaves` and `figures` run. */
export interface FamilySql {
  readonly whole: string;
  readonly leaves: string;
  readonly figures: string;
}

/** The SQL of each family by its number, with what stands for `{{…}}`, in the order they are run. */
export function familySql(contract: Contract): Map<string, FamilySql> {
  const replace = Object.entries(wordsOf(contract));
  const files = sqlFiles().filter(file => !pageFiles.has(file) && !isAsked(file, []));
  return new Map(
    files.map(file => {
      const whole = replace.reduce(
        (sql, [name, value]) => sql.replaceAll(`{{${name}}}`, value),
        readFileSync(`${folder}/${file}`, "utf8")
      );
      return [file.slice(0, 2), { whole, leaves: leavesOf(file, whole), figures: figuresOf(file, whole) }];
    })
  );
}

/** What of a file the first half runs. */
function leavesOf(file: string, sql: string): string {
  const [own, figures] = sql.split(figuresLine);
  return file >= firstOfTable && figures === undefined ? "" : own!;
}

/** What of a file but the frame the second half runs. */
function figuresOf(file: string, sql: string): string {
  const [own, second] = sql.split(figuresLine);
  if (second === undefined) return file >= firstOfTable ? sql : "";
  return `${own!.includes(leavesLine) ? own!.split(leavesLine)[0] : ""}${figuresLine}${second}`;
}

const folder = projectPath("loaders/indicators");

function sqlFiles(): string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith(".sql"))
    .sort();
}

/** What stands for `{{…}}` in the SQL. */
function wordsOf(contract: Contract): Record<string, string> {
  const judged = tableOf(contract, "monitored_person").columns.filter(
    column => column.householdLevel && column.keep && !column.personal
  );
  return {
    ...ledgerParts(contract),
    quality_rows: [...contract.tables.values()].map(qualityRows).join("\nUNION ALL\n"),
    support_columns: tableOf(contract, "monitored_person")
      .columns.filter(column => column.properties.measure_category)
      .map(
        column =>
          `CASE WHEN len(${identifier(column.id)}) > 0 THEN ${literal(column.properties.measure_category)} END`
      )
      .join(", "),
    household_columns: judged.map(column => identifier(column.id)).join(", "),
    household_disagreement: judged
      .map(column => {
        const name = identifier(column.id);
        const differs = `min(${name}) <> max(${name})`;
        // What decides whether the household counts must not be blank on one row and filled on another.
        return column.required === "no" ? differs : `${differs} OR count(${name}) NOT IN (0, count(*))`;
      })
      .join(" OR "),
    ledger_disagreement: tableOf(contract, "ledger_zz")
      .columns.filter(column => column.type === "bool" && column.unit === "户")
      .map(column => `(bool_or(${identifier(column.id)}) AND count(${identifier(column.id)}) < count(*))`)
      .join(" OR ")
  };
}

/** The frame and what makes the table run always, a family where it is asked for. */
function isAsked(file: string, only: readonly string[]): boolean {
  return ["00", "80", "95", "97", "99", ...only].includes(file.slice(0, 2));
}

/** Grain: place × day of a table: its rows, and those K48 counts; rows too broken to be staged stand at the root. */
function qualityRows(table: Table): string {
  const idColumn = table.columns.find(column => column.personal === "id");
  const { joins, places } = placeJoins(table);
  const dated = table.columns.some(column => column.type === "date" || column.type === "month");
  const person = table.uniqueKey.some(part =>
    part.some(id => table.columns.find(column => column.id === id)?.personal === "id")
  );
  const kind = `${idColumn ? "TRUE" : "FALSE"} AS has_id, ${dated ? "TRUE" : "FALSE"} AS has_dates, ${person ? "TRUE" : "FALSE"} AS is_person`;
  const staged = `staging.${identifier(table.id)}`;
  const badId = idColumn ? `count(*) FILTER (s.${identifier(`${idColumn.id}_state`)} <> 'ok')` : "0";
  return `SELECT coalesce(${[...places, "(SELECT region_code FROM region_root)"].join(", ")}) AS region_code, s.as_of,
    ${literal(table.name)} AS table_name, ${kind}, count(*) AS total, count(*) FILTER (s.is_missing) AS missing, ${badId} AS bad_id,
    count(*) FILTER (s.state = 'duplicate') AS repeated, count(*) FILTER (s.date_faults > 0) AS dateless
  FROM ${staged} AS s ${joins.join(" ")} GROUP BY ALL
  UNION ALL
  SELECT (SELECT region_code FROM region_root), f.as_of, ${literal(table.name)}, ${kind}, f.unstaged, 0, 0, 0, 0
  FROM (SELECT as_of, rows_refused - (SELECT count(*) FROM ${staged} AS s WHERE s.file_id = f.file_id AND s.state = 'refused') AS unstaged
    FROM source_file AS f WHERE table_id = ${literal(table.id)} AND status = 'accepted' AND rows_refused > 0) AS f
  WHERE f.unstaged > 0`;
}
