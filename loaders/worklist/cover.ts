import { addNote, asTitle, spread } from "../ledger/look.ts";
import { workbookBytes } from "../office/workbook.ts";
import {
  addCells,
  addHead,
  amountOf,
  type BookFacts,
  badge,
  newSheet,
  periodText,
  unitName
} from "./book.ts";
import type { UnitList, Worklist } from "./worklist.ts";

/** The cover of a county's workbooks: a line for each place, a column for each matter, and the rules. */
export function coverBook(
  worklist: Worklist,
  lists: readonly UnitList[],
  { rules, profile, demo }: BookFacts
): Promise<Uint8Array> {
  const { matters, month, day } = worklist;
  const { county } = lists[0]!.unit;
  return workbookBytes(workbook => {
    workbook.created = new Date(`${day}T00:00:00Z`);
    workbook.modified = workbook.created;
    const width = matters.length + 2;
    const sheet = newSheet(workbook, "目录", [16, ...matters.map(() => 11), 40], demo);
    asTitle(spread(sheet, `督办清单目录　${county.name}（${month}）${badge(demo)}`, width), 16);
    addNote(sheet, `数据截至 ${day}　所用口径：${profile}　内部资料，不得公开`, width);
    const head = addHead(sheet, [
      "地方",
      ...matters.map(matter => `${matter.sheet}（${matter.unit || "户"}）`),
      "工作簿"
    ]);
    for (const list of lists)
      addCells(sheet, [
        list.unit.name,
        ...matters.map(matter => cellOf(list, matter)),
        unitName(worklist, list)
      ]);
    const totals = matters.map(matter => {
      const counts = lists.map(list => cellOf(list, matter)).filter(cell => typeof cell === "number");
      return counts.length > 0 ? counts.reduce((sum, count) => sum + count, 0) : "—";
    });
    addCells(sheet, ["合计", ...totals, ""]).font = { bold: true };
    sheet.views = [{ state: "frozen", xSplit: 1, ySplit: head }];
    sheet.pageSetup.printTitlesRow = `${head}:${head}`;
    const second = newSheet(workbook, "规则", [24, 12, 60, 56, 40], demo);
    asTitle(spread(second, "各事项的依据", 5), 14);
    addHead(second, ["事项", "期间", "条款", "阈值", "说明"]);
    for (const matter of matters) {
      const { clause, threshold, silent, missing } = rules(matter);
      const remark = [
        silent ? "未规定：所用口径没有这一条，供参照" : "",
        missing.length > 0 ? `没有读到${missing.join("、")}` : ""
      ].filter(Boolean);
      addCells(second, [
        matter.name,
        periodText(worklist, matter),
        clause,
        threshold || "没有数值",
        remark.join("；") || "—"
      ]);
    }
  });

  /** A number, or why there is none. */
  function cellOf(list: UnitList, matter: Worklist["matters"][number]): number | string {
    return list.counts.get(matter.id)!.state
      ? amountOf(list, matter)
      : (list.items.get(matter.id)?.length ?? 0);
  }
}

/** The cover's file name. */
export function coverName({ month }: Worklist, { unit: { county } }: UnitList): string {
  return `督办清单目录_${county.code}${county.name}_${month}.xlsx`;
}
