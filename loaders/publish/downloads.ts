import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Dictionary, LedgerForm } from "../../src/lib/site.ts";
import { type Contract, tableOf } from "../contract/contract.ts";
import { ledgerPolicies } from "../indicators/ledger-parts.ts";
import type { Duck } from "../lib/duck.ts";
import { literal } from "../lib/duck.ts";
import { readHints } from "../templates/hint.ts";
import { templates } from "../templates/templates.ts";

/** Columns of the tidy table in the contract's order (README §4). */
const tidy = [
  "indicator",
  "region_code",
  "region_name",
  "region_level",
  "period",
  "breakdown",
  "basis",
  "numerator",
  "denominator",
  "value",
  "unit",
  "status",
  "judgement",
  "profile_id",
  "clause"
];

const numbers = new Set(["numerator", "denominator", "value"]);

/**
 * Writes what 下载 offers as whole files under `downloads/`: the indicator table down to townships as Parquet, and the
 * blank templates. To be called when the figures are written, from whose rows the former is. Returns the page's data dictionary.
 */
export async function publishDownloads(duck: Duck, contract: Contract, folder: string): Promise<Dictionary> {
  const target = join(folder, "downloads");
  mkdirSync(join(target, "templates"), { recursive: true });
  const parquet = join(target, "indicator.parquet");
  await duck.run(
    `COPY (SELECT ${tidy.map(name => (numbers.has(name) ? name : `CAST(${name} AS VARCHAR) AS ${name}`)).join(", ")} FROM site_row)
     TO ${literal(parquet)} (FORMAT parquet, COMPRESSION zstd)`
  );
  const made = await templates(contract);
  for (const { name, bytes } of made) writeFileSync(join(target, "templates", name), bytes);
  return dictionaryOf(contract, made, statSync(parquet).size);
}

function dictionaryOf(
  contract: Contract,
  made: readonly { readonly table: string; readonly name: string }[],
  parquetBytes: number
): Dictionary {
  const hints = readHints(contract);
  return {
    parquetBytes,
    tables: [...contract.tables.values()].map(table => ({
      id: table.id,
      name: table.name,
      group: table.group,
      templates: made.filter(each => each.table === table.id).map(({ name }) => name),
      columns: table.columns.map(column => ({
        header: column.header,
        type: column.type,
        unit: column.unit,
        required: column.required,
        personal: column.personal !== "",
        codes: (column.codes ? (contract.codes.get(column.codes) ?? []) : []).map(({ label }) => label),
        meaning: hints(column).meaning
      }))
    }))
  };
}

/** What 枣庄台账 needs of the form: its sections and its policy columns in words. */
export function ledgerFormOf(contract: Contract): LedgerForm {
  const table = tableOf(contract, "ledger_zz");
  return {
    name: table.name,
    sections: table.sections.map(({ value, marker }) => ({ id: String(value), title: marker })),
    policies: ledgerPolicies(contract).map(({ policy, unit, id }) => ({
      id: policy,
      name: table.columns.find(column => column.id === id)!.header.replace(/[（(][户人][）)]$/, ""),
      basis: unit
    }))
  };
}
