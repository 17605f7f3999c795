import type { Dictionary } from "./site.js";

/** Labels in the order of the code list of a table's column; those the list does not know come last, as they stood. */
export function inCodeOrder(
  labels: readonly string[],
  { tables }: Pick<Dictionary, "tables">,
  table: string,
  header: string
): string[] {
  const codes =
    tables.find(({ id }) => id === table)?.columns.find(column => column.header === header)?.codes ?? [];
  const known = codes.filter(label => labels.includes(label));
  return [...known, ...labels.filter(label => !codes.includes(label))];
}
