import {
  type EventRow,
  type Exposure,
  type ExposureItem,
  type ExposureRow,
  eventRows,
  eventTitle,
  exposure,
  exposureMeasure,
  exposureTitle
} from "../../events.js";
import { count } from "../../format.js";
import { hazardsTitle } from "../../hazards.js";
import { readerFor } from "../../reader.js";
import {
  type PointRow,
  type PointTable,
  pointMeasure,
  pointMonths,
  pointMonthTitle,
  pointsByRegion,
  pointTitle
} from "../../risk-points.js";
import type { HazardEvent } from "../../site.js";
import { stateWords } from "../../state.js";
import {
  type ChartFigure,
  categoryName,
  type Grid,
  type GridColumn,
  grid,
  lackingOf,
  type Section,
  stopped,
  type View
} from "../content.js";
import { ramp } from "../look.js";

const indicators = ["K40", "K42"];

/** 灾害与风险点: events and who stands in their range, and whether risk points are dealt with. */
export function hazard(view: View): Section {
  const { source, context, reader } = view;
  const rows = eventRows(source.json<readonly HazardEvent[]>("events.json"), reader, source.regions);
  const row = rows[0];
  const own = row ? exposure(reader, row.event.id) : null;
  const place = readerFor(source, context, "K42");
  const points = pointsByRegion(place);
  const months = place.periods();
  const title = hazardsTitle({
    rows,
    row,
    exposure: own,
    points: points.own.all,
    isRead: source.catalogue.get("K40")?.lacking.length === 0,
    reader
  });
  const chart = pointChart(points, months);
  const events = eventGrid(view, rows);
  const pointTable = pointGrid(points, months);
  return {
    id: "hazard",
    name: "灾害与风险点",
    paragraphs: [
      title,
      source.catalogue.get("K40")?.lacking.length === 0
        ? eventTitle(rows, reader.region, source.regions.root)
        : "",
      row && own ? exposureTitle(row.kind, reader.region, own.own) : "",
      pointTitle(points.own.all, months.length),
      pointMonthTitle(pointMonths(place)),
      "位置重合不表示因果；规模性返贫没有数值标准，只显示暴露与变化"
    ]
      .filter(Boolean)
      .map(stopped),
    lacking: lackingOf(view, indicators),
    figures: [
      ...(rows.length > 0 ? [events] : []),
      ...(row && own?.total ? [exposureGrid(view, row, own)] : []),
      ...(chart ? [chart] : []),
      pointTable
    ],
    slides: [
      {
        title,
        figures: [chart ?? pointTable, ...(rows.length > 0 ? [brief(view, rows)] : [])],
        bigs: [],
        lines: [
          row && own ? exposureTitle(row.kind, reader.region, own.own) : "",
          "位置重合不表示因果"
        ].filter(Boolean),
        unit: `风险暴露 K40、风险点 K42，近 ${months.length} 个月至 ${context.period}`
      }
    ],
    evidence: [
      ...(row
        ? (["范围内户", "范围内人", "受损户"] as const).map(item => ({
            name: `${row.kind}${item}`,
            key: reader.key(exposureMeasure(row.event.id, item), { period: row.event.id })
          }))
        : []),
      { name: `${context.period} 风险点防范`, key: place.key(pointMeasure("防范率")) },
      { name: `${context.period} 风险点销号`, key: place.key(pointMeasure("销号率")) }
    ],
    indicators
  };
}

function eventColumns({ region }: View): GridColumn<EventRow>[] {
  return [
    { key: "kind", label: "事件", value: ({ kind }) => kind },
    { key: "start", label: "开始", value: ({ event }) => event.start },
    { key: "end", label: "结束", value: ({ event }) => event.end ?? "未填结束日" },
    { key: "severity", label: "等级", value: ({ event }) => event.severity || "未填" },
    { key: "dept", label: "来源部门", value: ({ event }) => event.dept || "未填" },
    {
      key: "where",
      label: "影响范围",
      value: row => (row.touches ? row.where : `${row.where}（不涉及${region.name}）`)
    }
  ];
}

function eventGrid(view: View, rows: readonly EventRow[]): Grid {
  return grid(
    {
      title: eventTitle(rows, view.reader.region, view.source.regions.root),
      unit: "灾害与风险事件，起；等级为报送部门的等级，不换算",
      note: ""
    },
    eventColumns(view),
    rows
  );
}

/** The latest events in few columns, for a slide. */
function brief(view: View, rows: readonly EventRow[]): Grid {
  const columns = eventColumns(view).filter(({ key }) => ["kind", "start"].includes(key));
  return grid({ title: "近 24 个月的事件", unit: "" }, columns, rows.slice(0, 5));
}

function exposureGrid({ source }: View, { kind, event }: EventRow, data: Exposure): Grid {
  const number = (item: ExposureItem, unit: string): GridColumn<ExposureRow> => ({
    key: item,
    label: `${item.replace(/[户人]$/, "")} ${unit}`,
    isNumber: true,
    value: ({ cells }) => cells[item]?.numerator ?? null,
    text: ({ cells }) => count(cells[item]!.numerator!),
    state: ({ states, cells }) =>
      states[item] || cells[item]?.numerator == null ? stateWords[states[item] ?? "missing"] : null
  });
  return grid<ExposureRow>(
    {
      title: exposureTitle(kind, data.total!.region, data.total),
      unit: `规模性返贫风险暴露 K40，事件 ${event.id}，${event.start} 至 ${event.end ?? "未填结束日"}，在册按快照日 ${source.meta.asOf}`,
      note: "受损户含脱贫户，不都在册。各起事件的户可以重复，不能相加。"
    },
    [
      { key: "name", label: data.word, value: ({ region }) => region.name },
      number("范围内户", "户"),
      number("范围内人", "人"),
      number("受损户", "户"),
      number("新增纳入户", "户")
    ],
    data.rows,
    data.total
  );
}

function pointChart({ rows, total, word }: PointTable, months: readonly string[]): ChartFigure | null {
  const shown = rows.length > 0 ? rows : [total];
  if (shown.every(({ all }) => all === null)) return null;
  const title = pointTitle(total.all, months.length);
  return {
    kind: "chart",
    title,
    unit: `风险点 K42，个，${months[0]} 至 ${months.at(-1)} 发现，按区划代码排列`,
    alt: `柱形图：各${word}，${shown
      .map(({ name, all }) =>
        all
          ? `${name} 发现 ${all.found}、已定措施 ${all.guarded}、已销号 ${all.closed}`
          : `${name} ${stateWords.missing}`
      )
      .join("；")}`,
    chart: {
      kind: "columns",
      categories: shown.map(({ name, all }) => categoryName(name, all !== null)),
      series: (["found", "guarded", "closed"] as const).map((key, at) => ({
        name: ["发现", "已定措施", "已销号"][at]!,
        values: shown.map(({ all }) => all?.[key] ?? null),
        look: ramp[[1, 3, 5][at]!]!
      })),
      format: "#,##0",
      range: [0, null]
    }
  };
}

function pointGrid({ rows, total, word }: PointTable, months: readonly string[]): Grid {
  const number = (key: "found" | "guarded" | "closed", label: string): GridColumn<PointRow> => ({
    key,
    label,
    isNumber: true,
    value: ({ all }) => all?.[key] ?? null,
    text: ({ all }) => count(all![key]),
    state: ({ all }) => (all === null ? stateWords.missing : null)
  });
  return grid<PointRow>(
    {
      title: pointTitle(total.all, months.length),
      unit: `风险点 K42，个，${months[0]} 至 ${months.at(-1)} 发现，按区划代码排列，不排名`
    },
    [
      { key: "name", label: word, value: ({ name }) => name },
      number("found", "发现"),
      number("guarded", "已定措施"),
      number("closed", "已销号")
    ],
    rows,
    total
  );
}
