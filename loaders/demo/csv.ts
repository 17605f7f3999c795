import { closeSync, openSync, writeSync } from "node:fs";
import { writeGb18030 } from "./gb18030.ts";
import type { Cell } from "./sheet.ts";

/** A CSV file written row by row. */
export interface CsvWriter {
  row(cells: readonly Cell[]): void;
  /** Rows written so far, the header included. */
  readonly rows: number;
  close(): void;
}

/** How a CSV is encoded, one of: UTF-8 with a byte order mark and LF, GB18030 with CRLF. */
export type CsvEncoding = "utf8" | "gb18030";

const chunkSize = 1 << 17;
/** Text gathered before it is encoded: long enough to save calls, short enough to stay young. */
const linesSize = 1 << 12;

export function createCsv(path: string, encoding: CsvEncoding): CsvWriter {
  const file = openSync(path, "w");
  const lineEnd = encoding === "utf8" ? "\n" : "\r\n";
  let buffer = Buffer.allocUnsafe(chunkSize);
  let used = 0;
  let rows = 0;
  let lines = "";
  const flush = (): void => {
    writeSync(file, buffer, 0, used);
    used = 0;
  };
  const write = (text: string): void => {
    const room = text.length * 3;
    if (used + room > buffer.length) flush();
    if (room > buffer.length) buffer = Buffer.allocUnsafe(room);
    used += encoding === "utf8" ? buffer.write(text, used, "utf8") : writeGb18030(buffer, text, used);
  };
  if (encoding === "utf8") write("\uFEFF");
  return {
    get rows() {
      return rows;
    },
    row(cells) {
      rows++;
      for (let i = 0; i < cells.length; i++) lines += i === 0 ? cellText(cells[i]) : `,${cellText(cells[i])}`;
      lines += lineEnd;
      if (lines.length < linesSize) return;
      write(lines);
      lines = "";
    },
    close() {
      write(lines);
      flush();
      closeSync(file);
    }
  };
}

function cellText(cell: Cell): string {
  if (cell === undefined) return "";
  if (typeof cell === "number") return String(cell);
  if (typeof cell === "object") return cell.digits;
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
