import { type Month, monthNumber, monthOf, yearOf } from "./calendar.ts";

/** What happens to the register in one month, in households. */
interface MonthPlan {
  readonly month: Month;
  readonly identified: number;
  readonly left: number;
  /** The share of former households among the month's identifications, on top of `identified`. */
  readonly returning: number;
}

/** The months of a demo and the size of its register, month by month. */
export interface Schedule {
  /** First month of the window the local tables cover. */
  readonly first: Month;
  readonly last: Month;
  /** First month of identification; earlier than the window. */
  readonly origin: Month;
  readonly plans: readonly MonthPlan[];
}

/** Households in register at the end, per household ever identified. */
const registerShare = 0.4225;
/** How the last three months rise, per household ever identified, newest last. */
const rise = [0.0054, 0.0066, 0.0073];
const newAtEnd = [0.0099, 0.0113, 0.0121];
const newPerMonth = 0.0074;
const declinePerMonth = 0.0062;
const returningPerMonth = 0.0004;

const season = [0.6, 0.5, 1.1, 1.45, 1.3, 0.9, 0.85, 0.9, 1.25, 1.35, 1.05, 0.75];
const yearEnd = [0.6, 0.75, 0.85, 0.85, 0.85, 0.9, 0.85, 0.85, 0.9, 1, 1.7, 2];

/**
 * Plans identifications and exits: the register falls every month, faster at the year's end,
 * and rises in the last three months. The counts sum to `households` exactly.
 */
export function createSchedule(households: number, last: Month, months: number): Schedule {
  const first = last - months + 1;
  const origin = Math.min(monthOf(2020, 5), first - 12);
  const window = Array.from({ length: months }, (_, i) => {
    const fromEnd = months - 1 - i;
    const month = first + i;
    const late = rise.length - 1 - fromEnd;
    const identified = late >= 0 ? newAtEnd[late]! : newPerMonth * season[monthNumber(month) - 1]!;
    const net = late >= 0 ? rise[late]! : -declinePerMonth * yearEnd[monthNumber(month) - 1]!;
    return { month, identified, left: identified - net };
  });
  const newInWindow = sum(window.map(plan => plan.identified));
  const atStart = registerShare + sum(window.map(plan => plan.left - plan.identified));
  const before = Array.from({ length: first - origin }, (_, i) => {
    const month = origin + i;
    const start = i < 2 ? 5 : yearOf(month) === 2020 ? 1.5 : 1;
    return {
      month,
      identified: start * season[monthNumber(month) - 1]!,
      left: i < 5 ? 0 : yearEnd[monthNumber(month) - 1]! * (1 + i / 12)
    };
  });
  scale(before, "identified", 1 - newInWindow);
  scale(before, "left", 1 - newInWindow - atStart);

  const wholeNew = wholeNumbers([...before, ...window].map(plan => plan.identified * households));
  const wholeLeft = wholeNumbers([...before, ...window].map(plan => plan.left * households));
  const returning = wholeNumbers(window.map(() => returningPerMonth * households));
  const plans = [...before, ...window].map((plan, i) => ({
    month: plan.month,
    identified: wholeNew[i]!,
    left: wholeLeft[i]!,
    returning: returning[i - before.length] ?? 0
  }));
  return { first, last, origin, plans };
}

function scale<K extends string>(plans: Record<K, number>[], key: K, total: number): void {
  const factor = total / sum(plans.map(plan => plan[key]));
  for (const plan of plans) plan[key] *= factor;
}

/** Rounds the running total, so that the whole numbers sum to the rounded sum. */
function wholeNumbers(values: readonly number[]): number[] {
  let total = 0;
  return values.map(value => {
    const before = Math.round(total);
    total += value;
    return Math.round(total) - before;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
