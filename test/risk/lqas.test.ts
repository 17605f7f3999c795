import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { acceptance, decisionRule, lqasPlan, operatingCurve, ruleRisks } from "../../loaders/risk/lqas.ts";
import { checked, expectClose, expected, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("批质量抽样");

const wanted = expected("lqas");

describe("against AcceptanceSampling", () => {
  test("a lot of 200, and its curve", () => {
    const { N, PRP, CRP, n, c, pacc_at } = wanted["1"];
    const plan = lqasPlan({ good: PRP[0], alpha: 1 - PRP[1], bad: CRP[0], beta: CRP[1] }, N)!;
    expect(plan).toMatchObject({ size: n, defects: c, population: N });
    const curve = operatingCurve(
      plan,
      pacc_at.map((point: { pd: number }) => point.pd)
    );
    check.near(
      curve.map(point => point.accepted),
      pacc_at.map((point: { pacc: number }) => point.pacc)
    );
    check.near([plan.alpha, plan.beta], [1 - pacc_at[1].pacc, pacc_at[4].pacc]);
  });

  test("a large lot", () => {
    const { n, c, oc } = wanted.binomial;
    const plan = lqasPlan({ good: 0.05, alpha: 0.05, bad: 0.15, beta: 0.1 })!;
    expect(plan).toMatchObject({ size: n, defects: c });
    check.near(
      operatingCurve(plan, [0.02, 0.05, 0.1, 0.15]).map(point => point.accepted),
      oc
    );
  });

  test("the classic rule of 19", () => {
    const { n, decision_rule_success, alpha, beta } = wanted.classic_19_LQAS;
    const rule = ruleRisks(n, decision_rule_success, 0.8, 0.5);
    check.near([rule.alpha, rule.beta], [alpha, beta]);
    expect(decisionRule(n, 0.8, 0.5)).toEqual(rule);
  });

  test("other lots and risks", () => {
    for (const { population, good, alpha, bad, beta, size, defects, oc } of expected("attribute_samples")
      .plans) {
      const plan = lqasPlan({ good, alpha, bad, beta }, population ?? undefined)!;
      expect(plan).toMatchObject({ size, defects });
      check.near(
        operatingCurve(plan, [0, 0.01, good, bad, 0.3]).map(point => point.accepted),
        oc
      );
    }
  });
});

test("the classic table of 19 for coverage targets 30 points apart", () => {
  const table = {
    0.5: 7,
    0.55: 8,
    0.6: 9,
    0.65: 10,
    0.7: 11,
    0.75: 12,
    0.8: 13,
    0.85: 14,
    0.9: 15,
    0.95: 16
  };
  for (const [upper, successes] of Object.entries(table)) {
    const rule = decisionRule(19, Number(upper), Number(upper) - 0.3);
    expect(Math.abs(rule.successes - successes)).toBeLessThanOrEqual(1);
    const classic = ruleRisks(19, successes, Number(upper), Number(upper) - 0.3);
    expect(rule.alpha + rule.beta).toBeLessThanOrEqual(classic.alpha + classic.beta);
    expect(Math.max(classic.alpha, classic.beta)).toBeLessThan(0.1);
  }
});

test("by hand: a lot of 4 with 1 or 2 bad, 2 drawn, none allowed", () => {
  const plan = { size: 2, defects: 0, population: 4 };
  expectClose(
    operatingCurve(plan, [0, 0.25, 0.5, 0.75, 1]).map(point => point.accepted),
    [1, 1 / 2, 1 / 6, 0, 0]
  );
  expectClose(acceptance({ size: 2, defects: 1 }, 0.5), 0.75);
  expect(acceptance({ size: 3, defects: 3 }, 1)).toBe(1);
  expect(acceptance({ size: 3, defects: 2 }, 1)).toBe(0);
});

test("a lot too small for the risks has no plan; all drawn has no risk", () => {
  expect(lqasPlan({ good: 0.15, alpha: 0.05, bad: 0.2, beta: 0.05 }, 5)).toBeNull();
  expect(lqasPlan({ good: 0.2, alpha: 0.01, bad: 0.4, beta: 0.01 }, 5)).toMatchObject({
    size: 5,
    defects: 1,
    alpha: 0
  });
});

test("the plan keeps its risks, and no smaller sample does", () => {
  const risks = fc.record({
    good: fc.integer({ min: 0, max: 10 }),
    gap: fc.integer({ min: 8, max: 40 }),
    alpha: fc.integer({ min: 2, max: 20 }),
    beta: fc.integer({ min: 2, max: 20 })
  });
  fc.assert(
    fc.property(
      risks,
      fc.option(fc.integer({ min: 20, max: 120 }), { nil: undefined }),
      (raw, population) => {
        const [good, bad, alpha, beta] = [raw.good, raw.good + raw.gap, raw.alpha, raw.beta].map(
          x => x / 100
        );
        const plan = lqasPlan({ good: good!, bad: bad!, alpha: alpha!, beta: beta! }, population);
        if (plan === null) {
          expect(population).toBeDefined();
          return;
        }
        expect(plan.alpha).toBeLessThanOrEqual(alpha! + 1e-12);
        expect(plan.beta).toBeLessThanOrEqual(beta!);
        const size = plan.size - 1;
        for (let defects = 0; defects < size; defects++) {
          const less = { size, defects, ...(population === undefined ? {} : { population }) };
          const holds = acceptance(less, good!) >= 1 - alpha! && acceptance(less, bad!) <= beta!;
          expect(holds).toBe(false);
        }
      }
    )
  );
});

test.each([
  [
    "shares turned round",
    () => lqasPlan({ good: 0.2, bad: 0.1, alpha: 0.1, beta: 0.1 }),
    "0.2 应小于不合格界限 0.1"
  ],
  ["NaN", () => lqasPlan({ good: Number.NaN, bad: 0.1, alpha: 0.1, beta: 0.1 }), "合格界限"],
  ["a risk of 1", () => lqasPlan({ good: 0.01, bad: 0.1, alpha: 1, beta: 0.1 }), "弃真概率"],
  [
    "more than the lot",
    () => acceptance({ size: 9, defects: 1, population: 8 }, 0.1),
    "1 到 8 的整数，现在是 9"
  ],
  ["a share above 1", () => acceptance({ size: 9, defects: 1 }, 1.2), "不合格比例应在 0 到 1 之间"],
  ["thresholds turned round", () => decisionRule(19, 0.5, 0.8), "下限 0.8 应小于上限 0.5"]
])("refused: %s", (_, work, words) => {
  expect(refusal(work)).toContain(words);
});

test("the table of checks claims no more than this", () => check.holds());
