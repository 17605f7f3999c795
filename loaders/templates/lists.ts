import type ExcelJS from "exceljs";
import type { Contract } from "../contract/contract.ts";

/** Longest text Excel takes as a drop-down's own entries. */
const longest = 255;
const sheetName = "代码";

/** The entries of a workbook's drop-downs; lists too long for the cell's rule stand on a hidden sheet. */
export class Lists {
  readonly #contract: Contract;
  readonly #hidden: string[] = [];

  constructor(contract: Contract) {
    this.#contract = contract;
  }

  /** Labels of a code list, in its order. */
  labels(list: string): string[] {
    return this.#contract.codes.get(list)!.map(code => code.label);
  }

  /** The formula a drop-down takes its entries from. */
  formula(list: string): string {
    const labels = this.labels(list);
    const inline = labels.join(",");
    if (inline.length <= longest && !labels.some(label => /[,"]/.test(label))) return `"${inline}"`;
    if (!this.#hidden.includes(list)) this.#hidden.push(list);
    const column = String.fromCharCode(65 + this.#hidden.indexOf(list));
    return `'${sheetName}'!$${column}$1:$${column}$${labels.length}`;
  }

  /** Adds the hidden sheet, if a formula needs it. */
  finish(workbook: ExcelJS.Workbook): void {
    if (this.#hidden.length === 0) return;
    const sheet = workbook.addWorksheet(sheetName, { state: "hidden" });
    this.#hidden.forEach((list, i) => {
      this.labels(list).forEach((label, row) => {
        sheet.getCell(row + 1, i + 1).value = label;
      });
    });
  }
}
