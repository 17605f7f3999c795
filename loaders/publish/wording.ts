import type { Indicator } from "../../src/lib/site.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";

/**
 * The catalogue in words a reader of the site knows: column identifiers become the headers of the
 * input tables, and 计量 stands for the contract's “basis”.
 */
export function readableCatalogue(catalogue: readonly Indicator[]): Indicator[] {
  const headers = new Map(
    readTsv(projectPath("data/policy/columns.tsv"), ["identifier", "header_zh"]).map(({ cells }) => [
      cells.identifier!,
      cells.header_zh!
    ])
  );
  const readable = (text: string): string =>
    text
      .replace(/\b[a-z]+(?:_[a-z]+)+\b/g, word => headers.get(word) ?? word)
      .replace(/ ?\bbasis\b ?/g, "计量");
  return catalogue.map(indicator => ({
    ...indicator,
    numerator: readable(indicator.numerator),
    denominator: readable(indicator.denominator),
    edge: readable(indicator.edge)
  }));
}
