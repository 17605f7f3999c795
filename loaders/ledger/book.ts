import type { Contract } from "../contract/contract.ts";
import { workbookBytes } from "../office/workbook.ts";
import { addChecks } from "./check-sheet.ts";
import type { LedgerCheck } from "./checks.ts";
import { addForm } from "./form-sheet.ts";
import type { Statement } from "./statement.ts";

/** The workbook of one statement: the form and the checks of its files. The same figures give the same bytes. */
export function statementBook(
  contract: Contract,
  statement: Statement,
  checks: readonly LedgerCheck[],
  isDemo: boolean
): Promise<Uint8Array> {
  return workbookBytes(workbook => {
    workbook.created = new Date(`${statement.day}T00:00:00Z`);
    workbook.modified = workbook.created;
    addForm(workbook, contract, statement, isDemo);
    addChecks(workbook, checks);
  });
}

/** A statement's file name: by code, so that places of one name do not meet. It must not read as a ledger's. */
export function statementName({ code, name, month }: Statement): string {
  return `即时帮扶汇总_${code}${name}_${month}.xlsx`;
}
