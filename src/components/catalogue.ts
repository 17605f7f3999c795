import {
  type CatalogueFilter,
  type CatalogueRow,
  catalogueRows,
  catalogueTitle,
  type Fill,
  fillCounts,
  fillWords,
  filterRows,
  gapText,
  judgingText,
  speaks
} from "../lib/catalogue.js";
import type { Context } from "../lib/context.js";
import type { Entry } from "../lib/find.js";
import { count } from "../lib/format.js";
import { profileName } from "../lib/masthead.js";
import { levelWord } from "../lib/regions.js";
import type { Definitions } from "../lib/site.js";
import { toCsv } from "../lib/tabular.js";
import { type CatalogueEntry, catalogueEntry, entryHeads, fillMark } from "./catalogue-entry.js";
import { h } from "./dom.js";
import type { View } from "./page.js";
import { download } from "./picture.js";
import { certaintyKey } from "./policy-mark.js";
import type { Site } from "./site.js";
import { type TableColumn, table } from "./table.js";

/** The page 指标说明: every indicator, its formula, who judges it by which line, and whether the data can fill it. */
export function catalogue(): View {
  let page: CataloguePage | undefined;
  return async (site, context) => {
    if (!page) {
      const [definitions, entries] = await Promise.all([
        site.json<Definitions>("definitions.json"),
        site.json<readonly Entry[]>("search.json")
      ]);
      page = new CataloguePage(site, definitions, entries);
    }
    page.update(context);
    return page.element;
  };
}

/** The filter's parts in the address. */
const names = { query: "q", family: "family", fill: "fill", document: "doc" } as const;

class CataloguePage {
  readonly #site: Site;
  readonly #definitions: Definitions;
  readonly #rows: readonly CatalogueRow[];
  readonly #entries: readonly CatalogueEntry[];
  readonly #query: HTMLInputElement;
  readonly #choices: Readonly<Record<"family" | "fill" | "document", HTMLSelectElement>>;
  readonly #status = h("p", { class: "note catalogue-status", role: "status" });
  readonly #sections: readonly { readonly id: string; readonly element: HTMLElement }[];
  readonly #list = h("div", { id: "catalogue-list", role: "tabpanel" });
  readonly #sheet = h("div", { id: "catalogue-sheet", role: "tabpanel", class: "catalogue-sheet" });
  readonly #tabs: readonly HTMLButtonElement[];
  readonly #judgedHead: HTMLElement;
  readonly element: HTMLElement;

  #shown: readonly CatalogueRow[] = [];
  #drawnSheet = "";
  #lastHash = "";

  constructor(site: Site, definitions: Definitions, entries: readonly Entry[]) {
    this.#site = site;
    this.#definitions = definitions;
    this.#rows = catalogueRows(site.catalogue, definitions, entries, site.tableName);
    this.#entries = this.#rows.map(row => catalogueEntry(site, row));
    for (const { element, row } of this.#entries)
      element.addEventListener("toggle", () => this.#remember(element.open ? row.indicator.id : ""));
    this.#query = h("input", {
      id: "catalogue-query",
      type: "search",
      placeholder: "编号、名称、词，或拼音",
      autocomplete: "off",
      spellcheck: "false"
    });
    this.#choices = this.#selects();
    this.#tabs = [this.#tab("list", "列表"), this.#tab("sheet", "表")];
    this.#judgedHead = entryHeads("当前口径");
    this.#sections = definitions.families.map(({ id, name }) => ({ id, element: this.#section(id, name) }));
    this.#list.append(this.#judgedHead, ...this.#sections.map(({ element }) => element));
    this.#list.setAttribute("aria-labelledby", "catalogue-tab-list");
    this.#sheet.setAttribute("aria-labelledby", "catalogue-tab-sheet");
    this.#listen();
    this.element = h(
      "div",
      { class: "catalogue" },
      h("h1", {}, catalogueTitle(this.#rows)),
      h(
        "p",
        { class: "unit" },
        `指标目录 K01 至 K61 与通报表 B01 ・ 数据截至 ${site.meta.asOf}${site.meta.demo ? " ・ 演示数据（合成）" : ""}`
      ),
      this.#bar(),
      this.#list,
      this.#sheet,
      h("p", { class: "note catalogue-key" }, certaintyKey())
    );
    window.addEventListener("hashchange", () => this.#followHash());
  }

  /** Brings the page in step with the address. */
  update(context: Context): void {
    const { context: store } = this.#site;
    const filter = this.#filter();
    if (document.activeElement !== this.#query) this.#query.value = filter.query;
    for (const name of ["family", "fill", "document"] as const) this.#choices[name].value = filter[name];
    this.#shown = filterRows(this.#rows, filter);
    const ids = new Set(this.#shown.map(({ indicator }) => indicator.id));
    for (const { row, element, inForce } of this.#entries) {
      element.hidden = !ids.has(row.indicator.id);
      inForce(context.profile);
    }
    for (const { id, element } of this.#sections)
      element.hidden = !this.#shown.some(({ family }) => family === id);
    this.#judgedHead.children[4]!.textContent = profileName(this.#site.meta, context.profile);
    this.#status.textContent =
      this.#shown.length === 0
        ? "没有符合的指标；可减少条件，或试名称的一部分。"
        : this.#shown.length === this.#rows.length
          ? `共 ${count(this.#rows.length)} 个`
          : `${count(this.#shown.length)} 个，共 ${count(this.#rows.length)} 个`;
    this.#showTab(store.param("view") === "sheet" ? "sheet" : "list");
    requestAnimationFrame(() => this.#followHash());
  }

  #filter(): CatalogueFilter {
    const read = (name: keyof typeof names) => this.#site.context.param(names[name]) ?? "";
    const known = (name: "family" | "fill" | "document") => {
      const value = read(name);
      return [...this.#choices[name].options].some(option => option.value === value) ? value : "";
    };
    return {
      query: read("query"),
      family: known("family"),
      fill: known("fill"),
      document: known("document")
    };
  }

  #bar(): HTMLElement {
    const field = (id: string, label: string, control: HTMLElement) =>
      h(
        "div",
        { class: `catalogue-field catalogue-field-${id}` },
        h("label", { for: control.id }, label),
        h("span", { class: "field" }, control)
      );
    return h(
      "div",
      { class: "catalogue-bar" },
      h(
        "div",
        { class: "catalogue-fields", role: "search", "aria-label": "筛选指标" },
        field("query", "筛选", this.#query),
        field("family", "类别", this.#choices.family),
        field("fill", "数据", this.#choices.fill),
        field("document", "文件", this.#choices.document)
      ),
      h(
        "div",
        { class: "catalogue-tools" },
        this.#status,
        h(
          "div",
          { class: "figure-tools" },
          h("div", { class: "tabs", role: "tablist", "aria-label": "列表或表" }, this.#tabs),
          this.#word("全部展开", () => this.#openAll(true)),
          this.#word("全部收起", () => this.#openAll(false)),
          this.#word("下载 CSV", () => this.#save())
        )
      )
    );
  }

  #word(text: string, run: () => void): HTMLElement {
    return h("button", { type: "button", class: "word", onclick: run }, text);
  }

  #selects(): Readonly<Record<"family" | "fill" | "document", HTMLSelectElement>> {
    const { meta } = this.#site;
    const counts = fillCounts(this.#rows);
    const select = (id: string, all: string, options: readonly (readonly [string, string, number])[]) =>
      h(
        "select",
        { id: `catalogue-${id}` },
        h("option", { value: "" }, all),
        options.map(([value, text, number]) => h("option", { value }, `${text} ${count(number)}`))
      );
    return {
      family: select(
        "family",
        "全部类别",
        this.#definitions.families.map(({ id, name, indicators }) => [id, name, indicators.length])
      ),
      fill: select(
        "fill",
        "不限",
        (["ready", "partial", "missing"] as const).map((fill: Fill) => [fill, fillWords[fill], counts[fill]])
      ),
      document: select(
        "document",
        "全部文件",
        meta.profiles.map(({ id }) => [
          id,
          profileName(meta, id),
          this.#rows.filter(row => speaks(row, id)).length
        ])
      )
    };
  }

  #section(id: string, name: string): HTMLElement {
    const own = this.#entries.filter(({ row }) => row.family === id);
    const counts = fillCounts(own.map(({ row }) => row));
    const lacking = (["partial", "missing"] as const).flatMap(fill =>
      counts[fill] > 0 ? [`${fillWords[fill]} ${counts[fill]}`] : []
    );
    return h(
      "section",
      { class: "section catalogue-family", "aria-labelledby": `family-${id}` },
      h(
        "div",
        { class: "figure-head" },
        h("h2", { id: `family-${id}` }, name),
        h("p", { class: "note" }, [`${own.length} 个`, ...lacking].join(" ・ "))
      ),
      own.map(({ element }) => element)
    );
  }

  #listen(): void {
    const { context } = this.#site;
    this.#query.addEventListener("input", event => {
      if (!(event as InputEvent).isComposing)
        context.setParam(names.query, this.#query.value.trim() || null, "replace");
    });
    this.#query.addEventListener("compositionend", () =>
      context.setParam(names.query, this.#query.value.trim() || null, "replace")
    );
    this.#query.addEventListener("keydown", event => {
      if (event.isComposing || (event.key !== "Enter" && event.key !== "ArrowDown")) return;
      const first = this.#visible()[0];
      if (!first) return;
      event.preventDefault();
      if (event.key === "Enter") first.element.open = true;
      first.element.querySelector("summary")!.focus();
    });
    for (const name of ["family", "fill", "document"] as const)
      this.#choices[name].addEventListener("change", () =>
        context.setParam(names[name], this.#choices[name].value || null)
      );
    this.#list.addEventListener("keydown", event => this.#step(event));
    let open: readonly CatalogueEntry[] = [];
    window.addEventListener("beforeprint", () => {
      open = this.#entries.filter(({ element }) => element.open);
      for (const { element } of this.#entries) element.open = true;
    });
    window.addEventListener("afterprint", () => {
      for (const entry of this.#entries) entry.element.open = open.includes(entry);
    });
  }

  /** Arrow keys go from line to line; up from the first leads back to the filter. */
  #step(event: KeyboardEvent): void {
    const summary = event.target instanceof Element && event.target.closest("summary");
    if (!summary || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
    const visible = this.#visible();
    const at = visible.findIndex(({ element }) => element === summary.parentElement);
    const next =
      event.key === "Home"
        ? 0
        : event.key === "End"
          ? visible.length - 1
          : event.key === "ArrowDown"
            ? Math.min(at + 1, visible.length - 1)
            : at - 1;
    event.preventDefault();
    if (next < 0) this.#query.focus();
    else visible[next]!.element.querySelector("summary")!.focus();
  }

  #visible(): CatalogueEntry[] {
    return this.#entries.filter(({ element }) => !element.hidden);
  }

  #openAll(open: boolean): void {
    for (const { element } of this.#visible()) element.open = open;
  }

  /** Keeps the indicator last opened in the address, so that the address leads back to it. */
  #remember(id: string): void {
    const opened = this.#entries.filter(({ element }) => element.open);
    if (opened.length > 1 || (id === "" && opened.length > 0)) return;
    const url = new URL(location.href);
    url.hash = id;
    this.#lastHash = url.hash;
    history.replaceState(history.state, "", url);
  }

  /** Opens the indicator the address names, whatever the filter hides. */
  #followHash(): void {
    const { hash } = location;
    if (hash === this.#lastHash) return;
    this.#lastHash = hash;
    const entry = this.#entries.find(({ row }) => `#${row.indicator.id}` === hash.toUpperCase());
    if (!entry) return;
    const { context } = this.#site;
    const hiding = [...(entry.element.hidden ? Object.values(names) : []), "view"];
    for (const name of hiding) context.setParam(name, null, "replace");
    this.update(context.value);
    entry.element.open = true;
    entry.element.scrollIntoView({ block: "start" });
    entry.element.querySelector("summary")!.focus({ preventScroll: true });
  }

  #tab(id: "list" | "sheet", text: string): HTMLButtonElement {
    const button = h(
      "button",
      {
        id: `catalogue-tab-${id}`,
        type: "button",
        role: "tab",
        "aria-controls": `catalogue-${id}`,
        onclick: () => this.#site.context.setParam("view", id === "sheet" ? "sheet" : null, "replace")
      },
      text
    );
    button.addEventListener("keydown", event => {
      if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
      event.preventDefault();
      const other = this.#tabs.find(each => each !== button)!;
      other.click();
      other.focus();
    });
    return button;
  }

  #showTab(shown: "list" | "sheet"): void {
    this.#list.hidden = shown !== "list";
    this.#sheet.hidden = shown !== "sheet";
    for (const button of this.#tabs) {
      const selected = button.id === `catalogue-tab-${shown}`;
      button.setAttribute("aria-selected", String(selected));
      button.tabIndex = selected ? 0 : -1;
    }
    const drawn = this.#shown.map(({ indicator }) => indicator.id).join();
    if (shown !== "sheet" || drawn === this.#drawnSheet) return;
    this.#drawnSheet = drawn;
    this.#sheet.replaceChildren(
      table<CatalogueRow>({ caption: "指标目录", columns: this.#columns(), rows: this.#shown })
    );
  }

  #columns(): TableColumn<CatalogueRow>[] {
    const { meta, tableName } = this.#site;
    const column = (
      key: string,
      label: string,
      value: (row: CatalogueRow) => string
    ): TableColumn<CatalogueRow> => ({ key, label, value });
    return [
      column("id", "编号", ({ indicator }) => indicator.id),
      { ...column("name", "指标", ({ indicator }) => indicator.name), strong: true },
      column("family", "类别", ({ familyName }) => familyName),
      column("numerator", "分子（或计数）", ({ indicator }) => indicator.numerator),
      column("denominator", "分母", ({ indicator }) =>
        indicator.denominator === "-" ? "无" : indicator.denominator
      ),
      column("unit", "单位", ({ indicator }) => indicator.unit.replaceAll("|", "、")),
      column("basis", "计量", ({ indicator }) => indicator.basis),
      column("grain", "区划", ({ indicator }) => indicator.grain.split(">").map(levelWord).join("、")),
      column("period", "期间", ({ indicator }) => indicator.period),
      column("breakdowns", "分项", ({ definition }) => definition.breakdowns.join("；") || "只有总计"),
      column("edge", "边界", ({ indicator }) => indicator.edge),
      ...meta.profiles.map(({ id }, at) =>
        column(`judging-${id}`, profileName(meta, id), ({ definition }) =>
          judgingText(definition.judging[at]!)
        )
      ),
      column("tables", "要用的表", ({ indicator, definition }) =>
        [...indicator.tables, ...definition.supplied].map(tableName).join("、")
      ),
      {
        ...column("fill", "数据", ({ fill }) => fillWords[fill]),
        cell: ({ fill }) => fillMark(fill)
      },
      column("gaps", "缺什么", ({ definition }) =>
        definition.gaps.map(gap => gapText(gap, tableName)).join("；")
      )
    ];
  }

  #save(): void {
    download("指标说明.csv", new Blob([toCsv(this.#columns(), this.#shown)], { type: "text/csv" }));
  }
}
