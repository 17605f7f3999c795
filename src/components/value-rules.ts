import { s } from "./dom.js";

/** Hair lines from `left` to `right` at the ticks of a value axis, nought's stronger, each with its words before it. */
export function valueRules(
  ticks: readonly number[],
  y: (value: number) => number,
  [left, right]: readonly [number, number],
  text: (value: number) => string
): SVGElement[] {
  return ticks.flatMap(tick => [
    s("line", {
      class: tick === 0 ? "lines-base" : "lines-rule",
      x1: left,
      x2: right,
      y1: y(tick),
      y2: y(tick)
    }),
    s("text", { class: "axis", x: left - 8, y: y(tick) + 5, "text-anchor": "end" }, text(tick))
  ]);
}
