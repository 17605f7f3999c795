import { inCodeOrder } from "../lib/code-order.js";
import { count, inPercent, percent, share } from "../lib/format.js";
import { judgingLine, rateDomain } from "../lib/rates.js";
import type { Reader } from "../lib/reader.js";
import {
  type PointCount,
  type PointMonth,
  type PointRow,
  type PointTable,
  pointKindTitle,
  pointMeasure,
  pointMonths,
  pointMonthTitle,
  pointShare,
  pointsByKind,
  pointTitle
} from "../lib/risk-points.js";
import type { Definitions, Dictionary } from "../lib/site.js";
import { judgementWord, stateWords } from "../lib/state.js";
import { dot, dotAxis } from "./bars.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { lines } from "./lines.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";
import { thresholdNote } from "./threshold-note.js";

/** K42 by region, of the points found in two years. */
export function points(site: Site, reader: Reader, data: PointTable, definitions: Definitions): HTMLElement {
  const { profile } = reader.context;
  const line = judgingLine(definitions, "K42", profile);
  const months = reader.periods();
  const title = pointTitle(data.own.all, months.length);
  return pointTable(site, reader, data, {
    id: "points",
    title,
    line: line?.value ?? null,
    note: [
      line ? "防范率判断线按发现月逐月判断，见表。" : "",
      thresholdNote(definitions, "K42", profile),
      data.total.all?.faded == null
        ? "没有措施而自然消失的，不算已定措施，也不算销号。"
        : `没有措施而自然消失的 ${count(data.total.all.faded)} 个单列，不算已定措施，也不算销号。`
    ]
  });
}

/** K42 by kind of event at the place in hand. */
export function pointKinds(site: Site, reader: Reader, dictionary: Dictionary): HTMLElement {
  const kinds = reader.values("K42", "风险事件类型");
  const data = pointsByKind(reader, inCodeOrder(kinds, dictionary, "risk_point", "风险事件类型"));
  return pointTable(site, reader, data, { id: "point-kinds", title: pointKindTitle(data), line: null });
}

interface PointTableSpec {
  readonly id: string;
  readonly title: string;
  readonly line: number | null;
  readonly note?: (Node | string | (Node | string)[])[];
}

function pointTable(site: Site, reader: Reader, data: PointTable, spec: PointTableSpec): HTMLElement {
  const months = reader.periods();
  const month = reader.context.period;
  const all = [...data.rows, data.total];
  const domain = rateDomain(
    all
      .flatMap(row => [pointShare(row.all, "guarded"), pointShare(row.all, "closed")])
      .concat(spec.line ?? [])
  );
  const name: TableColumn<PointRow> = { key: "name", label: data.word, value: row => row.name };
  const number = (
    key: string,
    label: string,
    read: (points: PointCount) => number | null,
    of: "all" | "month" = "all",
    strong = false
  ): TableColumn<PointRow> => ({
    key: `${of}-${key}`,
    label,
    group: of === "month" ? `${month} 发现的` : `${months.length} 个月发现的`,
    unit: "个",
    strong,
    value: row => (row[of] ? read(row[of]) : null),
    text: row => (row[of] && read(row[of]) !== null ? count(read(row[of])!) : ""),
    state: row => (row[of] ? null : stateWords.missing),
    cell: row => (row[of] ? null : stateMark("missing"))
  });
  const rate = (item: "guarded" | "closed", label: string): TableColumn<PointRow> => ({
    key: item,
    label,
    group: `${months.length} 个月发现的`,
    unit: "%",
    value: row => {
      const value = pointShare(row.all, item);
      return inPercent(value);
    },
    text: row => {
      const value = pointShare(row.all, item);
      return value === null ? "" : share(value);
    },
    state: row => row.state && stateWords[row.state],
    cell: row => (row.state ? stateMark(row.state) : null)
  });
  const found = number("found", "风险点", ({ found }) => found);
  const bare = number("bare", "未定措施", ({ found, guarded }) => found - guarded, "all", true);
  const open = number("open", "未销号", ({ found, closed }) => found - closed, "all", true);
  const faded = all.some(row => row.all?.faded != null)
    ? [number("faded", "自然消失", ({ faded }) => faded)]
    : [];
  const now = [
    number("found", "风险点", ({ found }) => found, "month"),
    number("bare", "未定措施", ({ found, guarded }) => found - guarded, "month")
  ];
  const judged = all.some(({ cell }) => ["met", "unmet", "undetermined"].includes(cell?.judgement ?? ""));
  const judgement: TableColumn<PointRow> = {
    key: "judgement",
    label: "防范率判断",
    group: `${month} 发现的`,
    value: ({ cell, month: points }) => (points?.found === 0 ? stateWords.na : judgementWord(cell).word),
    cell: ({ cell, month: points }) => {
      if (points?.found === 0) return stateMark("na");
      const { word, state } = judgementWord(cell);
      return state ? stateMark(state) : word;
    }
  };
  const columns = [
    name,
    found,
    bare,
    open,
    ...faded,
    rate("guarded", "防范率 %"),
    rate("closed", "销号率 %"),
    ...now,
    judgement
  ];
  const plainGroups = <Row>(list: readonly TableColumn<Row>[]) =>
    list.map(({ group: _, ...column }) => column as TableColumn<Row>);
  const chosen = data.rows.some(({ code }) => code === reader.region.code);
  const lists = { rows: data.rows, total: data.total };
  const selection = chosen ? { rowKey: (row: PointRow) => row.code, selected: reader.region.code } : {};
  return figure<PointRow>(site, {
    id: spec.id,
    title: spec.title,
    unit: [
      "风险点防范率、销号率 K42",
      "按个（不随户、人切换）",
      `${months[0] ?? ""} 至 ${months.at(-1) ?? ""} 发现，措施与销号截至 ${site.meta.asOf}`,
      spec.line === null ? "" : `虚线 防范率 ${percent(spec.line, 0)}`
    ]
      .filter(Boolean)
      .join(" ・ "),
    picture: width => {
      const wide = width >= 1000;
      const room = wide ? Math.min(420, Math.floor((width - 780) / 2)) : 0;
      const dots = (item: "guarded" | "closed", label: string): TableColumn<PointRow>[] =>
        room < 90
          ? []
          : [
              {
                key: `${item}-dot`,
                label,
                picture: true,
                head: () => dotAxis(domain, value => percent(value, 0), room),
                value: () => null,
                cell: row =>
                  dot({
                    value: pointShare(row.all, item),
                    domain,
                    line: item === "guarded" ? spec.line : null,
                    width: room
                  })
              }
            ];
      const shown = [
        name,
        found,
        bare,
        open,
        ...faded,
        ...dots("guarded", "防范率"),
        rate("guarded", "防范率 %"),
        ...dots("closed", "销号率"),
        rate("closed", "销号率 %")
      ];
      return h(
        "div",
        { class: "point-rows" },
        table<PointRow>({
          caption: spec.title,
          sortable: false,
          columns: [
            ...plainGroups(shown),
            ...(wide
              ? plainGroups([
                  { ...now[0]!, label: `${month} 发现` },
                  now[1]!,
                  ...(judged && spec.line !== null ? [judgement] : [])
                ])
              : [])
          ],
          ...lists,
          ...selection
        })
      );
    },
    ...(spec.note ? { note: spec.note } : {}),
    level: 3,
    table: { caption: spec.title, columns, ...lists, ...selection },
    about: [{ indicator: "K42", key: reader.key(pointMeasure("防范率"), { region: reader.region.code }) }]
  });
}

/** K42 month by month: shares of all points found up to each. */
export function pointTrend(site: Site, reader: Reader): HTMLElement {
  const months = pointMonths(reader);
  const title = pointMonthTitle(months);
  const number = (
    key: string,
    label: string,
    group: string,
    read: (row: PointMonth) => number | null
  ): TableColumn<PointMonth> => ({
    key,
    label,
    group,
    unit: "个",
    value: read,
    text: row => (read(row) === null ? "" : count(read(row)!)),
    state: row => (read(row) === null ? stateWords.missing : null),
    cell: row => (read(row) === null ? stateMark("missing") : null)
  });
  const rate = (item: "guarded" | "closed", label: string): TableColumn<PointMonth> => ({
    key: item,
    label,
    group: "累计至该月",
    unit: "%",
    value: ({ upTo }) => {
      const value = pointShare(upTo, item);
      return inPercent(value);
    },
    text: ({ upTo }) => {
      const value = pointShare(upTo, item);
      return value === null ? "" : share(value);
    },
    state: ({ upTo }) => (upTo === null ? stateWords.missing : upTo.found === 0 ? stateWords.na : null),
    cell: ({ upTo }) => (upTo === null ? stateMark("missing") : upTo.found === 0 ? stateMark("na") : null)
  });
  const columns: TableColumn<PointMonth>[] = [
    { key: "month", label: "发现月", value: ({ month }) => month },
    number("found", "风险点", "该月发现的", ({ found }) => found?.found ?? null),
    number("guarded", "已定措施", "该月发现的", ({ found }) => found?.guarded ?? null),
    number("closed", "已销号", "该月发现的", ({ found }) => found?.closed ?? null),
    number("upto", "风险点", "累计至该月", ({ upTo }) => upTo?.found ?? null),
    rate("guarded", "防范率 %"),
    rate("closed", "销号率 %")
  ];
  const guarded = months.map(({ upTo }) => pointShare(upTo, "guarded"));
  const closed = months.map(({ upTo }) => pointShare(upTo, "closed"));
  return figure<PointMonth>(site, {
    id: "point-months",
    title,
    unit: [
      "风险点防范率、销号率 K42",
      `按个（不随户、人切换），${reader.region.name}`,
      `自 ${months[0]?.month ?? ""} 起按发现月累计，措施与销号截至 ${site.meta.asOf}`
    ].join(" ・ "),
    picture: width =>
      [...guarded, ...closed].every(value => value === null)
        ? h(
            "p",
            {},
            months.some(({ upTo }) => upTo === null) ? stateMark("missing") : "这些月没有发现风险点。"
          )
        : lines({
            periods: months.map(({ month }) => month),
            width,
            text: value => percent(value, 0),
            label: `${title}。防范率、销号率，${months[0]?.month} 至 ${months.at(-1)?.month}`,
            series: [
              { name: "防范率", look: "accent", values: guarded },
              { name: "销号率", look: "ink", values: closed }
            ]
          }),
    note: "一个风险点只在它的发现月计一次；发现越晚，到数据日留给办理的天数越少。",
    level: 3,
    table: { caption: title, columns, rows: months },
    about: [{ indicator: "K42", key: reader.key(pointMeasure("防范率")) }]
  });
}
