import type { Indicator } from "../../src/lib/site.ts";
import type { Contract } from "../contract/contract.ts";
import { readContract } from "../contract/contract.ts";
import { CliError } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";

/** Turns the contract's terse, half-machine texts into words a reader of the site knows. */
export interface Wording {
  /**
   * A text with every identifier in words: headers of the input tables, labels of the code lists, names of the
   * policy parameters and of the documents. `tables` are those whose headers come first where two tables differ.
   */
  readonly plain: (text: string, tables?: readonly string[]) => string;
  /** The label of a code in a list of codes.tsv or words.tsv; undefined when the list has no such code. */
  readonly label: (list: string, code: string) => string | undefined;
}

/** A run of Latin letters with at least one small one, with the dots that join a table and its column. */
const token = /[A-Za-z][A-Za-z0-9_]*(?:\.[a-z][a-z0-9_]*)?/g;

/** Reads words.tsv and params.tsv beside the contract. Throws a CliError when one of them is broken. */
export function readWording(contract: Contract): Wording {
  const lists = new Map<string, Map<string, string>>();
  for (const { cells } of readTsv(projectPath("data/policy/words.tsv"), ["list", "word", "text_zh"])) {
    const list = lists.get(cells.list!) ?? new Map<string, string>();
    if (list.has(cells.word!))
      throw new CliError(`政策表 words.tsv：${cells.list} 的“${cells.word}”重复；请删去一行`);
    lists.set(cells.list!, list.set(cells.word!, cells.text_zh!));
  }
  const label = (list: string, code: string): string | undefined =>
    contract.codes.get(list)?.find(each => each.code === code)?.label ?? lists.get(list)?.get(code);

  const terms = [...(lists.get("term") ?? [])].sort(([a], [b]) => b.length - a.length);
  const statuses = lists.get("status") ?? new Map<string, string>();
  const params = new Map(
    readTsv(projectPath("data/policy/params.tsv"), ["param_key", "name_zh"]).map(({ cells }) => [
      cells.param_key!,
      cells.name_zh!
    ])
  );
  const codes = unambiguous([...contract.codes.values()].flat().map(({ code, label: text }) => [code, text]));
  const headers = new Map<string, string>();
  for (const { columns } of contract.tables.values())
    for (const { id, header } of columns) if (!headers.has(id)) headers.set(id, header);
  const header = (table: string, column: string): string | undefined =>
    contract.tables.get(table)?.columns.find(each => each.id === column)?.header;

  const word = (text: string, tables: readonly string[]): string => {
    const [first, second] = text.split(".") as [string, string | undefined];
    if (second !== undefined) {
      if (first === "profiles" && params.has(second)) return `口径参数“${params.get(second)}”`;
      const column = header(first, second);
      return column ? `${contract.tables.get(first)!.name}的“${column}”` : text;
    }
    if (!/[a-z]/.test(text)) return text;
    const own = tables.map(table => header(table, text)).find(Boolean);
    const param = params.get(text);
    return (
      statuses.get(text) ??
      own ??
      codes.get(text) ??
      (param && `“${param}”`) ??
      headers.get(text) ??
      contract.tables.get(text)?.name ??
      text
    );
  };
  const documents = [...contract.profiles.values()];
  const plain = (text: string, tables: readonly string[] = []): string => {
    let readable = text;
    for (const [machine, words] of terms) readable = replaceWhole(readable, machine, words);
    return readable
      .replace(/\b([A-Z]{2,3})(?:20\d\d)?\b/g, (match, start: string) => {
        const document = documents.find(
          ({ id }) => id === match || (id.startsWith(start) && match === start)
        );
        return document?.label ?? match;
      })
      .replace(token, match => word(match, tables))
      .replace(/ceil\(([^()]*)\)/g, "$1（向上取整）")
      .replaceAll("<=", "≤")
      .replaceAll(">=", "≥")
      .replace(/(?<![\d.])[01]\.\d\d(?![\d.])/g, ratio => `${Math.round(Number(ratio) * 100)}%`)
      .replace(/(?<=[\u4e00-\u9fff）”]) (?=[\u4e00-\u9fff（“])/g, "")
      .trim();
  };
  return { plain, label };
}

/**
 * The catalogue in words a reader of the site knows: column identifiers become the headers of the
 * input tables, and statuses, codes and parameters their names.
 */
export function readableCatalogue(catalogue: readonly Indicator[]): Indicator[] {
  const { plain } = readWording(readContract());
  // “同 K01” stands for what K01 says.
  const resolved = (name: "numerator" | "denominator", { [name]: text, tables }: Indicator): string => {
    const id = /^同 ([KB]\d\d)$/.exec(text)?.[1];
    const other = catalogue.find(each => each.id === id);
    return other ? `${plain(other[name], other.tables)}（${text}）` : plain(text, tables);
  };
  return catalogue.map(indicator => ({
    ...indicator,
    numerator: resolved("numerator", indicator),
    denominator: resolved("denominator", indicator),
    edge: plain(indicator.edge, indicator.tables)
  }));
}

/** Pairs whose first part has one meaning only. */
function unambiguous(pairs: readonly (readonly [string, string])[]): Map<string, string> {
  const meanings = new Map<string, Set<string>>();
  for (const [code, text] of pairs) meanings.set(code, (meanings.get(code) ?? new Set()).add(text));
  return new Map(
    [...meanings].filter(([, texts]) => texts.size === 1).map(([code, texts]) => [code, [...texts][0]!])
  );
}

/** Replaces a word where it stands alone: no Latin letter, digit or underscore goes on at either end. */
function replaceWhole(text: string, from: string, to: string): string {
  if (!text.includes(from)) return text;
  const escaped = from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const start = /^\w/.test(from) ? "(?<![A-Za-z0-9_.])" : "";
  const end = /\w$/.test(from) ? "(?![A-Za-z0-9_])" : "";
  return text.replace(new RegExp(start + escaped + end, "g"), () => to);
}
