import type { Cell } from "./dataset.js";
import { count, percent } from "./format.js";
import type { Measure } from "./measures.js";
import { monthStep } from "./periods.js";
import type { Reader } from "./reader.js";
import { levelWord, type Regions } from "./regions.js";
import type { HazardEvent, Region } from "./site.js";
import { type State, stateWords, valueState } from "./state.js";

/** Months a page looks back over for events. */
const length = 24;

/** The days events are shown between: two years of months up to the one in hand, not past the data's day. */
export function eventWindow({ context, meta }: Pick<Reader, "context" | "meta">): {
  readonly from: string;
  readonly to: string;
} {
  const next = `${monthStep(context.period, 1)}-01`;
  const last = new Date(Date.parse(`${next}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  return {
    from: `${monthStep(context.period, 1 - length)}-01`,
    to: meta.asOf >= context.period && meta.asOf < last ? meta.asOf : last
  };
}

/** One event as a line of the timeline. */
export interface EventRow {
  readonly event: HazardEvent;
  /** 灾害类型 where there is one, else 风险事件类型. */
  readonly kind: string;
  /** Whether its range and the place in hand have ground in common. */
  readonly touches: boolean;
  /** Days from the first to the last, both counted; null while the end is not known. */
  readonly days: number | null;
  /** Names of the regions of its range. */
  readonly where: string;
}

/** Events of the window, those that touch the place first, the latest first among each. */
export function eventRows(
  events: readonly HazardEvent[],
  reader: Pick<Reader, "context" | "meta" | "region">,
  regions: Regions
): EventRow[] {
  const { from, to } = eventWindow(reader);
  return events
    .filter(({ start, end }) => start <= to && (end ?? to) >= from)
    .map(event => ({
      event,
      kind: eventKind(event),
      touches: event.regions.some(code => overlap(regions, code, reader.region.code)),
      days: event.end === null ? null : daysBetween(event.start, event.end) + 1,
      where: whereText(event, regions)
    }))
    .sort((a, b) => Number(b.touches) - Number(a.touches) || (a.event.start < b.event.start ? 1 : -1));
}

/** The word for what happened. */
export function eventKind({ hazard, risk }: HazardEvent): string {
  return hazard || risk || "未写类型";
}

/** “近 24 个月 4 起事件，最近一起是 2023-12-18 起的气象灾害”. */
export function eventTitle(rows: readonly EventRow[], region: Region, root: Region): string {
  const own = rows.filter(({ touches }) => touches);
  if (rows.length === 0) return `近 ${length} 个月没有灾害与风险事件`;
  const latest = [...own].sort((a, b) => (a.event.start < b.event.start ? 1 : -1))[0];
  if (region === root)
    return `近 ${length} 个月 ${count(rows.length)} 起事件，最近一起是 ${latest?.event.start ?? ""} 起的${latest?.kind ?? "事件"}`;
  if (!latest) return `近 ${length} 个月 ${count(rows.length)} 起事件都不涉及${region.name}`;
  return `近 ${length} 个月 ${count(rows.length)} 起事件中 ${count(own.length)} 起涉及${region.name}`;
}

/** What is counted of an event, in reading order. */
export const exposureItems = ["范围内户", "范围内人", "受损户", "新增纳入户", "同类风险集中度"] as const;

export type ExposureItem = (typeof exposureItems)[number];

/** K40 of one item of an event. */
export function exposureMeasure(id: string, item: ExposureItem): Measure {
  return {
    indicator: "K40",
    breakdown: `事件=${id};分项=${item}`,
    basis: item === "范围内人" ? "人" : "户"
  };
}

/** One region in an event's range. */
export interface ExposureRow {
  readonly region: Region;
  readonly cells: Readonly<Record<ExposureItem, Cell | undefined>>;
  readonly states: Readonly<Record<ExposureItem, State | null>>;
}

export interface Exposure {
  /** Regions in the range; none where the place in hand lies outside it. */
  readonly rows: readonly ExposureRow[];
  /** What they make up. */
  readonly total: ExposureRow | null;
  /** The place in hand, whether it is listed or what the listed make up; null where it lies outside. */
  readonly own: ExposureRow | null;
  readonly word: string;
  /** Whether any region has a kind of risk that goes with the event. */
  readonly hasAlike: boolean;
}

/**
 * An event's exposure over the regions below the place in hand (or beside it), those in its range only. Rows of towns
 * are there only where they are not zero: one that is missing reads as none where the whole has a number.
 */
export function exposure(reader: Reader, id: string): Exposure {
  const { regions, total } = reader.places("K40");
  const whole = exposureRow(reader, id, total, null);
  const rows = whole ? regions.flatMap(region => exposureRow(reader, id, region, whole) ?? []) : [];
  return {
    rows,
    total: whole,
    own: [whole, ...rows].find(row => row?.region.code === reader.region.code) ?? null,
    word: levelWord(regions[0]?.level ?? total.level),
    hasAlike: [whole, ...rows].some(row => row?.cells.同类风险集中度 !== undefined)
  };
}

/** The one region of the range below the place in hand, where there is only one and it has regions below. */
export function onlyRegion(reader: Reader, regions: Regions, id: string): Region | null {
  const { regions: below, total } = reader.places("K40");
  if (total.code !== reader.region.code) return null;
  const within = below.filter(region => exposureRow(reader, id, region, null));
  const [only] = within;
  return within.length === 1 && regions.children(only!.code).length > 0 ? only! : null;
}

function exposureRow(
  reader: Reader,
  id: string,
  region: Region,
  whole: ExposureRow | null
): ExposureRow | null {
  const at = { region: region.code, period: id };
  const within = reader.cell(exposureMeasure(id, "范围内户"), at);
  if (!within) return null;
  const cells = {} as Record<ExposureItem, Cell | undefined>;
  const states = {} as Record<ExposureItem, State | null>;
  for (const item of exposureItems) {
    const measure = exposureMeasure(id, item);
    const lost = whole?.states[item] ?? null;
    const total = lost === null || lost === "na" ? exposureMeasure(id, "范围内户") : undefined;
    cells[item] = reader.cell(measure, at, total);
    states[item] = valueState(cells[item]) ?? null;
  }
  return { region, cells, states };
}

/** “气象灾害范围内在册 106 户、274 人，受损 91 户”. */
export function exposureTitle(
  kind: string,
  region: Region,
  row: Pick<ExposureRow, "cells" | "states"> | null
): string {
  if (!row) return `${kind}不涉及${region.name}`;
  const said = (item: ExposureItem, unit: string): string | null =>
    row.states[item] === null ? `${count(row.cells[item]!.numerator!)} ${unit}` : null;
  const register = [said("范围内户", "户"), said("范围内人", "人")].filter(text => text !== null);
  if (register.length === 0) return `${kind}范围内的监测户${stateWords.missing}`;
  const hit = said("受损户", "户");
  return [
    `${kind}范围内在册 ${register.join("、")}`,
    hit === null ? `受损户${stateWords.missing}` : `受损 ${hit}`
  ].join("，");
}

/** Share of those in range who have a kind of risk that goes with the event: “17 / 106”. */
export function alikeText({ cells, states }: ExposureRow): string {
  const cell = cells.同类风险集中度;
  if (states.同类风险集中度 !== null || cell?.value == null) return "";
  return `${count(cell.numerator!)} 户，${percent(cell.value)}`;
}

function overlap(regions: Regions, code: string, place: string): boolean {
  const within = (low: string, high: string) => regions.path(low).some(({ code: each }) => each === high);
  return within(code, place) || within(place, code);
}

function whereText({ regions: codes }: HazardEvent, regions: Regions): string {
  const names = codes.flatMap(code => regions.get(code)?.name ?? []);
  if (names.length === 0) return "范围对照不上";
  const more = names.length > 3 ? `等 ${names.length} 个` : "";
  const parents = new Set(codes.map(code => regions.get(code)?.parent ?? ""));
  const parent = parents.size === 1 ? regions.get([...parents][0]!) : undefined;
  const above = parent && parent.code !== regions.root.code ? parent.name : "";
  return `${above}${names.slice(0, 3).join("、")}${more}`;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
