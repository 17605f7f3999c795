import { count, decimal, percent } from "./format.js";
import { lastMonth } from "./periods.js";
import { type Signal, type SignalMethods, signalReasons } from "./signal-data.js";

/** One line of `SignalMethods.jobs`: what a method runs on. */
export type SignalJob = SignalMethods["jobs"][number];

/** What stands wherever a statistic is shown. */
export const platformWords = "平台设置，非政策阈值";

/** A rate in percent, in as many decimals as a small one needs: 0.0071 → “0.71%”. */
export function rateText(value: number): string {
  return percent(value, value > 0 && value < 0.001 ? 3 : value < 0.1 ? 2 : 1);
}

/** A parameter that is a share, as it is said: "0.998" → “99.8%”. */
export function shareText(value: string | undefined): string {
  return value === undefined ? "" : `${Number((Number(value) * 100).toPrecision(6))}%`;
}

/** A place's own rate; where nothing happened, how much it may be at most: never a bare 0. */
export function valueText({ value, numerator, high }: Signal): string {
  if (value !== null) return rateText(value);
  return numerator === 0 && high !== null ? `至多 ${rateText(high)}` : "—";
}

/** “445 / 63,071 户”; what is not known is said. */
export function fractionText({ numerator, denominator, basis }: Signal): string {
  const parts = [numerator, denominator].map(part => (part === null ? "不知道" : count(part)));
  return `${parts.join(" / ")} ${basis}`;
}

/** Two limits as a range, each as `text` writes it. */
export function rangeText(
  low: number | null,
  high: number | null,
  text: (value: number) => string = rateText
): string {
  if (low === null && high === null) return "没有";
  if (low === null) return `至 ${text(high!)}`;
  return high === null ? `${text(low)} 起` : `${text(low)} 至 ${text(high)}`;
}

/** A p or q: at least two figures that count, and never 0. */
export function chanceText(chance: number): string {
  if (chance < 0.001) return "<0.001";
  return decimal(chance, chance < 0.1 ? 3 : 2);
}

/** 信号 with its side, or the verdict alone. */
export function verdictText({ verdict, side }: Signal): string {
  return verdict === "信号" ? `信号，${side}` : verdict;
}

/** Why the verdict is what it is, “” where the figures speak for themselves. */
export function reasonText({ reason }: Signal): string {
  return reason === "" ? "" : signalReasons[reason];
}

/** What to look at: the job's own words for the side beyond the limit. */
export function adviceText({ side }: Signal, { above, below }: SignalJob): string {
  return side === "高于" ? above : side === "低于" ? below : "";
}

/** The number of a method's own parameters, by its key; undefined where the table lacks it. */
export function parameter(methods: SignalMethods, method: string, key: string): string | undefined {
  return methods.parameters.find(each => each.method === method && each.key === key)?.value;
}

/** The last month of a period; a week's is that of its Thursday. */
export function monthOf(period: string): string {
  const week = /^(\d{4})-W(\d{2})$/.exec(period);
  if (!week) return lastMonth(period);
  const year = Number(week[1]);
  const fourth = new Date(Date.UTC(year, 0, 4));
  const thursday = 4 + (Number(week[2]) - 1) * 7 + 3 - ((fourth.getUTCDay() + 6) % 7);
  return new Date(Date.UTC(year, 0, thursday)).toISOString().slice(0, 7);
}
