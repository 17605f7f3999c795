import { scaleLinear } from "d3-scale";
import { count } from "../lib/format.js";
import { s } from "./dom.js";

const height = 16;

/** Two counts of one band set back to back, the earlier at the left; on one scale with the other bands. */
export function mirror(before: number, after: number, max: number, width: number): SVGSVGElement {
  const middle = width / 2;
  const size = scaleLinear([0, Math.max(max, 1)], [0, middle - 1]);
  return s(
    "svg",
    {
      class: "mirror",
      width,
      height: height + 6,
      viewBox: `0 0 ${width} ${height + 6}`,
      "aria-hidden": "true"
    },
    s("rect", {
      class: "bar-context",
      x: middle - 1 - size(before),
      y: 2,
      width: size(before),
      height: height + 2
    }),
    s("rect", { class: "bar-accent", x: middle + 1, y: 2, width: size(after), height: height + 2 }),
    s("line", { class: "mirror-middle", x1: middle, x2: middle, y1: 0, y2: height + 6 })
  );
}

/** The axis above a column of mirrored bars: the sides by name, and the same round count on both. */
export function mirrorAxis(
  words: readonly [before: string, after: string],
  max: number,
  unit: string,
  width: number
): SVGSVGElement {
  const middle = width / 2;
  const size = scaleLinear([0, Math.max(max, 1)], [0, middle - 1]);
  const tick = size.ticks(width < 260 ? 1 : 2).at(-1) ?? 0;
  const label = (x: number, anchor: string, text: string) =>
    s("text", { class: "axis", x, y: 14, "text-anchor": anchor }, text);
  const far = tick > 0 && size(tick) > 70;
  return s(
    "svg",
    { class: "bar-axis", width, height: 18, viewBox: `0 0 ${width} 18`, "aria-hidden": "true" },
    label(middle - 6, "end", `← ${words[0]}`),
    label(middle + 6, "start", `${words[1]} →`),
    far ? label(Math.max(0, middle - size(tick)), "start", `${count(tick)} ${unit}`) : null,
    far ? label(Math.min(width, middle + size(tick)), "end", `${count(tick)} ${unit}`) : null
  );
}
