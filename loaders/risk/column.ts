import { refuse } from "./refusal.ts";

/** One value a unit or a time; null where it is not known, which is not 0. */
export type Column = readonly (number | null)[];

/** Refuses a column with anything but null and whole numbers from 0; a place in the column is counted from 1. */
export function checkCounts(name: string, values: Column): void {
  check(name, values, value => Number.isSafeInteger(value) && value >= 0, "不小于 0 的整数");
}

/** Refuses a column with anything but null and finite numbers from 0. */
export function checkAmounts(name: string, values: Column): void {
  check(name, values, value => Number.isFinite(value) && value >= 0, "不小于 0 的数");
}

/** Refuses a base that is not a column of whole numbers or is smaller than its events. */
export function checkWithin(events: Column, base: Column): void {
  checkCounts("基数", base);
  const at = events.findIndex(
    (value, place) => value !== null && base[place] !== null && value > base[place]!
  );
  if (at >= 0)
    refuse(
      `第 ${at + 1} 个地方的件数 ${events[at]} 多于基数 ${base[at]}`,
      "换用包含这些件数的基数，或按泊松计数来算"
    );
}

function check(name: string, values: Column, passes: (value: number) => boolean, wanted: string): void {
  const at = values.findIndex(value => value !== null && !passes(value));
  if (at >= 0)
    refuse(`${name}第 ${at + 1} 个应是${wanted}或空，现在是 ${values[at]}`, "改正这个值，不知道的留空");
}
