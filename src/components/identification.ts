import { markWords } from "../lib/catalogue.js";
import type { Context } from "../lib/context.js";
import { count, decimal, inPercent, percent, share } from "../lib/format.js";
import {
  apart,
  type Channel,
  calendarTitle,
  channels,
  channelTitle,
  checking,
  checkingTitle,
  completeness,
  type DutyRow,
  dutyRows,
  dutyTitle,
  entering,
  type Gap,
  gaps,
  gapTitle,
  handing,
  identificationTitle,
  lateCalendar,
  type Standing,
  type Step,
  spanTitle,
  standing,
  standings,
  steps,
  stepsTitle
} from "../lib/identification.js";
import { profileName } from "../lib/masthead.js";
import type { Measure } from "../lib/measures.js";
import { draftNote, fractionText, judgingLine } from "../lib/rates.js";
import { type Part, Reader, readerFor } from "../lib/reader.js";
import type { Definitions } from "../lib/site.js";
import { judgementWord, type State, stateWords, valueState } from "../lib/state.js";
import { bar } from "./bars.js";
import type { Child } from "./dom.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { frame, pair } from "./frame.js";
import {
  type CalendarRow,
  calendarColumns,
  calendarRows,
  lateCalendarLegend,
  lateCalendarPicture
} from "./late-calendar.js";
import { basisText, rateFigure } from "./rate-figure.js";
import type { Site } from "./site.js";
import { sparkline } from "./sparkline.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";
import { trendFigure } from "./trend-figure.js";

/** 识别流程: where clues stand between discovery and entry, against the days of each step. */
export async function identification(site: Site, context: Context): Promise<Node> {
  const definitions = await site.json<Definitions>("definitions.json");
  const reader = new Reader(site, context);
  const line = (indicator: string) => lineOf(definitions, indicator, context.profile);
  return frame(site, context, {
    name: "identification",
    question: "线索从发现到纳入，卡在哪一步？",
    title: identificationTitle(reader),
    unit: `${reader.region.name}，${context.period} ・ 线索按条，核实完成与纳入按户，都不随户、人切换 ・ 各环节按自己的月份计`,
    body: [
      checks(site, reader, line("K06")),
      pair(funnel(site, reader), byChannel(site, context)),
      pair(
        calendar(site, context),
        rateFigure(site, readerFor(site, context, "K05"), {
          id: "handing",
          measure: handing,
          heads: ["次日交办", "应交办"],
          line: line("K05")
        })
      ),
      pair(spans(site, reader), obligations(site, reader)),
      pair(notices(site, reader, "识别", line("K10")), notices(site, reader, "消除", line("K10"))),
      pair(
        rateFigure(site, reader, {
          id: "completeness",
          measure: completeness,
          kind: "quarter",
          heads: ["环节齐全", "期内纳入"],
          line: line("K11"),
          note: `必经环节按${profileName(site.meta, context.profile)}，换口径则分子随之变。`
        }),
        lacking(site, reader, definitions)
      )
    ],
    indicators: ["K04", "K05", "K06", "K07", "K08", "K09", "K10", "K11", "K39", "K55", "K60", "K61"]
  });
}

function lineOf(
  definitions: Definitions,
  indicator: string,
  profile: string
): { readonly value: number; readonly label: string } | null {
  const line = judgingLine(definitions, indicator, profile);
  return (
    line && { value: line.value, label: `${line.label}${line.mark ? `（${markWords[line.mark]}）` : ""}` }
  );
}

/** A finding of another place than the one in hand says whose it is. */
function placed(reader: Reader, context: Context, title: string): string {
  if (reader.region.code === context.region) return title;
  return `${reader.region.name}${/^\d/.test(title) ? " " : ""}${title}`;
}

function checks(
  site: Site,
  reader: Reader,
  line: { readonly value: number; readonly label: string } | null
): HTMLElement {
  return rateFigure(site, reader, {
    id: "checking",
    measure: checking,
    heads: ["及时", "应核实"],
    title: parts => checkingTitle(parts, reader.region),
    line,
    extra: standings.map(word => standingColumn(reader, word)),
    note: "未到期而未核实的不进分母；交办日空白而已核实的，以汇总日次日代（推定）。"
  });
}

function standingColumn(reader: Reader, word: Standing): TableColumn<Part> {
  const read = ({ region }: Part) => standing(reader, word, region.code);
  return countColumn(word, word, "条", read);
}

function countColumn<Row>(
  key: string,
  label: string,
  unit: string,
  read: (row: Row) => number | null,
  state: (row: Row) => State = () => "missing"
): TableColumn<Row> {
  return {
    key,
    label,
    unit,
    value: read,
    text: row => (read(row) === null ? "" : count(read(row)!)),
    state: row => (read(row) === null ? stateWords[state(row)] : null),
    cell: row => (read(row) === null ? stateMark(state(row)) : null)
  };
}

function funnel(site: Site, reader: Reader): HTMLElement {
  const rows = steps(reader);
  const title = stepsTitle(rows);
  const most = (basis: string) =>
    Math.max(1, ...rows.filter(row => row.basis === basis).map(row => row.count ?? 0));
  const columns: TableColumn<Step>[] = [
    { key: "name", label: "环节", value: row => row.name },
    {
      ...countColumn<Step>(
        "count",
        "数",
        "",
        row => row.count,
        row => row.state!
      ),
      unit: undefined,
      strong: true,
      text: row => (row.count === null ? "" : `${count(row.count)} ${row.basis}`)
    } as TableColumn<Step>,
    {
      key: "share",
      label: "占上一环节 %",
      value: row => inPercent(row.share),
      text: row => (row.share === null ? "" : share(row.share)),
      state: row => (row.share === null ? stateWords.na : null),
      cell: row => (row.share === null ? stateMark("na") : null)
    },
    { key: "by", label: "归月", value: row => row.by },
    { key: "indicator", label: "指标", value: row => row.indicator }
  ];
  return figure<Step>(site, {
    id: "steps",
    title,
    unit: `${reader.region.name}，${reader.context.period} ・ 条与户各用一条横轴 ・ 不随户、人切换`,
    picture: width => {
      const room = Math.min(260, width - 330);
      const picture: TableColumn<Step> = {
        key: "picture",
        label: "数",
        picture: true,
        value: () => null,
        cell: row => bar(row.count, most(row.basis), room, row.basis === "户" ? "ink" : "accent")
      };
      return table<Step>({
        caption: title,
        sortable: false,
        columns: [columns[0]!, columns[1]!, ...(room < 80 ? [] : [picture]), columns[2]!, columns[3]!],
        rows
      });
    },
    note: "各环节按自己的月份计，不是同一批线索；上月交办的可在本月核实，故占比可超过 100%。一户可有几条线索，条与户不相比。",
    table: { caption: title, columns, rows },
    about: ["K04", "K05", "K06", "K08"].map(indicator => ({ indicator }))
  });
}

function byChannel(site: Site, context: Context): HTMLElement {
  const reader = readerFor(site, context, "K04");
  const data = channels(reader);
  const { rows, silent } = data;
  const title = placed(reader, context, channelTitle(data));
  const max = Math.max(1, ...rows.map(({ clues }) => clues?.numerator ?? 0));
  const state = (cell: Channel["clues"]) => valueState(cell) ?? "missing";
  const columns: TableColumn<Channel>[] = [
    { key: "name", label: "渠道", value: row => row.name },
    {
      ...countColumn<Channel>(
        "clues",
        "线索",
        "条",
        ({ clues }) => clues?.numerator ?? null,
        ({ clues }) => state(clues)
      ),
      strong: true
    },
    shareColumn("share", "占比 %", ({ clues }) => clues),
    countColumn("checked", "核实完成", "户", ({ entered }) => entered?.denominator ?? null),
    countColumn("entered", "纳入", "户", ({ entered }) => entered?.numerator ?? null),
    shareColumn("rate", "纳入率 %", ({ entered }) => entered)
  ];
  return figure<Channel>(site, {
    id: "channels",
    title,
    unit: `发现渠道构成 K04，${basisText("条")}；线索纳入率 K08，按户 ・ ${reader.region.name}，${context.period}`,
    picture: width => {
      const room = Math.min(200, width - 490);
      const picture: TableColumn<Channel> = {
        key: "picture",
        label: "线索",
        picture: true,
        head: () => "条",
        value: () => null,
        cell: ({ clues }) => bar(clues?.numerator ?? null, max, room, "accent")
      };
      const [name, clues, , checked, entered, rate] = columns as [
        TableColumn<Channel>,
        ...TableColumn<Channel>[]
      ];
      return table<Channel>({
        caption: title,
        sortable: false,
        columns:
          width < 480
            ? [name, clues!, entered!, rate!]
            : [name, clues!, columns[2]!, ...(room < 60 ? [] : [picture]), checked!, entered!, rate!],
        rows
      });
    },
    note:
      silent.length > 0
        ? `没有线索的渠道：${silent.join("、")}，各 0 条。线索按登记月，核实与纳入按核实月。`
        : "线索按登记月，核实与纳入按核实月。",
    table: { caption: title, columns, rows },
    about: [{ indicator: "K04" }, { indicator: "K08", key: reader.key(entering) }]
  });
}

function shareColumn<Row>(
  key: string,
  label: string,
  read: (row: Row) => Channel["clues"]
): TableColumn<Row> {
  return {
    key,
    label,
    value: row => inPercent(read(row)?.value),
    text: row => (read(row)?.value == null ? "" : share(read(row)!.value!)),
    state: row => {
      const state = valueState(read(row));
      return state && stateWords[state];
    },
    cell: row => {
      const state = valueState(read(row));
      return state && stateMark(state);
    }
  };
}

function calendar(site: Site, context: Context): HTMLElement {
  const reader = readerFor(site, context, "K05");
  const data = lateCalendar(reader);
  const title = placed(reader, context, calendarTitle(data));
  return figure<CalendarRow>(site, {
    id: "calendar",
    title,
    unit: `次日交办 K05 按汇总日、五日核实 K06 按交办周 ・ 未按期的条数 ・ ${reader.region.name}，${data.weeks[0]!.monday} 至 ${data.weeks.at(-1)!.days.findLast(({ look }) => look !== "outside")?.name ?? ""}`,
    picture: () => lateCalendarPicture(data, title),
    legend: lateCalendarLegend(data),
    note: "列首是周一的日子；末行“周”是该周交办而未在期限内核实的条数。",
    table: { caption: title, columns: calendarColumns, rows: calendarRows(data) },
    about: [
      { indicator: "K05", key: reader.key(handing) },
      { indicator: "K06", key: reader.key(checking) }
    ]
  });
}

function spans(site: Site, reader: Reader): HTMLElement {
  const of = (name: string): Measure => ({ indicator: "K09", breakdown: `分项=${name}`, basis: "户" });
  return trendFigure(site, reader, {
    id: "spans",
    title: spanTitle(reader.cell(of("中位数"), {}, apart), reader.cell(of("P90"), {}, apart)),
    lines: [
      { name: "P90", measure: of("P90"), look: "comparison", total: apart },
      { name: "中位数", measure: of("中位数"), look: "accent", total: apart }
    ],
    unit: "天，登记到确认纳入，按确认纳入月",
    note: "P90：九成的户不超过这个天数。没有期限的规定，只显示数值。"
  });
}

function obligations(site: Site, reader: Reader): HTMLElement {
  const rows = dutyRows(reader);
  const title = dutyTitle(rows);
  const value = ({ cell }: DutyRow): string => {
    if (cell?.value == null) return "";
    if (cell.unit === "%") return percent(cell.value);
    return `${Number.isInteger(cell.value) ? count(cell.value) : decimal(cell.value, 1)} ${cell.unit}`;
  };
  const columns: TableColumn<DutyRow>[] = [
    { key: "name", label: "程序", value: row => row.name },
    {
      key: "value",
      label: "本月",
      strong: true,
      value: ({ cell }) => (cell?.unit === "%" ? inPercent(cell.value) : (cell?.value ?? null)),
      text: value,
      state: ({ state }) => state && stateWords[state],
      cell: ({ state }) => (state ? stateMark(state) : null)
    },
    {
      key: "fraction",
      label: "分子 / 分母",
      value: ({ cell }) => cell?.denominator ?? null,
      text: ({ cell, measure }) =>
        cell?.denominator == null
          ? "—"
          : cell.numerator === null
            ? `${count(cell.denominator)} ${measure.basis}`
            : `${fractionText(cell.numerator, cell.denominator)} ${measure.basis}`
    },
    {
      key: "judgement",
      label: "判断",
      value: ({ cell }) => judgementWord(cell).word,
      cell: ({ cell, state }) => {
        const judged = judgementWord(cell);
        if (state) return "—";
        return judged.state ? stateMark(judged.state) : judged.word;
      }
    }
  ];
  const months = reader.periods();
  return figure<DutyRow>(site, {
    id: "duties",
    title,
    unit: [
      `${reader.region.name}，${reader.context.period}`,
      `小图 ${months[0]} 至 ${months.at(-1)}，各取纵轴`,
      draftNote(
        site.meta,
        reader.context.profile,
        rows.map(({ cell }) => cell)
      )
    ]
      .filter(Boolean)
      .join(" ・ "),
    picture: width => {
      const picture: TableColumn<DutyRow> = {
        key: "picture",
        label: "24 个月",
        picture: true,
        value: () => null,
        cell: ({ values }) =>
          values.some(each => each !== null) ? sparkline({ values, ring: -1, width: 120, height: 22 }) : ""
      };
      return table<DutyRow>({
        caption: title,
        sortable: false,
        columns:
          width < 600
            ? [columns[0]!, columns[1]!, columns[2]!]
            : [columns[0]!, columns[1]!, columns[2]!, picture, columns[3]!],
        rows
      });
    },
    table: { caption: title, columns, rows },
    about: ["K05", "K07", "K39", "K60", "K55", "K61"].map(indicator => {
      const row = rows.find(({ measure }) => measure.indicator === indicator)!;
      return { indicator, key: reader.key(row.measure) };
    })
  });
}

function notices(
  site: Site,
  reader: Reader,
  kind: "识别" | "消除",
  line: { readonly value: number; readonly label: string } | null
): HTMLElement {
  return rateFigure(site, reader, {
    id: kind === "识别" ? "entry-notices" : "exit-notices",
    measure: { indicator: "K10", breakdown: `分项=${kind}`, basis: "次" },
    name: `${kind}公示合规率`,
    heads: ["满期限", "已结束"],
    line,
    total: apart
  });
}

function lacking(site: Site, reader: Reader, definitions: Definitions): HTMLElement {
  const rows = gaps(reader, definitions);
  const title = gapTitle(rows);
  const max = Math.max(1, ...rows.map(({ cell }) => cell?.numerator ?? 0));
  const columns: TableColumn<Gap>[] = [
    { key: "name", label: "必经环节", value: row => row.name },
    {
      ...countColumn<Gap>(
        "lacking",
        "缺记录",
        "户",
        ({ cell }) => cell?.numerator ?? null,
        ({ state }) => state ?? "missing"
      ),
      strong: true
    },
    countColumn<Gap>(
      "whole",
      "应有",
      "户",
      ({ cell }) => cell?.denominator ?? null,
      ({ state }) => state ?? "missing"
    )
  ];
  const body: Child =
    rows.length === 0 ? h("p", {}, stateMark("silent"), " 所用口径没有列出必经环节。") : null;
  return figure<Gap>(site, {
    id: "gaps",
    title,
    unit: `程序完整率 K11 ・ 按户，${reader.region.name}，${reader.period("quarter")} ・ ${profileName(site.meta, reader.context.profile)}的环节，依次排列；一户可缺几项`,
    picture: width => {
      if (body instanceof Node) return body;
      const room = Math.max(80, Math.min(320, width - 280));
      const picture: TableColumn<Gap> = {
        key: "picture",
        label: "缺记录",
        picture: true,
        head: () => "户",
        value: () => null,
        cell: ({ cell }) => bar(cell?.numerator ?? null, max, room, "accent")
      };
      return table<Gap>({ caption: title, sortable: false, columns: [...columns, picture], rows });
    },
    table: { caption: title, columns, rows },
    about: [{ indicator: "K11", key: reader.key(completeness, { kind: "quarter" }) }]
  });
}
