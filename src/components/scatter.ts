import { scaleLinear, scaleSqrt } from "d3-scale";
import { emWidth } from "../lib/geo-label.js";
import { clearOf } from "../lib/scatter.js";
import { s } from "./dom.js";

/** One point: a size to the right, a value upwards, with the interval the value may lie in. */
export interface ScatterPoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly interval: readonly [number, number] | null;
  /** Drawn in the accent: the one in hand. */
  readonly chosen: boolean;
}

export interface ScatterSpec {
  readonly points: readonly ScatterPoint[];
  readonly width: number;
  readonly height?: number;
  /** Words at the end of the lower axis. */
  readonly xLabel: string;
  readonly xText: (value: number) => string;
  readonly yText: (value: number) => string;
  /** Dashed lines across, e.g. a reference. */
  readonly references: readonly { readonly value: number; readonly label: string }[];
  /** The picture in words, for screen readers. */
  readonly label: string;
}

const left = 48;
const right = 24;
const top = 14;
const bottom = 42;
const size = 13;

/** Values against sizes on a square-root axis, so that small places are not pressed together. */
export function scatter(spec: ScatterSpec): SVGSVGElement {
  const { points, width, height = 320, references } = spec;
  const svg = s("svg", {
    class: "scatter",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": spec.label
  });
  if (points.length === 0) return svg;
  const sizes = points.map(({ x }) => x);
  const values = [
    ...points.flatMap(({ y, interval }) => [y, ...(interval ?? [])]),
    ...references.map(({ value }) => value)
  ];
  const x = scaleSqrt([Math.min(...sizes) * 0.94, Math.max(...sizes) * 1.06], [left, width - right]);
  const y = scaleLinear([Math.min(...values), Math.max(...values)], [height - bottom, top]).nice(4);
  for (const tick of y.ticks(5))
    svg.append(
      s("line", { class: "lines-rule", x1: left, x2: width - right, y1: y(tick), y2: y(tick) }),
      s("text", { class: "axis", x: left - 8, y: y(tick) + 5, "text-anchor": "end" }, spec.yText(tick))
    );
  for (const tick of x.ticks(Math.max(2, Math.floor(width / 130))))
    svg.append(
      s("line", {
        class: "lines-base",
        x1: x(tick),
        x2: x(tick),
        y1: height - bottom,
        y2: height - bottom + 5
      }),
      s(
        "text",
        { class: "axis", x: x(tick), y: height - bottom + 20, "text-anchor": "middle" },
        spec.xText(tick)
      )
    );
  svg.append(
    s("line", {
      class: "lines-base",
      x1: left,
      x2: width - right,
      y1: height - bottom,
      y2: height - bottom
    }),
    s("text", { class: "axis", x: width - right, y: height - 4, "text-anchor": "end" }, spec.xLabel)
  );
  for (const { value, label } of references)
    svg.append(
      s("line", { class: "reference", x1: left, x2: width - right, y1: y(value), y2: y(value) }),
      s("text", { class: "axis", x: left + 4, y: y(value) - 5 }, label)
    );
  for (const { x: at, y: value, interval, chosen } of points)
    svg.append(
      ...(interval
        ? [s("line", { class: "dot-interval", x1: x(at), x2: x(at), y1: y(interval[0]), y2: y(interval[1]) })]
        : []),
      s("circle", { class: chosen ? "dot-end" : "dot-end dot-plain", cx: x(at), cy: y(value), r: 4.5 })
    );
  const spots = clearOf(
    points.map(point => ({
      x: x(point.x),
      y: y(point.y),
      width: emWidth(point.name) * size,
      height: size + 4
    })),
    width
  );
  points.forEach(({ name, chosen }, index) => {
    const { x: at, y: middle, anchor } = spots[index]!;
    svg.append(
      s(
        "text",
        {
          class: chosen ? "end-label end-label-accent" : "end-label",
          x: at,
          y: middle + 5,
          "text-anchor": anchor
        },
        name
      )
    );
  });
  return svg;
}
