import {
  type Bulletin,
  type BulletinItem,
  type BulletinRow,
  bulletinNote,
  itemWord,
  readBulletin
} from "../lib/bulletin.js";
import type { Context } from "../lib/context.js";
import { count } from "../lib/format.js";
import { bulletinTitle } from "../lib/sentence.js";
import { stateWords } from "../lib/state.js";
import { type FigureSpec, figure } from "./figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

const narrowItems: readonly BulletinItem[] = ["累计", "已消除", "未消除", "本年新增"];

/** The bulletin B01: categories by item, households and persons side by side. */
export function bulletin(site: Site, context: Context): HTMLElement {
  const level = site.regions.get(context.region)!.level;
  const data = readBulletin(site.dataset, context, level === "town" || level === "village");
  const { basis } = context;
  const key = { region: context.region, period: context.period, basis };
  const spec: FigureSpec<BulletinRow> = {
    id: "bulletin",
    title: bulletinTitle({
      basis,
      total: data.total.counts.累计[basis],
      cleared: data.total.counts.已消除[basis],
      byHousehold: data.rates.户?.value ?? null,
      byPerson: data.rates.人?.value ?? null
    }),
    unit: `通报表 B01 ・ ${context.period} 月末`,
    unitAt: "note",
    picture: width => (width < 560 ? narrow(data, basis) : wide(data)),
    note: bulletinNote(data),
    table: { caption: "监测帮扶通报表", columns: allColumns(data), rows: data.rows, total: data.total },
    about: [
      { indicator: "B01", key: { ...key, breakdown: "监测对象类别=合计;统计项=累计" } },
      { indicator: "K33" }
    ]
  };
  return figure(site, spec);
}

function wide(data: Bulletin): HTMLElement {
  return table({
    caption: "监测帮扶通报表",
    sortable: false,
    columns: allColumns(data),
    rows: data.rows,
    total: data.total
  });
}

/** One basis at a time for a phone; the items left out stand in 表 and in the note. */
function narrow(data: Bulletin, basis: "户" | "人"): HTMLElement {
  return table({
    caption: `监测帮扶通报表，按${basis}`,
    sortable: false,
    columns: [
      { key: "category", label: `类别 ・ ${basis}`, value: row => row.category },
      ...narrowItems.map(item => countColumn(item, basis, item))
    ],
    rows: data.rows,
    total: data.total
  });
}

function allColumns(data: Bulletin): TableColumn<BulletinRow>[] {
  return [
    { key: "category", label: "类别", value: row => row.category },
    ...data.items.flatMap(item =>
      (["户", "人"] as const).map(basis => ({
        ...countColumn(item, basis, basis),
        group: itemWord(item)
      }))
    )
  ];
}

function countColumn(item: BulletinItem, basis: "户" | "人", label: string): TableColumn<BulletinRow> {
  const value = (row: BulletinRow) => row.counts[item][basis];
  return {
    key: `${item}-${basis}`,
    label,
    value,
    text: row => count(value(row) ?? 0),
    state: row => (value(row) === null ? stateWords.missing : null),
    cell: row => (value(row) === null ? stateMark("missing") : null)
  };
}
