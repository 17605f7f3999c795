import type { Measures, OptionGroup } from "./geo-measure.js";
import { eventLabel } from "./geo-overlay.js";
import type { Scene } from "./geo-scene.js";
import type { HazardEvent } from "./site.js";

/** What can be chosen above the map, and what is. */
export interface Offer {
  readonly measures: readonly OptionGroup[];
  readonly measure: string;
  readonly breakdowns: readonly OptionGroup[];
  readonly breakdown: string;
  readonly layers: readonly OptionGroup[];
  readonly layer: string;
  readonly overlays: readonly OptionGroup[];
  readonly overlay: string;
  readonly months: readonly OptionGroup[];
  readonly month: string;
}

const layerOptions = [
  { value: "", text: "原值" },
  { value: "smoothed", text: "平滑值" },
  { value: "signal", text: "信号" },
  { value: "index", text: "先看哪里" }
];

/** The lists above the map: measures at the level shown, their breakdowns, events and months, the latest first. */
export function offerOf(
  {
    view,
    measure,
    overlay,
    month,
    comparison
  }: Pick<Scene, "view" | "measure" | "overlay" | "month" | "comparison">,
  measures: Measures,
  events: readonly HazardEvent[],
  months: readonly string[],
  layer = ""
): Offer {
  const listed = (none: string, options: OptionGroup["options"]): OptionGroup[] => [
    { name: "", options: [{ value: "", text: none }, ...[...options].reverse()] }
  ];
  const others = months.filter(each => each !== month);
  return {
    measures: measures.offered(view.level),
    measure: measure.indicator,
    breakdowns: measures.breakdowns(measure.indicator),
    breakdown: measure.breakdown,
    layers: [{ name: "", options: layerOptions }],
    layer,
    overlays: listed(
      "不叠加",
      events.map(event => ({ value: event.id, text: eventLabel(event) }))
    ),
    overlay: overlay?.event.id ?? "",
    months: listed(
      "不对比",
      others.map(each => ({ value: each, text: each }))
    ),
    month: comparison?.month ?? ""
  };
}
