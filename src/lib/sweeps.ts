import { count, percent } from "./format.js";
import type { Measure } from "./measures.js";
import { unmet } from "./rates.js";
import type { Parts, Reader } from "./reader.js";
import type { Region } from "./site.js";
import { stateWords } from "./state.js";

/** K36. */
export const sweepMeasure: Measure = { indicator: "K36", breakdown: "", basis: "次" };

/** K56 or K57 of a round. */
export function roundMeasure(indicator: "K56" | "K57", basis = "户"): Measure {
  return { indicator, breakdown: "", basis };
}

/** Rounds that have a number at the place in hand or below it, in the order of their names. */
export function rounds(reader: Reader, measure: Measure, known: readonly string[]): string[] {
  const { regions, total } = reader.places(measure.indicator);
  return known
    .filter(period =>
      [total, ...regions].some(({ code }) => reader.cell(measure, { region: code, period })?.value != null)
    )
    .sort((a, b) => a.localeCompare(b, "zh-CN", { numeric: true }));
}

/** “农村人口排查 2023-2 轮 85.7%，1 个县区没有数字”. */
export function roundTitle({ parts, total, word }: Parts, name: string, round: string | undefined): string {
  if (round === undefined) return `${name}还没有一轮有数字`;
  const { cell } = total;
  const lacking = parts.filter(({ state }) => state === "missing").length;
  const rest = lacking > 0 ? `，${count(lacking)} 个${word}没有数字` : "";
  if (cell?.value == null || cell.numerator === null || cell.denominator === null)
    return `${name} ${round} 轮${stateWords.missing}${rest}`;
  return `${name} ${round} 轮 ${percent(cell.value)}${rest}`;
}

/**
 * “2023 年 8 个县区集中排查共 15 轮，1 个县区未达到要求”; where the place in hand is one of those listed, its own
 * number first. A year under way is not yet unmet.
 */
export function sweepTitle({ parts, total, word }: Parts, year: string, place?: Region): string {
  if (total.state || total.cell?.numerator == null) return `${year} 年集中排查次数${stateWords.missing}`;
  const own = place && parts.find(({ region }) => region.code === place.code);
  const below = unmet(own ? [own] : parts).length;
  const all =
    parts.length > 1
      ? `${count(parts.length)} 个${word}集中排查共 ${count(total.cell.numerator)} 轮`
      : `集中排查 ${count(total.cell.numerator)} 轮`;
  if (own) {
    const number = own.cell?.numerator;
    const verdict = below > 0 ? "，未达到要求" : own.cell?.judgement === "met" ? "，达到要求" : "";
    return `${year} 年${own.region.name}集中排查${number == null ? stateWords.missing : ` ${count(number)} 轮`}${verdict}；${all}`;
  }
  const met = parts.filter(({ cell }) => cell?.judgement === "met").length;
  if (below > 0) return `${year} 年 ${all}，${count(below)} 个${word}未达到要求`;
  return `${year} 年 ${all}${met > 0 ? `，${count(met)} 个${word}达到要求` : ""}`;
}

/** Whether a year is still under way on the data's day. */
export function yearUnderWay(year: string, asOf: string): boolean {
  return year === asOf.slice(0, 4) && asOf.slice(5) !== "12-31";
}
