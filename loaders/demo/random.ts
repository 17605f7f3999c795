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
 * Streams of different paths do not depend on the order in which they are opened (sfc32).
 */
export function createRandom(seed: number, ...path: readonly (string | number)[]): Random {
  let a = mix(seed | 0, 0x9e3779b9);
  let b = mix(a, 0x243f6a88);
  for (const part of path) {
    if (typeof part === "number") a = mix(a, part | 0);
    else for (let i = 0; i < part.length; i++) a = mix(a, part.charCodeAt(i));
    b = mix(b, a);
  }
  let c = mix(b, 0xb7e15162);
  let d = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 8; i++) next();

  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: probability => next() < probability,
    pick: list => list[Math.floor(next() * list.length)]!,
    weighted: weights => {
      let total = 0;
      for (const weight of weights) total += weight;
      let rest = next() * total;
      for (let i = 0; i < weights.length - 1; i++) {
        rest -= weights[i]!;
        if (rest < 0) return i;
      }
      return weights.length - 1;
    },
    normal: () => {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      return Math.max(-3, Math.min(3, radius * Math.cos(2 * Math.PI * next())));
    }
  };
}

function mix(state: number, value: number): number {
  let h = Math.imul(state ^ value, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) + 0x6d2b79f5 + value;
}
