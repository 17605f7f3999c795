import { smallDenominator } from "../lib/geo-area.js";
import { classCounts } from "../lib/geo-breaks.js";
import type { Scene } from "../lib/geo-scene.js";
import { thresholdText } from "../lib/geo-words.js";
import { type State, stateWords } from "../lib/state.js";
import { h } from "./dom.js";
import { mapKey, mapSwatch } from "./map-key.js";

const optional: readonly State[] = ["na", "suppressed", "undetermined"];

/** The ramp with its thresholds, and the looks that are no class. */
export function mapLegend(scene: Scene, schematic: boolean, width: number): Node[] {
  const { rows, breaks, measure, basis } = scene;
  const rate = measure.kind === "rate";
  const values = rows.flatMap(({ area }) => area.value ?? []);
  const states = new Set(rows.map(({ area }) => area.state));
  const look = (state: State) => h("span", {}, mapSwatch(state, 28, 14), stateWords[state]);
  return [
    mapKey({
      breaks,
      counts: classCounts(values, breaks),
      unit: rate ? "%" : basis,
      text: threshold => thresholdText(threshold, measure),
      width
    }),
    h(
      "div",
      { class: "map-looks unit" },
      look("missing"),
      optional.filter(state => states.has(state)).map(look),
      schematic && h("span", {}, h("i", { class: "map-dash" }), "示意界线"),
      rate &&
        h(
          "span",
          {},
          h("i", { class: "map-small" }),
          `分母不足 ${smallDenominator[basis]} ${basis}，比率不稳，不宜比较（平台设置）`
        )
    )
  ];
}
