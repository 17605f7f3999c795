import type { MapSettings } from "../../src/lib/site.ts";
import type { Contract } from "../contract/contract.ts";
import { ledgerPolicies } from "../indicators/ledger-parts.ts";
import type { Duck } from "../lib/duck.ts";
import { CliError } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";
import { readFamilies } from "./catalogue.ts";
import type { Wording } from "./wording.ts";

/** The map's own choices, as map.tsv has them. */
export type MapChoices = Pick<MapSettings, "defaults" | "first" | "short" | "small">;

/**
 * What the risk map shows where a reader has not chosen, which indicators have values at which level of area, and the
 * words of codes in breakdowns.
 */
export async function mapOf(duck: Duck, contract: Contract, wording: Wording): Promise<MapSettings> {
  const rows = await duck.rows(
    `SELECT DISTINCT indicator, CASE region_level WHEN 'zone' THEN 'county' ELSE region_level END AS level
     FROM indicator WHERE region_level IN ('county', 'zone', 'town') AND value IS NOT NULL ORDER BY ALL`
  );
  const levels: Record<string, string[]> = {};
  for (const row of rows) {
    const id = String(row.indicator);
    levels[id] ??= [];
    levels[id].push(String(row.level));
  }
  const groups = readFamilies(contract).map(({ name, indicators }) => ({
    name,
    indicators: indicators.filter(id => levels[id])
  }));
  return {
    ...readMapChoices(contract),
    levels,
    groups: groups.filter(({ indicators }) => indicators.length > 0),
    words: await wordsOf(duck, contract, wording)
  };
}

/** Reads map.tsv. Throws a CliError when a row names an indicator that is not there or a number that is none. */
export function readMapChoices(
  contract: Contract,
  path: string = projectPath("data/policy/map.tsv")
): MapChoices {
  const choices = {
    defaults: {} as Record<string, string[]>,
    first: {} as Record<string, string>,
    short: {} as Record<string, string>,
    small: {} as Record<string, number>
  };
  for (const { line, cells } of readTsv(path, ["kind", "key", "value", "note"])) {
    const [kind, key, value] = [cells.kind!, cells.key!, cells.value!];
    const refuse = (reason: string, next: string): never => {
      throw new CliError(`政策表 map.tsv 第${line}行：${reason}；请${next}`);
    };
    const indicator = (id: string): void => {
      if (!contract.indicators.has(id)) refuse(`指标 ${id} 不在 indicators.tsv 中`, "改正");
    };
    if (!key || !value) refuse("key、value 不能为空", "补上该格");
    if (kind === "default") {
      if (key !== "county" && key !== "town") refuse(`层级 ${key} 不认得（可用：county、town）`, "改正 key");
      indicator(value);
      choices.defaults[key] ??= [];
      choices.defaults[key].push(value);
    } else if (kind === "first" || kind === "short") {
      indicator(key.split(":")[0]!);
      if (choices[kind][key]) refuse(`${key} 重复`, "删去一行");
      choices[kind][key] = value;
    } else if (kind === "small") {
      if (!/^[1-9]\d*$/.test(value)) refuse(`下限“${value}”须为正整数`, "改正 value");
      choices.small[key] = Number(value);
    } else refuse(`种类“${kind}”不认得（可用：default、first、short、small）`, "改正 kind");
  }
  return choices;
}

/** Codes that stand in breakdowns for what has a word: `级别来源=official` → 官方, `政策=p09` → the form's header. */
async function wordsOf(duck: Duck, contract: Contract, { plain }: Wording): Promise<Record<string, string>> {
  const rows = await duck.rows(
    `SELECT DISTINCT part FROM (SELECT unnest(string_split(breakdown, ';')) AS part FROM (SELECT DISTINCT breakdown FROM indicator))
     WHERE regexp_matches(part, '=[A-Za-z0-9_]+$') ORDER BY part`
  );
  const ledger = contract.tables.get("ledger_zz")!;
  const policies = new Map(
    ledgerPolicies(contract).map(({ policy, id }) => [
      `政策=${policy}`,
      ledger.columns.find(column => column.id === id)!.header.replace(/\([^)]*\)$/, "")
    ])
  );
  const sections = new Map(ledger.sections.map(({ value, marker }) => [`分节=${value}`, marker]));
  const words: Record<string, string> = {};
  for (const row of rows) {
    const part = String(row.part);
    const value = part.slice(part.indexOf("=") + 1);
    const word = policies.get(part) ?? sections.get(part) ?? plain(value);
    if (word !== value) words[part] = word;
  }
  return words;
}
