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

/** Takes the block in the first words into the state (FIPS 180-4, 6.2.2). */
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
  for (let i = 0; i < 64; i += 1) {
    const one = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const two = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const added = (h + one + (g ^ (e & (f ^ g))) + k[i]! + w[i]!) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + added) | 0;
    d = c;
    c = b;
    b = a;
    a = (added + two + ((b & c) | (d & (b | c)))) | 0;
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
