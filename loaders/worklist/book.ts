import type ExcelJS from "exceljs";
import type { Matter } from "../../src/lib/site.ts";
import { stateWords } from "../../src/lib/state.ts";
import { addNote, asFrame, asHead, asTitle, spread } from "../ledger/look.ts";
import { workbookBytes } from "../office/workbook.ts";
import { widthOf } from "../templates/look.ts";
import type { Rule } from "./rules.ts";
import type { Item, UnitList, Worklist } from "./worklist.ts";

/** What a workbook says besides the items. */
export interface BookFacts {
  readonly rules: (matter: Matter) => Rule;
  /** The document in force, in words. */
  readonly profile: string;
  readonly demo: boolean;
}

interface Field {
  readonly header: string;
  readonly width: number;
  readonly of: (item: Item) => string | number;
}

/** A household's village that the region table does not have; a thing of the whole town has none. */
const unknown = (household: string): string => (household ? "待对照" : "—");

const fields: readonly Field[] = [
  { header: "户编号", width: 19, of: ({ household }) => household || "—" },
  { header: "事项编号", width: 18, of: ({ item }) => item },
  { header: "户内成员", width: 14, of: ({ member }) => member },
  { header: "村代码", width: 15, of: ({ household, village }) => village.code || unknown(household) },
  { header: "村", width: 14, of: ({ household, village }) => village.name || unknown(household) },
  {
    header: "监测对象类别",
    width: 14,
    of: ({ household, category }) => category || (household ? "不在册" : "—")
  },
  { header: "预警级别", width: 10, of: ({ level }) => level || "—" },
  { header: "应办", width: 20, of: ({ due }) => due },
  { header: "起算", width: 12, of: ({ since }) => since },
  { header: "应于", width: 12, of: ({ dueOn }) => dueOn },
  { header: "已超", width: 8, of: ({ over }) => over?.number ?? "" },
  { header: "依据的事实", width: 38, of: ({ fact }) => fact },
  { header: "来源", width: 28, of: ({ source }) => source }
];

/** Columns that stand in a sheet only where some row has something in them. */
const optional = ["事项编号", "户内成员", "起算", "应于", "已超"];

/** The workbook of one place: what is listed, then a sheet for each matter. The same lists give the same bytes. */
export function unitBook(worklist: Worklist, list: UnitList, facts: BookFacts): Promise<Uint8Array> {
  return workbookBytes(workbook => {
    workbook.created = new Date(`${worklist.day}T00:00:00Z`);
    workbook.modified = workbook.created;
    addIndex(workbook, worklist, list, facts);
    for (const matter of worklist.matters) addMatter(workbook, worklist, list, matter, facts);
  });
}

/** A workbook's file name: by code, so that places of one name do not meet. */
export function unitName({ month }: Worklist, { unit }: UnitList): string {
  return `督办清单_${unit.code}${unit.name}${isUnplaced(unit.level) ? "（县级及待对照）" : ""}_${month}.xlsx`;
}

function isUnplaced(level: string): boolean {
  return level !== "town" && level !== "village";
}

/** How many, or why there is no number: “12 户”, “缺数据”, “12 户（部分缺数据）”. */
export function amountOf({ items, counts }: UnitList, { id, unit }: Matter): string {
  const { state, partial } = counts.get(id)!;
  if (state) return stateWords[state];
  return `${items.get(id)?.length ?? 0} ${unit || "户"}${partial ? "（部分缺数据）" : ""}`;
}

/** The period a matter is counted for, in words. */
export function periodText({ month, quarter }: Worklist, { period }: Matter): string {
  return period === "quarter" ? quarter : month;
}

function addIndex(
  workbook: ExcelJS.Workbook,
  worklist: Worklist,
  list: UnitList,
  { rules, profile, demo }: BookFacts
): void {
  const sheet = newSheet(workbook, "目录", [22, 10, 18, 56, 50], demo);
  asTitle(spread(sheet, `督办清单　${list.unit.name}（${worklist.month}）${badge(demo)}`, 5), 16);
  addNote(sheet, `数据截至 ${worklist.day}　所用口径：${profile}　${secrecy}`, 5);
  if (isUnplaced(list.unit.level))
    addNote(
      sheet,
      "本册是记在县级的事项，和区划对不上乡镇的户：后者先在“区划统计表”补名称或别名，再归到乡镇。",
      5
    );
  addHead(sheet, ["事项", "期间", "数量", "条款", "阈值"]);
  for (const matter of worklist.matters) {
    const { clause, threshold, silent } = rules(matter);
    const cells = [
      matter.name,
      periodText(worklist, matter),
      amountOf(list, matter) + (silent ? "；未规定" : ""),
      clause,
      threshold || "—"
    ];
    addCells(sheet, cells);
  }
  notes.forEach((note, i) => void addNote(sheet, `注${i + 1}：${note}`, 5));
}

const secrecy = "内部资料，不得公开";
const notes = [
  "只有户编号和事项编号，没有姓名、证号、电话；凭户编号到原系统查人。数量与网站“需要研究的事项”同源同数。",
  "“缺数据”是表没有导入，不是没有；“未规定”是所用口径没有这一条，按写明的文件列出，供参照。",
  "空白不等于“否”：日期、职级等空着的列在清单里，先补填再判断。",
  "市级实地调研按设区市计，从全部在册户中抽取，不落到户，差额见网站总览。"
];

function addMatter(
  workbook: ExcelJS.Workbook,
  worklist: Worklist,
  list: UnitList,
  matter: Matter,
  { rules, profile, demo }: BookFacts
): void {
  const items = list.items.get(matter.id) ?? [];
  const own = fields.filter(
    ({ header, of }) => !optional.includes(header) || items.some(item => of(item) !== "")
  );
  const width = own.length;
  const sheet = newSheet(
    workbook,
    matter.sheet,
    own.map(field => field.width),
    demo
  );
  const { clause, threshold, silent, missing } = rules(matter);
  asTitle(
    spread(
      sheet,
      `${matter.name}　${list.unit.name}（${periodText(worklist, matter)}）　${amountOf(list, matter)}${badge(demo)}`,
      width
    ),
    14
  );
  addNote(sheet, `条款：${clause}`, width);
  addNote(sheet, `阈值：${threshold || "没有数值"}　数据截至 ${worklist.day}　所用口径：${profile}`, width);
  if (silent)
    addNote(sheet, `未规定：所用口径没有这一条，下面按 ${clause.split("：")[0]} 列出，供参照。`, width);
  const { state, partial } = list.counts.get(matter.id)!;
  if (state || partial) addNote(sheet, `缺数据，不是没有：${missingText(missing)}`, width);
  const head = addHead(
    sheet,
    own.map(({ header }) => header)
  );
  for (const item of items) {
    const row = addCells(
      sheet,
      own.map(({ of }) => of(item))
    );
    const at = own.findIndex(({ header }) => header === "已超");
    if (at >= 0 && item.over) row.getCell(at + 1).numFmt = `0" ${item.over.unit}"`;
  }
  if (items.length === 0 && !state) addNote(sheet, "没有。", width);
  sheet.views = [{ state: "frozen", xSplit: 1, ySplit: head }];
  sheet.autoFilter = {
    from: { row: head, column: 1 },
    to: { row: Math.max(sheet.rowCount, head), column: width }
  };
  sheet.pageSetup.printTitlesRow = `${head}:${head}`;
}

function missingText(missing: readonly string[]): string {
  if (missing.length === 0) return "所需的放假安排或字段不足，见网站“数据质量”。";
  return `没有读到${missing.join("、")}；放进导出文件夹后再运行一次。`;
}

/** Adds a sheet for A4 paper across, with what is repeated on every page. */
export function newSheet(
  workbook: ExcelJS.Workbook,
  name: string,
  widths: readonly number[],
  demo: boolean
): ExcelJS.Worksheet {
  const sheet = workbook.addWorksheet(name);
  widths.forEach((width, i) => {
    sheet.getColumn(i + 1).width = width;
  });
  sheet.pageSetup = {
    paperSize: 9,
    orientation: "landscape",
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0
  };
  sheet.headerFooter = { oddFooter: `&L${secrecy}${badge(demo)}&C&A&R第 &P 页，共 &N 页` };
  return sheet;
}

export function badge(demo: boolean): string {
  return demo ? "　演示数据（合成）" : "";
}

/** Adds the head of a table and says in which row. */
export function addHead(sheet: ExcelJS.Worksheet, headers: readonly string[]): number {
  const row = sheet.addRow([...headers]);
  headers.forEach((_, i) => void asHead(row.getCell(i + 1)));
  row.height = heightOf(sheet, headers);
  return row.number;
}

/** Adds a line of a table, as high as its words need: they do not grow by themselves everywhere. */
export function addCells(sheet: ExcelJS.Worksheet, cells: readonly (string | number)[]): ExcelJS.Row {
  const row = sheet.addRow([...cells]);
  cells.forEach((cell, i) => {
    const at = row.getCell(i + 1);
    asFrame(at);
    if (typeof cell !== "string") return;
    at.numFmt = "@";
    if (widthOf(cell) > longText) at.alignment = { ...at.alignment, horizontal: "left" };
  });
  row.height = heightOf(sheet, cells);
  return row;
}

/** Width from which a text begins at the left. */
const longText = 20;
/** Points of a line of text. */
const lineHeight = 15;

function heightOf(sheet: ExcelJS.Worksheet, cells: readonly (string | number)[]): number {
  return Math.max(...cells.map((cell, i) => linesOf(sheet, String(cell), i))) * lineHeight + 3;
}

/** Lines a text takes in a column; they break before they are full. */
function linesOf(sheet: ExcelJS.Worksheet, text: string, column: number): number {
  const room = sheet.getColumn(column + 1).width! - 1;
  return widthOf(text) <= room ? 1 : Math.ceil((widthOf(text) * 1.08) / room);
}
