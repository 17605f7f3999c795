import { isUtf8 } from "node:buffer";

/** Zero bytes kept after the data, so that a scanner may look a few bytes ahead and stops at the end by itself. */
const PADDING = 64;

/** A sliding window over a stream: what is not yet scanned, then each new chunk, in one buffer. */
export class Window {
  bytes: Uint8Array = new Uint8Array(PADDING);
  length = 0;

  /** Drops the bytes before `keep` and appends `chunk`. */
  add(chunk: Uint8Array, keep: number): void {
    const rest = this.length - keep;
    const length = rest + chunk.length;
    if (length + PADDING > this.bytes.length) {
      const bytes = new Uint8Array(Math.max(length + PADDING, this.bytes.length * 2));
      bytes.set(this.bytes.subarray(keep, this.length));
      this.bytes = bytes;
    } else if (keep > 0) this.bytes.copyWithin(0, keep, this.length);
    this.bytes.set(chunk, rest);
    this.bytes.fill(0, length, length + PADDING);
    this.length = length;
  }
}

/** Checks a stream for UTF-8, whatever the borders of its chunks. */
export class Utf8Check {
  #carry: Uint8Array = new Uint8Array(0);

  /** False once the stream cannot be UTF-8 any more. */
  push(chunk: Uint8Array): boolean {
    let from = 0;
    if (this.#carry.length > 0) {
      const wanted = sequenceLength(this.#carry[0]!);
      from = Math.min(wanted - this.#carry.length, chunk.length);
      this.#carry = Buffer.concat([this.#carry, chunk.subarray(0, from)]);
      if (this.#carry.length < wanted) return true;
      if (!isUtf8(this.#carry)) return false;
    }
    const to = chunk.length - openTail(chunk, from);
    this.#carry = chunk.slice(to);
    return isUtf8(chunk.subarray(from, to));
  }

  /** False if the stream ended inside a character. */
  end(): boolean {
    return this.#carry.length === 0;
  }
}

function sequenceLength(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
}

/** Bytes at the end of the chunk that begin a character and do not finish it. */
function openTail(chunk: Uint8Array, from: number): number {
  for (let back = 1; back <= 3 && chunk.length - back >= from; back++) {
    const byte = chunk[chunk.length - back]!;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}
