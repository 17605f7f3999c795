import { hash } from "node:crypto";

const blockBytes = 64;
const hexDigits = new TextEncoder().encode("0123456789abcdef");

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
  readonly #schedule = new Int32Array(64);
  readonly #block = new Uint8Array(blockBytes);
  /** The last hash made, as text. */
  readonly text = new Uint8Array(hashLength);

  constructor(key: Uint8Array) {
    const short = key.length > blockBytes ? hash("sha256", key, "buffer") : key;
    const padded = (pad: number): Int32Array => {
      const block = Uint8Array.from({ length: blockBytes }, (_, i) => (short[i] ?? 0) ^ pad);
      const state = initial.slice();
      compress(state, block, 0, this.#schedule);
      return state;
    };
    this.#inner = padded(0x36);
    this.#outer = padded(0x5c);
  }

  /** The hash of the bytes [start, end), written to `text`. */
  of(message: Uint8Array, start: number, end: number): Uint8Array {
    const state = this.#state;
    const block = this.#block;
    state.set(this.#inner);
    let at = start;
    for (; end - at >= blockBytes; at += blockBytes) compress(state, message, at, this.#schedule);
    block.fill(0);
    for (let i = at; i < end; i += 1) block[i - at] = message[i]!;
    this.#end(end - at, blockBytes + end - start);
    for (let i = 0; i < 8; i += 1) {
      const word = state[i]!;
      block[4 * i] = word >>> 24;
      block[4 * i + 1] = word >>> 16;
      block[4 * i + 2] = word >>> 8;
      block[4 * i + 3] = word;
    }
    block.fill(0, 32);
    state.set(this.#outer);
    this.#end(32, blockBytes + 32);
    for (let i = 0; i < hashLength; i += 1)
      this.text[i] = hexDigits[(state[i >> 3]! >>> (28 - 4 * (i & 7))) & 15]!;
    return this.text;
  }

  /** Pads the block, which holds so many last bytes of a text of `length`, and takes it in. */
  #end(held: number, length: number): void {
    const block = this.#block;
    block[held] = 0x80;
    if (held > blockBytes - 9) {
      compress(this.#state, block, 0, this.#schedule);
      block.fill(0);
    }
    for (let i = 0, bits = length * 8; i < 6; i += 1, bits = Math.floor(bits / 256)) block[63 - i] = bits;
    compress(this.#state, block, 0, this.#schedule);
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

/** Takes the block at `at` into the state. */
function compress(state: Int32Array, bytes: Uint8Array, at: number, w: Int32Array): void {
  for (let i = 0, p = at; i < 16; i += 1, p += 4)
    w[i] = (bytes[p]! << 24) | (bytes[p + 1]! << 16) | (bytes[p + 2]! << 8) | bytes[p + 3]!;
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
  for (let i = 0; i < 64; i += 1) {
    const high = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + high + (g ^ (e & (f ^ g))) + constants[i]! + w[i]!) | 0;
    const low = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (low + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
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
