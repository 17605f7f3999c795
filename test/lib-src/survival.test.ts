import { expect, test } from "vitest";
import type { SignalCurve, SignalCurves } from "../../src/lib/signal-data.ts";
import {
  curveRows,
  groupings,
  lastMonthOf,
  leftOutText,
  medianText,
  monthTicks,
  testText,
  waitTitle
} from "../../src/lib/survival.ts";
import { methods } from "./evidence-world.ts";

const curve = (group: string, end: number, median: number | null): SignalCurve => ({
  group,
  households: 60,
  events: [30, 2],
  median: { time: median, low: median === null ? null : median - 2, high: null },
  points: [
    [0, 60, 0, null, null, 0],
    [6, 40, end / 2, end / 4, end, 0.01],
    [12, 20, end, end - 0.1, end + 0.1, 0.02]
  ]
});

const curves = (list: readonly SignalCurve[], rest: Partial<SignalCurves> = {}): SignalCurves => ({
  ...{ job: "wait_all", region: "10", title: "", causes: ["风险消除", "迁出"], curves: list },
  ...{ unknown: 0, withheld: [], logRank: null },
  ...rest
});

test("the groupings of a wait are those of the table of methods", () => {
  expect(groupings(methods, "elimination")).toEqual([
    { job: "wait_all", text: "不分组" },
    { job: "wait_labour", text: "按劳动能力" }
  ]);
  expect(groupings(methods, "relapse")).toHaveLength(1);
});

test("one curve is told by when half were through, or how many were at the end", () => {
  const half = curve("全部", 0.6, 9);
  const known = { ...half, median: { time: 9, low: 8, high: 11 } };
  expect(waitTitle(curves([known]), "elimination", "不分组", 0.05)).toBe(
    "纳入之后一半的户 9 个月内风险消除（95% 区间 8 至 11 个月）"
  );
  expect(waitTitle(curves([curve("全部", 0.2, null)]), "relapse", "不分组", 0.05)).toBe(
    "消除之后 12 个月内 20.0%（95% 区间 10.0% 至 30.0%）再纳入"
  );
  expect(medianText(half)).toBe("9 个月（7 至 更久）");
  expect(medianText(curve("全部", 0.2, null))).toBe("12 个月内未到一半");
});

test("groups are called different by the q of their test alone", () => {
  const groups = [curve("甲", 0.6, 9), curve("乙", 0.3, null)];
  const tested = (q: number) => curves(groups, { logRank: { chiSquare: 14.7, degrees: 2, p: 0.0006, q } });
  expect(waitTitle(tested(0.0004), "elimination", "按甲乙", 0.05)).toBe(
    "按甲乙，风险消除的快慢有差别：12 个月内 30.0% 至 60.0%"
  );
  expect(waitTitle(tested(0.2), "elimination", "按甲乙", 0.05)).toContain("快慢分不出差别");
  expect(waitTitle(curves(groups), "elimination", "按甲乙", 0.05)).toContain("快慢没有检验");
  expect(testText(tested(0.2))).toContain("χ² 14.7，自由度 2，p < 0.001，与其他地区一起看 q = 0.20");
  expect(testText(curves(groups))).toContain("不等于没有差别");
  expect(testText(curves([curve("甲", 0.6, 9)]))).toBeNull();
});

test("rows are the published points at the ticks; a group watched for less has none after", () => {
  const short = { ...curve("乙", 0.4, null), points: curve("乙", 0.4, null).points.slice(0, 2) };
  const found = curves([curve("甲", 0.6, 9), short]);
  expect(lastMonthOf(found)).toBe(12);
  const rows = curveRows(found, monthTicks(12, 6));
  expect(rows.map(({ group, month, atRisk }) => `${group}${month} ${atRisk}`)).toEqual([
    "甲0 60",
    "甲6 40",
    "甲12 20",
    "乙0 60",
    "乙6 40"
  ]);
  expect(rows[1]).toMatchObject({ estimate: 0.3, low: 0.15, high: 0.6, other: 0.01 });
});

test("too few to draw says so, with what was left out", () => {
  expect(waitTitle(undefined, "elimination", "不分组", 0.05)).toContain("不画曲线");
  const found = curves([], {
    unknown: 5,
    withheld: [{ group: "丙", households: 9, why: "9 户，至少要 30 户" }]
  });
  expect(waitTitle(found, "relapse", "不分组", 0.05)).toBe("消除之后多久再纳入：户数或件数太少，不画曲线");
  expect(leftOutText(found)).toEqual(["丙没有画：9 户，至少要 30 户。", "另有 5 户状态不明，不在曲线里。"]);
});
