import { cellText, type FileFacts, type SheetOpener } from "../../loaders/intake/rows.ts";

/** A row as tests like to see it. */
export interface SeenRow {
  sheet: number;
  number: number;
  width: number;
  /** Column → text. */
  cells: Record<number, string>;
}

/** Reads a file and copies every row. */
export async function seen(
  read: (open: SheetOpener) => Promise<FileFacts>
): Promise<{ facts: FileFacts; rows: SeenRow[] }> {
  const rows: SeenRow[] = [];
  const facts = await read(sheet => (number, cells) => {
    const texts: Record<number, string> = {};
    for (let i = 0; i < cells.length; i++) {
      if (i > 0 && cells.column[i - 1]! >= cells.column[i]!) throw new Error("columns out of order");
      texts[cells.column[i]!] = cellText(cells, i);
    }
    rows.push({ sheet: sheet.index, number, width: cells.width, cells: texts });
    return true;
  });
  return { facts, rows };
}
