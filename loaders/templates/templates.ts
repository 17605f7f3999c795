import type { Contract } from "../contract/contract.ts";
import { workbookBytes } from "../office/workbook.ts";
import { blankCsv } from "./csv.ts";
import { blankOf } from "./form.ts";
import { addGrid } from "./grid.ts";
import { addGuide } from "./guide.ts";
import { readHints } from "./hint.ts";
import { Lists } from "./lists.ts";

/** A blank template. Its name begins with the table's Chinese name, by which intake knows it. */
export interface Template {
  readonly table: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Groups of tables that people fill in; the others come from the national system or with the platform. */
const localGroups = ["B", "C"];

/**
 * The blank templates of all local tables: a workbook (the table, 说明, and codes where a drop-down is long) and a CSV
 * each. The same contract gives the same bytes.
 */
export async function templates(contract: Contract): Promise<Template[]> {
  const hints = readHints(contract);
  const made: Template[] = [];
  for (const table of contract.tables.values()) {
    if (!localGroups.includes(table.group)) continue;
    const blank = blankOf(table, contract, hints);
    const bytes = await workbookBytes(workbook => {
      const lists = new Lists(contract);
      workbook.title = table.name;
      addGrid(workbook, blank, lists);
      addGuide(workbook, blank, contract, lists);
      lists.finish(workbook);
    });
    made.push({ table: table.id, name: `${table.name}.xlsx`, bytes });
    made.push({ table: table.id, name: `${table.name}.csv`, bytes: blankCsv(blank) });
  }
  return made;
}
