import type { Measure } from "../lib/geo-measure.js";
import type { Scene } from "../lib/geo-scene.js";
import { toCsv } from "../lib/tabular.js";
import { aboutDialog } from "./about.js";
import { h } from "./dom.js";
import { areaColumns } from "./map-table.js";
import { download, toPng, toSvg } from "./picture.js";
import type { Site } from "./site.js";

/** What the tools act on, asked for when a reader uses them. */
export interface ToolsSource {
  readonly title: () => string;
  readonly scene: () => Scene;
  /** A copy of the map with title, legend, date, 审图号 and source, in the document while it is saved. */
  readonly sheet: () => HTMLElement;
  readonly onMeasure: (id: string) => void;
}

/** The list of measures, 说明 and the downloads. */
export interface MapTools {
  readonly element: HTMLElement;
  /** Lists the measures that the map in hand can show. */
  offer(choices: readonly Measure[], chosen: Measure): void;
}

/** Makes the tools above the panel. */
export function mapTools(site: Site, source: ToolsSource): MapTools {
  const select = h("select", {
    id: "map-measure",
    "aria-label": "地图指标",
    onchange: () => source.onMeasure(select.value)
  });
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
  const element = h(
    "div",
    { class: "map-tools" },
    h("span", { class: "field map-measure" }, select),
    word("说明", () => aboutDialog(site, [{ indicator: source.scene().measure.indicator }])),
    word("CSV", () => {
      const scene = source.scene();
      const text = toCsv(areaColumns(scene), [...scene.rows, scene.total]);
      download(name("csv"), new Blob([text], { type: "text/csv" }));
    }),
    word("PNG", async () => download(name("png"), await onSheet(toPng))),
    word("SVG", async () => download(name("svg"), await onSheet(toSvg))),
    status
  );
  return {
    element,
    offer(choices, chosen) {
      const known = [...select.options].map(({ value }) => value).join();
      if (known !== choices.map(({ id }) => id).join()) {
        select.replaceChildren(...choices.map(({ id, label }) => h("option", { value: id }, label)));
      }
      select.value = chosen.id;
    }
  };
}
