import { count } from "./format.js";
import type { Measure } from "./measures.js";
import type { Reader } from "./reader.js";
import type { LedgerForm } from "./site.js";
import type { State } from "./state.js";

/** K47 of one policy in one section. */
export function policyMeasure(section: string, policy: string, basis: string): Measure {
  return { indicator: "K47", breakdown: `分节=${section};政策=${policy}`, basis };
}

/** Households of the ledger and those whose contact is complete (K49). */
export const ledgerContacts: Measure = { indicator: "K49", breakdown: "来源=台账", basis: "户" };

/** One policy with those who have it, by section. */
export interface PolicyRow {
  readonly id: string;
  readonly name: string;
  readonly basis: string;
  /** One count a section; null where the ledger is missing. */
  readonly counts: readonly (number | null)[];
  readonly states: readonly (State | null)[];
}

/** Policies of the form by section; ticks only: a blank is not a no. */
export function policyRows(reader: Reader, form: LedgerForm): PolicyRow[] {
  return form.policies.map(({ id, name, basis }) => {
    const cells = form.sections.map(section => {
      const measure = policyMeasure(section.id, id, basis);
      const cell = reader.cell(measure, {}, ledgerContacts);
      return { cell, state: reader.state(measure, cell) };
    });
    return {
      id,
      name,
      basis,
      counts: cells.map(({ cell, state }) => (state === null ? (cell?.numerator ?? null) : null)),
      states: cells.map(({ state }) => state)
    };
  });
}

/** “台账 40 户，10 项政策中 9 项有享受记录；联系人姓名和单位俱全 37 户”. */
export function ledgerTitle(reader: Reader, rows: readonly PolicyRow[]): string {
  const contacts = reader.cell(ledgerContacts);
  if (contacts?.denominator == null) return `${reader.region.name} ${reader.context.period} 没有台账`;
  const used = rows.filter(({ counts }) => counts.some(each => (each ?? 0) > 0)).length;
  return `台账 ${count(contacts.denominator)} 户，${rows.length} 项政策中 ${used} 项有享受记录；联系人俱全 ${count(contacts.numerator ?? 0)} 户`;
}
