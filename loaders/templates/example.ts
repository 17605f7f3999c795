import type { Column, Contract, Table } from "../contract/contract.ts";
import { normalizeValue } from "../contract/normalize.ts";
import { CliError } from "../lib/errors.ts";
import { type Hints, leftBlank } from "./hint.ts";

/** A cell of the example row: as a CSV has it, and as a workbook has it. */
export interface Example {
  readonly text: string;
  readonly cell: string | number | Date;
}

/** Whole numbers by unit, where a column's own example is not given. */
const wholes: Readonly<Record<string, number>> = { 年: 2023, 户: 100, 人: 300, 户次: 100 };
const day = "2023-03-";

/**
 * The example row of a table: a valid value for every column, from its type and code list or from templates.tsv.
 * Days follow one another in the order of the columns. Columns without entry stay empty.
 * @throws CliError where an example of templates.tsv does not fit its column
 */
export function exampleRow(table: Table, contract: Contract, hints: Hints): Map<string, Example> {
  const row = new Map<string, Example>();
  let days = 0;
  for (const column of table.columns) {
    if (column.type === "date") days += 1;
    const given = hints(column).example;
    if (given === leftBlank) continue;
    const text = given || derived(column, contract, days);
    const example = text && read(column, contract, text);
    if (!example)
      throw new CliError(
        `政策表 templates.tsv：列 ${table.id}.${column.id} 的例值“${text}”${text ? "不合类型或代码表" : "缺"}；请改正 example`
      );
    row.set(column.id, example);
  }
  return row;
}

function derived(column: Column, contract: Contract, days: number): string {
  switch (column.type) {
    case "bool":
    case "code":
      return contract.codes.get(column.codes)![0]!.label;
    case "date":
      return `${day}${String(days).padStart(2, "0")}`;
    case "month":
      return day.slice(0, 7);
    case "int":
    case "decimal":
      return String(wholes[column.unit] ?? 1000);
    default:
      return column.id.endsWith("_id")
        ? `${column.id.slice(0, -3).toUpperCase().replaceAll("_", "-")}-0001`
        : "";
  }
}

/** The cell a text becomes; null where the column's type or code list does not know it. */
function read(column: Column, contract: Contract, text: string): Example | null {
  switch (column.type) {
    case "bool":
    case "code":
      return contract.codes.get(column.codes)!.some(code => code.keys.includes(normalizeValue(text)))
        ? { text, cell: text }
        : null;
    case "date":
      return dated(text, /^(\d{4})-(\d{2})-(\d{2})$/);
    case "month":
      return dated(text, /^(\d{4})-(\d{2})$/);
    case "int":
      return /^-?\d+$/.test(text) ? { text, cell: Number(text) } : null;
    case "decimal":
      return /^-?\d+(\.\d+)?$/.test(text) ? { text, cell: Number(text) } : null;
    default:
      return { text, cell: text };
  }
}

function dated(text: string, form: RegExp): Example | null {
  const [, year, month, date = "1"] = form.exec(text) ?? [];
  const cell = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  return cell.getUTCMonth() === Number(month) - 1 ? { text, cell } : null;
}
