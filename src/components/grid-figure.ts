import { breakdownText } from "../lib/breakdown.js";
import type { Cell } from "../lib/dataset.js";
import { count, inPercent, percent, share } from "../lib/format.js";
import type { Measure } from "../lib/measures.js";
import type { PeriodKind } from "../lib/periods.js";
import { shortfall } from "../lib/rates.js";
import type { Reader, Total } from "../lib/reader.js";
import { levelWord } from "../lib/regions.js";
import type { Region } from "../lib/site.js";
import { isJudged, judgementWord, type State, stateWords } from "../lib/state.js";
import { type Child, h } from "./dom.js";
import { figure } from "./figure.js";
import { basisText } from "./rate-figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

export interface GridFigureSpec {
  readonly id: string;
  readonly title: string;
  readonly measure: Measure;
  readonly kind?: PeriodKind;
  readonly length?: number;
  /** Periods that are no months, quarters or years: rounds by their names. */
  readonly periods?: readonly string[];
  /** Shows what a rate is short of, in its basis, in place of the rate. */
  readonly shortfall?: boolean;
  /** A last column with the judgement of the last period, where the document in force judges. */
  readonly judged?: boolean;
  /** Lower bounds of ramp steps 2 to 6, as fractions for rates, counts otherwise. */
  readonly breaks: readonly number[];
  readonly total?: Total;
  readonly digits?: number;
  readonly unit?: string;
  readonly note?: Child;
  /** Level of the title among the page's headings, 2 by default. */
  readonly level?: 2 | 3;
}

interface Row {
  readonly region: Region;
  readonly cells: readonly (Cell | undefined)[];
  readonly states: readonly (State | null)[];
}

/** Regions by periods: each cell shaded by its step, the number in it, a state in its own look. */
export function gridFigure(site: Site, reader: Reader, spec: GridFigureSpec): HTMLElement {
  const { measure, kind = "month", breaks } = spec;
  const indicator = site.catalogue.get(measure.indicator)!;
  const periods = spec.periods ?? reader.periods(kind, spec.length ?? (kind === "month" ? 12 : undefined));
  const last = periods.at(-1);
  const { regions, total } = reader.places(measure.indicator);
  const read = (region: Region): Row => {
    const cells = reader.series(measure, periods, { region: region.code }, spec.total);
    return { region, cells, states: cells.map(cell => reader.state(measure, cell, region)) };
  };
  const rows = regions.map(read);
  const whole = read(total);
  const shared =
    !spec.shortfall &&
    [...rows, whole].flatMap(({ cells }) => cells).find(cell => cell?.value != null)?.unit === "%";
  const shown = (cell: Cell | undefined): number | null =>
    spec.shortfall ? shortfall(cell) : (cell?.value ?? null);
  const reading = (value: number) => (shared ? share(value, spec.digits ?? 0) : count(value));
  const judges = [...rows, whole].some(({ cells }) => isJudged(cells.at(-1)));
  const judgement: TableColumn<Row> = {
    key: "judgement",
    label: `${last ?? ""} 判断`,
    value: row => judgementWord(row.cells.at(-1)).word,
    cell: row => {
      const { word, state } = judgementWord(row.cells.at(-1));
      return state ? stateMark(state) : word;
    }
  };
  const columns = (drawn: boolean): TableColumn<Row>[] => [
    { key: "name", label: levelWord(regions[0]?.level ?? total.level), value: row => row.region.name },
    ...periods.map(
      (period, index): TableColumn<Row> => ({
        key: period,
        label: drawn && kind === "month" && !spec.periods ? shortMonth(period, index) : period,
        value: row => {
          const value = shown(row.cells[index]);
          return shared ? inPercent(value) : value;
        },
        text: row => {
          const value = shown(row.cells[index]);
          return value === null ? "" : reading(value);
        },
        state: row => {
          const state = row.states[index];
          return state ? stateWords[state] : null;
        },
        cell: row => {
          const state = row.states[index];
          if (state) return stateMark(state);
          const value = shown(row.cells[index]);
          if (!drawn || value === null) return null;
          // A total of counts is no part of the scale its regions are on.
          const step = breaks.filter(each => value >= each).length + 1;
          const look = shared || row !== whole ? `grid-cell ramp-${step}` : "grid-cell";
          return h("span", { class: look }, reading(value));
        }
      })
    ),
    ...(spec.judged && (!drawn || judges) ? [judgement] : [])
  ];
  const unit = [
    `${indicator.name} ${indicator.id}`,
    breakdownText(measure.breakdown, site.tableName),
    shared ? "%" : spec.shortfall ? "分母减分子" : "",
    basisText(measure.basis),
    spec.unit ?? ""
  ];
  const chosen = regions.includes(reader.region)
    ? { rowKey: (row: Row) => row.region.code, selected: reader.region.code }
    : {};
  return figure<Row>(site, {
    id: spec.id,
    title: spec.title,
    unit: unit.filter(Boolean).join(" ・ "),
    picture: () =>
      h(
        "div",
        { class: "grid" },
        table<Row>({
          caption: spec.title,
          sortable: false,
          columns: columns(true),
          rows,
          total: whole,
          ...chosen
        })
      ),
    legend: gridLegend(breaks, shared),
    ...(spec.note ? { note: spec.note } : {}),
    ...(spec.level ? { level: spec.level } : {}),
    table: { caption: spec.title, columns: columns(false), rows, total: whole, ...chosen },
    about: [
      {
        indicator: measure.indicator,
        key: reader.key(measure, {
          kind,
          region: total.code,
          ...(spec.periods && last ? { period: last } : {})
        })
      }
    ]
  });
}

/** The steps of the ramp with their bounds. */
export function gridLegend(breaks: readonly number[], shared: boolean): Node {
  const text = (value: number) => (shared ? percent(value, 0) : count(value));
  const words = [
    !shared && breaks[0] === 1 ? "0" : `<${text(breaks[0]!)}`,
    ...breaks.map(value => `≥${text(value)}`)
  ];
  return h(
    "p",
    { class: "grid-legend" },
    words.map((word, index) => [h("span", { class: `grid-cell ramp-${index + 1}` }, word)])
  );
}

function shortMonth(month: string, index: number): string {
  return index === 0 || month.endsWith("-01") ? month : `${Number(month.slice(5))} 月`;
}
