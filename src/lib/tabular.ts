import { csvField } from "./cell.js";

/** A value a table can show and sort: a number, a text, or null where a state stands instead. */
type Value = number | string | null;

/** One column of a table whose rows are `Row`. Columns in a run with the same `group` share a head. */
export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  readonly group?: string;
  /** Unit, for the download's head. */
  readonly unit?: string;
  readonly value: (row: Row) => Value;
  /** How the value reads; the plain value otherwise. */
  readonly text?: (row: Row) => string;
  /** The word that stands where there is no number, e.g. 缺数据. */
  readonly state?: (row: Row) => string | null;
}

export type Direction = "ascending" | "descending";

/** Rows sorted by one column; states come last in both directions, equals keep their order. */
export function sortRows<Row>(rows: readonly Row[], column: Column<Row>, direction: Direction): Row[] {
  const turn = direction === "ascending" ? 1 : -1;
  return rows
    .map((row, order) => ({ row, order, value: column.state?.(row) ? null : column.value(row) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null)
        return Number(a.value === null) - Number(b.value === null) || a.order - b.order;
      return turn * compare(a.value, b.value) || a.order - b.order;
    })
    .map(({ row }) => row);
}

/**
 * A table as CSV text that Excel opens: BOM, CRLF, cells quoted where needed. Numbers are written
 * in full; a state is written as its word; no text is left that would run as a formula.
 */
export function toCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const head = columns.map(({ group, label, unit }) => {
    const name = group && group !== label ? `${group}·${label}` : label;
    return unit && unit !== label ? `${name}（${unit}）` : name;
  });
  const lines = rows.map(row => columns.map(column => column.state?.(row) ?? column.value(row) ?? ""));
  return "\uFEFF" + [head, ...lines].map(line => line.map(csvField).join(",") + "\r\n").join("");
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
