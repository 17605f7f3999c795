import type ExcelJS from "exceljs";
import type { Column } from "../contract/contract.ts";

/** The words for how much a column is needed, and what follows where it is blank. */
export const needs: Readonly<Record<Column["required"], { word: string; if: string }>> = {
  key: { word: "键", if: "必须填；空着的行整行拒收，同键的行只计一次" },
  yes: { word: "必填", if: "应当填；空着的行照收，记入缺项" },
  no: { word: "可缺", if: "可以空着；空白表示不知道，不等于“否”或 0" }
};

/** Needed columns are told by shade, weight and rule, not by a colour that means a warning. */
const shades: Readonly<Record<Column["required"], { fill: string; text: string }>> = {
  key: { fill: "FF3F3F3F", text: "FFFFFFFF" },
  yes: { fill: "FFBFBFBF", text: "FF000000" },
  no: { fill: "FFF2F2F2", text: "FF000000" }
};

const edge: Partial<ExcelJS.Border> = { style: "thin", color: { argb: "FF7F7F7F" } };
const edges: Partial<ExcelJS.Borders> = { top: edge, left: edge, bottom: edge, right: edge };

/** Makes a cell a header of that need. */
export function asHeader(cell: ExcelJS.Cell, required: Column["required"]): void {
  const { fill, text } = shades[required];
  cell.numFmt = "@";
  cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: fill } };
  cell.font = { bold: required !== "no", underline: required === "key", color: { argb: text } };
  cell.border =
    required === "no" ? edges : { ...edges, bottom: { style: "thick", color: { argb: "FF000000" } } };
  cell.alignment = { vertical: "middle", horizontal: "center", wrapText: true };
}

/** Makes a cell part of the example row. */
export function asExample(cell: ExcelJS.Cell): void {
  cell.font = { italic: true, color: { argb: "FF595959" } };
}

/** How a column's values are shown: text as it is typed, days and months as days. */
export function numberFormat(column: Column): string {
  switch (column.type) {
    case "int":
      return "0";
    case "decimal":
      return column.unit.startsWith("元") ? "#,##0.00" : "General";
    case "date":
      return "yyyy-mm-dd";
    case "month":
      return "yyyy-mm";
    default:
      return "@";
  }
}

/** Width of a text in columns of half-width characters. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += character > "\u2000" ? 2 : 1;
  return width;
}
