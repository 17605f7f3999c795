import type { Column, Contract, Table } from "../contract/contract.ts";
import { exampleMarker } from "../intake/sheet.ts";
import { type Example, exampleRow } from "./example.ts";
import type { Hints } from "./hint.ts";

/** A table as it is to be filled in: what every template of it is made from. */
export interface Blank {
  readonly table: Table;
  /** Columns of the grid, in order; what a form takes from its titles is not among them. */
  readonly columns: readonly Column[];
  readonly hints: Hints;
  /** Cells of the example row by position; the first begins with the marker. */
  readonly example: readonly (Example | null)[];
  /** Lines above the grid of a form; none for a plain table. */
  readonly titles: readonly string[];
  /** Titles of a form's sections, each over a grid of its own; none for a plain table. */
  readonly sections: readonly string[];
}

/** The table's blank. A table with sections is a form: its title, heading lines and section titles stand in rows. */
export function blankOf(table: Table, contract: Contract, hints: Hints): Blank {
  const isForm = table.sections.length > 0;
  const isHeading = (column: Column): boolean => isForm && /[:：]$/.test(column.header);
  const columns = table.columns.filter(column => column.id !== table.sectionColumn && !isHeading(column));
  const values = exampleRow(table, contract, hints);
  const first = values.get(columns[0]!.id);
  return {
    table,
    columns,
    hints,
    example: columns.map((column, i) => {
      if (i > 0) return values.get(column.id) ?? null;
      const text = `${exampleMarker}${first?.text ?? ""}`;
      return { text, cell: text };
    }),
    titles: isForm
      ? [table.name, ...table.columns.filter(isHeading).map(column => `${column.header.slice(0, -1)}：`)]
      : [],
    sections: table.sections.map((section, i) => `${ordinals[i]}、${section.marker}`)
  };
}

const ordinals = "一二三四五六七八九";
