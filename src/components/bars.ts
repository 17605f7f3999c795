import { scaleLinear } from "d3-scale";
import { count } from "../lib/format.js";
import type { Level } from "../lib/levels.js";
import { s } from "./dom.js";
import { levelShape } from "./level-mark.js";

const height = 16;
/** A segment narrower than this has no mark; the columns beside it keep the number. */
const markFrom = 19;

/** A plain bar of a count, for the last column of a table; its number stands in another column. */
export function bar(value: number | null, max: number, width: number, look = "context"): SVGSVGElement {
  const x = scaleLinear([0, Math.max(max, 1e-9)], [0, width]);
  return s(
    "svg",
    { class: "bar", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    value !== null && value > 0
      ? s("rect", { class: `bar-${look}`, x: 0, y: 2, width: Math.max(1, x(value)), height: height - 4 })
      : null
  );
}

/** One segment of a bar of levels. */
export interface Segment {
  readonly look: Level["look"];
  readonly value: number;
}

/** A stacked bar of levels on a shared axis, each segment with its mark where there is room. */
export function levelBar(segments: readonly Segment[], max: number, width: number): SVGSVGElement {
  const x = scaleLinear([0, Math.max(max, 1)], [0, width]);
  let from = 0;
  const drawn = segments.flatMap(({ look, value }) => {
    const left = x(from);
    from += value;
    const size = x(from) - left;
    if (value === 0) return [];
    const middle = left + size / 2;
    return [
      s("rect", {
        class: `segment segment-${look}`,
        x: left + 0.5,
        y: 1.5,
        width: Math.max(0.5, size - 1),
        height: height - 3
      }),
      size >= markFrom && look !== "ungraded" ? levelShape(look, middle, height / 2, 4) : null
    ];
  });
  return s(
    "svg",
    { class: "bar level-bar", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    s(
      "defs",
      {},
      s(
        "pattern",
        {
          id: "level-pending",
          width: 5,
          height: 5,
          patternUnits: "userSpaceOnUse",
          patternTransform: "rotate(45)"
        },
        s("path", { class: "level-hatch", d: "M2.5,0V5" })
      )
    ),
    drawn
  );
}

/** The axis above a column of bars: round counts, the first with its unit. */
export function barAxis(
  max: number,
  unit: string,
  width: number,
  text: (value: number) => string = count
): SVGSVGElement {
  const x = scaleLinear([0, Math.max(max, 1e-9)], [0, width]);
  const ticks = x.ticks(Math.max(2, Math.floor(width / 110)));
  return s(
    "svg",
    { class: "bar-axis", width, height: 18, viewBox: `0 0 ${width} 18`, "aria-hidden": "true" },
    ticks.map((tick, index) =>
      s(
        "text",
        {
          class: "axis",
          x: x(tick),
          y: 14,
          "text-anchor": index === 0 ? "start" : x(tick) > width - 20 ? "end" : "middle"
        },
        index === 0 ? `0 ${unit}` : text(tick)
      )
    )
  );
}

export interface DotSpec {
  readonly value: number | null;
  readonly domain: readonly [number, number];
  /** A dotted line, e.g. the judging line or a reference. */
  readonly line: number | null;
  /** An interval around the value. */
  readonly interval?: readonly [number, number] | null;
  readonly width: number;
}

/** A value as a dot joined to the line it is set against, with its interval where one is given. */
export function dot({ value, domain, line, interval, width }: DotSpec): SVGSVGElement {
  const x = scaleLinear(domain, [6, width - 6]).clamp(true);
  return s(
    "svg",
    { class: "dot", width, height: 22, viewBox: `0 0 ${width} 22`, "aria-hidden": "true" },
    dotTicks(domain, width).map(tick =>
      s("line", { class: "dot-grid", x1: x(tick), x2: x(tick), y1: 0, y2: 22 })
    ),
    line === null ? null : s("line", { class: "dot-line", x1: x(line), x2: x(line), y1: 0, y2: 22 }),
    interval
      ? s("line", { class: "dot-interval", x1: x(interval[0]), x2: x(interval[1]), y1: 11, y2: 11 })
      : null,
    value === null
      ? null
      : [
          line === null || interval
            ? null
            : s("line", { class: "dot-stem", x1: x(line), x2: x(value), y1: 11, y2: 11 }),
          s("circle", { class: "dot-end", cx: x(value), cy: 11, r: 4.5 })
        ]
  );
}

/** Round values along a column of dots, as many as there is room to write. */
export function dotTicks(domain: readonly [number, number], width: number): number[] {
  let ticks = scaleLinear(domain, [0, width]).ticks(4);
  while (ticks.length > 2 && ticks.length * 44 > width)
    ticks = ticks.filter((_, index) => (ticks.length - 1 - index) % 2 === 0);
  return ticks;
}

/** The axis above a column of dots. */
export function dotAxis(
  domain: readonly [number, number],
  text: (value: number) => string,
  width: number
): SVGSVGElement {
  const x = scaleLinear(domain, [6, width - 6]);
  const ticks = dotTicks(domain, width);
  return s(
    "svg",
    { class: "bar-axis", width, height: 18, viewBox: `0 0 ${width} 18`, "aria-hidden": "true" },
    ticks.map(tick =>
      s(
        "text",
        {
          class: "axis",
          x: x(tick),
          y: 14,
          "text-anchor": x(tick) > width - 24 ? "end" : x(tick) < 24 ? "start" : "middle"
        },
        text(tick)
      )
    )
  );
}
