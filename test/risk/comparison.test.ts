import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import {
  augmentedDifference,
  balance,
  compareGroups,
  type Effect,
  effectiveSize,
  propensity,
  propensityWeights,
  weightedDifference
} from "../../loaders/risk/comparison.ts";
import { checked, expectClose, expected, input, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("倾向得分加权比较");

const numbers = (rows: Record<string, string>[], name: string) => rows.map(row => Number(row[name]));
const limits = { smd: 0.1, effective: 0.5, units: 20 };

const lalonde = input("propensity_weights");
const jobs = {
  treated: numbers(lalonde, "treat"),
  outcome: numbers(lalonde, "re78"),
  covariates: {
    age: numbers(lalonde, "age"),
    educ: numbers(lalonde, "educ"),
    race: lalonde.map(row => row.race!),
    married: numbers(lalonde, "married"),
    nodegree: numbers(lalonde, "nodegree"),
    re74: numbers(lalonde, "re74"),
    re75: numbers(lalonde, "re75")
  }
};
const made = input("overlap_weights");
const homes = {
  treated: numbers(made, "t"),
  outcome: numbers(made, "y"),
  covariates: {
    labour: made.map(row => row.labour!),
    size: numbers(made, "size"),
    income: numbers(made, "income"),
    edge: numbers(made, "edge")
  }
};

describe("LaLonde, against R", () => {
  const wanted = expected("propensity_weights");
  const { treated, covariates, outcome } = jobs;
  const found = propensity(treated, covariates);
  const weights = { iptw: "ate", att: "att", overlap: "overlap" } as const;

  test("propensity", () => {
    check.near(Object.values(found.coefficients), Object.values(wanted.ps_coef));
    check.near(found.scores.slice(0, 10), wanted.ps_first10);
    check.near([Math.min(...found.scores), Math.max(...found.scores)], wanted.ps_range);
  });

  test("balance before and after", () => {
    for (const [key, estimand] of Object.entries(weights)) {
      const rows = balance(treated, covariates, propensityWeights(treated, found.scores, estimand));
      const named = (column: "before" | "after") =>
        Object.keys(wanted.smd_unweighted).map(name => {
          const mine = name.replace(/^race/, "race=");
          return rows.find(row => row.name === mine)![column];
        });
      check.near(named("before"), Object.values(wanted.smd_unweighted));
      if (estimand !== "overlap") check.near(named("after"), Object.values(wanted[`smd_${key}`]));
      else for (const after of named("after")) expect(Math.abs(after!)).toBeLessThan(1e-8);
    }
  });

  test("differences and effective sizes", () => {
    const of = (estimand: "ate" | "att" | "overlap") => propensityWeights(treated, found.scores, estimand);
    const difference = (list: readonly number[]) =>
      weightedDifference(treated, outcome, list).difference.estimate;
    check.near(difference(treated.map(() => 1)), wanted.diff_raw);
    check.near(difference(of("ate")), wanted.ate_hajek);
    check.near(difference(of("att")), wanted.att_hajek);
    check.near(difference(of("overlap")), wanted.ato_overlap);
    const size = (list: readonly number[], group: number) =>
      effectiveSize(list.filter((_, i) => treated[i] === group));
    check.near(
      [1, 0].map(group => size(of("ate"), group)),
      wanted.ess_iptw
    );
    check.near(size(of("att"), 0), wanted.ess_att_control);
    const augmented = augmentedDifference(treated, covariates, outcome, found.scores);
    check.near([augmented.estimate, augmented.error], [wanted.aipw_ate, wanted.aipw_se]);
  });

  test("the estimate is refused where too little is left of a group", () => {
    const ate = compareGroups(jobs, { estimand: "ate", limits });
    expect(ate.result).toBeNull();
    expect(ate.withheld).toContain("、“nodegree”、“re74”、“re75”上仍不可比");
    expect(ate.withheld).toContain("有措施的 185 例加权后只相当于 58 例");
  });
});

describe("made-up households, against R", () => {
  const wanted = expected("overlap_weights");
  const { treated, covariates } = homes;
  const found = propensity(treated, covariates);

  test.each(["ate", "att", "overlap"] as const)("%s weights", estimand => {
    const weights = propensityWeights(treated, found.scores, estimand);
    const there = wanted.weights[estimand];
    check.near(found.scores.slice(0, 12), wanted.scores);
    for (const outcome of ["y", "z"]) {
      const { difference, control } = weightedDifference(treated, numbers(made, outcome), weights);
      const { estimate, error, control: base, controlError } = there[outcome];
      check.near([difference.estimate, difference.error], [estimate, error]);
      check.near([control.estimate, control.error], [base, controlError]);
    }
    const rows = balance(treated, covariates, weights);
    const names = rows.map(row => row.name.replace("=", ""));
    expect(names).toEqual(wanted.names);
    check.near(
      rows.map(row => row.before),
      wanted.before
    );
    if (estimand !== "overlap")
      check.near(
        rows.map(row => row.after),
        there.smd
      );
    check.near(
      [1, 0].map(group => effectiveSize(weights.filter((_, i) => treated[i] === group))),
      there.effective
    );
  });

  test("augmented", () => {
    for (const outcome of ["y", "z"]) {
      const { estimate, error } = augmentedDifference(
        treated,
        covariates,
        numbers(made, outcome),
        found.scores
      );
      check.near([estimate, error], wanted.augmented[outcome]);
    }
  });

  test("a comparison that may be shown", () => {
    const { result, withheld, units, effective } = compareGroups(homes, { limits, confidence: 0.9 });
    expect(withheld).toBeNull();
    expect(units.treated + units.control).toBe(400);
    check.near(result!.difference.estimate, wanted.weights.overlap.y.estimate);
    const { estimate, error, low, high } = result!.difference as Effect;
    check.near([low, high], [estimate - 1.6448536269514722 * error, estimate + 1.6448536269514722 * error]);
    check.near([effective!.treated, effective!.control], wanted.weights.overlap.effective);
  });
});

describe("by hand", () => {
  test("the sandwich error of two weighted means", () => {
    const { treated, control, difference } = weightedDifference([1, 1, 0, 0], [3, 6, 1, 5], [2, 1, 1, 1]);
    expectClose([treated.estimate, treated.error], [4, Math.sqrt(8) / 3]);
    expectClose([control.estimate, control.error], [3, Math.sqrt(8) / 2]);
    expectClose([difference.estimate, difference.error], [1, Math.sqrt(8 / 9 + 2)]);
  });

  test("equal weights are worth as many units; one heavy weight is worth one", () => {
    expect(effectiveSize([3, 3, 3])).toBeCloseTo(3, 12);
    expect(effectiveSize([1000, 1e-6, 1e-6])).toBeCloseTo(1, 6);
  });

  test("a covariate that does not vary in either group", () => {
    const rows = balance([1, 1, 0, 0], { same: [2, 2, 2, 2], apart: [1, 1, 0, 0] }, [1, 1, 1, 1]);
    expect(rows).toEqual([
      { name: "same", before: 0, after: 0 },
      { name: "apart", before: null, after: null }
    ]);
  });
});

describe("withheld", () => {
  const half = Array.from({ length: 60 }, (_, i) => i % 2);
  const outcome = half.map((_, i) => i % 3);
  const compare = (covariates: Record<string, number[] | string[]>, treated = half) =>
    compareGroups({ treated, covariates, outcome }, { limits });

  test("few units", () => {
    const few = half.map((_, i) => (i < 9 ? 1 : 0));
    expect(compare({ age: half.map((_, i) => i % 7) }, few)).toEqual({
      units: { treated: 9, control: 51 },
      effective: null,
      balance: [],
      result: null,
      withheld: "有措施 9 例、无措施 51 例，每组至少要 20 例才作比较"
    });
  });

  test.each([
    ["wholly", half.map(value => value * 3)],
    ["at one end", half.map((value, i) => (value === 1 && i < 20 ? 1 : 0))]
  ])("groups that a covariate separates %s", (_, apart) => {
    expect(compare({ age: half.map((_, i) => i % 7), apart }).withheld).toBe(
      "两组在“apart”上截然分开，找不到可比的对象"
    );
    expect(refusal(() => propensity(half, { apart }))).toContain("“apart”能把有措施和没有措施的分开");
  });

  test("weights that leave too little of a group", () => {
    const strict = compareGroups(homes, { limits: { ...limits, effective: 0.99 } });
    expect(strict.result).toBeNull();
    expect(strict.withheld).toMatch(/^有措施的 \d+ 例加权后只相当于 \d+ 例；无措施的/);
    expect(strict.balance).toHaveLength(6);
  });
});

describe("refused", () => {
  test.each([
    [
      "a covariate another one tells",
      () => propensity([1, 0, 1, 0, 1], { a: [1, 2, 3, 4, 6], b: [2, 4, 6, 8, 12] }),
      "“b”没有变化，或由别的协变量决定"
    ],
    ["a constant", () => propensity([1, 0, 1, 0], { a: [5, 5, 5, 5] }), "“a”没有变化"],
    [
      "more coefficients than units",
      () => propensity([1, 0], { a: [1, 2], b: [3, 5] }),
      "2 例不够估计 3 个系数"
    ],
    ["NaN", () => propensity([1, 0, 1], { a: [1, Number.NaN, 3] }), "“a”第 2 个不是数：NaN"],
    ["an unclear measure", () => propensity([1, 0.5, 0], { a: [1, 2, 3] }), "有无措施第 2 个应是 0 或 1"],
    ["one group", () => propensity([1, 1], { a: [1, 2] }), "只有一组"],
    ["unequal lengths", () => weightedDifference([1, 0], [1, 2, 3], [1, 1]), "结果有 3 个，应有 2 个"],
    ["a weight of 0", () => weightedDifference([1, 0], [1, 2], [1, 0]), "权重第 2 个应是正数"],
    [
      "a missing outcome",
      () => compareGroups({ ...homes, outcome: homes.outcome.with(4, Number.NaN) }, { limits }),
      "结果第 5 个不是数"
    ]
  ])("%s", (_, work, words) => {
    expect(refusal(work)).toContain(words);
  });
});

test("overlap weights balance every covariate, and the order of the units does not matter", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...made.keys()], { minLength: 200 }), order => {
      const pick = <T>(list: readonly T[]) => order.map(i => list[i]!);
      const some = {
        treated: pick(homes.treated),
        covariates: Object.fromEntries(
          Object.entries(homes.covariates).map(([name, values]) => [name, pick<never>(values as never[])])
        ),
        outcome: pick(homes.outcome)
      };
      const { balance: rows, result } = compareGroups(some, { limits: { ...limits, effective: 0 } });
      for (const { after } of rows) expect(Math.abs(after!)).toBeLessThan(1e-6);
      const sorted = [...order].sort((a, b) => a - b);
      const again = sorted.map(i => order.indexOf(i));
      const other = compareGroups(
        {
          treated: again.map(i => some.treated[i]!),
          covariates: Object.fromEntries(
            Object.entries(some.covariates).map(([name, values]) => [name, again.map(i => values[i]!)])
          ),
          outcome: again.map(i => some.outcome[i]!)
        },
        { limits: { ...limits, effective: 0 } }
      );
      expectClose(other.result!.difference.estimate, result!.difference.estimate, 1e-7);
    }),
    { numRuns: 30 }
  );
});

test("the table of checks claims no more than this", () => check.holds());
