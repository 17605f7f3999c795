import { describe, expect, test } from "vitest";
import { quota } from "../../src/lib/quota.ts";
import {
  coverageMeasure,
  coverageTitle,
  foundTitle,
  missedTitle,
  quarterTotal,
  rangeTitle,
  surveysTitle,
  visitTitle
} from "../../src/lib/surveys.ts";
import { definitionsOf, rate, readerOf, regions } from "./survey-world.ts";

const definitions = definitionsOf("K18", "survey_prefecture_min_ratio", 0.1);
const over = { days: 0, workdays: 0, over: true };
const cells = {
  "K18 1 2023Q4 分母口径=季末 户": rate(1, 20, "unmet"),
  "K19 1 2023Q4 调研层级=县级 户": rate(17, 20, "unmet"),
  "K19 11 2023Q4 调研层级=县级 户": rate(9, 12, "unmet"),
  "K19 12 2023Q4 调研层级=县级 户": rate(8, 8, "met"),
  "K19 11 2023Q4 调研层级=乡镇级 户": rate(12, 12, "met"),
  "K23 111 2023Q4 - 户": rate(3, 12, "unmet"),
  "K20 1 2023-12 - 户": rate(19, 20, "unmet"),
  "K20 11 2023-12 - 户": rate(12, 12, "met")
};
const finding = (place: string, all = cells, profile = "FJ2020") =>
  surveysTitle(
    readerOf(all, place, "2023-12", profile),
    quota(readerOf(all, "1", "2023-12", profile), definitions),
    over
  );

describe("the page's finding", () => {
  test("tells what each level is short of", () => {
    expect(finding("1")).toBe("四季度市级调研差 1 户、县级差 3 户，12 月走访漏 1 户；季已结束");
    expect(finding("11")).toBe("四季度县级调研差 3 户、乡级差 0 户，12 月走访漏 0 户；季已结束");
  });

  test("tells numbers where nothing is asked, and what is missing", () => {
    const free = { ...cells, "K18 1 2023Q4 分母口径=季末 户": rate(1, 20) };
    expect(finding("1", free, "HN2021")).toBe("四季度市级调研 1 户、县级差 3 户，12 月走访漏 1 户；季已结束");
    expect(finding("12", {} as typeof cells)).toBe(
      "四季度县级调研缺数据、乡级缺数据，12 月走访缺数据；季已结束"
    );
  });
});

describe("the finding of a rate that should be whole", () => {
  const parts = (place: string) =>
    readerOf(cells, place).parts(coverageMeasure("县级"), { kind: "quarter" }, quarterTotal);

  test("counts those not met", () => {
    expect(coverageTitle(parts("1"), "县级调研覆盖")).toBe(
      "县级调研覆盖 85.0%（17 / 20 户），差 3 户，1 个县区未达到"
    );
    expect(
      visitTitle(readerOf(cells).parts({ indicator: "K20", breakdown: "", basis: "户" }), "2023-02")
    ).toBe("2 月入户走访 95.0%（19 / 20 户），差 1 户");
  });

  test("tells the place in hand first where it is one of those listed", () => {
    expect(coverageTitle(parts("1"), "县级调研覆盖", regions.get("11"))).toBe(
      "乙县县级调研覆盖 75.0%（9 / 12 户），差 3 户，未达到；甲市 85.0%"
    );
    const town = parts("111");
    expect(town.total.region.code).toBe("11");
    expect(coverageTitle(town, "县级调研覆盖", regions.get("111"))).toBe("丁乡县级调研覆盖没有应计的户");
  });

  test("says what is missing", () => {
    const missing = readerOf({ "K19 1 2023Q4 调研层级=县级 户": rate(null, null) });
    expect(coverageTitle(missing.parts(coverageMeasure("县级"), { kind: "quarter" }), "县级调研覆盖")).toBe(
      "县级调研覆盖缺数据"
    );
  });
});

test("those missed stand by their kinds; more than three are counted", () => {
  const kinds = ["甲类", "乙类", "丙类", "丁类"].map((name, index) => ({ name, cell: rate(5 - index, 5) }));
  expect(missedTitle("未走访的", rate(2, 5), kinds.slice(0, 3))).toBe("未走访的 3 户：乙类 1、丙类 2");
  expect(missedTitle("未走访的", rate(0, 5), [...kinds, { name: "戊类", cell: rate(0, 1) }])).toBe(
    "未走访的 5 户，分在 4 类"
  );
  expect(missedTitle("未走访的", rate(5, 5), kinds)).toBe("没有未走访的户");
  expect(missedTitle("未走访的", rate(0, 0), kinds)).toBe("未走访的户：没有应计的户");
  expect(missedTitle("未走访的", undefined, kinds)).toBe("未走访的户缺数据");
  expect(missedTitle("未走访的", rate(2, 5), [])).toBe("未走访的 3 户");
});

test("what surveys found is told with its interval", () => {
  expect(foundTitle("县级", "2023Q4", rate(3, 40))).toBe(
    "四季度县级调研 40 户，3 户有问题，95% 区间 2.6% 至 19.9%"
  );
  expect(foundTitle("县级", "2023Q4", rate(0, 0))).toBe("四季度县级调研没有问题数可计的户");
  expect(foundTitle("县级", "2023Q4", undefined)).toBe("四季度县级调研发现的问题缺数据");
});

test("a range of regions leaves out those without a number", () => {
  expect(rangeTitle([rate(1, 10), undefined, rate(3, 10)], "调研", "县区")).toBe(
    "调研，各县区占 10.0% 至 30.0%"
  );
  expect(rangeTitle([rate(1, 10), rate(1, 10)], "调研", "县区")).toBe("调研，各县区都是 10.0%");
  expect(rangeTitle([rate(1, 10), rate(0, 0)], "调研", "县区")).toBe("调研，1 个县区有数：10.0%");
  expect(rangeTitle([undefined], "调研", "县区")).toBe("调研缺数据");
});
