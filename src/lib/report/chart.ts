import type { Look } from "./look.js";

/** One run of values of a chart. */
export interface ChartSeries {
  readonly name: string;
  /** One value a category; null is a gap, never a nought. */
  readonly values: readonly (number | null)[];
  readonly look: Look;
  /** Drawn as a line over the columns, e.g. a reference. */
  readonly over?: boolean;
  /** Whether each value is written beside its mark. */
  readonly labelled?: boolean;
}

/** What a chart shows, in whatever file it stands. */
export interface Chart {
  /** `columns` stand, `bars` lie, `stack` lie end to end, `lines` run over periods. */
  readonly kind: "columns" | "bars" | "stack" | "lines";
  readonly categories: readonly string[];
  readonly series: readonly ChartSeries[];
  /** Number format of the values, e.g. `0.0"%"`. */
  readonly format: string;
  /** Where the axis of values begins and ends, null where the program may choose. */
  readonly range: readonly [number | null, number | null];
}

/** Whether a chart has any value to draw. */
export function hasValues({ series }: Pick<Chart, "series">): boolean {
  return series.some(({ values }) => values.some(value => value !== null));
}
