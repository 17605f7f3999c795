import { mean, sum, variance } from "d3-array";
import { Matrix, QrDecomposition } from "ml-matrix";
import { CliError } from "../lib/errors.ts";
import { criticalValue } from "./confidence.ts";
import { checkLengths, checkNumbers, refuse } from "./refusal.ts";

/** What is known of each unit before the measure: numbers, or texts that name a category; one entry a unit. */
export type Covariates = Readonly<Record<string, readonly number[] | readonly string[]>>;

/** Whom the comparison speaks of: all, those with the measure, or those who could as well be with as without it. */
export type Estimand = "ate" | "att" | "overlap";

export interface Propensity {
  /** By name; `(Intercept)`, a covariate, or `covariate=category`. The first category in order of code is the base. */
  readonly coefficients: Readonly<Record<string, number>>;
  /** The probability of the measure of each unit. */
  readonly scores: readonly number[];
}

/**
 * The propensity score: logistic regression of the measure (1 with, 0 without) on the covariates, by iteratively
 * reweighted least squares from (y + ½) / 2 until the deviance moves by less than 1e-8 of itself, as R's `glm`.
 *
 * Refuses missing values, a covariate that others already tell (or that is constant), and covariates that separate the
 * two groups: then the likelihood has no largest value, the coefficients run away, and no weight can be trusted.
 *
 * Source: P. R. Rosenbaum, D. B. Rubin, Biometrika 70 (1983), 41–55; P. McCullagh, J. A. Nelder, Generalized Linear
 * Models (1989), 2.5; A. Albert, J. A. Anderson, Biometrika 71 (1984), 1–10 (separation).
 */
export function propensity(treated: readonly number[], covariates: Covariates): Propensity {
  const { count } = checkGroups(treated);
  const columns = designColumns(covariates, count);
  const names = ["(Intercept)", ...columns.map(column => column.name)];
  const design = designMatrix(columns, count);
  checkRank(design, names);

  let share = treated.map(value => (value + 0.5) / 2);
  let predictor = share.map(value => Math.log(value / (1 - value)));
  let coefficients: number[] = [];
  let before = deviance(treated, share);
  const step = () => {
    const roots = share.map(value => Math.sqrt(value * (1 - value)));
    const response = roots.map((root, i) => root * predictor[i]! + (treated[i]! - share[i]!) / root);
    const scaled = Matrix.mul(design, 1).mulColumnVector(roots);
    coefficients = new QrDecomposition(scaled).solve(Matrix.columnVector(response)).to1DArray();
    const moved = design.mmul(Matrix.columnVector(coefficients)).to1DArray();
    const farthest = Math.max(...moved.map((value, i) => Math.abs(value - predictor[i]!)));
    predictor = moved;
    share = predictor.map(value => 1 / (1 + Math.exp(-value)));
    return farthest;
  };
  for (let round = 0; ; round++) {
    if (round === rounds) refuseSeparation(names, coefficients, design);
    step();
    const now = deviance(treated, share);
    if (Math.abs(now - before) / (now + 0.1) < settled) break;
    before = now;
  }
  const found = {
    coefficients: Object.fromEntries(names.map((name, j) => [name, coefficients[j]!])),
    scores: share
  };
  // Under separation the deviance settles while the scores still run to 0 and 1, a unit of log odds a step.
  if (!(step() < 0.1)) refuseSeparation(names, coefficients, design);
  return found;
}

/**
 * The weight of each unit, from its score e:
 *
 *     ate      with: 1/e      without: 1/(1−e)
 *     att      with: 1        without: e/(1−e)
 *     overlap  with: 1−e      without: e
 *
 * Overlap weights are bounded, and balance the means of all covariates of the logistic regression exactly.
 *
 * Source: F. Li, K. L. Morgan, A. M. Zaslavsky, Journal of the American Statistical Association 113 (2018), 390–400.
 */
export function propensityWeights(
  treated: readonly number[],
  scores: readonly number[],
  estimand: Estimand
): number[] {
  checkLengths("倾向得分", treated.length, scores.length);
  return scores.map((score, i) => {
    const is = treated[i] === 1;
    if (estimand === "overlap") return is ? 1 - score : score;
    if (estimand === "att") return is ? 1 : score / (1 - score);
    return is ? 1 / score : 1 / (1 - score);
  });
}

/** A mean or difference in the outcome's unit, with normal limits. */
export interface Effect {
  readonly estimate: number;
  readonly error: number;
  readonly low: number;
  readonly high: number;
}

export interface WeightedDifference {
  readonly treated: Effect;
  readonly control: Effect;
  /** With minus without. */
  readonly difference: Effect;
}

/**
 * The weighted (Hájek) means Σwy/Σw of both groups and their difference, with the robust (sandwich, HC0) error
 *
 *     √Σ_g Σ_{i∈g} w_i² (y_i − ȳ_g)² / (Σ_{i∈g} w_i)²
 *
 * It takes the weights as known; that the scores are estimated makes the interval, if anything, too wide for `ate`.
 *
 * Source: J. Hájek (1971), comment in V. P. Godambe, D. A. Sprott (eds), Foundations of Statistical Inference;
 * H. White, Econometrica 48 (1980), 817–838; J. K. Lunceford, M. Davidian, Statistics in Medicine 23 (2004), 2937–2960.
 */
export function weightedDifference(
  treated: readonly number[],
  outcome: readonly number[],
  weights: readonly number[],
  confidence = 0.95
): WeightedDifference {
  const { one, zero, count } = checkGroups(treated);
  checkLengths("结果", count, outcome.length);
  checkNumbers("结果", outcome);
  checkWeights(weights, count);
  const z = criticalValue(confidence);
  const effect = (estimate: number, error: number): Effect => ({
    estimate,
    error,
    low: estimate - z * error,
    high: estimate + z * error
  });
  const [with_, without] = [one, zero].map(group => {
    const total = sum(group, i => weights[i]!);
    const middle = sum(group, i => weights[i]! * outcome[i]!) / total;
    return effect(middle, Math.sqrt(sum(group, i => (weights[i]! * (outcome[i]! - middle)) ** 2)) / total);
  });
  return {
    treated: with_!,
    control: without!,
    difference: effect(with_!.estimate - without!.estimate, Math.hypot(with_!.error, without!.error))
  };
}

/**
 * The doubly robust (augmented inverse-probability) difference over all units: an outcome regression in each group by
 * least squares, corrected by the weighted residuals; right if either the scores or the regressions are. The error is
 * the deviation of the influence values over √n. Refuses what `propensity` refuses, within each group.
 *
 * Source: J. M. Robins, A. Rotnitzky, L. P. Zhao, Journal of the American Statistical Association 89 (1994), 846–866.
 */
export function augmentedDifference(
  treated: readonly number[],
  covariates: Covariates,
  outcome: readonly number[],
  scores: readonly number[],
  confidence = 0.95
): Effect {
  const { one, zero, count } = checkGroups(treated);
  checkLengths("结果", count, outcome.length);
  checkNumbers("结果", outcome);
  checkLengths("倾向得分", count, scores.length);
  const columns = designColumns(covariates, count);
  const design = designMatrix(columns, count);
  const [up, down] = [one, zero].map(group => {
    const rows = new Matrix(group.map(i => design.getRow(i)));
    checkRank(rows, ["(Intercept)", ...columns.map(column => column.name)]);
    const fit = new QrDecomposition(rows).solve(Matrix.columnVector(group.map(i => outcome[i]!)));
    return design.mmul(fit).to1DArray();
  });
  const influence = scores.map((score, i) => {
    const residual = outcome[i]! - (treated[i] === 1 ? up! : down!)[i]!;
    return up![i]! - down![i]! + (treated[i] === 1 ? residual / score : -residual / (1 - score));
  });
  const estimate = mean(influence)!;
  const error = Math.sqrt(variance(influence)! / count);
  const z = criticalValue(confidence);
  return { estimate, error, low: estimate - z * error, high: estimate + z * error };
}

/** How far apart the groups are in one covariate (or one category of it), in standard deviations. */
export interface Balance {
  readonly name: string;
  /** Null where neither group varies, yet they differ. */
  readonly before: number | null;
  readonly after: number | null;
}

/**
 * Standardised mean differences before and after weighting, (x̄₁ − x̄₀) / √((s₁² + s₀²)/2), with the unweighted
 * variances in both; every category of a text covariate has its own line. Below 0.1 is commonly taken as balanced.
 *
 * Source: P. C. Austin, Statistics in Medicine 28 (2009), 3083–3107.
 */
export function balance(
  treated: readonly number[],
  covariates: Covariates,
  weights: readonly number[]
): Balance[] {
  const { one, zero, count } = checkGroups(treated);
  checkWeights(weights, count);
  return designColumns(covariates, count, true).map(({ name, values }) => {
    const spread = Math.sqrt(
      ((variance(one, i => values[i]) ?? 0) + (variance(zero, i => values[i]) ?? 0)) / 2
    );
    const gap = (weight: (i: number) => number): number | null => {
      const [up, down] = [one, zero].map(
        group => sum(group, i => weight(i) * values[i]!) / sum(group, weight)
      );
      return spread > 0 ? (up! - down!) / spread : up === down ? 0 : null;
    };
    return { name, before: gap(() => 1), after: gap(i => weights[i]!) };
  });
}

/**
 * Kish's effective sample size, (Σw)² / Σw²: as many equally weighted units would be as precise.
 *
 * Source: L. Kish, Survey Sampling (1965), 11.7.
 */
export function effectiveSize(weights: readonly number[]): number {
  return sum(weights) ** 2 / sum(weights, weight => weight * weight);
}

export interface ComparisonLimits {
  /** The largest standardised mean difference that still counts as balanced; commonly 0.1. */
  readonly smd: number;
  /** The least effective size of a group as a share of its units; commonly 0.5. */
  readonly effective: number;
  /** The fewest units in a group. */
  readonly units: number;
}

export interface Comparison {
  readonly units: { readonly treated: number; readonly control: number };
  readonly effective: { readonly treated: number; readonly control: number } | null;
  readonly balance: readonly Balance[];
  /** Null when withheld. An association, not a cause: what was not measured may differ. */
  readonly result: WeightedDifference | null;
  /** Why no result is given, in Chinese; null when one is. */
  readonly withheld: string | null;
}

/**
 * Compares units with a measure to units without it, weighted to be alike in the covariates. Withheld, with the
 * reason, where a group is too small, the groups can be told apart by a covariate, a covariate is not balanced after
 * weighting, or the weights leave too little of a group. Refuses lists of unequal length and missing values.
 */
export function compareGroups(
  data: {
    readonly treated: readonly number[];
    readonly covariates: Covariates;
    readonly outcome: readonly number[];
  },
  options: { readonly estimand?: Estimand; readonly confidence?: number; readonly limits: ComparisonLimits }
): Comparison {
  const { treated, covariates, outcome } = data;
  const { limits, estimand = "overlap" } = options;
  checkLengths("结果", treated.length, outcome.length);
  checkNumbers("结果", outcome);
  checkTreated(treated);
  const ones = sum(treated);
  const units = { treated: ones, control: treated.length - ones };
  const without = (withheld: string): Comparison => ({
    units,
    effective: null,
    balance: [],
    result: null,
    withheld
  });
  if (Math.min(units.treated, units.control) < Math.max(2, limits.units)) {
    return without(
      `有措施 ${units.treated} 例、无措施 ${units.control} 例，每组至少要 ${limits.units} 例才作比较`
    );
  }
  let scores: readonly number[];
  try {
    scores = propensity(treated, covariates).scores;
  } catch (error) {
    if (!(error instanceof SeparationError)) throw error;
    return without(`两组在“${error.covariate}”上截然分开，找不到可比的对象`);
  }
  const weights = propensityWeights(treated, scores, estimand);
  const [up, down] = [1, 0].map(group => effectiveSize(weights.filter((_, i) => treated[i] === group)));
  const table = balance(treated, covariates, weights);
  const apart = table.filter(row => row.after === null || Math.abs(row.after) > limits.smd);
  const reasons = [
    ...(apart.length > 0 ? [`加权后两组在${apart.map(row => `“${row.name}”`).join("、")}上仍不可比`] : []),
    ...[["有措施", up!, units.treated] as const, ["无措施", down!, units.control] as const].flatMap(
      ([name, effective, all]) =>
        effective < limits.effective * all
          ? [`${name}的 ${all} 例加权后只相当于 ${Math.floor(effective)} 例`]
          : []
    )
  ];
  return {
    units,
    effective: { treated: up!, control: down! },
    balance: table,
    result: reasons.length > 0 ? null : weightedDifference(treated, outcome, weights, options.confidence),
    withheld: reasons.length > 0 ? reasons.join("；") : null
  };
}

/** Covariates tell the two groups apart: no propensity score exists. */
class SeparationError extends CliError {
  constructor(readonly covariate: string) {
    super(`“${covariate}”能把有措施和没有措施的分开，无法估计倾向得分。合并它的类别，或不放进比较。`);
    this.name = "SeparationError";
  }
}

const rounds = 25;
const settled = 1e-8;
const tolerance = 1e-7;

function refuseSeparation(names: readonly string[], coefficients: readonly number[], design: Matrix): never {
  const pulls = names.map((_, j) => {
    const column = design.getColumn(j);
    return Math.abs(coefficients[j]!) * Math.sqrt(variance(column) ?? 0);
  });
  throw new SeparationError(names[pulls.indexOf(Math.max(...pulls))]!);
}

interface NamedColumn {
  readonly name: string;
  readonly values: readonly number[];
}

/** The columns of the regression: a text covariate has one for each category but the first, or for all. */
function designColumns(covariates: Covariates, count: number, all = false): NamedColumn[] {
  return Object.entries(covariates).flatMap(([name, values]) => {
    checkLengths(`“${name}”`, count, values.length);
    if (values.every(value => typeof value === "string")) {
      const categories = [...new Set(values)].sort();
      return categories.slice(all ? 0 : 1).map(category => ({
        name: `${name}=${category}`,
        values: values.map(value => (value === category ? 1 : 0))
      }));
    }
    checkNumbers(`“${name}”`, values as readonly number[]);
    return [{ name, values: values as readonly number[] }];
  });
}

function designMatrix(columns: readonly NamedColumn[], count: number): Matrix {
  return new Matrix(
    Array.from({ length: count }, (_, i) => [1, ...columns.map(column => column.values[i]!)])
  );
}

function checkRank(design: Matrix, names: readonly string[]): void {
  if (design.rows < design.columns)
    refuse(`${design.rows} 例不够估计 ${design.columns} 个系数`, "减少协变量");
  const triangle = new QrDecomposition(design).upperTriangularMatrix;
  const at = names.findIndex((_, j) => {
    const length = Math.hypot(...design.getColumn(j));
    return !(Math.abs(triangle.get(j, j)) > tolerance * length);
  });
  if (at >= 0) refuse(`“${names[at]}”没有变化，或由别的协变量决定`, "去掉它再算");
}

function checkTreated(treated: readonly number[]): void {
  const at = treated.findIndex(value => value !== 0 && value !== 1);
  if (at >= 0) refuse(`有无措施第 ${at + 1} 个应是 0 或 1，现在是 ${treated[at]}`, "不清楚的先去掉");
}

function checkGroups(treated: readonly number[]) {
  checkTreated(treated);
  const [one, zero] = [1, 0].map(group => treated.flatMap((value, i) => (value === group ? [i] : [])));
  if (one!.length === 0 || zero!.length === 0) refuse("只有一组，没有可比的", "换一个范围，或不作比较");
  return { one: one!, zero: zero!, count: treated.length };
}

function checkWeights(weights: readonly number[], count: number): void {
  checkLengths("权重", count, weights.length);
  const at = weights.findIndex(weight => !(weight > 0 && weight < Infinity));
  if (at >= 0) refuse(`权重第 ${at + 1} 个应是正数，现在是 ${weights[at]}`, "检查倾向得分");
}

function deviance(treated: readonly number[], share: readonly number[]): number {
  return -2 * sum(share, (value, i) => Math.log(treated[i] === 1 ? value : 1 - value));
}
