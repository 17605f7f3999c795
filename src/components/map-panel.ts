import { count } from "../lib/format.js";
import { levels } from "../lib/levels.js";
import { type Child, h } from "./dom.js";
import { levelName } from "./level-mark.js";
import { type LinesSpec, lines } from "./lines.js";
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
  /** Official levels in the order of `levels`; null where they are not known. */
  readonly composition: { readonly counts: readonly number[] | null; readonly unit: string };
  /** Null where there is one period or none. */
  readonly trend: Omit<LinesSpec, "width" | "height"> | null;
  /** One line that says what the trend's lines are. */
  readonly unit: string;
  /** Words that open the area's own map, or null where it has none. */
  readonly enter: { readonly words: string; readonly run: () => void } | null;
  readonly note: string | null;
  readonly width: number;
}

const trendHeight = 142;

/** The area's finding, three figures, its warning levels, and the periods before. */
export function mapPanel(spec: PanelSpec): Node[] {
  const { title, figures, composition, trend, unit, enter, note, width } = spec;
  return [
    h(
      "div",
      { class: "map-panel-head" },
      h("h2", { id: "map-panel-title" }, title),
      enter && enterButton(enter)
    ),
    h(
      "div",
      { class: "map-state" },
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
      levelCounts(composition)
    ),
    ...(trend ? [lines({ ...trend, width, height: trendHeight })] : []),
    h("p", { class: "unit" }, unit),
    ...(note ? [h("p", { class: "note" }, note)] : [])
  ];
}

/** Opens the area's own map. */
export function enterButton({ words, run }: NonNullable<PanelSpec["enter"]>): HTMLElement {
  return h("button", { type: "button", class: "map-word", id: "map-enter", onclick: run }, words);
}

/** Levels with their marks and words, the count under each. */
function levelCounts({ counts, unit }: PanelSpec["composition"]): HTMLElement {
  const number = (index: number): Child => {
    if (counts === null) return stateMark("missing");
    return [h("b", {}, count(counts[index]!)), h("span", { class: "unseen" }, unit)];
  };
  return h(
    "dl",
    { class: "map-levels", "aria-label": `官方预警级别，按${unit}` },
    levels.map(({ word }, index) => h("div", {}, h("dt", {}, levelName(word)), h("dd", {}, number(index))))
  );
}
