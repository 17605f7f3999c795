import type { Context } from "./context.js";
import type { Cell, Dataset } from "./dataset.js";
import { signed } from "./format.js";

/** Items of the bulletin in reading order. */
export const bulletinItems = [
  "累计",
  "已消除",
  "未消除",
  "其他退出",
  "状态未知",
  "本年新增",
  "本月新增",
  "本月消除"
] as const;

export type BulletinItem = (typeof bulletinItems)[number];

export interface BulletinRow {
  readonly category: string;
  /** Count by item and basis; null where the table has no such row. */
  readonly counts: Readonly<Record<BulletinItem, { readonly 户: number | null; readonly 人: number | null }>>;
}

export interface Bulletin {
  readonly rows: readonly BulletinRow[];
  readonly total: BulletinRow;
  /** Items with any non-zero count: the others need no column. */
  readonly items: readonly BulletinItem[];
  /** Where the sums do not close, in words. */
  readonly gaps: readonly string[];
  readonly rates: { readonly 户: Cell | undefined; readonly 人: Cell | undefined };
}

/** An item as a head of the bulletin has it. */
export function itemWord(item: BulletinItem): string {
  return item === "累计" ? "累计识别" : item;
}

const categories = ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户", "未识别类别"];
const bases = ["户", "人"] as const;

/**
 * Reads B01 for a place and month. In towns and villages rows are written only where they are not
 * zero, so `sparse` reads a missing row as 0 when the place has a total at all.
 */
export function readBulletin(data: Dataset, context: Context, sparse: boolean): Bulletin {
  const cell = (category: string, item: string, basis: string) =>
    data.cell(
      {
        indicator: "B01",
        region: context.region,
        period: context.period,
        breakdown: `监测对象类别=${category};统计项=${item}`,
        basis
      },
      context.profile
    );
  const filled = sparse && bases.some(basis => cell("合计", "累计", basis) !== undefined);
  const read = (category: string): BulletinRow => {
    const counts = {} as Record<BulletinItem, { 户: number | null; 人: number | null }>;
    for (const item of bulletinItems) {
      const [households, persons] = bases.map(basis => {
        const found = cell(category, item, basis);
        return found ? found.value : filled ? 0 : null;
      });
      counts[item] = { 户: households ?? null, 人: persons ?? null };
    }
    return { category, counts };
  };
  const total = read("合计");
  const rows = categories
    .map(read)
    .filter(({ category, counts }) =>
      category === "未识别类别"
        ? bulletinItems.some(item => bases.some(basis => (counts[item][basis] ?? 0) !== 0))
        : bulletinItems.some(item => bases.some(basis => counts[item][basis] !== null))
    );
  const items = bulletinItems.filter(
    item =>
      item !== "状态未知" ||
      [total, ...rows].some(row => bases.some(basis => (row.counts[item][basis] ?? 0) !== 0))
  );
  return {
    rows,
    total,
    items,
    gaps: findGaps(rows, total),
    rates: { 户: cell("合计", "消除率(按户)", "户"), 人: cell("合计", "消除率(按人)", "人") }
  };
}

/** Differences that stay: 累计 less its parts in each row, and the total less its categories. */
export function findGaps(rows: readonly BulletinRow[], total: BulletinRow): string[] {
  const gaps: string[] = [];
  for (const row of [...rows, total])
    for (const basis of bases) {
      const parts = (["已消除", "未消除", "其他退出"] as const).map(item => row.counts[item][basis]);
      const gap = gapOf(row.counts.累计[basis], [...parts, row.counts.状态未知[basis] ?? 0]);
      if (gap) gaps.push(`${row.category}累计与各项之和差 ${signed(gap)} ${basis}`);
    }
  for (const item of bulletinItems)
    for (const basis of bases) {
      const parts = rows.map(row => row.counts[item][basis]);
      const gap = gapOf(total.counts[item][basis], parts);
      if (gap) gaps.push(`${item}合计与各类之和差 ${signed(gap)} ${basis}`);
    }
  return gaps;
}

/** What adds up to what, and where it does not: “累计识别 = 已消除 + 未消除 + 其他退出；本年新增含在累计内。” */
export function bulletinNote({ items, gaps }: Pick<Bulletin, "items" | "gaps">): string {
  const parts = ["已消除", "未消除", "其他退出", ...(items.includes("状态未知") ? ["状态未知"] : [])];
  const identity = `累计识别 = ${parts.join(" + ")}；本年新增含在累计内。`;
  if (gaps.length === 0) return identity;
  return `${identity}不相等处：${gaps.slice(0, 3).join("；")}${gaps.length > 3 ? ` 等 ${gaps.length} 处` : ""}。`;
}

/** What parts lack of their whole, null where one of them is not known. */
function gapOf(whole: number | null, parts: readonly (number | null)[]): number | null {
  return parts.reduce((rest, part) => (rest === null || part === null ? null : rest - part), whole);
}
