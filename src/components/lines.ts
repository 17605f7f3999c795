import { scaleLinear } from "d3-scale";
import { line as lineOf } from "d3-shape";
import { emWidth } from "../lib/geo-label.js";
import type { Level } from "../lib/levels.js";
import { s } from "./dom.js";
import { levelShape } from "./level-mark.js";
import { valueRules } from "./value-rules.js";

/** One series: a level in its colour and mark, the one in hand in the accent, others grey. */
export interface Series {
  readonly name: string;
  /** One value a period; null leaves a gap. */
  readonly values: readonly (number | null)[];
  readonly look: Level["look"] | "accent" | "ink" | "context" | "comparison";
}

export interface LinesSpec {
  readonly periods: readonly string[];
  readonly series: readonly Series[];
  readonly width: number;
  readonly height?: number;
  /** How a value reads at the line's end and on the axis. */
  readonly text: (value: number) => string;
  /** How a value reads on the axis, where its line's end has more decimals. */
  readonly axis?: (value: number) => string;
  /** Dashed lines across, e.g. a reference. */
  readonly references?: readonly { readonly value: number; readonly label: string }[];
  /** A dotted line down at a period, with its words. */
  readonly mark?: { readonly period: string; readonly label: string } | null;
  /** Whether the axis starts at nought; true by default. */
  readonly fromZero?: boolean;
  /** Range of the axis where several pictures share one. */
  readonly domain?: readonly [number, number];
  /** The picture in words, for screen readers. */
  readonly label: string;
}

const top = 16;
const bottom = 26;
const size = 13;

/** Series over periods with their last values written at their ends. */
export function lines(spec: LinesSpec): SVGSVGElement {
  const { periods, series, width, text, axis = text, references = [] } = spec;
  const height = spec.height ?? 230;
  const known = series.flatMap(({ values }) => values).filter(value => value !== null);
  const svg = s("svg", {
    class: "lines",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": spec.label
  });
  if (known.length === 0 || periods.length === 0) return svg;
  const extent = [...known, ...references.map(({ value }) => value)];
  const low = spec.domain?.[0] ?? (spec.fromZero === false ? Math.min(...extent) : 0);
  const high = spec.domain?.[1] ?? Math.max(...extent, low + 1e-9);
  const y = scaleLinear([low, high === low ? low + 1 : high], [height - bottom, top]);
  if (!spec.domain) y.nice(4);
  const ends = series.flatMap(each => {
    const at = each.values.findLastIndex(value => value !== null);
    return at < 0 ? [] : [{ ...each, at, words: `${each.name} ${text(each.values[at]!)}` }];
  });
  // Values that are all nought have no scale to tell.
  const ticks = !spec.domain && Math.max(...extent) <= low ? [low] : y.ticks(4);
  const left = Math.max(...ticks.map(tick => emWidth(axis(tick)) * size)) + 12;
  const right = width - Math.max(...ends.map(({ words }) => emWidth(words) * size)) - 18;
  const x = scaleLinear([0, Math.max(1, periods.length - 1)], [left, right]);
  svg.append(...valueRules(ticks, y, [left, right], axis));
  for (const [index, anchor] of periodTicks(periods, x(1) - x(0)))
    svg.append(
      s("text", { class: "axis", x: x(index), y: height - 6, "text-anchor": anchor }, periods[index])
    );
  const marked = spec.mark ? periods.indexOf(spec.mark.period) : -1;
  if (spec.mark && marked >= 0)
    svg.append(
      s("line", { class: "lines-mark", x1: x(marked), x2: x(marked), y1: top - 8, y2: height - bottom }),
      s("text", { class: "axis", x: x(marked) - 6, y: top, "text-anchor": "end" }, spec.mark.label)
    );
  for (const { value, label } of references)
    svg.append(
      s("line", { class: "reference", x1: left, x2: right, y1: y(value), y2: y(value) }),
      s("text", { class: "axis", x: left + 2, y: y(value) + (isBelow(series, value) ? 16 : -5) }, label)
    );
  const path = lineOf<number | null>(
    (_, index) => x(index),
    value => y(value!)
  ).defined(value => value !== null);
  for (const { values, look } of series) {
    const d = path(values) ?? "";
    if (look === "yellow") svg.append(s("path", { class: "series series-outline", d }));
    svg.append(s("path", { class: `series series-${look}`, d }));
  }
  for (const { values, look, at } of ends) {
    const isLevel = !["accent", "ink", "context", "comparison"].includes(look);
    if (!isLevel) {
      if (look !== "context" && look !== "comparison")
        svg.append(s("circle", { class: `end end-${look}`, cx: x(at), cy: y(values[at]!), r: 4 }));
      continue;
    }
    values.forEach((value, index) => {
      if (value !== null && (index === at || (index % 6 === 0 && at - index > 2)))
        svg.append(levelShape(look as Level["look"], x(index), y(value)));
    });
  }
  const spots = spread(
    ends.map(({ values, at }) => y(values[at]!)),
    19,
    top,
    height - bottom
  );
  ends.forEach(({ words, look }, index) => {
    svg.append(
      s("text", { class: `end-label end-label-${look}`, x: right + 12, y: spots[index]! + 5 }, words)
    );
  });
  return svg;
}

/** Whether the words of a line across stand under it: the series begin above. */
function isBelow(series: readonly Series[], value: number): boolean {
  const starts = series.flatMap(({ values }) => values.slice(0, Math.ceil(values.length / 3)));
  const known = starts.filter(each => each !== null);
  return known.filter(each => each > value).length > known.length / 2;
}

/** First period, the Januaries and first quarters between that have room, and the last. */
function periodTicks(periods: readonly string[], step: number): [number, "start" | "middle" | "end"][] {
  const last = periods.length - 1;
  if (last < 1) return [[0, "start"]];
  const word = emWidth(periods[0]!) * size;
  if (last * step < 2 * word) return [[last, "end"]];
  const room = (1.5 * word + 8) / step;
  const inner = periods.flatMap((period, index): [number, "middle"][] =>
    /(-01|Q1)$/.test(period) && index > room && last - index > room ? [[index, "middle"]] : []
  );
  return [[0, "start"], ...inner, [last, "end"]];
}

/** Moves labels apart to at least `gap` between `low` and `high`, keeping their order. */
export function spread(spots: readonly number[], gap: number, low: number, high: number): number[] {
  const order = spots.map((spot, index) => ({ spot, index })).sort((a, b) => a.spot - b.spot);
  const result = [...spots];
  let floor = low;
  for (const [rank, { spot, index }] of order.entries()) {
    const room = high - gap * (order.length - 1 - rank);
    result[index] = Math.min(room, Math.max(floor, spot));
    floor = result[index]! + gap;
  }
  return result;
}
