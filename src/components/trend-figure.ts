import type { Cell } from "../lib/dataset.js";
import { count, decimal, inPercent, percent } from "../lib/format.js";
import type { Measure } from "../lib/measures.js";
import { lastMonth, type PeriodKind } from "../lib/periods.js";
import type { Reader } from "../lib/reader.js";
import { stateWords } from "../lib/state.js";
import type { Child } from "./dom.js";
import { figure } from "./figure.js";
import { type LinesSpec, lines, type Series } from "./lines.js";
import { basisText } from "./rate-figure.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";
import { type TableColumn, table } from "./table.js";

/** One line of a trend. */
export interface TrendLine {
  readonly name: string;
  readonly measure: Measure;
  readonly look: Series["look"];
  /** Another region than the one in hand, e.g. the one above it. */
  readonly region?: string;
  readonly total?: Measure;
}

export interface TrendFigureSpec {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly TrendLine[];
  readonly kind?: PeriodKind;
  readonly length?: number;
  readonly digits?: number;
  /** Draws the numerators of rates, e.g. the households of a level whose value is their share. */
  readonly counts?: boolean;
  readonly references?: LinesSpec["references"];
  readonly mark?: LinesSpec["mark"];
  readonly fromZero?: boolean;
  readonly height?: number;
  /** Said after the indicator, its basis and the periods. */
  readonly unit?: string;
  readonly note?: Child;
  /** Level of the title among the page's headings, 2 by default. */
  readonly level?: 2 | 3;
}

interface Row {
  readonly period: string;
  readonly cells: readonly (Cell | undefined)[];
}

/** Months (or quarters, years) of one or more measures as lines; the table has a row for each period. */
export function trendFigure(site: Site, reader: Reader, spec: TrendFigureSpec): HTMLElement {
  const { kind = "month", digits = 1 } = spec;
  const periods = reader.periods(kind, spec.length);
  const cells = spec.lines.map(({ measure, region, total }) =>
    reader.series(measure, periods, region ? { region } : {}, total)
  );
  const shared = !spec.counts && cells.flat().find(cell => cell?.value != null)?.unit === "%";
  const read = (cell: Cell | undefined): number | null =>
    cell?.value == null ? null : spec.counts ? cell.numerator : cell.value;
  const text = (value: number) =>
    shared ? percent(value, digits) : Number.isInteger(value) ? count(value) : decimal(value, digits);
  const first = spec.lines[0]!.measure;
  const indicator = site.catalogue.get(first.indicator)!;
  const rows: Row[] = periods.map((period, index) => ({ period, cells: cells.map(series => series[index]) }));
  const columns: TableColumn<Row>[] = [
    {
      key: "period",
      label: kind === "month" ? "月份" : kind === "quarter" ? "季度" : "年度",
      value: row => row.period
    },
    ...spec.lines.map(({ name, measure }, index): TableColumn<Row> => {
      const state = (row: Row) => reader.state(measure, row.cells[index]);
      return {
        key: `line-${index}`,
        label: name,
        unit: shared ? "%" : unitOf(cells[index]!, spec.counts) || measure.basis,
        value: row => {
          const value = read(row.cells[index]);
          return shared ? inPercent(value) : value;
        },
        text: row => {
          const value = read(row.cells[index]);
          return value === null ? "" : text(value);
        },
        state: row => {
          const found = state(row);
          return found && stateWords[found];
        },
        cell: row => {
          const found = state(row);
          return found ? stateMark(found) : null;
        }
      };
    })
  ];
  const unit = [
    `${indicator.name} ${indicator.id}`,
    [...new Set(spec.lines.map(({ measure }) => basisText(measure.basis)))].join("、"),
    periods.length > 0 ? `${periods[0]} 至 ${periods.at(-1)}` : "",
    spec.unit ?? "",
    lastMonth(periods.at(-1) ?? "") > reader.meta.asOf.slice(0, 7) ? `末期截至 ${reader.meta.asOf}` : ""
  ];
  return figure<Row>(site, {
    id: spec.id,
    title: spec.title,
    unit: unit.filter(Boolean).join(" ・ "),
    picture: width =>
      cells.flat().every(cell => cell?.value == null)
        ? table({ caption: spec.title, sortable: false, columns, rows: rows.slice(-1) })
        : lines({
            periods,
            width,
            text,
            label: `${spec.title}。${spec.lines.map(({ name }) => name).join("、")}，${periods[0]} 至 ${periods.at(-1)}`,
            series: spec.lines.map(({ name, look }, index) => ({
              name,
              look,
              values: cells[index]!.map(read)
            })),
            ...(spec.references ? { references: spec.references } : {}),
            ...(spec.mark === undefined ? {} : { mark: spec.mark }),
            ...(spec.fromZero === undefined ? {} : { fromZero: spec.fromZero }),
            ...(spec.height === undefined ? {} : { height: spec.height })
          }),
    ...(spec.note ? { note: spec.note } : {}),
    ...(spec.level ? { level: spec.level } : {}),
    table: { caption: spec.title, columns, rows },
    about: [...new Set(spec.lines.map(({ measure }) => measure))].map(measure => ({
      indicator: measure.indicator,
      key: reader.key(measure, { kind })
    }))
  });
}

/** Days and the like; nothing where numerators are drawn. */
function unitOf(cells: readonly (Cell | undefined)[], counts = false): string {
  return counts ? "" : (cells.find(cell => cell)?.unit ?? "");
}
