import { beforeEach, expect, test } from "vitest";
import { springFestival, springFestivalMonths, springFestivalWeeks } from "../../loaders/risk/holidays.ts";
import { refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

test("lunar New Year's Day, as the State Council announced it", () => {
  const days = [
    "2019-02-05",
    "2020-01-25",
    "2021-02-12",
    "2022-02-01",
    "2023-01-22",
    "2024-02-10",
    "2025-01-29"
  ];
  expect(days.map(day => springFestival(Number(day.slice(0, 4))))).toEqual(days);
  // By GB/T 33661; some calendars are a day off.
  expect([2026, 2027, 2030, 2033].map(springFestival)).toEqual([
    "2026-02-17",
    "2027-02-06",
    "2030-02-03",
    "2033-01-31"
  ]);
});

test("the months it touches", () => {
  expect(springFestivalMonths(2023, 0, 0)).toEqual(["2023-01"]);
  expect(springFestivalMonths(2023, 0, 9)).toEqual(["2023-01"]);
  expect(springFestivalMonths(2023, 0, 10)).toEqual(["2023-01", "2023-02"]);
  expect(springFestivalMonths(2024, 9, 14)).toEqual(["2024-02"]);
  expect(springFestivalMonths(2024, 10, 20)).toEqual(["2024-01", "2024-02", "2024-03"]);
  expect(springFestivalMonths(2020, 30, 0)).toEqual(["2019-12", "2020-01"]);
});

test("the weeks it touches, by ISO 8601", () => {
  expect(springFestivalWeeks(2024, 0, 1)).toEqual(["2024-W06"]);
  expect(springFestivalWeeks(2024, 6, 2)).toEqual(["2024-W05", "2024-W06", "2024-W07"]);
  expect(springFestivalWeeks(2020, 30, 0)).toEqual([
    "2019-W52",
    "2020-W01",
    "2020-W02",
    "2020-W03",
    "2020-W04"
  ]);
  // 2020 has 53 weeks: 2021-01-03 is in the last.
  expect(springFestivalWeeks(2021, 40, 0)[0]).toBe("2020-W53");
});

test("refusals", () => {
  expect(refusal(() => springFestival(2101))).toContain("年份");
  expect(refusal(() => springFestivalMonths(2024, -1, 0))).toContain("节前天数");
  expect(refusal(() => springFestivalWeeks(2024, 0, 1.5))).toContain("节后天数");
});
