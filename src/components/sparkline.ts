import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { s } from "./dom.js";

export interface SparklineSpec {
  readonly values: readonly (number | null)[];
  /** Position of the value ringed, −1 for none. */
  readonly ring: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A line over its own range, with an open ring at one value and a dot in the accent at the last;
 * months without a value break the line. It repeats what stands in words, so it is hidden from readers.
 */
export function sparkline({ values, ring, width, height }: SparklineSpec): SVGSVGElement {
  const known = values.filter(value => value !== null);
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [4, width - 4]);
  const y = scaleLinear([Math.min(...known), Math.max(...known)], [height - 7, 5]);
  const path = line<number | null>(
    (_, index) => x(index),
    value => y(value!)
  ).defined(value => value !== null);
  const dot = (index: number, name: string, radius: number) =>
    values[index] == null
      ? null
      : s("circle", { class: name, cx: x(index), cy: y(values[index]!), r: radius });
  return s(
    "svg",
    { class: "sparkline", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    s("path", { class: "series", d: path(values) ?? "" }),
    s("line", { class: "base", x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5 }),
    dot(ring, "ring", 3.5),
    dot(values.length - 1, "last", 4)
  );
}
