import { expect, test } from "vitest";
import {
  balanceDomain,
  balanceRows,
  balanceTitle,
  comparisonTitle,
  differenceDomain,
  effectiveText,
  eValueText,
  spansOf,
  splitComparisons,
  withheldText
} from "../../src/lib/balance.ts";
import type { SignalComparison } from "../../src/lib/signal-data.ts";
import { methods } from "./evidence-world.ts";

const shown: SignalComparison = {
  ...{ job: "c", region: "10", measure: "产业帮扶", verdict: "无信号", withheld: "" },
  units: { treated: 100, control: 200 },
  effective: { treated: 90, control: 120 },
  drawn: null,
  leftOut: [],
  balance: [
    { name: "劳动能力=无", before: -0.31, after: -3e-14 },
    { name: "家庭人口", before: 0.05, after: null }
  ],
  treated: { estimate: 0.08, low: 0.03, high: 0.12 },
  control: { estimate: 0.05, low: 0.02, high: 0.08 },
  difference: { estimate: 0.03, low: -0.022, high: 0.085 },
  ratio: { ratio: 1.68, low: 0.72, high: 3.94 },
  eValue: { point: 2.74, limit: 1 },
  p: 0.25,
  q: 0.75
};

const withheld: SignalComparison = {
  ...shown,
  ...{ measure: "搬迁", verdict: "数据不足", withheld: "有措施 3 例，每组至少要 30 例" },
  units: { treated: 3, control: 200 },
  ...{ effective: null, balance: [], treated: null, control: null, difference: null, ratio: null },
  ...{ eValue: null, p: null, q: null }
};

const spans = spansOf(methods);

test("the title counts what can be compared, and names what goes together without calling it a cause", () => {
  expect(spans).toEqual({ landmark: 3, horizon: 12 });
  expect(comparisonTitle([shown, withheld], spans)).toBe(
    "可比的一类措施，都看不出与 12 个月内风险消除有关联"
  );
  expect(comparisonTitle([{ ...shown, verdict: "信号" }], spans)).toBe(
    "可比的一类措施中，产业帮扶与 12 个月内风险消除有关联，不等于因果"
  );
  expect(comparisonTitle([withheld, withheld], spans)).toBe(
    "两类措施的户都不可比，不给与 12 个月内风险消除的关联"
  );
  expect(comparisonTitle([], spans)).toContain("没有可比的数据");
  expect(splitComparisons([withheld, shown])).toEqual({ shown: [shown], withheld: [withheld] });
});

test("why there is no result: sizes stand beside, so a small group is said in short", () => {
  expect(withheldText(withheld, 30)).toBe("一组不足 30 户");
  const off = { ...withheld, units: { treated: 50, control: 200 }, withheld: "加权后仍差 0.2" };
  expect(withheldText(off, 30)).toBe("加权后仍差 0.2");
});

test("balance: distances without the tails of arithmetic, counted against the limit", () => {
  expect(balanceRows(shown)).toEqual([
    { name: "劳动能力：无", before: -0.31, after: 0 },
    { name: "家庭人口", before: 0.05, after: null }
  ]);
  expect(balanceTitle(shown, 0.1)).toBe("产业帮扶：加权前 1 项差别大于 0.1，加权后没有");
  const off = { ...shown, balance: [{ name: "a", before: 0.3, after: 0.2 }], withheld: "a 加权后差 0.2" };
  expect(balanceTitle(off, 0.1)).toBe("产业帮扶：加权前 1 项差别大于 0.1，加权后还有 1 项，不给结果");
  expect(balanceTitle(withheld, 0.1)).toBe("搬迁：两组不可比，没有平衡表");
  expect(balanceDomain(balanceRows(shown), 0.1)).toEqual([0, 0.4]);
  expect(balanceDomain([], 0.1)).toEqual([0, 0.2]);
  expect(differenceDomain([shown])).toEqual([-0.1, 0.1]);
});

test("households in effect and the E-value in sentences", () => {
  expect(effectiveText(shown, 0.5)).toBe(
    "有效样本：有措施 100 户加权后相当于 90.0 户（90%），没有的 200 户加权后相当于 120.0 户（60%）；不足 50% 不给结果。"
  );
  expect(effectiveText(withheld, 0.5)).toBeNull();
  expect(eValueText(shown)).toContain("区间已含“没有差别”");
  expect(eValueText({ ...shown, eValue: { point: 3.9, limit: 2.04 } })).toContain("至少有 2.0 倍的关联");
  expect(eValueText(withheld)).toBeNull();
});
