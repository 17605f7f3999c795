import type ExcelJS from "exceljs";
import { widthOf } from "../templates/look.ts";

const edge: Partial<ExcelJS.Border> = { style: "thin", color: { argb: "FF7F7F7F" } };
const edges: Partial<ExcelJS.Borders> = { top: edge, left: edge, bottom: edge, right: edge };

/** Adds a line whose text spans the sheet's columns. */
export function spread(sheet: ExcelJS.Worksheet, text: string, width: number): ExcelJS.Cell {
  const row = sheet.rowCount + 1;
  sheet.getCell(row, 1).value = text;
  sheet.mergeCells(row, 1, row, width);
  return sheet.getCell(row, 1);
}

export function asTitle(cell: ExcelJS.Cell, size: number): void {
  cell.font = { bold: true, size };
  cell.alignment = { horizontal: size > 12 ? "center" : "left", vertical: "middle" };
}

/** Adds a line of words across the sheet, as high as they need: merged cells do not grow by themselves. */
export function addNote(sheet: ExcelJS.Worksheet, text: string, width: number): void {
  const cell = spread(sheet, text, width);
  cell.alignment = { horizontal: "left", vertical: "middle", wrapText: true };
  let room = 0;
  for (let i = 1; i <= width; i += 1) room += sheet.getColumn(i).width ?? defaultWidth;
  sheet.getRow(sheet.rowCount).height = Math.ceil((widthOf(text) * looseness) / room) * lineHeight;
}

const defaultWidth = 9;
/** Points a line of text takes. */
const lineHeight = 16;
/** Lines break before they are full. */
const looseness = 1.1;

export function asHead(cell: ExcelJS.Cell): void {
  cell.font = { bold: true };
  cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFE7E6E6" } };
  cell.border = edges;
  cell.alignment = { horizontal: "center", vertical: "middle", wrapText: true };
}

/** A cell of the table; totals are bold. */
export function asFrame(cell: ExcelJS.Cell, isTotal = false): void {
  cell.border = edges;
  cell.font = { bold: isTotal };
  cell.alignment = { horizontal: "center", vertical: "middle", wrapText: true };
}
