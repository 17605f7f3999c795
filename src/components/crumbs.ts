import type { Context } from "../lib/context.js";
import { levelWord } from "../lib/regions.js";
import { h } from "./dom.js";
import type { Site } from "./site.js";

/** The way from the root down to the region in hand; nothing at the root. */
export function crumbs({ regions, context: store }: Site, context: Context): HTMLElement | null {
  const path = regions.path(context.region);
  if (path.length < 2) return null;
  const children = regions.children(context.region);
  return h(
    "nav",
    { class: "crumbs", "aria-label": "区域层级" },
    path.map((region, index) =>
      index === path.length - 1
        ? h("b", { "aria-current": "location" }, region.name)
        : [
            h(
              "a",
              {
                href: store.href({ region: region.code }) || "?",
                onclick: event => {
                  event.preventDefault();
                  store.set({ region: region.code });
                }
              },
              region.name
            ),
            h("span", { "aria-hidden": "true" }, "›")
          ]
    ),
    children.length > 0
      ? [
          h("span", { "aria-hidden": "true" }, "›"),
          h("span", {}, `${children.length} 个${levelWord(children[0]!.level)}`)
        ]
      : null
  );
}
