import { count, percent } from "./format.js";
import type { Measure } from "./measures.js";
import { monthStep } from "./periods.js";
import { shortfall } from "./rates.js";
import type { Reader } from "./reader.js";
import type { Task } from "./site.js";

const of = (indicator: string, basis: string, breakdown = ""): Measure => ({ indicator, breakdown, basis });

/** K21: households whose contact has the rank; its parts by 职级状态 达标、不达标、未知. */
export const contactRank = of("K21", "户");
export const rankState = (state: string): Measure => of("K21", "户", `职级状态=${state}`);

export const paired = of("K22", "户");
export const supervised = of("K23", "户");
export const analysed = of("K24", "户");
export const adjusted = of("K25", "户");

/** Where a contact is named: the local table of contacts, the export, the ledger. */
export const contactSources = ["责任人表", "导出", "台账"] as const;
export const contactSource = (source: string): Measure => of("K49", "户", `来源=${source}`);
export const contactsAll = of("K49", "户");
export const contactCategory = (category: string): Measure => of("K49", "户", `监测对象类别=${category}`);

export const archives = of("K50", "份");
/** Levels that keep files, from the county down. */
export const archiveLevels = ["县级", "乡镇级", "村级", "户级"];
export const archiveLevel = (level: string): Measure => of("K50", "份", `档案层级=${level}`);

export const problems = of("K54", "个");
export const problemSource = (source: string): Measure => of("K54", "个", `问题来源=${source}`);
export const problemTerm = (term: string): Measure => of("K54", "个", `期限=${term}`);

export const taskRate = (name: string): Measure => of("K44", "个", `任务=${name}`);

/** The page's finding: what is short of persons in charge and of files, and what is overdue. */
export function responsibilityTitle(reader: Reader): string {
  const said = [
    shortText(reader, contactRank, "month", "户挂钩责任人职级未达或未知"),
    shortText(reader, archives, "quarter", "份档案不齐"),
    shortText(reader, problems, "quarter", "个问题逾期未整改")
  ].filter(text => text !== null);
  return said.length > 0 ? said.join("，") : `${reader.region.name}的责任落实缺数据`;
}

function shortText(
  reader: Reader,
  measure: Measure,
  kind: "month" | "quarter",
  words: string
): string | null {
  const short = shortfall(reader.cell(measure, { kind }));
  return short === null ? null : `${count(short)} ${words}`;
}

/** “139 户职级未达或未知，其中未知 46 户”. */
export function rankTitle(reader: Reader): string {
  const low = reader.cell(rankState("不达标"))?.numerator;
  const unknown = reader.cell(rankState("未知"))?.numerator;
  const cell = reader.cell(contactRank);
  if (cell?.value == null || low == null || unknown == null)
    return cell?.status === "na_zero_denominator" ? "没有在册户" : "挂钩责任人的职级缺数据";
  const rest = low + unknown === 0 ? "户户达标" : `不达标 ${count(low)} 户，未知 ${count(unknown)} 户`;
  return `挂钩责任人职级达标 ${percent(cell.value)}，${rest}`;
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

/** One task of a stage as the page lists it. */
export interface TaskRow {
  readonly name: string;
  readonly measure: Measure;
  /** “2023-04-30 征求意见稿节点”. */
  readonly due: string;
}

/** Tasks in the order of their days; those of a draft are said to be. */
export function taskRows(tasks: readonly Task[]): TaskRow[] {
  return [...tasks]
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))
    .map(({ name, due, drafts }) => ({
      name,
      measure: taskRate(name),
      due: drafts.length > 0 ? `${due}（征求意见稿节点）` : due
    }));
}

/** “4 项阶段任务中 2 项没有全部按时完成”. */
export function taskTitle(reader: Reader, rows: readonly TaskRow[]): string {
  const known = rows.map(({ measure }) => reader.cell(measure)).filter(cell => cell?.value != null);
  if (known.length === 0) return "没有到期的阶段任务";
  const late = known.filter(cell => shortfall(cell)! > 0).length;
  return late === 0
    ? `${known.length} 项到期的阶段任务都按时完成`
    : `${known.length} 项到期的阶段任务中 ${late} 项没有全部按时完成`;
}

/** “到期问题 141 个中 134 个已整改，11 个未到期”. */
export function problemTitle(reader: Reader): string {
  const cell = reader.cell(problems, { kind: "quarter" });
  if (cell?.status === "na_zero_denominator") return "本季没有到期或已整改的问题";
  if (cell?.numerator == null || cell.denominator === null) return "督导问题缺数据";
  const pending = reader.cell(problemTerm("未到期"), { kind: "quarter" })?.numerator ?? 0;
  const blank = reader.cell(problemTerm("空白"), { kind: "quarter" })?.numerator ?? 0;
  const rest = [
    pending > 0 ? `另有 ${count(pending)} 个未到期` : "",
    blank > 0 ? `${count(blank)} 个没有写期限` : ""
  ].filter(Boolean);
  return `本季发现、已到期或已整改的 ${count(cell.denominator)} 个问题整改 ${count(cell.numerator)} 个${rest.length > 0 ? `，${rest.join("，")}` : ""}`;
}

/** “应建 417 份档案中 15 份不齐”. */
export function archiveTitle(reader: Reader): string {
  const cell = reader.cell(archives, { kind: "quarter" });
  if (cell?.status === "na_zero_denominator") return "本季没有应建的档案";
  const short = shortfall(cell);
  if (short === null) return "档案检查缺数据";
  return short === 0
    ? `应建 ${count(cell!.denominator!)} 份档案都齐备`
    : `应建 ${count(cell!.denominator!)} 份档案中 ${count(short)} 份不齐`;
}
