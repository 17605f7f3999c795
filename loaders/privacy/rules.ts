import type { Contract } from "../contract/contract.ts";
import { CliError } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";

/** How deep a table of the public edition goes: levels from the widest. */
export const depths = ["prefecture", "county", "town"] as const;

/** A table the public edition shows; what no rule names is withheld. */
export interface PublicTable {
  readonly indicator: string;
  /** Breakdown with `*` for any value, "" for the total. */
  readonly breakdown: string;
  /** Index in `depths` of the lowest level shown. */
  readonly depth: number;
  /** Shown for the months that end a quarter only. */
  readonly isQuarterly: boolean;
}

/** A quantity in an identity: the breakdown that follows a category's, months before, and its sign. */
export interface LinkTerm {
  readonly sign: 1 | -1;
  readonly indicator: string;
  readonly breakdown: string;
  readonly role: "n" | "d";
  readonly lag: number;
}

/** An identity any reader can work with: its terms add up to nothing, or to a number that no table shows. */
export interface Link {
  readonly terms: readonly LinkTerm[];
  /** Whether the terms leave over a number that no table shows. */
  readonly hasRest: boolean;
}

/** What the public edition shows, what a reader may know besides, and how much must stay unknown. */
export interface PublicRules {
  readonly tables: readonly PublicTable[];
  readonly links: readonly Link[];
  /** Counts from 1 to below this are withheld. */
  readonly threshold: number;
  /** The least width of what a reader can still take a withheld count for. */
  readonly width: number;
}

/** Reads public.tsv, public_links.tsv and the two numbers of platform.tsv. Throws a CliError that names the line. */
export function readPublicRules(contract: Contract): PublicRules {
  const knows = (id: string, file: string, line: number): void => {
    if (!contract.indicators.has(id))
      throw new CliError(`政策表 ${file} 第${line}行：指标 ${id} 不在 indicators.tsv 中；请改正`);
  };
  const tables = readTsv(projectPath("data/policy/public.tsv"), [
    "indicator",
    "breakdown",
    "lowest",
    "months",
    "note"
  ]).map(({ line, cells }): PublicTable => {
    knows(cells.indicator!, "public.tsv", line);
    const depth = depths.indexOf(cells.lowest as (typeof depths)[number]);
    if (depth < 0)
      throw new CliError(
        `政策表 public.tsv 第${line}行：lowest“${cells.lowest}”不认得；可用：${depths.join("、")}`
      );
    if (cells.months !== "month" && cells.months !== "quarter")
      throw new CliError(
        `政策表 public.tsv 第${line}行：months“${cells.months}”不认得；可用：month、quarter`
      );
    return {
      indicator: cells.indicator!,
      breakdown: cells.breakdown!,
      depth,
      isQuarterly: cells.months === "quarter"
    };
  });
  const links = readTsv(projectPath("data/policy/public_links.tsv"), ["id", "terms", "note"]).map(
    ({ line, cells }): Link => {
      const words = cells.terms!.split(" ");
      const terms = words
        .filter(word => word !== "-rest")
        .map((word): LinkTerm => {
          const parts = /^([+-])([KB]\d\d)\/([^#@]*)(#d)?(?:@(\d+))?$/.exec(word);
          if (!parts)
            throw new CliError(`政策表 public_links.tsv 第${line}行：“${word}”不认得；请照其他行写`);
          knows(parts[2]!, "public_links.tsv", line);
          return {
            sign: parts[1] === "+" ? 1 : -1,
            indicator: parts[2]!,
            breakdown: parts[3]!,
            role: parts[4] ? "d" : "n",
            lag: Number(parts[5] ?? 0)
          };
        });
      return { terms, hasRest: terms.length < words.length };
    }
  );
  const number = (key: string): number => contract.settings.find(each => each.key === key)!.value;
  return { tables, links, threshold: number("suppress_below"), width: number("suppress_width") };
}

/** Whether a breakdown is one of those a pattern means. */
export function matches(pattern: string, breakdown: string): boolean {
  const wanted = pattern.split(";");
  const given = breakdown.split(";");
  return (
    wanted.length === given.length &&
    wanted.every((part, i) =>
      part.endsWith("*") ? given[i]!.startsWith(part.slice(0, -1)) : given[i] === part
    )
  );
}
