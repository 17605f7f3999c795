import { describe, expect, test } from "vitest";
import {
  clockText,
  pace,
  quarterClock,
  quota,
  quotaAsked,
  quotaTitle,
  quotaTrendTitle,
  requirement
} from "../../src/lib/quota.ts";
import { definitionsOf, rate, readerOf } from "./survey-world.ts";

test("a requirement is rounded up, and a whole one stays whole", () => {
  expect(requirement(0.1, 2363)).toBe(237);
  // 0.1 × 2370 is 237.00000000000003 in floating point.
  expect(requirement(0.1, 2370)).toBe(237);
  expect(requirement(0.1, 11)).toBe(2);
  expect(requirement(0.1, 0)).toBe(0);
  expect(requirement(0.125, 8)).toBe(1);
});

describe("what is left of the quarter", () => {
  const left = { quarter: "2023Q4", end: "2023-12-31", days: 46, workdays: 32 };
  const clock = quarterClock("2023Q4", left);

  test("is of the quarter the data's day lies in; one before is over", () => {
    expect(clockText(clock)).toBe("季末还有 46 天、32 个工作日");
    expect(clockText(quarterClock("2023Q3", left))).toBe("季已结束");
    expect(clockText(quarterClock("2023Q4", { ...left, days: 0, workdays: 0 }))).toBe("季已结束");
    expect(clockText(quarterClock("2023Q4", { ...left, workdays: null }))).toBe("季末还有 46 天");
  });

  test("sets the pace, rounded up; a week asks for no more than is short", () => {
    expect(pace(31, clock)).toEqual({ day: 1, week: 5 });
    expect(pace(100, clock)).toEqual({ day: 4, week: 16 });
    expect(pace(3, { days: 2, workdays: 1, over: false })).toEqual({ day: 3, week: 3 });
    expect(pace(31, quarterClock("2023Q3", left))).toBeNull();
    expect(pace(31, { days: 2, workdays: 0, over: false })).toBeNull();
    expect(pace(31, { days: 2, workdays: null, over: false })).toBeNull();
    expect(pace(0, clock)).toBeNull();
  });
});

describe("the quarter's quota", () => {
  const definitions = definitionsOf("K18", "survey_prefecture_min_ratio", 0.1);
  const cells = {
    "K18 1 2023Q4 分母口径=季末 户": rate(206, 2363, "unmet"),
    "K18 1 2023Q4 分母口径=季初 户": rate(200, 2254),
    "K18 1 2023Q4 调研方式=实地;分母口径=季末 户": rate(157, 2363),
    "K18 1 2023Q4 分项=仅电话户 户": rate(35, 2363),
    "K18 11 2023Q4 分母口径=季末 户": rate(32, 445)
  };
  const over = { days: 0, workdays: 0, over: true };
  const running = { days: 46, workdays: 32, over: false };

  test("is asked of the prefecture by the document's own share", () => {
    const asked = quota(readerOf(cells), definitions);
    expect(asked).toMatchObject({ required: 237, short: 31 });
    expect(asked.lines.map(({ name, cell, kind }) => [name, cell?.numerator, kind])).toEqual([
      ["已调研", 206, "sum"],
      ["其中实地", 157, "part"],
      ["只有电话", 35, "apart"],
      ["季初在册中已调研", 200, "apart"]
    ]);
    expect(quotaAsked(asked)).toEqual({
      text: "每季 10%以上：季末在册 2,363 户 × 10%，向上取整",
      state: null
    });
    expect(quotaTitle(asked, over)).toBe("四季度市级实地调研 206 户，比要求的 237 户少 31 户，季已结束");
    expect(quotaTitle(asked, running)).toBe(
      "四季度市级实地调研 206 户，还差 31 户；还有 32 个工作日，每日须 1 户"
    );
  });

  test("is met by as many as are asked for", () => {
    const met = { ...cells, "K18 1 2023Q4 分母口径=季末 户": rate(240, 2363, "met") };
    const asked = quota(readerOf(met), definitions);
    expect(asked.short).toBe(0);
    expect(quotaTitle(asked, over)).toBe("四季度市级实地调研 240 户，达到要求的 237 户");
  });

  test("is none of a county, nor where the document is silent, and each says why", () => {
    const county = quota(readerOf(cells, "11"), definitions);
    expect(county).toMatchObject({ required: null, short: null });
    expect(quotaAsked(county)).toEqual({ text: "要求对设区市，乙县只显示", state: "na" });
    expect(quotaTitle(county, over)).toBe("四季度乙县实地调研 32 户，占季末在册 7.2%");
    const silent = quota(readerOf(cells, "1", "2023-12", "HN2021"), definitions);
    expect(quotaAsked(silent)).toEqual({ text: "所用口径没有写调研比例", state: "silent" });
  });

  test("is not said in numbers where there are none", () => {
    const without = quota(readerOf({}), definitions);
    expect(quotaTitle(without, over)).toBe("四季度市级实地调研缺数据");
    const empty = quota(
      readerOf({ "K18 1 2023Q4 分母口径=季末 户": rate(0, 0, "undetermined") }),
      definitions
    );
    expect(quotaTitle(empty, over)).toBe("四季度市级实地调研没有在册户");
  });

  test("over quarters: those met among those judged, else the range", () => {
    const asked = quota(readerOf(cells), definitions);
    expect(quotaTrendTitle([rate(3, 10, "met"), undefined, rate(0, 10, "unmet")], asked)).toBe(
      "2 个季度中 1 个达到调研要求，2023Q4 未达到"
    );
    expect(quotaTrendTitle([rate(3, 10), rate(1, 10)], asked)).toBe(
      "甲市实地调研覆盖率 2 个季度在 10.0% 至 30.0% 之间"
    );
    expect(quotaTrendTitle([rate(3, 10)], asked)).toBe("甲市实地调研覆盖率 30.0%");
    expect(quotaTrendTitle([], asked)).toBe("甲市实地调研覆盖率缺数据");
  });
});
