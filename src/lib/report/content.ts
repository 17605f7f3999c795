import type { Context } from "../context.js";
import type { Cell, Key } from "../dataset.js";
import type { Reader } from "../reader.js";
import type { Region } from "../site.js";
import { stateWords } from "../state.js";
import type { Column } from "../tabular.js";
import type { Chart } from "./chart.js";
import type { MapScene } from "./map-scene.js";
import type { ReportSource } from "./source.js";

/** What every section is written from. */
export interface View {
  readonly source: ReportSource;
  readonly context: Context;
  readonly region: Region;
  readonly reader: Reader;
}

/** One cell of a table: how it reads, and the number behind it where there is one. */
export interface GridCell {
  readonly text: string;
  readonly value: number | string | null;
  /** Name of the warning level whose mark stands before the text. */
  readonly level?: string;
}

export interface GridHead {
  readonly label: string;
  /** Head over several columns. */
  readonly group?: string;
  /** Columns of words stand left, of numbers right. */
  readonly isNumber: boolean;
  readonly level?: string;
}

interface Shown {
  /** The finding, as on the site. */
  readonly title: string;
  /** Indicator, unit, basis, period. */
  readonly unit: string;
  /** What a reader who cannot see it is told. */
  readonly alt: string;
}

export interface Grid extends Shown {
  readonly kind: "grid";
  readonly heads: readonly GridHead[];
  readonly rows: readonly (readonly GridCell[])[];
  readonly total: readonly GridCell[] | null;
  readonly note: string;
}

export interface ChartFigure extends Shown {
  readonly kind: "chart";
  readonly chart: Chart;
}

export interface MapFigure extends Shown {
  readonly kind: "map";
  readonly scene: MapScene;
}

/** A figure with what it means, read from several metres away. */
export interface Big {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly aside: string;
  /** Name of the warning level whose mark stands before the name. */
  readonly level?: string;
}

export type Figure = Grid | ChartFigure | MapFigure;

/** One number a section speaks of, so that it can be told with its numerator, denominator and clause. */
export interface Evidence {
  readonly name: string;
  readonly key: Key;
}

/** One slide: a message, what it rests on, and words. */
export interface Slide {
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly bigs: readonly Big[];
  readonly lines: readonly string[];
  readonly unit: string;
}

/** One part of a report. */
export interface Section {
  readonly id: string;
  readonly name: string;
  /** Sentences from the data, the finding first. */
  readonly paragraphs: readonly string[];
  /** Which files are missing, and what for. */
  readonly lacking: readonly string[];
  readonly figures: readonly Figure[];
  readonly slides: readonly Slide[];
  readonly evidence: readonly Evidence[];
  /** Indicators it speaks of, for 口径与来源. */
  readonly indicators: readonly string[];
}

/** A column of a report's table: as the site's, with the level whose mark stands in its head or cells. */
export type GridColumn<Row> = Column<Row> & {
  readonly isNumber?: boolean;
  readonly level?: string;
  readonly levelOf?: (row: Row) => string | undefined;
};

/** A table from columns and rows as the site's tables have them; a state is a word, never a number. */
export function grid<Row>(
  shown: Omit<Shown, "alt"> & { readonly note?: string },
  columns: readonly GridColumn<Row>[],
  rows: readonly Row[],
  total: Row | null = null
): Grid {
  const cellsOf = (row: Row): GridCell[] =>
    columns.map(column => {
      const state = column.state?.(row) ?? null;
      const value = state === null ? column.value(row) : null;
      const written = state ?? column.text?.(row) ?? (value === null ? "" : String(value));
      const level = column.levelOf?.(row);
      return { text: written, value, ...(level ? { level } : {}) };
    });
  return {
    kind: "grid",
    ...shown,
    alt: `表：${shown.title}`,
    note: shown.note ?? "",
    heads: columns.map(({ label, group, isNumber, level }) => ({
      label,
      isNumber: isNumber ?? false,
      ...(group ? { group } : {}),
      ...(level ? { level } : {})
    })),
    rows: rows.map(cellsOf),
    total: total === null ? null : cellsOf(total)
  };
}

/** A sentence with its full stop. */
export function stopped(text: string): string {
  return text === "" || /[。！？]$/.test(text) ? text : `${text}。`;
}

/** A finding without its full stop, as a title has it. */
export function unstopped(text: string): string {
  return text.replace(/。$/, "");
}

/** A finding that is of another place than the report's, with that place's name before it. */
export function placed({ region }: Pick<View, "region">, place: Region, text: string): string {
  return text === "" || place.code === region.code || text.includes(place.name)
    ? text
    : `${place.name}：${text}`;
}

/** A value as a chart has it: per cent for fractions; null where there is none. */
export function charted(cell: Cell | undefined): number | null {
  if (cell?.value == null) return null;
  return cell.unit === "%" ? Number((cell.value * 100).toFixed(4)) : cell.value;
}

/** A category without a number says so by its name. */
export function categoryName(name: string, isKnown: boolean): string {
  return isKnown ? name : `${name}（${stateWords.missing}）`;
}

/** Which files are missing, and which indicators therefore have no number: “未导入“走访记录”：…没有数字，不等于零。” */
export function lackingOf({ source }: Pick<View, "source">, indicators: readonly string[]): string[] {
  const byTables = new Map<string, string[]>();
  for (const id of indicators) {
    const indicator = source.catalogue.get(id);
    if (!indicator || indicator.lacking.length === 0) continue;
    const tables = indicator.lacking.map(table => `“${source.tableName(table)}”`).join("、");
    byTables.set(tables, [...(byTables.get(tables) ?? []), indicator.name]);
  }
  return [...byTables].map(
    ([tables, names]) => `未导入${tables}，${names.join("、")}没有数字；没有数字不等于零。`
  );
}
