import { scaleLinear } from "d3-scale";
import { h, s } from "./dom.js";

/** Parts of one whole, laid end to end; the number of each stands in another column. */
export interface StackPart {
  readonly value: number;
  readonly look: "accent" | "context" | "ink" | "hollow";
}

const height = 16;

/** A bar of parts on a shared axis. */
export function stackBar(parts: readonly StackPart[], max: number, width: number): SVGSVGElement {
  const x = scaleLinear([0, Math.max(max, 1e-9)], [0, width]);
  let from = 0;
  const drawn = parts.map(({ value, look }) => {
    const left = x(from);
    from += value;
    const inset = look === "hollow" ? 0.5 : 0;
    return value > 0
      ? s("rect", {
          class: `bar-${look}`,
          x: left + inset,
          y: 2 + inset,
          width: Math.max(1, x(from) - left - 2 * inset),
          height: height - 4 - 2 * inset
        })
      : null;
  });
  return s(
    "svg",
    { class: "bar", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    drawn
  );
}

/** The key to a bar of parts: each look with its word. */
export function stackKey(
  parts: readonly { readonly look: StackPart["look"]; readonly word: string }[]
): HTMLElement {
  return h(
    "p",
    { class: "stack-key" },
    parts.map(({ look, word }) => h("span", {}, stackBar([{ value: 1, look }], 1, 20), word))
  );
}

/** Two or more values of one kind under each other on a shared axis, the last in the accent: years side by side. */
export function stepBars(values: readonly (number | null)[], max: number, width: number): SVGSVGElement {
  const x = scaleLinear([0, Math.max(max, 1e-9)], [0, width]);
  const size = 7;
  const room = values.length * (size + 1) + 3;
  return s(
    "svg",
    { class: "bar", width, height: room, viewBox: `0 0 ${width} ${room}`, "aria-hidden": "true" },
    values.map((value, index) =>
      value !== null && value > 0
        ? s("rect", {
            class: index === values.length - 1 ? "bar-accent" : "bar-context",
            x: 0,
            y: 2 + index * (size + 1),
            width: Math.max(1, x(value)),
            height: size
          })
        : null
    )
  );
}
