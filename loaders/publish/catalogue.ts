import type {
  ClauseNote,
  Definition,
  Definitions,
  Family,
  Gap,
  Indicator as Published
} from "../../src/lib/site.ts";
import type { Contract, Indicator } from "../contract/contract.ts";
import type { Duck } from "../lib/duck.ts";
import { CliError } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";
import { judgingOf, rulesOf } from "./judging.ts";
import { readParameters } from "./policy.ts";
import type { Wording } from "./wording.ts";

/**
 * The whole indicator catalogue, in the contract's words; `tables` are those that somebody hands in.
 * @param lacking indicator → tables that nobody handed in and that it cannot do without
 */
export function catalogueOf(
  contract: Contract,
  lacking: ReadonlyMap<string, readonly string[]> = new Map()
): Published[] {
  return [...contract.indicators.values()].map(indicator => ({
    id: indicator.id,
    name: indicator.name,
    numerator: indicator.numerator,
    denominator: indicator.denominator,
    unit: indicator.unit,
    basis: indicator.basis,
    grain: indicator.grain.join(">"),
    period: indicator.period,
    edge: indicator.edgeRules,
    judgedBy: indicator.judgedBy,
    clauses: indicator.clauses,
    tables: indicator.tables.filter(table => !isSupplied(contract, table)),
    lacking: lacking.get(indicator.id) ?? []
  }));
}

/** Indicators none of whose rows can be worked out, with the tables that are absent. */
export async function lackingTables(duck: Duck): Promise<Map<string, string[]>> {
  const lacking = new Map<string, string[]>();
  const rows = await duck.rows(
    `SELECT DISTINCT indicator, table_id FROM data_gap
     WHERE breakdown = '' AND column_id IS NULL AND NOT keeps_numerator ORDER BY ALL`
  );
  for (const { indicator, table_id: table } of rows)
    lacking.set(String(indicator), [...(lacking.get(String(indicator)) ?? []), String(table)]);
  return lacking;
}

/**
 * What 指标说明 shows beside the catalogue: families, breakdowns, who judges by which line, clauses in the platform's
 * words, and what the data at hand lack.
 */
export async function definitionsOf(duck: Duck, contract: Contract, wording: Wording): Promise<Definitions> {
  const gaps = await gapsOf(duck, contract, wording);
  const filled = new Set(
    (await duck.rows("SELECT DISTINCT indicator FROM indicator WHERE value IS NOT NULL")).map(row =>
      String(row.indicator)
    )
  );
  const parameters = readParameters(contract);
  const clauses = readClauseNotes(contract, wording);
  return {
    families: readFamilies(contract),
    indicators: [...contract.indicators.values()].map(
      (indicator): Definition => ({
        id: indicator.id,
        breakdowns: breakdownsOf(indicator, wording),
        judging: judgingOf(contract, indicator, parameters, wording),
        remark: wording.plain(rulesOf(indicator.judgedBy, []).remark, indicator.tables),
        gaps: gaps.get(indicator.id) ?? [],
        filled: filled.has(indicator.id),
        clauses: clauses.get(indicator.id) ?? [],
        supplied: indicator.tables.filter(table => isSupplied(contract, table))
      })
    )
  };
}

/** Reads families.tsv. Throws a CliError when an indicator stands in no family or in two. */
export function readFamilies(contract: Contract): Family[] {
  const families = readTsv(projectPath("data/policy/families.tsv"), ["family", "name_zh", "indicators"]).map(
    ({ cells }) => ({ id: cells.family!, name: cells.name_zh!, indicators: cells.indicators!.split(",") })
  );
  const placed = families.flatMap(({ indicators }) => indicators);
  const stray = placed.find((id, at) => !contract.indicators.has(id) || placed.indexOf(id) !== at);
  if (stray) throw new CliError(`政策表 families.tsv：指标 ${stray} 重复或不在 indicators.tsv 中；请改正`);
  const missing = [...contract.indicators.keys()].find(id => !placed.includes(id));
  if (missing) throw new CliError(`政策表 families.tsv：指标 ${missing} 不在任何一类中；请补到一行`);
  return families;
}

/** Clauses by indicator: the platform's words of clause_words.tsv, else the clause's parameter made readable. */
export function readClauseNotes(contract: Contract, { plain, label }: Wording): Map<string, ClauseNote[]> {
  const words = new Map(
    readTsv(projectPath("data/policy/clause_words.tsv"), ["id", "text_zh"]).map(({ cells }) => [
      cells.id!,
      cells.text_zh!
    ])
  );
  const notes = new Map<string, ClauseNote[]>();
  const known = new Set<string>();
  const columns = ["id", "clause", "kind", "parameter", "indicator", "data_needed"];
  for (const { line, cells } of readTsv(projectPath("data/policy/clauses.tsv"), columns)) {
    const start = cells.id!.slice(0, 2);
    const profile = [...contract.profiles.keys()].find(id => id.startsWith(start));
    const kind = label("clause_kind", cells.kind!);
    if (!profile || !kind)
      throw new CliError(
        `政策表 clauses.tsv 第${line}行：编号 ${cells.id} 或种类 ${cells.kind} 不认得；请改正，或在 words.tsv 的 clause_kind 补一行`
      );
    const parameter = cells.parameter === "-" ? "" : plain(cells.parameter!);
    known.add(cells.id!);
    const note = {
      profile,
      clause: cells.clause!,
      kind,
      words: words.get(cells.id!) ?? parameter,
      needs: needsOf(contract, cells.data_needed!, label)
    };
    for (const id of cells.indicator!.matchAll(/(?:^|；； )([KB]\d\d)/g))
      notes.set(id[1]!, [...(notes.get(id[1]!) ?? []), note]);
  }
  const stray = [...words.keys()].find(id => !known.has(id));
  if (stray) throw new CliError(`政策表 clause_words.tsv：条款 ${stray} 不在 clauses.tsv 中；请改正或删去`);
  return notes;
}

/** Names of the tables in `clue(clue_id,…); sweep(…)`. */
function needsOf(contract: Contract, text: string, label: Wording["label"]): string[] {
  const names = [...text.matchAll(/([a-z_]+)\(/g)].map(
    ([, table]) => contract.tables.get(table!)?.name ?? label("need", table!)
  );
  return [...new Set(names.filter(name => name !== undefined))];
}

/** `分项=识别|消除;监测对象类别` → “分项：识别、消除”, “监测对象类别”. */
function breakdownsOf({ breakdowns, tables }: Indicator, { plain }: Wording): string[] {
  if (breakdowns === "-") return [];
  return breakdowns.split(";").map(part => plain(part, tables).replace("=", "：").replaceAll("|", "、"));
}

async function gapsOf(duck: Duck, contract: Contract, { plain }: Wording): Promise<Map<string, Gap[]>> {
  const gaps = new Map<string, Gap[]>();
  const rows = await duck.rows(
    "SELECT DISTINCT indicator, breakdown, table_id, column_id FROM data_gap ORDER BY ALL"
  );
  for (const row of rows) {
    const id = String(row.indicator);
    const table = contract.tables.get(String(row.table_id));
    const column =
      row.column_id === null ? undefined : table?.columns.find(each => each.id === row.column_id);
    if (!table || (row.column_id !== null && !column))
      throw new Error(`data_gap names an unknown column: ${row.table_id}.${row.column_id}`);
    const gap = {
      breakdown: breakdownWords(String(row.breakdown), plain),
      table: table.id,
      column: column?.header ?? ""
    };
    gaps.set(id, [...(gaps.get(id) ?? []), gap]);
  }
  return gaps;
}

/** `口径=累计;是否剔除无劳动能力户=` → “口径=累计、是否剔除无劳动能力户”. */
function breakdownWords(breakdown: string, plain: Wording["plain"]): string {
  return plain(breakdown)
    .split(";")
    .map(part => part.replace(/=$/, ""))
    .join("、");
}

/** Whether a table comes with the platform instead of with the exports. */
function isSupplied(contract: Contract, table: string): boolean {
  return contract.tables.get(table)!.group === "D";
}
