import type { Code, Column, Contract, Table } from "../contract/contract.ts";
import { identifier, literal } from "../lib/duck.ts";
import { fieldsOf } from "./sheet.ts";
import type { Convert, Spelled } from "./spelling.ts";

/** The SQL type of each field a column becomes in staging. */
export function typedFields(column: Column): { name: string; type: string }[] {
  const fields = fieldsOf(column).map(name => ({
    name,
    type: isPresence(column, name)
      ? "BOOLEAN"
      : column.personal
        ? "VARCHAR"
        : {
            text: "VARCHAR",
            code: "VARCHAR",
            int: "BIGINT",
            decimal: "DECIMAL(18, 6)",
            bool: "BOOLEAN",
            date: "DATE",
            month: "INTEGER",
            list: "VARCHAR[]"
          }[column.type]
  }));
  return column.word ? [...fields, { name: wordName(column), type: "VARCHAR" }] : fields;
}

/** The field of a personal column that only says whether its cell was filled. */
export function isPresence(column: Column, field: string): boolean {
  return column.personal !== "" && field === `has_${column.id}`;
}

/** What a field of staging holds where no cell was filled, as SQL. */
export function emptyValue(column: Column, field: string, type: string): string {
  return isPresence(column, field) ? "FALSE" : `CAST(NULL AS ${type})`;
}

/** The field with the accepted spelling a code was written in. */
function wordName(column: Column): string {
  return `${column.id}_word`;
}

/** The field of the normalized file that a field of staging is made of. */
export function rawFieldOf(column: Column, field: string): string {
  return column.word ? column.id : field;
}

/** Fields of a table's normalized file, in order, with the type DuckDB reads them as. */
export function rawFields(table: Table): { name: string; type: string }[] {
  return [
    ...["sheet_no", "row_no"].map(name => ({ name, type: "INTEGER" })),
    ...table.columns.flatMap(fieldsOf).map(field => ({ name: rawName(field), type: "VARCHAR" }))
  ];
}

/** One file's unit factor for a column, where a header was written in another unit. */
export interface FileFactor {
  readonly file: number;
  readonly id: string;
  readonly factor: number;
}

/** What the files of one table need in conversion. */
export interface TableFiles {
  readonly factors: readonly FileFactor[];
  /** Files whose dates count from 1904. */
  readonly from1904: readonly number[];
  /** Columns that at least one file has; the others are not converted. */
  readonly present: ReadonlySet<string>;
}

/** A field of staging and the SQL of its value. */
interface TypedValue {
  readonly column: Column;
  readonly name: string;
  readonly type: string;
  /** False where no file has the column: the value is then empty. */
  readonly isPresent: boolean;
  readonly value: string;
}

/** The SQL that gives each field of staging from a raw row `r`. */
export function typedValues(table: Table, files: TableFiles, convert: Convert): TypedValue[] {
  const kept = table.columns.filter(column => column.keep);
  return kept.flatMap(column =>
    typedFields(column).map(({ name, type }) => {
      const isPresent = files.present.has(column.id) || isPresence(column, name);
      const value = isPresent
        ? typedExpression(table, column, name, files, convert)
        : `CAST(NULL AS ${type})`;
      return { column, name, type, isPresent, value };
    })
  );
}

/** A column's faults in a typed row, as SQL that is true where there is one. */
export interface ColumnFault {
  readonly column: Column;
  readonly fault: string;
}

/** The faults of the columns that files have. */
export function columnFaults(table: Table, contract: Contract, files: TableFiles): ColumnFault[] {
  return table.columns
    .filter(column => column.keep && files.present.has(column.id))
    .map(column => ({ column, fault: faultCondition(column, contract) }))
    .filter(entry => entry.fault);
}

/**
 * SQL that turns a raw table (all text) into staging. Grain: one row of a file.
 */
export function typedSelect(
  table: Table,
  contract: Contract,
  raw: string,
  files: TableFiles,
  convert: Convert
): string {
  const fields = typedValues(table, files, convert).map(
    ({ name, value }) => `${value} AS ${identifier(name)}`
  );
  return stagedSelect(
    table,
    `SELECT r.*,
    ${fields.join(",\n    ")}
  FROM ${raw} AS r`,
    columnFaults(table, contract, files)
  );
}

/**
 * SQL of a table's staging rows from rows with their typed fields. Grain: one row of a file. Adds
 * `is_missing` (a required cell is blank, contract README §8.15), `faults` (cells emptied or codes not known),
 * `date_faults` and `state` (accepted or refused; a key cell is blank).
 */
export function stagedSelect(table: Table, typed: string, faults: readonly ColumnFault[]): string {
  const dates = faults.filter(({ column }) => column.type === "date" || column.type === "month");
  const sum = (entries: typeof faults): string =>
    ["0", ...entries.map(entry => `CAST(${entry.fault} AS INTEGER)`)].join(" + ");
  const keys = table.columns.filter(column => column.required === "key");
  const names = table.columns.flatMap(typedFields).map(field => identifier(field.name));
  return `
WITH typed AS (
  ${typed}
)
SELECT file_id, sheet_no, row_no, as_of, ${names.join(", ")},
  ${missingCondition(table)} AS is_missing,
  ${sum(faults)} AS faults, ${sum(dates)} AS date_faults,
  CASE WHEN ${keys.map(blank).join(" OR ") || "FALSE"} THEN 'refused' ELSE 'accepted' END AS state
FROM typed`;
}

/** The texts of a raw table that `typedSelect` converts; the items of a list not among them. */
export function spelledColumns(table: Table, files: TableFiles): Spelled[] {
  const spelled: Spelled[] = [];
  const note: Convert = (conversion, value) => {
    if (value !== listItem) spelled.push({ conversion, value });
    return value;
  };
  for (const column of table.columns)
    if (column.keep && files.present.has(column.id))
      for (const { name } of typedFields(column)) typedExpression(table, column, name, files, note);
  return spelled;
}

/**
 * SQL for the accepted rows that repeat another under the table's unique key: within a snapshot for registers,
 * over all files for logs, where the latest snapshot's row is the one that stays.
 */
export function duplicateRows(table: Table, target: string): string {
  const names = table.columns.flatMap(typedFields).map(field => identifier(field.name));
  const unique = uniqueExpression(table, names);
  const partition = table.snapshot ? `as_of, ${unique}` : unique;
  const order = table.snapshot ? "file_id, sheet_no, row_no" : "as_of DESC, file_id, sheet_no, row_no";
  return `SELECT file_id, sheet_no, row_no FROM ${target} WHERE state = 'accepted'
    QUALIFY row_number() OVER (PARTITION BY ${partition} ORDER BY ${order}) > 1`;
}

/** The condition under which a cell held something that did not become a value; "" where it always does. */
export function faultCondition(column: Column, contract: Contract): string {
  if (column.personal || !column.keep || column.type === "text" || column.type === "list") return "";
  const name = identifier(column.id);
  const raw = identifier(rawName(column.id));
  if (column.type !== "code") return `(${raw} IS NOT NULL AND ${name} IS NULL)`;
  const codes = codesOf(column, contract).map(code => literal(code.code));
  return `(${raw} IS NOT NULL AND ${name} NOT IN (${codes.join(", ")}))`;
}

/** The condition that a column's cell was blank in a typed row. */
export function blank(column: Column): string {
  const [first] = fieldsOf(column);
  if (!first) return "FALSE";
  if (isPresence(column, first)) return `NOT ${identifier(first)}`;
  if (column.personal === "id") return `${identifier(`${column.id}_state`)} IS NULL`;
  return `${identifier(first)} IS NULL`;
}

function missingCondition(table: Table): string {
  const conditions = table.columns
    .filter(column => column.required !== "no")
    .map(column => {
      const when = column.blankOkWhen;
      if (!when) return blank(column);
      const excused =
        when.value === ""
          ? `${identifier(when.id)} IS NULL`
          : `coalesce(CAST(${identifier(when.id)} AS VARCHAR) = ${literal(when.value)}, FALSE)`;
      return `(${blank(column)} AND NOT ${excused})`;
    });
  return conditions.length > 0 ? `(${conditions.join(" OR ")})` : "FALSE";
}

export function rawName(field: string): string {
  return `raw_${field}`;
}

function uniqueExpression(table: Table, all: readonly string[]): string {
  if (table.uniqueKey.length === 0) return all.join(", ");
  const place = "file_id || '/' || sheet_no || '/' || row_no";
  return table.uniqueKey
    .map(part => {
      const fields = part.map(id => {
        const column = table.columns.find(entry => entry.id === id)!;
        return identifier(column.personal ? `${id}_hash` : id);
      });
      if (part.length > 1 || table.columns.find(entry => entry.id === part[0])!.personal)
        return `coalesce(${[...fields, place].join(", ")})`;
      return fields[0]!;
    })
    .join(", ");
}

/** The item a list's text is converted by. */
const listItem = "item";

function typedExpression(
  table: Table,
  column: Column,
  field: string,
  files: TableFiles,
  convert: Convert
): string {
  const factors = files.factors.filter(factor => factor.id === column.id);
  const value = identifier(rawName(rawFieldOf(column, field)));
  if (column.word && field === wordName(column))
    return `CASE WHEN ${decode(value, column.codes, convert)} IS NOT NULL THEN ${convert("normal", value)} END`;
  if (isPresence(column, field)) return `coalesce(${value} = '1', FALSE)`;
  if (column.personal) return value;
  const code = (text: string): string =>
    `coalesce(${decode(text, column.codes, convert)}, ${convert("kept", text)})`;
  switch (column.type) {
    case "text":
      if (column.required === "key" || column.id.endsWith("_id")) return convert("id", value);
      return convert(table.group === "B" ? "thing" : "said", value);
    case "int":
      return scaled(convert("whole", value), factors, "BIGINT");
    case "decimal":
      // No household has ten thousand million; a telephone number does.
      if (table.columns.some(other => other.id === "household_id"))
        return scaled(`TRY_CAST(${convert("number", value)} AS DECIMAL(16, 6))`, factors, "DECIMAL(18, 6)");
      return scaled(convert("number", value), factors, "DECIMAL(18, 6)");
    case "date":
      return convert("day", dated(value, files));
    case "month":
      return convert("month", dated(value, files));
    case "bool":
      return `${decode(value, column.codes, convert)} = 'yes'`;
    case "code":
      return code(value);
    case "list":
      if (column.codes)
        return `list_transform(${convert("items", value)}, lambda ${listItem}: ${code(listItem)})`;
      return convert(table.group === "B" ? "items" : "said_items", value);
  }
}

function dated(value: string, files: TableFiles): string {
  if (files.from1904.length === 0) return value;
  return `CASE WHEN r.file_id IN (${files.from1904.join(", ")}) THEN from_1904(${value}) ELSE ${value} END`;
}

function scaled(expression: string, factors: readonly FileFactor[], type: string): string {
  if (factors.length === 0) return expression;
  const cases = factors.map(({ file, factor }) => `WHEN ${file} THEN ${factor}`).join(" ");
  return `CAST(${expression} * (CASE r.file_id ${cases} ELSE 1 END) AS ${type})`;
}

/** As written first; only other spellings pay for normalizing. NULL where the list does not know the text. */
function decode(value: string, list: string, convert: Convert): string {
  const spellings = `getvariable('${codeVariable(list)}')`;
  return `CASE WHEN ${value} IS NOT NULL THEN coalesce(${spellings}[${value}], ${spellings}[${convert("normal", value)}]) END`;
}

/**
 * SQL that keeps each code list as a variable: a map of every accepted spelling to its code. A map, because DuckDB
 * takes far longer to plan a CASE of a hundred branches than to run it.
 */
export function codeVariables(contract: Contract): string[] {
  return [...contract.codes].map(([list, codes]) => {
    const spellings = new Map<string, string>();
    for (const code of codes) for (const key of [code.label, ...code.keys]) spellings.set(key, code.code);
    const keys = [...spellings.keys()].map(literal).join(", ");
    const values = [...spellings.values()].map(literal).join(", ");
    return `SET VARIABLE ${codeVariable(list)} = map([${keys}], [${values}])`;
  });
}

function codeVariable(list: string): string {
  return `codes_${list}`;
}

function codesOf(column: Column, contract: Contract): readonly Code[] {
  return column.codes ? (contract.codes.get(column.codes) ?? []) : [];
}
