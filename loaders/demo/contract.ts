import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";

export interface Column {
  readonly identifier: string;
  readonly header: string;
  readonly aliases: readonly string[];
}

/** The parts of the policy tables the generator needs: names of tables, headers of columns, labels of codes. */
export interface DemoContract {
  /** The Chinese file name of a table, for example 走访记录. */
  name(table: string): string;
  columns(table: string): readonly Column[];
  /** The Chinese label of a code; refuses a code the policy tables do not list. */
  label(list: string, code: string): string;
  codes(list: string): readonly string[];
  /** A `key=value` attribute in a code's note; empty when it has none. */
  attribute(list: string, code: string, key: string): string;
}

export function readContract(): DemoContract {
  const names = new Map<string, string>();
  for (const { cells } of readTsv(projectPath("data/policy/tables.tsv"), ["table", "name_zh"]))
    names.set(cells.table!, cells.name_zh!);

  const columns = new Map<string, Column[]>();
  for (const { cells } of readTsv(projectPath("data/policy/columns.tsv"), [
    "table",
    "header_zh",
    "identifier"
  ])) {
    const table = cells.table!;
    const aliases = cells.aliases!.split("|").filter(alias => alias !== "");
    const list = columns.get(table) ?? [];
    list.push({ identifier: cells.identifier!, header: cells.header_zh!, aliases });
    columns.set(table, list);
  }

  const codes = new Map<string, Map<string, Code>>();
  for (const { cells } of readTsv(projectPath("data/policy/codes.tsv"), [
    "list",
    "code",
    "label_zh",
    "note"
  ])) {
    const list = codes.get(cells.list!) ?? new Map<string, Code>();
    list.set(cells.code!, { label: cells.label_zh!, attributes: attributesOf(cells.note!) });
    codes.set(cells.list!, list);
  }
  const find = (list: string, code: string) => {
    const found = codes.get(list)?.get(code);
    if (!found) throw new Error(`unknown code: ${list}.${code}`);
    return found;
  };

  return {
    name: table => known(names.get(table), table),
    columns: table => known(columns.get(table), table),
    label: (list, code) => find(list, code).label,
    codes: list => [...known(codes.get(list), list).keys()],
    attribute: (list, code, key) => find(list, code).attributes.get(key) ?? ""
  };
}

interface Code {
  readonly label: string;
  readonly attributes: ReadonlyMap<string, string>;
}

function attributesOf(note: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, key, value] of note.matchAll(/(\w+)=([^;；]*)/g)) attributes.set(key!, value!);
  return attributes;
}

function known<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`not in the policy tables: ${name}`);
  return value;
}
