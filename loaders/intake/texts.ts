/** Most texts of one column that are numbered, and the most bytes they take. */
const mostTexts = 1 << 14;
const mostBytes = 1 << 22;

/** From this many texts on, a column whose texts hardly recur is not worth numbering. */
const judgedFrom = 1 << 11;
const leastUses = 4;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const blank = 0x20;

/**
 * Numbers the distinct texts of a column, from 1, in the order they come. Columns mostly hold the same few texts over
 * and over: each is then written and converted once.
 */
export class Texts {
  count = 0;
  /** Text n is the bytes [ends[n - 1], ends[n]). */
  bytes: Uint8Array = new Uint8Array(256);
  ends = new Int32Array(16);
  #slots = new Int32Array(32);
  #uses = 0;
  #last = 0;
  #isFull = false;

  /** The number of the text in [start, end), which is not empty; 0 where it is not numbered. */
  number(source: Uint8Array, start: number, end: number): number {
    if (this.#isFull) return 0;
    this.#uses += 1;
    if (this.#last > 0 && this.#isText(this.#last, source, start, end)) return this.#last;
    const mask = this.#slots.length - 1;
    let slot = hashOf(source, start, end) & mask;
    for (let found = this.#slots[slot]!; found > 0; found = this.#slots[slot]!) {
      if (this.#isText(found, source, start, end)) {
        this.#last = found;
        return found;
      }
      slot = (slot + 1) & mask;
    }
    if (this.#refuses(end - start)) {
      this.#isFull = true;
      this.#slots = new Int32Array(0);
      return 0;
    }
    const number = this.#add(source, start, end);
    this.#slots[slot] = number;
    if (this.count * 2 > this.#slots.length) this.#grow();
    this.#last = number;
    return number;
  }

  #isText(number: number, source: Uint8Array, start: number, end: number): boolean {
    const from = this.ends[number - 1]!;
    if (this.ends[number]! - from !== end - start) return false;
    const { bytes } = this;
    // The last bytes differ sooner.
    for (let i = end - start - 1; i >= 0; i -= 1) if (bytes[from + i] !== source[start + i]) return false;
    return true;
  }

  #refuses(length: number): boolean {
    const { count } = this;
    if (count >= mostTexts || this.ends[count]! + length > mostBytes) return true;
    return count >= judgedFrom && (count & (count - 1)) === 0 && this.#uses < leastUses * count;
  }

  #add(source: Uint8Array, start: number, end: number): number {
    const from = this.ends[this.count]!;
    const to = from + end - start;
    if (to > this.bytes.length) this.bytes = resized(this.bytes, Math.max(to, this.bytes.length * 2));
    this.bytes.set(source.subarray(start, end), from);
    this.count += 1;
    if (this.count === this.ends.length) {
      const ends = new Int32Array(this.ends.length * 2);
      ends.set(this.ends);
      this.ends = ends;
    }
    this.ends[this.count] = to;
    return this.count;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 1; number <= this.count; number += 1) {
      let slot = hashOf(this.bytes, this.ends[number - 1]!, this.ends[number]!) & mask;
      while (slots[slot]! > 0) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}

/** A number that differs for most texts; four bytes a step. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; i < end; i += 1) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash ^ (hash >>> 15);
}

/** Texts of a row group, each behind its length in four bytes; rows without one have the length 0. */
export class TextPage {
  #bytes: Uint8Array = new Uint8Array(1 << 12);
  #length = 0;
  #rows = 0;

  get isEmpty(): boolean {
    return this.#rows === 0;
  }

  /** The text of a row; line breaks become blanks. */
  add(row: number, source: Uint8Array, start: number, end: number): void {
    this.#fill(row);
    const length = end - start;
    this.#reserve(4 + length);
    let at = this.#length;
    const bytes = this.#bytes;
    bytes[at] = length;
    bytes[at + 1] = length >> 8;
    bytes[at + 2] = length >> 16;
    bytes[at + 3] = length >> 24;
    at += 4;
    for (let i = start; i < end; i += 1) {
      const byte = source[i]!;
      bytes[at++] = byte === lineFeed || byte === carriageReturn ? blank : byte;
    }
    this.#length = at;
    this.#rows = row + 1;
  }

  /** The page of a row group of so many rows; the next begins empty. */
  take(rows: number): Uint8Array {
    this.#fill(rows);
    const page = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    this.#rows = 0;
    return page;
  }

  #fill(row: number): void {
    const empty = 4 * (row - this.#rows);
    if (empty === 0) return;
    this.#reserve(empty);
    this.#bytes.fill(0, this.#length, this.#length + empty);
    this.#length += empty;
    this.#rows = row;
  }

  #reserve(length: number): void {
    if (this.#length + length > this.#bytes.length)
      this.#bytes = resized(this.#bytes, Math.max(this.#length + length, this.#bytes.length * 2));
  }
}

function resized(bytes: Uint8Array, length: number): Uint8Array {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}
