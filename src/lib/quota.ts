import type { Cell } from "./dataset.js";
import { count, numeral, percent } from "./format.js";
import type { Measure } from "./measures.js";
import { thresholdOf } from "./rates.js";
import type { At, Reader } from "./reader.js";
import type { Definitions, QuarterLeft, Region, Threshold } from "./site.js";
import { isJudged, type State, stateWords } from "./state.js";

/** K18 over the households of the quarter's end, the one that is judged. */
export const quotaMeasure: Measure = { indicator: "K18", breakdown: "分母口径=季末", basis: "户" };

/** What is left of a quarter as seen on the data's day. */
export interface Clock {
  readonly days: number;
  /** Null where the calendar lacks the year. */
  readonly workdays: number | null;
  readonly over: boolean;
}

/** A quarter before the one the data's day lies in is over; so is that one on its last day. */
export function quarterClock(quarter: string, left: QuarterLeft): Clock {
  const now = quarter === left.quarter;
  return {
    days: now ? left.days : 0,
    workdays: now ? left.workdays : 0,
    over: !now || left.days === 0
  };
}

/** “季已结束”, “季末还有 46 天、32 个工作日”. */
export function clockText({ days, workdays, over }: Clock): string {
  if (over) return "季已结束";
  return `季末还有 ${count(days)} 天${workdays === null ? "" : `、${count(workdays)} 个工作日`}`;
}

/** Households a day and a week to make up what is short; null where no (known) working day is left. */
export function pace(
  short: number | null,
  { workdays, over }: Clock
): { readonly day: number; readonly week: number } | null {
  if (!short || over || !workdays) return null;
  return { day: Math.ceil(short / workdays), week: Math.min(short, Math.ceil((short * 5) / workdays)) };
}

/** The least whole number that is a share of a number; the share is exact to four decimals, as in the judging. */
export function requirement(share: number, of: number): number {
  return Math.ceil((Math.round(share * 10_000) * of) / 10_000);
}

/** One line of the quota's account. */
export interface QuotaLine {
  readonly name: string;
  readonly cell: Cell | undefined;
  readonly state: State | null;
  /** `sum` what counts, `part` a way of it, `apart` what does not count. */
  readonly kind: "sum" | "part" | "apart";
  readonly note: string;
}

/** K18 of a quarter against what the document in force asks. */
export interface Quota {
  readonly place: Region;
  readonly quarter: string;
  readonly cell: Cell | undefined;
  readonly state: State | null;
  /** The share asked for, null where the document names none. */
  readonly threshold: Threshold | null;
  /** Null where nothing is asked: by the document, or of a place of this level. */
  readonly required: number | null;
  readonly short: number | null;
  readonly lines: readonly QuotaLine[];
}

/** The parameter of the document in force that K18 is judged by. */
const quotaParameter = "survey_prefecture_min_ratio";

/** The quarter's quota at the reader's place. */
export function quota(reader: Reader, definitions: Definitions): Quota {
  const at: At = { kind: "quarter" };
  const cell = reader.cell(quotaMeasure, at);
  const threshold = thresholdOf(definitions, "K18", reader.context.profile, quotaParameter);
  const required =
    isJudged(cell) && threshold?.number != null && cell?.denominator != null
      ? requirement(threshold.number, cell.denominator)
      : null;
  const line = (name: string, breakdown: string, kind: QuotaLine["kind"], note: string): QuotaLine => {
    const measure = { ...quotaMeasure, breakdown };
    const found = reader.cell(measure, at);
    return { name, cell: found, state: reader.state(measure, found), kind, note };
  };
  const modes = reader
    .values("K18", "调研方式")
    .map(mode =>
      line(`其中${mode}`, `调研方式=${mode};${quotaMeasure.breakdown}`, "part", "两种方式都有的户各计一次")
    );
  return {
    place: reader.region,
    quarter: reader.period("quarter"),
    cell,
    state: reader.state(quotaMeasure, cell),
    threshold,
    required,
    short: required === null || cell?.numerator == null ? null : Math.max(0, required - cell.numerator),
    lines: [
      line("已调研", quotaMeasure.breakdown, "sum", "实地、随机入户；同一户季内只计一次"),
      ...modes,
      line("只有电话", "分项=仅电话户", "apart", "电话不计入"),
      line("季初在册中已调研", "分母口径=季初", "apart", "季初口径并列，不判")
    ]
  };
}

/** What is asked in words, or why nothing is. */
export function quotaAsked({ cell, state, place, threshold, required }: Quota): {
  readonly text: string;
  readonly state: State | null;
} {
  if (required !== null && threshold && cell?.denominator != null)
    return {
      text: `${threshold.value}：季末在册 ${count(cell.denominator)} 户 × ${Number((threshold.number! * 100).toFixed(2))}%，向上取整`,
      state: null
    };
  if (threshold === null) return { text: "所用口径没有写调研比例", state: "silent" };
  if (cell?.judgement === "not_judged") return { text: `要求对设区市，${place.name}只显示`, state: "na" };
  return { text: "没有可作分母的在册户数", state: state ?? "na" };
}

/** “四季度市级实地调研 206 户，比要求的 237 户少 31 户，季已结束”. */
export function quotaTitle({ place, quarter, cell, state, required, short }: Quota, clock: Clock): string {
  const name = `${quarterName(quarter)}${quotaWord(place)}实地调研`;
  if (state === "na") return `${name}没有在册户`;
  if (state || cell?.numerator == null) return `${name}${stateWords.missing}`;
  const done = `${name} ${count(cell.numerator)} 户`;
  if (required === null || short === null)
    return cell.value === null ? done : `${done}，占季末在册 ${percent(cell.value)}`;
  if (short === 0) return `${done}，达到要求的 ${count(required)} 户`;
  if (clock.over) return `${done}，比要求的 ${count(required)} 户少 ${count(short)} 户，季已结束`;
  const needed = pace(short, clock);
  const rest = needed
    ? `还有 ${count(clock.workdays!)} 个工作日，每日须 ${count(needed.day)} 户`
    : clockText(clock);
  return `${done}，还差 ${count(short)} 户；${rest}`;
}

/** “四季度”. */
export function quarterName(quarter: string): string {
  return `${numeral(Number(quarter.slice(-1)))}季度`;
}

/** “市级” of a prefecture; a place of another level is named by itself. */
export function quotaWord({ level, name }: Region): string {
  return level === "prefecture" ? "市级" : name;
}

/** “8 个季度中 7 个达到要求，2023Q4 未达到”; the range where nothing is judged. */
export function quotaTrendTitle(cells: readonly (Cell | undefined)[], { place, quarter }: Quota): string {
  const judged = cells.filter(cell => cell?.judgement === "met" || cell?.judgement === "unmet");
  if (judged.length === 0) return seriesTitle(cells, place.name);
  const met = judged.filter(cell => cell!.judgement === "met").length;
  const last = { met: "达到", unmet: "未达到" }[String(cells.at(-1)?.judgement)];
  return `${judged.length} 个季度中 ${met} 个达到调研要求${last ? `，${quarter} ${last}` : ""}`;
}

function seriesTitle(cells: readonly (Cell | undefined)[], name: string): string {
  const known = cells.flatMap(cell => (cell?.value == null ? [] : [cell.value]));
  if (known.length === 0) return `${name}实地调研覆盖率${stateWords.missing}`;
  const [low, high] = [percent(Math.min(...known)), percent(Math.max(...known))];
  if (low === high) return `${name}实地调研覆盖率 ${low}`;
  return `${name}实地调研覆盖率 ${known.length} 个季度在 ${low} 至 ${high} 之间`;
}
