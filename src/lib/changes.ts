import { count, periodWord } from "./format.js";
import { periodOf } from "./periods.js";
import { levelWord, type Regions } from "./regions.js";
import type { Region } from "./site.js";
import { stateWords } from "./state.js";

/** What is counted of a period's movements, in the order `changes.json` has it. */
export const changeItems = ["entered", "eliminated", "exited", "rose", "fell"] as const;

/** Households that came into the register, left it (their risk eliminated, or otherwise) and whose official level rose or fell. */
export type ChangeCounts = Readonly<Record<(typeof changeItems)[number], number | null>>;

/** `changes.json`: movements of households by region and period. */
export interface Changes {
  /** Whether the register, and whether the confirmations of levels, were at hand. */
  readonly known: { readonly register: boolean; readonly levels: boolean };
  /** Region → month or quarter → counts in the order of `changeItems`; what is not there is none. */
  readonly counts: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
}

/** The movements of a region in a month or quarter; null where the table they are read from is not at hand. */
export function changesOf({ known, counts }: Changes, region: string, period: string): ChangeCounts {
  const row = counts[region]?.[period];
  const count = (at: number, isKnown: boolean): number | null => (isKnown ? (row?.[at] ?? 0) : null);
  const { register, levels } = known;
  return {
    entered: count(0, register),
    eliminated: count(1, register),
    exited: count(2, register),
    rose: count(3, register && levels),
    fell: count(4, register && levels)
  };
}

/** What a region's households did in the month in hand and in its quarter. */
export interface ChangeRow {
  readonly region: Region;
  readonly month: ChangeCounts;
  readonly quarter: ChangeCounts;
}

/** The regions below the place in hand, and the place itself. */
export interface ChangeTable {
  readonly rows: readonly ChangeRow[];
  readonly whole: ChangeRow;
  /** 县区, 乡镇 …: the word for what is listed. */
  readonly word: string;
  readonly quarter: string;
}

/** Movements by region in a month and in the quarter it lies in. */
export function changeTable(changes: Changes, regions: Regions, code: string, month: string): ChangeTable {
  const quarter = periodOf("quarter", month);
  const read = (region: Region): ChangeRow => ({
    region,
    month: changesOf(changes, region.code, month),
    quarter: changesOf(changes, region.code, quarter)
  });
  const below = regions.children(code);
  return {
    rows: below.map(read),
    whole: read(regions.get(code)!),
    word: levelWord(below[0]?.level ?? ""),
    quarter
  };
}

const words = {
  entered: "纳入",
  eliminated: "消除",
  exited: "其他退出",
  rose: "升级",
  fell: "降级"
} as const;

/** The word of a movement. */
export function changeWord(item: (typeof changeItems)[number]): string {
  return words[item];
}

/** “2023 年 12 月纳入 70 户，消除 29 户，升级 68 户，降级 104 户”; movements that are not known are named as such. */
export function changeTitle({ whole }: ChangeTable, month: string): string {
  const known = changeItems.filter(
    item => whole.month[item] !== null && (item !== "exited" || whole.month[item] > 0)
  );
  if (known.length === 0) return `${periodWord(month)}的变化${stateWords.missing}`;
  const told = known.map(item => `${words[item]} ${count(whole.month[item]!)} 户`).join("，");
  return `${periodWord(month)}${told}${whole.month.rose === null ? `；升降级${stateWords.missing}` : ""}`;
}
