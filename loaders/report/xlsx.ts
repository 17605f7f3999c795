import type ExcelJS from "exceljs";
import { breakdownText } from "../../src/lib/breakdown.ts";
import type { TidyRow } from "../../src/lib/dataset.ts";
import { selectRows } from "../../src/lib/downloads.ts";
import { profileName } from "../../src/lib/masthead.ts";
import type { Grid, GridCell } from "../../src/lib/report/content.ts";
import type { Report } from "../../src/lib/report/report.ts";
import { fullWidth } from "../../src/lib/sentence.ts";
import type { Definitions } from "../../src/lib/site.ts";
import { judgementWord, stateWords, valueState } from "../../src/lib/state.ts";
import { workbookBytes } from "../office/workbook.ts";

/** A sheet of the workbook, for its contents. */
interface Sheet {
  readonly name: string;
  readonly about: string;
}

/** The report's numbers as a workbook: contents, the bulletin, the report's tables, every indicator by family, 口径. */
export async function reportXlsx(report: Report): Promise<Uint8Array> {
  const { view, title, month, date, badge, notes } = report;
  return workbookBytes(workbook => {
    const day = new Date(`${view.source.meta.asOf}T00:00:00Z`);
    Object.assign(workbook, { title, subject: `${month}，${date}`, created: day, modified: day });
    const contents = workbook.addWorksheet("目录");
    const sheets: Sheet[] = [];
    const named = (name: string, about: string): ExcelJS.Worksheet => {
      const free = sheetName(name, sheets);
      sheets.push({ name: free, about });
      return workbook.addWorksheet(free);
    };
    addGrid(named("统计通报表", report.bulletin.title), report.bulletin);
    for (const section of report.sections)
      for (const figure of section.figures)
        if (figure.kind === "grid") addGrid(named(section.name, figure.title), figure);
    addFamilies(report, named);
    addGrid(named("指标口径", report.definitions.unit), report.definitions);
    addGrid(named("来源文件", report.files.unit), report.files);
    addContents(contents, [title, `${month}，${date}`, badge], sheets, notes);
  });
}

const rate = "0.00%";
const whole = "#,##0";
const broken = "#,##0.0##";

/** Columns of an indicator's sheet. A state stands in a column of its own; its numbers stay empty. */
const columns: readonly {
  readonly label: string;
  readonly value: (row: TidyRow, report: Report) => string | number | null;
  readonly width: number;
  readonly format?: (row: TidyRow) => string;
}[] = [
  { label: "指标", value: ({ indicator }) => indicator, width: 7 },
  {
    label: "名称",
    value: ({ indicator }, { view }) => view.source.catalogue.get(indicator)?.name ?? "",
    width: 22
  },
  { label: "区划代码", value: ({ region }) => region, width: 14 },
  { label: "区划", value: ({ region }, { view }) => view.source.regions.get(region)?.name ?? "", width: 12 },
  { label: "期间", value: ({ period }) => period, width: 11 },
  {
    label: "分项",
    value: ({ breakdown }, { view }) => breakdownText(breakdown, view.source.tableName) || "总计",
    width: 40
  },
  { label: "计量", value: ({ basis }) => basis, width: 7 },
  {
    label: "分子",
    value: ({ numerator }) => numerator,
    width: 12,
    format: row => numberFormat(row.numerator)
  },
  {
    label: "分母",
    value: ({ denominator }) => denominator,
    width: 12,
    format: row => numberFormat(row.denominator)
  },
  {
    label: "值",
    value: row => (valueState(row) === null ? row.value : null),
    width: 12,
    format: row => (row.unit === "%" ? rate : numberFormat(row.value))
  },
  { label: "单位", value: ({ unit }) => unit, width: 7 },
  { label: "状态", value: row => stateWord(row), width: 10 },
  { label: "判断", value: row => judgementWord(row).word, width: 12 },
  { label: "条款", value: ({ clause }) => clause, width: 24 },
  { label: "口径", value: ({ profile }, { view }) => profileName(view.source.meta, profile), width: 22 }
];

/** Where the value stands among the columns, from nought. */
const frozenColumns = 4;

function stateWord(row: TidyRow): string {
  const state = valueState(row);
  return state === null ? "有数" : stateWords[state];
}

function numberFormat(value: number | null): string {
  return value === null || Number.isInteger(value) ? whole : broken;
}

/** A sheet for each family, with the rows of the region in hand and those below, of the periods the month lies in. */
function addFamilies(report: Report, named: (name: string, about: string) => ExcelJS.Worksheet): void {
  const { source, context } = report.view;
  const { families } = source.json<Definitions>("definitions.json");
  const rows = selectRows(source.dataset, source.regions, {
    reach: "below",
    span: "period",
    indicators: [],
    region: context.region,
    period: context.period,
    profile: context.profile
  });
  for (const { name, indicators } of families) {
    const own = indicators.flatMap(id => rows.filter(({ indicator }) => indicator === id));
    const lacking = indicators.filter(id => !own.some(({ indicator }) => indicator === id));
    const words = indicators.map(id => `${id} ${source.catalogue.get(id)?.name ?? ""}`).join("、");
    const sheet = named(`指标·${name}`, words);
    const head = [`${name}：${words}`, lacking.length > 0 ? `本区域本期没有行：${lacking.join("、")}` : ""];
    addTop(sheet, head.filter(Boolean), columns.length);
    addHead(
      sheet,
      columns.map(({ label }) => label)
    );
    for (const row of own) {
      const line = sheet.addRow(columns.map(({ value }) => value(row, report)));
      columns.forEach(({ format }, at) => {
        if (format) line.getCell(at + 1).numFmt = format(row);
      });
    }
    columns.forEach(({ width }, at) => {
      sheet.getColumn(at + 1).width = width;
    });
    finish(sheet, head.filter(Boolean).length + 1, columns.length, frozenColumns);
  }
}

/** One of the report's tables: numbers as numbers, a state as its word. */
function addGrid(sheet: ExcelJS.Worksheet, { title, unit, heads, rows, total, note }: Grid): void {
  addTop(sheet, [title, unit].filter(Boolean), heads.length);
  const top = [title, unit].filter(Boolean).length;
  addHead(
    sheet,
    heads.map(({ group, label }) => (group ? `${group}·${label}` : label))
  );
  for (const cells of [...rows, ...(total ? [total] : [])]) {
    const line = sheet.addRow(cells.map(cell => cellValue(cell, heads[cells.indexOf(cell)]!.isNumber)));
    cells.forEach((cell, at) => {
      if (typeof cell.value === "number") line.getCell(at + 1).numFmt = gridFormat(cell);
      line.getCell(at + 1).alignment = {
        horizontal: heads[at]!.isNumber ? "right" : "left",
        vertical: "top",
        wrapText: true
      };
    });
    if (cells === total) line.font = { bold: true };
  }
  heads.forEach(({ group, label }, at) => {
    const texts = [...rows, ...(total ? [total] : [])].map(cells => fullWidth(cells[at]!.text));
    sheet.getColumn(at + 1).width = Math.min(
      48,
      Math.max(fullWidth(group ? `${group}·${label}` : label), ...texts, 3) * 2 + 3
    );
  });
  if (note) {
    sheet.addRow([]);
    sheet.addRow([note]).font = { italic: false, color: { argb: "FF4C555A" } };
  }
  finish(sheet, top + 1, heads.length, 1, rows.length + (total ? 1 : 0));
}

/** The number behind a cell; its words where it has none. */
function cellValue({ value, text }: GridCell, isNumber: boolean): string | number {
  return typeof value === "number" && isNumber ? value : text;
}

/** The format a number reads in as in the report's own words. */
function gridFormat({ text }: GridCell): string {
  const digits = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
  const decimals = digits === 0 ? "" : `.${"0".repeat(digits)}`;
  if (text.endsWith("%")) return `0${decimals}%`;
  if (/^[+\u2212]/.test(text)) return `+#,##0${decimals};"\u2212"#,##0${decimals};0${decimals}`;
  return digits === 0 ? whole : `#,##0${decimals}`;
}

function addTop(sheet: ExcelJS.Worksheet, lines: readonly string[], width: number): void {
  lines.forEach((words, at) => {
    sheet.addRow([words]);
    sheet.mergeCells(at + 1, 1, at + 1, Math.max(2, Math.min(width, 8)));
    sheet.getCell(at + 1, 1).font = at === 0 ? { bold: true, size: 14 } : { color: { argb: "FF4C555A" } };
    sheet.getCell(at + 1, 1).alignment = { wrapText: at > 0, vertical: "middle" };
    if (at > 0) sheet.getRow(at + 1).height = 30;
  });
}

function addHead(sheet: ExcelJS.Worksheet, labels: readonly string[]): void {
  const row = sheet.addRow([...labels]);
  row.font = { bold: true };
  row.alignment = { horizontal: "center", vertical: "middle", wrapText: true };
  labels.forEach((_, at) => {
    row.getCell(at + 1).fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFE9ECE9" } };
    row.getCell(at + 1).border = { bottom: { style: "thin", color: { argb: "FF14181A" } } };
  });
}

/** Freezes the head, sets the filter, the page and its repeated head. */
function finish(
  sheet: ExcelJS.Worksheet,
  head: number,
  width: number,
  frozen: number,
  rows = sheet.rowCount - head
): void {
  sheet.views = [{ state: "frozen", xSplit: frozen, ySplit: head }];
  sheet.autoFilter = { from: { row: head, column: 1 }, to: { row: head + rows, column: width } };
  sheet.pageSetup = {
    paperSize: 9,
    orientation: "landscape",
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0
  };
  sheet.pageSetup.printTitlesRow = `${head}:${head}`;
}

function addContents(
  sheet: ExcelJS.Worksheet,
  [title = "", ...top]: readonly string[],
  sheets: readonly Sheet[],
  notes: readonly string[]
): void {
  sheet.addRow([title]).font = { bold: true, size: 16 };
  for (const words of top) sheet.addRow([words]);
  sheet.addRow([]);
  addHead(sheet, ["工作表", "内容"]);
  for (const { name, about } of sheets) {
    const row = sheet.addRow([{ text: name, hyperlink: `#'${name}'!A1` }, about]);
    row.getCell(1).font = { color: { argb: "FF0A5A50" }, underline: true };
    row.getCell(2).alignment = { wrapText: true, vertical: "top" };
  }
  sheet.addRow([]);
  sheet.addRow(["说明"]).font = { bold: true };
  for (const words of [
    ...notes,
    "比率写成小数，按百分比显示；状态另列一栏，没有数字的格子留空，不写零。",
    "各族指标的行：本区域和下一级，期间为本月及所在的季、年，另有按事件、轮次的行。"
  ])
    sheet.addRow([words]);
  sheet.getColumn(1).width = 26;
  sheet.getColumn(2).width = 100;
  sheet.views = [{ showGridLines: false }];
}

/** A name Excel takes: no reserved signs, 31 characters, not used before. */
function sheetName(name: string, sheets: readonly Sheet[]): string {
  const clean = name.replace(/[\\/?*[\]:]/g, "").slice(0, 28);
  const used = new Set(sheets.map(each => each.name));
  if (!used.has(clean)) return clean;
  let number = 2;
  while (used.has(`${clean}${number}`)) number += 1;
  return `${clean}${number}`;
}
