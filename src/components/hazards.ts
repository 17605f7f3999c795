import type { Context } from "../lib/context.js";
import { type Exposure, eventRows, exposure, onlyRegion } from "../lib/events.js";
import { hazardsTitle } from "../lib/hazards.js";
import { Reader, readerFor } from "../lib/reader.js";
import { pointsByRegion } from "../lib/risk-points.js";
import { signalKinds, signalTable } from "../lib/signals.js";
import type { Definitions, Dictionary, HazardEvent, PlatformNumbers, Signal } from "../lib/site.js";
import { h } from "./dom.js";
import { exposed, timeline } from "./event-figures.js";
import { chapter, frame, pair } from "./frame.js";
import { pick, picked } from "./pick.js";
import { pointKinds, points, pointTrend } from "./point-figures.js";
import { siteSizes, sites } from "./resettlement-figures.js";
import { signals } from "./signal-figure.js";
import type { Site } from "./site.js";

/** 灾害与风险点: events and who stands in their range, whether risk points are dealt with, and the signals around. */
export async function hazards(site: Site, context: Context): Promise<Node> {
  const [events, followed, definitions, dictionary, numbers] = await Promise.all([
    site.json<readonly HazardEvent[]>("events.json"),
    site.json<readonly Signal[]>("signals.json"),
    site.json<Definitions>("definitions.json"),
    site.json<Dictionary>("dictionary.json"),
    site.json<PlatformNumbers>("platform.json")
  ]);
  const reader = new Reader(site, context);
  const rows = eventRows(events, reader, site.regions);
  const id = picked(
    site,
    "event",
    rows.map(({ event }) => event.id)
  ) as string | undefined;
  const row = rows.find(({ event }) => event.id === id);
  const choose = (next: string) => site.context.setParam("event", next === rows[0]?.event.id ? null : next);
  const place = readerFor(site, context, "K42");
  const data = pointsByRegion(place);
  const own = id ? exposure(reader, id) : null;
  const kinds = signalKinds(followed);
  const kind = kinds.find(
    each =>
      each.id ===
      picked(
        site,
        "signal",
        kinds.map(({ id: each }) => each)
      )
  );
  const shown = signalTable(followed, site.regions, reader.region, reader.periods(), kind);
  const settled = readerFor(site, context, "K58");
  return frame(site, context, {
    name: "hazards",
    question: "近期有哪些灾害和风险事件，影响范围内有多少监测户，风险点管住了没有？",
    title: hazardsTitle({
      rows,
      row,
      exposure: own,
      points: data.own.all,
      isRead: site.catalogue.get("K40")?.lacking.length === 0,
      reader
    }),
    unit: [
      `${reader.region.name}，近 24 个月至 ${context.period}`,
      `范围内在册与措施、销号截至 ${site.meta.asOf}`,
      "只显示暴露与变化，不作规模性返贫的结论"
    ].join(" ・ "),
    ...(rows.length > 0
      ? {
          controls: pick(site, {
            param: "event",
            label: "事件",
            value: id ?? "",
            options: rows.map(({ event, kind: what }) => ({
              value: event.id,
              text: `${what} ${event.start}`
            }))
          })
        }
      : {}),
    body: [
      chapter(
        "happened",
        "有哪些事件，影响范围内有多少监测户",
        timeline(site, reader, rows, id ?? "", choose),
        exposed(
          site,
          reader,
          row,
          id,
          id ? await deepest(site, reader, id) : null,
          numbers.event_entry_months
        )
      ),
      chapter(
        "held",
        "风险点管住了没有",
        points(site, place, data, definitions),
        pointKinds(site, place, dictionary),
        pointTrend(site, place)
      ),
      chapter(
        "settled",
        "安置区的劳动力就业了没有",
        pair(sites(site, settled), siteSizes(site, settled, dictionary))
      ),
      chapter(
        "around",
        "价格与就业有什么变化",
        h(
          "div",
          { class: "choice-over" },
          shown.byKind || kinds.length < 2
            ? null
            : pick(site, {
                param: "signal",
                label: "价格或就业指标",
                value: kind?.id ?? "",
                options: kinds.map(each => ({ value: each.id, text: each.name }))
              }),
          signals(site, shown, kind)
        )
      )
    ],
    indicators: ["K40", "K42", "K58"]
  });
}

/** The exposure where it parts: an event in one county only is shown by that county's towns. */
async function deepest(site: Site, reader: Reader, id: string): Promise<Exposure> {
  const only = onlyRegion(reader, site.regions, id);
  if (!only) return exposure(reader, id);
  await site.need(["K40"], only.code);
  return deepest(site, new Reader(site, { ...reader.context, region: only.code }), id);
}
