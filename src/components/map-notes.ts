import type { Scene } from "../lib/geo-scene.js";
import { mapAbove } from "../lib/geo-view.js";
import { keyHint, periodText } from "../lib/geo-words.js";
import { levelWord } from "../lib/regions.js";
import { h } from "./dom.js";
import type { Site } from "./site.js";

/** The lines under the map: how to work it; 审图号, source of the borders and of the figures; the date. */
export function mapNotes(site: Site, scene: Scene): Node[] {
  const { meta, regions, catalogue, context } = site;
  const { view, measure, overlay } = scene;
  const approval = meta.map.approval ? `审图号：${meta.map.approval}` : "未提供审图号，仅供内部使用";
  const used = new Set(["K03", measure.indicator].flatMap(id => catalogue.get(id)?.tables ?? []));
  used.add("warning_confirmation");
  if (overlay) used.add("hazard_event");
  const names = meta.tables.filter(({ table }) => used.has(table)).map(({ name }) => name);
  const lacking = catalogue.get(measure.indicator)?.lacking ?? [];
  const absent =
    lacking.length > 0
      ? `${catalogue.get(measure.indicator)!.name}缺数据：未导入${lacking.map(site.tableName).join("、")}`
      : "";
  const sources = `来源：${names.join("、") || "本次没有相关的表"}`;
  const date = [periodText(scene), `数据截至 ${meta.asOf}`, meta.demo ? "演示数据（合成）" : ""];
  const above = mapAbove(regions, view, context.value.region)?.name ?? null;
  return [
    h("p", { class: "note map-hint" }, keyHint(view.level, above)),
    h("p", { class: "note" }, [absent, approval, meta.map.source, sources].filter(Boolean).join(" ・ ")),
    h("p", { class: "note map-date" }, date.filter(Boolean).join(" ・ "))
  ];
}

/** The way from the root to the region shown, as links, and how many areas it has, or the town in hand. */
export function mapCrumbs({ regions, context }: Site, { view }: Scene): Node[] {
  const path = regions.path(view.parent.code);
  const arrow = () => h("span", { "aria-hidden": "true" }, "›");
  const link = (code: string, name: string) => {
    const open = (event: Event) => {
      const { ctrlKey, metaKey, shiftKey } = event as MouseEvent;
      if (ctrlKey || metaKey || shiftKey) return;
      event.preventDefault();
      context.set({ region: code });
    };
    return [h("a", { href: context.href({ region: code }) || "?", onclick: open }, name), arrow()];
  };
  const links = path.slice(0, -1).flatMap(({ code, name }) => link(code, name));
  const town = regions.get(context.value.region);
  if (town?.level === "town" && view.level === "town")
    return [...links, ...link(view.parent.code, view.parent.name), h("b", {}, town.name)];
  const inAll = h("span", {}, `${view.areas.length} 个${levelWord(view.level)}`);
  return [...links, h("b", {}, view.parent.name), arrow(), inAll];
}
