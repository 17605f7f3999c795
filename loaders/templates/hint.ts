import type { Column, Contract } from "../contract/contract.ts";
import { CliError } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";

/** What a template says of a column beyond the contract. */
export interface Hint {
  /** Header above this one, spanning the columns that share it; "" where there is none. */
  readonly over: string;
  /** Value of the example row as written; "" = follows from the type, `leftBlank` = the cell stays empty. */
  readonly example: string;
  /** What the column means, in the words of who fills it in. */
  readonly meaning: string;
}

/** Written in templates.tsv for an example cell that stays empty. */
export const leftBlank = "-";

/** Hints by column. */
export type Hints = (column: Column) => Hint;

const everyTable = "*";
const nothing: Hint = { over: "", example: "", meaning: "" };

/**
 * Reads data/policy/templates.tsv. A row for one table wins over a row for every table (`*`) cell by cell; a column
 * with no meaning in either takes the note of columns.tsv.
 * @throws CliError where a row names a table or column the contract does not have
 */
export function readHints(contract: Contract, folder: string = projectPath("data/policy")): Hints {
  const rows = new Map<string, Hint>();
  for (const { line, cells } of readTsv(`${folder}/templates.tsv`, [
    "table",
    "identifier",
    "over",
    "example",
    "meaning"
  ])) {
    const { table, identifier, over, example, meaning } = cells as Record<string, string>;
    const tables = table === everyTable ? [...contract.tables.values()] : [contract.tables.get(table!)];
    if (!tables.some(entry => entry?.columns.some(column => column.id === identifier)))
      throw broken(line, `没有列 ${table}.${identifier}`, "改正或删去该行");
    const key = `${table}.${identifier}`;
    if (rows.has(key)) throw broken(line, `${key} 重复`, "删去一行");
    rows.set(key, { over: over!, example: example!, meaning: meaning! });
  }
  const notes = new Map(
    readTsv(`${folder}/columns.tsv`, ["table", "identifier", "note"]).map(({ cells }) => [
      `${cells.table}.${cells.identifier}`,
      cells.note!
    ])
  );
  return column => {
    const key = `${column.table}.${column.id}`;
    const own = rows.get(key) ?? nothing;
    const shared = rows.get(`${everyTable}.${column.id}`) ?? nothing;
    return {
      over: own.over || shared.over,
      example: own.example || shared.example,
      meaning: own.meaning || shared.meaning || notes.get(key)!
    };
  };
}

function broken(line: number, reason: string, next: string): CliError {
  return new CliError(`政策表 templates.tsv 第${line}行：${reason}；请${next}`);
}
