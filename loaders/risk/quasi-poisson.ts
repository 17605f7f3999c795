import { sum } from "d3-array";
import { inverse, Matrix, QrDecomposition } from "ml-matrix";

/** A fitted log-linear model. */
export interface QuasiPoissonFit {
  readonly coefficients: readonly number[];
  /** The fitted means. */
  readonly means: readonly number[];
  /** Prior weight × mean, as in the last step of the fit. */
  readonly workingWeights: readonly number[];
  /** The diagonal of the hat matrix. */
  readonly leverages: readonly number[];
  /** Σ w ((y − μ)/μ)² / (n − p). */
  readonly dispersion: number;
  readonly converged: boolean;
  /** x'(X'WX)⁻¹x: the variance of the linear predictor at a row, for a dispersion of 1. */
  variance(row: readonly number[]): number;
}

/**
 * Fits log μ = Xβ to counts by iteratively reweighted least squares from μ = y + 0.1, until the deviance moves by less
 * than 1e-8 of itself, at most 25 times, as R's `glm(family = quasipoisson)`. `rows` are the rows of X, more than it
 * has columns; prior weights are 1 unless given. Null where X has not full rank or the deviance is not finite.
 *
 * Source: P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd ed. (1989), 2.5 and 6.2.
 */
export function fitQuasiPoisson(
  rows: readonly (readonly number[])[],
  counts: readonly number[],
  weights?: readonly number[]
): QuasiPoissonFit | null {
  const weightOf = (i: number): number => weights?.[i] ?? 1;
  const deviance = (means: readonly number[]): number =>
    2 * sum(counts, (y, i) => weightOf(i) * ((y > 0 ? y * Math.log(y / means[i]!) : 0) - (y - means[i]!)));
  let means = counts.map(y => y + 0.1);
  let last = deviance(means);
  for (let round = 1; ; round++) {
    const workingWeights = means.map((mean, i) => weightOf(i) * mean);
    const roots = workingWeights.map(Math.sqrt);
    const scaled = new Matrix(rows.map((row, i) => row.map(value => value * roots[i]!)));
    const qr = new QrDecomposition(scaled);
    const upper = qr.upperTriangularMatrix;
    if (
      !upper
        .diagonal()
        .every((value, column) => Math.abs(value) > 1e-11 * upper.getColumnVector(column).norm())
    )
      return null;
    const response = counts.map((y, i) => [roots[i]! * (Math.log(means[i]!) + (y - means[i]!) / means[i]!)]);
    const coefficients = qr.solve(new Matrix(response)).to1DArray();
    means = rows.map(row =>
      Math.max(Number.EPSILON, Math.exp(sum(row, (value, i) => value * coefficients[i]!)))
    );
    const now = deviance(means);
    if (!Number.isFinite(now)) return null;
    const converged = Math.abs(now - last) / (Math.abs(now) + 0.1) < 1e-8;
    last = now;
    if (!converged && round < 25) continue;

    const orthogonal = qr.orthogonalMatrix;
    const unscaled = inverse(upper);
    const squares = sum(workingWeights, (w, i) => w * ((counts[i]! - means[i]!) / means[i]!) ** 2);
    return {
      coefficients,
      means,
      workingWeights,
      leverages: rows.map((_, i) => sum(orthogonal.getRow(i), value => value * value)),
      dispersion: squares / (rows.length - coefficients.length),
      converged,
      variance: row => sum(new Matrix([[...row]]).mmul(unscaled).getRow(0), value => value * value)
    };
  }
}
