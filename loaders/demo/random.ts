/** A seeded stream of random numbers; the same seed and path give the same stream on every machine. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from low to high, both included. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** The index of a weight, chosen in proportion to it; weights need not sum to 1. */
  weighted(weights: readonly number[]): number;
  /** Standard normal, cut at ±3. */
  normal(): number;
}

/**
 * Opens the stream of a seed and a path, for example `createRandom(7, "visit", 1201)`.
 * Streams of different paths do not depend on the order in which they are opened.
 */
export function createRandom(seed: number, ...path: readonly (string | number)[]): Random {
  let a = mix(seed | 0, 0x9e3779b9);
  let b = mix(a, 0x243f6a88);
  for (const part of path) {
    if (typeof part === "number") a = mix(a, part | 0);
    else for (let i = 0; i < part.length; i++) a = mix(a, part.charCodeAt(i));
    b = mix(b, a);
  }
  return new Sfc32(a, b, mix(b, 0xb7e15162));
}

class Sfc32 implements Random {
  private d = 1;

  constructor(
    private a: number,
    private b: number,
    private c: number
  ) {
    for (let i = 0; i < 8; i++) this.next();
  }

  next(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return (t >>> 0) / 4294967296;
  }

  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!;
  }

  weighted(weights: readonly number[]): number {
    let total = 0;
    for (const weight of weights) total += weight;
    let rest = this.next() * total;
    for (let i = 0; i < weights.length - 1; i++) {
      rest -= weights[i]!;
      if (rest < 0) return i;
    }
    return weights.length - 1;
  }

  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return Math.max(-3, Math.min(3, radius * Math.cos(2 * Math.PI * this.next())));
  }
}

function mix(state: number, value: number): number {
  let h = Math.imul(state ^ value, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) + 0x6d2b79f5 + value) | 0;
}
