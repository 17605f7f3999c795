import type { Column, Contract, Table } from "../contract/contract.ts";
import { type Duck, identifier, literal } from "../lib/duck.ts";
import {
  csvOf,
  dayOf,
  type Lookup,
  type Numbered,
  type NumberedOutput,
  numberedSelect,
  openLookup,
  openNumbered
} from "./numbered-sql.ts";
import type { FileResult } from "./read-file.ts";
import type { Output } from "./row-writer.ts";
import type { Fault } from "./sheet.ts";
import { byMacro, bySpelling } from "./spelling.ts";
import {
  blank,
  duplicateRows,
  emptyValue,
  faultCondition,
  rawFieldOf,
  spelledColumns,
  type TableFiles,
  typedFields,
  typedSelect
} from "./typed-sql.ts";

/** The files of a run: those kept have typed rows, the others what was read. */
export interface Sources {
  readonly files: readonly FileResult[];
  readonly days: readonly (string | null)[];
  readonly isKept: readonly boolean[];
}

/** A table's part of one file. */
type Part = Output & { readonly id: number; readonly day: string | null };

type PartKind = "kept" | "text" | "numbered";

/** A table's raw text, all columns as they were written. */
interface RawTable {
  readonly table: Table;
  readonly raw: string;
  readonly needs: TableFiles;
  /** Small and without dates of 1904: its texts are converted by `bySpelling`. */
  readonly isSmall: boolean;
}

/** What a table's files gave, but for those kept. */
interface Opened {
  readonly text: RawTable | null;
  readonly numbered: Numbered | null;
}

/** More rows than this pay for a plan of their own. */
const smallRows = 5000;

/** Fills `staging`: a typed table for each of the contract's, its rows by file, sheet and row; lists what conversion finds. */
export async function stageAll(duck: Duck, contract: Contract, sources: Sources): Promise<void> {
  const targets = new Map<Table, Target>();
  for (const table of contract.tables.values()) targets.set(table, await createTarget(duck, table, sources));
  const opened = new Map<Table, Opened>();
  for (const table of contract.tables.values()) opened.set(table, await open(duck, table, sources));
  const spelled = [...opened.values()].flatMap(({ text, numbered }) => [
    ...(text?.isSmall ? [text] : []),
    ...(numbered ? [{ table: numbered.table, raw: numbered.texts, needs: numbered.needs }] : [])
  ]);
  const convert = await bySpelling(
    duck,
    spelled.map(({ table, raw, needs }) => ({ raw, columns: spelledColumns(table, needs) }))
  );
  for (const [table, { text, numbered }] of opened) {
    const parts = partsOf(table, sources);
    if (parts.length === 0) continue;
    const lookup = numbered ? await openLookup(duck, contract, numbered, convert) : null;
    const target = targets.get(table)!;
    for (const { kind, outputs } of parts) {
      const rows =
        kind === "kept"
          ? keptRows(outputs)
          : kind === "text"
            ? typedSelect(table, contract, text!.raw, text!.needs, text!.isSmall ? convert : byMacro)
            : numberedSelect(numbered!, lookup!);
      const ids = outputs.map(({ id }) => id).join(", ");
      await duck.run(
        `INSERT INTO ${target.name} SELECT ${target.fields.map(identifier).join(", ")} FROM (${rows})
          ${parts.length > 1 ? `WHERE file_id IN (${ids})` : ""}`
      );
    }
    await markDuplicates(duck, table, target.name);
    const [found] = await duck.rows(
      `SELECT count(*) FILTER (faults > 0) AS faults, count(*) FILTER (state = 'refused') AS refused FROM ${stagingOf(table)}`
    );
    if (found!.refused) await listRefusals(duck, table, sources);
    if (found!.faults && text) await listFaults(duck, contract, text);
    if (found!.faults && numbered) await listNumberedFaults(duck, numbered, lookup!);
    if (text) await duck.run(`DROP ${text.isSmall ? "TABLE" : "VIEW"} ${text.raw}`);
    if (numbered) {
      await duck.run(`DROP VIEW ${numbered.rows}`);
      for (const name of [numbered.texts, lookup!.name]) await duck.run(`DROP TABLE ${name}`);
    }
  }
}

/** Where a table's rows are inserted. */
interface Target {
  readonly name: string;
  readonly fields: readonly string[];
}

/** From so many empty cells on, columns that no file fills are not stored. */
const mostEmptyCells = 2_000_000;

/**
 * Creates a table of staging. Of a large one only the columns that some file fills are stored, under `stored`, and the table of
 * staging is a view of it: national exports leave most of their hundred columns empty.
 */
async function createTarget(duck: Duck, table: Table, sources: Sources): Promise<Target> {
  const fields = [
    { name: "file_id", type: "INTEGER" },
    { name: "sheet_no", type: "INTEGER" },
    { name: "row_no", type: "INTEGER" },
    { name: "as_of", type: "DATE" },
    ...table.columns.flatMap(typedFields),
    { name: "is_missing", type: "BOOLEAN" },
    { name: "faults", type: "INTEGER" },
    { name: "date_faults", type: "INTEGER" },
    { name: "state", type: "VARCHAR" }
  ];
  const create = (name: string, stored: typeof fields): Promise<void> =>
    duck.run(
      `CREATE TABLE ${name} (${stored.map(({ name, type }) => `${identifier(name)} ${type}`).join(", ")})`
    );
  const empty = emptyFields(table, sources);
  const rows = sources.files
    .flatMap(file => file.sheets)
    .reduce((sum, sheet) => sum + (sheet.table === table.id ? sheet.written : 0), 0);
  if (rows * empty.size < mostEmptyCells) {
    await create(stagingOf(table), fields);
    return { name: stagingOf(table), fields: fields.map(({ name }) => name) };
  }
  const stored = fields.filter(({ name }) => !empty.has(name));
  const name = `stored.${identifier(table.id)}`;
  await create(name, stored);
  const shown = fields.map(({ name }) => `${empty.get(name) ?? identifier(name)} AS ${identifier(name)}`);
  await duck.run(`CREATE VIEW ${stagingOf(table)} AS SELECT ${shown.join(", ")} FROM ${name}`);
  return { name, fields: stored.map(({ name }) => name) };
}

/** The fields of a table that no file fills, with what they then hold. */
function emptyFields(table: Table, sources: Sources): Map<string, string> {
  const outputs = outputsOf(table, sources);
  const raws = new Set(outputs.flatMap(({ texts }) => (texts ? [...texts.numbered, ...texts.plain] : [])));
  const written = outputs.filter(({ texts }) => !texts).flatMap(({ id }) => sources.files[id]!.sheets);
  const columns = new Set([
    ...written.flatMap(sheet => (sheet.table === table.id ? sheet.present : [])),
    ...headingColumns(table)
  ]);
  return new Map(
    table.columns.flatMap(column =>
      typedFields(column)
        .filter(({ name }) => !columns.has(column.id) && !raws.has(rawFieldOf(column, name)))
        .map(({ name, type }) => [name, emptyValue(column, name, type)])
    )
  );
}

function stagingOf(table: Table): string {
  return `staging.${identifier(table.id)}`;
}

function outputsOf(table: Table, { files, days }: Sources): Part[] {
  return files.flatMap((file, id) =>
    file.status === "accepted"
      ? file.outputs
          .filter(output => output.table === table.id)
          .map(output => ({ ...output, id, day: days[id]! }))
      : []
  );
}

function isNumbered(output: Part): output is Part & NumberedOutput {
  return output.texts !== undefined;
}

/** A table's files in their order, cut where those of different kinds meet: rows stand in the same order in any case. */
function partsOf(table: Table, sources: Sources): { kind: PartKind; outputs: Part[] }[] {
  const parts: { kind: PartKind; outputs: Part[] }[] = [];
  for (const output of outputsOf(table, sources)) {
    const kind = sources.isKept[output.id] ? "kept" : isNumbered(output) ? "numbered" : "text";
    if (parts.at(-1)?.kind !== kind) parts.push({ kind, outputs: [] });
    parts.at(-1)!.outputs.push(output);
  }
  return parts;
}

/** SQL of typed rows that were kept. Grain: one row of a file. */
function keptRows(outputs: readonly Part[]): string {
  const parts = outputs.map(
    ({ id, day, path }) =>
      `SELECT ${id} AS file_id, ${dayOf(day)} AS as_of, * FROM read_parquet(${literal(path)})`
  );
  return parts.join(" UNION ALL BY NAME ");
}

/** Makes what a table's files gave known to DuckDB: small text copied, large text read again each time. */
async function open(duck: Duck, table: Table, sources: Sources): Promise<Opened> {
  const { files, isKept } = sources;
  const outputs = outputsOf(table, sources).filter(({ id }) => !isKept[id]);
  const sheets = files.flatMap((file, id) =>
    isKept[id] ? [] : file.sheets.filter(sheet => sheet.table === table.id).map(sheet => ({ id, sheet }))
  );
  const needs: TableFiles = {
    factors: sheets.flatMap(({ id, sheet }) => sheet.factors.map(factor => ({ file: id, ...factor }))),
    from1904: [...new Set(outputs.map(output => output.id).filter(id => files[id]!.date1904))],
    present: new Set([...sheets.flatMap(({ sheet }) => sheet.present), ...headingColumns(table)])
  };
  const numbered = outputs.filter(isNumbered);
  const texts = outputs.filter(output => !isNumbered(output));
  const ids = new Set(texts.map(({ id }) => id));
  const rows = sheets.reduce((sum, { id, sheet }) => sum + (ids.has(id) ? sheet.read : 0), 0);
  return {
    text: texts.length > 0 ? await rawTable(duck, table, texts, needs, rows) : null,
    numbered: numbered.length > 0 ? await openNumbered(duck, table, numbered, needs) : null
  };
}

async function rawTable(
  duck: Duck,
  table: Table,
  outputs: readonly Part[],
  needs: TableFiles,
  rows: number
): Promise<RawTable> {
  const raw = identifier(`raw_${table.id}`);
  const parts = outputs.map(
    ({ id, day, path, rowsBefore = 0 }) =>
      `SELECT ${id} AS file_id, ${dayOf(day)} AS as_of, *${rowsBefore > 0 ? ` REPLACE (row_no + ${rowsBefore} AS row_no)` : ""} FROM ${csvOf(table, path)}`
  );
  const isSmall = rows <= smallRows && needs.from1904.length === 0;
  await duck.run(
    `CREATE OR REPLACE TEMP ${isSmall ? "TABLE" : "VIEW"} ${raw} AS ${parts.join(" UNION ALL ")}`
  );
  return { table, raw, needs, isSmall };
}

/** Columns a form fills from its titles instead of a header. */
function headingColumns(table: Table): string[] {
  return table.sections.length > 0
    ? table.columns
        .filter(column => column.id === table.sectionColumn || /[:：]$/.test(column.header))
        .map(column => column.id)
    : [];
}

/** Rows repeated under the table's unique key stay, marked (contract README §8.39). */
async function markDuplicates(duck: Duck, table: Table, target: string): Promise<void> {
  const rows = `SELECT file_id, sheet_no, row_no FROM (${duplicateRows(table, stagingOf(table))})`;
  const [found] = await duck.rows(`CREATE OR REPLACE TEMP TABLE duplicate_row AS ${rows}`);
  if (found!.Count)
    await duck.run(`UPDATE ${target} AS t SET state = 'duplicate' FROM duplicate_row AS d
      WHERE d.file_id = t.file_id AND d.sheet_no = t.sheet_no AND d.row_no = t.row_no`);
}

/** Lists the rows of files read in this run that lack a key. */
async function listRefusals(duck: Duck, table: Table, { isKept }: Sources): Promise<void> {
  const kept = isKept.flatMap((is, id) => (is ? [id] : []));
  const target = `(FROM ${stagingOf(table)} WHERE state = 'refused' AND file_id NOT IN (${["-1", ...kept].join(", ")}))`;
  for (const column of table.columns)
    if (column.required === "key")
      await remark(
        duck,
        column,
        "键列为空，整行拒收",
        "补填后重新导出",
        "refused",
        `${target} AS t WHERE ${blank(column)}`
      );
}

/** Lists what conversion found in a table's raw text. */
async function listFaults(duck: Duck, contract: Contract, { table, raw }: RawTable): Promise<void> {
  const target = stagingOf(table);
  const faulty = identifier(`faulty_${table.id}`);
  await duck.run(`CREATE OR REPLACE TEMP TABLE ${faulty} AS
    SELECT r.* FROM ${raw} AS r JOIN ${target} AS t USING (file_id, sheet_no, row_no) WHERE t.faults > 0`);
  for (const column of table.columns) {
    const fault = faultCondition(column, contract);
    if (fault)
      await remarkFault(
        duck,
        column,
        `${target} AS t JOIN ${faulty} AS r USING (file_id, sheet_no, row_no) WHERE ${fault}`
      );
  }
}

/** Lists what conversion found in numbered texts and those without a number. */
async function listNumberedFaults(duck: Duck, { table, rows }: Numbered, lookup: Lookup): Promise<void> {
  for (const { column, fault, isPlain } of lookup.faults)
    if (isPlain)
      await remarkFault(
        duck,
        column,
        `${stagingOf(table)} AS t JOIN ${rows} AS r USING (file_id, sheet_no, row_no)
          WHERE t.faults > 0 AND ${fault}`
      );
    else await remarkFault(duck, column, `${rows} AS r, ${lookup.name} AS l WHERE ${fault}`, "r");
}

function remarkFault(duck: Duck, column: Column, from: string, row = "t"): Promise<void> {
  if (column.type === "code")
    return remark(
      duck,
      column,
      "取值不在代码表中，保留原文",
      "核对写法，或在代码表增加别名",
      "note",
      from,
      row
    );
  const reason = `不能转换为${typeNames[column.type]}，该值按空处理`;
  return remark(duck, column, reason, "改正后重新导出", "fault", from, row);
}

function remark(
  duck: Duck,
  column: Column,
  reason: string,
  action: string,
  kind: Fault["kind"],
  from: string,
  row = "t"
): Promise<void> {
  return duck.run(
    `INSERT INTO reject SELECT ${row}.file_id, ${row}.sheet_no, ${row}.row_no, ${literal(column.header)},
      ${literal(reason)}, ${literal(action)}, ${literal(kind)} FROM ${from} ORDER BY ALL`
  );
}

const typeNames: Readonly<Record<string, string>> = {
  int: "整数",
  decimal: "数字",
  date: "日期",
  month: "年月",
  bool: "是/否"
};
