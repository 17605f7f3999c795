import { archives } from "./archives.js";
import type { Cell } from "./dataset.js";
import { count, percent, signedPoints } from "./format.js";
import type { Measure } from "./measures.js";
import { monthStep } from "./periods.js";
import type { ProblemRow } from "./problems.js";
import { shortfall } from "./rates.js";
import type { Part, Reader } from "./reader.js";
import type { Region } from "./site.js";
import type { State } from "./state.js";
import { stateWords } from "./state.js";

const of = (indicator: string, basis: string, breakdown = ""): Measure => ({ indicator, breakdown, basis });

/** K21: households whose contact has the rank; its parts by 职级状态 达标、不达标、未知. */
export const contactRank = of("K21", "户");
const rankStates = ["达标", "不达标", "未知"];
export const rankState = (state: string): Measure => of("K21", "户", `职级状态=${state}`);

export const paired = of("K22", "户");
export const supervised = of("K23", "户");
export const analysed = of("K24", "户");
/** K24 of households that came in within the quarter. */
export const analysedEntered = of("K24", "户", "季内纳入=是");
export const adjusted = of("K25", "户");

/** Where a contact is named: the local table of contacts, the export, the ledger. */
export const contactSources = ["责任人表", "导出", "台账"] as const;
export const contactSource = (source: string): Measure => of("K49", "户", `来源=${source}`);
export const contactsAll = of("K49", "户");
export const contactCategory = (category: string): Measure => of("K49", "户", `监测对象类别=${category}`);

/** The page's finding: what is short of persons in charge and of files, and what is overdue. */
export function responsibilityTitle(reader: Reader, stock: ProblemRow): string {
  return said(reader, [
    shortText(reader, contactRank, "month", "户责任人职级未达或未知"),
    shortText(reader, analysed, "quarter", "户没有成效分析"),
    shortText(reader, archives, "quarter", "份档案不齐"),
    stock.overdue === null ? null : `${count(stock.overdue)} 个问题逾期未整改`
  ]);
}

/** The finding of a town, whose contacts' ranks, plans and problems are told of its county only. */
export function townTitle(reader: Reader): string {
  return said(reader, [
    shortText(reader, paired, "month", "户没有本村结对"),
    shortText(reader, contactsAll, "month", "户联系人不全"),
    shortText(reader, archives, "quarter", "份档案不齐")
  ]);
}

/** What has numbers; where nothing has, whether that is for want of households or of data. */
function said(reader: Reader, parts: readonly (string | null)[]): string {
  const known = parts.filter(text => text !== null && text !== "");
  if (known.length > 0) return known.join("，");
  return parts.includes("")
    ? `${reader.region.name}没有应计的户和档案`
    : `${reader.region.name}的责任落实${stateWords.missing}`;
}

/** Null where data are missing, "" where there is nothing to be short of. */
function shortText(
  reader: Reader,
  measure: Measure,
  kind: "month" | "quarter",
  words: string
): string | null {
  const cell = reader.cell(measure, { kind });
  const short = shortfall(cell);
  if (cell?.denominator === 0) return "";
  return short === null ? null : `${count(short)} ${words}`;
}

/** Households of one region by the rank of their contact. */
export interface RankRow {
  readonly region: Region;
  /** By 职级状态, in the order of `rankStates`. */
  readonly counts: readonly (number | null)[];
  readonly total: number | null;
  readonly cell: Cell | undefined;
  readonly state: State | null;
}

export interface RankTable {
  readonly states: readonly string[];
  readonly rows: readonly RankRow[];
  readonly whole: RankRow;
  readonly word: string;
}

/** K21 by region, its three states side by side. */
export function rankTable(reader: Reader): RankTable {
  const { parts, total, word } = reader.parts(contactRank);
  const row = ({ region, cell, state }: Part): RankRow => ({
    region,
    counts: rankStates.map(
      each => reader.cell(rankState(each), { region: region.code }, contactRank)?.numerator ?? null
    ),
    total: cell?.denominator ?? null,
    cell,
    state
  });
  return { states: rankStates, rows: parts.map(row), whole: row(total), word };
}

/** “139 户职级未达或未知，其中未知 46 户”. */
export function rankTitle(reader: Reader): string {
  const low = reader.cell(rankState("不达标"))?.numerator;
  const unknown = reader.cell(rankState("未知"))?.numerator;
  const cell = reader.cell(contactRank);
  if (cell?.value == null || low == null || unknown == null)
    return cell?.status === "na_zero_denominator" ? "没有在册户" : `挂钩责任人的职级${stateWords.missing}`;
  const name = reader.places("K21").total === reader.region ? "" : reader.region.name;
  const rest = low + unknown === 0 ? "户户达标" : `不达标 ${count(low)} 户，未知 ${count(unknown)} 户`;
  return `${name}挂钩责任人职级达标 ${percent(cell.value)}，${rest}`;
}

/** “不达标比上月增加 2 户，未知持平”. */
export function rankMonthsTitle(reader: Reader): string {
  const before = monthStep(reader.context.period, -1);
  const said = ["不达标", "未知"].flatMap(state => {
    const now = reader.cell(rankState(state), {}, contactRank)?.numerator;
    const then = reader.cell(rankState(state), { period: before }, contactRank)?.numerator;
    if (now == null || then == null) return [];
    const change = now - then;
    return change === 0
      ? [`${state}持平`]
      : [`${state}${change > 0 ? "增加" : "减少"} ${count(Math.abs(change))} 户`];
  });
  return said.length > 0 ? `挂钩责任人职级比上月，${said.join("，")}` : "挂钩责任人职级没有可比的上月";
}

/** K24 and K25 against the quarter before: “成效分析 95.1%，比上季 −0.3 个百分点；计划调整 37.1%”. */
export function planTitle(reader: Reader): string {
  const quarters = reader.periods("quarter", 2);
  const read = (measure: Measure, period: string | undefined) =>
    period === undefined ? null : (reader.cell(measure, { period })?.value ?? null);
  const now = quarters.at(-1);
  const value = read(analysed, now);
  if (value === null) return `季度成效分析${stateWords.missing}`;
  const then = quarters.length > 1 ? read(analysed, quarters[0]) : null;
  const change = then === null ? "" : `，比上季 ${signedPoints(value - then, 1)} 个百分点`;
  const plans = read(adjusted, now);
  return `成效分析 ${percent(value)}${change}${plans === null ? "" : `；计划调整 ${percent(plans)}`}`;
}
