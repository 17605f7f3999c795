import { toCsv } from "../lib/tabular.js";
import { about, type Subject } from "./about.js";
import { absence, lackingTables, lackingTitle } from "./absence.js";
import { type Child, h } from "./dom.js";
import { drawAll, drawnWidth, fitted, later } from "./fitted.js";
import { fromPaper, toPaper } from "./paper.js";
import { download, toPng, toSvg } from "./picture.js";
import type { Site } from "./site.js";
import { type TableSpec, table } from "./table.js";

export interface FigureSpec<Row> {
  /** Names the figure within its page: ids, file names, and the tab kept while the page redraws. */
  readonly id: string;
  /** The finding, with its figures. */
  readonly title: string;
  /** Indicator, unit, basis, period, and what grey or dashed lines are. */
  readonly unit: string;
  /** Draws 图 for the width at hand in CSS pixels. */
  readonly picture: (width: number) => Node;
  readonly legend?: Child;
  readonly note?: Child;
  /** The same data as 表. */
  readonly table: TableSpec<Row>;
  readonly about: readonly Subject[];
  /** How the figures came about where more than a definition is behind them; stands first in 说明. */
  readonly method?: () => HTMLElement;
  /** Ids of the tables it is drawn from where no indicator stands for it. */
  readonly tables?: readonly string[];
  /** Where the unit line stands: under the title (default), in its row, or before the note. */
  readonly unitAt?: "under" | "row" | "note";
  /** Level of the title among the page's headings, 2 by default. */
  readonly level?: 1 | 2 | 3;
}

type Tab = "图" | "表" | "说明";

const tabs: readonly Tab[] = ["图", "表", "说明"];
const chosen = new Map<string, Tab>();

/**
 * One figure, three views: 图, 表 with the same data, 说明 with where it comes from; downloads and
 * full screen. The pictures it saves carry title, unit line, legend, data date and source.
 */
export function figure<Row>(site: Site, spec: FigureSpec<Row>): HTMLElement {
  const titleId = `${spec.id}-title`;
  const lacking = lackingTables(site, spec.about, spec.tables);
  const words = lacking.length > 0 ? lackingTitle(site, spec.about, lacking) : spec.title;
  const title = h(`h${spec.level ?? 2}`, { id: titleId, class: "figure-title" }, words);
  const unit = h("p", { class: "unit" }, spec.unit);
  const panels = new Map<Tab, HTMLElement>();
  const buttons = new Map<Tab, HTMLButtonElement>();
  const stage = h("div", { class: "stage" });
  const foot = h("p", { class: "source" }, sourceLine(site, spec));

  const panel = (tab: Tab): HTMLElement => {
    const known = panels.get(tab);
    if (known) return known;
    const made = h("div", {
      id: `${spec.id}-${tab}`,
      class: "view",
      "data-view": tab,
      role: "tabpanel",
      "aria-labelledby": `${spec.id}-tab-${tab}`
    });
    panels.set(tab, made);
    stage.append(made);
    if (tab === "表") made.append(table(spec.table));
    else if (tab === "说明") made.append(about(site, spec.about, spec.tables, spec.method?.()));
    else if (lacking.length > 0) made.append(absence(site, lacking));
    else
      fitted(
        made,
        width => {
          release();
          return pictureParts(spec, width);
        },
        width
      );
    return made;
  };
  const show = (tab: Tab): void => {
    chosen.set(spec.id, tab);
    if (tab !== "图") release();
    panel(tab);
    for (const [each, element] of panels) element.hidden = each !== tab;
    for (const [each, button] of buttons) {
      button.setAttribute("aria-selected", String(each === tab));
      button.tabIndex = each === tab ? 0 : -1;
    }
  };
  for (const tab of tabs)
    buttons.set(
      tab,
      h(
        "button",
        {
          id: `${spec.id}-tab-${tab}`,
          type: "button",
          role: "tab",
          "aria-controls": `${spec.id}-${tab}`,
          onclick: () => show(tab)
        },
        tab
      )
    );
  const strip = h("div", { class: "tabs", role: "tablist", "aria-labelledby": titleId }, [
    ...buttons.values()
  ]);
  strip.addEventListener("keydown", event => {
    const current = tabs.indexOf(chosen.get(spec.id) ?? "图");
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next =
      event.key === "Home"
        ? 0
        : event.key === "End"
          ? tabs.length - 1
          : (current + step + tabs.length) % tabs.length;
    if (step === 0 && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    show(tabs[next]!);
    buttons.get(tabs[next]!)!.focus();
  });
  const root = h("section", { id: spec.id, class: "figure", "aria-labelledby": titleId });
  const { width, release } = lacking.length > 0 ? { width: 0, release: () => {} } : takePlace(root);
  const saves = downloads(spec, root, () => {
    show("图");
    drawAll(root);
  });
  const tools = h("div", { class: "figure-tools" }, strip, saves);
  const place = spec.unitAt ?? "under";
  root.append(
    h("div", { class: "figure-head" }, title, place === "row" ? unit : null, tools),
    ...(place === "under" ? [unit] : []),
    stage,
    foot
  );
  show(chosen.get(spec.id) ?? "图");
  root.addEventListener(toPaper, () => {
    for (const tab of tabs) panel(tab).hidden = false;
  });
  root.addEventListener(fromPaper, () => show(chosen.get(spec.id) ?? "图"));
  return root;
}

/**
 * A figure takes the place of the one in the page. Where that one is in sight, the picture can be drawn at once for its
 * width; else it comes later and the figure keeps that one's height, so that nothing moves under a reader, and the
 * browser does not lay it out meanwhile.
 * @returns the width of the picture in sight, 0 for none, and what ends the waiting
 */
function takePlace(root: HTMLElement): { readonly width: number; readonly release: () => void } {
  const before = document.getElementById(root.id);
  const box = before?.getBoundingClientRect();
  const isSeen = box !== undefined && box.top < innerHeight && box.bottom > 0;
  const width = isSeen ? drawnWidth(before?.querySelector("[data-fitted]")) : 0;
  if (width > 0) return { width, release: () => {} };
  root.classList.add(later);
  root.style.minBlockSize = `${box?.height ?? 400}px`;
  return {
    width,
    release: () => {
      root.style.minBlockSize = "";
    }
  };
}

function pictureParts<Row>(spec: FigureSpec<Row>, width: number): Node[] {
  return [
    spec.picture(width),
    ...(spec.legend ? [h("div", { class: "legend" }, spec.legend)] : []),
    ...(spec.note || spec.unitAt === "note"
      ? [h("p", { class: "note" }, spec.unitAt === "note" ? `${spec.unit} ・ ` : null, spec.note)]
      : [])
  ];
}

function downloads<Row>(spec: FigureSpec<Row>, root: HTMLElement, showPicture: () => void): HTMLElement {
  const name = spec.title.replace(/[\\/:*?"<>|\s]+/g, "").slice(0, 40);
  const rows = spec.table.total === undefined ? spec.table.rows : [...spec.table.rows, spec.table.total];
  const status = h("span", { class: "unseen", role: "status" });
  const act = (label: string, run: () => void | Promise<void>) =>
    h(
      "button",
      {
        type: "button",
        onclick: async () => {
          menu.open = false;
          try {
            await run();
          } catch (error) {
            status.textContent = `${label}没有成功：${error instanceof Error ? error.message : error}`;
          }
        }
      },
      label
    );
  const menu = h(
    "details",
    { class: "saves" },
    h("summary", {}, "下载"),
    h(
      "div",
      { class: "saves-list" },
      act("CSV", () =>
        download(`${name}.csv`, new Blob([toCsv(spec.table.columns, rows)], { type: "text/csv" }))
      ),
      act("PNG", async () => {
        showPicture();
        download(`${name}.png`, await toPng(root));
      }),
      act("SVG", () => {
        showPicture();
        download(`${name}.svg`, toSvg(root));
      }),
      act("复制链接", async () => {
        const url = new URL(location.href);
        url.hash = spec.id;
        await navigator.clipboard.writeText(url.href);
        status.textContent = "链接已复制";
      }),
      act("全屏", () => root.requestFullscreen())
    ),
    status
  );
  menu.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")!.focus();
  });
  menu.addEventListener("focusout", event => {
    if (!menu.contains(event.relatedTarget as Node | null)) menu.open = false;
  });
  return menu;
}

function sourceLine<Row>(site: Site, spec: FigureSpec<Row>): string {
  const used = new Set([
    ...spec.about.flatMap(({ indicator }) => site.catalogue.get(indicator)?.tables ?? []),
    ...(spec.tables ?? [])
  ]);
  const names = site.meta.tables.filter(({ table: name }) => used.has(name)).map(({ name }) => name);
  const demo = site.meta.demo ? " ・ 演示数据（合成）" : "";
  return `数据截至 ${site.meta.asOf} ・ 来源：${names.join("、") || "本次没有相关的表"}${demo}`;
}
