import { eventKind } from "./events.js";
import type { Regions } from "./regions.js";
import type { HazardEvent, Region } from "./site.js";

/** How much of an area lies in an event's range: all of it, or so many of the areas below it. */
export type Share = "whole" | number;

/** An event laid over the map. */
export interface Overlay {
  readonly event: HazardEvent;
  /** 灾 for a hazard, 险 for another event. */
  readonly sign: string;
  /** By area of the map; areas outside are not there. */
  readonly inside: ReadonlyMap<string, Share>;
  /** Codes of the regions that are hatched: areas in range, or the towns in it. */
  readonly hatched: readonly string[];
}

/** An event laid over areas, by the regions its range names. */
export function overlayOf(event: HazardEvent, areas: readonly Region[], regions: Regions): Overlay {
  const named = new Set(event.regions);
  const inside = new Map<string, Share>();
  const hatched: string[] = [];
  for (const { code } of areas) {
    if (regions.path(code).some(region => named.has(region.code))) {
      inside.set(code, "whole");
      hatched.push(code);
      continue;
    }
    const below = event.regions.filter(each => each !== code && isUnder(regions, each, code));
    if (below.length > 0) {
      inside.set(code, below.length);
      hatched.push(...below);
    }
  }
  return { event, sign: event.hazard ? "灾" : "险", inside, hatched };
}

/** Beside other words: “气象灾害 2023-12-18”. */
export function eventWord(event: HazardEvent): string {
  return `${eventKind(event)} ${event.start}`;
}

/** In a list: “气象灾害 2023-12-18 至 12-23”. */
export function eventLabel(event: HazardEvent): string {
  const { start, end } = event;
  const until =
    !end || end === start ? "" : ` 至 ${end.slice(0, 4) === start.slice(0, 4) ? end.slice(5) : end}`;
  return eventWord(event) + until;
}

/** In a sentence about a month: “12 月气象灾害”, “2022 年 7 月水旱灾害”. */
export function eventPhrase(event: HazardEvent, month: string): string {
  const year = event.start.slice(0, 4);
  const own = year === month.slice(0, 4) ? "" : `${year} 年 `;
  return `${own}${Number(event.start.slice(5, 7))} 月${eventKind(event)}`;
}

function isUnder(regions: Regions, code: string, above: string): boolean {
  return regions.path(code).some(region => region.code === above);
}
