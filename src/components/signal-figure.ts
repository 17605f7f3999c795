import { inPercent } from "../lib/format.js";
import {
  type SignalKind,
  type SignalSeries,
  type SignalTable,
  signalDomain,
  signalText,
  signalTitle,
  yoyText
} from "../lib/signals.js";
import { stateWords } from "../lib/state.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { multiples } from "./multiples.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

interface Row {
  readonly month: string;
  readonly index: number;
}

/** Prices and labour as they were handed in: a small picture for each region, or for each kind of one place. */
export function signals(site: Site, data: SignalTable, kind: SignalKind | undefined): HTMLElement {
  const { months, series, byKind, place, word } = data;
  const name = kind?.name ?? "价格与就业信号";
  const title = signalTitle(data, name);
  const columns: TableColumn<Row>[] = [
    { key: "month", label: "月份", value: row => row.month },
    ...series.flatMap((each): TableColumn<Row>[] => [
      {
        key: `${each.code}-value`,
        label: each.unit,
        group: each.name,
        unit: each.unit,
        value: row => each.values[row.index] ?? null,
        text: row => (each.values[row.index] == null ? "" : signalText(each.values[row.index]!, each.unit)),
        state: row => (each.values[row.index] == null ? stateWords.missing : null),
        cell: row => (each.values[row.index] == null ? stateMark("missing") : null)
      },
      {
        key: `${each.code}-yoy`,
        label: "同比 %",
        group: each.name,
        unit: "%",
        value: row => {
          const yoy = each.yoys[row.index];
          return inPercent(yoy);
        },
        text: row => yoyText(each.yoys[row.index] ?? null).replace(/^同比 |%$/g, ""),
        state: row => (each.yoys[row.index] == null ? stateWords.missing : null),
        cell: row => (each.yoys[row.index] == null ? stateMark("missing") : null)
      }
    ])
  ];
  const rows: Row[] = months.map((month, index) => ({ month, index }));
  const shared = signalDomain(series.flatMap(({ values }) => values));
  const open = (each: SignalSeries) =>
    byKind
      ? {}
      : {
          href: site.context.href({ region: each.code }) || "?",
          onOpen: () => site.context.set({ region: each.code })
        };
  return figure<Row>(site, {
    id: "signals",
    title,
    unit: [
      "价格与就业监测",
      byKind
        ? `${place.name}，各取纵轴，单位见各图`
        : `${kind?.kind ?? ""}，${kind?.unit ?? ""}，各${word}同一纵轴`,
      `${months[0] ?? ""} 至 ${months.at(-1) ?? ""}，不随户、人切换`
    ].join(" ・ "),
    picture: width =>
      series.length === 0
        ? h("p", {}, stateMark("missing"), ` ${place.name}没有报送价格与就业信号。`)
        : width < 360 && series.every(({ value }) => value === null)
          ? table({ caption: title, sortable: false, columns, rows: rows.slice(-1) })
          : multiples({
              width,
              domain: shared,
              parent: [],
              reference: null,
              items: series.map(each => ({
                code: each.code,
                name: each.name,
                values: each.values,
                reading:
                  each.value === null
                    ? stateMark("missing")
                    : document.createTextNode(signalText(each.value, each.unit)),
                foot: [byKind ? each.unit : "", yoyText(each.yoy)].filter(Boolean).join("　"),
                marked: false,
                ...(byKind ? { domain: signalDomain(each.values) } : {}),
                ...open(each)
              }))
            }),
    note: "数值与同比为报送的原数；文件没有给“持续”“大幅”“明显”的数值，这里不设提示线。纵轴不从零起。",
    level: 3,
    table: { caption: title, columns, rows },
    about: [],
    tables: ["market_signal"]
  });
}
