import type ExcelJS from "exceljs";
import type { Column, Contract } from "../contract/contract.ts";
import { exampleMarker } from "../intake/sheet.ts";
import type { Blank } from "./form.ts";
import type { Lists } from "./lists.ts";
import { asHeader, needs } from "./look.ts";

/** Name of the sheet that tells how to fill a template. */
export const guideName = "说明";

const heads = ["列", "填写", "类型", "单位", "含义", "可填的值", "例"] as const;
const widths = [28, 8, 16, 10, 56, 48, 20];

/**
 * Adds the sheet that explains a template: what needs the table, how to fill it, and each column. Column names stand
 * in brackets, so that no row of it reads as the table's header.
 */
export function addGuide(workbook: ExcelJS.Workbook, blank: Blank, contract: Contract, lists: Lists): void {
  const { table } = blank;
  const sheet = workbook.addWorksheet(guideName);
  widths.forEach((width, i) => {
    sheet.getColumn(i + 1).width = width;
  });
  const heading = (text: string): void => {
    sheet.addRow([text]).font = { bold: true, size: 12 };
  };
  sheet.addRow([`《${table.name}》怎么填`]).font = { bold: true, size: 16 };
  heading("一、填写");
  steps(blank).forEach((step, i) => void sheet.addRow([`${i + 1}. ${step}`]));
  heading("二、用到这张表的指标");
  const users = [...contract.indicators.values()].filter(indicator => indicator.tables.includes(table.id));
  for (const indicator of users) sheet.addRow([`${indicator.id}　${indicator.name}`]);
  if (users.length === 0) sheet.addRow(["没有指标直接用到"]);
  heading("三、各列");
  for (const required of ["key", "yes", "no"] as const) {
    const row = sheet.addRow([needs[required].word, needs[required].if]);
    asHeader(row.getCell(1), required);
  }
  const head = sheet.addRow([...heads]);
  for (let i = 1; i <= heads.length; i += 1) asHeader(head.getCell(i), "no");
  for (const column of table.columns) putColumn(sheet, blank, column, lists);
  sheet.pageSetup = {
    paperSize: 9,
    orientation: "landscape",
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0
  };
}

function steps({ table, columns, sections }: Blank): string[] {
  const first = columns[0]!.header;
  return [
    sections.length > 0
      ? "在第一张工作表填，一行一个人；每一节填在它自己的表头下面，行不够就插入行"
      : "在第一张工作表填，一行一条记录；表头不要改、不要合并，列可以换次序",
    `以“${exampleMarker}”开头的一行是示例，读取时按空行计数、不算数据；可以留着，也可以删去`,
    `真实记录的“${first}”不要以“${exampleMarker}”开头，否则会被当作示例；在示例行上改写的，先删去这几个字`,
    "有下拉框的列从下拉框里选；日期写成 2023-03-01，年月写成 2023-03；数字不带单位",
    "不知道的空着，不要填 0 或“否”；空白一律算未知",
    "编号、代码、证号按文本填；存成 CSV 再用表格软件打开会丢掉长号码的末几位，请用 XLSX 填",
    ...(columns.some(column => column.personal)
      ? ["姓名、电话、证号只在读取时用：只留有没有，或留带密钥的哈希；别的列不要写姓名、电话、证号"]
      : []),
    `填好后保存，文件名保留“${table.name}”（前后可以加字，如 ${table.name}_20231231），放进 data/exports`,
    "运行 npm run check，看接收、拒收了多少行，为什么"
  ];
}

function putColumn(
  sheet: ExcelJS.Worksheet,
  { table, columns, hints, example }: Blank,
  column: Column,
  lists: Lists
): void {
  const at = columns.indexOf(column);
  const isTitle = at < 0;
  const row = sheet.addRow([
    `「${column.header}」`,
    isTitle ? "标题" : needs[column.required].word,
    typeOf(column),
    column.unit,
    hints(column).meaning,
    column.codes ? lists.labels(column.codes).join("；") : "",
    at < 0 ? "" : (example[at]?.text ?? "").replace(exampleMarker, "")
  ]);
  row.alignment = { vertical: "top", wrapText: true };
  if (table.sectionColumn === column.id) row.getCell(6).value = sectionsOf(table.sections);
}

function sectionsOf(sections: Blank["table"]["sections"]): string {
  return sections.map(section => section.marker).join("；");
}

function typeOf(column: Column): string {
  switch (column.type) {
    case "int":
      return "整数";
    case "decimal":
      return "数字";
    case "bool":
    case "code":
      return "下拉选一项";
    case "date":
      return "日期";
    case "month":
      return "年月";
    case "list":
      return "几项用 | 分开";
    default:
      return "文本";
  }
}
