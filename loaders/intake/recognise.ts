import { basename } from "node:path";
import type { Contract, Table } from "../contract/contract.ts";
import { normalizeHeader } from "../contract/normalize.ts";
import { type HeaderMatch, isHeader, matchHeader, missingKeys } from "./header.ts";

/** The table a file's name speaks of: the longest Chinese table name it contains, or null. */
export function tableByName(fileName: string, contract: Contract): Table | null {
  const name = normalizeHeader(basename(fileName));
  let best: Table | null = null;
  let length = 0;
  for (const table of contract.tables.values())
    for (const part of table.fileNames) {
      const text = normalizeHeader(part);
      if (text.length > length && name.includes(text)) {
        best = table;
        length = text.length;
      }
    }
  return best;
}

/**
 * Whether a file's name is the table's and little else. A short name such as 资金 stands in many a file's name that
 * has nothing to do with the table; a long one does not.
 */
export function speaksOf(fileName: string, table: Table): boolean {
  const stem = normalizeHeader(basename(fileName))
    .replace(/\.[^.]*$/, "")
    .replace(/\([^()]*\)|[\d_\-年月日季度]/g, "");
  return table.fileNames.some(name => name.length >= longName || stem === normalizeHeader(name));
}

const longName = 4;

/**
 * The table whose header this row is, by columns alone: all key columns present and most headers known, so that a
 * stray “记录编号” does not make a table. Null when no table or two tables fit equally.
 */
export function tableByHeader(texts: readonly string[], contract: Contract): HeaderMatch | null {
  let best: HeaderMatch | null = null;
  let tie = false;
  for (const table of contract.tables.values()) {
    const match = matchHeader(texts, table, contract.units);
    if (!isHeader(match) || missingKeys(match).some(column => column.id !== table.sectionColumn)) continue;
    if (match.cells.length < Math.max(leastKnown, match.unknown.length)) continue;
    const better = best === null ? 1 : match.cells.length - best.cells.length;
    if (better > 0) {
      best = match;
      tie = false;
    } else if (better === 0) tie = true;
  }
  return tie ? null : best;
}

/** No table of the contract has fewer columns than this. */
const leastKnown = 3;
