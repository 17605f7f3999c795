import { decimal } from "./format.js";
import type { Area } from "./geo-area.js";
import { classOf } from "./geo-breaks.js";
import { type Measure, measureSuffix, named } from "./geo-measure.js";
import { eventPhrase, type Overlay } from "./geo-overlay.js";
import { thresholdText } from "./geo-thresholds.js";
import { shortName } from "./regions.js";
import { fullWidth } from "./sentence.js";
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
  /** Collective word for the areas: “县区”, “乡镇”. */
  readonly collective: string;
  /** Reference in percent that areas are set against (a reference, never a limit), or null. */
  readonly reference: number | null;
  /** Values of the period before by code, the parent's included; empty when there is none. */
  readonly before: ReadonlyMap<string, number>;
  /** Thresholds of the ramp. */
  readonly breaks: readonly number[];
  /** An event laid over the map. */
  readonly overlay: Overlay | null;
  readonly month: string;
  /** The same map in a second month, and what that is called. */
  readonly comparison: {
    readonly name: string;
    readonly parent: Area;
    readonly areas: readonly Area[];
  } | null;
}

/** How the step before is called, by the kind of period; a period of its own has none. */
const stepWords = { month: "上月", quarter: "上季度", year: "上年", own: null } as const;

/**
 * The finding of a map in one sentence of at most 36 full-width characters: the region's value, then
 * its change against a second month, where the highest areas lie when an event is laid over the map, then how the areas stand — against the
 * reference, by their change (counts), or by their range (rates) — then how many have no value. Clauses
 * that do not fit are dropped from the end.
 */
export function mapTitle(facts: MapFacts): string {
  const { parent, measure } = facts;
  const head =
    parent.state === null
      ? parent.name + named(measure.short, decimal(parent.value!, measure.digits) + measureSuffix(measure))
      : `${parent.name}${measure.short}${stateWords[parent.state]}`;
  const room = titleLimit - fullWidth(head) - 1;
  const position = positions(facts).find(clause => fullWidth(clause) <= room);
  const stand = facts.comparison ? compared(facts) : standing(facts);
  const first = facts.comparison
    ? [...stand, ...(position ? [position] : [])]
    : [...(position ? [position] : []), ...stand];
  return joinWithin(titleLimit, [head, ...first, ...absences(facts)]);
}

/** How the region and its areas changed between the two months. */
function compared({ parent, areas, measure, collective, comparison }: MapFacts): string[] {
  const { name, parent: parentThen, areas: then } = comparison!;
  const [up, down] = measure.kind === "rate" ? ["上升", "下降"] : ["增加", "减少"];
  const unit = measure.kind === "rate" ? " 个百分点" : measureSuffix(measure);
  const clauses: string[] = [];
  const when = ` ${name}${/\d$/.test(name) ? " " : ""}`;
  if (parent.value !== null && parentThen.value !== null) {
    const change = changeOf(parent.value, parentThen.value, measure);
    clauses.push(
      change === null ? `与${when}持平` : `比${when}${change.sign > 0 ? up : down} ${change.text}${unit}`
    );
  }
  const earlier = new Map(then.map(area => [area.code, area.value]));
  const moves = areas.flatMap(({ code, value }) => {
    const before = earlier.get(code) ?? null;
    return value === null || before === null ? [] : [changeOf(value, before, measure)?.sign ?? 0];
  });
  if (moves.length > 0) clauses.push(movesText(moves, collective, measure));
  return clauses;
}

/** “11 个乡镇 9 升 1 降 1 平”. */
function movesText(moves: readonly number[], collective: string, { kind }: Measure): string {
  const number = (sign: number) => moves.filter(move => move === sign).length;
  const words = [
    [number(1), kind === "rate" ? "升" : "增"],
    [number(-1), kind === "rate" ? "降" : "减"],
    [number(0), "平"]
  ] as const;
  const told = words.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`);
  return `${moves.length} 个${collective} ${told.join(" ")}`;
}

/** What the title of the panel is written from. */
export interface AreaFacts {
  readonly area: Area;
  readonly measure: Measure;
  /** The area's value three months, or one longer period, before; null where there is none. */
  readonly before: number | null;
}

/** The finding of one area: its value and the change over three months, or since the quarter or year before. */
export function areaTitle({ area, measure, before }: AreaFacts): string {
  if (area.state) return `${area.name}：${measure.short}${stateWords[area.state]}`;
  const suffix = measureSuffix(measure);
  const value = `${area.name}：${named(measure.short, decimal(area.value!, measure.digits) + suffix)}`;
  if (before === null) return value;
  const change = changeOf(area.value!, before, measure);
  const monthly = measure.period === "month";
  const step = stepWords[measure.period];
  if (change === null) return `${value}，与${monthly ? "三个月前" : step}持平`;
  const [up, down] = measure.kind === "rate" ? ["上升", "下降"] : ["增加", "减少"];
  const unit = measure.kind === "rate" ? " 个百分点" : suffix;
  return `${value}，${monthly ? "近三月" : `比${step}`}${change.sign > 0 ? up : down} ${change.text}${unit}`;
}

/** Title of the table beside the map: how the areas stand against the reference, or how many there are. */
export function tableTitle({ areas, collective, reference, measure }: MapFacts): string {
  const known = areas.filter(area => area.state === null);
  const absent = areas.length - known.length;
  if (reference === null) {
    return absent === 0
      ? `${areas.length} 个${collective}的${measure.breakdown === "" ? measure.label : measure.short}`
      : `${areas.length} 个${collective}，${absent} 个${absentWord(areas)}`;
  }
  const parts = against(known, reference).map(
    ([count, word], i) => `${count} 个${i === 0 ? collective : ""}${word}`
  );
  if (absent > 0) parts.push(`${absent} 个${absentWord(areas)}`);
  return parts.join("，");
}

function standing(facts: MapFacts): string[] {
  const known = facts.areas.filter(area => area.state === null);
  if (known.length === 0) return [];
  if (facts.reference !== null) return referenceClauses(known, facts.reference, facts.collective);
  if (facts.measure.kind === "count") return changeClauses(facts, known);
  return rangeClauses(facts, known);
}

/** Where the areas of the highest class lie, in position only; the shorter saying second. */
function positions({ areas, measure, collective, breaks, overlay, month }: MapFacts): string[] {
  if (!overlay) return [];
  const phrase = eventPhrase(overlay.event, month);
  const known = areas.filter(area => area.state === null);
  const top = Math.max(0, ...known.map(area => classOf(area.value!, breaks)));
  const high = top === 0 ? [] : known.filter(area => classOf(area.value!, breaks) === top);
  const inside = areas.filter(area => overlay.inside.has(area.code));
  if (high.length === 0 || inside.length === 0) {
    const where = (range: string) => `${inside.length} 个${collective}${placed(inside, overlay, range)}`;
    return [where(`${phrase}范围`), where("影响范围")];
  }
  const within = high.filter(area => overlay.inside.has(area.code));
  const all = within.length === high.length;
  const quantity = all ? (high.length > 1 ? "都" : "") : `${within.length} 个`;
  const share = (range: string): string =>
    within.length === 0
      ? `${high.length > 1 ? "都不在" : "不在"}${spaced(range)}内`
      : quantity + placed(within, overlay, range);
  const value = thresholdText(breaks, top - 1) + measureSuffix(measure);
  const from = `在 ${afterUnit(value)}以上`;
  const number = `${high.length} 个${collective}`;
  const names = high.length <= 2 && high.every(area => !area.small) ? nameList(high) : number;
  return [`${names}${from}，${share(`${phrase}范围`)}`, `${number}${from}，${share("影响范围")}`];
}

/** “在 12 月气象灾害范围内”; areas of which only a part is in range have towns there. */
function placed(areas: readonly Area[], { inside }: Overlay, range: string): string {
  const parts = areas.some(area => inside.get(area.code) !== "whole");
  return `${parts ? "有乡镇在" : "在"}${spaced(range)}内`;
}

/** A unit before Chinese: the sign of per cent keeps a gap. */
function afterUnit(text: string): string {
  return text.endsWith("%") ? `${text} ` : text;
}

/** A gap between Chinese and a figure. */
function spaced(text: string): string {
  return /^\d/.test(text) ? ` ${text}` : text;
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

function changeClauses({ parent, measure, before, collective }: MapFacts, known: readonly Area[]): string[] {
  const clauses: string[] = [];
  const parentBefore = before.get(parent.code);
  const step = stepWords[measure.period];
  if (parent.state === null && parentBefore !== undefined && step !== null) {
    const change = changeOf(parent.value!, parentBefore, measure);
    clauses.push(
      change === null
        ? `与${step}持平`
        : `比${step}${change.sign > 0 ? "增加" : "减少"} ${change.text}${measureSuffix(measure)}`
    );
  }
  const moves = known
    .filter(area => before.has(area.code))
    .map(area => Math.sign(area.value! - before.get(area.code)!));
  if (moves.length > 0) clauses.push(movesText(moves, collective, measure));
  return clauses;
}

function rangeClauses({ measure, collective }: MapFacts, known: readonly Area[]): string[] {
  const steady = known.filter(area => !area.small);
  if (steady.length < 2) return [];
  const low = steady.reduce((a, b) => (b.value! < a.value! ? b : a));
  const high = steady.reduce((a, b) => (b.value! > a.value! ? b : a));
  const from = decimal(low.value!, measure.digits);
  const to = decimal(high.value!, measure.digits);
  const unit = measureSuffix(measure);
  if (from === to) return [`${steady.length} 个${collective}都是 ${from}${unit}`];
  return [`从${low.name} ${from}${afterUnit(unit)}到${high.name} ${to}${unit}`];
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
