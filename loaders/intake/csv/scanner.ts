import { createCells, edge, growCells, shiftCells, trimEnd, trimStart } from "../cells.ts";
import type { RowHandler } from "../rows.ts";
import { Window } from "../window.ts";

const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const COMMA = 0x2c;
const EQUALS = 0x3d;

/** The delimiter is decided on the first lines, within so many bytes. */
const HEAD_BYTES = 64 * 1024;
const HEAD_LINES = 10;

/** Returned where the bytes at hand end before the field does. */
const INCOMPLETE = -1;

/** A record of more bytes than this is refused: no row of an export comes near. */
const LONGEST_RECORD = 16 * 1024 * 1024;

/** Text that must be refused; `line` is where it stands, as a text editor counts. */
export class TextFault extends Error {
  readonly kind: "nul" | "bytes" | "quote" | "long";
  readonly line: number;
  constructor(kind: TextFault["kind"], line: number) {
    super(kind);
    this.kind = kind;
    this.line = line;
  }
}

/**
 * Finds the records of a CSV file (RFC 4180) in chunks of UTF-8 without NUL or byte order mark, and hands them to
 * `handler`. A blank line is a record of one empty field.
 */
export class CsvScanner {
  /** Known after the first lines. */
  delimiter: "," | "\t" | undefined;
  readonly #handler: RowHandler;
  readonly #window = new Window();
  readonly #cells = createCells();
  /** 1 for the bytes that end a plain field; NUL is the window's padding. */
  readonly #stop = new Uint8Array(256);
  /** Where the next field begins. */
  #position = 0;
  #count = 0;
  #column = 0;
  #rowNumber = 1;
  /** Line in which the next field begins. */
  #line = 1;
  #isStopped = false;

  constructor(handler: RowHandler) {
    this.#handler = handler;
    for (const byte of [0, NEWLINE, RETURN]) this.#stop[byte] = 1;
  }

  /** Takes the next chunk; false once the handler has said stop. */
  push(chunk: Uint8Array): boolean {
    const keep = this.#firstNeeded();
    shiftCells(this.#cells, this.#count, keep);
    this.#position -= keep;
    this.#window.add(chunk, keep);
    if (this.delimiter !== undefined || this.#window.length >= HEAD_BYTES) this.#scan(false);
    if (this.#window.length - this.#firstNeeded() > LONGEST_RECORD)
      throw new TextFault(this.#window.bytes[this.#position] === QUOTE ? "quote" : "long", this.#line);
    return !this.#isStopped;
  }

  /** To be called after the last chunk. */
  end(): void {
    if (!this.#isStopped) this.#scan(true);
  }

  #firstNeeded(): number {
    return this.#count > 0 ? this.#cells.start[0]! : this.#position;
  }

  #scan(isLast: boolean): void {
    const { bytes, length } = this.#window;
    this.#cells.row = bytes;
    if (this.delimiter === undefined) {
      this.delimiter = delimiterOf(bytes, length);
      this.#stop[this.delimiter.charCodeAt(0)] = 1;
    }
    const stop = this.#stop;
    const separator = this.delimiter.charCodeAt(0);
    let at = this.#position;
    while (at < length || (isLast && this.#column > 0)) {
      let end = at;
      if (bytes[at] === QUOTE) end = this.#quoted(bytes, at, length, isLast);
      else {
        while (stop[bytes[end]!] === 0) end++;
        // The byte after a "\r" must be at hand.
        if (end + 1 >= length && !isLast) end = INCOMPLETE;
        else if (end > at) {
          if (edge[bytes[at]!] === 0 && edge[bytes[end - 1]!] === 0) this.#put(at, end);
          else this.#add(bytes, at, end);
        }
      }
      if (end === INCOMPLETE) break;
      this.#column++;
      at = Math.min(end + 1, length);
      if (bytes[end] === separator) continue;
      if (bytes[end] === RETURN && bytes[at] === NEWLINE) at++;
      if (!this.#closeRecord()) break;
    }
    this.#position = at;
  }

  /** Hands the record over; false if no more are wanted. */
  #closeRecord(): boolean {
    const cells = this.#cells;
    cells.length = this.#count;
    cells.width = this.#column;
    this.#count = 0;
    this.#column = 0;
    this.#line++;
    this.#isStopped = this.#handler(this.#rowNumber++, cells) === false;
    return !this.#isStopped;
  }

  /** A field in quotes from `at` on: where it ends, or INCOMPLETE. Its text is put together in place. */
  #quoted(bytes: Uint8Array, at: number, length: number, isLast: boolean): number {
    let lines = 0;
    let out = at + 1;
    let close = out;
    let hasDoubled = false;
    for (; ; close += 2, hasDoubled = true) {
      for (; close < length && bytes[close] !== QUOTE; close++)
        if (bytes[close] === NEWLINE || (bytes[close] === RETURN && bytes[close + 1] !== NEWLINE)) lines++;
      if (close + 1 >= length && !isLast) return INCOMPLETE;
      if (close >= length) throw new TextFault("quote", this.#line);
      if (bytes[close + 1] !== QUOTE) break;
    }
    let end = close + 1;
    while (bytes[end] === SPACE) end++;
    if (end + 1 >= length && !isLast) return INCOMPLETE;
    if (this.#stop[bytes[end]!] === 0) throw new TextFault("quote", this.#line);
    if (hasDoubled) {
      for (let p = at + 1; p < close; p++) {
        if (bytes[p] === QUOTE) p++;
        bytes[out++] = bytes[p]!;
      }
    } else out = close;
    this.#add(bytes, at + 1, out);
    this.#line += lines;
    return end;
  }

  #add(bytes: Uint8Array, from: number, to: number): void {
    let start = trimStart(bytes, from, to);
    let end = trimEnd(bytes, start, to);
    if (start === end) return;
    const first = bytes[start]!;
    if (first === APOSTROPHE || first === EQUALS) {
      if (first === APOSTROPHE) start += 1;
      else if (end - start >= 3 && bytes[start + 1] === QUOTE && bytes[end - 1] === QUOTE) {
        start += 2;
        end -= 1;
      }
      start = trimStart(bytes, start, end);
      end = trimEnd(bytes, start, end);
      if (start === end) return;
    }
    this.#put(start, end);
  }

  #put(start: number, end: number): void {
    const cells = this.#cells;
    const i = this.#count++;
    if (i === cells.column.length) growCells(cells);
    cells.column[i] = this.#column;
    cells.start[i] = start;
    cells.end[i] = end;
  }
}

/** Tab if some of the first lines holds more tabs than any holds commas. */
function delimiterOf(bytes: Uint8Array, length: number): "," | "\t" {
  let commas = 0;
  let tabs = 0;
  let mostCommas = 0;
  let mostTabs = 0;
  let isQuoted = false;
  for (let p = 0, lines = 0; p < length && lines < HEAD_LINES; p++) {
    const byte = bytes[p];
    if (byte === QUOTE) isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (byte === COMMA) mostCommas = Math.max(mostCommas, ++commas);
    else if (byte === TAB) mostTabs = Math.max(mostTabs, ++tabs);
    else if (byte === NEWLINE || byte === RETURN) {
      if (commas + tabs > 0) lines++;
      commas = 0;
      tabs = 0;
    }
  }
  return mostTabs > mostCommas ? "\t" : ",";
}
