import type { Cell, Key } from "./dataset.js";
import type { ReaderSource } from "./reader.js";
import { valueState } from "./state.js";

/**
 * The cell of a key. Rows of towns and villages are written only where there is something to count: one that is missing
 * reads as none of nothing where its county has a row for the same, and stays missing where the county has not.
 */
export function sparseCell(source: ReaderSource, key: Key, profile: string): Cell | undefined {
  const { dataset, regions } = source;
  const cell = dataset.cell(key, profile);
  const level = regions.get(key.region)?.level;
  if (cell || (level !== "town" && level !== "village") || !reachesDown(source, key.indicator, level))
    return cell;
  const county = regions.county(key.region);
  const above = county && dataset.cell({ ...key, region: county.code }, profile);
  const state = valueState(above);
  if (!above || (state !== null && state !== "na")) return above;
  return above.denominator === null
    ? { ...above, numerator: 0, value: 0, judgement: null }
    : { ...above, numerator: 0, denominator: 0, value: null, status: "na_zero_denominator", judgement: null };
}

const ranks: Readonly<Record<string, number>> = {
  village: 0,
  town: 1,
  county: 2,
  zone: 2,
  prefecture: 3,
  province: 4
};

/** Whether an indicator goes down to a level, by its grain in the catalogue; levels above its grain are sums of it. */
export function reachesDown(
  { catalogue }: Pick<ReaderSource, "catalogue">,
  indicator: string,
  level: string
): boolean {
  const grain = catalogue.get(indicator)?.grain.split(">") ?? [];
  const finest = Math.min(...grain.map(each => ranks[each] ?? 0));
  return grain.length === 0 || (ranks[level] ?? 0) >= finest;
}
