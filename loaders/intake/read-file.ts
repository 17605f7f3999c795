import { join } from "node:path";
import type { Contract, Table } from "../contract/contract.ts";
import { digestFile } from "../lib/digest.ts";
import { CliError, mask, systemFault } from "../lib/errors.ts";
import { readCsv } from "./csv.ts";
import type { ExportFile } from "./discover.ts";
import type { FilePart } from "./parts.ts";
import { speaksOf, tableByName } from "./recognise.ts";
import { type Output, RowWriter } from "./row-writer.ts";
import type { SheetOpener } from "./rows.ts";
import { fieldsOf, SheetReader, type SheetResult } from "./sheet.ts";
import { kindOf } from "./sniff.ts";
import { readXlsx } from "./xlsx.ts";

/** A file after reading, and its rows for DuckDB, one output a table. */
export interface FileResult {
  readonly name: string;
  readonly bytes: number;
  /** accepted: at least one sheet was read; refused: whole; unrecognised: no known table, only listed. */
  readonly status: "accepted" | "refused" | "unrecognised";
  readonly reason: string;
  readonly table: string | null;
  readonly sheets: readonly SheetResult[];
  readonly hiddenSheets: readonly string[];
  readonly encoding: string;
  /** SHA-256 of the file, first 16 hex digits: any change of the input shows on the site. */
  readonly digest: string;
  readonly date1904: boolean;
  readonly outputs: readonly Output[];
  /** Rows of a part of a file, those of the file's head among them. */
  readonly rows?: number;
}

/**
 * Reads one file to normalized rows. Never throws for a fault of the file: what is wrong stands in the result,
 * in Chinese, without a value of a personal column.
 * @param folder where the normalized files are written
 * @param id number of the file, used in the output names
 * @param part the part of a CSV file that is read, if not all of it
 */
export async function readFile(
  file: ExportFile,
  id: number,
  contract: Contract,
  key: Buffer,
  folder: string,
  part?: FilePart
): Promise<FileResult> {
  const named = tableByName(file.name, contract);
  const writers = new Map<Table, RowWriter>();
  const readers: SheetReader[] = [];
  const base = {
    name: file.name,
    bytes: file.bytes,
    digest: "",
    encoding: "",
    date1904: false,
    hiddenSheets: []
  };
  const refuse = (reason: string): FileResult => ({
    ...base,
    status: "refused",
    reason,
    table: named?.id ?? null,
    sheets: [],
    outputs: []
  });
  if (file.refusal) return refuse(`${file.name}：${file.refusal}`);
  if (file.bytes === 0 && named)
    return refuse(`${file.name}：文件是空的（0 字节）；请重新导出或重新复制该文件`);
  let kind: ReturnType<typeof kindOf>;
  try {
    kind = kindOf(file.path);
    // The first part gives the digest of the whole.
    if (!part?.number) base.digest = (file.digest ?? digestFile(file.path)).slice(0, 16);
  } catch {
    return refuse(`${file.name}：打不开；请关闭正在使用它的程序（如 Excel）后再试`);
  }
  if (kind !== "xlsx" && kind !== "csv") {
    const reason =
      kind === "xls"
        ? "是旧版 .xls 或加密的工作簿，读不了；请用 Excel 另存为不加密的 .xlsx"
        : "不是 XLSX 或 CSV；请从系统重新导出";
    if (named) return refuse(`${file.name}：${reason}`);
    return { ...refuse(reason), status: "unrecognised" };
  }
  try {
    const writerFor = (table: Table): RowWriter => {
      let writer = writers.get(table);
      if (!writer) {
        writer = new RowWriter(
          join(folder, `${id}-${part ? `${part.number}-` : ""}${table.id}`),
          table.columns.flatMap(fieldsOf)
        );
        writers.set(table, writer);
      }
      return writer;
    };
    let rows = 0;
    const open: SheetOpener = sheet => {
      const reader = new SheetReader({
        name: sheet.name,
        number: sheet.index,
        contract,
        named,
        key,
        writerFor,
        positional: kind === "csv",
        firstRow: part?.number ? part.headRows + 1 : 1
      });
      readers.push(reader);
      return (number, cells) => {
        rows = number;
        return reader.row(number, cells);
      };
    };
    const facts =
      kind === "xlsx"
        ? await readXlsx(file.path, open, { name: file.name })
        : await readCsv(file.path, open, { name: file.name, ...(part ? { part } : {}) });
    for (const reader of readers) reader.finish();
    const sheets = readers.map(reader => reader.result);
    const hiddenSheets = facts.sheets.filter(sheet => sheet.hidden).map(sheet => sheet.name);
    const broken = sheets.find(sheet => sheet.refusal);
    if (broken) return { ...refuse(`${place(file.name, broken.name)} ${broken.refusal}`), hiddenSheets };
    const taken = sheets.filter(sheet => sheet.table);
    if (taken.length === 0) {
      if (!named || !(speaksOf(file.name, named) || sheets.some(sheet => sheet.nearest.length > 1)))
        return { ...refuse("认不出是哪张表"), table: null, status: "unrecognised", hiddenSheets };
      return { ...refuse(noHeader(file.name, named, sheets, hiddenSheets)), hiddenSheets };
    }
    return {
      ...base,
      status: "accepted",
      reason: "",
      table: taken[0]!.table,
      sheets,
      hiddenSheets,
      encoding: facts.encoding ?? "",
      date1904: facts.date1904 ?? false,
      outputs: [...writers].map(([table, writer]) => writer.finish(table.id)),
      ...(part ? { rows } : {})
    };
  } catch (error) {
    if (error instanceof CliError) return refuse(error.message);
    // A full disk is no fault of the file.
    const fault = systemFault(error);
    if (fault) throw fault;
    const detail = error instanceof Error ? mask(error.message) : "未知错误";
    return refuse(`${file.name}：读不了（${detail}）；请重新导出后再试`);
  } finally {
    for (const writer of writers.values()) writer.close();
  }
}

function place(file: string, sheet: string): string {
  return sheet ? `${file}（工作表 ${sheet}）` : file;
}

function noHeader(
  file: string,
  table: Table,
  sheets: readonly SheetResult[],
  hidden: readonly string[]
): string {
  const nearest = sheets.find(sheet => sheet.nearest.length > 0)?.nearest ?? [];
  const seen = nearest.length > 0 ? `；最像表头的一行有${nearest.join("、")}` : "";
  const unseen = hidden.length > 0 ? `；隐藏的工作表（${hidden.join("、")}）不读` : "";
  const wanted = table.headerProbe
    .map(probe => probe.map(id => `“${table.columns.find(column => column.id === id)!.header}”`).join("和"))
    .join("，或");
  return `${file}：前 ${table.headerRows} 行没有找到表头（应同时有${wanted}）${seen}${unseen}；请从系统重新导出，不要删改表头`;
}
