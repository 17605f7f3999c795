import { beforeEach, expect, test } from "vitest";
import { predictionLimit, predictionTail } from "../../loaders/risk/prediction.ts";
import { checked, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("再一期的预测限");

test.each([
  [4, 2, 7, 0.01, 15, 10.71930768305987, 0.001063033495772788],
  [0.3, 1, 7, 0.001, 9, 5.867186623909872, 9.250375613043491e-5],
  [120, 14.5, 12, 0.05, 119, 147.1036346538887, 0.5258200822615372],
  [50, 3, 2, 0.2, 58, 55.05715009451953, 0.1370463374117853]
])(
  "mean %d, deviation %d of %d, against R's qt and pt",
  (mean, deviation, size, alpha, value, limit, tail) => {
    const sample = { mean, deviation, size };
    check.near([predictionLimit(sample, alpha), predictionTail(sample, value)], [limit, tail]);
    check.near(predictionTail(sample, predictionLimit(sample, alpha)), alpha);
  }
);

test("values that never differed: one above them is beyond any limit, one like them is not", () => {
  const sample = { mean: 3, deviation: 0, size: 7 };
  expect([2, 3, 4].map(value => predictionTail(sample, value))).toEqual([1, 0.5, 0]);
  expect(predictionLimit(sample, 0.01)).toBe(3);
});

test("refusals", () => {
  const sample = { mean: 3, deviation: 1, size: 7 };
  expect(refusal(() => predictionLimit(sample, 0))).toContain("显著水平");
  expect(refusal(() => predictionLimit({ ...sample, size: 1 }, 0.1))).toContain("个数应是不小于 2 的整数");
  expect(refusal(() => predictionTail({ ...sample, deviation: -1 }, 2))).toContain(
    "标准差应不小于 0，现在是 -1"
  );
  expect(refusal(() => predictionTail(sample, Number.NaN))).toContain("值第 1 个不是数");
});

test("the table of checks claims no more than this", () => check.holds());
