/**
 * What a text begins with that a spreadsheet would run as a formula once it opens the CSV file, blanks before it aside:
 * `=`, `+`, `-`, `@`, also full-width; and what moves a cell's end, a tab or a line break. Read alike by JavaScript and by
 * DuckDB (RE2). Source: OWASP, CSV Injection.
 */
export const formulaStart = "^(?:[\\t\\r\\n]|[ \u00a0\u3000\ufeff]*[=+\\-@＝＋－＠])";

const starts = new RegExp(formulaStart, "u");

/** Whether a spreadsheet would take a text for a formula. */
export const looksLikeFormula = (text: string): boolean => starts.test(text);

/** A cell of a CSV file: numbers in full, texts quoted where needed; a text that looks like a formula gets an apostrophe. */
export function csvField(value: number | string): string {
  if (typeof value === "number") return String(value);
  const text = looksLikeFormula(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
