import { expect, test } from "vitest";
import type { Cell } from "../../src/lib/dataset.ts";
import {
  amount,
  count,
  decimal,
  inPercent,
  measure,
  numeral,
  pairNumeral,
  percent,
  periodWord,
  signed,
  signedPoints
} from "../../src/lib/format.ts";

test("counts mark thousands and use the true minus", () => {
  expect(count(2346)).toBe("2,346");
  expect(count(-318)).toBe("\u2212318");
  expect(count(-0.2)).toBe("0");
});

test("changes are signed, zero is not", () => {
  expect(signed(41)).toBe("+41");
  expect(signed(-318)).toBe("\u2212318");
  expect(signed(0)).toBe("0");
});

test("changes of shares are in percentage points", () => {
  expect(signedPoints(0.0041)).toBe("+0.41");
  expect(signedPoints(-0.009, 1)).toBe("\u22120.9");
  expect(signedPoints(0.00001)).toBe("0.00");
  expect(signedPoints(-0.00001)).toBe("0.00");
});

test("shares keep their decimals", () => {
  expect(percent(0.5641)).toBe("56.4%");
  expect(percent(0.05, 0)).toBe("5%");
  expect(decimal(3.5, 2)).toBe("3.50");
});

test("large amounts are in 万 and 亿", () => {
  expect(amount(9999)).toBe("9,999");
  expect(amount(1_234_567)).toBe("123.46 万");
  expect(amount(230_000_000)).toBe("2.30 亿");
});

test("periods read as words", () => {
  expect(periodWord("2023-12")).toBe("2023 年 12 月");
  expect(periodWord("2023-02-05")).toBe("2023 年 2 月 5 日");
  expect(periodWord("2023Q4")).toBe("2023 年四季度");
  expect(periodWord("2023")).toBe("2023 年");
});

test("small numbers in Chinese figures", () => {
  expect([0, 3, 10, 12, 20, 45, 100].map(numeral)).toEqual([
    "零",
    "三",
    "十",
    "十二",
    "二十",
    "四十五",
    "100"
  ]);
  expect(pairNumeral(2)).toBe("两");
});

test("a value reads in its own unit, and a missing one is never a zero", () => {
  const cell: Cell = {
    numerator: 1,
    denominator: 2,
    value: 0.5,
    unit: "%",
    status: "ok",
    judgement: "not_judged",
    clause: ""
  };
  expect(measure(cell)).toBe("50.0");
  expect(measure({ ...cell, value: 2346, unit: "户" })).toBe("2,346");
  expect(measure({ ...cell, value: null })).toBe("");
  expect(measure(undefined)).toBe("");
});

test("a fraction as a number in percent has no tails, and none is none", () => {
  expect([0.07, 0.29, 0, null, undefined].map(inPercent)).toEqual([7, 29, 0, null, null]);
});
