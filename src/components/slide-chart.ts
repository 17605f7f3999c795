import { max, min, sum } from "d3-array";
import { type ScaleLinear, scaleBand, scaleLinear, scalePoint } from "d3-scale";
import { line } from "d3-shape";
import { emWidth } from "../lib/geo-label.js";
import type { Chart, ChartSeries } from "../lib/report/chart.js";
import type { Look } from "../lib/report/look.js";
import { numberFormat } from "../lib/report/number-format.js";
import { type Child, h, s } from "./dom.js";

/** Pixels of the words, the least that is read at eight metres. */
const type = 40;
/** Columns stand side by side up to this many; more lie in two columns of bars. */
const mostColumns = 10;
/** Least height of a bar's row. */
const leastRow = 52;

interface Room {
  readonly width: number;
  readonly height: number;
}

/** A chart for a slide, with its legend over it. */
export function slideChart(chart: Chart, room: Room, alt: string): HTMLElement {
  const legend = legendOf(chart);
  const height = room.height - (legend ? legendRows(chart, room.width) * 56 : 0);
  const halves = chart.categories.length * leastRow > height && chart.kind !== "lines" ? 2 : 1;
  const isWide = chart.kind === "columns" && chart.categories.length > mostColumns;
  const step = (room.width - 140) / chart.categories.length;
  const fits = (each: string) => Math.min(emWidth(each), Math.ceil(emWidth(each) / 2)) * type <= step * 0.96;
  const lies = chart.kind === "bars" || chart.kind === "stack" || isWide || !chart.categories.every(fits);
  const parts: Child =
    chart.kind === "lines"
      ? lines(chart, { ...room, height })
      : lies
        ? split(chart, halves).map(part => bars(chart, part, { width: room.width / halves, height }))
        : columns(chart, { ...room, height });
  return h("div", { class: "slide-chart", role: "img", "aria-label": alt }, legend, h("div", {}, parts));
}

/** The same chart over the first and the second half of its categories. */
function split(chart: Chart, parts: number): Chart[] {
  const size = Math.ceil(chart.categories.length / parts);
  return Array.from({ length: parts }, (_, part) => {
    const cut = <T>(list: readonly T[]) => list.slice(part * size, (part + 1) * size);
    return {
      ...chart,
      categories: cut(chart.categories),
      series: chart.series.map(each => ({ ...each, values: cut(each.values) }))
    };
  });
}

function mainSeries({ series }: Chart): readonly ChartSeries[] {
  return series.filter(({ over }) => !over);
}

function legendOf(chart: Chart): HTMLElement | null {
  const main = mainSeries(chart);
  if (main.length < 2) return null;
  return h(
    "p",
    { class: "slide-legend" },
    main.map(({ name, look }) =>
      h("span", {}, s("svg", { width: 40, height: 32 }, swatch(look, 0, 2, 40, 28)), name)
    )
  );
}

/** Lines the legend takes. */
function legendRows(chart: Chart, width: number): number {
  let rows = 1;
  let taken = 0;
  for (const { name } of mainSeries(chart)) {
    const own = emWidth(name) * type + 52 + 40;
    if (taken > 0 && taken + own > width) {
      rows += 1;
      taken = 0;
    }
    taken += own;
  }
  return rows;
}

let hatches = 0;

/** A painted rectangle; a hatched one brings its pattern. */
function swatch(look: Look, x: number, y: number, width: number, height: number): Child {
  const box = { x, y, width: Math.max(0, width), height: Math.max(0, height) };
  const stroke = look.outline ? { stroke: `#${look.outline}`, "stroke-width": 2 } : {};
  if (!look.hatched) return s("rect", { ...box, fill: `#${look.colour}`, ...stroke });
  const id = `slide-hatch-${++hatches}`;
  const cross = { id, width: 10, height: 10, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  return [
    s("pattern", cross, s("rect", { width: 4, height: 10, fill: `#${look.colour}` })),
    s("rect", { ...box, fill: `url(#${id})`, ...stroke })
  ];
}

/** Ends of the axis of values over the whole chart, so that its halves are drawn to one scale. */
function extent(chart: Chart): [number, number] {
  const [from, to] = chart.range;
  const values = chart.series.flatMap(({ values: all }) => all.filter(value => value !== null));
  const stacked =
    chart.kind === "stack"
      ? chart.categories.map((_, at) => sum(mainSeries(chart), ({ values: all }) => all[at] ?? 0))
      : values;
  // Lengths are read from nought; only a line's height may begin elsewhere.
  const low = chart.kind === "lines" ? (from ?? 0) : Math.min(0, min(values) ?? 0);
  return [low, Math.max(to ?? max(stacked) ?? 1, low + 1e-9)];
}

function svg({ width, height }: Room, ...children: Child[]): SVGSVGElement {
  return s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, children);
}

/** Ticks are written as short as they can be. */
function tickText(format: string): (value: number) => string {
  return numberFormat(format.replace(/\.0+/, ""));
}

function word(x: number, y: number, text: string, more: Record<string, string | number> = {}): SVGElement {
  return s("text", { x, y, "font-size": type, ...more }, text);
}

/** Hair lines across at the ticks of the values, with their words before them. */
function rules(chart: Chart, y: ScaleLinear<number, number>, left: number, room: Room): SVGElement[][] {
  return y
    .ticks(4)
    .map(tick => [
      s("line", { x1: left, x2: room.width, y1: y(tick), y2: y(tick), class: "slide-hair" }),
      word(left - 16, y(tick) + 14, tickText(chart.format)(tick), { "text-anchor": "end" })
    ]);
}

function columns(chart: Chart, room: Room): SVGSVGElement {
  const format = numberFormat(chart.format);
  const main = mainSeries(chart);
  const left = 130;
  const bottom = room.height - 108;
  const y = scaleLinear(extent(chart), [bottom, 56]).nice(4);
  const x = scaleBand(chart.categories, [left, room.width]).paddingInner(0.28).paddingOuter(0.14);
  const inner = scaleBand(
    main.map(({ name }) => name),
    [0, x.bandwidth()]
  ).paddingInner(0.08);
  const labels = ({ values, labelled }: ChartSeries) =>
    (labelled || main.length === 1) &&
    values.every(value => value === null || emWidth(format(value)) * type * 1.08 <= inner.step());
  return svg(
    room,
    rules(chart, y, left, room),
    main.map(each =>
      each.values.map((value, at) => {
        const from = x(chart.categories[at]!)! + inner(each.name)!;
        if (value === null) return null;
        return [
          swatch(each.look, from, Math.min(y(value), y(0)), inner.bandwidth(), Math.abs(y(value) - y(0))),
          labels(each)
            ? word(from + inner.bandwidth() / 2, Math.min(y(value), y(0)) - 12, format(value), {
                "text-anchor": "middle",
                "font-weight": 700
              })
            : null
        ];
      })
    ),
    s("line", { x1: left, x2: room.width, y1: y(0), y2: y(0), class: "slide-rule" }),
    chart.categories.map(name => wrapped(name, x(name)! + x.bandwidth() / 2, bottom + 46, x.step())),
    over(chart).map(({ name, values }) => {
      const at = y(values.find(value => value !== null)!);
      return [
        s("line", { x1: left, x2: room.width, y1: at, y2: at, class: "slide-reference" }),
        word(room.width, at - 12, name, { "text-anchor": "end", class: "halo" })
      ];
    })
  );
}

/** Series drawn as a line over the others, where they have a value. */
function over({ series }: Chart): readonly ChartSeries[] {
  return series.filter(each => each.over && each.values.some(value => value !== null));
}

/** A category's name under its column, on two lines where one is too short. */
function wrapped(name: string, x: number, y: number, width: number): Child {
  const room = Math.floor(width / type);
  const lines =
    emWidth(name) * type <= width
      ? [name]
      : [name.slice(0, Math.max(room, 2)), name.slice(Math.max(room, 2))];
  return lines.map((text, at) => word(x, y + at * 46, text, { "text-anchor": "middle" }));
}

function bars(whole: Chart, chart: Chart, room: Room): SVGSVGElement {
  const format = numberFormat(chart.format);
  const main = mainSeries(chart);
  const left = Math.min(room.width * 0.4, Math.max(...chart.categories.map(emWidth)) * type + 24);
  const lone = main.length === 1 || chart.kind === "stack";
  const longest = Math.max(...main.flatMap(({ values }) => values.map(value => emWidth(format(value ?? 0)))));
  const right = room.width - (lone ? longest * type + 28 : 28);
  const x = scaleLinear(extent(whole), [left, right]);
  const rows = scaleBand(chart.categories, [over(chart).length > 0 ? 56 : 0, room.height]).paddingInner(0.24);
  const inner = scaleBand(
    main.map(({ name }) => name),
    [0, rows.bandwidth()]
  ).paddingInner(0.1);
  return svg(
    room,
    chart.categories.map((name, at) => {
      const top = rows(name)!;
      const middle = top + rows.bandwidth() / 2 + 14;
      let from = x(0);
      const total = sum(main, ({ values }) => values[at] ?? 0);
      const missing = main.every(({ values }) => values[at] === null);
      return [
        word(left - 20, middle, name, { "text-anchor": "end" }),
        main.map(each => {
          const value = each.values[at];
          if (value === null || value === undefined) return null;
          if (chart.kind !== "stack")
            return swatch(
              each.look,
              Math.min(x(0), x(value)),
              top + inner(each.name)!,
              Math.abs(x(value) - x(0)),
              inner.bandwidth()
            );
          const width = x(value) - x(0);
          const start = from;
          from += width;
          return [
            swatch(each.look, start, top, width, rows.bandwidth()),
            emWidth(format(value)) * type + 12 <= width && !each.look.hatched
              ? word(start + width / 2, middle, format(value), {
                  "text-anchor": "middle",
                  fill: `#${each.look.on ?? "14181A"}`
                })
              : null
          ];
        }),
        lone && !missing
          ? word(Math.max(x(total), x(0)) + 14, middle, format(total), { "font-weight": 700 })
          : null
      ];
    }),
    s("line", { x1: x(0), x2: x(0), y1: 0, y2: room.height, class: "slide-rule" }),
    over(chart).map(({ name, values }) => {
      const at = x(values.find(value => value !== null)!);
      return [
        s("line", { x1: at, x2: at, y1: 50, y2: room.height, class: "slide-reference" }),
        word(at, 38, name, { "text-anchor": "middle", class: "halo" })
      ];
    })
  );
}

function lines(chart: Chart, room: Room): SVGSVGElement {
  const format = numberFormat(chart.format);
  const [first] = chart.series;
  const left = 150;
  const bottom = room.height - 64;
  const y = scaleLinear(extent(chart), [bottom, 56]).nice(4);
  const x = scalePoint(chart.categories, [left, room.width - 12]);
  const last = chart.categories.length - 1;
  const marks = chart.categories.filter((name, at) => at === 0 || at === last || name.endsWith("-01"));
  const path = ({ values }: ChartSeries) =>
    line<number | null>()
      .defined(value => value !== null)
      .x((_, at) => x(chart.categories[at]!)!)
      .y(value => y(value!))([...values]);
  const end = first?.values[last];
  return svg(
    room,
    rules(chart, y, left, room),
    chart.series.map(each =>
      s("path", { d: path(each), fill: "none", stroke: `#${each.look.colour}`, "stroke-width": 6 })
    ),
    marks
      .filter((name, at) => at === 0 || x(name)! - x(marks[at - 1]!)! > 190)
      .map(name =>
        word(x(name)!, bottom + 52, name, {
          "text-anchor":
            name === chart.categories[0] ? "start" : name === chart.categories[last] ? "end" : "middle"
        })
      ),
    end === null || end === undefined
      ? null
      : [
          s("circle", { cx: x(chart.categories[last]!)!, cy: y(end), r: 11, fill: `#${first!.look.colour}` }),
          word(x(chart.categories[last]!)! + 12, y(end) - 28, format(end), {
            "text-anchor": "end",
            "font-weight": 700
          })
        ]
  );
}
