import type { Column, Contract, Table } from "../contract/contract.ts";
import { normalizeHeader } from "../contract/normalize.ts";

/** A header cell that names a contract column. `factor` turns the written unit into the contract's. */
export interface HeaderCell {
  readonly position: number;
  readonly column: Column;
  readonly factor: number;
}

/** A row read as a table's header. */
export interface HeaderMatch {
  readonly table: Table;
  readonly cells: readonly HeaderCell[];
  /** Header texts that name no column of the table. */
  readonly unknown: readonly string[];
}

/**
 * Maps a row's texts to a table's columns by name: exact name or alias first, then without a unit in
 * brackets, last without trailing digits (contract README §2.2, §8.45).
 * @param texts the row's cells by position; "" where empty
 */
export function matchHeader(texts: readonly string[], table: Table, units: Contract["units"]): HeaderMatch {
  const cells: HeaderCell[] = [];
  const unknown: string[] = [];
  texts.forEach((text, position) => {
    if (!text) return;
    const found = columnOf(normalizeHeader(text), table, units);
    if (found) cells.push({ position, ...found });
    else unknown.push(text);
  });
  return { table, cells, unknown };
}

/** Whether the row holds one of the table's probe sets, that is, reads as its header. */
export function isHeader(match: HeaderMatch): boolean {
  const ids = new Set(match.cells.map(cell => cell.column.id));
  return match.table.headerProbe.some(probe => probe.every(id => ids.has(id)));
}

/** Key columns the header lacks. */
export function missingKeys(match: HeaderMatch): Column[] {
  const ids = new Set(match.cells.map(cell => cell.column.id));
  return match.table.columns.filter(column => column.required === "key" && !ids.has(column.id));
}

function columnOf(
  header: string,
  table: Table,
  units: Contract["units"]
): { column: Column; factor: number } | null {
  const exact = table.byHeader.get(header);
  if (exact) return { column: exact, factor: 1 };
  const bracket = /^(.+)\(([^()]+)\)$/.exec(header);
  if (bracket) {
    const column = table.byHeader.get(bracket[1]!);
    if (column) {
      const factor =
        bracket[2] === normalizeHeader(column.unit) ? 1 : units.get(column.unit)?.get(bracket[2]!);
      if (factor) return { column, factor };
    }
  }
  const plain = /^(.*\D)\d+$/.exec(header);
  const column = plain ? table.byHeader.get(plain[1]!) : undefined;
  return column ? { column, factor: 1 } : null;
}
