import type { OptionGroup } from "../lib/geo-measure.js";
import type { Offer } from "../lib/geo-offer.js";
import type { Scene } from "../lib/geo-scene.js";
import { toCsv } from "../lib/tabular.js";
import { aboutDialog } from "./about.js";
import { h } from "./dom.js";
import { areaColumns, fileColumns } from "./map-table.js";
import { download, toPng, toSvg } from "./picture.js";
import type { Site } from "./site.js";

/** What the tools act on, asked for when a reader uses them. */
export interface ToolsSource {
  readonly title: () => string;
  readonly scene: () => Scene;
  /** A copy of the map with title, legend, date, 审图号 and source, in the document while it is saved. */
  readonly sheet: () => HTMLElement;
  /** A choice was made: the parameter of the address, null for its first option. */
  readonly onChoose: (param: "measure" | "layer" | "overlay" | "with", value: string | null) => void;
  /** Layers there are for what the map shows. */
  readonly layers: () => Promise<ReadonlySet<string>>;
  /** The layer in hand as a table, null where the map shows values as they are. */
  readonly layerCsv: () => string | null;
}

/** The choices above the map, 说明 and the downloads. */
export interface MapTools {
  readonly choices: HTMLElement;
  readonly words: HTMLElement;
  /** Lists what the map in hand can show. */
  offer(offer: Offer): void;
}

/** Makes the tools above the map. */
export function mapTools(site: Site, source: ToolsSource): MapTools {
  const select = (id: string, label: string, onchange: (value: string) => void) => {
    const element = h("select", { id, "aria-label": label, onchange: () => onchange(element.value) });
    return element;
  };
  const measure = select("map-measure", "地图指标", value => source.onChoose("measure", value));
  const breakdown = select("map-breakdown", "指标的分项", value =>
    source.onChoose("measure", value === "" ? measure.value : `${measure.value}:${value}`)
  );
  const layer = select("map-layer", "图层", value => source.onChoose("layer", value || null));
  layer.addEventListener("focus", async () => {
    const open = await source.layers();
    for (const option of layer.options) option.disabled = option.value !== "" && !open.has(option.value);
  });
  const overlay = select("map-overlay", "叠加的灾害或风险事件", value =>
    source.onChoose("overlay", value || null)
  );
  const other = select("map-with", "对比的月份", value => source.onChoose("with", value || null));
  const field = (label: string, element: HTMLSelectElement) =>
    h("label", { class: "map-choice" }, h("span", {}, label), h("span", { class: "field" }, element));
  const whole = field("指标", measure);
  const part = field("分项", breakdown);
  const laid = field("叠加", overlay);
  const compared = field("两月对比", other);

  const status = h("span", { class: "unseen", role: "status" });
  const word = (label: string, run: () => void | Promise<void>) =>
    h(
      "button",
      {
        type: "button",
        class: "map-word",
        onclick: async () => {
          try {
            await run();
          } catch (error) {
            status.textContent = `${label}没有成功：${error instanceof Error ? error.message : error}`;
          }
        }
      },
      label
    );
  const onSheet = async (save: (sheet: HTMLElement) => Blob | Promise<Blob>): Promise<Blob> => {
    const sheet = source.sheet();
    document.querySelector("#page")!.append(sheet);
    try {
      return await save(sheet);
    } finally {
      sheet.remove();
    }
  };
  const name = (kind: string) =>
    `${source
      .title()
      .replace(/[\\/:*?"<>|\s]+/g, "")
      .slice(0, 40)}.${kind}`;
  return {
    choices: h("div", { class: "map-choices" }, whole, part, field("图层", layer), laid, compared),
    words: h(
      "div",
      { class: "map-tools" },
      word("说明", () => aboutDialog(site, [{ indicator: source.scene().measure.indicator }])),
      word("CSV", () => {
        const scene = source.scene();
        const columns = [...areaColumns(scene), ...fileColumns(scene)];
        const text = source.layerCsv() ?? toCsv(columns, [...scene.rows, scene.total]);
        download(name("csv"), new Blob([text], { type: "text/csv" }));
      }),
      word("PNG", async () => download(name("png"), await onSheet(toPng))),
      word("SVG", async () => download(name("svg"), await onSheet(toSvg))),
      status
    ),
    offer(offer) {
      fill(measure, offer.measures, offer.measure);
      fill(breakdown, offer.breakdowns, offer.breakdown);
      // The index is made of many indicators, whichever is chosen.
      whole.hidden = offer.layer === "index";
      part.hidden = whole.hidden || offer.breakdowns.length === 0;
      fill(layer, offer.layers, offer.layer);
      compared.hidden = offer.layer !== "";
      fill(overlay, offer.overlays, offer.overlay);
      laid.hidden = offer.overlays.flatMap(({ options }) => options).length < 2;
      fill(other, offer.months, offer.month);
    }
  };
}

/** Puts groups of options into a list, where they are not there already, and chooses one. */
function fill(select: HTMLSelectElement, groups: readonly OptionGroup[], value: string): void {
  const text = JSON.stringify(groups);
  if (listed.get(select) !== text) {
    listed.set(select, text);
    select.replaceChildren(
      ...groups.flatMap(({ name, options }) => {
        const items = options.map(option => h("option", { value: option.value }, option.text));
        return name === "" ? items : [h("optgroup", { label: name }, items)];
      })
    );
  }
  select.value = value;
}

const listed = new WeakMap<HTMLSelectElement, string>();
