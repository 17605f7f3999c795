import { expect, test } from "vitest";
import { chiSquareTail, scoreTest } from "../../loaders/risk/chi-square.ts";
import { expectClose } from "./reference.ts";

test("the upper tail agrees with R's pchisq(lower.tail = FALSE), far out too", () => {
  expectClose(
    [
      chiSquareTail(3.84, 1),
      chiSquareTail(10.32674195, 1),
      chiSquareTail(7.5, 2),
      chiSquareTail(12.3, 3),
      chiSquareTail(4.4, 6)
    ],
    [0.0500435212487052, 0.00131116452382626, 0.0235177458560091, 0.00642305757657794, 0.622713749996316],
    1e-9
  );
  expect(chiSquareTail(200, 1) / 2.08848758376254e-45).toBeCloseTo(1, 8);
  expect(chiSquareTail(0, 4)).toBe(1);
});

test("scores that sum to zero need no group left out", () => {
  expect(
    scoreTest(
      [2, -2],
      [
        [1, -1],
        [-1, 1]
      ]
    )
  ).toMatchObject({ degrees: 1, chiSquare: expect.closeTo(4, 12) });
  expect(
    scoreTest(
      [0, 0],
      [
        [0, 0],
        [0, 0]
      ]
    )
  ).toBeNull();
});
