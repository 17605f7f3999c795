/** The normal quantile that leaves 2.5 % at either end. */
const z95 = 1.959963984540054;

/**
 * The Wilson score interval of a share, `hits` of `size` drawn at random:
 *
 *     (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n),  p = hits / n
 *
 * It stays within 0 and 1 and has a width where none or all are hit. Null where nothing was drawn. It knows of no
 * finite population: where nearly everybody was seen it is wider than need be.
 *
 * Source: E. B. Wilson, “Probable inference, the law of succession, and statistical inference”, Journal of the
 * American Statistical Association 22 (1927), 209–212.
 */
export function wilson(hits: number, size: number, z = z95): readonly [low: number, high: number] | null {
  if (!(size > 0) || hits < 0 || hits > size) return null;
  const share = hits / size;
  const square = z * z;
  const scale = 1 + square / size;
  const middle = (share + square / (2 * size)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / size + square / (4 * size * size));
  return [hits === 0 ? 0 : middle - half, hits === size ? 1 : middle + half];
}
