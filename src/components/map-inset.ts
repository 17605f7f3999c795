import type { MapShape } from "../lib/geo-shape.js";
import { h, s } from "./dom.js";

/** Size of the inset in pixels, its rules included. */
export const insetSize = { width: 206, height: 184 } as const;

/** The whole region in small, with the county in hand outlined. */
export function mapInset(
  shape: MapShape,
  looks: ReadonlyMap<string, string>,
  inHand: string,
  caption: string
): HTMLElement {
  const chosen = shape.areas.find(({ code }) => code === inHand)?.path ?? "";
  const { width, height } = shape;
  return h(
    "div",
    { class: "map-inset", "aria-hidden": "true" },
    s(
      "svg",
      { width, height, viewBox: `0 0 ${width} ${height}` },
      s(
        "g",
        { class: "map-areas" },
        shape.areas.map(({ code, path }) => s("path", { d: path, "data-look": looks.get(code) ?? "plain" }))
      ),
      s("path", { d: shape.borders, class: "map-border" }),
      s("path", { d: chosen, class: "map-halo" }),
      s("path", { d: chosen, class: "map-chosen" })
    ),
    h("p", { class: "unit" }, caption)
  );
}
