import { scaleLinear } from "d3-scale";
import { dotTicks } from "./bars.js";
import { h, s } from "./dom.js";

export interface BasisDotsSpec {
  /** Fractions by household and by person. */
  readonly households: number | null;
  readonly persons: number | null;
  readonly domain: readonly [number, number];
  readonly width: number;
}

const height = 22;

/** A rate by household and by person on one axis: a filled and a hollow dot with the span between them. */
export function basisDots({ households, persons, domain, width }: BasisDotsSpec): SVGSVGElement {
  const x = scaleLinear(domain, [6, width - 6]).clamp(true);
  const middle = height / 2;
  return s(
    "svg",
    { class: "dot", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    dotTicks(domain, width).map(tick =>
      s("line", { class: "dot-grid", x1: x(tick), x2: x(tick), y1: 0, y2: height })
    ),
    households === null || persons === null
      ? null
      : s("line", { class: "dot-interval", x1: x(households), x2: x(persons), y1: middle, y2: middle }),
    persons === null ? null : s("circle", { class: "dot-open", cx: x(persons), cy: middle, r: 4 }),
    households === null ? null : s("circle", { class: "dot-end", cx: x(households), cy: middle, r: 4.5 })
  );
}

/** “● 按户 ○ 按人” with the marks as drawn. */
export function basisKey(): HTMLElement {
  const mark = (name: string, r: number) =>
    s(
      "svg",
      { class: "dot", width: 12, height: 12, viewBox: "0 0 12 12", "aria-hidden": "true" },
      s("circle", { class: name, cx: 6, cy: 6, r })
    );
  return h("span", { class: "basis-key" }, mark("dot-end", 4.5), "按户", mark("dot-open", 4), "按人");
}
