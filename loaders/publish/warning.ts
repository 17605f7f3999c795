import type { WarningRules } from "../../src/lib/site.ts";
import type { Contract } from "../contract/contract.ts";
import { CliError } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";

/** What 三色预警 says of the computed levels: predicates and readings in words, and which profiles have colours. */
export function warningOf(contract: Contract): WarningRules {
  const predicates = readTsv(projectPath("data/policy/predicates.tsv"), [
    "predicate",
    "level",
    "name_zh",
    "inputs",
    "clause",
    "note"
  ]).map(({ cells }) => ({
    id: cells.predicate!,
    level: cells.level!,
    name: cells.name_zh!,
    tables: [...new Set(cells.inputs!.split("|").map(input => nameOf(contract, input.split(".")[0]!)))],
    clause: cells.clause!,
    note: cells.note!
  }));
  const readings = readTsv(projectPath("data/policy/readings.tsv"), ["reading", "text_zh"]).map(
    ({ line, cells }) => {
      const stray = [...cells.text_zh!.matchAll(/R\d/g)].find(
        ([id]) => !predicates.some(each => each.id === id)
      );
      if (stray)
        throw new CliError(`政策表 readings.tsv 第${line}行：${stray[0]} 不在 predicates.tsv 中；请改正`);
      return { id: cells.reading!, text: cells.text_zh! };
    }
  );
  const chosen = [...contract.profiles.values()].flatMap(({ id, params }) => {
    const reading = params.get("warning_red_reading");
    return reading && reading.certainty !== "absent" ? [{ profile: id, reading: reading.value }] : [];
  });
  return { predicates, readings, chosen };
}

function nameOf(contract: Contract, table: string): string {
  const known = contract.tables.get(table);
  if (!known) throw new CliError(`政策表 predicates.tsv：表 ${table} 不在 columns.tsv 中；请改正`);
  return known.name;
}
