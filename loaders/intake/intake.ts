import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Column, type Contract, type Table, tableOf } from "../contract/contract.ts";
import { type Duck, identifier, literal } from "../lib/duck.ts";
import { CliError } from "../lib/errors.ts";
import { cachePath, projectPath } from "../lib/paths.ts";
import { discover, type ExportFile, snapshotOf } from "./discover.ts";
import { identityKey } from "./identity.ts";
import { readFiles } from "./pool.ts";
import type { FileResult } from "./read-file.ts";
import { tableByName } from "./recognise.ts";
import type { Fault } from "./sheet.ts";
import { type Kept, type Remark, Shelf } from "./shelf.ts";
import { byMacro, bySpelling } from "./spelling.ts";
import {
  blank,
  codeVariables,
  duplicateRows,
  faultCondition,
  rawFields,
  spelledColumns,
  type TableFiles,
  typedFields,
  typedSelect
} from "./typed-sql.ts";

export interface IntakeOptions {
  readonly exports: string;
  /** Snapshot day for files whose name carries none (YYYY-MM-DD), "" if not given. */
  readonly asOf: string;
  readonly progress?: (message: string) => void;
  /** Folder of what files gave in the last run; without it every file is read. */
  readonly shelf?: string;
}

/** What intake made of a folder. */
export interface IntakeReport {
  readonly files: readonly FileResult[];
  /** The day the figures stand for: the latest snapshot. */
  readonly asOf: string;
  /** True where undated files took the folder's latest dated snapshot. */
  readonly asOfInferred: boolean;
}

/**
 * Reads a folder of exports into DuckDB: schema `staging` with a typed table for each of the contract's
 * tables (empty where no file came), `source_file`, `source_sheet` and `reject`.
 * @throws CliError when nothing can be used or no snapshot day is known
 */
export async function intake(duck: Duck, contract: Contract, options: IntakeOptions): Promise<IntakeReport> {
  const found = discover(options.exports, name => tableByName(name, contract) !== null);
  const cache = cachePath();
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, `intake-${process.pid}-`));
  try {
    const key = identityKey();
    const shelf = options.shelf ? await openShelf(duck, options.shelf, key) : null;
    const taken = found.map(
      (file, id) => shelf?.take(file, join(folder, `kept-${id}`)) ?? { file, kept: null }
    );
    const files = await readRest(taken, key, folder, options.progress);
    if (!files.some(file => file.status === "accepted")) throw nothingUsable(options.exports, files);
    const { days, asOf, inferred } = snapshotDays(files, options.asOf);
    await duck.file(projectPath("loaders/intake/sql/convert.sql"));
    await duck.file(projectPath("loaders/intake/sql/accounts.sql"));
    for (const sql of codeVariables(contract)) await duck.run(sql);
    const tables = [...contract.tables.values()].map(
      table => `(${literal(table.id)}, ${literal(table.name)}, ${literal(table.group)})`
    );
    await duck.run(`INSERT INTO policy_table VALUES ${tables.join(", ")}`);
    await insertFiles(duck, contract, files, days);
    await stageAll(duck, contract, { files, days, isKept: taken.map(({ kept }) => kept !== null) });
    if (shelf) await putAll(duck, shelf, taken, files, folder);
    await insertFaults(duck, files, taken);
    const staged = [...contract.tables.keys()].map(
      id => `SELECT file_id, state FROM staging.${identifier(id)}`
    );
    await duck.run(`CREATE OR REPLACE TEMP VIEW staged_rows AS ${staged.join(" UNION ALL ")}`);
    await duck.file(projectPath("loaders/intake/sql/settle.sql"));
    return { files, asOf, asOfInferred: inferred };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file of the folder, and what it gave last time where it is unchanged since. */
interface Taken {
  readonly file: ExportFile;
  readonly kept: Kept | null;
}

async function openShelf(duck: Duck, folder: string, key: Buffer): Promise<Shelf> {
  const [row] = await duck.rows("SELECT version() AS version");
  return new Shelf(folder, key, String(row!.version));
}

/** Reads what is not kept; one result a file, in their order. */
async function readRest(
  taken: readonly Taken[],
  key: Buffer,
  folder: string,
  progress: (message: string) => void = () => {}
): Promise<FileResult[]> {
  const rest = taken.filter(({ kept }) => !kept).map(({ file }) => file);
  const read = await readFiles(rest, key, folder, progress);
  const kept = taken.length - rest.length;
  if (kept > 0)
    progress(
      `读取导出：${taken.length} 份，${kept} 份未变、沿用上次结果${rest.length > 0 ? `，${rest.length} 份重读` : ""}`
    );
  return taken.map(({ kept }) => kept?.result ?? read.shift()!);
}

/** Keeps what the files read in this run gave. To be called before anything but conversion has listed a remark. */
async function putAll(
  duck: Duck,
  shelf: Shelf,
  taken: readonly Taken[],
  files: readonly FileResult[],
  folder: string
): Promise<void> {
  const remarks = await duck.rows(
    `SELECT file_id AS id, sheet_no AS sheet, row_no AS "row", column_zh AS "column", reason, action, kind FROM reject`
  );
  const remarksOf = (file: number): Remark[] =>
    remarks.filter(({ id }) => id === file).map(({ id: _, ...remark }) => remark as unknown as Remark);
  for (const [id, { file, kept }] of taken.entries()) {
    const result = files[id]!;
    if (kept || result.status !== "accepted") continue;
    // A row is a duplicate only beside the other files.
    await shelf.put(file, { result, remarks: remarksOf(id) }, join(folder, `put-${id}`), (table, path) =>
      duck.run(`COPY (SELECT * EXCLUDE (file_id, as_of)
          REPLACE (CASE state WHEN 'duplicate' THEN 'accepted' ELSE state END AS state)
        FROM staging.${identifier(table)} WHERE file_id = ${id}) TO ${literal(path)} (FORMAT parquet)`)
    );
  }
  shelf.tidy();
}

/** The snapshot day of each accepted file. File names win over the configuration (contract README §2.4). */
function snapshotDays(
  files: readonly FileResult[],
  configured: string
): { days: (string | null)[]; asOf: string; inferred: boolean } {
  const named = files.map(file => (file.status === "accepted" ? snapshotOf(file.name) : null));
  const latest =
    named
      .filter(day => day !== null)
      .sort()
      .at(-1) ?? "";
  const fallback = configured || latest;
  const undated = files.find((file, i) => file.status === "accepted" && named[i] === null);
  // A register takes its day from other files of the register only: a log's day says nothing of it.
  const isRegister = (file: FileResult): boolean =>
    file.outputs.some(output => output.table === "monitored_person");
  const lost = files.find(
    (file, i) =>
      file.status === "accepted" &&
      named[i] === null &&
      !configured &&
      isRegister(file) &&
      !files.some((other, j) => named[j] !== null && isRegister(other))
  );
  if (lost || (undated && !fallback))
    throw new CliError(
      `${(lost ?? undated)!.name}：文件名没有快照日（如 _20231231），也没有给出；请用 --as-of 2023-12-31 指明，或在 data/settings.json 填 asOf`
    );
  const registered = named.filter((day, i) => day !== null && isRegister(files[i]!)).sort();
  const days = files.map((file, i) => {
    if (file.status !== "accepted") return null;
    return named[i] ?? (configured || (isRegister(file) ? registered.at(-1)! : fallback));
  });
  const latestOf = (among: readonly (string | null)[]): string | undefined =>
    among
      .filter(day => day !== null)
      .sort()
      .at(-1);
  // The register's day: a log drawn later says nothing of the register since.
  const registers = days.filter((_, i) =>
    files[i]!.outputs.some(output => output.table === "monitored_person")
  );
  const asOf = (latestOf(registers) ?? latestOf(days))!;
  return { days, asOf, inferred: Boolean(undated) && !configured };
}

async function insertFiles(
  duck: Duck,
  contract: Contract,
  files: readonly FileResult[],
  days: readonly (string | null)[]
): Promise<void> {
  const fileRows: string[] = [];
  const sheetRows: string[] = [];
  for (const [id, file] of files.entries()) {
    const count = (pick: (sheet: FileResult["sheets"][number]) => number): number =>
      file.sheets.filter(sheet => sheet.table).reduce((sum, sheet) => sum + pick(sheet), 0);
    fileRows.push(
      `(${id}, ${literal(file.name)}, ${file.bytes}, ${literal(file.status)},
        ${literal(file.reason)}, ${literal(file.table)}, ${literal(file.encoding)}, ${literal(days[id] ?? null)},
        ${count(sheet => sheet.read)}, 0, ${count(sheet => sheet.refused)}, ${count(sheet => sheet.blank)}, 0,
        ${count(sheet => sheet.placeholder)}, ${count(sheet => sheet.example)}, ${literal(file.hiddenSheets.join("、"))},
        ${literal(file.digest)})`
    );
    for (const sheet of file.sheets) {
      if (!sheet.table) continue;
      const table = tableOf(contract, sheet.table);
      const ids = sheet.present.map(column => literal(column));
      const lacking = table.columns
        .filter(
          column =>
            column.required === "yes" &&
            !sheet.present.includes(column.id) &&
            column.id !== table.sectionColumn
        )
        .map(column => column.header);
      sheetRows.push(
        `(${id}, ${sheet.number}, ${literal(sheet.name)}, ${literal(sheet.table)}, ${sheet.headerRow},
          [${ids.join(", ")}], ${literal(lacking.join("、"))}, ${literal(sheet.unknownHeaders.join("、"))})`
      );
    }
  }
  await duck.run(`INSERT INTO source_file VALUES ${fileRows.join(", ")}`);
  if (sheetRows.length > 0) await duck.run(`INSERT INTO source_sheet VALUES ${sheetRows.join(", ")}`);
}

/** A table's raw text, all columns as they were written. */
interface RawTable {
  readonly table: Table;
  readonly raw: string;
  readonly needs: TableFiles;
  /** The files it is of. */
  readonly ids: readonly number[];
  /** Small and without dates of 1904: its texts are converted by `bySpelling`. */
  readonly isSmall: boolean;
}

/** More rows than this pay for a plan of their own. */
const smallRows = 5000;

/** The files of a run: those kept have typed rows, the others raw text. */
interface Sources {
  readonly files: readonly FileResult[];
  readonly days: readonly (string | null)[];
  readonly isKept: readonly boolean[];
}

async function stageAll(duck: Duck, contract: Contract, sources: Sources): Promise<void> {
  for (const table of contract.tables.values()) {
    const columns = [
      "file_id INTEGER",
      "sheet_no INTEGER",
      "row_no INTEGER",
      "as_of DATE",
      ...table.columns.flatMap(typedFields).map(field => `${identifier(field.name)} ${field.type}`),
      "is_missing BOOLEAN",
      "faults INTEGER",
      "date_faults INTEGER",
      "state VARCHAR"
    ];
    await duck.run(`CREATE OR REPLACE TABLE ${stagingOf(table)} (${columns.join(", ")})`);
  }
  const raws: RawTable[] = [];
  for (const table of contract.tables.values()) {
    const raw = await rawTable(duck, table, sources);
    if (raw) raws.push(raw);
  }
  const convert = await bySpelling(
    duck,
    raws
      .filter(({ isSmall }) => isSmall)
      .map(({ table, raw, needs }) => ({ raw, columns: spelledColumns(table, needs) }))
  );
  const rawOf = new Map(raws.map(raw => [raw.table, raw]));
  for (const table of contract.tables.values()) {
    const raw = rawOf.get(table);
    const parts = partsOf(table, sources);
    if (parts.length === 0) continue;
    for (const part of parts)
      if (part.isKept) await duck.run(keptRows(table, part.outputs, sources.days));
      else {
        const rows = typedSelect(table, contract, raw!.raw, raw!.needs, raw!.isSmall ? convert : byMacro);
        const ids = part.outputs.map(({ id }) => id).join(", ");
        await duck.run(
          `INSERT INTO ${stagingOf(table)} ${parts.length > 1 ? `FROM (${rows}) WHERE file_id IN (${ids})` : rows}`
        );
      }
    await markDuplicates(duck, table, stagingOf(table));
    if (raw) await listFaults(duck, contract, raw);
  }
}

/** A table's part of one file: its raw text, or its typed rows. */
interface Output {
  readonly id: number;
  readonly path: string;
}

function outputsOf(table: Table, files: readonly FileResult[]): Output[] {
  return files.flatMap((file, id) =>
    file.status === "accepted"
      ? file.outputs.filter(output => output.table === table.id).map(({ path }) => ({ id, path }))
      : []
  );
}

/** A table's files in their order, cut where kept ones and others meet: rows stand in the same order either way. */
function partsOf(table: Table, { files, isKept }: Sources): { isKept: boolean; outputs: Output[] }[] {
  const parts: { isKept: boolean; outputs: Output[] }[] = [];
  for (const output of outputsOf(table, files)) {
    const last = parts.at(-1);
    if (last?.isKept === isKept[output.id]) last!.outputs.push(output);
    else parts.push({ isKept: isKept[output.id]!, outputs: [output] });
  }
  return parts;
}

/** A file's day in each of its rows: a join with the files might change the order of the rows. */
function dayOf(day: string | null | undefined): string {
  return `CAST(${literal(day)} AS DATE)`;
}

/** Typed rows that were kept, into staging. Grain: one row of a file. */
function keptRows(table: Table, outputs: readonly Output[], days: readonly (string | null)[]): string {
  const parts = outputs.map(
    ({ id, path }) =>
      `SELECT ${id} AS file_id, ${dayOf(days[id])} AS as_of, * FROM read_parquet(${literal(path)})`
  );
  return `INSERT INTO ${stagingOf(table)} BY NAME ${parts.join(" UNION ALL BY NAME ")}`;
}

/** The raw text of a table's files: copied where there is little, read again each time where there is much. */
async function rawTable(
  duck: Duck,
  table: Table,
  { files, days, isKept }: Sources
): Promise<RawTable | null> {
  const outputs = outputsOf(table, files).filter(({ id }) => !isKept[id]);
  if (outputs.length === 0) return null;
  const types = rawFields(table)
    .map(field => `${literal(field.name)}: ${literal(field.type)}`)
    .join(", ");
  const raw = identifier(`raw_${table.id}`);
  const parts = outputs.map(
    ({ id, path }) =>
      `SELECT ${id} AS file_id, ${dayOf(days[id])} AS as_of, * FROM read_csv(${literal(path)}, header = false, auto_detect = false,
        columns = {${types}}, delim = ',', quote = '"', escape = '"', nullstr = '', buffer_size = ${bufferSize},
        max_line_size = ${bufferSize})`
  );
  const sheets = files.flatMap((file, id) =>
    isKept[id] ? [] : file.sheets.filter(sheet => sheet.table === table.id).map(sheet => ({ id, sheet }))
  );
  const needs: TableFiles = {
    factors: sheets.flatMap(({ id, sheet }) => sheet.factors.map(factor => ({ file: id, ...factor }))),
    from1904: outputs.map(output => output.id).filter(id => files[id]!.date1904),
    present: new Set([...sheets.flatMap(({ sheet }) => sheet.present), ...headingColumns(table)])
  };
  const rows = sheets.reduce((sum, { sheet }) => sum + sheet.read, 0);
  const isSmall = rows <= smallRows && needs.from1904.length === 0;
  await duck.run(
    `CREATE OR REPLACE TEMP ${isSmall ? "TABLE" : "VIEW"} ${raw} AS ${parts.join(" UNION ALL ")}`
  );
  return { table, raw, needs, isSmall, ids: outputs.map(({ id }) => id) };
}

function stagingOf(table: Table): string {
  return `staging.${identifier(table.id)}`;
}

/** Small enough that DuckDB reads and converts one file on several cores, larger than any row. */
const bufferSize = 4 << 20;

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
  const rows = `SELECT file_id, sheet_no, row_no FROM (${duplicateRows(table, target)})`;
  const [found] = await duck.rows(`CREATE OR REPLACE TEMP TABLE duplicate_row AS ${rows}`);
  if (found!.Count)
    await duck.run(`UPDATE ${target} AS t SET state = 'duplicate' FROM duplicate_row AS d
      WHERE d.file_id = t.file_id AND d.sheet_no = t.sheet_no AND d.row_no = t.row_no`);
}

/** Lists what conversion found in a table's raw text, which is dropped then. */
async function listFaults(
  duck: Duck,
  contract: Contract,
  { table, raw, ids, isSmall }: RawTable
): Promise<void> {
  const target = `(FROM ${stagingOf(table)} WHERE file_id IN (${ids.join(", ")}))`;
  const [faulty] = await duck.rows(
    `SELECT count(*) FILTER (faults > 0) AS faults, count(*) FILTER (state = 'refused') AS refused FROM ${target}`
  );
  const faultyRaw = identifier(`faulty_${table.id}`);
  if (faulty!.faults)
    await duck.run(`CREATE OR REPLACE TEMP TABLE ${faultyRaw} AS
      SELECT r.* FROM ${raw} AS r JOIN ${target} AS t USING (file_id, sheet_no, row_no) WHERE t.faults > 0`);
  const insert = (column: Column, reason: string, action: string, kind: Fault["kind"], from: string) =>
    duck.run(
      `INSERT INTO reject SELECT t.file_id, t.sheet_no, t.row_no, ${literal(column.header)}, ${literal(reason)},
        ${literal(action)}, ${literal(kind)} FROM ${from}`
    );
  for (const column of table.columns) {
    const fault = faultCondition(column, contract);
    if (faulty!.faults && fault) {
      const from = `${target} AS t JOIN ${faultyRaw} AS r USING (file_id, sheet_no, row_no) WHERE ${fault}`;
      if (column.type === "code")
        await insert(column, "取值不在代码表中，保留原文", "核对写法，或在代码表增加别名", "note", from);
      else
        await insert(
          column,
          `不能转换为${typeNames[column.type]}，该值按空处理`,
          "改正后重新导出",
          "fault",
          from
        );
    }
    if (faulty!.refused && column.required === "key")
      await insert(
        column,
        "键列为空，整行拒收",
        "补填后重新导出",
        "refused",
        `${target} AS t WHERE t.state = 'refused' AND ${blank(column)}`
      );
  }
  await duck.run(`DROP ${isSmall ? "TABLE" : "VIEW"} ${raw}`);
}

const typeNames: Readonly<Record<string, string>> = {
  int: "整数",
  decimal: "数字",
  date: "日期",
  month: "年月",
  bool: "是/否"
};

/** Faults found while reading, and the remarks conversion made on kept files. */
async function insertFaults(
  duck: Duck,
  files: readonly FileResult[],
  taken: readonly Taken[]
): Promise<void> {
  const appender = await duck.connection.createAppender("reject");
  const append = (id: number, sheet: number, fault: Omit<Fault, "sheet">): void => {
    for (const number of [id, sheet, fault.row]) appender.appendInteger(number);
    for (const text of [fault.column, fault.reason, fault.action, fault.kind]) appender.appendVarchar(text);
    appender.endRow();
  };
  for (const [id, file] of files.entries()) {
    for (const remark of taken[id]!.kept?.remarks ?? []) append(id, remark.sheet, remark);
    for (const sheet of file.sheets) for (const fault of sheet.faults) append(id, sheet.number, fault);
  }
  appender.closeSync();
}

function nothingUsable(folder: string, files: readonly FileResult[]): CliError {
  const refused = files.filter(file => file.status === "refused").map(file => file.reason);
  const detail = refused.length > 0 ? `：\n${refused.join("\n")}` : "";
  return new CliError(
    files.length === 0
      ? `文件夹 ${folder} 中没有 XLSX 或 CSV 文件；请放入国家系统导出和本地表`
      : `文件夹 ${folder} 中没有一份能用的文件${detail}`
  );
}
