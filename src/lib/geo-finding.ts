import type { Basis } from "./context.js";
import { decimal } from "./format.js";
import type { Area } from "./geo-area.js";
import { type Measure, measureSuffix } from "./geo-measure.js";
import { shortName } from "./regions.js";
import { stateWords } from "./state.js";

/** Longest title in full-width characters: what is read aloud in one breath. */
export const titleLimit = 36;

/** What the title of a map is written from; every value belongs to the month in hand. */
export interface MapFacts {
  /** The region the map shows, with its own row. */
  readonly parent: Area;
  /** The areas of the map. */
  readonly areas: readonly Area[];
  readonly measure: Measure;
  readonly basis: Basis;
  /** Collective word for the areas: “县区”, “乡镇”. */
  readonly collective: string;
  /** Reference in percent that areas are set against (a reference, never a limit), or null. */
  readonly reference: number | null;
  /** Values of the month before by code, the parent's included; empty when there is none. */
  readonly before: ReadonlyMap<string, number>;
}

/**
 * The finding of a map in one sentence of at most 36 full-width characters: the region's value, then
 * how the areas stand — against the reference, by their change (counts), or by their range (rates) —
 * then how many have no value. Clauses that do not fit are dropped from the end.
 */
export function mapTitle(facts: MapFacts): string {
  const { parent, measure, basis } = facts;
  const head =
    parent.state === null
      ? `${parent.name}${measure.short} ${decimal(parent.value!, measure.digits)}${measureSuffix(measure, basis)}`
      : `${parent.name}${measure.short}${stateWords[parent.state]}`;
  return joinWithin(titleLimit, [head, ...standing(facts), ...absences(facts)]);
}

/** What the title of the panel is written from. */
export interface AreaFacts {
  readonly area: Area;
  readonly measure: Measure;
  readonly basis: Basis;
  /** The area's value three months before, or null. */
  readonly threeMonthsBefore: number | null;
}

/** The finding of one area: its value and the change over three months. */
export function areaTitle({ area, measure, basis, threeMonthsBefore }: AreaFacts): string {
  if (area.state) return `${area.name}：${measure.short}${stateWords[area.state]}`;
  const suffix = measureSuffix(measure, basis);
  const value = `${area.name}：${measure.short} ${decimal(area.value!, measure.digits)}${suffix}`;
  if (threeMonthsBefore === null) return value;
  const change = changeOf(area.value!, threeMonthsBefore, measure);
  if (change === null) return `${value}，与三个月前持平`;
  const [up, down] = measure.kind === "rate" ? ["上升", "下降"] : ["增加", "减少"];
  const unit = measure.kind === "rate" ? " 个百分点" : suffix;
  return `${value}，近三月${change.sign > 0 ? up : down} ${change.text}${unit}`;
}

/** Title of the table beside the map: how the areas stand against the reference, or how many there are. */
export function tableTitle({ areas, collective, reference, measure }: MapFacts): string {
  const known = areas.filter(area => area.state === null);
  const absent = areas.length - known.length;
  if (reference === null) {
    return absent === 0
      ? `${areas.length} 个${collective}的${measure.label}`
      : `${areas.length} 个${collective}，${absent} 个${absentWord(areas)}`;
  }
  const parts = against(known, reference).map(
    ([count, word], i) => `${count} 个${i === 0 ? collective : ""}${word}`
  );
  if (absent > 0) parts.push(`${absent} 个${absentWord(areas)}`);
  return parts.join("，");
}

/** Width of a text in full-width characters; Latin letters and digits count half. */
export function fullWidth(text: string): number {
  let width = 0;
  for (const char of text) width += char.codePointAt(0)! > 0x2000 ? 1 : 0.5;
  return width;
}

function standing(facts: MapFacts): string[] {
  const known = facts.areas.filter(area => area.state === null);
  if (known.length === 0) return [];
  if (facts.reference !== null) return referenceClauses(known, facts.reference, facts.collective);
  if (facts.measure.kind === "count") return changeClauses(facts, known);
  return rangeClauses(facts, known);
}

function referenceClauses(known: readonly Area[], reference: number, collective: string): string[] {
  const above = known.filter(area => area.value! > reference);
  const rest = known.length - above.length;
  const under = known.some(area => area.value === reference) ? "不高于" : "低于";
  if (above.length === 0) return [`${known.length} 个${collective}都${under} ${reference}% 参考`];
  if (rest === 0) return [`${known.length} 个${collective}都高于 ${reference}% 参考`];
  if (above.length <= 2) return [`${nameList(above)}高于 ${reference}% 参考`, `其余 ${rest} 个${under}`];
  return [`${above.length} 个${collective}高于 ${reference}% 参考`, `${rest} 个${under}`];
}

function changeClauses(
  { parent, measure, basis, before, collective }: MapFacts,
  known: readonly Area[]
): string[] {
  const clauses: string[] = [];
  const parentBefore = before.get(parent.code);
  if (parent.state === null && parentBefore !== undefined) {
    const change = changeOf(parent.value!, parentBefore, measure);
    clauses.push(
      change === null
        ? "与上月持平"
        : `比上月${change.sign > 0 ? "增加" : "减少"} ${change.text}${measureSuffix(measure, basis)}`
    );
  }
  const moves = known
    .filter(area => before.has(area.code))
    .map(area => Math.sign(area.value! - before.get(area.code)!));
  if (moves.length > 0) {
    const count = (sign: number) => moves.filter(move => move === sign).length;
    const words = [
      [count(1), "增"],
      [count(-1), "减"],
      [count(0), "平"]
    ] as const;
    const told = words.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`);
    clauses.push(`${moves.length} 个${collective} ${told.join(" ")}`);
  }
  return clauses;
}

function rangeClauses({ measure, collective }: MapFacts, known: readonly Area[]): string[] {
  const steady = known.filter(area => !area.small);
  if (steady.length < 2) return [];
  const low = steady.reduce((a, b) => (b.value! < a.value! ? b : a));
  const high = steady.reduce((a, b) => (b.value! > a.value! ? b : a));
  const from = decimal(low.value!, measure.digits);
  const to = decimal(high.value!, measure.digits);
  if (from === to) return [`${steady.length} 个${collective}都是 ${from}%`];
  return [`从${low.name} ${from}% 到${high.name} ${to}%`];
}

function absences({ areas }: MapFacts): string[] {
  const absent = areas.filter(area => area.state !== null).length;
  return absent === 0 ? [] : [`${absent} 个${absentWord(areas)}`];
}

function absentWord(areas: readonly Area[]): string {
  const [first, ...others] = new Set(areas.flatMap(area => area.state ?? []));
  return first && others.length === 0 ? stateWords[first] : "没有数值";
}

function against(known: readonly Area[], reference: number): [number, string][] {
  const groups: [number, string][] = [
    [known.filter(area => area.value! > reference).length, `高于 ${reference}% 参考`],
    [known.filter(area => area.value! < reference).length, `低于`],
    [known.filter(area => area.value! === reference).length, `等于`]
  ];
  const present = groups.filter(([count]) => count > 0);
  if (present.length > 0 && !present[0]![1].includes("参考")) present[0]![1] += ` ${reference}% 参考`;
  return present;
}

/** “青栗、石渡两县” when both names end alike, else “青栗县、岭中区”. */
function nameList(areas: readonly Area[]): string {
  const names = areas.map(area => area.name);
  const [first, second] = names;
  const suffix = first?.slice(-1);
  const alike =
    names.length === 2 && second?.endsWith(suffix!) && names.every(name => shortName(name) !== name);
  return alike ? `${names.map(shortName).join("、")}两${suffix}` : names.join("、");
}

/** Null when the two values read alike in the measure's decimals. */
function changeOf(now: number, before: number, measure: Measure): { sign: number; text: string } | null {
  const text = decimal(Math.abs(now - before), measure.digits);
  return /[1-9]/.test(text) ? { sign: Math.sign(now - before), text } : null;
}

function joinWithin(limit: number, clauses: readonly string[]): string {
  let text = clauses[0] ?? "";
  for (const clause of clauses.slice(1)) {
    const longer = `${text}，${clause}`;
    if (fullWidth(longer) > limit) break;
    text = longer;
  }
  return text;
}
