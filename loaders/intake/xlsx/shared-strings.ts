import { trimEnd, trimStart } from "../cells.ts";
import { Window } from "../window.ts";
import {
  elementEnd,
  gatherText,
  INCOMPLETE,
  isNamed,
  newMarkup,
  readMarkup,
  textStop,
  XmlFault
} from "./markup.ts";

const LESS = 0x3c;
const UNDERSCORE = 0x5f;

/** The texts of a workbook, trimmed: text i is the bytes [start[i], end[i]). */
export interface SharedStrings {
  bytes: Uint8Array;
  start: Int32Array;
  end: Int32Array;
  count: number;
}

export const noSharedStrings: SharedStrings = {
  bytes: new Uint8Array(0),
  start: new Int32Array(0),
  end: new Int32Array(0),
  count: 0
};

/** More shared text, or more shared strings, than the limits allow. */
export class TooManyStrings extends Error {}

/** Builds the table from chunks of sharedStrings.xml (UTF-8). */
export class SharedScanner {
  readonly #limit: number;
  readonly #window = new Window();
  readonly #markup = newMarkup();
  #state: "before" | "inside" | "after" = "before";
  #position = 0;
  #bytes: Uint8Array = new Uint8Array(1 << 16);
  #length = 0;
  #start = new Int32Array(1 << 12);
  #end = new Int32Array(1 << 12);
  #count = 0;

  /** `limit`: bytes of text kept at most; the number of strings is held to a quarter of it. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Uint8Array): void {
    this.#window.add(chunk, this.#position);
    this.#position = 0;
    if (this.#window.length > this.#limit) throw new TooManyStrings();
    this.#position = this.#scan(this.#window.bytes, this.#window.length);
  }

  end(): SharedStrings {
    if (this.#state !== "after") throw new XmlFault("shared strings end too early");
    return {
      bytes: this.#bytes.subarray(0, this.#length),
      start: this.#start,
      end: this.#end,
      count: this.#count
    };
  }

  /** Takes every whole item; returns the position to go on from. */
  #scan(bytes: Uint8Array, length: number): number {
    const markup = this.#markup;
    let p = 0;
    for (;;) {
      while (p < length && bytes[p] !== LESS) p++;
      if (p >= length || this.#state === "after") return length;
      const plain = this.#plainItem(bytes, p, length);
      if (plain > 0) {
        p = plain;
        continue;
      }
      if (!readMarkup(bytes, p, length, markup)) return p;
      if (markup.kind === "other" || markup.kind === "cdata") p = markup.next;
      else if (this.#state === "before") {
        if (!isNamed(bytes, markup, "sst")) throw new XmlFault("not a table of strings");
        this.#state = markup.kind === "empty" ? "after" : "inside";
        p = markup.next;
      } else if (markup.kind === "close") {
        if (!isNamed(bytes, markup, "sst")) throw new XmlFault("tags do not match");
        this.#state = "after";
      } else {
        const isItem = isNamed(bytes, markup, "si");
        const end = elementEnd(bytes, p, length);
        if (end === INCOMPLETE) return p;
        if (isItem) {
          const to = gatherText(bytes, p, end, "t");
          this.#add(bytes, p, to === INCOMPLETE ? p : to);
        }
        p = end;
      }
    }
  }

  /** `<si><t>…</t></si>` without entities, the bulk of every table: its end, or 0 if it is anything else. */
  #plainItem(bytes: Uint8Array, at: number, length: number): number {
    if (
      this.#state !== "inside" ||
      bytes[at + 1] !== 0x73 ||
      bytes[at + 2] !== 0x69 ||
      bytes[at + 3] !== 0x3e
    )
      return 0;
    if (bytes[at + 4] !== LESS || bytes[at + 5] !== 0x74 || bytes[at + 6] !== 0x3e) return 0;
    const from = at + 7;
    let p = from;
    while (textStop[bytes[p]!] === 0 || (bytes[p] === UNDERSCORE && bytes[p + 1] !== 0x78)) p++;
    if (p + 9 > length || bytes[p] !== LESS || bytes[p + 1] !== 0x2f || bytes[p + 2] !== 0x74) return 0;
    if (bytes[p + 3] !== 0x3e || bytes[p + 4] !== LESS || bytes[p + 5] !== 0x2f) return 0;
    if (bytes[p + 6] !== 0x73 || bytes[p + 7] !== 0x69 || bytes[p + 8] !== 0x3e) return 0;
    this.#add(bytes, from, p);
    return p + 9;
  }

  #add(bytes: Uint8Array, from: number, to: number): void {
    const start = trimStart(bytes, from, to);
    const end = trimEnd(bytes, start, to);
    const length = this.#length + end - start;
    if (length > this.#limit || this.#count >= this.#limit / 4) throw new TooManyStrings();
    if (length > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(length, this.#bytes.length * 2));
      wider.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = wider;
    }
    if (this.#count === this.#start.length) {
      this.#start = doubled(this.#start);
      this.#end = doubled(this.#end);
    }
    const store = this.#bytes;
    let out = this.#length;
    this.#start[this.#count] = out;
    for (let p = start; p < end; p++) store[out++] = bytes[p]!;
    this.#end[this.#count++] = out;
    this.#length = out;
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(array.length * 2);
  wider.set(array);
  return wider;
}
