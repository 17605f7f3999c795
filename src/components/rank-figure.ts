import { count, share } from "../lib/format.js";
import { draftNote, thresholdOf } from "../lib/rates.js";
import type { Reader } from "../lib/reader.js";
import { contactRank, type RankRow, rankTable, rankTitle } from "../lib/responsibility.js";
import type { Definitions } from "../lib/site.js";
import { isJudged, stateWords } from "../lib/state.js";
import { barAxis } from "./bars.js";
import { judgementColumn, rateColumn } from "./columns.js";
import { figure } from "./figure.js";
import type { Site } from "./site.js";
import { type StackPart, stackBar, stackKey } from "./stack-bar.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** Greys, as none of the three is a warning; 未知 is an outline, neither one nor the other. */
const looks: Readonly<Record<string, StackPart["look"]>> = { 达标: "context", 不达标: "ink", 未知: "hollow" };

/** K21 by region: households by the rank of their contact, 未知 in sight. */
export function rank(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  const data = rankTable(reader);
  const title = rankTitle(reader);
  const least = thresholdOf(definitions, "K21", reader.context.profile, "contact_min_rank");
  const all = [...data.rows, data.whole];
  const judges = all.some(({ cell }) => isJudged(cell));
  const columns: TableColumn<RankRow>[] = [
    { key: "name", label: data.word || "地区", value: row => row.region.name },
    ...data.states.map(
      (state, index): TableColumn<RankRow> => ({
        key: state,
        label: state,
        unit: "户",
        value: row => row.counts[index] ?? null,
        text: row => (row.counts[index] == null ? "" : count(row.counts[index])),
        state: row => (row.counts[index] == null ? stateWords[row.state ?? "missing"] : null),
        cell: row => (row.counts[index] == null ? stateMark(row.state ?? "missing") : null)
      })
    ),
    {
      key: "total",
      label: "在册",
      unit: "户",
      value: row => row.total,
      text: row => (row.total === null ? "—" : count(row.total))
    },
    rateColumn("达标率 %")
  ];
  const judgement: TableColumn<RankRow> = judgementColumn();
  const lists = {
    rows: data.rows,
    total: data.whole,
    rowKey: (row: RankRow) => row.region.code,
    selected: reader.region.code
  };
  return figure<RankRow>(site, {
    id: "contacts",
    level: 3,
    title,
    unit: [
      "挂钩责任人达标率 K21",
      "户（不随户、人切换）",
      `${data.whole.region.name}，${reader.context.period} 月末`,
      least ? `达标指${least.value}` : "",
      "按区划代码排列，不排名；条长为占在册的比例",
      draftNote(
        site.meta,
        reader.context.profile,
        all.map(({ cell }) => cell)
      )
    ]
      .filter(Boolean)
      .join(" ・ "),
    picture: width => {
      const narrow = width < 720;
      const room = Math.max(90, Math.min(620, width - (narrow ? 250 : 500)));
      const picture: TableColumn<RankRow> = {
        key: "picture",
        label: "职级状态",
        picture: true,
        head: () => barAxis(1, "%", room, value => share(value, 0)),
        value: () => null,
        cell: row => (row.total ? stackBar(partsOf(row, data.states), row.total, room) : null)
      };
      const shown = narrow ? columns.filter(({ key }) => key !== "达标" && key !== "total") : columns;
      return table<RankRow>({
        caption: title,
        sortable: false,
        columns: [shown[0]!, picture, ...shown.slice(1), ...(judges && !narrow ? [judgement] : [])],
        ...lists
      });
    },
    legend: stackKey(data.states.map(word => ({ look: looks[word] ?? "context", word }))),
    note: "职级空白为未知，不算达标，也不算不达标；户编码见督办清单。",
    table: { caption: title, columns: [...columns, judgement], ...lists },
    about: [{ indicator: "K21", key: reader.key(contactRank) }]
  });
}

function partsOf(row: RankRow, states: readonly string[]): StackPart[] {
  return states.map((state, index) => ({ value: row.counts[index] ?? 0, look: looks[state] ?? "context" }));
}
