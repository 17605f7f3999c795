import { expect, test } from "vitest";
import type { Measure } from "../../src/lib/measures.ts";
import type { At, Reader } from "../../src/lib/reader.ts";
import {
  archiveTitle,
  problemTitle,
  rankMonthsTitle,
  rankTitle,
  responsibilityTitle,
  taskRows,
  taskTitle
} from "../../src/lib/responsibility.ts";

/** A reader of a few cells, by indicator and breakdown, with the month where it differs. */
function reading(cells: Readonly<Record<string, readonly [number, number] | "na">>): Reader {
  return {
    context: { region: "1", period: "2023-12", basis: "户", profile: "FJ2020" },
    region: { name: "甲市" },
    cell: ({ indicator, breakdown }: Measure, at: At = {}) => {
      const found = cells[[indicator, breakdown, at.period].filter(Boolean).join(" ")];
      if (found === undefined) return;
      if (found === "na") return { status: "na_zero_denominator", numerator: 0, denominator: 0, value: null };
      const [numerator, denominator] = found;
      return { status: "ok", unit: "%", numerator, denominator, value: numerator / denominator };
    }
  } as unknown as Reader;
}

test("the page says what is short, in its own units", () => {
  const reader = reading({ K21: [90, 100], K50: [7, 9], K54: [3, 3] });
  expect(responsibilityTitle(reader)).toBe("10 户挂钩责任人职级未达或未知，2 份档案不齐，0 个问题逾期未整改");
  expect(responsibilityTitle(reading({}))).toBe("甲市的责任落实缺数据");
});

test("ranks: below and unknown apart", () => {
  const states = { "K21 职级状态=不达标": [6, 100], "K21 职级状态=未知": [4, 100] } as const;
  expect(rankTitle(reading({ K21: [90, 100], ...states }))).toBe(
    "挂钩责任人职级达标 90.0%，不达标 6 户，未知 4 户"
  );
  expect(rankTitle(reading({ K21: "na" }))).toBe("没有在册户");
  expect(
    rankMonthsTitle(
      reading({ ...states, "K21 职级状态=不达标 2023-11": [8, 99], "K21 职级状态=未知 2023-11": [4, 99] })
    )
  ).toBe("挂钩责任人职级比上月，不达标减少 2 户，未知持平");
});

test("tasks stand by their days, a draft's said to be", () => {
  const rows = taskRows([
    { name: "乙", due: "2023-04-30", regions: [], drafts: ["JLC2020"] },
    { name: "甲", due: "2022-04-30", regions: [], drafts: [] }
  ]);
  expect(rows.map(({ name, due }) => `${name} ${due}`)).toEqual([
    "甲 2022-04-30",
    "乙 2023-04-30（征求意见稿节点）"
  ]);
  expect(taskTitle(reading({ "K44 任务=甲": [8, 8], "K44 任务=乙": [7, 8] }), rows)).toBe(
    "2 项到期的阶段任务中 1 项没有全部按时完成"
  );
  expect(taskTitle(reading({}), rows)).toBe("没有到期的阶段任务");
});

test("problems: mended, not yet due, without a day", () => {
  expect(problemTitle(reading({ K54: [9, 10], "K54 期限=未到期": [2, 12], "K54 期限=空白": [1, 12] }))).toBe(
    "本季发现、已到期或已整改的 10 个问题整改 9 个，另有 2 个未到期，1 个没有写期限"
  );
  expect(problemTitle(reading({ K54: "na" }))).toBe("本季没有到期或已整改的问题");
  expect(archiveTitle(reading({ K50: [9, 9] }))).toBe("应建 9 份档案都齐备");
});
