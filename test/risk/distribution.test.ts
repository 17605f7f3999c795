import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import {
  binomial,
  type CountDistribution,
  countQuantile,
  gammaQuantile,
  gammaTails,
  negativeBinomial,
  poisson
} from "../../loaders/risk/distribution.ts";
import { expectClose, expected } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

test("pgamma, qgamma, with the large shapes that other code gets wrong", () => {
  for (const [shape, x, p, below, above, quantile] of expected("gamma_cases").rows) {
    expectClose(Object.values(gammaTails(shape, x)), [below, above], 1e-12);
    expectClose(gammaQuantile(p, shape), quantile, 1e-12);
  }
});

test("counts by hand: one throw of two, and none of none", () => {
  expectClose([0, 1, 2].map(binomial(2, 0.5).atMost), [0.25, 0.75, 1]);
  expectClose([0, 1, 2, 3].map(binomial(2, 0.5).atLeast), [1, 0.75, 0.25, 0]);
  expectClose([-1, 0, 1].map(poisson(Math.log(2)).atMost), [0, 0.5, 0.5 + Math.log(2) / 2]);
  // Size 1, probability 1/2: the failures before the first success.
  expectClose([0, 1, 2].map(negativeBinomial(1, 2).atMost), [0.5, 0.75, 0.875]);
  expectClose([0, 1, 2].map(negativeBinomial(1, 2).atLeast), [1, 0.5, 0.25]);
  expect(countQuantile(binomial(2, 0.5), 0.75)).toBe(1);
  expect(countQuantile(poisson(0), 0.999)).toBe(0);
});

const counts: fc.Arbitrary<CountDistribution> = fc.oneof(
  fc.double({ min: 0.001, max: 3000, noNaN: true }).map(poisson),
  fc
    .tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0.001, max: 0.999, noNaN: true }))
    .map(([size, p]) => binomial(size, p)),
  fc
    .tuple(fc.double({ min: 0.01, max: 500, noNaN: true }), fc.double({ min: 1.01, max: 30, noNaN: true }))
    .map(([mean, phi]) => negativeBinomial(mean, phi))
);

test("the quantile is the smallest count that reaches the probability; the tails add up", () => {
  fc.assert(
    fc.property(counts, fc.double({ min: 0.0001, max: 0.9999, noNaN: true }), (distribution, p) => {
      const k = countQuantile(distribution, p);
      expect(distribution.atMost(k)).toBeGreaterThanOrEqual(p * (1 - 1e-12));
      if (k > 0) expect(distribution.atMost(k - 1)).toBeLessThan(p);
      expect(distribution.atMost(k) + distribution.atLeast(k + 1)).toBeCloseTo(1, 11);
    })
  );
});

test("the gamma quantile undoes the gamma distribution", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 20_000, noNaN: true }),
      fc.double({ min: 0.0001, max: 0.9999, noNaN: true }),
      (shape, p) => expectClose(gammaTails(shape, gammaQuantile(p, shape)).below, p, 1e-10)
    )
  );
});
