import { closeSync, openSync, readSync } from "node:fs";
import { basename, extname } from "node:path";
import { CliError } from "../lib/errors.ts";

/** Enough of a file to tell what it is. */
const HEAD_BYTES = 4096;

const archives = new Set([".zip", ".docx", ".pptx", ".ods", ".odt"]);
const texts = new Set([".csv", ".txt", ".tsv"]);
const workbooks = new Set([".xls", ".xlsx", ".xlsm"]);

/**
 * What a file is: by its first bytes, then by its extension. A CSV saved as .xls is "csv"; an HTML or XML page saved
 * as .xls is "other"; "xls" is the old binary format or a workbook with a password.
 */
export function kindOf(path: string): "xlsx" | "csv" | "xls" | "other" {
  const head = readHead(path);
  const extension = extname(path).toLowerCase();
  const magic = head.toString("latin1", 0, 8);
  if (/^PK(\x03\x04|\x05\x06|\x07\x08)/.test(magic)) return archives.has(extension) ? "other" : "xlsx";
  if (magic === "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") return "xls";
  if (/^\x09[\x00\x02\x04\x08]/.test(magic) && extension === ".xls") return "xls";
  if (isMarkup(head) || /^(%PDF|\{\\rtf|\x89PNG|\xff\xd8\xff)/.test(magic)) return "other";
  if (texts.has(extension)) return "csv";
  return workbooks.has(extension) && isText(head) ? "csv" : "other";
}

/** HTML tables and "XML spreadsheets", which some systems save under .xls. */
function isMarkup(head: Buffer): boolean {
  const text = head[0] === 0xff && head[1] === 0xfe ? head.toString("utf16le") : head.toString("latin1");
  return /^(\xef\xbb\xbf|\ufeff)?\s*<(!--|(!doctype|\?xml|html|head|body|meta|table|style|div)\b)/i.test(
    text
  );
}

function isText(head: Buffer): boolean {
  const isUtf16 = head.length >= 2 && (head.readUInt16BE(0) === 0xfffe || head.readUInt16BE(0) === 0xfeff);
  return isUtf16 || (head.length > 0 && !head.includes(0));
}

function readHead(path: string): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  try {
    const file = openSync(path, "r");
    try {
      return head.subarray(0, readSync(file, head, 0, HEAD_BYTES, 0));
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new CliError(`文件 ${basename(path)} 读不到；请核对文件名、权限，并关闭正在打开它的程序`, {
      cause
    });
  }
}
