import { BrokenBytes } from "./encoding.ts";

/** The euro sign of Windows' code page 936, a byte of its own. */
const EURO = 0x80;
const EURO_UTF8 = Uint8Array.of(0xe2, 0x82, 0xac);

const FIRST_LEAD = 0x81;
const FIRST_TRAIL = 0x40;
const TRAILS = 0xff - FIRST_TRAIL;

/** Turns GB18030 (and so GBK, GB2312) into UTF-8, chunk by chunk, and says where the first wrong byte stands. */
export class Gb18030ToUtf8 {
  readonly #table = pairTable();
  readonly #decoder = new TextDecoder("gb18030", { fatal: true });
  readonly #encoder = new TextEncoder();
  #carry: Uint8Array = new Uint8Array(0);
  #offset = 0;
  #out = new Uint8Array(0);

  /** The UTF-8 of all whole characters so far; valid until the next call. */
  push(chunk: Uint8Array): Uint8Array {
    const bytes = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    // No byte becomes more than three.
    if (this.#out.length < bytes.length * 3) this.#out = new Uint8Array(bytes.length * 3);
    const out = this.#out;
    const table = this.#table;
    const length = bytes.length;
    let to = 0;
    let p = 0;
    for (;;) {
      let lead = 0;
      for (; p < length; p++) {
        lead = bytes[p]!;
        if (lead >= 0x80) break;
        out[to++] = lead;
      }
      if (p >= length || (p + 1 >= length && lead !== EURO)) break;
      const trail = bytes[p + 1]!;
      if (trail >= FIRST_TRAIL && lead !== EURO) {
        const packed = table[(lead - FIRST_LEAD) * TRAILS + trail - FIRST_TRAIL]!;
        if (packed > 0xffff) out[to++] = packed >> 16;
        else if (packed === 0) throw new BrokenBytes(this.#offset + p, "bytes");
        out[to] = packed >> 8;
        out[to + 1] = packed;
        to += 2;
        p += 2;
      } else if (lead === EURO) {
        out.set(EURO_UTF8, to);
        to += EURO_UTF8.length;
        p += 1;
      } else {
        if (p + 3 >= length) break;
        to += this.#four(bytes.subarray(p, p + 4), out.subarray(to), this.#offset + p);
        p += 4;
      }
    }
    this.#carry = bytes.slice(p);
    this.#offset += p;
    return out.subarray(0, to);
  }

  /** To be called after the last chunk. */
  end(): void {
    if (this.#carry.length > 0) throw new BrokenBytes(this.#offset, "bytes");
  }

  /** Rare: names with characters outside GBK. */
  #four(bytes: Uint8Array, out: Uint8Array, offset: number): number {
    try {
      return this.#encoder.encodeInto(this.#decoder.decode(bytes), out).written;
    } catch {
      throw new BrokenBytes(offset, "bytes");
    }
  }
}

let pairs: Uint32Array | undefined;

/** UTF-8 of every two-byte character, packed into a number; 0 where there is none. Made once from the decoder. */
function pairTable(): Uint32Array {
  if (pairs !== undefined) return pairs;
  pairs = new Uint32Array((0x100 - FIRST_LEAD) * TRAILS + 1);
  const decoder = new TextDecoder("gb18030");
  const encoder = new TextEncoder();
  for (let lead = FIRST_LEAD; lead < 0xff; lead++) {
    const row = new Uint8Array(TRAILS * 3).fill(0x0a);
    for (let i = 0; i < TRAILS; i++) row.set([lead, FIRST_TRAIL + i], i * 3);
    const texts = decoder.decode(row).split("\n");
    for (let i = 0; i < TRAILS; i++) {
      const text = texts[i]!;
      if (text.length !== 1 || text === "\uFFFD") continue;
      let packed = 0;
      for (const byte of encoder.encode(text)) packed = packed * 256 + byte;
      pairs[(lead - FIRST_LEAD) * TRAILS + i] = packed;
    }
  }
  return pairs;
}
