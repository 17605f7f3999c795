import type { FileAccount, Indicator, Intake, Meta } from "./site.js";

/** Totals of what was read. */
export interface IntakeTotals {
  readonly files: number;
  readonly rows: number;
  readonly accepted: number;
  readonly refused: number;
  readonly blank: number;
  readonly unrecognised: number;
}

/** Sums over the files that belong to a table; the others are only counted. */
export function intakeTotals({ files }: Intake): IntakeTotals {
  const known = files.filter(isTable);
  const sum = (value: (file: FileAccount) => number) => known.reduce((total, file) => total + value(file), 0);
  return {
    files: known.length,
    rows: sum(file => file.read),
    accepted: sum(file => file.accepted),
    refused: sum(file => file.refused),
    blank: sum(file => file.blank),
    unrecognised: files.length - known.length
  };
}

/** Whether the file was recognised as one of the tables. */
export function isTable(file: FileAccount): boolean {
  return file.table !== null && file.status !== "unrecognised";
}

/** Rows read less accepted, refused and blank: 0 when every row is accounted for. */
export function unaccounted(file: Pick<FileAccount, "read" | "accepted" | "refused" | "blank">): number {
  return file.read - file.accepted - file.refused - file.blank;
}

/** Tables that indicators of the catalogue use and that were not read, in the catalogue's order. */
export function missingTables(catalogue: Iterable<Indicator>, meta: Pick<Meta, "tables">): string[] {
  const read = new Set(meta.tables.map(({ table }) => table));
  const missing = new Set<string>();
  for (const { tables } of catalogue) for (const table of tables) if (!read.has(table)) missing.add(table);
  return [...missing];
}
