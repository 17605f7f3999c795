import { binomial } from "./distribution.ts";
import { hypergeometric } from "./hypergeometric.ts";
import { checkCount, checkShare, refuse } from "./refusal.ts";

/** Draw `size`, accept the lot (a village) if at most `defects` are found. */
export interface LqasPlan {
  readonly size: number;
  readonly defects: number;
  /** Units in the lot; left out where it is large (binomial). */
  readonly population?: number;
}

export interface LqasRisks {
  /** The share of defects that should pass, and how often it may be refused all the same. */
  readonly good: number;
  readonly alpha: number;
  /** The share of defects that should be refused, and how often it may pass all the same. */
  readonly bad: number;
  readonly beta: number;
}

export interface LqasFound extends LqasPlan {
  /** The risks the plan really has. */
  readonly alpha: number;
  readonly beta: number;
}

/**
 * The smallest plan that accepts a lot with the share `good` of defects with probability 1 − alpha at least, and one
 * with `bad` with probability beta at most; hypergeometric for a lot of `population` units, else binomial. A share that
 * is not a whole number of units is rounded to the nearest, halves to the even one.
 *
 * Null where drawing everybody would not do. Refuses shares that are not 0 ≤ good < bad < 1.
 *
 * Source: H. F. Dodge, H. G. Romig, Sampling Inspection Tables (1944); S. K. Lwanga, S. Lemeshow, Sample Size
 * Determination in Health Studies (1991); as `find.plan` of R's AcceptanceSampling.
 */
export function lqasPlan(risks: LqasRisks, population?: number): LqasFound | null {
  const { good, bad, alpha, beta } = risks;
  if (!(good >= 0 && good < bad && bad < 1)) refuse(`合格界限 ${good} 应小于不合格界限 ${bad}`, "改正后再算");
  checkShare("弃真概率", alpha);
  checkShare("取伪概率", beta);
  if (population !== undefined) checkCount("总体单元数", population, 1);
  const lot = population === undefined ? {} : { population };
  let size = 1;
  for (let defects = 0; ; defects++) {
    size = Math.max(size, defects + 1);
    while (size <= (population ?? size) && acceptance({ size, defects, ...lot }, bad) > beta) size++;
    if (size > (population ?? size)) return null;
    const plan = { size, defects, ...lot };
    const accepted = acceptance(plan, good);
    if (accepted >= 1 - alpha) return { ...plan, alpha: 1 - accepted, beta: acceptance(plan, bad) };
  }
}

/**
 * The operating characteristic: the probability that a lot with a share of defects is accepted, P(X ≤ defects).
 * Refuses a plan that draws more than the lot and a share outside [0, 1].
 */
export function acceptance({ size, defects, population }: LqasPlan, share: number): number {
  checkCount("样本量", size, 1, population);
  checkCount("允许的不合格数", defects);
  if (!(share >= 0 && share <= 1)) refuse(`不合格比例应在 0 到 1 之间，现在是 ${share}`, "改正后再算");
  if (population === undefined) {
    return share === 0 || defects >= size ? 1 : share === 1 ? 0 : binomial(size, share).atMost(defects);
  }
  return hypergeometric(population, nearest(population * share), size).atMost(defects);
}

/** The operating characteristic at several shares. */
export function operatingCurve(
  plan: LqasPlan,
  shares: readonly number[]
): { share: number; accepted: number }[] {
  return shares.map(share => ({ share, accepted: acceptance(plan, share) }));
}

export interface LqasRule {
  /** Accept if at least this many of the sample have what is asked for. */
  readonly successes: number;
  /** The risk to refuse a lot at the upper threshold. */
  readonly alpha: number;
  /** The risk to accept a lot at the lower one. */
  readonly beta: number;
}

/**
 * The two risks of a classic rule, "at least `successes` of `size`", for coverage: alpha = P(X < d | upper),
 * beta = P(X ≥ d | lower), X binomial.
 *
 * Source: J. J. Valadez, Assessing Child Survival Programs in Developing Countries (1991).
 */
export function ruleRisks(size: number, successes: number, upper: number, lower: number): LqasRule {
  checkCount("样本量", size, 1);
  checkCount("达标数", successes, 0, size);
  checkShare("上限", upper);
  checkShare("下限", lower);
  if (lower >= upper) refuse(`下限 ${lower} 应小于上限 ${upper}`, "改正后再算");
  return {
    successes,
    alpha: binomial(size, upper).atMost(successes - 1),
    beta: binomial(size, lower).atLeast(successes)
  };
}

/** The classic rule of a sample size: the one whose two risks sum to the least. Refuses what `ruleRisks` refuses. */
export function decisionRule(size: number, upper: number, lower: number): LqasRule {
  const rules = Array.from({ length: size }, (_, i) => ruleRisks(size, i + 1, upper, lower));
  return rules.reduce((best, rule) => (rule.alpha + rule.beta < best.alpha + best.beta ? rule : best));
}

/** The nearest whole number, halves to the even one; what a product of decimals is off by does not count. */
function nearest(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  if (Math.abs(rest - 0.5) < 1e-9) return down % 2 === 0 ? down : down + 1;
  return Math.round(value);
}
