import { ramp } from "../lib/report/look.js";
import type { MapScene } from "../lib/report/map-scene.js";
import { stateWords } from "../lib/state.js";
import { h, s } from "./dom.js";

/** Pixels of a label on the slide to one of the map's own. */
const enlarged = 40 / 13;

/** What the map of a slide tells its deck. */
export interface SlideMapHooks {
  /** The area the keyboard is on. */
  readonly onSelect: (code: string) => void;
  readonly onEnter: (code: string) => void;
}

/** The risk map at a slide's size; its areas can be walked and entered. */
export function slideMap(
  map: MapScene,
  { width, height }: { readonly width: number; readonly height: number },
  selected: string | null,
  hooks: SlideMapHooks
): SVGSVGElement {
  const { shape, labels, looks, spoken } = map.draw(width / enlarged, height / enlarged);
  const { reference } = map.scene.facts;
  const values = new Map(map.scene.rows.map(({ area }) => [area.code, area.value]));
  const above = (code: string) => reference !== null && (values.get(code) ?? 0) > reference;
  const lookOf = (code: string) => looks.get(code) ?? "missing";
  const area = ({ code, path, x, y, rings }: (typeof shape.areas)[number]) =>
    s(rings.length > 0 ? "path" : "circle", {
      ...(rings.length > 0 ? { d: path } : { cx: x, cy: y, r: 9 }),
      "data-look": lookOf(code),
      "data-code": code,
      role: "option",
      tabindex: "-1",
      "aria-selected": String(code === selected),
      "aria-label": spoken.get(code) ?? "",
      onclick: event => {
        event.stopPropagation();
        if (code === selected) hooks.onEnter(code);
        else hooks.onSelect(code);
      }
    });
  const emphasised = shape.areas.filter(({ code }) => above(code));
  const chosen = shape.areas.find(({ code }) => code === selected);
  return s(
    "svg",
    {
      class: "slide-map",
      width,
      height,
      viewBox: `0 0 ${shape.width} ${shape.height}`,
      role: "listbox",
      "aria-label": map.title
    },
    s(
      "pattern",
      {
        id: "slide-missing",
        width: 4,
        height: 4,
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)"
      },
      s("rect", { width: 1.2, height: 4, class: "slide-missing" })
    ),
    s("g", { class: "map-areas" }, shape.areas.map(area)),
    s("path", { d: shape.borders, class: "slide-border" }),
    s("path", { d: shape.schematicBorders, class: "slide-border schematic" }),
    s("path", { d: shape.outline, class: "slide-outline" }),
    emphasised.map(({ path }) => s("path", { d: path, class: "slide-above" })),
    chosen ? s("path", { d: chosen.path, class: "slide-chosen" }) : null,
    s(
      "g",
      { "aria-hidden": "true", "pointer-events": "none" },
      labels.map(({ code, x, y, size, lines, over }) =>
        s(
          "g",
          {
            class: over ? "slide-label over" : "slide-label",
            "data-look": lookOf(code),
            "data-above": above(code)
          },
          lines.map((text, at) =>
            s(
              "text",
              {
                x,
                y: y + (at - (lines.length - 1) / 2) * size * 1.25 + size * 0.36,
                "font-size": size,
                "text-anchor": "middle"
              },
              text
            )
          )
        )
      )
    )
  );
}

/** The joined ramp with its thresholds, and the looks that are no class. */
export function slideMapLegend({
  legend: { thresholds, counts, unit, states },
  scene
}: MapScene): HTMLElement {
  const { reference } = scene.facts;
  const known = counts.some(each => each > 0);
  const shown = thresholds.length + 1;
  const width = 540;
  const step = width / shown;
  const marked = reference === null ? -1 : thresholds.findIndex(text => Number(text) === reference);
  return h(
    "div",
    { class: "slide-map-legend" },
    reference === null ? null : h("p", {}, `${reference}% 是参考值，非上限`),
    known
      ? s(
          "svg",
          { width: width + 30, height: 86, viewBox: `0 0 ${width + 30} 86`, "aria-hidden": "true" },
          ramp
            .slice(0, shown)
            .map((_, at) => s("rect", { x: at * step, y: 8, width: step, height: 28, "data-look": at + 1 })),
          marked < 0
            ? null
            : s("rect", { x: (marked + 1) * step - 3, y: 0, width: 6, height: 44, class: "slide-tick" }),
          thresholds.map((text, at) =>
            s("text", { x: (at + 1) * step, y: 82, "font-size": 40, "text-anchor": "middle" }, text)
          ),
          s("text", { x: width + 30, y: 82, "font-size": 40, "text-anchor": "end" }, unit)
        )
      : null,
    states.length > 0
      ? h(
          "p",
          { class: "slide-states" },
          states.map(state => [h("i", { "data-look": state }), ` ${stateWords[state]}　`])
        )
      : null
  );
}
