import type { Context } from "../lib/context.js";
import type { SignalMethods } from "../lib/signal-data.js";
import {
  type Found,
  type FoundSignals,
  foundSentence,
  foundSignals,
  foundTitle
} from "../lib/signal-found.js";
import { signalRows } from "../lib/signal-rows.js";
import { parameter, platformWords } from "../lib/signal-text.js";
import { bold, h } from "./dom.js";
import { type Site, siteUrl } from "./site.js";

/** The few signals of the month that survive, each opening in place to what it stands on. */
export async function overviewSignals(site: Site, { region, period }: Context): Promise<HTMLElement> {
  const county = site.regions.county(region)?.code;
  const folder = county === undefined || county === site.regions.root.code ? "" : `${county}/`;
  const [bytes, methods] = await Promise.all([
    site.bytes(`figures/${folder}signal-found.arrow`),
    site.json<SignalMethods>("signal-methods.json")
  ]);
  const found = foundSignals(signalRows(bytes), methods, region, period, site.meta.periods.month);
  const list = (some: readonly Found[]): HTMLElement =>
    h(
      "ul",
      {},
      some.map(each => line(site, methods, each))
    );
  return h(
    "section",
    { id: "signals", class: "section signals", "aria-labelledby": "signals-title" },
    h(
      "div",
      { class: "figure-head" },
      h("h2", { id: "signals-title" }, foundTitle(found)),
      h("p", { class: "note" }, "只提示先看哪里，不改变预警级别")
    ),
    found.shown.length > 0 ? list(found.shown) : null,
    found.rest.length > 0
      ? h("details", {}, h("summary", { class: "note" }, `另有 ${found.rest.length} 条`), list(found.rest))
      : null,
    h("p", { class: "note" }, noteText(found, methods), h("a", { href: pageHref(site) }, "统计方法"), "。")
  );
}

function pageHref(site: Site): string {
  return `${siteUrl("methods.html").pathname}${site.context.href()}`;
}

function noteText({ shown, isKnown }: FoundSignals, methods: SignalMethods): string {
  if (!isKnown) return `统计只公布近 ${parameter(methods, "all", "months")} 个月。`;
  const level = parameter(methods, "all", "discovery");
  const rule = `越过界限且 q 不大于 ${level} 的才列出；${platformWords}。`;
  return shown.length === 0 ? `各地、各月的起伏没有超出碰巧的。${rule}` : rule;
}

function line(site: Site, methods: SignalMethods, found: Found): HTMLElement {
  const name = site.regions.get(found.row.region_code)?.name ?? found.row.region_code;
  const room = h("div", { class: "signal-more" });
  const details = h(
    "details",
    {
      "data-signal": `${found.row.job} ${found.row.region_code}`,
      ontoggle: async () => {
        if (!details.open || room.hasChildNodes()) return;
        const { signalDetails } = await import("./overview-signal.js");
        room.replaceChildren(...(await signalDetails(site, methods, found, name, room.clientWidth)));
      }
    },
    h("summary", {}, bold(foundSentence(found, name))),
    room
  );
  return h("li", {}, details);
}
