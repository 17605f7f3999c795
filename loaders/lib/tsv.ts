import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { CliError } from "./errors.ts";

/** One row of a policy table: column name → cell text ("" when empty), with its line number in the file. */
export interface TsvRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * Reads a policy table (UTF-8, tab separated, header in line 1, no quotes).
 * Refuses a missing column, a row of another width and a duplicated header, naming file and line.
 */
export function readTsv(path: string, columns: readonly string[]): TsvRow[] {
  const file = basename(path);
  let text: string;
  try {
    text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    throw new CliError(`政策表 ${file} 读不到；请恢复 data/policy/${file} 后重试`, { cause });
  }
  const lines = text.split(/\r?\n/);
  const header = (lines[0] ?? "").split("\t");
  for (const name of columns)
    if (!header.includes(name))
      throw new CliError(`政策表 ${file} 第1行：缺少“${name}”列；现有列：${header.join("、")}；请补上该列`);
  if (new Set(header).size !== header.length)
    throw new CliError(`政策表 ${file} 第1行：有重复的列名；请改正`);
  const rows: TsvRow[] = [];
  lines.slice(1).forEach((line, index) => {
    if (line === "") return;
    const values = line.split("\t");
    if (values.length !== header.length)
      throw new CliError(
        `政策表 ${file} 第${index + 2}行：应有 ${header.length} 列，实有 ${values.length} 列；请检查制表符`
      );
    const cells: Record<string, string> = {};
    header.forEach((name, column) => {
      cells[name] = values[column]!.trim();
    });
    rows.push({ line: index + 2, cells });
  });
  return rows;
}
