import { expect, test } from "vitest";
import { axis } from "../../src/lib/overview.ts";
import { monthStep, monthsUpTo } from "../../src/lib/periods.ts";
import { lastRun } from "../../src/lib/runs.ts";

test("months step over years", () => {
  expect(monthStep("2023-01", -1)).toBe("2022-12");
  expect(monthStep("2023-12", 1)).toBe("2024-01");
  expect(monthStep("2023-12", -12)).toBe("2022-12");
});

test("months up to the one in hand", () => {
  expect(monthsUpTo(["2023-10", "2023-11", "2023-12"], "2023-11", 24)).toEqual(["2023-10", "2023-11"]);
  expect(monthsUpTo(["2023-10", "2023-11", "2023-12"], "2023-12", 1)).toEqual(["2023-12"]);
});

test("the run at the end, and the one against it", () => {
  expect(lastRun([5, 4, 3, 4, 5, 6])).toEqual({ turn: 1, steps: 3, before: 2 });
  expect(lastRun([4, 4])).toEqual({ turn: 0, steps: 1, before: 0 });
  expect(lastRun([null, 4])).toBeNull();
  expect(lastRun([4])).toBeNull();
});

test("axes are whole percents around the values, counts start at zero", () => {
  expect(axis([0.0296, 0.05, 0.0547], true)).toEqual([0.02, 0.06]);
  expect(axis([12, 40], false)).toEqual([0, 40]);
  expect(axis([], true)).toEqual([0, 1]);
});
