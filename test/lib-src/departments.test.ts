import { expect, test } from "vitest";
import {
  alertRegions,
  alertTable,
  alertTitle,
  comparisonDue,
  comparisonGrid,
  comparisonTitle,
  kindTitle,
  matchTitle,
  pushTitle,
  regionTitle,
  resultTitle,
  uncheckedText
} from "../../src/lib/departments.ts";
import type { Definitions } from "../../src/lib/site.ts";
import { rate, readerOf } from "./survey-world.ts";

const pushed = (number: number) => ({ ...rate(number, 1), denominator: null, value: number });
const at = "K37 1 2023-12";
const names = ["民政部门", "教育部门"];
const alerts = {
  [`${at} 分项=推送条数 条`]: pushed(10),
  [`${at} 分项=核实率 条`]: rate(6, 10),
  [`${at} 分项=纳入率 条`]: rate(2, 6),
  [`${at} 分项=涉及户数 户`]: pushed(9),
  [`${at} 部门=民政部门;分项=推送条数 条`]: pushed(10),
  [`${at} 部门=民政部门;分项=核实率 条`]: rate(6, 10),
  [`${at} 部门=教育部门;分项=推送条数 条`]: pushed(0),
  "K37 11 2023-12 分项=推送条数 条": pushed(8),
  "K37 12 2023-12 分项=推送条数 条": pushed(2)
};

test("departments that pushed stand in rows, the others in a line; what has no receipt is open", () => {
  const table = alertTable(readerOf(alerts), "部门", names);
  expect(table.rows.map(({ name, pushed }) => `${name} ${pushed}`)).toEqual(["民政部门 10"]);
  expect(table.silent).toEqual(["教育部门"]);
  expect(alertTitle(table, "2023-12")).toBe("12 月部门推送 10 条，已核实 6 条，纳入 2 条");
  expect(kindTitle(table, "部门")).toBe("1 个部门有推送，民政部门最多，10 条");
  expect(uncheckedText(table)).toBe("还有 4 条没有核实回执，按未核实计。");
});

test("regions stand in the order of their codes, with the range of what they were sent", () => {
  const table = alertRegions(readerOf(alerts));
  expect(table.rows.map(({ name, pushed }) => `${name} ${pushed}`)).toEqual(["乙县 8", "丙县 2"]);
  expect(table.whole).toMatchObject({ name: "甲市", pushed: 10, households: 9 });
  expect(regionTitle(table, "县区")).toBe("2 个县区推送 2 至 8 条，未核实合计 4 条");
  const even = { ...alerts, "K37 12 2023-12 分项=推送条数 条": pushed(8) };
  expect(regionTitle(alertRegions(readerOf(even)), "县区")).toBe("2 个县区各推送 8 条，未核实合计 4 条");
  expect(regionTitle(alertRegions(readerOf({})), "县区")).toBe("各县区的推送缺数据");
});

test("nothing pushed, and nothing known", () => {
  const none = alertTable(readerOf({ [`${at} 分项=推送条数 条`]: pushed(0) }), "部门", names);
  expect(alertTitle(none, "2023-12")).toBe("12 月没有部门推送预警");
  expect(kindTitle(none, "部门")).toBe("没有部门推送预警");
  expect(uncheckedText(none)).toBe("");
  expect(alertTitle(alertTable(readerOf({}), "部门", names), "2023-12")).toBe("部门预警缺数据");
  expect(pushTitle(undefined, 3)).toBe("部门推送缺数据");
});

test("a month is told beside the one before", () => {
  expect(pushTitle(100, 88)).toBe("部门推送 100 条，比上月多 12 条");
  expect(pushTitle(88, 100)).toBe("部门推送 88 条，比上月少 12 条");
  expect(pushTitle(5, 5)).toBe("部门推送 5 条，与上月持平");
  expect(pushTitle(5, null)).toBe("部门推送 5 条，没有可比的上月");
});

test("counties say how each quarter's comparison stood, and that they told nothing", () => {
  const cells = {
    "K37 11 2023-12 分项=推送条数 条": pushed(1),
    "K43 1 2023Q4 - 个": rate(1, 2),
    "K43 1 2023Q4 县区=乙县;完成=按时 个": pushed(1),
    "K43 1 2023Q4 县区=丙县;完成=未报 个": pushed(1)
  };
  const grid = comparisonGrid(readerOf(cells));
  expect(grid.rows.map(({ name, states }) => `${name} ${states.at(-1)}`)).toEqual(["乙县 按时", "丙县 未报"]);
  expect(grid.rows[0]!.states[0]).toBe(grid.quarters.length > 1 ? null : "按时");
  expect(comparisonTitle(readerOf(cells), grid)).toBe("2 个县区中 1 个按时完成四季度比对，1 个未报");
  expect(comparisonTitle(readerOf({}), comparisonGrid(readerOf({})))).toBe("季度比对缺数据");
  const none = { "K43 1 2023Q4 - 个": rate(0, 0) };
  expect(comparisonTitle(readerOf(none), comparisonGrid(readerOf(none)))).toBe(
    "季度比对按设区市计，本级没有应比对的县区"
  );
});

test("the day of comparisons is the document's in hand, else of one that has it", () => {
  const definitions = {
    indicators: [
      {
        id: "K43",
        judging: [
          { profile: "FJ2020", thresholds: [] },
          { profile: "JLC2020", thresholds: [{ name: "比对期限", value: "每季首月 10 日前" }] }
        ]
      }
    ]
  } as unknown as Definitions;
  expect(comparisonDue(definitions, "FJ2020")).toEqual({ words: "每季首月 10 日前", profile: "JLC2020" });
  expect(comparisonDue({ ...definitions, indicators: [] }, "FJ2020")).toBeNull();
});

test("results are told by the most there are of, or that they are blank", () => {
  const of = (name: string, denominator: number) => ({ name, cell: rate(denominator, denominator) });
  expect(resultTitle([of("有疑点", 20), of("未发现疑点", 180)])).toBe(
    "200 户次比对中结果为未发现疑点的最多，180 户次"
  );
  expect(resultTitle([of("未填", 9)])).toBe("提交的比对都没有填结果");
  expect(resultTitle([of("未填", 0)])).toBe("比对结果没有记录");
});

test("months are told by the last with any comparison", () => {
  expect(matchTitle(readerOf({}))).toBe("信息比对缺数据");
});
