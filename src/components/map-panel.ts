import { count } from "../lib/format.js";
import { h } from "./dom.js";
import { mapTrend, type TrendSpec } from "./map-trend.js";
import { stateMark } from "./state.js";

/** A big figure of the panel; null stands for 缺数据. */
export interface PanelFigure {
  readonly value: number | string | null;
  readonly unit: string;
  readonly label: string;
}

/** What the panel shows of the area in hand, or of the whole region when none is. */
export interface PanelSpec {
  readonly title: string;
  readonly figures: readonly PanelFigure[];
  readonly trend: Omit<TrendSpec, "width">;
  /** One line that says what the trend's lines are. */
  readonly unit: string;
  /** Words that open the area's own map, or null where it has none. */
  readonly enter: { readonly words: string; readonly run: () => void } | null;
  readonly width: number;
}

/** The area's finding, three figures, and 24 months. */
export function mapPanel({ title, figures, trend, unit, enter, width }: PanelSpec): Node[] {
  return [
    h(
      "div",
      { class: "map-panel-head" },
      h("h2", { id: "map-panel-title" }, title),
      enter &&
        h("button", { type: "button", class: "map-word", id: "map-enter", onclick: enter.run }, enter.words)
    ),
    h(
      "dl",
      { class: "map-figures" },
      figures.map(({ value, unit: sign, label }) =>
        h(
          "div",
          {},
          h("dt", {}, label),
          h(
            "dd",
            {},
            value === null
              ? stateMark("missing")
              : [h("b", {}, typeof value === "number" ? count(value) : value), ` ${sign}`]
          )
        )
      )
    ),
    mapTrend({ ...trend, width }),
    h("p", { class: "unit" }, unit)
  ];
}
