import type ExcelJS from "exceljs";
import { addNote, asTitle, spread } from "../ledger/look.ts";
import { workbookBytes } from "../office/workbook.ts";
import { addCells, addHead, badge, newSheet } from "../worklist/book.ts";
import type { SuspectList, SuspectRow } from "./lists.ts";

/** What a workbook says besides its rows. */
export interface SuspectFacts {
  /** The day the data stand for. */
  readonly day: string;
  readonly demo: boolean;
}

interface Field {
  readonly header: string;
  readonly width: number;
  readonly of: (row: SuspectRow) => string;
}

const fields: readonly Field[] = [
  { header: "户编号", width: 19, of: ({ household }) => household || "—" },
  { header: "户内成员", width: 16, of: ({ member }) => member },
  { header: "村代码", width: 15, of: ({ village }) => village.code || "—" },
  { header: "村", width: 14, of: ({ village }) => village.name || "—" },
  {
    header: "监测对象类别",
    width: 14,
    of: ({ category, household }) => category || (household ? "未监测" : "—")
  },
  { header: "依据的取值", width: 56, of: ({ fact }) => fact || "—" },
  { header: "来源", width: 34, of: ({ source }) => source || "—" },
  { header: "豁免至", width: 12, of: ({ exempt }) => exempt }
];

/** Columns that stand in a sheet only where some row has something in them. */
const optional = ["户内成员", "豁免至"];

/** The workbook of one place: what is listed, then a sheet for each check that speaks of something. The same lists give the same bytes. */
export function suspectBook(list: SuspectList, facts: SuspectFacts): Promise<Uint8Array> {
  return workbookBytes(workbook => {
    workbook.created = new Date(`${facts.day}T00:00:00Z`);
    workbook.modified = workbook.created;
    addIndex(workbook, list, facts);
    for (const sheet of list.sheets) addCheck(workbook, list, sheet, facts);
  });
}

/** A workbook's file name: by code, so that places of one name do not meet. */
export function suspectName({ unit: { code, name, level } }: SuspectList, day: string): string {
  const part = level === "town" || level === "village" ? "" : "（县级及待对照）";
  return `疑点清单_${code}${name}${part}_${day}.xlsx`;
}

/** “12 人，另豁免 2”. */
function amountOf({ check, rows }: SuspectList["sheets"][number]): string {
  const exempt = rows.filter(row => row.exempt).length;
  const unit = { household: "户", person: "人", figure: "个" }[check.grain];
  return `${rows.length - exempt} ${unit}${exempt > 0 ? `，另豁免 ${exempt}` : ""}`;
}

function addIndex(workbook: ExcelJS.Workbook, list: SuspectList, { day, demo }: SuspectFacts): void {
  const sheet = newSheet(workbook, "目录", [12, 34, 9, 20, 40, 46], demo);
  asTitle(spread(sheet, `疑点清单　${list.unit.name}（${day}）${badge(demo)}`, 6), 16);
  addNote(sheet, `数据截至 ${day}　内部资料，不得公开`, 6);
  addHead(sheet, ["类别", "检查", "级别", "数量", "依据", "怎么办"]);
  for (const each of list.sheets) {
    const { group, title, level, clause, advice } = each.check;
    addCells(sheet, [group, title, level, amountOf(each), clause, advice]);
  }
  for (const note of [
    "疑点是要核对的，不是认定的错误；核对后无误的，写进“豁免清单”，下次单列、不再计入。",
    "只有户编号，没有姓名、证号、电话；凭户编号到原系统查人。数量与网站“数据质量”相同。",
    "空白不等于“否”：空白而无从判断的不在清单里；缺表缺列没有查的，见网站“数据质量”。"
  ])
    addNote(sheet, note, 6);
}

function addCheck(
  workbook: ExcelJS.Workbook,
  { unit }: SuspectList,
  each: SuspectList["sheets"][number],
  { day, demo }: SuspectFacts
): void {
  const { check, rows } = each;
  const own = fields.filter(
    ({ header, of }) => !optional.includes(header) || rows.some(row => of(row) !== "")
  );
  const sheet = newSheet(
    workbook,
    check.title,
    own.map(({ width }) => width),
    demo
  );
  asTitle(spread(sheet, `${check.title}　${unit.name}　${amountOf(each)}${badge(demo)}`, own.length), 14);
  addNote(sheet, `${check.level}　依据：${check.clause}　数据截至 ${day}`, own.length);
  addNote(sheet, `怎么办：${check.advice}`, own.length);
  const head = addHead(
    sheet,
    own.map(({ header }) => header)
  );
  for (const row of rows)
    addCells(
      sheet,
      own.map(({ of }) => of(row))
    );
  sheet.views = [{ state: "frozen", xSplit: 1, ySplit: head }];
  sheet.autoFilter = {
    from: { row: head, column: 1 },
    to: { row: Math.max(sheet.rowCount, head), column: own.length }
  };
  sheet.pageSetup.printTitlesRow = `${head}:${head}`;
}
