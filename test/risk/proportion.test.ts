import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import {
  clopperPearson,
  finiteInterval,
  ruleOfThree,
  wilsonInterval
} from "../../loaders/risk/proportion.ts";
import { checked, expectClose, expected, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("比例的区间");

const wanted = expected("proportion_ci");
const more = expected("attribute_samples");

describe("against R", () => {
  test("Wilson and Clopper–Pearson", () => {
    const { x, n, conf, wilson_lower, wilson_upper, cp_lower, cp_upper } = wanted.ci95;
    x.forEach((hits: number, i: number) => {
      const wilson = wilsonInterval({ hits, size: n[i] }, conf)!;
      check.near([wilson.low, wilson.high], [wilson_lower[i], wilson_upper[i]]);
      const exact = clopperPearson({ hits, size: n[i] }, conf)!;
      check.near([exact.low, exact.high], [cp_lower[i], cp_upper[i]]);
    });
    for (const { hits, size, confidence, wilson, exact } of more.intervals) {
      const a = wilsonInterval({ hits, size }, confidence)!;
      const b = clopperPearson({ hits, size }, confidence)!;
      check.near([a.low, a.high, b.low, b.high], [...wilson, ...exact]);
      expect([a.share, b.share]).toEqual([hits / size, hits / size]);
    }
  });

  test("finite populations", () => {
    for (const { x, n, N, conf, K_lower, K_upper, p_lower, p_upper } of wanted.exact_hypergeometric) {
      const found = finiteInterval({ hits: x, size: n }, N, conf)!;
      expect([found.least, found.most]).toEqual([K_lower, K_upper]);
      check.near([found.low, found.high], [p_lower, p_upper]);
    }
    for (const { hits, size, population, confidence, least, most } of more.finite) {
      expect(finiteInterval({ hits, size }, population, confidence)).toMatchObject({ least, most });
    }
    expect(ruleOfThree(wanted.rule_of_three.n)).toBeCloseTo(wanted.rule_of_three.upper, 12);
  });
});

test("nothing drawn is not 0 %", () => {
  const none = { hits: 0, size: 0 };
  expect([wilsonInterval(none), clopperPearson(none), finiteInterval(none, 9), ruleOfThree(0)]).toEqual([
    null,
    null,
    null,
    null
  ]);
  expect(ruleOfThree(2)).toBe(1);
});

test("the finite interval holds the share, is exact when all are drawn, and no wider than without the population", () => {
  const cases = fc.record({ size: fc.integer({ min: 1, max: 60 }), more: fc.nat(100), share: fc.nat(100) });
  fc.assert(
    fc.property(cases, ({ size, more: rest, share }) => {
      const hits = Math.floor((size * share) / 100);
      const { least, most, low, high } = finiteInterval({ hits, size }, size + rest)!;
      expect(least).toBeLessThanOrEqual(most);
      expect(least).toBeGreaterThanOrEqual(hits);
      expect(most).toBeLessThanOrEqual(hits + rest);
      if (rest === 0) expect([least, most]).toEqual([hits, hits]);
      const wide = clopperPearson({ hits, size })!;
      expect(low).toBeGreaterThanOrEqual(wide.low - 1 / (size + rest));
      expect(high).toBeLessThanOrEqual(wide.high + 1 / (size + rest));
    })
  );
});

test("turned round, hits are misses", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(80), (size, some) => {
      const hits = Math.min(some, size);
      for (const interval of [wilsonInterval, clopperPearson]) {
        const one = interval({ hits, size }, 0.9)!;
        const other = interval({ hits: size - hits, size }, 0.9)!;
        expectClose([other.low, other.high], [1 - one.high, 1 - one.low], 1e-9);
      }
    })
  );
});

test.each([
  ["more hits than units", () => wilsonInterval({ hits: 4, size: 3 }), "命中数应是0 到 3 的整数，现在是 4"],
  ["NaN", () => clopperPearson({ hits: Number.NaN, size: 3 }), "命中数"],
  [
    "more drawn than there are",
    () => finiteInterval({ hits: 1, size: 9 }, 8),
    "总体单元数应是不小于 9 的整数"
  ],
  [
    "a confidence in percent",
    () => clopperPearson({ hits: 1, size: 9 }, 95),
    "置信水平应大于 0、小于 1，现在是 95"
  ]
])("refused: %s", (_, work, words) => {
  expect(refusal(work)).toContain(words);
});

test("the table of checks claims no more than this", () => check.holds());
