import fc from "fast-check";
import { expect, test } from "vitest";
import { hypergeometric } from "../../loaders/risk/hypergeometric.ts";
import { finiteInterval } from "../../loaders/risk/proportion.ts";
import { expectClose } from "./reference.ts";

test("agrees with R's phyper, in large populations and far tails too", () => {
  const tail = (k: number, marked: number, rest: number, size: number) =>
    hypergeometric(marked + rest, marked, size).atMost(k);
  expectClose(
    [
      tail(2, 30, 170, 33),
      tail(40, 5000, 95000, 1000),
      tail(500, 50000, 50000, 1000),
      tail(5, 900, 19100, 400)
    ],
    [0.0886617606717485, 0.079587694694038619, 0.51267604825982394, 0.00023388793744449535]
  );
  expect(tail(0, 5000, 95000, 1000) / 4.0611094952223838e-23).toBeCloseTo(1, 9);
  expect(hypergeometric(8, 3, 4).atLeast(3)).toBeCloseTo(5 / 70, 14);
  expect(finiteInterval({ hits: 300, size: 4000 }, 100000)).toMatchObject({ least: 6719, most: 8342 });
});

test("both tails make one, and turned round they change places", () => {
  fc.assert(
    fc.property(
      fc.nat(60),
      fc.nat(60),
      fc.nat(60),
      fc.integer({ min: -2, max: 62 }),
      (marked, rest, some, k) => {
        const population = marked + rest;
        const size = Math.min(some, population);
        const here = hypergeometric(population, marked, size);
        expectClose(here.atMost(k) + here.atLeast(k + 1), 1);
        expectClose(hypergeometric(population, rest, size).atMost(size - k), here.atLeast(k));
      }
    )
  );
});
