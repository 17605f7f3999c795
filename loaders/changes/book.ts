import type ExcelJS from "exceljs";
import { addNote, asTitle, spread } from "../ledger/look.ts";
import { workbookBytes } from "../office/workbook.ts";
import { addCells, addHead, badge, newSheet } from "../worklist/book.ts";
import { type ChangeReport, countNames, type Figure, type Move } from "./changes.ts";

/** One sheet of households: which kinds of movement, and what is said of them. */
const lists: readonly { readonly name: string; readonly kinds: readonly string[]; readonly note: string }[] =
  [
    { name: "纳入", kinds: ["纳入"], note: "期初不在册、期末在册的户。" },
    {
      name: "退出",
      kinds: ["退出"],
      note: "期初在册、期末不在册的户：风险消除，或死亡、迁出、取消资格等其他退出。"
    },
    { name: "升级", kinds: ["升级"], note: "两端都在册，官方预警级别变重的户；待核定不比高低。" },
    { name: "降级", kinds: ["降级"], note: "两端都在册，官方预警级别变轻的户；待核定不比高低。" },
    {
      name: "追溯与变更",
      kinds: ["追溯补入", "追溯退出", "区划变更", "期内进出"],
      note: "期末的导出改了期初的情况（追溯）、改了区划，或期内纳入又退出的户。"
    }
  ];

/** The workbook of one span. The same report gives the same bytes. */
export function changeBook(report: ChangeReport, profile: string, demo: boolean): Promise<Uint8Array> {
  return workbookBytes(workbook => {
    workbook.created = new Date(`${report.day}T00:00:00Z`);
    workbook.modified = workbook.created;
    addRegions(workbook, report, profile, demo);
    for (const { name, kinds, note } of lists)
      addMoves(
        workbook,
        report,
        { name, note, moves: report.moves.filter(move => kinds.includes(move.kind)) },
        demo
      );
    addUnusual(workbook, report, demo);
    addJudged(workbook, report, demo);
  });
}

/** A report's file name. */
export function changeName({ region, span }: ChangeReport): string {
  return `变动报告_${region.code}${region.name}_${span.since}至${span.period}.xlsx`;
}

function addRegions(
  workbook: ExcelJS.Workbook,
  { regions, span, day, region, known }: ChangeReport,
  profile: string,
  demo: boolean
): void {
  const width = countNames.length + 2;
  const sheet = newSheet(workbook, "按区划", [15, 14, ...countNames.map(() => 9)], demo);
  asTitle(
    spread(sheet, `变动报告　${region.name}　${span.since} 至 ${span.period}${badge(demo)}`, width),
    16
  );
  addNote(sheet, `数据截至 ${day}　所用口径：${profile}　单位：户　内部资料，不得公开`, width);
  if (!known.register) addNote(sheet, lacking("监测对象信息"), width);
  if (!known.levels) addNote(sheet, lacking("分类预警确认表"), width);
  const head = addHead(sheet, ["区划代码", "区划", ...countNames]);
  const unknown = (name: string): boolean =>
    !known.register || (!known.levels && (name === "升级" || name === "降级"));
  for (const { code, name, counts } of regions)
    addCells(sheet, [code, name, ...countNames.map(item => (unknown(item) ? "缺数据" : counts.get(item)!))]);
  const notes = [
    "期初在册＋纳入－风险消除－其他退出＋追溯补入－追溯退出＋迁入－迁出＝期末在册；两端的在册数与网站同期一致。",
    "两端取各自那一期的导出。纳入、退出、升级、降级按期末的导出看，季度的与“三色预警”页一致。",
    "迁入、迁出是区划改了的户，在同一区划之内的不算。期内进出的户两端都不在册，不进等式。"
  ];
  notes.forEach((note, i) => void addNote(sheet, `注${i + 1}：${note}`, width));
  finish(sheet, head, 2, width, regions.length);
}

function addMoves(
  workbook: ExcelJS.Workbook,
  { span, region, known }: ChangeReport,
  { name, note, moves }: { readonly name: string; readonly note: string; readonly moves: readonly Move[] },
  demo: boolean
): void {
  const headers = ["户编号", "变动", "县区", "乡镇", "村", "监测对象类别", "期初级别", "期末级别", "事实"];
  const sheet = newSheet(workbook, name, [18, 10, 14, 14, 14, 14, 10, 10, 48], demo);
  const width = headers.length;
  asTitle(
    spread(
      sheet,
      `${name}　${region.name}　${span.since} 至 ${span.period}　${moves.length} 户${badge(demo)}`,
      width
    ),
    14
  );
  addNote(sheet, note, width);
  const isLevel = name === "升级" || name === "降级";
  if (!known.register || (isLevel && !known.levels))
    addNote(sheet, lacking(known.register ? "分类预警确认表" : "监测对象信息"), width);
  else if (moves.length === 0) addNote(sheet, "没有。", width);
  const head = addHead(sheet, headers);
  for (const { household, kind, county, town, village, category, opening, closing, fact } of moves)
    addCells(sheet, [
      ...[household, kind, county || "待对照", town || "待对照", village || "待对照"],
      ...[category || "—", opening || "—", closing || "—", fact]
    ]);
  finish(sheet, head, 1, width, moves.length);
}

function addUnusual(
  workbook: ExcelJS.Workbook,
  { unusual, span, limits }: ChangeReport,
  demo: boolean
): void {
  const headers = [
    ...["区划", "指标", "名称", "分项", "计量", "上期", "本期", "变化"],
    ...["以往变化的中位数", "绝对中位差", "比较的期数"]
  ];
  const width = headers.length;
  const sheet = newSheet(workbook, "异动", [14, 8, 24, 36, 8, 12, 12, 12, 12, 12, 10], demo);
  asTitle(
    spread(sheet, `变化大于以往的数　${span.period} 比上一期　${unusual.length} 个${badge(demo)}`, width),
    14
  );
  addNote(
    sheet,
    `平台设置，非政策阈值：与此前最多 ${limits.get("change_history")} 期的变化相比，偏离中位数超过绝对中位差的 ${limits.get("change_mad_times")} 倍，且折合不少于 ${limits.get("change_min_count")} 个单位。只说变化与以往不同，不说好坏，也不说原因：先核对数据。`,
    width
  );
  const head = addHead(sheet, headers);
  for (const figure of unusual) putFigure(sheet, figure);
  if (unusual.length === 0) addNote(sheet, "没有。", width);
  finish(sheet, head, 1, width, unusual.length);
}

function putFigure(sheet: ExcelJS.Worksheet, figure: Figure): void {
  const {
    region,
    indicator,
    name,
    breakdown,
    basis,
    before,
    value,
    change,
    middle,
    spread: mad,
    history
  } = figure;
  const texts = [region, indicator, name, breakdown || "总计", basis];
  const row = addCells(sheet, [...texts, before, value, change, middle, mad, history]);
  for (let i = 1; i <= 5; i += 1) row.getCell(texts.length + i).numFmt = figure.isRate ? "0.0%" : "#,##0.##";
}

function addJudged(workbook: ExcelJS.Workbook, { judged, limits }: ChangeReport, demo: boolean): void {
  const headers = ["指标", "名称", "比较的数", "平常", "异动", "数太小", "历史不足"];
  const sheet = newSheet(workbook, "比较范围", [10, 36, 12, 12, 12, 12, 12], demo);
  asTitle(spread(sheet, `比较了哪些数${badge(demo)}`, headers.length), 14);
  addNote(
    sheet,
    `历史不足：此前连续有数的变化不到 ${limits.get("change_min_history")} 期，不判断。数太小：偏离折合不到 ${limits.get("change_min_count")} 个单位。没有上一期或缺数据的不在内。`,
    headers.length
  );
  const head = addHead(sheet, headers);
  for (const { indicator, name, figures, usual, unusual, small, short } of judged)
    addCells(sheet, [indicator, name, figures, usual, unusual, small, short]);
  finish(sheet, head, 1, headers.length, judged.length);
}

function lacking(table: string): string {
  return `缺数据，不是没有：没有读到“${table}”；放进导出文件夹后再运行一次。`;
}

/** Freezes the head, filters the rows under it, and repeats it on paper. */
function finish(sheet: ExcelJS.Worksheet, head: number, columns: number, width: number, rows: number): void {
  sheet.views = [{ state: "frozen", xSplit: columns, ySplit: head }];
  sheet.autoFilter = { from: { row: head, column: 1 }, to: { row: head + rows, column: width } };
  sheet.pageSetup.printTitlesRow = `${head}:${head}`;
}
