import normal from "@stdlib/stats-base-dists-normal-cdf";
import { Matrix, SingularValueDecomposition } from "ml-matrix";

/** A chi-square test; null where the data cannot tell the groups apart (nobody at risk together, no events). */
export interface ChiSquareTest {
  readonly chiSquare: number;
  readonly degrees: number;
  readonly p: number;
}

/**
 * P(X > x) of a chi-square variable with a whole number of degrees of freedom, by the recurrence
 *
 *     Q(x; d + 2) = Q(x; d) + (x/2)^(d/2) e^(−x/2) / Γ(d/2 + 1),  Q(x; 1) = 2Φ(−√x),  Q(x; 2) = e^(−x/2)
 *
 * All terms are positive, so that small p keep their digits.
 *
 * Source: M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions (1964), 26.4.4–26.4.8.
 */
export function chiSquareTail(x: number, degrees: number): number {
  if (x <= 0) return 1;
  const odd = degrees % 2 === 1;
  let tail = odd ? 2 * normal(-Math.sqrt(x), 0, 1) : Math.exp(-x / 2);
  let term = odd ? Math.sqrt((2 * x) / Math.PI) * Math.exp(-x / 2) : (x / 2) * Math.exp(-x / 2);
  for (let d = odd ? 1 : 2; d < degrees; d += 2) {
    tail += term;
    term *= x / (d + 2);
  }
  return tail;
}

/**
 * The quadratic form s'V⁻s of scores that sum to zero and their covariance, with a generalised inverse: no group
 * need be left out, and the degrees of freedom are the rank of V.
 */
export function scoreTest(scores: readonly number[], covariance: readonly number[][]): ChiSquareTest | null {
  const parts = new SingularValueDecomposition(new Matrix(covariance as number[][]), { autoTranspose: true });
  const { diagonal, leftSingularVectors } = parts;
  const least = diagonal[0]! * 1e-10;
  let chiSquare = 0;
  let degrees = 0;
  diagonal.forEach((value, column) => {
    if (!(value > least)) return;
    const along = scores.reduce((sum, score, row) => sum + score * leftSingularVectors.get(row, column), 0);
    chiSquare += (along * along) / value;
    degrees++;
  });
  return degrees === 0 ? null : { chiSquare, degrees, p: chiSquareTail(chiSquare, degrees) };
}
