import { inCodeOrder } from "../lib/code-order.js";
import type { Context } from "../lib/context.js";
import {
  type AlertRow,
  type AlertTable,
  alertMeasure,
  alertRegions,
  alertTable,
  alertTitle,
  comparisonDue,
  comparisonGrid,
  comparisonTitle,
  kindTitle,
  matchMeasure,
  matchMonths,
  matchTitle,
  pushTitle,
  regionTitle,
  resultTitle,
  uncheckedText
} from "../lib/departments.js";
import { count, inPercent, share } from "../lib/format.js";
import { profileName } from "../lib/masthead.js";
import { Reader, readerFor } from "../lib/reader.js";
import { levelWord } from "../lib/regions.js";
import type { Definitions, Dictionary } from "../lib/site.js";
import { stateWords, valueState } from "../lib/state.js";
import { bar, barAxis } from "./bars.js";
import { comparisonFigure } from "./comparison-figure.js";
import { figure } from "./figure.js";
import { frame, pair } from "./frame.js";
import { kindGrid } from "./kind-grid.js";
import { rateFigure } from "./rate-figure.js";
import { rateList } from "./rate-list.js";
import type { Site } from "./site.js";
import { reading, stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";
import { trendFigure } from "./trend-figure.js";

/** 部门预警: what departments pushed, what became of it, and whether counties compared their records in time. */
export async function departments(site: Site, context: Context): Promise<Node> {
  const [definitions, dictionary] = await Promise.all([
    site.json<Definitions>("definitions.json"),
    site.json<Dictionary>("dictionary.json")
  ]);
  const reader = readerFor(site, context, "K37");
  const names = (dimension: "部门" | "预警类型") =>
    inCodeOrder(reader.values("K37", dimension), dictionary, "dept_alert", dimension);
  const byDepartment = alertTable(reader, "部门", names("部门"));
  const byKind = alertTable(reader, "预警类型", names("预警类型"));
  const place = reader.region.code === context.region ? "" : reader.region.name;
  const { regions, total } = reader.places("K37");
  const word = levelWord(regions[0]?.level ?? reader.region.level);
  const byRegion = alertRegions(reader);
  return frame(site, context, {
    name: "departments",
    question: "哪些部门推来了预警，推了之后核实、纳入了没有？",
    title: `${place}${place ? " " : ""}${alertTitle(byDepartment, context.period)}`,
    unit: `${reader.region.name}，${context.period} ・ 推送按条、涉及户数按户，不相加（不随户、人切换） ・ 按代码表次序，不给部门排名`,
    body: [
      alerts(site, reader, {
        id: "departments-table",
        title: kindTitle(byDepartment, "部门"),
        head: "部门",
        data: byDepartment
      }),
      pair(
        pushes(site, reader),
        alerts(site, reader, {
          id: "kinds",
          title: kindTitle(byKind, "类型"),
          head: "预警类型",
          data: byKind
        })
      ),
      pair(
        alerts(site, reader, {
          id: "places",
          title: regionTitle(byRegion, word),
          head: word,
          data: byRegion,
          place: total.name
        }),
        rateFigure(site, reader, {
          id: "checked",
          measure: alertMeasure("核实率"),
          name: "部门预警核实率",
          heads: ["已核实", "已推送"],
          note: "回执空白按未核实计；文件没有比率的判断线。"
        })
      ),
      matches(site, readerFor(site, context, "K38"), dictionary),
      pair(comparisons(site, context, definitions), results(site, readerFor(site, context, "K38")))
    ],
    indicators: ["K37", "K38", "K43"]
  });
}

interface AlertsSpec {
  readonly id: string;
  readonly title: string;
  /** Head of the first column. */
  readonly head: string;
  readonly data: AlertTable;
  /** What the rows make up, where that is not the place in hand. */
  readonly place?: string;
}

/** Alerts with what became of them: pushed, checked and taken in by 条, households beside by 户. */
function alerts(
  site: Site,
  reader: Reader,
  { id, title, head, data, place = reader.region.name }: AlertsSpec
): HTMLElement {
  const max = Math.max(1, ...data.rows.map(({ pushed }) => pushed ?? 0));
  const counted = (
    key: string,
    label: string,
    unit: string,
    read: (row: AlertRow) => number | null
  ): TableColumn<AlertRow> => ({
    key,
    label,
    unit,
    strong: key === "pushed",
    value: read,
    text: row => (read(row) === null ? "" : count(read(row)!)),
    state: row => (read(row) === null ? stateWords.missing : null),
    cell: row => (read(row) === null ? stateMark("missing") : null)
  });
  const rate = (key: "checked" | "taken", label: string): TableColumn<AlertRow> => ({
    key: `${key}-rate`,
    label,
    value: row => inPercent(row[key]?.value),
    text: row => (row[key]?.value == null ? "" : share(row[key].value)),
    state: row => {
      const state = valueState(row[key]);
      return state && stateWords[state];
    },
    cell: row => reading(row[key])
  });
  const name: TableColumn<AlertRow> = { key: "name", label: head, value: row => row.name };
  const pushed = counted("pushed", "推送 条", "条", row => row.pushed);
  const columns: TableColumn<AlertRow>[] = [
    name,
    pushed,
    counted("checked", "已核实 条", "条", row => row.checked?.numerator ?? null),
    rate("checked", "核实率 %"),
    counted("taken", "纳入 条", "条", row => row.taken?.numerator ?? null),
    rate("taken", "纳入率 %"),
    counted("households", "涉及 户", "户", row => row.households)
  ];
  const lists = {
    rows: data.rows,
    total: data.whole,
    rowKey: (row: AlertRow) => row.name,
    selected: reader.region.name
  };
  return figure<AlertRow>(site, {
    id,
    title,
    unit: `部门预警 K37 ・ 核实率 = 已核实 ÷ 已推送，纳入率 = 纳入 ÷ 已核实 ・ ${place}，${reader.context.period}`,
    picture: width => {
      const room = Math.min(360, width - 640);
      const narrow = width < 480;
      const picture: TableColumn<AlertRow> = {
        key: "picture",
        label: "推送",
        picture: true,
        head: () => barAxis(max, "条", room),
        value: () => null,
        cell: row => (row === data.whole ? "" : bar(row.pushed, max, room, "accent"))
      };
      const shown = narrow ? columns.filter(({ key }) => key !== "checked" && key !== "taken") : columns;
      return table<AlertRow>({
        caption: title,
        sortable: false,
        columns: room < 60 ? shown : [name, pushed, picture, ...columns.slice(2)],
        ...lists
      });
    },
    note: [
      uncheckedText(data),
      data.silent.length > 0 ? `另有 ${data.silent.length} 个 0 条：${data.silent.join("、")}。` : ""
    ].join(""),
    table: { caption: title, columns, ...lists },
    about: [{ indicator: "K37", key: reader.key(alertMeasure("推送条数")) }]
  });
}

function pushes(site: Site, reader: Reader): HTMLElement {
  const measure = alertMeasure("推送条数");
  const [before, now] = reader.series(measure, reader.periods("month", 2)).map(cell => cell?.numerator);
  return trendFigure(site, reader, {
    id: "pushes",
    title: reader.periods("month", 2).length < 2 ? pushTitle(before, null) : pushTitle(now, before),
    lines: [
      { name: "推送", measure, look: "accent" },
      { name: "已核实", measure: alertMeasure("核实率"), look: "ink" },
      { name: "纳入", measure: alertMeasure("纳入率"), look: "comparison" }
    ],
    counts: true,
    unit: "已核实、纳入按推送月，至数据日",
    height: 260
  });
}

function matches(site: Site, reader: Reader, dictionary: Dictionary): HTMLElement {
  const names = inCodeOrder(reader.values("K38", "部门"), dictionary, "data_match", "部门");
  return kindGrid(site, reader, {
    id: "matches",
    title: matchTitle(reader),
    head: "部门",
    kind: "month",
    periods: matchMonths(reader),
    kinds: names.map(name => ({ name, measure: matchMeasure(`部门=${name}`) })),
    whole: { name: "合计", measure: matchMeasure() },
    breaks: [0.6, 0.8, 0.9, 0.95, 1],
    unit: "反馈率 = 已反馈 ÷ 提交比对",
    note: "反馈期限文件没有给，不判；没有反馈的仍在分母。只列有提交的月份，至多八个。"
  });
}

function comparisons(site: Site, context: Context, definitions: Definitions): HTMLElement {
  const reader = readerFor(site, context, "K43");
  const data = comparisonGrid(reader);
  const due = comparisonDue(definitions, context.profile);
  const county = site.regions.county(context.region);
  return comparisonFigure(site, reader, {
    data,
    title: comparisonTitle(reader, data),
    note: [
      due ? `期限按${profileName(site.meta, due.profile)}：${due.words}。` : "",
      "按时 = 全部部门在期限内完成；逾期 = 都已完成而有晚的；未完成 = 有部门没有完成；未报 = 没有记录，仍在分母。"
    ].join(""),
    selected: county?.code ?? ""
  });
}

function results(site: Site, reader: Reader): HTMLElement {
  const period = matchMonths(reader).at(-1) ?? reader.context.period;
  const then = new Reader(site, { ...reader.context, period });
  const rates = then
    .values("K38", "比对结果")
    .map(name => ({ name, measure: matchMeasure(`比对结果=${name}`) }));
  return rateList(site, then, {
    id: "results",
    title: resultTitle(rates.map(({ name, measure }) => ({ name, cell: then.cell(measure) }))),
    head: "比对结果",
    heads: ["已反馈", "提交"],
    rates,
    whole: { name: "合计", measure: matchMeasure() },
    unit: "最近有提交的月份"
  });
}
