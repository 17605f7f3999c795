import { CliError } from "../lib/errors.ts";

/** Stops a calculation: `thing` says what is wrong, `next` what to do about it. */
export function refuse(thing: string, next: string): never {
  throw new CliError(`${thing}。${next}。`);
}

/** Refuses a list that holds anything but finite numbers; a place in the list is counted from 1. */
export function checkNumbers(name: string, values: readonly number[]): void {
  const at = values.findIndex(value => !Number.isFinite(value));
  if (at >= 0) refuse(`${name}第 ${at + 1} 个不是数：${values[at]}`, "先去掉缺失的值，或补上它");
}

/** Refuses a number that is not whole or lies outside [low, high]. */
export function checkCount(name: string, value: number, low = 0, high = Number.MAX_SAFE_INTEGER): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    const range = high === Number.MAX_SAFE_INTEGER ? `不小于 ${low} 的整数` : `${low} 到 ${high} 的整数`;
    refuse(`${name}应是${range}，现在是 ${value}`, "改正后再算");
  }
}

/** Refuses a share that does not lie strictly between 0 and 1. */
export function checkShare(name: string, value: number): void {
  if (!(value > 0 && value < 1)) refuse(`${name}应大于 0、小于 1，现在是 ${value}`, "改正后再算");
}

/** Refuses lists that should be equally long and are not. */
export function checkLengths(name: string, expected: number, actual: number): void {
  if (expected !== actual) refuse(`${name}有 ${actual} 个，应有 ${expected} 个`, "让各列一一对应");
}
