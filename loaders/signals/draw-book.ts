import { addNote, asTitle, spread } from "../ledger/look.ts";
import { workbookBytes } from "../office/workbook.ts";
import { addCells, addHead, badge, newSheet } from "../worklist/book.ts";
import type { Drawn } from "./sample.ts";

/** A place by its code and name. */
export interface Place {
  readonly code: string;
  readonly name: string;
}

/** What a county's workbook says besides the draw. */
export interface DrawFacts {
  readonly county: Place;
  readonly day: string;
  readonly demo: boolean;
  /** The town a stratum stands for, by its code. */
  readonly town: (code: string) => Place;
  /** The village of a household; "" where it is not known. */
  readonly village: (household: string) => Place;
}

/** The workbook of one county: how it was drawn, the strata, and the households in the order drawn. The same draw gives the same bytes. */
export function drawBook(drawn: Drawn, strata: Drawn["strata"], facts: DrawFacts): Promise<Uint8Array> {
  const { county, day, demo } = facts;
  return workbookBytes(workbook => {
    workbook.created = new Date(`${day}T00:00:00Z`);
    workbook.modified = workbook.created;
    const title = (sheet: ReturnType<typeof newSheet>, what: string, width: number): void =>
      asTitle(spread(sheet, `${what}　${county.name}（${drawn.quarter}）${badge(demo)}`, width), 16);

    const about = newSheet(workbook, "说明", [22, 90], demo);
    title(about, "调研抽样", 2);
    for (const [name, text] of aboutOf(drawn, day)) addCells(about, [name, text]);
    notes.forEach((note, i) => void addNote(about, `注${i + 1}：${note}`, 2));

    const parts = newSheet(workbook, "分层", [14, 18, 12, 12, 12], demo);
    title(parts, "各层", 5);
    addHead(parts, ["代码", "乡镇", "在册户数", "抽取户数", "备选户数"]);
    for (const { stratum, population, drawn: own, reserve } of strata)
      addCells(parts, [stratum, facts.town(stratum).name, population, own.length, reserve.length]);

    const list = newSheet(workbook, "名单", [8, 14, 16, 15, 16, 20, 10, 14, 14, 24], demo);
    title(list, "名单", 10);
    const head = addHead(list, [
      ...["次序", "乡镇代码", "乡镇", "村代码", "村", "户编号", "抽取"],
      ...["调研日期", "发现问题数", "备注"]
    ]);
    for (const { stratum, drawn: own, reserve } of strata) {
      const town = facts.town(stratum);
      [...own, ...reserve].forEach((household, at) => {
        const village = facts.village(household);
        const kind = at < own.length ? "抽中" : `备选 ${at - own.length + 1}`;
        addCells(list, [
          at + 1,
          town.code,
          town.name,
          village.code,
          village.name,
          household,
          kind,
          "",
          "",
          ""
        ]);
      });
    }
    list.views = [{ state: "frozen", xSplit: 0, ySplit: head }];
    list.pageSetup.printTitlesRow = `${head}:${head}`;
  });
}

/** The workbook's file name. */
export function drawName({ quarter }: Drawn, { code, name }: Place): string {
  return `调研抽样_${code}${name}_${quarter}.xlsx`;
}

function aboutOf(drawn: Drawn, day: string): [string, string][] {
  const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;
  return [
    ["抽样框", `数据截至 ${day} 的全部在册户，共 ${drawn.households} 户；本册只列本县的`],
    [
      "抽取",
      `全域 ${drawn.total} 户，占 ${percent(drawn.share)}（${drawn.source}），按乡镇分层，与户数成比例`
    ],
    [
      "误差",
      drawn.margin === null ? "—" : `全域比例的误差约 ±${percent(drawn.margin)}（按一半计、95% 置信）`
    ],
    ["随机种子", String(drawn.seed)],
    ["抽样框摘要", `SHA-256 ${drawn.digest}`]
  ];
}

const notes = [
  "同样的抽样框、种子和户数，任何时候抽出同样的户；请把本册随记录存档，不得另行挑选。",
  "抽中的户找不到，按备选的次序替换，并写明原因；不能当场另找。",
  "只有户编号，没有姓名、证号、电话；凭户编号到原系统查人。",
  "抽查没有发现问题，不等于没有问题：至多有多少，见网站。"
];
