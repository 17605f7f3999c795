import { expect, test } from "vitest";
import { dayStep, isoWeek, monthEnd, stepsTo, weekday, weeksUpTo } from "../../src/lib/calendar.ts";

test("days step over months, years and leap days", () => {
  expect(dayStep("2023-12-31", 1)).toBe("2024-01-01");
  expect(dayStep("2024-03-01", -1)).toBe("2024-02-29");
  expect(monthEnd("2024-02")).toBe("2024-02-29");
  expect(monthEnd("2023-12")).toBe("2023-12-31");
});

test("a week is that of its Thursday", () => {
  expect(weekday("2023-12-31")).toBe(6);
  expect(isoWeek("2023-12-31")).toBe("2023-W52");
  expect(isoWeek("2024-12-30")).toBe("2025-W01");
  expect(isoWeek("2021-01-03")).toBe("2020-W53");
});

test("weeks end with the one a day lies in", () => {
  const weeks = weeksUpTo("2024-01-03", 2);
  expect(weeks.map(({ name }) => name)).toEqual(["2023-W52", "2024-W01"]);
  expect(weeks[1]!.days).toEqual([
    "2024-01-01",
    "2024-01-02",
    "2024-01-03",
    "2024-01-04",
    "2024-01-05",
    "2024-01-06",
    "2024-01-07"
  ]);
});

test("steps reach the most there is", () => {
  expect(stepsTo(0)).toEqual([1, 2, 3, 4, 5]);
  expect(stepsTo(9)).toEqual([1, 3, 5, 7, 9]);
});
