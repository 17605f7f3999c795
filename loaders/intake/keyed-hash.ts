import { hash } from "node:crypto";

const blockBytes = 64;
/** The two hex digits of each byte, as they stand in memory. */
const hexPairs = Uint16Array.from(
  { length: 256 },
  (_, byte) => new Uint16Array(new TextEncoder().encode(byte.toString(16).padStart(2, "0")).buffer)[0]!
);

/** Round constants of SHA-256 (FIPS 180-4): the first bits of the cube roots of the first primes. */
const constants = Int32Array.from(firstPrimes(64), prime => fraction(Math.cbrt(prime)));
const initial = Int32Array.from(firstPrimes(8), prime => fraction(Math.sqrt(prime)));

/** Length of a hash as text. */
export const hashLength = 32;

/**
 * A keyed hash: HMAC-SHA-256 (RFC 2104, FIPS 180-4), first 128 bits, hex. The states behind the key's two blocks are kept, so
 * that a short message costs two blocks instead of four and no call out of JavaScript.
 */
export class KeyedHash {
  readonly #inner: Int32Array;
  readonly #outer: Int32Array;
  readonly #state = new Int32Array(8);
  /** The block that is taken in, and what is made of it. */
  readonly #words = new Int32Array(64);
  /** The last hash made, as text. */
  readonly text = new Uint8Array(hashLength);
  readonly #pairs = new Uint16Array(this.text.buffer);

  constructor(key: Uint8Array) {
    const short = key.length > blockBytes ? hash("sha256", key, "buffer") : key;
    const padded = (pad: number): Int32Array => {
      const block = Uint8Array.from({ length: blockBytes }, (_, i) => (short[i] ?? 0) ^ pad);
      const state = initial.slice();
      this.#load(block, 0, blockBytes);
      compress(state, this.#words);
      return state;
    };
    this.#inner = padded(0x36);
    this.#outer = padded(0x5c);
  }

  /** The hash of the bytes [start, end), written to `text`. */
  of(message: Uint8Array, start: number, end: number): Uint8Array {
    const state = this.#state;
    const words = this.#words;
    state.set(this.#inner);
    let at = start;
    for (; end - at >= blockBytes; at += blockBytes) {
      this.#load(message, at, at + blockBytes);
      compress(state, words);
    }
    this.#load(message, at, end);
    if (end - at > blockBytes - 9) {
      compress(state, words);
      words.fill(0, 0, 16);
    }
    const bits = (blockBytes + end - start) * 8;
    words[14] = Math.floor(bits / 2 ** 32);
    words[15] = bits;
    compress(state, words);
    words.set(state);
    words[8] = 0x80000000;
    words.fill(0, 9, 15);
    words[15] = (blockBytes + 32) * 8;
    state.set(this.#outer);
    compress(state, words);
    for (let i = 0; i < hashLength / 2; i += 1)
      this.#pairs[i] = hexPairs[(state[i >> 2]! >>> (24 - 8 * (i & 3))) & 255]!;
    return this.text;
  }

  /** Loads the bytes of a block, with the bit behind them that ends a text. */
  #load(bytes: Uint8Array, start: number, end: number): void {
    const words = this.#words;
    words.fill(0, 0, 16);
    let i = 0;
    for (let at = start; at < end; at += 1, i += 1) words[i >> 2]! |= bytes[at]! << (24 - 8 * (i & 3));
    if (i < blockBytes) words[i >> 2]! |= 0x80 << (24 - 8 * (i & 3));
  }
}

/** A hash that recalls its last text: a household's number stands on each of its rows. */
export class RecalledHash {
  readonly #hash: KeyedHash;
  readonly #message = new Uint8Array(blockBytes);
  #length = -1;
  readonly #text = new Uint8Array(hashLength);

  constructor(hash: KeyedHash) {
    this.#hash = hash;
  }

  /** The hash as text of the bytes [start, end); valid until the next call. */
  of(message: Uint8Array, start: number, end: number): Uint8Array {
    const length = end - start;
    let isSame = length === this.#length;
    for (let i = length - 1; i >= 0 && isSame; i -= 1) isSame = this.#message[i] === message[start + i];
    if (isSame) return this.#text;
    const text = this.#hash.of(message, start, end);
    this.#length = length > blockBytes ? -1 : length;
    if (length <= blockBytes) for (let i = 0; i < length; i += 1) this.#message[i] = message[start + i]!;
    this.#text.set(text);
    return this.#text;
  }
}

/** Takes the block in the first words into the state. */
function compress(state: Int32Array, w: Int32Array): void {
  for (let i = 16; i < 64; i += 1) {
    const x = w[i - 15]!;
    const y = w[i - 2]!;
    const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16]! + low + w[i - 7]! + high) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  const k = constants;
  // Eight rounds at a time: the parts then stand where they began.
  for (let i = 0; i < 64; i += 8) {
    h =
      (h +
        ((((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) +
          (g ^ (e & (f ^ g))) +
          k[i + 0]! +
          w[i + 0]!)) |
      0;
    d = (d + h) | 0;
    h =
      (h +
        ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) +
          ((a & b) | (c & (a | b))))) |
      0;
    g =
      (g +
        ((((d >>> 6) | (d << 26)) ^ ((d >>> 11) | (d << 21)) ^ ((d >>> 25) | (d << 7))) +
          (f ^ (d & (e ^ f))) +
          k[i + 1]! +
          w[i + 1]!)) |
      0;
    c = (c + g) | 0;
    g =
      (g +
        ((((h >>> 2) | (h << 30)) ^ ((h >>> 13) | (h << 19)) ^ ((h >>> 22) | (h << 10))) +
          ((h & a) | (b & (h | a))))) |
      0;
    f =
      (f +
        ((((c >>> 6) | (c << 26)) ^ ((c >>> 11) | (c << 21)) ^ ((c >>> 25) | (c << 7))) +
          (e ^ (c & (d ^ e))) +
          k[i + 2]! +
          w[i + 2]!)) |
      0;
    b = (b + f) | 0;
    f =
      (f +
        ((((g >>> 2) | (g << 30)) ^ ((g >>> 13) | (g << 19)) ^ ((g >>> 22) | (g << 10))) +
          ((g & h) | (a & (g | h))))) |
      0;
    e =
      (e +
        ((((b >>> 6) | (b << 26)) ^ ((b >>> 11) | (b << 21)) ^ ((b >>> 25) | (b << 7))) +
          (d ^ (b & (c ^ d))) +
          k[i + 3]! +
          w[i + 3]!)) |
      0;
    a = (a + e) | 0;
    e =
      (e +
        ((((f >>> 2) | (f << 30)) ^ ((f >>> 13) | (f << 19)) ^ ((f >>> 22) | (f << 10))) +
          ((f & g) | (h & (f | g))))) |
      0;
    d =
      (d +
        ((((a >>> 6) | (a << 26)) ^ ((a >>> 11) | (a << 21)) ^ ((a >>> 25) | (a << 7))) +
          (c ^ (a & (b ^ c))) +
          k[i + 4]! +
          w[i + 4]!)) |
      0;
    h = (h + d) | 0;
    d =
      (d +
        ((((e >>> 2) | (e << 30)) ^ ((e >>> 13) | (e << 19)) ^ ((e >>> 22) | (e << 10))) +
          ((e & f) | (g & (e | f))))) |
      0;
    c =
      (c +
        ((((h >>> 6) | (h << 26)) ^ ((h >>> 11) | (h << 21)) ^ ((h >>> 25) | (h << 7))) +
          (b ^ (h & (a ^ b))) +
          k[i + 5]! +
          w[i + 5]!)) |
      0;
    g = (g + c) | 0;
    c =
      (c +
        ((((d >>> 2) | (d << 30)) ^ ((d >>> 13) | (d << 19)) ^ ((d >>> 22) | (d << 10))) +
          ((d & e) | (f & (d | e))))) |
      0;
    b =
      (b +
        ((((g >>> 6) | (g << 26)) ^ ((g >>> 11) | (g << 21)) ^ ((g >>> 25) | (g << 7))) +
          (a ^ (g & (h ^ a))) +
          k[i + 6]! +
          w[i + 6]!)) |
      0;
    f = (f + b) | 0;
    b =
      (b +
        ((((c >>> 2) | (c << 30)) ^ ((c >>> 13) | (c << 19)) ^ ((c >>> 22) | (c << 10))) +
          ((c & d) | (e & (c | d))))) |
      0;
    a =
      (a +
        ((((f >>> 6) | (f << 26)) ^ ((f >>> 11) | (f << 21)) ^ ((f >>> 25) | (f << 7))) +
          (h ^ (f & (g ^ h))) +
          k[i + 7]! +
          w[i + 7]!)) |
      0;
    e = (e + a) | 0;
    a =
      (a +
        ((((b >>> 2) | (b << 30)) ^ ((b >>> 13) | (b << 19)) ^ ((b >>> 22) | (b << 10))) +
          ((b & c) | (d & (b | c))))) |
      0;
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + b;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
  state[4] = state[4]! + e;
  state[5] = state[5]! + f;
  state[6] = state[6]! + g;
  state[7] = state[7]! + h;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every(prime => n % prime > 0)) primes.push(n);
  return primes;
}

/** The first 32 bits behind the point. */
function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
}
