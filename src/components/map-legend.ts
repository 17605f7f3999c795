import { classCounts } from "../lib/geo-breaks.js";
import type { Scene } from "../lib/geo-scene.js";
import type { MapShape } from "../lib/geo-shape.js";
import { thresholdTexts } from "../lib/geo-thresholds.js";
import { rangeText } from "../lib/geo-words.js";
import { levelWord } from "../lib/regions.js";
import { isUnknownWithheld, type State, stateWords } from "../lib/state.js";
import { h } from "./dom.js";
import { mapDot, mapKey, mapRange, mapRing, mapSwatch } from "./map-key.js";

const optional: readonly State[] = ["na", "suppressed", "undetermined"];

/** The ramp with its thresholds, and the looks that are no class. */
export function mapLegend(scene: Scene, shape: MapShape, width: number): Node[] {
  const { view, rows, breaks, measure, basis, limit, overlay, comparison } = scene;
  const values = rows.flatMap(({ area }) => area.value ?? []);
  const states = new Set([...rows, ...(comparison?.rows ?? [])].map(({ area }) => area.state));
  const look = (state: State) => h("span", {}, mapSwatch(state, 28, 14), stateWords[state]);
  return [
    mapKey({
      thresholds: thresholdTexts(breaks),
      counts: classCounts(values, breaks),
      unit: measure.unit,
      width
    }),
    h(
      "div",
      { class: "map-looks unit" },
      isUnknownWithheld() ? null : look("missing"),
      optional.filter(state => states.has(state)).map(look),
      overlay && h("span", {}, mapRange(), rangeText(scene)),
      comparison && h("span", {}, `图例上的个数为 ${scene.month}`),
      shape.schematicBorders !== "" && h("span", {}, h("i", { class: "map-dash" }), "示意界线"),
      shape.areas.some(({ rings }) => rings.length === 0) &&
        h("span", {}, mapDot(), `未提供界线的${levelWord(view.level)}以驻地点位示意`),
      measure.kind !== "count" &&
        limit > 0 &&
        h(
          "span",
          {},
          mapRing(),
          `分母不足 ${limit} ${basis}，${measure.kind === "rate" ? "比率" : "数值"}不稳，不宜比较（平台设置）`
        )
    )
  ];
}
