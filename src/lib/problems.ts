import type { Cell } from "./dataset.js";
import { count } from "./format.js";
import type { Measure } from "./measures.js";
import type { At, Reader } from "./reader.js";
import { type State, stateWords, valueState } from "./state.js";

/** K54, and its parts by who found the problem. */
export const problems: Measure = { indicator: "K54", breakdown: "", basis: "个" };
export const problemSource = (source: string): Measure => ({ ...problems, breakdown: `问题来源=${source}` });

/** Problems not in the rate: without a day, or with one to come. */
const term = (measure: Measure, word: "空白" | "未到期"): Measure => ({
  ...measure,
  breakdown: [measure.breakdown, `期限=${word}`].filter(Boolean).join(";")
});

/** Problems found in all quarters up to the one in hand, as they stand on the data's day. */
export interface ProblemRow {
  readonly key: string;
  readonly name: string;
  readonly found: number | null;
  readonly mended: number | null;
  readonly overdue: number | null;
  readonly pending: number | null;
  readonly blank: number | null;
  /** Mended among those mended or due; null where there are none. */
  readonly rate: number | null;
  /** Why there are no numbers, null where there are. */
  readonly state: State | null;
}

/** What stands of the problems of one measure at a place: a problem is of the one quarter it was found in. */
export function problemStock(
  reader: Reader,
  measure: Measure,
  named: { readonly key: string; readonly name: string },
  at: At = {}
): ProblemRow {
  const quarters = reader.periods("quarter", Number.POSITIVE_INFINITY);
  const read = (each: Measure) => reader.series(each, quarters, at);
  const [rates, blank, pending] = [measure, term(measure, "空白"), term(measure, "未到期")].map(read);
  const mended = sum(rates!, ({ numerator }) => numerator);
  const due = sum(rates!, ({ denominator }) => denominator);
  return {
    ...named,
    found: sum(blank!, ({ denominator }) => denominator),
    mended,
    overdue: mended === null || due === null ? null : due - mended,
    pending: sum(pending!, ({ numerator }) => numerator),
    blank: sum(blank!, ({ numerator }) => numerator),
    rate: mended !== null && due ? mended / due : null,
    state: mended === null ? (valueState(rates!.at(-1)) ?? "missing") : null
  };
}

/** “发现的 130 个问题中 115 个已整改，7 个逾期未整改，11 个未到期，2 个没有写期限”. */
export function problemTitle({ found, mended, overdue, pending, blank }: ProblemRow): string {
  if (mended === null || overdue === null) return `督导问题${stateWords.missing}`;
  if (found === 0) return "没有发现的督导问题";
  const rest = [
    `${count(overdue)} 个逾期未整改`,
    pending ? `${count(pending)} 个未到期` : "",
    blank ? `${count(blank)} 个没有写期限` : ""
  ].filter(Boolean);
  const of = found === null ? "督导问题 " : `发现的 ${count(found)} 个问题中 `;
  return `${of}${count(mended)} 个已整改，${rest.join("，")}`;
}

/** “7 个逾期未整改的问题在 3 个县区”. */
export function problemPlacesTitle(rows: readonly ProblemRow[], word: string): string {
  const known = rows.filter(({ overdue }) => overdue !== null);
  if (known.length === 0) return `各${word || "地区"}的督导问题${stateWords.missing}`;
  const overdue = known.reduce((total, row) => total + row.overdue!, 0);
  if (overdue === 0) return `${count(known.length)} 个${word}都没有逾期未整改的问题`;
  const places = known.filter(row => row.overdue! > 0).length;
  return `${count(overdue)} 个逾期未整改的问题在 ${count(places)} 个${word}`;
}

function sum(cells: readonly (Cell | undefined)[], part: (cell: Cell) => number | null): number | null {
  const known = cells.flatMap(cell => (cell ? (part(cell) ?? []) : []));
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}
