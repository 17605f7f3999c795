import type { Cell } from "./dataset.js";
import { count, decimal, percent } from "./format.js";
import type { Measure } from "./measures.js";
import type { Reader } from "./reader.js";
import type { Bands, MeasureRules } from "./site.js";
import { noneText, stateWords } from "./state.js";

/** Households of one band of income in the year before and in the year itself. */
export interface IncomeRow {
  readonly name: string;
  readonly before: Cell | undefined;
  readonly after: Cell | undefined;
}

/** The two distributions of income, from the lowest band that anybody is in to the highest. */
export function incomeRows(reader: Reader, bands: Bands): IncomeRow[] {
  const read = (band: string, moment: string) =>
    reader.cell(
      { indicator: "K29", breakdown: `收入档=${band};期次=${moment}`, basis: "户" },
      { kind: "year" }
    );
  const rows = (bands.income_per_capita ?? []).map(({ label }) => ({
    name: label,
    before: read(label, "前"),
    after: read(label, "后")
  }));
  const filled = ({ before, after }: IncomeRow) => (before?.numerator ?? 0) + (after?.numerator ?? 0) > 0;
  const first = rows.findIndex(filled);
  return first < 0 ? [] : rows.slice(first, rows.findLastIndex(filled) + 1);
}

/** “2,802 户前后都以 6,000–8,000 元一档最多”; what changed is told, never why. */
export function incomeTitle(rows: readonly IncomeRow[]): string {
  const pairs = rows[0]?.before?.denominator;
  if (!pairs) return noneText("没有前后两年收入都有的户", "前后两年的收入");
  const most = (key: "before" | "after") =>
    rows.reduce((a, b) => ((b[key]?.numerator ?? 0) > (a[key]?.numerator ?? 0) ? b : a));
  const [before, after] = [most("before"), most("after")];
  if (before === after)
    return `${count(pairs)} 户前后都以 ${after.name}一档最多，由 ${rateText(before.before)} 到 ${rateText(after.after)}`;
  return `${count(pairs)} 户人均收入最多的一档由 ${before.name}到 ${after.name}`;
}

const rateText = (cell: Cell | undefined) => (cell?.value == null ? stateWords.missing : percent(cell.value));

/** The median change of income, of all that have measures and of those that have one category. */
export interface ChangeRow {
  readonly name: string;
  readonly cell: Cell | undefined;
}

export function changeMeasure(category: string | null): Measure {
  const rest = category === null ? "" : `;措施类别=${category}`;
  return { indicator: "K29", breakdown: `分项=收入变化中位数${rest}`, basis: "户" };
}

/** Categories that some household with both years has, in the order of the contract. */
export function changeRows(reader: Reader, { categories }: MeasureRules): ChangeRow[] {
  return categories.flatMap(({ name }) => {
    const cell = reader.cell(changeMeasure(name), { kind: "year" });
    return cell?.denominator ? [{ name, cell }] : [];
  });
}

/** “人均收入变化中位数 +690 元（2,802 户），无对照组，不作因果”. */
export function changeTitle(cell: Cell | undefined): string {
  if (cell?.status === "na_zero_denominator") return "没有前后两年收入都有的户";
  if (cell?.value == null) return `收入变化${stateWords.missing}`;
  return `人均收入变化中位数 ${signedYuan(cell.value)} 元（${count(cell.denominator ?? 0)} 户），不作因果`;
}

/** Whole yuan, signed with U+2212. */
export function signedYuan(value: number): string {
  const text = decimal(value, 0);
  return value > 0 && text !== "0" ? `+${text}` : text;
}

/** K29 of those helped: a lower level, and elimination. */
export const turnItems: readonly { readonly name: string; readonly measure: Measure }[] = [
  { name: "预警降级", measure: { indicator: "K29", breakdown: "分项=预警降级率", basis: "户" } },
  { name: "风险消除", measure: { indicator: "K29", breakdown: "分项=风险消除率", basis: "户" } }
];

/** “2023 年有措施的户中，预警降级 53.3%，风险消除 23.6%”. */
export function turnTitle(reader: Reader): string {
  const parts = turnItems.flatMap(({ name, measure }) => {
    const cell = reader.cell(measure, { kind: "year" });
    return cell?.value == null ? [] : [`${name} ${percent(cell.value)}`];
  });
  const year = `${reader.period("year")} 年有措施的户`;
  return parts.length > 0
    ? `${year}中，${parts.join("，")}`
    : noneText(`${year}的降级与消除没有数`, `${year}的降级与消除`);
}

/** K33 of households eliminated after a number of months. */
export function elapsedMeasure(band: string): Measure {
  return { indicator: "K33", breakdown: `口径=累计;历时=${band}`, basis: "户" };
}

/** Bands of the months to elimination, then the unknown. */
export function elapsedBands(bands: Bands): string[] {
  return [...(bands.elapsed_months ?? []).map(({ label }) => label), "未知"];
}

/** “已消除的 3,146 户，历时中位落在 13–24 个月一档”. */
export function elapsedTitle(reader: Reader, bands: Bands): string {
  const cells = elapsedBands(bands).map(label => ({ label, cell: reader.cell(elapsedMeasure(label)) }));
  const all = cells.find(({ cell }) => cell?.denominator)?.cell?.denominator;
  if (!all)
    return cells.some(({ cell }) => cell)
      ? noneText("还没有已消除的户", "消除用时")
      : `消除用时${stateWords.missing}`;
  const known = cells.filter(({ label }) => label !== "未知");
  const total = known.reduce((sum, { cell }) => sum + (cell?.numerator ?? 0), 0);
  let reached = 0;
  for (const { label, cell } of known) {
    reached += cell?.numerator ?? 0;
    if (total > 0 && reached * 2 >= total) return `已消除的 ${count(all)} 户，历时中位落在 ${label}一档`;
  }
  return `已消除的 ${count(all)} 户，历时都未知`;
}
