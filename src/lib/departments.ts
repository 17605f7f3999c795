import type { Cell } from "./dataset.js";
import { count, numeral, percent } from "./format.js";
import type { Measure } from "./measures.js";
import { shortfall } from "./rates.js";
import type { Reader } from "./reader.js";
import type { Definitions } from "./site.js";
import { stateWords } from "./state.js";

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

function alertRow(reader: Reader, name: string, kind: string, region?: string): AlertRow {
  const at = region === undefined ? {} : { region };
  const cell = (part: AlertPart) => reader.cell(alertMeasure(part, kind), at, alertMeasure(part));
  return {
    name,
    pushed: cell("推送条数")?.numerator ?? null,
    checked: cell("核实率"),
    taken: cell("纳入率"),
    households: cell("涉及户数")?.numerator ?? null
  };
}

/**
 * Alerts of the month by one dimension, in the order of `names`; kinds without any are named apart, not as rows of
 * nothing.
 */
export function alertTable(
  reader: Reader,
  dimension: "部门" | "预警类型",
  names: readonly string[]
): AlertTable {
  const all = names.map(name => alertRow(reader, name, `${dimension}=${name}`));
  return {
    rows: all.filter(({ pushed }) => (pushed ?? 0) > 0),
    whole: alertRow(reader, "合计", ""),
    silent: all.filter(({ pushed }) => pushed === 0).map(({ name }) => name)
  };
}

/** Alerts of the month by the regions below, those without any among them. */
export function alertRegions(reader: Reader): AlertTable {
  const { regions, total } = reader.places("K37");
  return {
    rows: regions.map(({ code, name }) => alertRow(reader, name, "", code)),
    whole: alertRow(reader, total.name, "", total.code),
    silent: []
  };
}

/** “本月部门推送 100 条，已核实 68 条，纳入 15 条”. */
export function alertTitle({ whole }: AlertTable, period: string): string {
  if (whole.pushed === null) return `部门预警${stateWords.missing}`;
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
  if (whole.pushed === null) return `各${word}的推送${stateWords.missing}`;
  if (rows.length === 0) return "没有部门推送预警";
  const most = rows.reduce((a, b) => (b.pushed! > a.pushed! ? b : a));
  return `${rows.length} 个${word}有推送，${most.name}最多，${count(most.pushed!)} 条`;
}

/** “8 个县区推送 4 至 22 条，未核实 32 条”. */
export function regionTitle({ rows, whole }: AlertTable, word: string): string {
  const known = rows.flatMap(({ pushed }) => (pushed === null ? [] : [pushed]));
  if (whole.pushed === null || known.length === 0) return `各${word}的推送${stateWords.missing}`;
  if (whole.pushed === 0) return "没有部门推送预警";
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const open = shortfall(whole.checked);
  const rest = open ? `，未核实合计 ${count(open)} 条` : "";
  return low === high
    ? `${known.length} 个${word}各推送 ${count(low)} 条${rest}`
    : `${known.length} 个${word}推送 ${count(low)} 至 ${count(high)} 条${rest}`;
}

/** “部门推送 100 条，比上月多 12 条”. */
export function pushTitle(now: number | null | undefined, before: number | null | undefined): string {
  if (now == null) return `部门推送${stateWords.missing}`;
  const change = before == null ? "没有可比的上月" : changeText(now - before);
  return `部门推送 ${count(now)} 条，${change}`;
}

function changeText(change: number): string {
  return change === 0 ? "与上月持平" : `比上月${change > 0 ? "多" : "少"} ${count(Math.abs(change))} 条`;
}

/** What was pushed and is not yet checked: “还有 32 条没有回执，按未核实计”. */
export function uncheckedText({ whole }: AlertTable): string {
  const open = shortfall(whole.checked);
  if (open === null || whole.pushed === 0) return "";
  return open > 0 ? `还有 ${count(open)} 条没有核实回执，按未核实计。` : "推送的都有核实回执。";
}

const onTime: Measure = { indicator: "K43", breakdown: "", basis: "个" };

/** One county's comparisons, quarter by quarter: 按时, 逾期, 未完成, 未报; null where nothing is known. */
export interface CountyComparisons {
  readonly code: string;
  readonly name: string;
  readonly states: readonly (string | null)[];
}

export interface ComparisonGrid {
  readonly quarters: readonly string[];
  readonly rows: readonly CountyComparisons[];
  /** Counties in time over those due, quarter by quarter. */
  readonly whole: readonly (Cell | undefined)[];
}

/** What each county did about each quarter's comparison (K43), in the order of their codes. */
export function comparisonGrid(reader: Reader): ComparisonGrid {
  const quarters = reader.periods("quarter");
  const states = reader.values("K43", "完成");
  const stateOf = (name: string, period: string) =>
    states.find(
      state => reader.cell({ ...onTime, breakdown: `县区=${name};完成=${state}` }, { period })?.numerator
    ) ?? null;
  return {
    quarters,
    rows: reader.places("K37").regions.map(({ code, name }) => ({
      code,
      name,
      states: quarters.map(period => stateOf(name, period))
    })),
    whole: reader.series(onTime, quarters)
  };
}

/** “8 个县区中 3 个按时完成四季度比对，1 个未报”. */
export function comparisonTitle(reader: Reader, { rows, whole }: ComparisonGrid): string {
  const cell = whole.at(-1);
  if (reader.state(onTime, cell) === "na" || cell?.denominator === 0)
    return "季度比对按设区市计，本级没有应比对的县区";
  if (cell?.numerator == null || cell.denominator === null) return `季度比对${stateWords.missing}`;
  const silent = rows.filter(({ states }) => states.at(-1) === "未报").length;
  const quarter = numeral(Number(reader.period("quarter").slice(-1)));
  const rest = silent > 0 ? `，${silent} 个未报` : "";
  return `${count(cell.denominator)} 个县区中 ${count(cell.numerator)} 个按时完成${quarter}季度比对${rest}`;
}

/** The day a document asks comparisons to be done by, with the document; null where none does. */
export function comparisonDue(
  { indicators }: Definitions,
  profile: string
): { readonly words: string; readonly profile: string } | null {
  const judging = indicators.find(({ id }) => id === "K43")?.judging ?? [];
  const named = judging.flatMap(({ profile: own, thresholds }) =>
    thresholds.filter(({ name }) => name === "比对期限").map(({ value }) => ({ words: value, profile: own }))
  );
  return named.find(each => each.profile === profile) ?? named[0] ?? null;
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
    return now?.status === "na_zero_denominator" ? "近两年没有提交比对" : `信息比对${stateWords.missing}`;
  const cell = reader.cell(matchMeasure(), { period: month })!;
  return `${month} 提交比对 ${count(cell.denominator!)} 户次，已反馈 ${count(cell.numerator!)} 户次（${percent(cell.value!)}）`;
}

/** “20,000 户次比对中未发现疑点的最多，18,000 户次”; where results are blank, that they are. */
export function resultTitle(
  cells: readonly { readonly name: string; readonly cell: Cell | undefined }[]
): string {
  const known = cells.filter(({ cell }) => (cell?.denominator ?? 0) > 0);
  if (known.length === 0) return "比对结果没有记录";
  if (known.every(({ name }) => name === "未填")) return "提交的比对都没有填结果";
  const most = known.reduce((a, b) => (b.cell!.denominator! > a.cell!.denominator! ? b : a));
  const sum = known.reduce((total, { cell }) => total + cell!.denominator!, 0);
  return `${count(sum)} 户次比对中结果为${most.name}的最多，${count(most.cell!.denominator!)} 户次`;
}
