import { decimal } from "./format.js";

/** The thresholds under the legend, all in as many decimals as the finest needs. */
export function thresholdTexts(breaks: readonly number[]): string[] {
  return breaks.map((_, index) => thresholdText(breaks, index));
}

/** One of the thresholds, written as beside the others. */
export function thresholdText(breaks: readonly number[], index: number): string {
  const digits = Math.max(0, ...breaks.map(value => String(value).split(".")[1]?.length ?? 0));
  return decimal(breaks[index]!, digits);
}

/** A round number of an axis, in as many decimals as it has. */
export function axisText(value: number): string {
  return thresholdText([Number(value.toPrecision(10))], 0);
}
