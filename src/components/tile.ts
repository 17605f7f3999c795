import { measure, signed, signedPoints } from "../lib/format.js";
import type { Trend } from "../lib/measures.js";
import { valueState } from "../lib/state.js";
import { aboutDialog } from "./about.js";
import { h } from "./dom.js";
import { fitted } from "./fitted.js";
import type { Site } from "./site.js";
import { sparkline } from "./sparkline.js";
import { stateMark } from "./state.js";

export interface TileSpec {
  readonly label: string;
  readonly trend: Trend;
  /** Decimals of a share. */
  readonly digits: number;
  /** A few words beside the value: the other basis, or numerator over denominator. */
  readonly aside: string;
}

/** One figure with its line over two years and its changes. The name opens where the figure comes from. */
export function tile(site: Site, { label, trend, digits, aside }: TileSpec): HTMLElement {
  const { now } = trend;
  const level = site.regions.get(trend.key.region)!.level;
  const grain = site.catalogue.get(trend.key.indicator)?.grain.split(">") ?? [];
  const state = !now && grain.length > 0 && !grain.includes(level) ? "na" : valueState(now);
  const share = now?.unit === "%";
  const change = (value: number | null): string =>
    value === null ? "—" : share ? signedPoints(value, digits) : signed(value);
  return h(
    "li",
    { class: "tile" },
    h(
      "h2",
      {},
      h(
        "button",
        {
          type: "button",
          title: "公式、分子、分母与来源",
          onclick: () => aboutDialog(site, [{ indicator: trend.key.indicator, key: trend.key }])
        },
        label
      )
    ),
    h(
      "p",
      { class: "tile-value" },
      state
        ? stateMark(state)
        : [h("b", {}, measure(now, digits)), h("span", { class: "tile-unit" }, now!.unit)],
      h("span", { class: "tile-aside" }, aside)
    ),
    fitted(h("div", { class: "tile-line" }), width => [
      sparkline({ values: trend.values, ring: trend.yearAgo, width, height: 48 })
    ]),
    h(
      "p",
      { class: "tile-changes" },
      h("span", {}, "较上月 ", h("b", {}, change(trend.sinceMonth))),
      h("span", {}, "较上年同月 ", h("b", {}, change(trend.sinceYear)))
    )
  );
}
