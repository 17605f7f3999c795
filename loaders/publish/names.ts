import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";

/** Chinese names of tables, and of codes that stand in breakdowns, by id. */
export function siteNames(): Record<string, string> {
  const tables = readTsv(projectPath("data/policy/tables.tsv"), ["table", "name_zh"]);
  const words = readTsv(projectPath("data/policy/words.tsv"), ["list", "word", "text_zh"]);
  return Object.fromEntries([
    ...words.filter(({ cells }) => cells.list === "term").map(({ cells }) => [cells.word, cells.text_zh]),
    ...tables.map(({ cells }) => [cells.table, cells.name_zh])
  ]);
}
