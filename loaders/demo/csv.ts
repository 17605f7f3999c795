import { closeSync, openSync, writeSync } from "node:fs";
import { encodeGb18030 } from "./gb18030.ts";
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

const chunkSize = 1 << 18;

export function createCsv(path: string, encoding: CsvEncoding): CsvWriter {
  const file = openSync(path, "w");
  const lineEnd = encoding === "utf8" ? "\n" : "\r\n";
  const encode = encoding === "utf8" ? (text: string) => Buffer.from(text, "utf8") : encodeGb18030;
  let pending = encoding === "utf8" ? "\uFEFF" : "";
  let rows = 0;
  const flush = (): void => {
    writeSync(file, encode(pending));
    pending = "";
  };
  return {
    get rows() {
      return rows;
    },
    row(cells) {
      rows++;
      for (let i = 0; i < cells.length; i++) {
        if (i > 0) pending += ",";
        pending += cellText(cells[i]);
      }
      pending += lineEnd;
      if (pending.length >= chunkSize) flush();
    },
    close() {
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
