import type { RowCells } from "./rows.ts";

/** An empty row to be filled again and again. */
export function createCells(): RowCells {
  const capacity = 128;
  return {
    length: 0,
    width: 0,
    column: new Int32Array(capacity),
    start: new Int32Array(capacity),
    end: new Int32Array(capacity),
    from: new Uint8Array(capacity),
    row: new Uint8Array(0),
    shared: new Uint8Array(0)
  };
}

/** Doubles the room of a row and keeps what it holds. */
export function growCells(cells: RowCells): void {
  const capacity = cells.column.length * 2;
  cells.column = copied(cells.column, new Int32Array(capacity));
  cells.start = copied(cells.start, new Int32Array(capacity));
  cells.end = copied(cells.end, new Int32Array(capacity));
  cells.from = copied(cells.from, new Uint8Array(capacity));
}

/** Moves the row's own texts by `shift` bytes, after its buffer was compacted. */
export function shiftCells(cells: RowCells, count: number, shift: number): void {
  for (let i = 0; i < count; i++) {
    if (cells.from[i]) continue;
    cells.start[i]! -= shift;
    cells.end[i]! -= shift;
  }
}

/**
 * 1 for the bytes at either end of a text that call for a closer look before it is taken as it is: white space or a
 * part of it, and what begins a text guard in CSV.
 */
export const edge = new Uint8Array(256);
for (const byte of [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x27, 0x3d, 0x80, 0xa0, 0xbf, 0xc2, 0xe3, 0xef])
  edge[byte] = 1;

/** First byte of the text in [start, end) that is not white space (see RowCells). */
export function trimStart(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) at += 1;
    else if (byte === 0xc2 && bytes[at + 1] === 0xa0) at += 2;
    else if (byte === 0xe3 && bytes[at + 1] === 0x80 && bytes[at + 2] === 0x80) at += 3;
    else if (byte === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3;
    else break;
  }
  return Math.min(at, end);
}

/** One past the last byte of the text in [start, end) that is not white space (see RowCells). */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start) {
    const byte = bytes[at - 1]!;
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) at -= 1;
    else if (byte === 0xa0 && at - 2 >= start && bytes[at - 2] === 0xc2) at -= 2;
    else if (byte === 0x80 && at - 3 >= start && bytes[at - 2] === 0x80 && bytes[at - 3] === 0xe3) at -= 3;
    else if (byte === 0xbf && at - 3 >= start && bytes[at - 2] === 0xbb && bytes[at - 3] === 0xef) at -= 3;
    else break;
  }
  return at;
}

function copied<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
