import type { Context } from "../lib/context.js";
import { count, decimal, percent } from "../lib/format.js";
import { areaText } from "../lib/geo-area.js";
import { areaTitle, mapTitle, tableTitle } from "../lib/geo-finding.js";
import type { LabelBox } from "../lib/geo-label.js";
import { measuresAt } from "../lib/geo-measure.js";
import { lookOf, type Scene, type SceneRow, Scenes } from "../lib/geo-scene.js";
import { type Boundaries, type MapShape, mapShape } from "../lib/geo-shape.js";
import { type MapView, mapAbove, mapView, opens } from "../lib/geo-view.js";
import { greyLine, spokenArea, trendUnit, unitLine } from "../lib/geo-words.js";
import { monthStep, monthsUpTo } from "../lib/periods.js";
import { levelWord } from "../lib/regions.js";
import { h } from "./dom.js";
import { mapCanvas } from "./map-canvas.js";
import { insetSize, mapInset } from "./map-inset.js";
import { mapLegend } from "./map-legend.js";
import { mapCrumbs, mapNotes } from "./map-notes.js";
import { mapPanel, type PanelFigure } from "./map-panel.js";
import { areaTable, markRows } from "./map-table.js";
import { mapTools } from "./map-tools.js";
import type { View } from "./page.js";
import type { Site } from "./site.js";

/** Months of the panel's trend. */
const trendMonths = 24;

/** From this width in pixels on, a county's map has room for the inset of the whole region. */
const insetFrom = 560;

/** The page 风险地图: map, panel and table of one selection, kept between changes of the address. */
export function riskMap(): View {
  let page: MapPage | undefined;
  return async (site, context) => {
    const boundaries = await site.json<Boundaries>("boundaries.json");
    page ??= new MapPage(site, boundaries);
    page.update(context);
    return page.element;
  };
}

class MapPage {
  readonly #site: Site;
  readonly #boundaries: Boundaries;
  readonly #scenes: Scenes;
  readonly #shapes = new Map<string, MapShape>();
  readonly #crumbs = h("nav", { class: "crumbs", "aria-label": "所在区域" });
  readonly #title = h("h1", { id: "map-title" });
  readonly #unit = h("p", { class: "unit" });
  readonly #canvas = mapCanvas({
    onSelect: code => this.#select(code),
    onEnter: code => this.#enter(code),
    onLeave: () => this.#leave(),
    onHover: code => this.#hover(code)
  });
  readonly #tools;
  readonly #legend = h("div", { class: "map-legend" });
  readonly #notes = h("div", { class: "map-notes" });
  readonly #panel = h("section", { class: "section map-panel", "aria-labelledby": "map-panel-title" });
  readonly #list = h("section", { class: "section map-list", "aria-labelledby": "map-list-title" });
  readonly element: HTMLElement;

  #scene: Scene | null = null;
  #shape: MapShape | null = null;
  #width = 0;
  #panelWidth = 0;
  /** Set when the keyboard leads to another map, so that it goes on there. */
  #refocus = false;

  constructor(site: Site, boundaries: Boundaries) {
    this.#site = site;
    this.#boundaries = boundaries;
    this.#scenes = new Scenes(site);
    this.#tools = mapTools(site, {
      title: () => this.#title.textContent ?? "",
      scene: () => this.#scene!,
      sheet: () => this.#sheet(),
      onMeasure: id => site.context.setParam("measure", id)
    });
    const left = h(
      "section",
      { class: "section map-left", "aria-labelledby": "map-title" },
      this.#canvas.element,
      this.#legend,
      this.#notes
    );
    const right = h("div", { class: "map-right" }, this.#panel, this.#list);
    this.element = h(
      "div",
      { class: "map-page" },
      this.#crumbs,
      this.#title,
      h("div", { class: "map-bar" }, this.#unit, this.#tools.element),
      h("div", { class: "map-grid" }, left, right)
    );
    const watch = new ResizeObserver(() => this.#resize());
    watch.observe(left);
    watch.observe(right);
  }

  /** Brings the page in step with the address; only what changed is drawn. */
  update(context: Context): void {
    const { context: store } = this.#site;
    const before = this.#scene;
    const scene = this.#scenes.read(context, store.param("measure"), store.param("area"));
    this.#scene = scene;
    const sameView = before?.view.parent === scene.view.parent;
    const sameData =
      sameView &&
      (["measure", "basis", "profile", "period"] as const).every(name => before[name] === scene[name]);
    if (this.#width > 0) {
      if (!sameView) this.#drawShape(scene);
      if (!sameData) this.#paint(scene);
    }
    if (!sameData) this.#drawTexts(scene);
    this.#canvas.select(scene.view.selected);
    this.#drawPanel(scene);
    markRows(this.#list, scene.view.selected, null);
    if (this.#refocus && !sameView) {
      this.#refocus = false;
      this.#canvas.focus();
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
      this.#canvas.select(scene.view.selected);
    }
    if (panelWidth !== this.#panelWidth) {
      this.#panelWidth = panelWidth;
      this.#drawPanel(scene);
    }
  }

  #drawShape({ view }: Scene): void {
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
    this.#canvas.show(this.#shape, label, inset ? [buttons, corner] : [buttons]);
  }

  #hasInset(view: MapView): boolean {
    return view.level === "town" && view.around.length > 0 && this.#width >= insetFrom;
  }

  #shapeOf(view: MapView, width: number, height: number, room: LabelBox): MapShape {
    const key = [view.level, view.parent.code, width].join();
    let shape = this.#shapes.get(key);
    if (!shape) {
      shape = mapShape(this.#boundaries, { ...view, width, height, room });
      this.#shapes.set(key, shape);
    }
    return shape;
  }

  /** Colours, labels, inset and legend of the month in hand. */
  #paint(scene: Scene): void {
    const { view, rows, measure, period } = scene;
    const around = view.around.map(
      region => [region.code, `${region.name} ${areaText(scene.areaAt(region, period), measure)}`] as const
    );
    const paints = rows.map(({ area, look }) => ({
      code: area.code,
      look,
      name: area.name,
      value: areaText(area, measure),
      small: area.small,
      spoken: spokenArea(area, scene)
    }));
    this.#canvas.paint(paints, new Map(around));
    this.#canvas.setInset(this.#hasInset(view) ? this.#inset(scene) : null);
    this.#legend.replaceChildren(...mapLegend(scene, this.#shape!, this.#width));
  }

  #inset(scene: Scene): HTMLElement {
    const { regions } = this.#site;
    const { measure, period, breaks, view } = scene;
    const whole = mapView(regions, regions.root.code, null);
    const width = insetSize.width - 14;
    const height = insetSize.height - 32;
    const shape = this.#shapeOf(whole, width, height, { x0: 0, y0: 8, x1: width - 4, y1: height - 4 });
    const looks = whole.areas.map(region => {
      const look = measure.kind === "rate" ? lookOf(scene.areaAt(region, period), breaks) : "plain";
      return [region.code, look] as const;
    });
    const value = areaText(scene.areaAt(regions.root, period), measure);
    const caption = `${regions.root.name} ${value}，${whole.areas.length} ${levelWord("county")}`;
    return mapInset(shape, new Map(looks), view.parent.code, caption);
  }

  #drawTexts(scene: Scene): void {
    const { view, measure, facts } = scene;
    this.#crumbs.replaceChildren(...mapCrumbs(this.#site, scene));
    this.#title.textContent = mapTitle(facts);
    this.#unit.textContent = unitLine(scene, this.#site.context.param("measure"));
    this.#tools.offer(measuresAt(view.level), measure);
    this.#notes.replaceChildren(...mapNotes(this.#site, scene));
    this.#list.replaceChildren(
      h(
        "div",
        { class: "map-panel-head" },
        h("h2", { id: "map-list-title" }, tableTitle(facts)),
        h("span", { class: "unit" }, "按区划代码排列")
      ),
      areaTable(scene, { onSelect: code => this.#select(code), onHover: code => this.#hover(code) })
    );
  }

  #drawPanel(scene: Scene): void {
    const { view, measure, basis, period, facts, rows, total } = scene;
    const { regions, meta } = this.#site;
    const row = rows.find(({ area }) => area.code === view.selected) ?? total;
    const region = regions.get(row.area.code)!;
    const months = monthsUpTo(meta.periods.month, period, trendMonths);
    const grey = view.selected ? greyLine(scene, months) : null;
    const own = months.map(month => scene.areaAt(region, month).value);
    const { reference } = facts;
    const threeMonthsBefore = scene.areaAt(region, monthStep(period, -3)).value;
    this.#panel.replaceChildren(
      ...mapPanel({
        title: areaTitle({ area: row.area, measure, basis, threeMonthsBefore }),
        figures: [
          { value: row.households, unit: "户", label: "在册" },
          { value: row.people, unit: "人", label: "在册" },
          thirdFigure(row, scene)
        ],
        trend: {
          months,
          lines: [
            { name: region.name, values: own, inHand: true },
            ...(grey ? [{ name: grey.name, values: grey.values, inHand: false }] : [])
          ],
          reference:
            reference !== null && view.selected ? { value: reference, label: `${reference}% 参考` } : null,
          text: value => decimal(value, measure.digits),
          label: `${region.name} ${months[0]} 至 ${months.at(-1)} 的${measure.label}`
        },
        unit: trendUnit(scene, region.name, grey?.words ?? null),
        enter: opens(regions, view, region.code)
          ? { words: `进入${region.name} ›`, run: () => this.#enter(region.code) }
          : null,
        width: this.#panelWidth || 560
      })
    );
  }

  /** The map as a figure of its own for saving, beside the page's grid. */
  #sheet(): HTMLElement {
    const parts = [this.#title, this.#unit, this.#canvas.element, this.#legend, this.#notes];
    const sheet = h(
      "div",
      { class: "map-sheet", "aria-hidden": "true" },
      parts.map(part => part.cloneNode(true))
    );
    sheet.style.width = `${this.#width}px`;
    return sheet;
  }

  #select(code: string): void {
    const { context } = this.#site;
    const { view } = this.#scene!;
    if (code === view.selected) return;
    // A town in the address would stay selected, whatever the page's own parameter says.
    if (view.selected && context.value.region !== view.parent.code) context.set({ region: view.parent.code });
    context.setParam("area", code, "replace");
  }

  #enter(code: string): void {
    const { regions, context } = this.#site;
    if (!opens(regions, this.#scene!.view, code)) {
      this.#select(code);
      return;
    }
    this.#refocus = this.#canvas.svg.contains(document.activeElement);
    context.set({ region: code });
  }

  #leave(): void {
    const { regions, context } = this.#site;
    const { view } = this.#scene!;
    const above = mapAbove(regions, view);
    if (!above) {
      context.setParam("area", null, "replace");
      return;
    }
    this.#refocus = true;
    context.set({ region: above.code });
    context.setParam("area", view.parent.code, "replace");
  }

  #hover(code: string | null): void {
    this.#canvas.hover(code);
    markRows(this.#list, this.#scene!.view.selected, code);
  }
}

/** What the value is made of: the people it is set against, its fraction, or for counts the 消除率. */
function thirdFigure({ area }: SceneRow, { measure, basis, eliminated }: Scene): PanelFigure {
  if (measure.id === "K01") return { value: area.denominator, unit: basis, label: measure.denominator };
  if (measure.kind === "count") {
    const share = eliminated(area.code);
    return { value: share === null ? null : percent(share), unit: "", label: `累计消除率，按${basis}` };
  }
  const { numerator, denominator } = area;
  const known = numerator !== null && denominator !== null;
  return {
    value: known ? `${count(numerator)} / ${count(denominator)}` : null,
    unit: basis,
    label: `${measure.numerator} / ${measure.denominator}`
  };
}
