import { scaleLinear } from "d3-scale";
import { s } from "./dom.js";

/** Days between which spans are drawn, `YYYY-MM-DD`, the last day of them included. */
export interface SpanWindow {
  readonly from: string;
  readonly to: string;
}

const height = 18;
const daySize = 86_400_000;
const leastSize = 4;

/** From a day to a day on a shared axis of months; a span whose end is not known is open at its right. */
export function spanBar(
  span: { readonly start: string; readonly end: string | null },
  window: SpanWindow,
  width: number,
  look: "accent" | "context" | "ink"
): SVGSVGElement {
  const x = axis(window, width);
  const left = Math.max(0, x(day(span.start)));
  const right = Math.min(width, span.end === null ? width : x(day(span.end) + daySize));
  const size = Math.max(leastSize, right - left);
  const start = Math.min(left, width - size);
  return s(
    "svg",
    { class: "span-bar", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    years(window, x),
    s("rect", { class: `bar-${look}`, x: start, y: 3, width: size, height: height - 6 }),
    span.end === null ? s("path", { class: "span-open", d: `M${width - 7},4l5,5l-5,5` }) : null
  );
}

/** The axis above a column of spans: the first month, every January, and the last month. */
export function spanAxis(window: SpanWindow, width: number): SVGSVGElement {
  const x = axis(window, width);
  const inner = januaries(window).filter(text => x(day(text)) > 70 && x(day(text)) < width - 110);
  return s(
    "svg",
    { class: "bar-axis", width, height: 18, viewBox: `0 0 ${width} 18`, "aria-hidden": "true" },
    s("text", { class: "axis", x: 0, y: 14 }, window.from.slice(0, 7)),
    inner.map(text =>
      s("text", { class: "axis", x: x(day(text)), y: 14, "text-anchor": "middle" }, text.slice(0, 7))
    ),
    s("text", { class: "axis", x: width, y: 14, "text-anchor": "end" }, window.to.slice(0, 7))
  );
}

function axis({ from, to }: SpanWindow, width: number): (time: number) => number {
  return scaleLinear([day(from), day(to) + daySize], [0, width]);
}

function years(window: SpanWindow, x: (time: number) => number): SVGLineElement[] {
  return januaries(window).map(text =>
    s("line", { class: "dot-grid", x1: x(day(text)), x2: x(day(text)), y1: 0, y2: height })
  );
}

function januaries({ from, to }: SpanWindow): string[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  return Array.from({ length: last - first }, (_, index) => `${first + index + 1}-01-01`);
}

function day(text: string): number {
  return Date.parse(`${text}T00:00:00Z`);
}
