import type { Cell } from "./dataset.js";
import { count, percent } from "./format.js";
import type { Measure } from "./measures.js";
import type { Reader } from "./reader.js";

/** Parts of K37: pushed, checked, taken into the register, and the households they are about. */
export const alertParts = ["推送条数", "核实率", "纳入率", "涉及户数"] as const;
export type AlertPart = (typeof alertParts)[number];

/** K37 of one part, of all or of one kind: `部门=民政部门` or `预警类型=收入骤减`. */
export function alertMeasure(part: AlertPart, kind = ""): Measure {
  return {
    indicator: "K37",
    breakdown: [kind, `分项=${part}`].filter(Boolean).join(";"),
    basis: part === "涉及户数" ? "户" : "条"
  };
}

/** K38 of all, or of one kind: `部门=…`, `比对结果=…`. */
export function matchMeasure(kind = ""): Measure {
  return { indicator: "K38", breakdown: kind, basis: "户次" };
}

/** One kind of alerts with its parts; a rate is of those checked, or of those pushed. */
export interface AlertRow {
  readonly name: string;
  readonly pushed: number | null;
  readonly checked: Cell | undefined;
  readonly taken: Cell | undefined;
  readonly households: number | null;
}

export interface AlertTable {
  readonly rows: readonly AlertRow[];
  readonly whole: AlertRow;
  /** Kinds that pushed nothing. */
  readonly silent: readonly string[];
}

/** Alerts of the month by one dimension; kinds without any are named apart, not as rows of nothing. */
export function alertTable(reader: Reader, dimension: "部门" | "预警类型"): AlertTable {
  const read = (name: string, kind: string): AlertRow => {
    const cell = (part: AlertPart) => reader.cell(alertMeasure(part, kind), {}, alertMeasure(part));
    return {
      name,
      pushed: cell("推送条数")?.numerator ?? null,
      checked: cell("核实率"),
      taken: cell("纳入率"),
      households: cell("涉及户数")?.numerator ?? null
    };
  };
  const all = reader.values("K37", dimension).map(name => read(name, `${dimension}=${name}`));
  return {
    rows: all.filter(({ pushed }) => (pushed ?? 0) > 0),
    whole: read("合计", ""),
    silent: all.filter(({ pushed }) => pushed === 0).map(({ name }) => name)
  };
}

/** “本月部门推送 100 条，已核实 68 条，纳入 15 条”. */
export function alertTitle({ whole }: AlertTable, period: string): string {
  if (whole.pushed === null) return "部门预警缺数据";
  if (whole.pushed === 0) return `${Number(period.slice(5, 7))} 月没有部门推送预警`;
  const checked = whole.checked?.numerator;
  const taken = whole.taken?.numerator;
  return [
    `${Number(period.slice(5, 7))} 月部门推送 ${count(whole.pushed)} 条`,
    checked == null ? null : `已核实 ${count(checked)} 条`,
    taken == null ? null : `纳入 ${count(taken)} 条`
  ]
    .filter(text => text !== null)
    .join("，");
}

/** “10 个部门有推送，医疗保障部门最多，35 条”. */
export function kindTitle({ rows, whole }: AlertTable, word: string): string {
  if (whole.pushed === null) return `各${word}的推送缺数据`;
  if (rows.length === 0) return `没有${word}推送`;
  const most = rows.reduce((a, b) => (b.pushed! > a.pushed! ? b : a));
  return `${rows.length} 个${word}有推送，${most.name}最多，${count(most.pushed!)} 条`;
}

/** What was pushed and is not yet checked: “还有 32 条没有回执，按未核实计”. */
export function uncheckedText({ whole }: AlertTable): string {
  const { checked } = whole;
  if (checked?.numerator == null || checked.denominator === null) return "";
  const open = checked.denominator - checked.numerator;
  return open > 0 ? `还有 ${count(open)} 条没有核实回执，按未核实计。` : "推送的都有核实回执。";
}

/** A county's comparison of the quarter: 按时, 逾期, 未完成, 未报. */
export interface CountyComparison {
  readonly name: string;
  readonly state: string;
}

/** What each county did about the quarter's comparison (K43), in the order of the data. */
export function comparisons(reader: Reader): CountyComparison[] {
  const period = reader.period("quarter");
  const states = reader.values("K43", "完成");
  const order = reader.places("K37").regions.map(({ name }) => name);
  const names = [...reader.values("K43", "县区")].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return names.flatMap(name =>
    states.flatMap(state => {
      const breakdown = `县区=${name};完成=${state}`;
      const cell = reader.cell({ indicator: "K43", breakdown, basis: "个" }, { period });
      return cell?.numerator ? [{ name, state }] : [];
    })
  );
}

/** “8 个县区中 3 个按时完成四季度比对”. */
export function comparisonTitle(reader: Reader): string {
  const cell = reader.cell({ indicator: "K43", breakdown: "", basis: "个" }, { kind: "quarter" });
  if (cell?.numerator == null || cell.denominator === null || cell.denominator === 0) return "季度比对缺数据";
  return `${count(cell.denominator)} 个县区中 ${count(cell.numerator)} 个按时完成季度比对`;
}

/** The last months in which anything was handed in for comparison, at most eight, oldest first. */
export function matchMonths(reader: Reader): string[] {
  const months = reader.periods("month");
  const cells = reader.series(matchMeasure(), months);
  return months.filter((_, index) => (cells[index]?.denominator ?? 0) > 0).slice(-8);
}

/** “2023-10 提交比对 60 户次，已反馈 48 户次（80.0%）”: the last month with any. */
export function matchTitle(reader: Reader): string {
  const month = matchMonths(reader).at(-1);
  const now = reader.cell(matchMeasure());
  if (month === undefined)
    return now?.status === "na_zero_denominator" ? "近两年没有提交比对" : "信息比对缺数据";
  const cell = reader.cell(matchMeasure(), { period: month })!;
  return `${month} 提交比对 ${count(cell.denominator!)} 户次，已反馈 ${count(cell.numerator!)} 户次（${percent(cell.value!)}）`;
}
