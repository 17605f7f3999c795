import type ExcelJS from "exceljs";
import { type Column, type Contract, tableOf } from "../contract/contract.ts";
import { ledgerPolicies } from "../indicators/ledger-parts.ts";
import { type Blank, blankOf } from "../templates/form.ts";
import { readHints } from "../templates/hint.ts";
import { addNote, asFrame, asHead, asTitle, spread } from "./look.ts";
import { counted, type Statement, type StatementLine } from "./statement.ts";

/** How a column of the form is filled: a name of the place, a count, or not at all. */
type Filling = { readonly name: "district" | "town" | "village" } | { readonly item: string } | null;

/** Written in a column that is not summed up, and where the ledgers lack the column. */
const notSummed = "—";
const lacking = "缺列";

/** What stands under the header of a column that holds another count than its header says. */
const suffixes: Readonly<Record<string, string>> = {
  head_name: "户数",
  id_no: "人数",
  contact_name: "有姓名的户数",
  contact_unit: "姓名和单位都有的户数"
};

const items: Readonly<Record<string, string>> = {
  head_name: counted.households,
  id_no: counted.persons,
  contact_name: counted.named,
  contact_unit: counted.complete
};

const widths = { place: 12, count: 9 } as const;

/**
 * Fills a sheet with the form: title, reporting unit, and each section with its title, its head of two lines, a line for
 * each village and totals for towns and the whole. Headers of columns that hold counts of something else than their
 * header say so, by which intake also tells the sheet from a ledger.
 */
export function addForm(
  workbook: ExcelJS.Workbook,
  contract: Contract,
  statement: Statement,
  isDemo: boolean
): void {
  const table = tableOf(contract, "ledger_zz");
  const blank = blankOf(table, contract, readHints(contract));
  const sheet = workbook.addWorksheet("汇总");
  const width = blank.columns.length;
  const fillings = fillingsOf(blank, contract);
  blank.columns.forEach((_, i) => {
    const filling = fillings[i];
    sheet.getColumn(i + 1).width = filling && "name" in filling ? widths.place : widths.count;
  });
  const [year, month] = statement.month.split("-").map(Number);
  const demo = isDemo ? "（合成演示数据）" : "";
  asTitle(spread(sheet, `${table.name}汇总（${year}年${month}月）${demo}`, width), 16);
  addNote(sheet, `${blank.titles[1]}${statement.name}　　台账日期：${statement.day}`, width);
  [...statement.sections].forEach(([, lines], i) => {
    asTitle(spread(sheet, blank.sections[i]!, width), 12);
    putHead(sheet, blank, fillings);
    for (const line of lines) putLine(sheet, line, fillings);
  });
  notesOf(blank, fillings).forEach((note, i) => void addNote(sheet, `注${i + 1}：${note}`, width));
  sheet.views = [{ state: "frozen", xSplit: 3, ySplit: 0 }];
  sheet.pageSetup = {
    paperSize: 9,
    orientation: "landscape",
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    horizontalCentered: true
  };
  sheet.headerFooter = { oddFooter: "&L内部资料，不得公开&R第 &P 页，共 &N 页" };
}

function fillingsOf({ columns }: Blank, contract: Contract): Filling[] {
  const policies = new Map(ledgerPolicies(contract).map(({ id, policy }) => [id, policy]));
  return columns.map(({ id }) => {
    if (id === "district" || id === "town" || id === "village") return { name: id };
    const item = policies.get(id) ?? items[id];
    return item ? { item } : null;
  });
}

/** The form's head in two lines: columns under a common header stand below it, the others span both lines. */
function putHead(sheet: ExcelJS.Worksheet, { columns, hints }: Blank, fillings: readonly Filling[]): void {
  const top = sheet.rowCount + 1;
  const overs = columns.map(column => hints(column).over);
  columns.forEach((column, i) => {
    const over = overs[i]!;
    for (const row of [top, top + 1]) asHead(sheet.getCell(row, i + 1));
    sheet.getCell(over ? top + 1 : top, i + 1).value = headerOf(column, fillings[i]!);
    if (!over) sheet.mergeCells(top, i + 1, top + 1, i + 1);
    else if (over !== overs[i - 1]) {
      sheet.getCell(top, i + 1).value = over;
      sheet.mergeCells(top, i + 1, top, overs.lastIndexOf(over) + 1);
    }
  });
  sheet.getRow(top + 1).height = 62;
}

function headerOf(column: Column, filling: Filling): string {
  const suffix = filling && suffixes[column.id];
  return suffix ? `${column.header}\n（${suffix}）` : column.header;
}

function putLine(sheet: ExcelJS.Worksheet, line: StatementLine, fillings: readonly Filling[]): void {
  const names = namesOf(line);
  const row = sheet.addRow(
    fillings.map(filling => {
      if (!filling) return notSummed;
      return "name" in filling ? names[filling.name] : (line.counts.get(filling.item) ?? lacking);
    })
  );
  fillings.forEach((_, i) => void asFrame(row.getCell(i + 1), line.kind !== "village"));
}

function namesOf({ kind, district, town, village }: StatementLine): Record<string, string> {
  if (kind === "town") return { district, town, village: "小计" };
  if (kind === "village") return { district, town, village };
  return { district, town: town || "合计", village: village || (town ? "合计" : "") };
}

function notesOf({ columns }: Blank, fillings: readonly Filling[]): string[] {
  const at = (id: string): string => `第${columns.findIndex(column => column.id === id) + 1}列`;
  const blanks = columns.flatMap((column, i) => (fillings[i] ? [] : [`第${i + 1}列“${column.header}”`]));
  const filled = Object.entries(suffixes).map(([id, suffix]) => `${at(id)}填${suffix}`);
  return [
    `本表只有合计数，没有姓名和证号：${filled.join("，")}；${blanks.join("、")}不汇总，记“${notSummed}”。`,
    "标“（人）”的列是打“√”的人数，同一人在同一部分只计一次；标“（户）”的列是户内任一行打“√”的户数。空白不等于未享受，各列之和不等于人数。",
    `同一人列在几个村的，小计、合计只计一次。台账里没有这一列的记“${lacking}”；名称在区划统计表里对不上的记“待对照”。`,
    "两部分分别汇总，不相加。村级数字很小，能看出是谁家：只供内部报送，不得公开。"
  ];
}
