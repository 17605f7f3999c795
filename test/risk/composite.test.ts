import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import {
  arithmeticMean,
  backTest,
  compositeIndex,
  geometricMean,
  type IndexPlan,
  type Inputs,
  normalise,
  rankDescending,
  rankIntervals,
  riskScore,
  weightRanks
} from "../../loaders/risk/composite.ts";
import { checked, expectClose, expected, input, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("综合指数");

const wanted = expected("inform_risk");
const groups = {
  hazard: ["Murder", "Frost"],
  vulnerability: ["Illiteracy", "Income"],
  capacity: ["HSGrad", "LifeExp"]
};
const plan: IndexPlan = Object.entries(groups).map(([name, indicators]) => ({
  name,
  mean: name === "hazard" ? "geometric" : "arithmetic",
  components: indicators.map(indicator => {
    const [low, high, sign] = wanted.minmax[indicator];
    return { name: indicator, indicators: [{ name: indicator, low, high, inverse: sign < 0 }] };
  })
}));
const states: Inputs[] = input("inform_risk").map(row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name.replace(/ /g, ""), Number(value)]))
);

describe("against the workbook's formula in R", () => {
  test("hand cases", () => {
    const { geomean_inverted, risk } = wanted.hand;
    check.near(
      geomean_inverted.x.map((x: number[]) => geometricMean(x)),
      geomean_inverted.value
    );
    check.near(
      risk.h.map((h: number, i: number) => riskScore([h, risk.v[i], risk.lcc[i]])),
      risk.value
    );
  });

  test("dimensions, risk and rank of 50 places", () => {
    const places = compositeIndex(states, plan, 0.8);
    check.near(
      places.map(place => place.dimensions[0]),
      wanted.H
    );
    check.near(
      places.map(place => place.dimensions[1]),
      wanted.V
    );
    check.near(
      places.map(place => place.dimensions[2]),
      wanted.LCC
    );
    check.near(
      places.map(place => place.risk),
      wanted.risk
    );
    check.near(
      places.map(place => Math.round(place.risk! * 10) / 10),
      wanted.risk_round1
    );
    expect(rankDescending(places.map(place => place.risk))).toEqual(wanted.rank);
  });

  test("rank intervals over the ways to build it", () => {
    const ranks = rankIntervals(states, plan, 0.8);
    expect(ranks.map(place => place.rank)).toEqual(wanted.rank);
    expect(ranks.map(place => place.variants.arithmetic)).toEqual(wanted.rank_arithmetic);
    expect(ranks.map(place => place.low)).toEqual(wanted.rank_min);
    expect(ranks.map(place => place.high)).toEqual(wanted.rank_max);
    const shift = (name: string) =>
      ranks.reduce((sum, place) => sum + Math.abs(place.variants[name]! - place.rank!), 0) / ranks.length;
    check.near(Object.keys(wanted.minmax).map(shift), wanted.loo_mean_abs_rank_shift);
    check.near(shift("arithmetic"), wanted.mean_abs_rank_shift_arithmetic);
    const squares = ranks.reduce((sum, place) => sum + (place.variants.arithmetic! - place.rank!) ** 2, 0);
    check.near(1 - (6 * squares) / (50 * (50 ** 2 - 1)), wanted.spearman_geo_ari);
  });
});

describe("by hand", () => {
  test("bounds are fixed, held, and turned over", () => {
    const bounds = { low: 2, high: 6 };
    expect([1, 2, 3, 6, 9].map(value => normalise(value, bounds))).toEqual([0, 0, 2.5, 10, 10]);
    expect(normalise(3, { ...bounds, inverse: true })).toBe(7.5);
    expect(refusal(() => normalise(Number.NaN, bounds))).toContain("指标的值不是数");
    expect(refusal(() => normalise(1, { low: 2, high: 2 }))).toContain("上下界应依次增大，现在是 2 和 2");
  });

  test("means, weighted and of nothing", () => {
    expect(arithmeticMean([2, 8], [3, 1])).toBe(3.5);
    expectClose(riskScore([2, 8], [2, 1]), Math.cbrt(2 * 2 * 8));
    expectClose(geometricMean([2, 8], [1, 1]), geometricMean([2, 8]));
    expect([arithmeticMean([]), geometricMean([]), riskScore([])]).toEqual([null, null, null]);
  });

  test("ranks: ties share the smaller, null has none", () => {
    expect(rankDescending([3, null, 5, 3, 1])).toEqual([2, null, 1, 2, 4]);
  });

  test("components weigh alike, however many indicators each has", () => {
    const scale = { low: 0, high: 10 };
    const two: IndexPlan = [
      {
        name: "脆弱性",
        mean: "arithmetic",
        components: [
          {
            name: "劳动力",
            indicators: [
              { name: "a", ...scale },
              { name: "b", ...scale }
            ]
          },
          { name: "收入", indicators: [{ name: "c", ...scale }] }
        ]
      }
    ];
    expect(compositeIndex([{ a: 2, b: 4, c: 9 }], two, 1)[0]).toMatchObject({
      dimensions: [6],
      risk: expect.closeTo(6, 12)
    });
    expect(compositeIndex([{ a: 2, c: 9 }], two, 0.5)[0]!.dimensions).toEqual([5.5]);
  });
});

describe("missing inputs", () => {
  const gone = (...names: string[]): Inputs => ({
    ...states[0]!,
    ...Object.fromEntries(names.map(name => [name, null]))
  });

  test("withheld under the share asked for, or without a dimension; never filled in", () => {
    const [whole, one, two, three] = compositeIndex(
      [states[0]!, gone("Frost"), gone("Frost", "Income"), gone("HSGrad", "LifeExp")],
      plan,
      0.8
    );
    expect(whole).toMatchObject({ known: 6, withheld: null });
    expect(one).toMatchObject({ known: 5, withheld: null });
    expectClose(one!.dimensions[0], normalise(Number(states[0]!.Murder), { low: 0, high: 16 }));
    expect(two).toMatchObject({ risk: null, withheld: "6 项指标只有 4 项有数" });
    expect(three).toMatchObject({ dimensions: [expect.any(Number), expect.any(Number), null], risk: null });
    expect(compositeIndex([gone("HSGrad", "LifeExp")], plan, 0.5)[0]!.withheld).toBe(
      "“capacity”没有一项指标有数"
    );
  });

  test("a place withheld has no rank and moves no other's", () => {
    const ranks = rankIntervals([gone("Frost", "Income"), ...states.slice(1)], plan, 0.8);
    expect(ranks[0]).toMatchObject({ rank: null, low: null, high: null });
    expect(ranks.slice(1)).toEqual(rankIntervals(states.slice(1), plan, 0.8));
    const options = { least: 0.8, top: 5, seed: 1, draws: 50 };
    const drawn = weightRanks([gone("Frost", "Income"), ...states.slice(1)], plan, options);
    expect(drawn[0]).toEqual({ low: null, high: null, topShare: null });
    expect(drawn.slice(1)).toEqual(weightRanks(states.slice(1), plan, options));
  });

  test("NaN, an indicator twice, no indicators: refused", () => {
    expect(refusal(() => compositeIndex([{ ...states[0]!, Frost: Number.NaN }], plan, 0.8))).toContain(
      "不是数"
    );
    expect(refusal(() => compositeIndex(states, [...plan, plan[0]!], 0.8))).toContain("指标“Murder”用了两次");
    expect(refusal(() => compositeIndex(states, [], 0.8))).toContain("指数没有指标");
    expect(refusal(() => compositeIndex(states, plan, 80))).toContain("齐备的比例");
  });
});

describe("weights drawn anew", () => {
  const options = { least: 0.8, top: 5, seed: 20250701 };
  const drawn = weightRanks(states, plan, options);

  test("the same seed gives the same ranks, whatever the order of places", () => {
    expect(weightRanks(states, plan, options)).toEqual(drawn);
    expect(weightRanks([...states].reverse(), plan, options).reverse()).toEqual(drawn);
    expect(weightRanks(states, plan, { ...options, seed: 7 })).not.toEqual(drawn);
  });

  test("the shares of the first five sum to five; the firm ones are first", () => {
    expect(drawn.reduce((sum, place) => sum + place.topShare!, 0)).toBeCloseTo(5, 10);
    wanted.rank.forEach((rank: number, i: number) => {
      expect(drawn[i]!.low!).toBeLessThanOrEqual(rank);
      expect(drawn[i]!.high!).toBeGreaterThanOrEqual(rank);
      if (rank === 50) expect(drawn[i]!.topShare).toBe(0);
    });
    expect(drawn[wanted.rank.indexOf(1)]!.topShare).toBe(1);
  });

  test("almost no spread: almost the rank itself", () => {
    const still = weightRanks(states, plan, { ...options, draws: 20, spread: 1e-9 });
    expect(still.map(place => [place.low, place.high])).toEqual(
      wanted.rank.map((rank: number) => [rank, rank])
    );
    expect(refusal(() => weightRanks(states, plan, { ...options, spread: 25 }))).toContain("权重的幅度");
  });
});

describe("back-test against last quarter's rate", () => {
  test("an index that wins, by hand", () => {
    const found = backTest({
      index: [9, 7, 5, 1],
      naive: [0.1, 0.4, 0.2, 0.3],
      events: [3, 2, 0, 0],
      top: 2
    });
    expect(found).toEqual({
      places: 4,
      events: 5,
      index: { auc: 1, capture: 1 },
      naive: { auc: 0.5, capture: 0.4 },
      wins: true,
      verdict: "指数比上季度的发生率更能指出之后发生的地方"
    });
  });

  test("a tie is not a win; equal scores at the edge share it", () => {
    const found = backTest({ index: [1, 1, 1], naive: [1, 1, 1], events: [4, 0, 2], top: 1 });
    expect(found).toMatchObject({ index: { auc: 0.5, capture: 1 / 3 }, wins: false });
    expect(found.verdict).toContain("没有胜过");
  });

  test("with a base every household is a case", () => {
    const found = backTest({ index: [2, 1], naive: [1, 2], events: [3, 1], base: [10, 10], top: 1 });
    // Of 4 × 16 pairs: 3 × 9 won and 3 × 7 + 1 × 9 level.
    expect(found.index).toEqual({ auc: (3 * 9 + (3 * 7) / 2 + 9 / 2) / 64, capture: 0.75 });
    expectClose(found.naive!.auc, 1 - found.index!.auc!);
  });

  test("places not known take no part; nothing happened, or everywhere: not told", () => {
    const data = { index: [3, null, 1, 2], naive: [1, 2, null, 3], events: [1, 1, 1, null], top: 1 };
    expect(backTest(data)).toMatchObject({ places: 1, wins: null, verdict: "处处都发生了，无法检验指数" });
    expect(backTest({ ...data, events: [0, 1, 1, 0] })).toEqual({
      places: 2,
      events: 0,
      index: null,
      naive: null,
      wins: null,
      verdict: "之后没有发生，无法检验指数"
    });
    expect(refusal(() => backTest({ ...data, index: [1] }))).toContain("指数有 1 个，应有 4 个");
    expect(refusal(() => backTest({ ...data, base: [0, 1, 1, 1] }))).toContain(
      "第 1 个地方的事件数应是0 到 0 的整数"
    );
  });

  test("the AUC is the share of pairs in order, whatever the scores", () => {
    const places = fc.array(
      fc.record({ index: fc.nat(5), naive: fc.nat(5), events: fc.nat(3), rest: fc.nat(3) }),
      {
        minLength: 2,
        maxLength: 15
      }
    );
    fc.assert(
      fc.property(places, rows => {
        const base = rows.map(row => row.events + row.rest);
        const of = (name: "index" | "naive" | "events") => rows.map(row => row[name]);
        const found = backTest({
          index: of("index"),
          naive: of("naive"),
          events: of("events"),
          base,
          top: 3
        });
        let won = 0;
        let pairs = 0;
        for (const a of rows) {
          for (const b of rows) {
            pairs += a.events * b.rest;
            won += a.events * b.rest * (a.index > b.index ? 1 : a.index === b.index ? 0.5 : 0);
          }
        }
        if (pairs > 0) expectClose(found.index!.auc, won / pairs);
        else expect(found.wins).toBeNull();
      })
    );
  });
});

test("the table of checks claims no more than this", () => check.holds());
