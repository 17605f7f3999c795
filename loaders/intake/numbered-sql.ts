import type { Contract, Table } from "../contract/contract.ts";
import { type Duck, identifier, literal } from "../lib/duck.ts";
import { type NumberedTexts, numberPrefix, type Output, plainPrefix } from "./row-writer.ts";
import { byMacro, type Convert } from "./spelling.ts";
import {
  type ColumnFault,
  columnFaults,
  emptyValue,
  rawFieldOf,
  rawFields,
  rawName,
  stagedSelect,
  type TableFiles,
  typedValues
} from "./typed-sql.ts";

/** Rows of one file whose texts are numbered. */
export interface NumberedOutput extends Output {
  readonly id: number;
  readonly day: string | null;
  readonly texts: NumberedTexts;
}

/** A table's rows with numbered texts. */
export interface Numbered {
  readonly table: Table;
  readonly outputs: readonly NumberedOutput[];
  readonly needs: TableFiles;
  /** View of the rows: for each field the number of its text (`n_…`), its text where it has no number (`raw_…`). */
  readonly rows: string;
  /** Temporary table of the texts, a raw table like any small one: row n has text n of each field. */
  readonly texts: string;
  /** Fields that have numbers, and those that have texts of their own, in some file. */
  readonly numbered: ReadonlySet<string>;
  readonly plain: ReadonlySet<string>;
}

/**
 * Makes a table's numbered rows and their texts known to DuckDB. The texts of all files stand one behind the other, each file's
 * behind an empty row, so that 0 is empty in each.
 */
export async function openNumbered(
  duck: Duck,
  table: Table,
  outputs: readonly NumberedOutput[],
  needs: TableFiles
): Promise<Numbered> {
  const rows = identifier(`numbered_${table.id}`);
  const texts = identifier(`texts_${table.id}`);
  const numbered = new Set(outputs.flatMap(({ texts }) => texts.numbered));
  const plain = new Set(outputs.flatMap(({ texts }) => texts.plain));
  const rowParts: string[] = [];
  const textParts: string[] = [];
  let base = 0;
  for (const { id, day, path, texts: own, rowsBefore = 0 } of outputs) {
    const numbers = [...numbered].map(name => {
      const number = identifier(numberPrefix + name);
      const from = own.numbered.includes(name) ? `coalesce(${number}, 0) + ${base + 1}` : `${base + 1}`;
      return `${from} AS ${number}`;
    });
    const ownTexts = [...plain].map(name => {
      const from = own.plain.includes(name)
        ? `nullif(${identifier(plainPrefix + name)}, '')`
        : "CAST(NULL AS VARCHAR)";
      return `${from} AS ${identifier(rawName(name))}`;
    });
    rowParts.push(`SELECT ${[`${id} AS file_id, ${dayOf(day)} AS as_of`, "sheet_no", `row_no + ${rowsBefore} AS row_no`, ...numbers, ...ownTexts].join(", ")}
      FROM read_parquet(${literal(path)})`);
    textParts.push(
      `SELECT ${id} AS file_id, * REPLACE (row_no + ${base} AS row_no) FROM ${csvOf(table, own.path)}`
    );
    base += own.rows;
  }
  await duck.run(`CREATE OR REPLACE TEMP VIEW ${rows} AS ${rowParts.join(" UNION ALL ")}`);
  await duck.run(`CREATE OR REPLACE TEMP TABLE ${texts} AS ${textParts.join(" UNION ALL ")}`);
  return { table, outputs, needs, rows, texts, numbered, plain };
}

/** A file's day in each of its rows: a join with the files might change the order of the rows. */
export function dayOf(day: string | null): string {
  return `CAST(${literal(day)} AS DATE)`;
}

/** A normalized file as DuckDB reads it. */
export function csvOf(table: Table, path: string): string {
  const types = rawFields(table)
    .map(field => `${literal(field.name)}: ${literal(field.type)}`)
    .join(", ");
  return `read_csv(${literal(path)}, header = false, auto_detect = false, columns = {${types}}, delim = ',', quote = '"',
    escape = '"', nullstr = '', buffer_size = ${bufferSize}, max_line_size = ${bufferSize})`;
}

/** Small enough that DuckDB reads and converts one file on several cores, larger than any row. */
const bufferSize = 4 << 20;

/** A column's faults among numbered rows: SQL over a row `r` and the converted texts `l`. */
interface NumberedFault extends ColumnFault {
  readonly isPlain: boolean;
}

/** The converted texts of a table: one row, for each field of staging a list. */
export interface Lookup {
  readonly name: string;
  readonly faults: readonly NumberedFault[];
}

/** Converts the texts of a table, each once, and notes which of them are faults. */
export async function openLookup(
  duck: Duck,
  contract: Contract,
  { table, needs, texts, numbered, plain }: Numbered,
  convert: Convert
): Promise<Lookup> {
  const name = identifier(`lookup_${table.id}`);
  const values = typedValues(table, needs, convert).filter(({ column, name }) =>
    numbered.has(rawFieldOf(column, name))
  );
  const faults = columnFaults(table, contract, needs);
  const ofTexts = faults.filter(({ column }) => numbered.has(column.id));
  const lists = [
    ...values.map(({ name }) => identifier(name)),
    ...ofTexts.map(({ column }) => faultName(column.id))
  ].map(field => `list(${field} ORDER BY row_no) AS ${field}`);
  await duck.run(`CREATE OR REPLACE TEMP TABLE ${name} AS
    WITH typed AS (
      SELECT r.*${values.map(({ name, value }) => `, ${value} AS ${identifier(name)}`).join("")}
      FROM ${texts} AS r
    ), judged AS (
      SELECT *${ofTexts.map(({ column, fault }) => `, coalesce(${fault}, FALSE) AS ${faultName(column.id)}`).join("")}
      FROM typed
    )
    SELECT ${["count(*) AS texts", ...lists].join(", ")} FROM judged`);
  const [found] = await duck.rows(
    `SELECT ${["texts", ...ofTexts.map(({ column }) => `list_contains(${faultName(column.id)}, TRUE) AS ${faultName(column.id)}`)].join(", ")} FROM ${name}`
  );
  return {
    name,
    faults: faults.flatMap(({ column, fault }) => [
      ...(found![`fault ${column.id}`]
        ? [
            {
              column,
              fault: `l.${faultName(column.id)}[r.${identifier(numberPrefix + column.id)}]`,
              isPlain: false
            }
          ]
        : []),
      ...(plain.has(column.id) ? [{ column, fault, isPlain: true }] : [])
    ])
  };
}

/** SQL of the staging rows of a table with numbered texts. Grain: one row of a file. */
export function numberedSelect({ table, needs, rows, numbered, plain }: Numbered, lookup: Lookup): string {
  const fields = typedValues(table, needs, byMacro).map(({ column, name, type, isPresent, value }) => {
    const raw = rawFieldOf(column, name);
    const number = `l.${identifier(name)}[r.${identifier(numberPrefix + raw)}]`;
    const own = `r.${identifier(rawName(raw))}`;
    const none = emptyValue(column, name, type);
    const found = numbered.has(raw) ? number : none;
    const converted = plain.has(raw) ? `CASE WHEN ${own} IS NULL THEN ${found} ELSE ${value} END` : found;
    return `${isPresent ? converted : none} AS ${identifier(name)}`;
  });
  const judged = lookup.faults.filter(({ isPlain }) => !isPlain);
  const flags = judged.map(({ column, fault }) => `${fault} AS ${faultName(column.id)}`);
  return stagedSelect(
    table,
    `SELECT ${["r.*", ...fields, ...flags].join(",\n    ")}
  FROM ${rows} AS r, ${lookup.name} AS l`,
    lookup.faults.map(({ column, fault, isPlain }) => ({
      column,
      fault: isPlain ? `coalesce(${fault}, FALSE)` : faultName(column.id)
    }))
  );
}

function faultName(column: string): string {
  return identifier(`fault ${column}`);
}
