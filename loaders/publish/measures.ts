import type { MeasureRules } from "../../src/lib/site.ts";
import type { Code, Contract } from "../contract/contract.ts";
import { CliError } from "../lib/errors.ts";

/** What the pages of help say of people, risks and measures: their lists in order, and which categories answer which risk. */
export function measureRulesOf(contract: Contract): MeasureRules {
  const categories = listOf(contract, "measure_category");
  const labels = new Map(categories.map(({ code, label }) => [code, label]));
  return {
    monitored: listOf(contract, "monitor_category").map(({ label }) => label),
    categories: categories.map(({ label, properties }) => ({
      name: label,
      development: properties.development_support?.startsWith("1") ?? false
    })),
    risks: listOf(contract, "risk_type").map(({ code, label, properties }) => {
      const matches = (properties.match ?? "").split("|").filter(Boolean);
      return {
        name: label,
        matches: matches.map(category => {
          const name = labels.get(category);
          if (name === undefined)
            throw new CliError(
              `政策表 codes.tsv：risk_type ${code} 的 match=${category} 不是 measure_category；请改正`
            );
          return name;
        }),
        source: matches.length > 0 ? (/^\w+/.exec(properties.source ?? "")?.[0] ?? null) : null
      };
    }),
    subsidies: listOf(contract, "subsidy_type").map(({ label }) => label)
  };
}

function listOf(contract: Contract, name: string): readonly Code[] {
  const list = contract.codes.get(name);
  if (!list) throw new CliError(`政策表 codes.tsv：没有代码表 ${name}；请补上`);
  return list;
}
