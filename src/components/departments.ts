import type { Context } from "../lib/context.js";
import {
  type AlertRow,
  type AlertTable,
  alertMeasure,
  alertTable,
  alertTitle,
  type CountyComparison,
  comparisons,
  comparisonTitle,
  kindTitle,
  matchMeasure,
  matchMonths,
  matchTitle,
  uncheckedText
} from "../lib/departments.js";
import { count, share } from "../lib/format.js";
import { judgingLine, rateTitle } from "../lib/rates.js";
import { type Reader, readerFor } from "../lib/reader.js";
import type { Definitions } from "../lib/site.js";
import { stateWords, valueState } from "../lib/state.js";
import { bar, barAxis } from "./bars.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { frame, pair } from "./frame.js";
import { kindGrid } from "./kind-grid.js";
import { rateFigure } from "./rate-figure.js";
import type { Site } from "./site.js";
import { reading, stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";
import { trendFigure } from "./trend-figure.js";

/** 部门预警: what departments pushed, what became of it, and whether counties compared their records in time. */
export async function departments(site: Site, context: Context): Promise<Node> {
  const definitions = await site.json<Definitions>("definitions.json");
  const reader = readerFor(site, context, "K37");
  const byDepartment = alertTable(reader, "部门");
  const byKind = alertTable(reader, "预警类型");
  return frame(site, context, {
    name: "departments",
    question: "哪些部门推来了预警，推了之后核实、纳入了没有？",
    title: alertTitle(byDepartment, context.period),
    unit: `${reader.region.name}，${context.period} ・ 推送按条、涉及户数按户，不相加（不随户、人切换） ・ 只说部门推送，不给部门排名`,
    body: [
      alerts(site, reader, byDepartment, "部门", "departments-table"),
      pair(pushes(site, reader), alerts(site, reader, byKind, "预警类型", "kinds")),
      pair(
        rateFigure(site, reader, {
          id: "checked",
          measure: alertMeasure("核实率"),
          name: "部门预警核实率",
          heads: ["已核实", "已推送"],
          note: "回执空白按未核实计；文件没有比率的判断线。"
        }),
        rateFigure(site, reader, {
          id: "taken",
          measure: alertMeasure("纳入率"),
          name: "核实后纳入率",
          heads: ["纳入", "已核实"],
          note: "纳入率高低只表示推送与认定的重合，不表示好坏。"
        })
      ),
      matches(site, readerFor(site, context, "K38")),
      pair(counties(site, readerFor(site, context, "K43")), quarters(site, context, definitions))
    ],
    indicators: ["K37", "K38", "K43"]
  });
}

function alerts(
  site: Site,
  reader: Reader,
  data: AlertTable,
  head: "部门" | "预警类型",
  id: string
): HTMLElement {
  const title = kindTitle(data, head === "部门" ? "部门" : "类型");
  const max = Math.max(1, ...data.rows.map(({ pushed }) => pushed ?? 0));
  const counted = (
    key: "pushed" | "households",
    label: string,
    unit: string,
    strong = false
  ): TableColumn<AlertRow> => ({
    key,
    label,
    unit,
    strong,
    value: row => row[key],
    text: row => (row[key] === null ? "" : count(row[key])),
    state: row => (row[key] === null ? stateWords.missing : null),
    cell: row => (row[key] === null ? stateMark("missing") : null)
  });
  const rate = (key: "checked" | "taken", label: string): TableColumn<AlertRow> => ({
    key,
    label,
    value: row => (row[key]?.value == null ? null : Number((row[key].value * 100).toFixed(6))),
    text: row => (row[key]?.value == null ? "" : share(row[key].value)),
    state: row => {
      const state = valueState(row[key]);
      return state && stateWords[state];
    },
    cell: row => reading(row[key])
  });
  const columns: TableColumn<AlertRow>[] = [
    { key: "name", label: head, value: row => row.name },
    counted("pushed", "推送 条", "条", true),
    counted("households", "涉及 户", "户"),
    rate("checked", "核实率 %"),
    rate("taken", "纳入率 %")
  ];
  const lists = { rows: data.rows, total: data.whole };
  return figure<AlertRow>(site, {
    id,
    title,
    unit: `部门预警 K37 ・ 核实率 = 已核实 ÷ 已推送，纳入率 = 纳入 ÷ 已核实 ・ ${reader.region.name}，${reader.context.period}`,
    picture: width => {
      const room = Math.min(360, width - 470);
      return table<AlertRow>({
        caption: title,
        sortable: false,
        columns:
          room < 60
            ? columns
            : [
                ...columns.slice(0, 2),
                {
                  key: "picture",
                  label: "推送",
                  picture: true,
                  head: () => barAxis(max, "条", room),
                  value: () => null,
                  cell: row => (row === data.whole ? "" : bar(row.pushed, max, room, "accent"))
                },
                ...columns.slice(2)
              ],
        ...lists
      });
    },
    note: [
      uncheckedText(data),
      data.silent.length > 0 ? `本月没有推送的：${data.silent.join("、")}，各 0 条。` : ""
    ].join(""),
    table: { caption: title, columns, ...lists },
    about: [{ indicator: "K37", key: reader.key(alertMeasure("推送条数")) }]
  });
}

function pushes(site: Site, reader: Reader): HTMLElement {
  const now = reader.cell(alertMeasure("推送条数"))?.numerator;
  const months = reader.periods();
  const before = reader.cell(alertMeasure("推送条数"), { period: months.at(-2) ?? "" })?.numerator;
  const change =
    now == null || before == null
      ? "没有可比的上月"
      : now === before
        ? "与上月持平"
        : `比上月${now > before ? "多" : "少"} ${count(Math.abs(now - before))} 条`;
  return trendFigure(site, reader, {
    id: "pushes",
    title: now == null ? "部门推送缺数据" : `部门推送 ${count(now)} 条，${change}`,
    lines: [{ name: "推送", measure: alertMeasure("推送条数"), look: "accent" }],
    height: 260
  });
}

function matches(site: Site, reader: Reader): HTMLElement {
  return kindGrid(site, reader, {
    id: "matches",
    title: matchTitle(reader),
    head: "部门",
    kind: "month",
    periods: matchMonths(reader),
    kinds: reader.values("K38", "部门").map(name => ({ name, measure: matchMeasure(`部门=${name}`) })),
    whole: { name: "合计", measure: matchMeasure() },
    breaks: [0.6, 0.8, 0.9, 0.95, 1],
    unit: "反馈率 = 已反馈 ÷ 提交比对",
    note: "反馈期限文件没有给，不判；没有反馈的仍在分母。只列有提交的月份，至多八个。"
  });
}

function counties(site: Site, reader: Reader): HTMLElement {
  const rows = comparisons(reader);
  const title = comparisonTitle(reader);
  const columns: TableColumn<CountyComparison>[] = [
    { key: "name", label: "县区", value: row => row.name },
    { key: "state", label: "本季比对", value: row => row.state }
  ];
  return figure<CountyComparison>(site, {
    id: "comparisons",
    title,
    unit: `季度比对按时率 K43 ・ 按个（不随户、人切换） ・ ${reader.region.name}，${reader.period("quarter")}`,
    picture: () =>
      rows.length > 0
        ? table<CountyComparison>({ caption: title, sortable: false, columns, rows })
        : h("p", {}, stateMark("missing")),
    note: "按时 = 季首月 10 日前全部部门完成；没有记录的县区列未报，仍在分母。",
    table: { caption: title, columns, rows },
    about: [
      {
        indicator: "K43",
        key: reader.key({ indicator: "K43", breakdown: "", basis: "个" }, { kind: "quarter" })
      }
    ]
  });
}

function quarters(site: Site, context: Context, definitions: Definitions): HTMLElement {
  const reader = readerFor(site, context, "K43");
  const measure = { indicator: "K43", breakdown: "", basis: "个" };
  const line = judgingLine(definitions, "K43", context.profile);
  const whole = reader.parts(measure, { kind: "quarter" });
  return trendFigure(site, reader, {
    id: "comparison-quarters",
    title: rateTitle({ ...whole, parts: [] }, { name: "季度比对按时率", basis: "个" }),
    kind: "quarter",
    lines: [{ name: "按时率", measure, look: "accent" }],
    ...(line ? { references: [line] } : {}),
    height: 260
  });
}
