import { isAscii } from "node:buffer";
import { createReadStream, readSync } from "node:fs";
import type { FileFacts } from "../rows.ts";
import { Utf8Check } from "../window.ts";

export type Encoding = NonNullable<FileFacts["encoding"]>;

/** Bytes that must be refused; `offset` counts from the beginning of the file. */
export class BrokenBytes extends Error {
  readonly offset: number;
  readonly kind: "nul" | "bytes";
  constructor(offset: number, kind: "nul" | "bytes") {
    super(kind);
    this.offset = offset;
    this.kind = kind;
  }
}

/** Bytes read at a time. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * This many non-ASCII bytes of valid UTF-8 are UTF-8 for certain: GB18030 text of that length passes for it less than
 * once in a thousand million files.
 */
const CERTAIN_BYTES = 24;

/**
 * Decides the encoding on the whole file: a byte order mark, else UTF-8 if every byte agrees, else GB18030 — unless
 * the file clearly began as UTF-8: then it is mixed, or cut inside a character, and BrokenBytes is thrown.
 */
export async function detectEncoding(path: string): Promise<Encoding> {
  const check = new Utf8Check();
  let certain = 0;
  let offset = 0;
  let mark = false;
  for await (const chunk of readChunks(path)) {
    if (offset === 0) {
      if (chunk[0] === 0xff && chunk[1] === 0xfe) return "utf-16le";
      if (chunk[0] === 0xfe && chunk[1] === 0xff) return "utf-16be";
      mark = chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    }
    const isValid = check.push(chunk);
    const length = isValid ? chunk.length : validLength(chunk);
    if (certain < CERTAIN_BYTES) certain += highBytes(chunk.subarray(0, length));
    offset += length;
    if (!isValid) return notUtf8(offset);
  }
  if (!check.end()) return notUtf8(offset);
  return mark ? "utf-8-bom" : "utf-8";

  function notUtf8(at: number): Encoding {
    if (mark || certain >= CERTAIN_BYTES) throw new BrokenBytes(at, "bytes");
    return "gb18030";
  }
}

/** The file's bytes in order, or those of [start, end). */
export function readChunks(path: string, start = 0, end = Number.POSITIVE_INFINITY): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: CHUNK_BYTES, start, end: end - 1 });
}

/** One past the first line feed from `offset` on; the file's end where there is none. */
export function lineEndAfter(file: number, offset: number): number {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let at = offset; ; ) {
    const read = readSync(file, chunk, 0, chunk.length, at);
    const found = chunk.subarray(0, read).indexOf(0x0a);
    if (found >= 0 || read === 0) return at + Math.max(found + 1, 0);
    at += read;
  }
}

/** The line (from 1, as a text editor counts) in which a byte of the file stands. */
export async function lineAt(path: string, offset: number): Promise<number> {
  let line = 1;
  let rest = offset;
  let last = 0;
  for await (const chunk of readChunks(path)) {
    for (let p = 0; p < chunk.length && p < rest; p++) {
      const byte = chunk[p]!;
      if (byte === 0x0d || (byte === 0x0a && last !== 0x0d)) line++;
      last = byte;
    }
    rest -= chunk.length;
    if (rest <= 0) break;
  }
  return line;
}

/** Bytes of a chunk before the first that is not UTF-8; a character begun in the chunk before may be cut short. */
function validLength(chunk: Buffer): number {
  let start = 0;
  while (start < 3 && (chunk[start]! & 0xc0) === 0x80) start++;
  let low = start;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (new Utf8Check().push(chunk.subarray(start, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function highBytes(chunk: Buffer): number {
  if (isAscii(chunk)) return 0;
  let count = 0;
  for (let p = 0; p < chunk.length && count < CERTAIN_BYTES; p++) if (chunk[p]! >= 0x80) count++;
  return count;
}
