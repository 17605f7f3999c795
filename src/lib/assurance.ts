import type { Cell } from "./dataset.js";
import { count, percent } from "./format.js";
import type { Measure } from "./measures.js";
import type { Reader } from "./reader.js";
import { noneText, stateWords } from "./state.js";

/** A named measure of one place. */
export interface Named {
  readonly name: string;
  readonly measure: Measure;
}

const household = (indicator: string, breakdown: string, name: string): Named => ({
  name,
  measure: { indicator, breakdown, basis: "户" }
});

/** K30 by kind of allowance; 任一 is the one that is judged. */
export const allowances: readonly Named[] = ["低保", "特困", "医保", "养老"].map(item =>
  household("K30", `分项=${item}`, item)
);
export const anyAllowance = household("K30", "分项=任一", "任一");

/** K31 and K32: the allowance that runs out by degrees, and relief in an emergency. */
export const tapering: readonly Named[] = [
  household("K31", "分项=渐退期户数", "在渐退期"),
  household("K31", "分项=3个月内期满", "三个月内期满"),
  household("K31", "分项=期满户数", "已期满"),
  household("K31", "分项=执行率", "给予渐退的（执行率）"),
  household("K32", "", "获急难型临时救助")
];

/** K15 by item: hazards found and solved. */
export function hazards(reader: Reader): Named[] {
  return reader.values("K15", "核查项目").map(name => ({
    name,
    measure: { indicator: "K15", breakdown: `核查项目=${name};分项=销号率`, basis: "项" }
  }));
}
export const allHazards: Named = {
  name: "合计",
  measure: { indicator: "K15", breakdown: "分项=销号率", basis: "项" }
};

/** “无劳动能力户 585 户都有一项以上保障” or how many have none. */
export function allowanceTitle(cell: Cell | undefined): string {
  if (cell?.status === "na_zero_denominator") return "没有无劳动能力的在册户";
  if (cell?.value == null || !cell.denominator) return `无劳动能力户的综合保障${stateWords.missing}`;
  const without = cell.denominator - cell.numerator!;
  return without === 0
    ? `${count(cell.denominator)} 户无劳动能力户都有一项以上保障`
    : `无劳动能力户中 ${count(without)} 户没有任一保障，占 ${percent(without / cell.denominator)}`;
}

/** “111 户在低保渐退期，27 户三个月内期满”. */
export function taperTitle(running: Cell | undefined, ending: Cell | undefined): string {
  if (running?.value == null) return `低保渐退${stateWords.missing}`;
  if (running.value === 0) return "没有在低保渐退期的户";
  const rest = ending?.value == null ? "" : `，${count(ending.value)} 户三个月内期满`;
  return `${count(running.value)} 户在低保渐退期${rest}`;
}

/** “三保障及饮水 129 项隐患未销号，涉及 127 户”. */
export function hazardTitle(solved: Cell | undefined, households: Cell | undefined): string {
  if (solved?.status === "na_zero_denominator") return "没有发现三保障及饮水隐患";
  if (solved?.value == null || solved.denominator === null) return `三保障及饮水隐患${stateWords.missing}`;
  const open = solved.denominator - solved.numerator!;
  if (open === 0) return `三保障及饮水 ${count(solved.denominator)} 项隐患都已销号`;
  const rest = households?.value == null ? "" : `，涉及 ${count(households.value)} 户`;
  return `三保障及饮水 ${count(open)} 项隐患未销号${rest}`;
}

/** “应发 801 人次中 17 人次没有实发”. */
export function subsidyTitle(cell: Cell | undefined): string {
  if (cell?.status === "na_zero_denominator") return "没有已到应发日的补贴";
  if (cell?.value == null || cell.denominator === null) return `稳定补贴${stateWords.missing}`;
  const open = cell.denominator - cell.numerator!;
  return open === 0
    ? `已到应发日的 ${count(cell.denominator)} 人次补贴都已实发`
    : `应发 ${count(cell.denominator)} 人次补贴中 ${count(open)} 人次没有实发`;
}

/** “收入低于监测线的占 21.5%，刚性支出大于上年收入的占 10.5%”. */
export function strainTitle(low: Cell | undefined, rigid: Cell | undefined): string {
  const parts = [
    low?.value == null ? "" : `收入低于监测线的占 ${percent(low.value)}`,
    rigid?.value == null ? "" : `刚性支出大于上年收入的占 ${percent(rigid.value)}`
  ].filter(Boolean);
  return parts.length > 0 ? parts.join("，") : noneText("收入与支出的三项占比没有数", "收入与支出的三项占比");
}
