import { closeSync, openSync, readSync } from "node:fs";
import { detectEncoding, type Encoding, lineEndAfter } from "./csv/encoding.ts";
import { countRecords } from "./csv.ts";
import type { ExportFile } from "./discover.ts";
import type { FileResult } from "./read-file.ts";
import { kindOf } from "./sniff.ts";

/** A part of a CSV file that is read by itself: the file's first lines, for the header, and the bytes [from, to). */
export interface FilePart {
  readonly number: number;
  readonly encoding: Encoding;
  /** Bytes of the first lines, and the rows in them. */
  readonly head: number;
  readonly headRows: number;
  readonly from: number;
  readonly to: number;
}

/** Smaller files are read whole. */
const partedFrom = 48_000_000;

/** Bytes in which the header must be found. */
const headBytes = 128 * 1024;

/**
 * Cuts a large CSV file at line ends, a part a thread; none where it is read whole. A line end may stand inside quotes: the part
 * before it then ends too early, which `joinParts` sees.
 */
export async function partsOf(
  file: ExportFile,
  threads: number,
  leastBytes = partedFrom
): Promise<FilePart[]> {
  if (file.refusal || file.bytes < leastBytes || threads < 2) return [];
  try {
    if (kindOf(file.path) !== "csv") return [];
    const encoding = await detectEncoding(file.path);
    if (encoding.startsWith("utf-16")) return [];
    const descriptor = openSync(file.path, "r");
    try {
      const first = Buffer.alloc(headBytes);
      const head = first.subarray(0, readSync(descriptor, first, 0, headBytes, 0)).lastIndexOf(0x0a) + 1;
      const headRows = countRecords(first.subarray(0, head));
      const cuts = [0];
      for (let n = 1; n < threads; n += 1)
        cuts.push(lineEndAfter(descriptor, Math.floor((file.bytes * n) / threads)));
      if (head === 0 || cuts.some((cut, n) => n > 0 && cut <= Math.max(head, cuts[n - 1]!))) return [];
      return cuts.map((from, number) => ({
        number,
        encoding,
        head,
        headRows,
        from,
        to: cuts[number + 1] ?? file.bytes
      }));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Whatever is wrong is said where the file is read whole.
    return [];
  }
}

/**
 * A file's result from its parts', the rows numbered on; null where a part shows that the file must be read whole: a fault that
 * refuses it, a header the parts do not agree on, more faults than are listed.
 */
export function joinParts(
  parts: readonly FilePart[],
  results: readonly FileResult[],
  mostFaults: number
): FileResult | null {
  const [first] = results;
  const [sheet] = first!.sheets;
  let before = 0;
  const outputs: FileResult["outputs"][number][] = [];
  const joined = { read: 0, written: 0, refused: 0, blank: 0, placeholder: 0, example: 0 };
  const faults: FileResult["sheets"][number]["faults"] = [];
  for (const [number, result] of results.entries()) {
    const [own] = result.sheets;
    if (result.status !== "accepted" || result.rows === undefined) return null;
    if (own!.table !== sheet!.table || own!.headerRow !== sheet!.headerRow) return null;
    if (own!.headerRow > parts[number]!.headRows) return null;
    for (const name of ["read", "written", "refused", "blank", "placeholder", "example"] as const)
      joined[name] += own![name];
    const rowsBefore = number === 0 ? 0 : before - parts[number]!.headRows;
    outputs.push(...result.outputs.map(output => ({ ...output, rowsBefore })));
    faults.push(...own!.faults.map(fault => ({ ...fault, row: fault.row + rowsBefore })));
    before = rowsBefore + result.rows;
  }
  if (faults.length > mostFaults) return null;
  const { rows: _, ...whole } = first!;
  return { ...whole, sheets: [{ ...sheet!, ...joined, faults }], outputs };
}
