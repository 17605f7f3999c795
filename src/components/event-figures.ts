import {
  alikeText,
  type EventRow,
  type Exposure,
  type ExposureItem,
  type ExposureRow,
  eventTitle,
  eventWindow,
  exposureMeasure,
  exposureTitle
} from "../lib/events.js";
import { count, inPercent, share } from "../lib/format.js";
import type { Reader } from "../lib/reader.js";
import type { PlatformNumbers } from "../lib/site.js";
import { stateWords } from "../lib/state.js";
import { barAxis } from "./bars.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { certaintyMark } from "./policy-mark.js";
import type { Site } from "./site.js";
import { spanAxis, spanBar } from "./span-bar.js";
import { stackBar } from "./stack-bar.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** Events of two years as spans of days; the one in hand is chosen by its name. */
export function timeline(
  site: Site,
  reader: Reader,
  rows: readonly EventRow[],
  chosen: string,
  choose: (id: string) => void
): HTMLElement {
  const title = eventTitle(rows, reader.region, site.regions.root);
  const window = eventWindow(reader);
  const name: TableColumn<EventRow> = {
    key: "name",
    label: "事件",
    value: ({ event, kind }) => `${kind} ${event.id}`
  };
  const start: TableColumn<EventRow> = { key: "start", label: "开始", value: ({ event }) => event.start };
  const end: TableColumn<EventRow> = {
    key: "end",
    label: "结束",
    value: ({ event }) => event.end ?? "未填结束日"
  };
  const severity: TableColumn<EventRow> = {
    key: "severity",
    label: "等级",
    value: ({ event }) => event.severity || "未填"
  };
  const dept: TableColumn<EventRow> = {
    key: "dept",
    label: "来源部门",
    value: ({ event }) => event.dept || "未填"
  };
  const where: TableColumn<EventRow> = {
    key: "where",
    label: "影响范围",
    value: row => row.where,
    cell: row =>
      row.touches ? row.where : h("span", { class: "note" }, `${row.where}（不涉及${reader.region.name}）`)
  };
  const days: TableColumn<EventRow> = {
    key: "days",
    label: "天数",
    value: row => row.days,
    text: row => (row.days === null ? "" : count(row.days)),
    state: row => (row.days === null ? stateWords.missing : null),
    cell: row => (row.days === null ? stateMark("missing") : null)
  };
  const selection = {
    rowKey: ({ event }: EventRow) => event.id,
    selected: chosen,
    onSelect: ({ event }: EventRow) => choose(event.id)
  };
  return figure<EventRow>(site, {
    id: "events",
    title,
    unit: `灾害与风险事件 ・ 起，${window.from} 至 ${window.to} ・ 条长为起止日，同一横轴；等级为报送部门的等级，不换算`,
    picture: width => {
      if (rows.length === 0) return h("p", {}, `${window.from} 至 ${window.to} 没有报送的事件。`);
      const room = Math.max(110, Math.min(640, width - (width < 900 ? 190 : 880)));
      const span: TableColumn<EventRow> = {
        key: "span",
        label: "起止",
        picture: true,
        head: () => spanAxis(window, room),
        value: () => null,
        cell: ({ event, touches }) =>
          spanBar(event, window, room, event.id === chosen ? "accent" : touches ? "ink" : "context")
      };
      return h(
        "div",
        { class: "timeline" },
        table<EventRow>({
          caption: title,
          sortable: false,
          columns: width < 900 ? [name, span] : [name, span, start, severity, dept, where],
          rows,
          ...selection
        })
      );
    },
    note: "绿条为所选事件，点事件名称换一起；灰条不涉及本地。事件可以重叠，一户可在几起事件的范围内。",
    level: 3,
    table: {
      caption: title,
      columns: [name, start, end, days, severity, dept, where],
      rows,
      rowKey: ({ event }) => event.id,
      selected: chosen
    },
    about: [{ indicator: "K40" }]
  });
}

/** K40 of the event in hand over the regions in its range. */
export function exposed(
  site: Site,
  reader: Reader,
  row: EventRow | undefined,
  id: string | undefined,
  data: Exposure | null,
  /** For how many months after its start those entering are counted. */
  months: PlatformNumbers[string] | undefined
): HTMLElement {
  const kind = row?.kind ?? (id ? `事件 ${id} ` : "事件");
  const none = "没有事件，没有暴露可看";
  const title = data && id ? exposureTitle(kind, reader.region, data.own) : none;
  const number = (item: ExposureItem, unit: string, strong = false): TableColumn<ExposureRow> => ({
    key: item,
    label: `${item.replace(/[户人]$/, "")} ${unit}`,
    unit,
    strong,
    value: ({ cells }) => cells[item]?.numerator ?? null,
    text: ({ cells, states }) => (states[item] ? "" : count(cells[item]!.numerator!)),
    state: ({ states }) => (states[item] ? stateWords[states[item]] : null),
    cell: ({ states }) => (states[item] ? stateMark(states[item]) : null)
  });
  const alikeShare: TableColumn<ExposureRow> = {
    key: "alike-share",
    label: "占范围内 %",
    value: ({ cells }) => inPercent(cells.同类风险集中度?.value),
    text: ({ cells }) => (cells.同类风险集中度?.value == null ? "" : share(cells.同类风险集中度.value)),
    state: ({ states }) => (states.同类风险集中度 ? stateWords[states.同类风险集中度] : null),
    cell: ({ states }) => (states.同类风险集中度 ? stateMark(states.同类风险集中度) : null)
  };
  const columns: TableColumn<ExposureRow>[] = [
    { key: "name", label: data?.word ?? "区域", value: ({ region }) => region.name },
    number("范围内户", "户", true),
    number("范围内人", "人"),
    number("受损户", "户"),
    number("新增纳入户", "户"),
    ...(data?.hasAlike ? [{ ...number("同类风险集中度", "户"), label: "有同类风险 户" }, alikeShare] : [])
  ];
  const lists = { rows: data?.rows ?? [], ...(data?.total ? { total: data.total } : {}) };
  const max = Math.max(1, ...lists.rows.map(({ cells }) => cells.范围内户?.numerator ?? 0));
  const span = row ? `${row.event.start} 至 ${row.event.end ?? "未填结束日"}` : "";
  const selection = { rowKey: ({ region }: ExposureRow) => region.code, selected: site.context.value.region };
  return figure<ExposureRow>(site, {
    id: "exposure",
    title,
    unit: [
      "规模性返贫风险暴露 K40",
      id ? `事件 ${id} ${span}` : "",
      `在册按快照日 ${site.meta.asOf}，计量见列名（不随户、人切换）`
    ]
      .filter(Boolean)
      .join(" ・ "),
    picture: width => {
      if (!data?.total)
        return h(
          "p",
          {},
          id
            ? `${reader.region.name}不在所选事件的影响范围内，可在右上换一起事件。`
            : "这段时间没有事件，没有暴露可看。"
        );
      const room = Math.max(0, Math.min(420, width - 760));
      const bars: TableColumn<ExposureRow>[] =
        room < 120
          ? []
          : [
              {
                key: "picture",
                label: "范围内户",
                picture: true,
                head: () => barAxis(max, "户", room),
                value: () => null,
                cell: each =>
                  each === data.total
                    ? h("span", { class: "note" }, data.hasAlike ? `绿色为有同类风险 ${alikeText(each)}` : "")
                    : stackBar(parts(each), max, room)
              }
            ];
      return table<ExposureRow>({
        caption: title,
        sortable: false,
        columns: [...columns, ...bars],
        ...lists,
        ...selection
      });
    },
    note: [
      "位置重合不表示因果；规模性返贫没有数值标准，只显示暴露与变化。受损户含脱贫户，不都在册。新增纳入户取事件开始后",
      months ? ` ${months.value} 个${months.unit}` : "几个月",
      "内识别的户，月数为",
      certaintyMark("platform"),
      data?.hasAlike ? "；同类风险是在册户中有与事件对应的风险者，对应关系为" : "",
      data?.hasAlike ? certaintyMark("platform") : "",
      "，都非政策阈值。各起事件的户可以重复，不能相加。"
    ],
    level: 3,
    table: { caption: title, columns, ...lists, ...selection },
    about: [
      {
        indicator: "K40",
        ...(id && data?.total
          ? {
              key: reader.key(exposureMeasure(id, "范围内户"), {
                region: data.total.region.code,
                period: id
              })
            }
          : {})
      }
    ]
  });
}

function parts({ cells }: ExposureRow): { value: number; look: "accent" | "context" }[] {
  const all = cells.范围内户?.numerator ?? 0;
  const alike = cells.同类风险集中度?.numerator ?? 0;
  return [
    { value: alike, look: "accent" },
    { value: all - alike, look: "context" }
  ];
}
