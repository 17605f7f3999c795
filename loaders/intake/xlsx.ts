import { basename } from "node:path";
import { CliError } from "../lib/errors.ts";
import type { FileFacts, RowHandler, SheetInfo, SheetOpener } from "./rows.ts";
import { Utf8Check } from "./window.ts";
import { XmlFault } from "./xlsx/markup.ts";
import { noSharedStrings, SharedScanner, type SharedStrings, TooManyStrings } from "./xlsx/shared-strings.ts";
import { MOST_ROWS, SheetScanner, TooManyRows } from "./xlsx/sheet.ts";
import { type Relation, readRelations, readWorkbook } from "./xlsx/workbook.ts";
import { type Allowance, Zip } from "./xlsx/zip.ts";

/** Inflated bytes one file may come to, all its parts read together: 4 GiB. Guards against archive bombs. */
const INFLATED_LIMIT = 4 * 1024 ** 3;

/** Bytes of shared text kept in memory for one file: 512 MiB. */
const SHARED_LIMIT = 512 * 1024 ** 2;

/** The parts that describe the workbook are read whole; they are small. */
const DESCRIPTION_LIMIT = 16 * 1024 ** 2;

/** More sheets than any export has; each may name the same part over and over. */
const MOST_SHEETS = 1000;

export interface XlsxOptions {
  /** The file's name in messages, its own without folders by default. */
  name?: string;
  /** For tests: other limits, and the XML cut into chunks of so many bytes. */
  inflatedLimit?: number;
  sharedLimit?: number;
  chunkBytes?: number;
}

/**
 * Reads a workbook sheet by sheet, in the workbook's order, and hands each row of the sheets `open` wants to its
 * handler. Hidden sheets are reported and passed over; chart sheets are left out. Numbers come as they are written,
 * except that a whole number in scientific notation is written out (to 18 digits).
 *
 * Rejects with a CliError, never naming a cell's value, if the file is not a whole, unencrypted .xlsx of a sane size.
 * Rows handed over before that must be thrown away by the caller.
 */
export async function readXlsx(
  path: string,
  open: SheetOpener,
  options: XlsxOptions = {}
): Promise<FileFacts> {
  const file = options.name ?? basename(path);
  const zip = await Zip.open(path, file);
  try {
    return await new Reader(file, zip, options).read(open);
  } finally {
    zip.close();
  }
}

class Reader {
  readonly #file: string;
  readonly #zip: Zip;
  readonly #options: XlsxOptions;
  readonly #allowance: Allowance;
  #shared: SharedStrings | undefined;

  constructor(file: string, zip: Zip, options: XlsxOptions) {
    this.#file = file;
    this.#zip = zip;
    this.#options = options;
    this.#allowance = { left: options.inflatedLimit ?? INFLATED_LIMIT };
  }

  async read(open: SheetOpener): Promise<FileFacts> {
    const workbookPart = await this.#workbookPart();
    const { sheets: entries, date1904 } = await this.#described(workbookPart, readWorkbook);
    if (entries.length > MOST_SHEETS)
      throw new CliError(`文件 ${this.#file} 的工作表过多（${entries.length} 个）；请分成几个文件导出`);
    const relations = await this.#relations(workbookPart);
    const sheets: SheetInfo[] = [];
    for (const [index, entry] of entries.entries()) {
      const relation = relations.get(entry.relation);
      if (relation === undefined) throw this.#refusal("没有写明工作表在哪里");
      if (relation.type !== "worksheet") continue;
      const sheet = { name: entry.name, index, hidden: entry.hidden };
      sheets.push(sheet);
      const handler = sheet.hidden ? null : open(sheet);
      if (handler !== null) await this.#sheet(relation.target, handler, sheet, relations);
    }
    return date1904 ? { sheets, date1904 } : { sheets };
  }

  async #workbookPart(): Promise<string> {
    if (this.#zip.has("_rels/.rels"))
      for (const { type, target } of (
        await this.#described("_rels/.rels", xml => readRelations(xml, ""))
      ).values())
        if (type === "officeDocument" && this.#zip.has(target)) return target;
    return "xl/workbook.xml";
  }

  #relations(workbookPart: string): Promise<Map<string, Relation>> {
    const slash = workbookPart.lastIndexOf("/") + 1;
    const folder = workbookPart.slice(0, slash);
    return this.#described(`${folder}_rels/${workbookPart.slice(slash)}.rels`, xml =>
      readRelations(xml, folder)
    );
  }

  async #described<T>(part: string, read: (xml: string) => T): Promise<T> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of this.#xml(part)) {
      length += chunk.length;
      if (length > DESCRIPTION_LIMIT) throw this.#refusal(`的 ${part} 过大`);
      chunks.push(chunk);
    }
    return this.#guarded(`的 ${part} 不是完整的 XML`, () => read(Buffer.concat(chunks).toString()));
  }

  async #sheet(
    part: string,
    handler: RowHandler,
    sheet: SheetInfo,
    relations: Map<string, Relation>
  ): Promise<void> {
    this.#shared ??= await this.#sharedStrings(relations);
    const scanner = new SheetScanner(handler, this.#shared);
    const where = () => `的工作表“${sheet.name}”第 ${scanner.rowNumber} 行附近不是完整的 XML`;
    for await (const chunk of this.#xml(part)) if (!this.#guarded(where, () => scanner.push(chunk))) return;
    this.#guarded(where, () => scanner.end());
  }

  async #sharedStrings(relations: Map<string, Relation>): Promise<SharedStrings> {
    const relation = [...relations.values()].find(({ type }) => type === "sharedStrings");
    const part = relation?.target ?? "xl/sharedStrings.xml";
    if (relation === undefined && !this.#zip.has(part)) return noSharedStrings;
    const scanner = new SharedScanner(this.#options.sharedLimit ?? SHARED_LIMIT);
    const where = "的共享文本表不是完整的 XML";
    for await (const chunk of this.#xml(part)) this.#guarded(where, () => scanner.push(chunk));
    return this.#guarded(where, () => scanner.end());
  }

  /** A part's XML as checked UTF-8, whatever it is written in. */
  async *#xml(part: string): AsyncGenerator<Uint8Array, void, undefined> {
    const check = new Utf8Check();
    const toUtf8 = new ToUtf8();
    for await (const inflated of this.#zip.chunks(part, this.#allowance)) {
      const chunk = toUtf8.push(inflated);
      if (!check.push(chunk)) throw this.#refusal(`的 ${part} 不是 UTF-8 编码`);
      const step = this.#options.chunkBytes ?? chunk.length;
      for (let at = 0; at < chunk.length; at += step) yield chunk.subarray(at, at + step);
    }
    if (!check.end()) throw this.#refusal(`的 ${part} 不是 UTF-8 编码`);
  }

  /** Runs a step that may meet broken XML; what a row's handler throws passes through. */
  #guarded<T>(where: string | (() => string), step: () => T): T {
    try {
      return step();
    } catch (cause) {
      if (cause instanceof TooManyStrings)
        throw new CliError(`文件 ${this.#file} 的文本过多；请分成几个文件导出`, { cause });
      if (cause instanceof TooManyRows)
        throw new CliError(`文件 ${this.#file} 有工作表超过 ${MOST_ROWS} 行，不是正常的工作簿；请重新导出`, {
          cause
        });
      if (cause instanceof XmlFault) throw this.#refusal(typeof where === "string" ? where : where(), cause);
      throw cause;
    }
  }

  #refusal(fault: string, cause?: unknown): CliError {
    return new CliError(`文件 ${this.#file} ${fault}；请用 Excel 打开后另存为 .xlsx 再放入`, { cause });
  }
}

/** Turns UTF-16 XML into UTF-8, told by its byte order mark or first "<"; anything else passes unchanged. */
class ToUtf8 {
  #decoder: TextDecoder | null | undefined;

  push(chunk: Uint8Array): Uint8Array {
    if (this.#decoder === undefined) {
      const little = (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0x3c && chunk[1] === 0);
      const big = (chunk[0] === 0xfe && chunk[1] === 0xff) || (chunk[0] === 0 && chunk[1] === 0x3c);
      this.#decoder = little ? new TextDecoder("utf-16le") : big ? new TextDecoder("utf-16be") : null;
    }
    return this.#decoder === null ? chunk : Buffer.from(this.#decoder.decode(chunk, { stream: true }));
  }
}
