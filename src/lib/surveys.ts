import type { Cell } from "./dataset.js";
import { count, percent } from "./format.js";
import type { Measure } from "./measures.js";
import { type Clock, clockText, type Quota, quarterName, quotaWord } from "./quota.js";
import { fractionText, shortfall, unmet } from "./rates.js";
import type { Parts, Reader, Total } from "./reader.js";
import type { Region } from "./site.js";
import { stateWords } from "./state.js";
import { wilson } from "./wilson.js";

/** Who surveys every household, in the order of the page's choice. */
export const coverageLevels = ["县级", "乡镇级"] as const;
export type CoverageLevel = (typeof coverageLevels)[number];

/** K19 of one level. */
export function coverageMeasure(level: CoverageLevel): Measure {
  return { indicator: "K19", breakdown: `调研层级=${level}`, basis: "户" };
}

/** Households in which surveys on the spot found a problem, among those surveyed. */
export function foundMeasure(level: "设区市级" | CoverageLevel): Measure {
  return level === "设区市级"
    ? { indicator: "K18", breakdown: "分项=发现问题户", basis: "户" }
    : { indicator: "K19", breakdown: `调研层级=${level};分项=发现问题户`, basis: "户" };
}

/** K20, of all households or of one category. */
export function visitMeasure(category = ""): Measure {
  return { indicator: "K20", breakdown: category && `监测对象类别=${category}`, basis: "户" };
}

/** A total every town has each quarter: where it stands, a missing row of a town is of no household. */
export const quarterTotal: Total = { indicator: "K23", breakdown: "", basis: "户", apart: true };

/** The page's finding: “四季度市级调研差 31 户、县级差 120 户，12 月走访漏 141 户；季已结束”. */
export function surveysTitle(reader: Reader, asked: Quota, clock: Clock): string {
  const own = asked.place.code === reader.region.code;
  const covered = (level: CoverageLevel) =>
    reader.cell(coverageMeasure(level), { kind: "quarter" }, quarterTotal);
  const lead = own
    ? {
        name: `${quotaWord(asked.place)}调研`,
        text: asked.required === null ? numberText(asked.cell?.numerator ?? null) : shortText(asked.short)
      }
    : { name: "县级调研", text: shortText(shortfall(covered("县级"))) };
  const next = own
    ? { name: "县级", text: shortText(shortfall(covered("县级"))) }
    : { name: "乡级", text: shortText(shortfall(covered("乡镇级"))) };
  const month = `${Number(reader.context.period.slice(5))} 月`;
  const visits = shortfall(reader.cell(visitMeasure()));
  const visited = visits === null ? stateWords.missing : `漏 ${count(visits)} 户`;
  return `${quarterName(asked.quarter)}${lead.name}${lead.text}、${next.name}${next.text}，${month}走访${visited}；${clockText(clock)}`;
}

function shortText(short: number | null): string {
  return short === null ? stateWords.missing : `差 ${count(short)} 户`;
}

function numberText(value: number | null): string {
  return value === null ? stateWords.missing : ` ${count(value)} 户`;
}

/**
 * The finding of a rate that should be whole: “县级调研覆盖 94.9%（2,243 / 2,363 户），差 120 户，8 个县区未达到”;
 * where the place in hand is one of those listed, its own first.
 */
export function coverageTitle({ parts, total, word }: Parts, name: string, place?: Region): string {
  const own = place && parts.find(({ region }) => region.code === place.code);
  const { cell, state } = own ?? total;
  const named = own ? `${own.region.name}${name}` : name;
  if (state === "na") return `${named}没有应计的户`;
  const short = shortfall(cell);
  if (state || cell?.value == null || short === null) return `${named}${stateWords.missing}`;
  const rate = `${named} ${percent(cell.value)}（${fractionText(cell.numerator!, cell.denominator!)} 户），差 ${count(short)} 户`;
  if (own) {
    const verdict = cell.judgement === "met" ? "，达到" : cell.judgement === "unmet" ? "，未达到" : "";
    return `${rate}${verdict}${total.cell?.value == null ? "" : `；${total.region.name} ${percent(total.cell.value)}`}`;
  }
  const judged = parts.filter(each => each.cell?.judgement === "met" || each.cell?.judgement === "unmet");
  const below = unmet(judged).length;
  if (judged.length < 2) return rate;
  return below === 0
    ? `${rate}，${count(judged.length)} 个${word}都达到`
    : `${rate}，${count(below)} 个${word}未达到`;
}

/** “四季度设区市级调研 211 户，55 户有问题，95% 区间 20.6% 至 32.4%”. */
export function foundTitle(who: string, quarter: string, cell: Cell | undefined): string {
  const name = `${quarterName(quarter)}${who}调研`;
  if (cell?.status === "na_zero_denominator") return `${name}没有问题数可计的户`;
  if (cell?.numerator == null || cell.denominator === null || cell.value === null)
    return `${name}发现的问题${stateWords.missing}`;
  const range = wilson(cell.numerator, cell.denominator);
  const width = range ? `，95% 区间 ${percent(range[0])} 至 ${percent(range[1])}` : "";
  return `${name} ${count(cell.denominator)} 户，${count(cell.numerator)} 户有问题${width}`;
}

/** “12 月走访 93.9%（2,152 / 2,293 户），差 141 户，8 个县区未达到”. */
export function visitTitle(parts: Parts, month: string, place?: Region): string {
  return coverageTitle(parts, `${Number(month.slice(5))} 月入户走访`, place);
}

/** “未走访的 141 户：突发严重困难户 36、脱贫不稳定户 61、边缘易致贫户 44”; more than three kinds are counted. */
export function missedTitle(
  name: string,
  whole: Cell | undefined,
  kinds: readonly { readonly name: string; readonly cell: Cell | undefined }[]
): string {
  const short = shortfall(whole);
  if (short === null) return `${name}户${stateWords.missing}`;
  if (short === 0) return whole!.denominator === 0 ? `${name}户：没有应计的户` : `没有${name}户`;
  const missed = kinds.flatMap(kind => {
    const number = shortfall(kind.cell);
    return number ? [`${kind.name} ${count(number)}`] : [];
  });
  if (missed.length === 0) return `${name} ${count(short)} 户`;
  return missed.length > 3
    ? `${name} ${count(short)} 户，分在 ${missed.length} 类`
    : `${name} ${count(short)} 户：${missed.join("、")}`;
}

/** What a share of surveyed households can tell, and what it cannot. */
export const sampleNote =
  "区间按 Wilson（1927）95%：随机抽中的户，区间说全部在册户的占比大致在哪里；挑选着去的户只说明去过的户。区间相重的，不能说哪个高；没有查出问题，不等于没有问题。县、乡应逐户去，区间只表示户数少时的摆动。";

/** “四季度设区市实地调研，各县区在 7.9% 至 9.6% 之间”. */
export function rangeTitle(cells: readonly (Cell | undefined)[], name: string, word: string): string {
  const known = cells.flatMap(cell => (cell?.value == null ? [] : [cell.value]));
  if (known.length === 0) return `${name}${stateWords.missing}`;
  const [low, high] = [percent(Math.min(...known)), percent(Math.max(...known))];
  if (known.length === 1) return `${name}，1 个${word}有数：${low}`;
  return low === high ? `${name}，各${word}都是 ${low}` : `${name}，各${word}占 ${low} 至 ${high}`;
}
