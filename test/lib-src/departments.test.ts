import { expect, test } from "vitest";
import {
  alertTable,
  alertTitle,
  comparisonTitle,
  kindTitle,
  matchTitle,
  uncheckedText
} from "../../src/lib/departments.ts";
import { rate, readerOf } from "./survey-world.ts";

const pushed = (number: number) => ({ ...rate(number, 1), denominator: null, value: number });
const at = "K37 1 2023-12";
const alerts = {
  [`${at} 分项=推送条数 条`]: pushed(10),
  [`${at} 分项=核实率 条`]: rate(6, 10),
  [`${at} 分项=纳入率 条`]: rate(2, 6),
  [`${at} 分项=涉及户数 户`]: pushed(9),
  [`${at} 部门=民政部门;分项=推送条数 条`]: pushed(10),
  [`${at} 部门=民政部门;分项=核实率 条`]: rate(6, 10),
  [`${at} 部门=教育部门;分项=推送条数 条`]: pushed(0)
};

test("departments that pushed stand in rows, the others in a line; what has no receipt is open", () => {
  const table = alertTable(readerOf(alerts), "部门");
  expect(table.rows.map(({ name, pushed }) => `${name} ${pushed}`)).toEqual(["民政部门 10"]);
  expect(table.silent).toEqual(["教育部门"]);
  expect(alertTitle(table, "2023-12")).toBe("12 月部门推送 10 条，已核实 6 条，纳入 2 条");
  expect(kindTitle(table, "部门")).toBe("1 个部门有推送，民政部门最多，10 条");
  expect(uncheckedText(table)).toBe("还有 4 条没有核实回执，按未核实计。");
});

test("nothing pushed, and nothing known", () => {
  const none = alertTable(readerOf({ [`${at} 分项=推送条数 条`]: pushed(0) }), "部门");
  expect(alertTitle(none, "2023-12")).toBe("12 月没有部门推送预警");
  expect(kindTitle(none, "部门")).toBe("没有部门推送");
  expect(alertTitle(alertTable(readerOf({}), "部门"), "2023-12")).toBe("部门预警缺数据");
});

test("comparisons of the quarter and of the last month with any", () => {
  expect(comparisonTitle(readerOf({ "K43 1 2023Q4 - 个": rate(3, 8) }))).toBe(
    "8 个县区中 3 个按时完成季度比对"
  );
  expect(comparisonTitle(readerOf({}))).toBe("季度比对缺数据");
  expect(matchTitle(readerOf({}))).toBe("信息比对缺数据");
});
