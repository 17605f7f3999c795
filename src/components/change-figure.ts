import {
  type ChangeRow,
  type Changes,
  changeItems,
  changeTable,
  changeTitle,
  changeWord
} from "../lib/changes.js";
import type { Context } from "../lib/context.js";
import { count, periodWord } from "../lib/format.js";
import { stateWords } from "../lib/state.js";
import { figure } from "./figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** 本期变化: who came, left, rose and fell in the month in hand and in its quarter, by region. */
export function changeFigure(site: Site, { region, period }: Context, changes: Changes): HTMLElement {
  const data = changeTable(changes, site.regions, region, period);
  const columns: TableColumn<ChangeRow>[] = [
    { key: "name", label: data.word || "地区", value: row => row.region.name },
    ...(["month", "quarter"] as const).flatMap(kind =>
      changeItems.map(
        (item): TableColumn<ChangeRow> => ({
          key: `${kind}-${item}`,
          group: periodWord(kind === "month" ? period : data.quarter),
          label: changeWord(item),
          value: row => row[kind][item],
          text: row => count(row[kind][item]!),
          state: row => (row[kind][item] === null ? stateWords.missing : null),
          cell: row => (row[kind][item] === null ? stateMark("missing") : null)
        })
      )
    )
  ];
  const spec = { caption: "本期变化", columns, rows: data.rows, total: data.whole };
  return figure<ChangeRow>(site, {
    id: "changes",
    title: changeTitle(data, period),
    unit: `本期变化 ・ 户（不随户、人切换） ・ ${period} 比上月末，${data.quarter} 比上季末 ・ 升降级按官方级别`,
    picture: () => table({ ...spec, sortable: false }),
    note: "户编号在变动报告（npm run changes）里，网站上没有；异动的指标也列在那里。季度的与三色预警页（K17）一致。",
    table: spec,
    about: [{ indicator: "K17" }, { indicator: "K03" }]
  });
}
