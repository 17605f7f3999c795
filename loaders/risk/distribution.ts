import betaCdf from "@stdlib/stats-base-dists-beta-cdf";
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";

/** A distribution of counts 0, 1, 2, …; both tails are computed, so that a small one keeps its digits. */
export interface CountDistribution {
  readonly mean: number;
  readonly deviation: number;
  /** P(X ≤ k). */
  atMost(k: number): number;
  /** P(X ≥ k). */
  atLeast(k: number): number;
}

/** Poisson counts of the given mean (0 or more). */
export function poisson(mean: number): CountDistribution {
  return {
    mean,
    deviation: Math.sqrt(mean),
    atMost: k => (k < 0 ? 0 : gammaTails(k + 1, mean).above),
    atLeast: k => (k <= 0 ? 1 : gammaTails(k, mean).below)
  };
}

/** Successes among `size` trials (1 or more), each of the given probability. */
export function binomial(size: number, probability: number): CountDistribution {
  return {
    mean: size * probability,
    deviation: Math.sqrt(size * probability * (1 - probability)),
    atMost: k => (k < 0 ? 0 : k >= size ? 1 : betaCdf(1 - probability, size - k, k + 1)),
    atLeast: k => (k <= 0 ? 1 : k > size ? 0 : betaCdf(probability, k, size - k + 1))
  };
}

/** Counts of the given mean and variance φ × mean, φ > 1: R's `nbinom(size = mean / (φ − 1), prob = 1 / φ)`. */
export function negativeBinomial(mean: number, phi: number): CountDistribution {
  const size = mean / (phi - 1);
  return {
    mean,
    deviation: Math.sqrt(phi * mean),
    atMost: k => (k < 0 ? 0 : betaCdf(1 / phi, size, k + 1)),
    atLeast: k => (k <= 0 ? 1 : betaCdf(1 - 1 / phi, k, size))
  };
}

/** The smallest count k with P(X ≤ k) ≥ p, for p in (0, 1). */
export function countQuantile(distribution: CountDistribution, p: number): number {
  const { mean, deviation, atMost } = distribution;
  const reaches = (k: number): boolean => atMost(k) >= p * (1 - rounding);
  const guess = Math.max(0, Math.floor(mean + deviation * normalQuantile(p, 0, 1)));
  let low = guess - 1;
  let high = guess;
  for (let step = 1; low >= 0 && reaches(low); step *= 2) {
    high = low;
    low = Math.max(-1, low - step);
  }
  for (let step = 1; !reaches(high); step *= 2) {
    low = high;
    high += step;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * The share of a gamma distribution (scale 1) below and above x: the regularised incomplete gamma functions, by the
 * series Σ x^n / ((a+1)…(a+n)) below a + 1 and by Lentz's continued fraction from there. The relative error is about
 * 1e-13. @stdlib's own (0.2.x) is off by up to 5 % from shapes of about a thousand on, hence this one.
 *
 * Source: W. H. Press et al., Numerical Recipes, 3rd ed. (2007), 6.2; C. Loader, Fast and Accurate Computation of
 * Binomial Probabilities (2000), for the leading factor.
 */
export function gammaTails(shape: number, x: number): { readonly below: number; readonly above: number } {
  if (x <= 0) return { below: 0, above: 1 };
  const factor = Math.exp(logFactor(shape, x));
  if (x < shape + 1) {
    let term = 1;
    let sum = 1;
    for (let n = 1; term > sum * precision; n++) {
      term *= x / (shape + n);
      sum += term;
    }
    return { below: factor * sum, above: 1 - factor * sum };
  }
  let b = x + 1 - shape;
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1, change = 0; Math.abs(change - 1) > precision; n++) {
    const a = n * (shape - n);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    change = c * d;
    fraction *= change;
  }
  return { below: 1 - factor * shape * fraction, above: factor * shape * fraction };
}

/** The x that leaves the share p of a gamma distribution (scale 1) below it, for p in (0, 1). */
export function gammaQuantile(p: number, shape: number): number {
  const isLow = p < 0.5;
  const target = Math.log(isLow ? p : 1 - p);
  let low = -745;
  let high = Math.log(shape + 40 * Math.sqrt(shape) + 800);
  const cube = 1 - 1 / (9 * shape) + normalQuantile(p, 0, 1) / (3 * Math.sqrt(shape));
  let u = cube > 0.1 ? Math.log(shape) + 3 * Math.log(cube) : (Math.log(p) + logGamma(shape)) / shape;
  for (let round = 0; round < 200; round++) {
    if (!(u > low && u < high)) u = (low + high) / 2;
    const x = Math.exp(u);
    const { below, above } = gammaTails(shape, x);
    const tail = isLow ? below : above;
    const gap = Math.log(tail) - target;
    if (gap > 0 === isLow) high = u;
    else low = u;
    const slope = (shape * Math.exp(logFactor(shape, x))) / tail;
    const step = gap / (isLow ? slope : -slope);
    u -= step;
    if (Math.abs(step) <= precision * Math.max(1, Math.abs(u))) break;
  }
  return Math.exp(u);
}

const precision = Number.EPSILON;

/** Room for rounding where a cumulative probability equals the one asked for. */
const rounding = 64 * precision;

/** ln(x^a e^−x / Γ(a + 1)). */
function logFactor(a: number, x: number): number {
  if (a < 16) return a * Math.log(x) - x - logGamma(a);
  const off = (x - a) / a;
  return a * (Math.log1p(off) - off) - stirling(a) - Math.log(2 * Math.PI * a) / 2;
}

/** ln Γ(a + 1). */
function logGamma(a: number): number {
  let product = 1;
  let z = a;
  while (z < 16) product *= ++z;
  return z * Math.log(z) - z + Math.log(2 * Math.PI * z) / 2 + stirling(z) - Math.log(product);
}

/** The remainder of Stirling's formula for ln Γ(z + 1), from z = 16. */
function stirling(z: number): number {
  const s = 1 / (z * z);
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360360))))) / z;
}
