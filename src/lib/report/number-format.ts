/** Writes numbers by a workbook's number format: digits after the point, thousands, quoted words after it. */
export function numberFormat(format: string): (value: number) => string {
  const [, places = ""] = /\.(0+)/.exec(format) ?? [];
  const [, words = ""] = /"([^"]*)"/.exec(format) ?? [];
  const digits = { minimumFractionDigits: places.length, maximumFractionDigits: places.length };
  const useGrouping = format.includes(",");
  return value => value.toLocaleString("en-US", { ...digits, useGrouping }) + words;
}
