import type { Regions } from "./regions.js";
import type { SignalMethods } from "./signal-data.js";
import { parameter } from "./signal-text.js";

/** Path of a file of the statistics for a region: its county's own, else the root's. */
export function signalFile(regions: Regions, region: string, name: string): string {
  const county = regions.county(region);
  return `figures/${county ? `${county.code}/` : ""}${name}`;
}

/** Name of the region such a file is of. */
export function signalOwner(regions: Regions, region: string): string {
  return (regions.county(region) ?? regions.root).name;
}

/** The last of the periods that is not after the one in hand; undefined where all are. */
export function lastUpTo(periods: Iterable<string>, period: string): string | undefined {
  return [...periods]
    .filter(each => each <= period)
    .sort()
    .at(-1);
}

/** A number of the platform's own, as the table of methods has it; null where it has none. */
export function platformNumber(methods: SignalMethods, method: string, key: string): number | null {
  const text = parameter(methods, method, key);
  return text === undefined ? null : Number(text);
}
