/** The month `steps` later (or earlier): monthStep("2023-01", -1) → "2022-12". */
export function monthStep(month: string, steps: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + steps;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/** The months that end at `last`, at most `length` of those listed, oldest first. */
export function monthsUpTo(months: readonly string[], last: string, length: number): string[] {
  return months.filter(month => month <= last).slice(-length);
}
