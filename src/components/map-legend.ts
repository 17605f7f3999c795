import { smallDenominator } from "../lib/geo-area.js";
import { classCounts } from "../lib/geo-breaks.js";
import type { Scene } from "../lib/geo-scene.js";
import type { MapShape } from "../lib/geo-shape.js";
import { thresholdTexts } from "../lib/geo-words.js";
import { levelWord } from "../lib/regions.js";
import { type State, stateWords } from "../lib/state.js";
import { h } from "./dom.js";
import { mapDot, mapKey, mapRing, mapSwatch } from "./map-key.js";

const optional: readonly State[] = ["na", "suppressed", "undetermined"];

/** The ramp with its thresholds, and the looks that are no class. */
export function mapLegend(scene: Scene, shape: MapShape, width: number): Node[] {
  const { view, rows, breaks, measure, basis } = scene;
  const rate = measure.kind === "rate";
  const values = rows.flatMap(({ area }) => area.value ?? []);
  const states = new Set(rows.map(({ area }) => area.state));
  const look = (state: State) => h("span", {}, mapSwatch(state, 28, 14), stateWords[state]);
  return [
    mapKey({
      thresholds: thresholdTexts(breaks),
      counts: classCounts(values, breaks),
      unit: rate ? "%" : basis,
      width
    }),
    h(
      "div",
      { class: "map-looks unit" },
      look("missing"),
      optional.filter(state => states.has(state)).map(look),
      shape.schematicBorders !== "" && h("span", {}, h("i", { class: "map-dash" }), "示意界线"),
      shape.areas.some(({ rings }) => rings.length === 0) &&
        h("span", {}, mapDot(), `未提供界线的${levelWord(view.level)}以驻地点位示意`),
      rate &&
        h(
          "span",
          {},
          mapRing(),
          `分母不足 ${smallDenominator[basis]} ${basis}，比率不稳，不宜比较（平台设置）`
        )
    )
  ];
}
