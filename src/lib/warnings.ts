import { count, numeral, percent } from "./format.js";
import { levels } from "./levels.js";
import type { Measure } from "./measures.js";
import { lastMonth, monthStep } from "./periods.js";
import type { Part, Reader } from "./reader.js";
import { shortName } from "./regions.js";
import type { Region, WarningRules } from "./site.js";
import type { State } from "./state.js";
import { noneText, stateWords } from "./state.js";

/** Where a level comes from: a confirmation on record, or the rules of the draft. */
export type Source = "official" | "computed";

export const sourceWords: Readonly<Record<Source, string>> = { official: "官方级别", computed: "计算级别" };

/** K16 of one level. */
export function levelMeasure(word: string, source: Source, basis: string): Measure {
  return { indicator: "K16", breakdown: `预警级别=${word};级别来源=${source}`, basis };
}

/** The register, which says of a town without rows that it has none. */
const register = (basis: string): Measure => ({ indicator: "K03", breakdown: "", basis });

/** One region's levels, in the order of `levels`. */
export interface LevelRow {
  readonly region: Region;
  readonly counts: readonly (number | null)[];
  /** The register: what the five add up to. */
  readonly total: number | null;
  readonly state: State | null;
}

export interface LevelTable {
  readonly rows: readonly LevelRow[];
  readonly whole: LevelRow;
  readonly word: string;
}

/** Levels by region, 待核定 and 未分级 among them. */
export function levelTable(reader: Reader, source: Source, basis: string, period?: string): LevelTable {
  const at = period === undefined ? {} : { period };
  const columns = levels.map(({ word }) =>
    reader.parts(levelMeasure(word, source, basis), at, register(basis))
  );
  const row = (pick: (column: (typeof columns)[number]) => Part): LevelRow => {
    const parts = columns.map(pick);
    return {
      region: parts[0]!.region,
      counts: parts.map(({ cell }) => cell?.numerator ?? null),
      total: parts[0]!.cell?.denominator ?? null,
      state: parts[0]!.cell?.numerator == null ? (parts[0]!.state ?? "missing") : null
    };
  };
  return {
    rows: columns[0]!.parts.map((_, index) => row(column => column.parts[index]!)),
    whole: row(({ total }) => total),
    word: columns[0]!.word
  };
}

/**
 * The document by whose rules levels are worked out: the one in force where it has colours, else the first that has and
 * that the data were judged by; null where there is none.
 */
export function colouredProfile(
  { chosen }: WarningRules,
  inForce: string,
  computed: readonly string[]
): string | null {
  const known = chosen.map(({ profile }) => profile).filter(profile => computed.includes(profile));
  return known.find(profile => profile === inForce) ?? known[0] ?? null;
}

/** The page's finding: “红色预警 187 户，四季度增加 23 户；93 户在青栗、石渡，另有 92 户待核定”. */
export function warningTitle(reader: Reader, table: LevelTable, source: Source, basis: string): string {
  const red = table.whole.counts[0];
  const name = source === "official" ? "红色预警" : "计算为红色的";
  if (red == null) return `${reader.region.name}的${sourceWords[source]}${stateWords.missing}`;
  const opening = openingMonth(reader);
  // A town is shown among its siblings: the whole is its county.
  const at = { region: table.whole.region.code, period: opening };
  const before = reader.cell(levelMeasure("红色", source, basis), at)?.numerator;
  const change = before == null ? "" : changeText(red - before, basis, quarterWord(reader.context.period));
  const pending = table.whole.counts[3];
  const rest = pending ? `，另有 ${count(pending)} ${basis}待核定` : "";
  return `${name} ${count(red)} ${basis}${change}${whereText(table, basis)}${rest}`;
}

/** The last month of the quarter before, against whose end the quarter is set. */
export function openingMonth(reader: Reader): string {
  return monthStep(lastMonth(reader.period("quarter")), -3);
}

/** “四季度”. */
export function quarterWord(month: string): string {
  return `${numeral(Math.ceil(Number(month.slice(5, 7)) / 3))}季度`;
}

/** The line under the total: each level's share of the register. */
export function shareLine({ counts, total }: LevelRow): string {
  if (!total) return "";
  return levels
    .map(
      ({ word }, index) =>
        `${index < 3 ? word.slice(0, 1) : word} ${counts[index] == null ? "—" : percent(counts[index]! / total)}`
    )
    .join("　");
}

function changeText(change: number, basis: string, quarter: string): string {
  if (change === 0) return `，${quarter}持平`;
  return `，${quarter}${change > 0 ? "增加" : "减少"} ${count(Math.abs(change))} ${basis}`;
}

function whereText({ rows }: LevelTable, basis: string): string {
  const most = [...rows].sort((a, b) => (b.counts[0] ?? 0) - (a.counts[0] ?? 0)).slice(0, 2);
  const sum = most.reduce((total, { counts }) => total + (counts[0] ?? 0), 0);
  if (rows.length < 3 || sum === 0) return "";
  const named = rows.filter(row => most.includes(row));
  return `；${count(sum)} ${basis}在${named.map(({ region }) => shortName(region.name)).join("、")}`;
}

/** Row and column of the quarter's movements: the opening levels and entries, the closing levels and leavings. */
export const openings = [...levels.map(({ word }) => word), "期内纳入"];
export const closings = [...levels.map(({ word }) => word), "期内退出"];

export interface Movement {
  readonly opening: string;
  /** Households by closing level, in the order of `closings`; null where the pair has no meaning. */
  readonly counts: readonly (number | null)[];
  readonly total: number | null;
}

export interface Movements {
  readonly rows: readonly Movement[];
  readonly whole: Movement;
  readonly up: number;
  readonly down: number;
  readonly entered: number;
  readonly enteredRed: number;
  readonly left: number;
  readonly opened: number;
  readonly closed: number;
}

/** K17 of the quarter: who went up, down, in and out; 待核定 is neither up nor down. */
export function movements(reader: Reader): Movements | null {
  const cell = (opening: string, closing: string): number | null =>
    opening === "期内纳入" && closing === "期内退出"
      ? null
      : (reader.cell(
          { indicator: "K17", breakdown: `期初级别=${opening};期末级别=${closing}`, basis: "户" },
          { kind: "quarter" }
        )?.value ?? null);
  const rows = openings.map(opening => {
    const counts = closings.map(closing => cell(opening, closing));
    return { opening, counts, total: counts.some(each => each !== null) ? sum(counts) : null };
  });
  if (rows.every(({ total }) => total === null)) return null;
  const by = (test: (opening: number, closing: number) => boolean): number =>
    sum(rows.flatMap((row, opening) => row.counts.filter((_, closing) => test(opening, closing))));
  const rank = [0, 1, 2, null, 3, null];
  const moved = (turn: number) =>
    by((opening, closing) => {
      const [from, to] = [rank[opening], rank[closing]];
      return from != null && to != null && Math.sign(from - to) === turn;
    });
  const counts = closings.map((_, closing) => sum(rows.map(row => row.counts[closing]!)));
  return {
    rows,
    whole: { opening: "期末合计", counts, total: sum(counts) },
    up: moved(1),
    down: moved(-1),
    entered: rows[5]!.total ?? 0,
    enteredRed: rows[5]!.counts[0] ?? 0,
    left: counts[5]!,
    opened: sum(rows.slice(0, 5).map(({ total }) => total)),
    closed: sum(counts.slice(0, 5))
  };
}

/** “↑”, “↓” between levels that have an order; 待核定, entries and leavings have none. */
export function movementMark(opening: string, closing: string): string {
  const rank: Readonly<Record<string, number>> = { 红色: 0, 黄色: 1, 蓝色: 2, 未分级: 3 };
  const [from, to] = [rank[opening], rank[closing]];
  if (from === undefined || to === undefined || from === to) return "";
  return to < from ? "↑" : "↓";
}

export function movementTitle(quarter: string, { up, down, entered, enteredRed }: Movements): string {
  const rest = entered === 0 ? "没有新纳入" : `新纳入的 ${count(entered)} 户中 ${count(enteredRed)} 户为红色`;
  return `${quarter}升级 ${count(up)} 户，降级 ${count(down)} 户；${rest}`;
}

/** One official level against the computed ones. */
export interface AgreementRow {
  readonly official: string;
  readonly counts: readonly (number | null)[];
  readonly total: number | null;
}

export interface Agreement {
  readonly rows: readonly AgreementRow[];
  readonly whole: AgreementRow;
  readonly agreed: number;
  readonly total: number;
  /** Computed red, officially ungraded. */
  readonly unseen: number;
}

/** Official against computed levels in one month; null where the document in force has no colours. */
export function agreement(reader: Reader): Agreement | null {
  const words = levels.map(({ word }) => word);
  const rows = words.map(official => {
    const counts = words.map(
      computed =>
        reader.cell(
          { indicator: "K16", breakdown: `官方级别=${official};计算级别=${computed}`, basis: "户" },
          {},
          register("户")
        )?.numerator ?? null
    );
    return { official, counts, total: counts.some(each => each !== null) ? sum(counts) : null };
  });
  if (rows.every(({ total }) => total === null)) return null;
  const counts = words.map((_, index) => sum(rows.map(row => row.counts[index]!)));
  return {
    rows,
    whole: { official: "计算合计", counts, total: sum(counts) },
    agreed: sum(rows.map((row, index) => row.counts[index]!)),
    total: sum(counts),
    unseen: rows[4]!.counts[0] ?? 0
  };
}

export function agreementTitle({ agreed, unseen, total }: Agreement): string {
  if (total === 0) return "没有在册户可对照官方与计算级别";
  const rest =
    unseen > 0 ? `；计算为红而官方未分级的 ${count(unseen)} 户需复核` : "；没有计算为红而官方未分级的户";
  return `${count(agreed)} 户官方与计算一致${rest}`;
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

/** “红色三个月增加 23 户，黄色减少 3 户，蓝色减少 7 户”: the quarter's change of each colour. */
export function trendTitle(reader: Reader, source: Source, basis: string): string {
  const opening = openingMonth(reader);
  const changes = levels.slice(0, 3).map(({ word }) => {
    const measure = levelMeasure(word, source, basis);
    const now = reader.cell(measure)?.numerator;
    const before = reader.cell(measure, { period: opening })?.numerator;
    return now == null || before == null ? null : { word, change: now - before };
  });
  const known = changes.filter(each => each !== null);
  if (known.length === 0) return `${sourceWords[source]}没有可比的两期`;
  const said = known.map(({ word, change }) =>
    change === 0
      ? `${word}持平`
      : `${word}${change > 0 ? "增加" : "减少"} ${count(Math.abs(change))} ${basis}`
  );
  return `比上季末，${said.join("，")}`;
}

/** One reading of red with what it gives. */
export interface ReadingRow {
  readonly id: string;
  readonly text: string;
  readonly chosen: boolean;
  readonly red: number | null;
  readonly pending: number | null;
}

/** The four readings side by side, households at the month's end. */
export function readings(reader: Reader, { readings: list, chosen }: WarningRules): ReadingRow[] {
  const of = (reading: string, word: string) =>
    reader.cell(
      { indicator: "K16", breakdown: `读法=${reading};预警级别=${word}`, basis: "户" },
      {},
      register("户")
    )?.numerator ?? null;
  return list.map(({ id, text }) => ({
    id,
    text,
    chosen: chosen.some(({ reading }) => reading === id),
    red: of(id, "红色"),
    pending: of(id, "待核定")
  }));
}

export function readingTitle(rows: readonly ReadingRow[]): string {
  const known = rows.map(({ red }) => red).filter(red => red !== null);
  if (known.length === 0) return noneText("所用口径没有红色的读法", "各读法的红色户数");
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return low === high
    ? `${numeral(known.length)}种读法下计算为红的都是 ${count(low)} 户`
    : `${numeral(known.length)}种读法下计算为红的在 ${count(low)} 户到 ${count(high)} 户之间`;
}

/** One condition of red, with those computed red who meet it. */
export interface ReasonRow {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly count: number | null;
  readonly share: number | null;
}

export function reasons(reader: Reader, { predicates }: WarningRules, basis: string): ReasonRow[] {
  return predicates
    .filter(({ level }) => level === "red")
    .map(({ id, name, note }) => {
      const cell = reader.cell(
        { indicator: "K16", breakdown: `级别来源=computed;原因=${id}`, basis },
        {},
        levelMeasure("红色", "computed", basis)
      );
      return { id, name, note, count: cell?.numerator ?? null, share: cell?.value ?? null };
    });
}

export function reasonTitle(rows: readonly ReasonRow[], basis: string): string {
  const known = rows.filter(({ count: number }) => number !== null);
  if (known.length === 0) return noneText("所用口径没有红色的条件", "各条件的户数");
  const most = known.reduce((a, b) => (b.count! > a.count! ? b : a));
  if (most.count === 0) return "没有计算为红色的户";
  return `计算为红的户中，合 ${most.id} 的最多：${count(most.count!)} ${basis}`;
}

/** One unknown input with the households that wait for it. */
export interface WaitingRow {
  readonly id: string;
  readonly name: string;
  readonly tables: readonly string[];
  readonly count: number;
}

/** What 待核定 waits for, most first among inputs, which are no places to be ranked. */
export function waiting(
  reader: Reader,
  { predicates }: WarningRules
): { readonly title: string; readonly rows: readonly WaitingRow[] } {
  const pending = reader.cell(levelMeasure("待核定", "computed", "户"), {}, register("户"))?.numerator;
  const rows = predicates.flatMap(({ id, name, tables }) => {
    const cell = reader.cell({
      indicator: "K16",
      breakdown: `预警级别=待核定;级别来源=computed;缺项=${id}`,
      basis: "户"
    });
    return cell?.numerator ? [{ id, name, tables, count: cell.numerator }] : [];
  });
  const title =
    pending == null
      ? noneText("所用口径没有计算级别", "缺的输入")
      : pending === 0
        ? "没有计算为待核定的户"
        : `待核定 ${count(pending)} 户缺的输入（可重复）`;
  return { title, rows };
}
