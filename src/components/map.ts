import type { Context } from "../lib/context.js";
import { areaText } from "../lib/geo-area.js";
import { mapTitle, tableTitle } from "../lib/geo-finding.js";
import type { LabelBox } from "../lib/geo-label.js";
import { scaleIndicator } from "../lib/geo-measure.js";
import { offerOf } from "../lib/geo-offer.js";
import { eventWord } from "../lib/geo-overlay.js";
import { type Ask, lookOf, type Scene, type SceneRow, Scenes } from "../lib/geo-scene.js";
import { type Boundaries, type MapShape, mapShape } from "../lib/geo-shape.js";
import { type MapView, mapAbove, mapView, opens } from "../lib/geo-view.js";
import { periodText, spokenArea, spokenOther, unitLine } from "../lib/geo-words.js";
import { levelWord } from "../lib/regions.js";
import type { HazardEvent, MapSettings } from "../lib/site.js";
import { h } from "./dom.js";
import { type AreaPaint, type MapCanvas, type MapHooks, mapCanvas } from "./map-canvas.js";
import { inHand, regionInHand } from "./map-in-hand.js";
import { insetSize, mapInset } from "./map-inset.js";
import type { MapLayer } from "./map-layer.js";
import { mapLegend } from "./map-legend.js";
import { mapCrumbs, mapNotes } from "./map-notes.js";
import { enterButton, mapPanel } from "./map-panel.js";
import { areaTable, markRows } from "./map-table.js";
import { mapTools } from "./map-tools.js";
import type { View } from "./page.js";
import type { Site } from "./site.js";

/** From this width in pixels on, a county's map has room for the inset of the whole region. */
const insetFrom = 560;

/** What the page reads beside the figures. */
interface MapFiles {
  readonly boundaries: Boundaries;
  readonly settings: MapSettings;
  readonly events: readonly HazardEvent[];
}

/** The page 风险地图: map, panel and table of one selection, kept between changes of the address. */
export function riskMap(): View {
  let page: MapPage | undefined;
  let drawn: Site | undefined;
  let turn = 0;
  return async (site, context) => {
    const mine = ++turn;
    const [boundaries, settings, events] = await Promise.all([
      site.json<Boundaries>("boundaries.json"),
      site.json<MapSettings>("map.json"),
      site.json<readonly HazardEvent[]>("events.json")
    ]);
    // The preview reads the site anew when figures have changed.
    if (!page || (drawn !== site && mine === turn)) {
      page = new MapPage(site, { boundaries, settings, events });
      drawn = site;
    }
    await site.need(page.indicators(context), context.region);
    await site.needCounties(...page.countiesOf(context));
    const layer = await page.layer(context);
    // A later address may have been drawn while this one's figures were on their way.
    if (mine === turn) page.update(context, layer);
    return page.element;
  };
}

/** What layers need is fetched when one is asked for. */
const layers = () => import("./map-layer.js");

class MapPage {
  readonly #site: Site;
  readonly #boundaries: Boundaries;
  readonly #events: readonly HazardEvent[];
  readonly #scenes: Scenes;
  readonly #shapes = new Map<string, MapShape>();
  readonly #crumbs = h("nav", { class: "crumbs", "aria-label": "所在区域" });
  readonly #title = h("h1", { id: "map-title" });
  readonly #unit = h("p", { class: "unit" });
  readonly #canvas: MapCanvas;
  readonly #other: MapCanvas;
  readonly #month = h("h2", { class: "map-month", hidden: true });
  readonly #otherMonth = h("h2", { class: "map-month" });
  readonly #otherMap;
  readonly #maps;
  readonly #tools;
  readonly #legend = h("div", { class: "map-legend" });
  readonly #notes = h("div", { class: "map-notes" });
  readonly #panel = h("section", { class: "section map-panel", "aria-labelledby": "map-panel-title" });
  readonly #list = h("section", { class: "section map-list", "aria-labelledby": "map-list-title" });
  readonly #grid;
  readonly element: HTMLElement;

  #scene: Scene | null = null;
  #layer: MapLayer | null = null;
  /** Why the layer asked for is not shown. */
  #refusal = "";
  #shape: MapShape | null = null;
  #width = 0;
  #panelWidth = 0;
  /** Set when the keyboard leads to another map, so that it goes on there. */
  #refocus = false;

  constructor(site: Site, { boundaries, settings, events }: MapFiles) {
    this.#site = site;
    this.#boundaries = boundaries;
    this.#events = events;
    const words = Object.fromEntries(events.map(event => [`事件=${event.id}`, eventWord(event)]));
    this.#scenes = new Scenes({
      dataset: site.dataset,
      regions: site.regions,
      catalogue: site.catalogue,
      meta: site.meta,
      settings: { ...settings, words: { ...settings.words, ...words } },
      events
    });
    const hooks = (zoomed: MapHooks["onZoom"]): MapHooks => ({
      onSelect: code => this.#select(code),
      onEnter: code => this.#enter(code),
      onLeave: () => this.#leave(),
      onHover: code => this.#hover(code),
      onZoom: zoomed
    });
    this.#canvas = mapCanvas(
      hooks((transform, isStill) => this.#other.follow(transform, isStill)),
      { prefix: "map-area-", first: true }
    );
    this.#other = mapCanvas(
      hooks((transform, isStill) => this.#canvas.follow(transform, isStill)),
      { prefix: "map-other-", first: false }
    );
    this.#otherMap = h("div", { class: "map-one" }, this.#otherMonth, this.#other.element);
    this.#maps = h(
      "div",
      { class: "map-maps" },
      h("div", { class: "map-one" }, this.#month, this.#canvas.element)
    );
    this.#tools = mapTools(site, {
      title: () => this.#title.textContent ?? "",
      scene: () => this.#scene!,
      sheet: () => this.#sheet(),
      layers: async () => (await layers()).openLayers(site, this.#scene!),
      layerCsv: () => this.#layer?.view?.csv() ?? null,
      onChoose: (param, value) => site.context.setParam(param, value)
    });
    const left = h(
      "section",
      { class: "section map-left", "aria-labelledby": "map-title" },
      this.#maps,
      this.#legend,
      this.#notes
    );
    const right = h("div", { class: "map-right" }, this.#panel, this.#list);
    this.#grid = h("div", { class: "map-grid" }, left, right);
    this.element = h(
      "div",
      { class: "map-page" },
      this.#crumbs,
      this.#title,
      this.#unit,
      h("div", { class: "map-bar" }, this.#tools.choices, this.#tools.words),
      this.#grid
    );
    const watch = new ResizeObserver(() => this.#resize());
    watch.observe(left);
    watch.observe(right);
  }

  /** Indicators whose rows the address asks for. */
  indicators(context: Context): string[] {
    const shown = this.#scenes.indicatorOf(context, this.#site.context.param("measure"));
    // Counts stand beside what was eliminated, see `thirdFigure`.
    return shown === scaleIndicator ? [shown] : [shown, "K33"];
  }

  /** Indicators and the region all of whose counties the map shows them of. */
  countiesOf(context: Context): [indicators: string[], region: string] {
    const { level, parent } = this.#scenes.read(context, this.#ask()).view;
    return level === "county" ? [this.indicators(context), parent.code] : [[], ""];
  }

  /** What the address asks to see in place of the values as they are; words where there is no such layer. */
  async layer(context: Context): Promise<MapLayer | string> {
    const name = this.#site.context.param("layer");
    if (name === null) return "";
    return (await layers()).readLayer(this.#site, this.#scenes.read(context, this.#ask()), name);
  }

  /** Brings the page in step with the address; only what changed is drawn. */
  update(context: Context, asked: MapLayer | string): void {
    const before = this.#scene;
    const scene = this.#scenes.read(context, this.#ask());
    const [layer, refusal] = typeof asked === "string" ? [null, asked] : [asked, ""];
    const sameLayer = this.#layer?.name === layer?.name && this.#refusal === refusal;
    this.#scene = scene;
    this.#layer = layer;
    this.#refusal = refusal;
    const compared = scene.comparison !== null;
    const sameLayout =
      (before?.comparison != null) === compared && this.#isFirst(before) === this.#isFirst(scene);
    if (!sameLayout) this.#layOut(scene);
    const sameView =
      sameLayout && before?.view.parent === scene.view.parent && before?.view.level === scene.view.level;
    const sameData =
      sameView &&
      sameLayer &&
      (["basis", "profile", "month", "instead"] as const).every(name => before[name] === scene[name]) &&
      before.measure.id === scene.measure.id &&
      before.overlay?.event === scene.overlay?.event &&
      before.comparison?.month === scene.comparison?.month;
    if (!sameLayout) this.#width = Math.round(this.#canvas.element.clientWidth);
    if (this.#width > 0) {
      if (!sameView) this.#drawShape(scene);
      if (!sameData) this.#paint(scene);
    }
    if (!sameData) this.#drawTexts(scene);
    const { month } = this.#site.meta.periods;
    this.#tools.offer(offerOf(scene, this.#scenes.measures, this.#events, month, layer?.name ?? ""));
    this.#crumbs.replaceChildren(...mapCrumbs(this.#site, scene));
    this.#mark(scene.view.selected);
    this.#drawPanel(scene);
    markRows(this.#list, scene.view.selected, null);
    if (this.#refocus && !sameView) {
      this.#refocus = false;
      this.#canvas.focus();
    }
  }

  #ask(): Ask {
    const { context } = this.#site;
    return {
      measure: context.param("measure"),
      area: context.param("area"),
      overlay: context.param("overlay"),
      // Layers are of one month.
      with: context.param("layer") === null ? context.param("with") : null
    };
  }

  /** Whether the map in hand stands before the second month's. */
  #isFirst(scene: Scene | null): boolean {
    return !scene?.comparison || scene.month < scene.comparison.month;
  }

  /** One map beside the panel, or two in the order of their months above it. */
  #layOut(scene: Scene): void {
    this.#otherMap.remove();
    this.#grid.classList.toggle("comparing", scene.comparison !== null);
    this.#month.hidden = scene.comparison === null;
    if (scene.comparison) {
      if (this.#isFirst(scene)) this.#maps.append(this.#otherMap);
      else this.#maps.prepend(this.#otherMap);
    }
  }

  #resize(): void {
    const scene = this.#scene;
    const width = Math.round(this.#canvas.element.clientWidth);
    const panelWidth = Math.round(this.#panel.clientWidth);
    if (width === 0 || !scene) return;
    if (width !== this.#width) {
      this.#width = width;
      this.#drawShape(scene);
      this.#paint(scene);
      this.#mark(scene.view.selected);
    }
    if (panelWidth !== this.#panelWidth) {
      this.#panelWidth = panelWidth;
      this.#drawPanel(scene);
    }
  }

  #drawShape({ view, comparison, month }: Scene): void {
    const width = this.#width;
    const wide = width >= insetFrom;
    const inset = this.#hasInset(view);
    const height = Math.round(Math.max(300, Math.min(740, width * (wide ? 0.766 : 0.95))));
    const side = wide ? 24 : 8;
    this.#shape = this.#shapeOf(view, width, height, {
      x0: inset ? insetSize.width + 14 : side,
      y0: wide ? 22 : 44,
      x1: width - (inset ? 96 : side),
      y1: height - 36
    });
    const buttons = { x0: width - 136, y0: 0, x1: width, y1: wide ? 44 : 56 };
    const corner = { x0: 0, y0: 0, x1: insetSize.width, y1: insetSize.height };
    const label = `${view.parent.name} ${view.areas.length} 个${levelWord(view.level)}`;
    const dated = (at: string) => (comparison ? `${at} ${label}` : label);
    this.#canvas.show(this.#shape, dated(month), inset ? [buttons, corner] : [buttons]);
    if (comparison) this.#other.show(this.#shape, dated(comparison.month), [buttons]);
  }

  #hasInset(view: MapView): boolean {
    const room = this.#width >= insetFrom && !this.#scene?.comparison;
    return view.level === "town" && view.around.length > 0 && room;
  }

  #shapeOf(view: MapView, width: number, height: number, room: LabelBox): MapShape {
    const key = [view.level, view.parent.code, width, room.x0].join();
    let shape = this.#shapes.get(key);
    if (!shape) {
      shape = mapShape(this.#boundaries, { ...view, width, height, room });
      this.#shapes.set(key, shape);
    }
    return shape;
  }

  /** Colours, labels, hatching, inset and legend of the month in hand, and of the second month. */
  #paint(scene: Scene): void {
    const { view, rows, measure, period, comparison, overlay } = scene;
    const layer = this.#layer;
    const shown = layer?.view;
    const paints = (of: readonly SceneRow[], spoken: (row: SceneRow) => string): AreaPaint[] =>
      of.map(row => ({
        code: row.area.code,
        look: row.look,
        name: row.area.name,
        value: areaText(row.area, measure),
        small: row.area.small,
        hatched: overlay?.inside.get(row.area.code) === "whole",
        spoken: spoken(row)
      }));
    const around = (at: string | null) =>
      new Map(
        view.around.map(region => {
          const text = at === null || shown ? "" : areaText(scene.areaAt(region, at), measure);
          return [region.code, `${region.name} ${text}`.trim()] as const;
        })
      );
    const range = overlay && this.#shape!.range(overlay.hatched);
    const whole = overlay && range?.fill === "" ? this.#shape!.range([...overlay.inside.keys()]) : range;
    this.#canvas.hatch(whole);
    this.#canvas.ring(layer?.clusters.map(codes => this.#shape!.range(codes)) ?? []);
    this.#canvas.paint(shown?.paints ?? paints(rows, row => spokenArea(row.area, scene)), around(period));
    if (comparison) {
      this.#month.textContent = periodText(scene);
      this.#otherMonth.textContent = periodText({ measure, period: comparison.period });
      this.#other.hatch(whole);
      this.#other.paint(
        paints(comparison.rows, row => spokenOther(row.area, scene)),
        around(comparison.period)
      );
    }
    this.#canvas.setInset(this.#hasInset(view) ? this.#inset(scene) : null);
    const width = this.#grid.clientWidth;
    const legend = shown?.legend(width) ?? mapLegend(scene, this.#shape!, width);
    this.#legend.replaceChildren(...legend, ...(layer ? [layer.aside] : []));
  }

  #inset(scene: Scene): HTMLElement {
    const { regions } = this.#site;
    const { measure, period, breaks, view } = scene;
    const whole = mapView(regions, regions.root.code, null);
    const width = insetSize.width - 14;
    const height = insetSize.height - 32;
    const shape = this.#shapeOf(whole, width, height, { x0: 0, y0: 8, x1: width - 4, y1: height - 4 });
    const looks = whole.areas.map(region => {
      const shown = measure.kind !== "count" && period !== null && !this.#layer?.view;
      return [region.code, shown ? lookOf(scene.areaAt(region, period), breaks) : "plain"] as const;
    });
    const value =
      period === null || this.#layer?.view ? "" : areaText(scene.areaAt(regions.root, period), measure);
    const caption = `${`${regions.root.name} ${value}`.trim()}，${whole.areas.length} ${levelWord("county")}`;
    return mapInset(shape, new Map(looks), view.parent.code, caption);
  }

  #drawTexts(scene: Scene): void {
    const { facts } = scene;
    const shown = this.#layer?.view;
    const hooks = {
      onSelect: (code: string) => this.#select(code),
      onHover: (code: string | null) => this.#hover(code)
    };
    this.#title.textContent = shown?.title ?? mapTitle(facts);
    this.#unit.textContent =
      shown?.unit ??
      [unitLine(scene, this.#site.regions.get(this.#site.context.value.region)!.name), this.#refusal]
        .filter(Boolean)
        .join(" ・ ");
    this.#notes.replaceChildren(...mapNotes(this.#site, scene));
    if (shown) {
      this.#list.replaceChildren(...shown.list(hooks, scene.view.selected));
      return;
    }
    this.#list.replaceChildren(
      h(
        "div",
        { class: "map-panel-head" },
        h("h2", { id: "map-list-title" }, tableTitle(facts)),
        h("span", { class: "unit" }, "按区划代码排列")
      ),
      areaTable(scene, hooks)
    );
  }

  #drawPanel(scene: Scene): void {
    const { code, name } = regionInHand(this.#site, scene);
    const enters = opens(this.#site.regions, scene.view, code) && this.#reachesTowns(scene);
    const enter = enters ? { words: `进入${name} ›`, run: () => this.#enter(code) } : null;
    const width = this.#panelWidth || 560;
    const panel =
      this.#layer?.view?.panel(code, enter && enterButton(enter), width) ??
      mapPanel(inHand(this.#site, scene, enter, width));
    this.#panel.replaceChildren(...panel);
  }

  #reachesTowns({ measure }: Scene): boolean {
    const asked = this.#site.context.param("measure");
    return asked === null || this.#scenes.measures.reach(measure.indicator).includes("town");
  }

  /** The map as a figure of its own for saving, beside the page's grid. */
  #sheet(): HTMLElement {
    const parts = [this.#title, this.#unit, this.#maps, this.#legend, this.#notes];
    const sheet = h(
      "div",
      { class: "map-sheet", "aria-hidden": "true" },
      parts.map(part => part.cloneNode(true))
    );
    sheet.style.width = `${this.#maps.clientWidth}px`;
    return sheet;
  }

  #mark(code: string | null): void {
    this.#canvas.select(code);
    if (this.#scene?.comparison) this.#other.select(code);
  }

  #select(code: string): void {
    const { context } = this.#site;
    const { view } = this.#scene!;
    if (code === view.selected) return;
    // A region of the address would stay selected, whatever the page's own parameter says.
    if (view.selected && context.value.region !== view.parent.code) context.set({ region: view.parent.code });
    context.setParam("area", code, "replace");
  }

  #enter(code: string): void {
    const { context } = this.#site;
    const scene = this.#scene!;
    if (scene.view.level === "county" && !this.#reachesTowns(scene)) {
      this.#select(code);
      this.#canvas.say(`${scene.measure.label}只到县区`);
      return;
    }
    this.#refocus = this.#holdsFocus();
    context.set({ region: code });
  }

  #leave(): void {
    const { regions, context } = this.#site;
    const { view } = this.#scene!;
    const { region } = context.value;
    const above = mapAbove(regions, view, region);
    if (!above) {
      context.setParam("area", null, "replace");
      return;
    }
    const left = view.level === "county" || regions.get(region)?.level === "town" ? region : view.parent.code;
    this.#refocus = true;
    context.set({ region: above.code });
    context.setParam("area", left, "replace");
  }

  #holdsFocus(): boolean {
    return this.#maps.contains(document.activeElement);
  }

  #hover(code: string | null): void {
    this.#canvas.hover(code);
    if (this.#scene?.comparison) this.#other.hover(code);
    markRows(this.#list, this.#scene!.view.selected, code);
  }
}
