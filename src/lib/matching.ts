import type { Cell } from "./dataset.js";
import { count, percent } from "./format.js";
import type { Measure } from "./measures.js";
import type { Reader } from "./reader.js";
import type { MeasureRules } from "./site.js";
import { stateWords } from "./state.js";

/** K28 over all risks that a category is set against, of one risk, or of one source of the pairs. */
export function matchMeasure(breakdown = ""): Measure {
  return { indicator: "K28", breakdown, basis: "项" };
}

/** One risk with the open items that have each category of measures. */
export interface MatchRow {
  readonly name: string;
  /** Open risk items at the quarter's end. */
  readonly items: number;
  /** `real_check`, `platform_setting`, or null where no pair is set. */
  readonly source: string | null;
  readonly matches: readonly string[];
  /** One cell a category, in the order of the matrix. */
  readonly cells: readonly (Cell | undefined)[];
}

export interface MatchMatrix {
  readonly categories: readonly string[];
  readonly rows: readonly MatchRow[];
  /** Categories that nobody has and no risk is answered by. */
  readonly idle: readonly string[];
  /** Risks that no household in the register has. */
  readonly absent: readonly string[];
}

/** Risks by categories of measures at the quarter's end; null where the table has no such row. */
export function matchMatrix(reader: Reader, { risks, categories }: MeasureRules): MatchMatrix | null {
  const read = (risk: string, category: string): Cell | undefined =>
    reader.cell(matchMeasure(`风险类型=${risk};措施类别=${category}`), { kind: "quarter" });
  const all = risks.map(({ name, matches, source }) => {
    const cells = categories.map(category => read(name, category.name));
    return { name, matches, source, cells, items: cells.find(cell => cell)?.denominator ?? null };
  });
  if (all.every(({ items }) => items === null)) return null;
  const rows = all.flatMap(row => (row.items ? [{ ...row, items: row.items }] : []));
  const used = categories.map(
    ({ name }, index) =>
      rows.some(({ cells }) => (cells[index]?.numerator ?? 0) > 0) ||
      rows.some(({ matches }) => matches.includes(name))
  );
  const kept = <T>(list: readonly T[]): T[] => list.filter((_, index) => used[index]);
  return {
    categories: kept(categories).map(({ name }) => name),
    rows: rows.map(row => ({ ...row, cells: kept(row.cells) })),
    idle: categories.filter((_, index) => !used[index]).map(({ name }) => name),
    absent: all.filter(({ items }) => items === 0).map(({ name }) => name)
  };
}

/** “在册户 3,000 项风险，184 项的类型没有设对应措施”. */
export function matrixTitle({ rows }: MatchMatrix): string {
  const all = sum(rows.map(({ items }) => items));
  if (all === 0) return "季末没有在册户的风险项";
  const without = rows.filter(({ matches }) => matches.length === 0);
  if (without.length === 0) return `${count(all)} 项风险都设有对应的措施类别`;
  const names = without.slice(0, 3).map(({ name }) => name);
  const more = without.length > 3 ? `等 ${without.length} 类` : "";
  return `${names.join("、")}${more}没有设对应措施，共 ${count(sum(without.map(({ items }) => items)))} 项`;
}

/** One risk's matched items in the month in hand. */
export interface GapRow {
  readonly name: string;
  readonly source: string;
  readonly cell: Cell | undefined;
}

/** Risks with a category set against them, in the order of the contract. */
export function gapRows(reader: Reader, { risks }: MeasureRules): GapRow[] {
  return risks.flatMap(({ name, source }) => {
    const cell = source === null ? undefined : reader.cell(matchMeasure(`风险类型=${name}`));
    return source !== null && cell && cell.denominator !== 0 ? [{ name, source, cell }] : [];
  });
}

/** “315 项风险没有对应措施：因病 166 项、因务工就业不稳 31 项、缺劳动力 28 项”. */
export function gapTitle(rows: readonly GapRow[], whole: Cell | undefined): string {
  if (whole?.status === "na_zero_denominator") return "没有设了对应措施的风险项";
  if (whole?.value == null || whole.denominator === null) return `风险与措施的匹配${stateWords.missing}`;
  const open = whole.denominator - whole.numerator!;
  if (open === 0) return `${count(whole.denominator)} 项风险都有对应措施`;
  const gaps = rows
    .map(({ name, cell }) => ({ name, open: (cell?.denominator ?? 0) - (cell?.numerator ?? 0) }))
    .filter(gap => gap.open > 0)
    .sort((a, b) => b.open - a.open);
  const named = gaps.slice(0, 3).map(gap => `${gap.name} ${count(gap.open)} 项`);
  return `${count(open)} 项风险没有对应措施：${named.join("、")}${gaps.length > 3 ? "等" : ""}`;
}

/** “真实检查的配对 84.6%（1,168 / 1,380 项）”. */
export function sourceText(reader: Reader, source: string, word: string): string {
  const cell = reader.cell(matchMeasure(`匹配来源=${source}`));
  if (cell?.value == null || cell.denominator === null) return "";
  return `${word}的配对 ${percent(cell.value)}（${count(cell.numerator!)} / ${count(cell.denominator)} 项）`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
