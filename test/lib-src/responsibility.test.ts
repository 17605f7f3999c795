import { describe, expect, test } from "vitest";
import {
  archiveDocuments,
  archiveDocumentsTitle,
  archiveTitle,
  askedLevels
} from "../../src/lib/archives.ts";
import type { ProblemRow } from "../../src/lib/problems.ts";
import {
  planTitle,
  rankMonthsTitle,
  rankTable,
  rankTitle,
  responsibilityTitle,
  townTitle
} from "../../src/lib/responsibility.ts";
import type { Definitions } from "../../src/lib/site.ts";
import { draftNodes, taskRows, taskTitle } from "../../src/lib/tasks.ts";
import { rate, readerOf } from "./survey-world.ts";

const stock = (overdue: number | null): ProblemRow =>
  ({ key: "", name: "", overdue, state: overdue === null ? "missing" : null }) as unknown as ProblemRow;

test("the page says what is short, each in its own unit, and of a town what is told of towns", () => {
  const reader = readerOf({
    "K21 1 2023-12 - 户": rate(90, 100, "unmet"),
    "K24 1 2023Q4 - 户": rate(98, 100, "unmet"),
    "K50 1 2023Q4 - 份": rate(7, 9, "unmet")
  });
  expect(responsibilityTitle(reader, stock(3))).toBe(
    "10 户责任人职级未达或未知，2 户没有成效分析，2 份档案不齐，3 个问题逾期未整改"
  );
  expect(responsibilityTitle(readerOf({}), stock(null))).toBe("甲市的责任落实缺数据");
  const town = readerOf(
    {
      "K22 111 2023-12 - 户": rate(3, 4),
      "K49 111 2023-12 - 户": rate(4, 4),
      "K50 111 2023Q4 - 份": rate(0, 0)
    },
    "111"
  );
  expect(townTitle(town)).toBe("1 户没有本村结对，0 户联系人不全");
  expect(townTitle(readerOf({ "K22 111 2023-12 - 户": rate(0, 0) }, "111"))).toBe("丁乡没有应计的户和档案");
  expect(townTitle(readerOf({}, "111"))).toBe("丁乡的责任落实缺数据");
});

describe("ranks of contacts", () => {
  const cells = {
    "K21 1 2023-12 - 户": rate(90, 100, "unmet"),
    "K21 1 2023-12 职级状态=达标 户": rate(90, 100),
    "K21 1 2023-12 职级状态=不达标 户": rate(6, 100),
    "K21 1 2023-12 职级状态=未知 户": rate(4, 100),
    "K21 1 2023-11 职级状态=不达标 户": rate(8, 99),
    "K21 1 2023-11 职级状态=未知 户": rate(4, 99),
    "K21 11 2023-12 - 户": rate(null, null, "undetermined")
  };

  test("tell 不达标 and 未知 apart", () => {
    expect(rankTitle(readerOf(cells))).toBe("挂钩责任人职级达标 90.0%，不达标 6 户，未知 4 户");
    const county = Object.fromEntries(
      Object.entries(cells).map(([key, cell]) => [key.replace("K21 1 ", "K21 12 "), cell])
    );
    expect(rankTitle(readerOf(county, "12"))).toBe("丙县挂钩责任人职级达标 90.0%，不达标 6 户，未知 4 户");
    expect(rankTitle(readerOf({ "K21 1 2023-12 - 户": rate(0, 0) }))).toBe("没有在册户");
    expect(rankMonthsTitle(readerOf(cells))).toBe("挂钩责任人职级比上月，不达标减少 2 户，未知持平");
  });

  test("stand by region; one without data has no numbers", () => {
    const { rows, whole, states } = rankTable(readerOf(cells));
    expect(states).toEqual(["达标", "不达标", "未知"]);
    expect(whole).toMatchObject({ counts: [90, 6, 4], total: 100, state: null });
    expect(rows[0]).toMatchObject({ counts: [null, null, null], total: null, state: "missing" });
  });
});

test("plans are set against the quarter before, where there is one", () => {
  const now = { "K24 1 2023Q4 - 户": rate(95, 100), "K25 1 2023Q4 - 户": rate(40, 100) };
  expect(planTitle(readerOf({ ...now, "K24 1 2023Q3 - 户": rate(96, 100) }))).toBe(
    "成效分析 95.0%，比上季 −1.0 个百分点；计划调整 40.0%"
  );
  expect(planTitle(readerOf(now))).toBe("成效分析 95.0%；计划调整 40.0%");
  expect(planTitle(readerOf({}))).toBe("季度成效分析缺数据");
});

describe("tasks", () => {
  const tasks = [
    { name: "乙", due: "2023-04-30", regions: ["11"], drafts: ["JLC2020"] },
    { name: "甲", due: "2022-04-30", regions: ["11"], drafts: [] },
    { name: "甲", due: "2022-05-31", regions: ["12"], drafts: [] },
    { name: "丙", due: "2024-01-31", regions: ["12"], drafts: [] }
  ];
  const rows = (isHere: (region: string) => boolean) => taskRows(tasks, "2023-12-31", isHere);

  test("stand by their days; a draft's, and those not due, are said to be", () => {
    expect(rows(() => true).map(({ name, due, isDue }) => `${name} ${due} ${isDue}`)).toEqual([
      "甲 2022-04-30 至 2022-05-31 true",
      "乙 2023-04-30（征求意见稿节点） true",
      "丙 2024-01-31（未到期） false"
    ]);
    expect(rows(region => region === "12").map(({ name, due }) => `${name} ${due}`)).toEqual([
      "甲 2022-05-31",
      "丙 2024-01-31（未到期）"
    ]);
  });

  test("are counted in the data's month, whatever month is in hand", () => {
    const cells = { "K44 1 2023-12 任务=甲 个": rate(8, 8), "K44 1 2023-12 任务=乙 个": rate(7, 8) };
    const reader = readerOf(cells, "1", "2023-11");
    expect(
      taskTitle(
        reader,
        rows(() => true)
      )
    ).toBe("2 项到期的阶段任务中 1 项没有全部按时完成");
    expect(taskTitle(readerOf({}), [])).toBe("没有到期的阶段任务");
  });
});

describe("files", () => {
  const threshold = (key: string, value: string) => ({ key, value });
  const definitions = {
    indicators: [
      {
        id: "K50",
        judging: [
          { profile: "FJ2020", thresholds: [threshold("archive_levels", "县级、村级")] },
          { profile: "GB2020", thresholds: [] },
          { profile: "HN2021", thresholds: [threshold("archive_levels", "村级")] }
        ]
      },
      {
        id: "K44",
        judging: [
          { profile: "JLC2020", thresholds: [threshold("task_deadlines", "2020-05-30、2020-06-30")] },
          { profile: "FJ2020", thresholds: [] }
        ]
      }
    ]
  } as unknown as Definitions;
  const profile = (id: string, label: string, draft = false) => ({ id, label, doc: "", draft });
  const cells = { "K50 1 2023Q4 档案层级=村级 份": rate(1, 2), "K50 1 2023Q4 档案层级=户级 份": rate(1, 2) };

  test("are listed at the levels the document asks for, all where it names none", () => {
    expect(askedLevels(readerOf(cells), definitions)).toEqual(["村级"]);
    expect(askedLevels(readerOf(cells, "1", "2023-12", "GB2020"), definitions)).toEqual(["村级", "户级"]);
  });

  test("come to what each document asks; one not worked out has no number", () => {
    const meta = {
      profiles: [profile("FJ2020", "福建"), profile("GB2020", "国家"), profile("HN2021", "河南")],
      computed: ["FJ2020", "GB2020"]
    };
    const rows = archiveDocuments(meta, definitions, id => (id === "FJ2020" ? rate(9, 10) : rate(11, 12)));
    expect(rows.map(({ name, levels, cell, state }) => [name, levels, cell?.denominator, state])).toEqual([
      ["福建", "县级、村级", 10, null],
      ["国家", "", 12, null],
      ["河南", "村级", undefined, "open"]
    ]);
    expect(archiveDocumentsTitle(rows)).toBe("3 套口径中 2 套写了档案层级，应建 10 至 12 份");
    expect(archiveDocumentsTitle(archiveDocuments(meta, definitions, () => rate(0, 0)))).toBe(
      "3 套口径中 2 套写了档案层级，本季没有应建的档案"
    );
    expect(archiveDocumentsTitle(archiveDocuments(meta, definitions, () => undefined))).toBe(
      "3 套口径中 2 套写了档案层级，档案检查缺数据"
    );
  });

  test("are told as what is not whole", () => {
    expect(archiveTitle(readerOf({ "K50 1 2023Q4 - 份": rate(9, 9) }))).toBe("应建 9 份档案都齐备");
    expect(archiveTitle(readerOf({ "K50 1 2023Q4 - 份": rate(7, 9) }))).toBe("应建 9 份档案中 2 份不齐");
    expect(archiveTitle(readerOf({ "K50 1 2023Q4 - 份": rate(0, 0) }))).toBe("本季没有应建的档案");
    expect(archiveTitle(readerOf({}))).toBe("档案检查缺数据");
  });

  test("a draft's days for tasks are named as a draft's", () => {
    const meta = { profiles: [profile("FJ2020", "福建"), profile("JLC2020", "吉林", true)] };
    expect(draftNodes(definitions, meta)).toBe(
      "吉林（征求意见稿）写明的节点：2020-05-30、2020-06-30，只在选这一口径时判断。"
    );
    expect(draftNodes(definitions, { profiles: [profile("FJ2020", "福建")] })).toBe("");
  });
});
