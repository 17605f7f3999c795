import { basename } from "node:path";
import { CliError, isEnoent } from "../lib/errors.ts";
import { BrokenBytes, detectEncoding, type Encoding, lineAt, readChunks } from "./csv/encoding.ts";
import { Gb18030ToUtf8 } from "./csv/gb18030.ts";
import { CsvScanner, TextFault } from "./csv/scanner.ts";
import { Utf16ToUtf8 } from "./csv/utf16.ts";
import type { FilePart } from "./parts.ts";
import type { FileFacts, SheetOpener } from "./rows.ts";

export interface CsvOptions {
  /** The file's name in messages, its own without folders by default. */
  name?: string;
  /** Only a part of the file. */
  part?: FilePart;
  /** For tests: the text cut into chunks of so many bytes. */
  chunkBytes?: number;
}

/**
 * Reads a CSV file and hands each record to the handler `open` gives for its one sheet. UTF-8, GB18030 and, with a
 * byte order mark, UTF-16; delimiter comma or tab. Row numbers are those a spreadsheet shows, blank lines counted.
 * Excel's text guards (`="00123"`, a leading apostrophe) are taken off.
 *
 * Rejects with a CliError that names the line, never a value, if the file holds NUL bytes, bytes of no or of several
 * encodings, or a quote without its partner. Rows handed over before that must be thrown away by the caller.
 */
export async function readCsv(path: string, open: SheetOpener, options: CsvOptions = {}): Promise<FileFacts> {
  try {
    const encoding = options.part?.encoding ?? (await detectEncoding(path));
    const sheet = { name: "", index: 0, hidden: false };
    const handler = open(sheet);
    if (handler === null) return { sheets: [sheet], encoding };
    const scanner = new CsvScanner(handler);
    let isWanted = true;
    for await (const text of utf8Chunks(path, encoding, options.part)) {
      const step = options.chunkBytes ?? text.length;
      for (let at = 0; at < text.length && isWanted; at += step)
        isWanted = scanner.push(text.subarray(at, at + step));
      if (!isWanted) break;
    }
    if (isWanted) scanner.end();
    return { sheets: [sheet], encoding, delimiter: scanner.delimiter };
  } catch (cause) {
    throw await refusal(cause, path, options.name ?? basename(path));
  }
}

/** Records in the first lines of a file, whatever their encoding: those that are read say the same of quotes and line ends. */
export function countRecords(head: Uint8Array): number {
  let records = 0;
  const scanner = new CsvScanner(number => {
    records = number;
    return true;
  });
  scanner.push(head.slice());
  scanner.end();
  return records;
}

/** The text of the file, or of a part of it behind the file's head, as UTF-8 without byte order mark. */
async function* utf8Chunks(
  path: string,
  encoding: Encoding,
  part: FilePart | undefined
): AsyncGenerator<Uint8Array, void, undefined> {
  const converter =
    encoding === "gb18030"
      ? new Gb18030ToUtf8()
      : encoding === "utf-16le" || encoding === "utf-16be"
        ? new Utf16ToUtf8(encoding)
        : null;
  let offset = 0;
  for await (const chunk of part ? partChunks(path, part) : readChunks(path)) {
    const nul = converter instanceof Utf16ToUtf8 ? -1 : chunk.indexOf(0);
    if (nul >= 0) throw new BrokenBytes(offset + nul, "nul");
    if (converter !== null) yield converter.push(chunk);
    else yield encoding === "utf-8-bom" && offset === 0 ? chunk.subarray(3) : chunk;
    offset += chunk.length;
  }
  converter?.end();
}

async function* partChunks(
  path: string,
  { head, from, to }: FilePart
): AsyncGenerator<Buffer, void, undefined> {
  if (from > 0) yield* readChunks(path, 0, head);
  yield* readChunks(path, from, to);
}

async function refusal(cause: unknown, path: string, file: string): Promise<unknown> {
  if (cause instanceof BrokenBytes) {
    const line = await lineAt(path, cause.offset);
    return new CliError(`文件 ${file} 第 ${line} 行：${faults[cause.kind]}`, { cause });
  }
  if (cause instanceof TextFault)
    return new CliError(`文件 ${file} 第 ${cause.line} 行：${faults[cause.kind]}`, { cause });
  // The rows' handler writes files of its own.
  if (cause instanceof Error && (cause as NodeJS.ErrnoException).path === path) {
    const why = isEnoent(cause) ? "不存在" : "读不到";
    return new CliError(`文件 ${file} ${why}；请核对文件名、权限，并关闭正在打开它的程序`, { cause });
  }
  return cause;
}

const faults = {
  nul: "有空字节（NUL），文件损坏或不是文本；请重新导出",
  bytes: "有既不是 UTF-8 也不是 GB18030 的字节，或前后编码不一；请用 Excel 打开核对后另存为“CSV UTF-8”",
  quote: "引号没有配对；请用 Excel 打开该文件核对这一行，另存为“CSV UTF-8”或 .xlsx",
  long: "这一行过长，可能有一个引号没有配对；请用 Excel 打开该文件核对这一行，另存为“CSV UTF-8”或 .xlsx"
};
