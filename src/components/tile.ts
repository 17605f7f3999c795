import { count, measure, signed, signedPoints } from "../lib/format.js";
import type { OverviewTile } from "../lib/overview.js";
import { reachesDown } from "../lib/sparse.js";
import { valueState } from "../lib/state.js";
import { aboutDialog } from "./about.js";
import { h } from "./dom.js";
import { fitted } from "./fitted.js";
import { levelName } from "./level-mark.js";
import type { Site } from "./site.js";
import { sparkline } from "./sparkline.js";
import { stateMark } from "./state.js";

/** One figure with its line over two years and its changes. The name opens where the figure comes from. */
export function tile(site: Site, { label, level, trend, digits, aside, pending }: OverviewTile): HTMLElement {
  const { now } = trend;
  const depth = site.regions.get(trend.key.region)!.level;
  const state = !now && !reachesDown(site, trend.key.indicator, depth) ? "na" : valueState(now);
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
        level ? [levelName(level), label.slice(level.length)] : label
      )
    ),
    h(
      "p",
      { class: "tile-value" },
      state
        ? stateMark(state)
        : [h("b", {}, measure(now, digits)), h("span", { class: "tile-unit" }, now!.unit)],
      h(
        "span",
        { class: "tile-aside" },
        pending === null ? aside : ["另有 ", levelName("待核定"), ` ${count(pending)} ${trend.key.basis}`]
      )
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
