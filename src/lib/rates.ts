import type { Cell } from "./dataset.js";
import { count, percent } from "./format.js";
import type { Part, Parts } from "./reader.js";
import type { Definitions, Mark, Meta, Threshold } from "./site.js";
import { stateWords } from "./state.js";

/** How a rate is said: its name, what it counts, and how many decimals. */
export interface RateWords {
  readonly name: string;
  readonly basis: string;
  readonly digits?: number;
}

/**
 * The finding of a rate over regions: “五日核实及时率 94.4%（389 / 412 条），6 个县区未达到”. Where nothing is
 * judged, the range of the regions; where there is no number, the state in words.
 */
export function rateTitle({ parts, total, word }: Parts, { name, basis, digits = 1 }: RateWords): string {
  if (total.state === "na") return `${name}没有应计的对象`;
  if (total.state || total.cell?.value == null) return `${name}${stateWords.missing}`;
  const { numerator, denominator, value } = total.cell;
  const of =
    numerator === null || denominator === null ? "" : `（${fractionText(numerator, denominator)} ${basis}）`;
  return `${name} ${percent(value, digits)}${of}${spreadText(parts, word, digits)}`;
}

/**
 * The finding where the place in hand is one of those listed: its own rate, then that of the region they make up:
 * “碧岔乡岗位推送达标率 82.7%（43 / 52 人），未达到；青栗县 83.2%”.
 */
export function ownRateTitle(own: Part, total: Part, { name, basis, digits = 1 }: RateWords): string {
  const place = `${own.region.name}${name}`;
  if (own.state === "na") return `${place}没有应计的对象`;
  if (own.state || own.cell?.value == null) return `${place}${stateWords.missing}`;
  const { numerator, denominator, value, judgement } = own.cell;
  const of =
    numerator === null || denominator === null ? "" : `（${fractionText(numerator, denominator)} ${basis}）`;
  const verdict = judgement === "met" ? "，达到" : judgement === "unmet" ? "，未达到" : "";
  const rest = total.cell?.value == null ? "" : `；${total.region.name} ${percent(total.cell.value, digits)}`;
  return `${place} ${percent(value, digits)}${of}${verdict}${rest}`;
}

/** Said beside judgements by a document that is a draft; nothing where nothing is judged or the document is none. */
export function draftNote(
  { profiles }: Pick<Meta, "profiles">,
  profile: string,
  cells: readonly (Cell | undefined)[]
): string {
  const judged = cells.some(cell => ["met", "unmet", "undetermined"].includes(cell?.judgement ?? ""));
  return judged && profiles.find(({ id }) => id === profile)?.draft ? "判断按征求意见稿" : "";
}

/** The line a document judges an indicator's rates by, null where it judges none: “= 100%” → 1. */
export function judgingLine(
  { indicators }: Definitions,
  indicator: string,
  profile: string
): { readonly value: number; readonly label: string; readonly mark: Mark | null } | null {
  const judging = indicators
    .find(({ id }) => id === indicator)
    ?.judging.find(each => each.profile === profile);
  const share = /[=≥≤] (\d+(?:\.\d+)?)%/.exec(judging?.line ?? "");
  if (judging?.rule !== "judged" || !share) return null;
  return { value: Number(share[1]) / 100, label: `判断线 ${share[0]}`, mark: judging.mark };
}

/** A parameter of one document that bears on an indicator, null where the document does not have it. */
export function thresholdOf(
  { indicators }: Definitions,
  indicator: string,
  profile: string,
  key: string
): Threshold | null {
  const judging = indicators
    .find(({ id }) => id === indicator)
    ?.judging.find(each => each.profile === profile);
  return judging?.thresholds.find(each => each.key === key) ?? null;
}

/** “389 / 412”. */
export function fractionText(numerator: number, denominator: number): string {
  return `${count(numerator)} / ${count(denominator)}`;
}

/** What a rate that should be whole is short of, in its basis; null where it has no number. */
export function shortfall(cell: Cell | undefined): number | null {
  return cell?.numerator == null || cell.denominator === null ? null : cell.denominator - cell.numerator;
}

/** Regions whose cell is judged not met. */
export function unmet(parts: readonly Part[]): Part[] {
  return parts.filter(({ cell }) => cell?.judgement === "unmet");
}

function spreadText(parts: readonly Part[], word: string, digits: number): string {
  const known = parts.filter(({ state }) => state === null);
  if (known.length === 0) return "";
  const judged = known.filter(({ cell }) => cell!.judgement === "met" || cell!.judgement === "unmet");
  if (judged.length > 0) {
    const short = unmet(judged);
    if (short.length === 0) return judged.length > 1 ? `，${judged.length} 个${word}都达到` : "";
    if (short.length <= 2) return `，${short.map(({ region }) => region.name).join("、")}未达到`;
    return `，${short.length} 个${word}未达到`;
  }
  if (known.length < 2) return "";
  const values = known.map(({ cell }) => cell!.value!);
  const low = percent(Math.min(...values), digits);
  const high = percent(Math.max(...values), digits);
  return low === high ? `，各${word}相同` : `，各${word}在 ${low} 至 ${high} 之间`;
}

/** The axis of a rate: from a round tenth below the lowest value to 100 %, or above where a rate goes further. */
export function rateDomain(values: readonly (number | null | undefined)[]): [number, number] {
  const known = values.filter(value => value != null);
  const low = Math.min(1, ...known);
  const high = Math.max(1, ...known);
  const floor = low >= 0.9 ? 0.85 : Math.max(0, Math.floor(low * 10 - 0.5) / 10);
  return [low < floor ? 0 : floor, Math.ceil(high * 10) / 10];
}

/** The axis of rates of a few per cent: from nought to a whole per cent above the highest. */
export function smallDomain(values: readonly (number | null | undefined)[]): [number, number] {
  const high = Math.max(0, ...values.filter(value => value != null));
  return [0, Math.max(0.01, Math.ceil(high * 100) / 100)];
}
