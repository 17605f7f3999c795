import { BrokenBytes } from "./encoding.ts";

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
    // A pair becomes at most three bytes, a lone euro sign (0x80) three.
    if (this.#out.length < bytes.length * 3) this.#out = new Uint8Array(bytes.length * 3);
    const out = this.#out;
    const table = this.#table;
    const length = bytes.length;
    let to = 0;
    let p = 0;
    while (p < length) {
      const lead = bytes[p]!;
      if (lead < 0x80) {
        out[to++] = lead;
        p++;
        continue;
      }
      if (lead === 0x80) {
        to = put(out, to, 0xe282ac);
        p++;
        continue;
      }
      if (p + 1 >= length) break;
      const trail = bytes[p + 1]!;
      if (trail >= FIRST_TRAIL) {
        const packed = table[(lead - FIRST_LEAD) * TRAILS + trail - FIRST_TRAIL]!;
        if (packed === 0) throw new BrokenBytes(this.#offset + p, "bytes");
        to = put(out, to, packed);
        p += 2;
        continue;
      }
      if (p + 3 >= length) break;
      to += this.#four(bytes.subarray(p, p + 4), out.subarray(to), this.#offset + p);
      p += 4;
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

/** Writes a packed UTF-8 sequence of one to three bytes. */
function put(out: Uint8Array, at: number, packed: number): number {
  let to = at;
  if (packed > 0xffff) out[to++] = packed >> 16;
  if (packed > 0xff) out[to++] = packed >> 8;
  out[to++] = packed;
  return to;
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
