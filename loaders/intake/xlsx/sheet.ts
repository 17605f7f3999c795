import { createCells, edge, growCells, shiftCells, trimEnd, trimStart } from "../cells.ts";
import type { RowHandler } from "../rows.ts";
import { Window } from "../window.ts";
import {
  elementEnd,
  gatherText,
  INCOMPLETE,
  isNamed,
  newMarkup,
  readAttributes,
  readMarkup,
  textStop,
  XmlFault
} from "./markup.ts";
import { plainInteger } from "./number.ts";
import type { SharedStrings } from "./shared-strings.ts";

const SPACE = 0x20;
const QUOTE = 0x22;
const SLASH = 0x2f;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const UNDERSCORE = 0x5f;
const LOWER_C = 0x63;
const LOWER_I = 0x69;
const LOWER_N = 0x6e;
const LOWER_R = 0x72;
const LOWER_S = 0x73;
const LOWER_T = 0x74;
const LOWER_V = 0x76;
const LOWER_X = 0x78;

/** Columns of the widest sheet (XFD). */
const COLUMNS = 16384;

/** Rows of the longest sheet. */
export const MOST_ROWS = 1048576;

/** A row beyond the longest sheet's last. */
export class TooManyRows extends Error {}

/** A row, or one piece of markup, of more bytes than this is refused: no real sheet comes near. */
const LONGEST_ROW = 64 * 1024 * 1024;

/** What the bytes of a cell mean: a number, an index into the shared strings, an `<is>`, any other text. */
type CellKind = "number" | "shared" | "inline" | "text";

/**
 * Finds the rows of a worksheet in chunks of its XML (UTF-8) and hands them to `handler`. The forms in which nearly
 * every cell is written are read byte by byte without any object; all others go through the general reader.
 */
export class SheetScanner {
  /** The row being read, or the last one, for messages. */
  rowNumber = 0;
  readonly #handler: RowHandler;
  readonly #shared: SharedStrings;
  readonly #window = new Window();
  readonly #markup = newMarkup();
  readonly #cells = createCells();
  #state: "before" | "sheet" | "row" | "after" | "stopped" = "before";
  /** Where in the window to go on. */
  #position = 0;
  /** Non-empty cells of the open row. */
  #count = 0;
  /** Column of the last cell of the open row, empty or not. */
  #column = -1;
  #width = 0;
  #hasNumber = false;
  #isSorted = true;

  constructor(handler: RowHandler, shared: SharedStrings) {
    this.#handler = handler;
    this.#shared = shared;
    this.#cells.shared = shared.bytes;
  }

  /** Takes the next chunk; false once the handler has said stop. */
  push(chunk: Uint8Array): boolean {
    if (this.#state === "after") return true;
    const keep = this.#firstNeeded();
    shiftCells(this.#cells, this.#count, keep);
    this.#window.add(chunk, keep);
    if (this.#window.length > LONGEST_ROW + chunk.length) throw new XmlFault("row too long");
    this.#cells.row = this.#window.bytes;
    this.#position = this.#scan(this.#window.bytes, this.#position - keep, this.#window.length);
    return this.#isWanted();
  }

  /** To be called after the last chunk: refuses a sheet that stops half-way. */
  end(): void {
    if (this.#state !== "after") throw new XmlFault("sheet ends too early");
  }

  #firstNeeded(): number {
    const { from, start } = this.#cells;
    for (let i = 0; i < this.#count; i++) if (from[i] === 0) return start[i]!;
    return this.#position;
  }

  #isWanted(): boolean {
    return this.#state !== "stopped";
  }

  /** Takes all whole pieces from `position` on; returns the place to go on from. */
  #scan(bytes: Uint8Array, position: number, length: number): number {
    let at = position;
    for (;;) {
      while (at < length && bytes[at] !== LESS) at++;
      if (at >= length) return length;
      let next = this.#state === "row" && bytes[at + 1] === LOWER_C ? this.#plainCell(bytes, at, length) : 0;
      if (next === 0) next = this.#piece(bytes, at, length);
      if (next === INCOMPLETE) return at;
      if (this.#state === "after" || this.#state === "stopped") return length;
      at = next;
    }
  }

  /**
   * A cell in one of the usual forms (`<c r="A1" s="2" t="s"><v>3</v></c>`, `<c …><is><t>…</t></is></c>`, `<c …/>`),
   * without entities: one past its end, or 0 if it is not (or not yet known to be) in such a form. It may look past
   * `length` into stale bytes, so the end is compared with `length` before anything is kept.
   */
  #plainCell(bytes: Uint8Array, at: number, length: number): number {
    let p = at + 2;
    let column = this.#column + 1;
    let row = 0;
    let kind = LOWER_N;
    let byte = bytes[p]!;
    while (byte === SPACE) {
      const name = bytes[p + 1]!;
      if (bytes[p + 2] !== EQUALS || bytes[p + 3] !== QUOTE) return 0;
      p += 4;
      byte = bytes[p]!;
      if (name === LOWER_R) {
        let letters = 0;
        for (; byte >= 0x41 && byte <= 0x5a; byte = bytes[++p]!) letters = letters * 26 + byte - 0x40;
        for (; byte >= 0x30 && byte <= 0x39; byte = bytes[++p]!) row = row * 10 + byte - 0x30;
        if (letters === 0 || letters > COLUMNS) return 0;
        column = letters - 1;
      } else if (name === LOWER_S) {
        while (byte >= 0x30 && byte <= 0x39) byte = bytes[++p]!;
      } else if (name === LOWER_T) {
        kind = byte;
        if (byte === LOWER_I)
          p += 9; // inlineStr
        else if (byte === LOWER_S && bytes[p + 1] === LOWER_T) {
          kind = LOWER_T;
          p += 3; // str
        } else if (byte === LOWER_S || byte === LOWER_N) p += 1;
        else return 0;
        byte = bytes[p]!;
      } else return 0;
      if (byte !== QUOTE) return 0;
      byte = bytes[++p]!;
    }
    if (byte === SLASH && bytes[p + 1] === GREATER && p + 2 <= length) {
      this.#place(column, row);
      return p + 2;
    }
    if (byte !== GREATER || bytes[p + 1] !== LESS) return 0;
    const isInline = kind === LOWER_I;
    if (isInline) {
      if (bytes[p + 2] !== LOWER_I || bytes[p + 3] !== LOWER_S || bytes[p + 4] !== GREATER) return 0;
      if (bytes[p + 5] !== LESS || bytes[p + 6] !== LOWER_T || bytes[p + 7] !== GREATER) return 0;
      p += 8;
    } else {
      if (bytes[p + 2] !== LOWER_V || bytes[p + 3] !== GREATER) return 0;
      p += 4;
    }
    const from = p;
    if (kind === LOWER_S) {
      let index = 0;
      for (byte = bytes[p]!; byte >= 0x30 && byte <= 0x39; byte = bytes[++p]!)
        index = index * 10 + byte - 0x30;
      const end = closingEnd(bytes, p, false);
      if (end === 0 || end > length || p === from) return 0;
      this.#place(column, row);
      this.#addShared(column, index);
      return end;
    }
    for (byte = bytes[p]!; textStop[byte] === 0 || isPlainUnderscore(bytes, p, byte); ) byte = bytes[++p]!;
    const end = closingEnd(bytes, p, isInline);
    if (end === 0 || end > length) return 0;
    this.#place(column, row);
    this.#addText(bytes, column, from, p, kind === LOWER_N ? at : -1);
    return end;
  }

  /** Any other piece of markup: one past it, or INCOMPLETE. */
  #piece(bytes: Uint8Array, at: number, length: number): number {
    const markup = this.#markup;
    if (!readMarkup(bytes, at, length, markup)) return INCOMPLETE;
    const { kind, next } = markup;
    if (kind === "other" || kind === "cdata") return next;
    if (this.#state === "before") {
      if (isNamed(bytes, markup, "sheetData") && kind !== "close")
        this.#state = kind === "empty" ? "after" : "sheet";
      return next;
    }
    const parent = this.#state === "row" ? "row" : "sheetData";
    if (kind === "close") {
      if (!isNamed(bytes, markup, parent)) throw new XmlFault("tags do not match");
      if (parent === "row") this.#closeRow();
      else this.#state = "after";
      return next;
    }
    if (parent === "sheetData" && isNamed(bytes, markup, "row")) {
      this.#openRow(bytes, at + 1, next);
      if (kind === "empty") this.#closeRow();
      return next;
    }
    const isCell = parent === "row" && isNamed(bytes, markup, "c");
    const end = elementEnd(bytes, at, length);
    if (end !== INCOMPLETE && isCell) this.#cell(bytes, at, next, end);
    return end;
  }

  #openRow(bytes: Uint8Array, at: number, end: number): void {
    this.#state = "row";
    this.#hasNumber = false;
    this.#isSorted = true;
    this.#column = -1;
    this.#width = 0;
    this.#count = 0;
    this.rowNumber += 1;
    readAttributes(bytes, at, end, (name, from, to) => {
      if (name !== "r") return;
      this.rowNumber = wholeNumber(bytes, from, to);
      this.#hasNumber = true;
    });
  }

  #closeRow(): void {
    const cells = this.#cells;
    if (this.rowNumber > MOST_ROWS) throw new TooManyRows();
    if (!this.#isSorted) this.#sort();
    cells.length = this.#count;
    cells.width = this.#width;
    this.#count = 0;
    this.#state = this.#handler(this.rowNumber, cells) === false ? "stopped" : "sheet";
  }

  /** A cell in any form, at [at, end); its start tag ends at `inner`. */
  #cell(bytes: Uint8Array, at: number, inner: number, end: number): void {
    let column = this.#column + 1;
    let row = 0;
    let kind: CellKind = "number";
    readAttributes(bytes, at + 1, inner, (name, from, to) => {
      if (name === "t")
        kind = cellKind(String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 16))));
      if (name !== "r") return;
      let letters = 0;
      let p = from;
      for (; p < to && (bytes[p]! | 0x20) >= 0x61 && (bytes[p]! | 0x20) <= 0x7a; p++)
        letters = letters * 26 + (bytes[p]! | 0x20) - 0x60;
      if (letters === 0 || letters > COLUMNS || p - from > 3) throw new XmlFault("cell reference");
      column = letters - 1;
      row = wholeNumber(bytes, p, to);
    });
    this.#place(column, row);
    const names = (kind as CellKind) === "inline" ? ["t", "v"] : ["v", "t"];
    let to = gatherText(bytes, at, end, names[0]!);
    const isOther = to === INCOMPLETE;
    if (isOther) to = gatherText(bytes, at, end, names[1]!);
    if (to === INCOMPLETE) return;
    if ((kind as CellKind) === "shared" && !isOther) {
      const from = trimStart(bytes, at, to);
      const last = trimEnd(bytes, from, to);
      if (from < last) this.#addShared(column, wholeNumber(bytes, from, last));
    } else this.#addText(bytes, column, at, to, (kind as CellKind) === "number" && !isOther ? at : -1);
  }

  /** Notes the position of a cell, empty or not. A row without a number takes that of its first cell. */
  #place(column: number, row: number): void {
    this.#column = column;
    if (column >= this.#width) this.#width = column + 1;
    if (this.#hasNumber) return;
    this.#hasNumber = true;
    if (row > 0) this.rowNumber = row;
  }

  #addShared(column: number, index: number): void {
    const shared = this.#shared;
    if (index >= shared.count) throw new XmlFault("no such shared string");
    const start = shared.start[index]!;
    const end = shared.end[index]!;
    if (start < end) this.#add(column, start, end, 1);
  }

  /** `cellAt`: for a number, where its cell begins, which is where it may be written anew; else -1. */
  #addText(bytes: Uint8Array, column: number, from: number, to: number, cellAt: number): void {
    let start = from;
    let end = to;
    if (start < end && (edge[bytes[start]!] !== 0 || edge[bytes[end - 1]!] !== 0)) {
      start = trimStart(bytes, from, to);
      end = trimEnd(bytes, start, to);
    }
    if (start === end) return;
    const written = cellAt < 0 ? 0 : plainInteger(bytes, start, end, cellAt);
    if (written > 0) this.#add(column, cellAt, written, 0);
    else this.#add(column, start, end, 0);
  }

  #add(column: number, start: number, end: number, from: number): void {
    const cells = this.#cells;
    const i = this.#count++;
    if (i === cells.column.length) growCells(cells);
    if (i > 0 && cells.column[i - 1]! >= column) this.#isSorted = false;
    cells.column[i] = column;
    cells.start[i] = start;
    cells.end[i] = end;
    cells.from[i] = from;
  }

  /** Puts the cells in order; where a column is given twice the later cell stays. */
  #sort(): void {
    const { column, start, end, from } = this.#cells;
    const last = new Map<number, number>();
    for (let i = 0; i < this.#count; i++) last.set(column[i]!, i);
    const order = [...last].sort((a, b) => a[0] - b[0]).map(([, i]) => i);
    for (const array of [column, start, end, from]) array.set(order.map(i => array[i]!));
    this.#count = order.length;
  }
}

function isPlainUnderscore(bytes: Uint8Array, at: number, byte: number): boolean {
  return byte === UNDERSCORE && bytes[at + 1] !== LOWER_X;
}

/** One past `</v></c>` or `</t></is></c>` at `at`; 0 if something else stands there. */
function closingEnd(bytes: Uint8Array, at: number, isInline: boolean): number {
  let p = at;
  if (bytes[p] !== LESS || bytes[p + 1] !== SLASH || bytes[p + 3] !== GREATER) return 0;
  if (bytes[p + 2] !== (isInline ? LOWER_T : LOWER_V)) return 0;
  p += 4;
  if (isInline) {
    if (bytes[p] !== LESS || bytes[p + 1] !== SLASH || bytes[p + 2] !== LOWER_I) return 0;
    if (bytes[p + 3] !== LOWER_S || bytes[p + 4] !== GREATER) return 0;
    p += 5;
  }
  if (bytes[p] !== LESS || bytes[p + 1] !== SLASH || bytes[p + 2] !== LOWER_C) return 0;
  return bytes[p + 3] === GREATER ? p + 4 : 0;
}

function cellKind(type: string): CellKind {
  if (type === "s") return "shared";
  if (type === "inlineStr") return "inline";
  return type === "n" ? "number" : "text";
}

function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let p = from; p < to; p++) {
    if (bytes[p]! < 0x30 || bytes[p]! > 0x39) throw new XmlFault("not a whole number");
    value = value * 10 + bytes[p]! - 0x30;
  }
  if (from === to || value > 0x7fffffff) throw new XmlFault("not a whole number");
  return value;
}
