import { type Contract, tableOf } from "../contract/contract.ts";
import { normalizeValue } from "../contract/normalize.ts";
import { identifier, literal } from "../lib/duck.ts";

/** The form's policy columns, in its order: `policy` is the name breakdowns have for one (`p01`). */
export function ledgerPolicies(contract: Contract): { policy: string; unit: string; id: string }[] {
  return tableOf(contract, "ledger_zz")
    .columns.filter(column => column.type === "bool")
    .map(({ id, unit }) => ({ policy: id.split("_")[0]!, unit, id }));
}

/** The contract's columns and sections of the form, as 70_ledger.sql takes them. A section's title is a category's alias. */
export function ledgerParts(contract: Contract): Record<string, string> {
  const policies = ledgerPolicies(contract);
  const categories = contract.codes.get("monitor_category") ?? [];
  const sections = tableOf(contract, "ledger_zz").sections.map(section => {
    const category = categories.find(code => code.keys.includes(normalizeValue(section.marker)));
    return `(${section.value}, ${literal(category?.label)})`;
  });
  return {
    ledger_policies: policies
      .map(({ policy, unit, id }) => `(${literal(policy)}, ${literal(unit)}, ${literal(id)})`)
      .join(", "),
    ledger_ticks: policies.map(({ id }) => identifier(id)).join(", "),
    ledger_sections: sections.join(", ")
  };
}
