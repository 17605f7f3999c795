import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Contract, tableOf } from "../contract/contract.ts";
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
import { stageAll } from "./stage.ts";
import { codeVariables } from "./typed-sql.ts";

export interface IntakeOptions {
  readonly exports: string;
  /** Snapshot day for files whose name carries none (YYYY-MM-DD), "" if not given. */
  readonly asOf: string;
  readonly progress?: (message: string) => void;
  /** Folder of what files gave in the last run; without it every file is read. */
  readonly shelf?: string;
  /** Takes from that folder and leaves it as it is: the files are not all there are. */
  readonly isReader?: boolean;
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
    if (shelf && !options.isReader) await putAll(duck, shelf, taken, files, folder);
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
