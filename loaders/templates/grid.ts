import type ExcelJS from "exceljs";
import { entryRule } from "./entry.ts";
import type { Blank } from "./form.ts";
import type { Lists } from "./lists.ts";
import { asExample, asHeader, numberFormat, widthOf } from "./look.ts";

/** Rows of a plain table that carry drop-downs; formats go on for the whole column. */
const ruledRows = 10_000;
/** Empty lines a form's section is handed out with; more are inserted by hand. */
const sectionRows = 60;
const narrowest = 10;
const widest = 28;

/** Fills the sheet the table is entered on. Rows without content are not written: intake would count them as blank. */
export function addGrid(workbook: ExcelJS.Workbook, blank: Blank, lists: Lists): void {
  const { table, columns, titles, sections } = blank;
  const sheet = workbook.addWorksheet(table.name);
  setColumns(sheet, blank, lists);
  for (const title of titles) putTitle(sheet, title, columns.length);
  const heads: { top: number; bottom: number }[] = [];
  let row = titles.length + 1;
  for (const [i, section] of (sections.length > 0 ? sections : [""]).entries()) {
    if (section) putTitle(sheet, section, columns.length, row++);
    const top = row;
    row = putHeader(sheet, blank, top);
    heads.push({ top, bottom: row - 1 });
    if (i === 0) putExample(sheet, blank, row);
    const last = row + (i < sections.length - 1 ? sectionRows : ruledRows);
    putRules(sheet, blank, lists, row, last);
    row = last + 1;
  }
  const { top, bottom } = heads[0]!;
  const below = `A${bottom + 1}`;
  sheet.views = [{ state: "frozen", xSplit: 0, ySplit: bottom, topLeftCell: below, activeCell: below }];
  sheet.pageSetup = {
    paperSize: 9,
    orientation: "landscape",
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0
  };
  sheet.pageSetup.printTitlesRow = `${top}:${bottom}`;
}

function setColumns(sheet: ExcelJS.Worksheet, { columns, example }: Blank, lists: Lists): void {
  columns.forEach((column, i) => {
    const own = sheet.getColumn(i + 1);
    own.numFmt = numberFormat(column);
    const texts = [
      column.header,
      example[i]?.text ?? "",
      ...(column.codes ? lists.labels(column.codes) : [])
    ];
    own.width = Math.min(Math.max(...texts.map(widthOf), narrowest - 2) + 2, widest);
  });
}

function putTitle(sheet: ExcelJS.Worksheet, title: string, columns: number, row = sheet.rowCount + 1): void {
  const cell = sheet.getCell(row, 1);
  cell.value = title;
  cell.font = { bold: true, size: row === 1 ? 16 : 11 };
  cell.alignment = { horizontal: row === 1 ? "center" : "left", vertical: "middle" };
  sheet.mergeCells(row, 1, row, columns);
}

/** Writes the header, in two lines where columns stand under a common one; returns the row below. */
function putHeader(sheet: ExcelJS.Worksheet, { columns, hints }: Blank, top: number): number {
  const overs = columns.map(column => hints(column).over);
  const isTwo = overs.some(Boolean);
  const bottom = isTwo ? top + 1 : top;
  columns.forEach((column, i) => {
    const over = overs[i]!;
    const cell = sheet.getCell(over ? bottom : top, i + 1);
    cell.value = column.header;
    asHeader(cell, column.required);
    if (isTwo && !over) sheet.mergeCells(top, i + 1, bottom, i + 1);
    if (!over || over === overs[i - 1]) return;
    let last = i;
    while (overs[last + 1] === over) last += 1;
    const head = sheet.getCell(top, i + 1);
    head.value = over;
    asHeader(head, "no");
    sheet.mergeCells(top, i + 1, top, last + 1);
  });
  sheet.getRow(bottom).height = 32;
  return bottom + 1;
}

function putExample(sheet: ExcelJS.Worksheet, { example }: Blank, row: number): void {
  example.forEach((value, i) => {
    if (!value) return;
    const cell = sheet.getCell(row, i + 1);
    cell.value = value.cell;
    asExample(cell);
    if (i === 0) cell.numFmt = "@";
  });
}

function putRules(
  sheet: ExcelJS.Worksheet,
  { columns, hints }: Blank,
  lists: Lists,
  from: number,
  to: number
): void {
  const rules = (
    sheet as unknown as { dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void } }
  ).dataValidations;
  columns.forEach((column, i) => {
    const { letter } = sheet.getColumn(i + 1);
    rules.add(`${letter}${from}:${letter}${to}`, entryRule(column, hints(column).meaning, lists));
  });
}
