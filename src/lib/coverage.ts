import type { Cell } from "./dataset.js";
import { count, percent } from "./format.js";
import type { Measure } from "./measures.js";
import type { Reader } from "./reader.js";
import type { MeasureRules } from "./site.js";
import { stateWords } from "./state.js";

/** K27 of households (persons) with any measure in practice. */
export function anyMeasure(basis: string): Measure {
  return { indicator: "K27", breakdown: "分项=任一措施", basis };
}

/** K27 of those with help towards own development. */
export function developmentHelp(basis: string): Measure {
  return { indicator: "K27", breakdown: "分项=开发式帮扶", basis };
}

/** K27 of households a month in the register that have no measure yet. */
export const unhelped: Measure = { indicator: "K27", breakdown: "分项=满一个月无措施", basis: "户" };

/** One category of measures with those helped, and their share of the eligible where these are known. */
export interface CategoryRow {
  readonly name: string;
  readonly development: boolean;
  readonly cell: Cell | undefined;
}

/** Categories of measures in the order of the contract, then 开发式帮扶 as a whole. */
export function categoryRows(
  reader: Reader,
  { categories }: MeasureRules,
  basis: string
): { readonly rows: readonly CategoryRow[]; readonly development: CategoryRow } {
  const read = (measure: Measure) => reader.cell(measure, { kind: "quarter" });
  return {
    rows: categories.map(({ name, development }) => ({
      name,
      development,
      cell: read({ indicator: "K27", breakdown: `措施类别=${name};分项=该类措施`, basis })
    })),
    development: { name: "其中 开发式帮扶", development: true, cell: read(developmentHelp(basis)) }
  };
}

export function categoryTitle(rows: readonly CategoryRow[], development: CategoryRow, basis: string): string {
  const known = rows.filter(({ cell }) => cell?.numerator != null);
  if (known.length === 0) return `各类措施的享受数${stateWords.missing}`;
  const most = known.reduce((a, b) => (b.cell!.numerator! > a.cell!.numerator! ? b : a));
  if (most.cell!.numerator === 0) return "没有已落实的措施";
  const helped = development.cell?.numerator;
  const rest = helped == null ? "" : `；开发式帮扶惠及 ${count(helped)} ${basis}`;
  return `${most.name}惠及最多，${count(most.cell!.numerator!)} ${basis}${rest}`;
}

/** The page's finding: who has no measure, and how many risks none is set against. */
export function measuresTitle(any: Cell | undefined, matched: Cell | undefined, basis: string): string {
  const first = withoutText(any, basis);
  if (matched?.value == null || !matched.denominator) return first;
  const open = matched.denominator - matched.numerator!;
  return open === 0
    ? `${first}；风险项都有对应措施`
    : `${first}；${count(open)} 项风险没有对应措施（${percent(open / matched.denominator)}）`;
}

function withoutText(any: Cell | undefined, basis: string): string {
  if (any?.status === "na_zero_denominator") return "季末没有在册对象";
  if (any?.value == null || any.denominator === null) return `措施覆盖${stateWords.missing}`;
  const without = any.denominator - any.numerator!;
  return without === 0
    ? `在册 ${count(any.denominator)} ${basis}都有已落实的措施`
    : `${count(without)} ${basis}没有已落实的措施，占在册 ${percent(without / any.denominator)}`;
}

/** Households by the number of categories of their measures, in the order of the classes. */
export function stackMeasures(reader: Reader): { readonly name: string; readonly measure: Measure }[] {
  return reader
    .values("K27", "措施数")
    .sort()
    .map(name => ({ name, measure: { indicator: "K27", breakdown: `措施数=${name}`, basis: "户" } }));
}

/** “2 类的最多，849 户；没有措施的 79 户”. */
export function stackTitle(
  stacks: readonly { readonly name: string; readonly cell: Cell | undefined }[]
): string {
  const known = stacks.filter(({ cell }) => cell?.value != null);
  if (known.length === 0)
    return stacks.some(({ cell }) => cell?.status === "na_zero_denominator")
      ? "季末没有在册户，没有措施叠加可计"
      : `措施叠加${stateWords.missing}`;
  const most = known.reduce((a, b) => (b.cell!.numerator! > a.cell!.numerator! ? b : a));
  const none = known.find(({ name }) => name.startsWith("0"));
  const rest = none && none !== most ? `；没有措施的 ${count(none.cell!.numerator!)} 户` : "";
  const name = none === most ? "没有措施" : `有 ${most.name}措施`;
  return `${name}的户最多，${count(most.cell!.numerator!)} 户（${percent(most.cell!.value!)}）${rest}`;
}

/** “47 户纳入满一个月仍没有措施，占 2.0%”. */
export function unhelpedTitle(cell: Cell | undefined): string {
  if (cell?.status === "na_zero_denominator") return "没有纳入满一个月的在册户";
  if (cell?.value == null || cell.denominator === null) return `满一个月无措施${stateWords.missing}`;
  if (cell.numerator === 0) return `纳入满一个月的 ${count(cell.denominator)} 户都有措施`;
  return `${count(cell.numerator!)} 户纳入满一个月仍没有措施，占 ${percent(cell.value)}`;
}
