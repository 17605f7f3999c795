import type ExcelJS from "exceljs";
import type { LedgerCheck } from "./checks.ts";
import { addNote, asFrame, asHead, asTitle, spread } from "./look.ts";

/** A column of the sheet: what it says of a file, and what to do about it. */
const columns: readonly {
  readonly key: keyof LedgerCheck;
  readonly header: string;
  readonly width: number;
}[] = [
  { key: "file", header: "文件", width: 36 },
  { key: "day", header: "台账日期", width: 12 },
  { key: "read", header: "读入行", width: 9 },
  { key: "accepted", header: "接收行", width: 9 },
  { key: "refused", header: "拒收行", width: 9 },
  { key: "blank", header: "空行", width: 9 },
  { key: "placeholder", header: "其中占位行", width: 9 },
  { key: "rows", header: "本地行", width: 9 },
  { key: "repeated", header: "重复人（行）", width: 9 },
  { key: "badId", header: "证号不合规行", width: 9 },
  { key: "noSection", header: "无分节标题行", width: 9 },
  { key: "households", header: "户", width: 9 },
  { key: "tickDisagrees", header: "户级√不一致户", width: 9 },
  { key: "noContactName", header: "缺联系人姓名户", width: 9 },
  { key: "noContactUnit", header: "缺联系人单位户", width: 9 },
  { key: "lacking", header: "缺列", width: 36 }
];

const notes = [
  "读入行、接收行、拒收行、空行、占位行是整份文件的：读入行＝接收行＋拒收行＋空行；占位行是没有填写的模板行，已剔除。其余各列只数本表所列地方的行。",
  "重复人：同一人在同一部分多列的行，只计一次。证号不合规行：位数或校验位不对、或用 999999 顶替，人照计。无分节标题行：上方没有分节标题，不知属于哪一部分，未计入汇总表。",
  "户级√不一致户：“（户）”列只在户内部分行打“√”，已按享受计一户。缺联系人姓名户、缺联系人单位户：户内各行都没有填。",
  "逐行的位置见 npm run check 写出的 rejects.csv。"
];

/** Adds the sheet of quality checks: one line a file. */
export function addChecks(workbook: ExcelJS.Workbook, checks: readonly LedgerCheck[]): void {
  const sheet = workbook.addWorksheet("检查");
  columns.forEach(({ width }, i) => {
    sheet.getColumn(i + 1).width = width;
  });
  asTitle(spread(sheet, "台账检查", columns.length), 16);
  const head = sheet.addRow(columns.map(({ header }) => header));
  head.height = 34;
  columns.forEach((_, i) => void asHead(head.getCell(i + 1)));
  for (const check of checks) {
    const row = sheet.addRow(columns.map(({ key }) => check[key]));
    columns.forEach((_, i) => void asFrame(row.getCell(i + 1)));
  }
  notes.forEach((note, i) => void addNote(sheet, `注${i + 1}：${note}`, columns.length));
  sheet.views = [{ state: "frozen", xSplit: 1, ySplit: 2 }];
  sheet.pageSetup = {
    paperSize: 9,
    orientation: "landscape",
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0
  };
}
