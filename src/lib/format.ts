import type { Cell } from "./dataset.js";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const fixed = [0, 1, 2, 3].map(
  digits => new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })
);

/** A count with thousands marked: 2346 → “2,346”. */
export function count(value: number): string {
  return minus(whole.format(value));
}

/** A number with a set count of decimals: decimal(3.5, 2) → “3.50”. */
export function decimal(value: number, digits: number): string {
  return minus((fixed[digits] ?? fixed[3]!).format(value));
}

/** A fraction in percent, without its sign: share(0.5641) → “56.4”. */
export function share(fraction: number, digits = 1): string {
  return decimal(fraction * 100, digits);
}

/** A share in percent; one too small for two decimals is not shown as zero. */
export function smallShare(fraction: number): string {
  return fraction > 0 && fraction < 0.00005 ? "<0.01" : share(fraction, 2);
}

/** A fraction in percent: percent(0.5641) → “56.4%”. */
export function percent(fraction: number, digits = 1): string {
  return share(fraction, digits) + "%";
}

/** A fraction as a number in percent, without the tails of binary arithmetic: inPercent(0.07) → 7. */
export function inPercent(fraction: number | null | undefined): number | null {
  return fraction == null ? null : Number((fraction * 100).toFixed(6));
}

/** A change of a count as signed text, with U+2212: “+41”, “−318”, “0”. */
export function signed(change: number): string {
  return sign(count(change), change);
}

/** A change of a fraction in percentage points, signed: signedPoints(0.0041) → “+0.41”. */
export function signedPoints(change: number, digits = 2): string {
  const text = decimal(change * 100, digits);
  return sign(text, Number(text.replace("\u2212", "-")));
}

/** A large amount in 万 or 亿, two decimals from 万 on: 1234567 → “123.46 万”. */
export function amount(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e8) return `${decimal(value / 1e8, 2)} 亿`;
  if (size >= 1e4) return `${decimal(value / 1e4, 2)} 万`;
  return count(value);
}

/** A cell's value in its own unit, without the unit: “2,346”, “56.4”, or "" when it has none. */
export function measure(cell: Cell | undefined, digits = 1): string {
  if (cell?.value == null) return "";
  if (cell.unit === "%") return share(cell.value, digits);
  if (cell.unit === "元") return amount(cell.value);
  return Number.isInteger(cell.value) ? count(cell.value) : decimal(cell.value, 1);
}

/** “2023-12” → “2023 年 12 月”; other periods (2023Q4, 2023, 2023-12-31) in the same hand. */
export function periodWord(period: string): string {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(period);
  if (day) return `${day[1]} 年 ${Number(day[2])} 月 ${Number(day[3])} 日`;
  const month = /^(\d{4})-(\d{2})$/.exec(period);
  if (month) return `${month[1]} 年 ${Number(month[2])} 月`;
  const quarter = /^(\d{4})Q([1-4])$/.exec(period);
  if (quarter) return `${quarter[1]} 年${["一", "二", "三", "四"][Number(quarter[2]) - 1]}季度`;
  return /^\d{4}$/.test(period) ? `${period} 年` : period;
}

/** A small number in Chinese figures (0–99): 12 → “十二”; larger ones stay in digits. */
export function numeral(value: number): string {
  const digits = "零一二三四五六七八九";
  if (!Number.isInteger(value) || value < 0 || value > 99) return count(value);
  if (value < 10) return digits[value]!;
  const tens = Math.floor(value / 10);
  return (tens > 1 ? digits[tens]! : "") + "十" + (value % 10 ? digits[value % 10]! : "");
}

/** Counted in one breath: “两县”, “三个月”. */
export function pairNumeral(value: number): string {
  return value === 2 ? "两" : numeral(value);
}

function minus(text: string): string {
  return /^-[0.,]*$/.test(text) ? text.slice(1) : text.replace("-", "\u2212");
}

function sign(text: string, value: number): string {
  return value > 0 ? "+" + text : text;
}

/** The least and the most of several readings, or the one where both read alike. */
export function span(least: string, most: string): string {
  return least === most ? least : `${least} 至 ${most}`;
}
