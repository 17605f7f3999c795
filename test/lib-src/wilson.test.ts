import { expect, test } from "vitest";
import { wilson } from "../../src/lib/wilson.ts";

// R 4.2.2, prop.test(x, n, correct = FALSE)$conf.int.
const known = [
  { hits: 0, size: 20, low: 0, high: 0.161125158052819 },
  { hits: 1, size: 30, low: 0.00590859038161246, high: 0.166703909914092 },
  { hits: 3, size: 40, low: 0.0258360257745882, high: 0.198642335243105 },
  { hits: 10, size: 100, low: 0.0552291370606751, high: 0.174365661504913 },
  { hits: 25, size: 25, low: 0.866807749060952, high: 1 },
  { hits: 50, size: 120, low: 0.33238352140476, high: 0.506119672998358 }
];

test.each(known)("$hits of $size", ({ hits, size, low, high }) => {
  const [from, to] = wilson(hits, size)!;
  expect(from).toBeCloseTo(low, 12);
  expect(to).toBeCloseTo(high, 12);
});

test("none of none, or more than all, has no interval", () => {
  expect(wilson(0, 0)).toBeNull();
  expect(wilson(3, 2)).toBeNull();
  expect(wilson(-1, 2)).toBeNull();
});

test("what is hit and what is not have mirrored intervals", () => {
  const [low, high] = wilson(7, 31)!;
  const [from, to] = wilson(24, 31)!;
  expect(from).toBeCloseTo(1 - high, 14);
  expect(to).toBeCloseTo(1 - low, 14);
});
