import { markWords } from "../lib/catalogue.js";
import type { Context } from "../lib/context.js";
import { count } from "../lib/format.js";
import { profileName } from "../lib/masthead.js";
import { isUniform, paramsOf, policyTitle } from "../lib/policy.js";
import type { Policy, PolicyParam, Scope } from "../lib/site.js";
import { stateWords } from "../lib/state.js";
import { type Column, toCsv } from "../lib/tabular.js";
import { h } from "./dom.js";
import type { View } from "./page.js";
import { download } from "./picture.js";
import { certaintyKey } from "./policy-mark.js";
import { policyScope } from "./policy-scope.js";
import { type PolicyTable, policyTable } from "./policy-table.js";
import type { Site } from "./site.js";
import { stateMark } from "./state.js";

/** The page 政策口径: what each document says on each parameter, side by side, and whom it would take in. */
export function policy(): View {
  let page: PolicyPage | undefined;
  return async (site, context) => {
    if (!page) {
      const [documents, scope] = await Promise.all([
        site.json<Policy>("policy.json"),
        site.json<Scope>("scope.json")
      ]);
      page = new PolicyPage(site, documents, scope);
    }
    page.update(context);
    return page.element;
  };
}

class PolicyPage {
  readonly #site: Site;
  readonly #policy: Policy;
  readonly #scope: Scope;
  readonly #params: readonly PolicyParam[];
  readonly #table: PolicyTable;
  readonly #unit = h("p", { class: "unit" });
  readonly #only = h("input", { id: "policy-only", type: "checkbox" });
  readonly #document: HTMLSelectElement;
  readonly element: HTMLElement;

  readonly #turns = h("div", { class: "policy-turns" });

  #lastHash = "";
  #drawnTurns = "";

  constructor(site: Site, documents: Policy, scope: Scope) {
    const { meta, context } = site;
    this.#site = site;
    this.#policy = documents;
    this.#scope = scope;
    this.#params = paramsOf(documents);
    this.#table = policyTable(meta, documents.groups);
    this.#document = h(
      "select",
      { id: "policy-document" },
      meta.profiles.map(({ id }) => h("option", { value: id }, profileName(meta, id)))
    );
    this.#document.addEventListener("change", () => context.setParam("doc", this.#document.value));
    this.#only.addEventListener("change", () => context.setParam("diff", this.#only.checked ? "1" : null));
    const title = h("h1", { id: "policy-title" }, policyTitle(this.#params));
    this.element = h(
      "div",
      { class: "policy" },
      title,
      this.#unit,
      h(
        "section",
        { class: "section", "aria-labelledby": "policy-title" },
        this.#tools(),
        this.#table.element,
        h(
          "p",
          { class: "note policy-key" },
          certaintyKey(),
          " ・ ",
          stateMark("silent"),
          " 文件没有这一条；灰字与当前口径相同，黑字与它不同"
        )
      ),
      this.#turns
    );
    window.addEventListener("hashchange", () => this.#followHash());
  }

  /** Brings the page in step with the address. */
  update(context: Context): void {
    const { meta, context: store } = this.#site;
    const chosen = store.param("doc");
    const shown = meta.profiles.some(({ id }) => id === chosen) ? chosen! : context.profile;
    const only = store.param("diff") === "1";
    this.#only.checked = only;
    this.#document.value = shown;
    this.#table.inForce(context.profile);
    this.#table.onPhone(shown);
    this.#table.onlyDiffering(only);
    this.#unit.textContent = [
      `当前口径 ${profileName(meta, context.profile)}`,
      `${meta.profiles.length} 份文件`,
      `数据截至 ${meta.asOf}`,
      meta.demo ? "演示数据（合成）" : ""
    ]
      .filter(Boolean)
      .join(" ・ ");
    const turns = [context.region, context.basis, context.profile].join();
    if (turns !== this.#drawnTurns) {
      this.#drawnTurns = turns;
      this.#turns.replaceChildren(policyScope(this.#site, this.#scope, context));
    }
    requestAnimationFrame(() => this.#followHash());
  }

  #tools(): HTMLElement {
    const differing = this.#params.filter(param => !isUniform(param)).length;
    return h(
      "div",
      { class: "policy-tools" },
      h(
        "nav",
        { class: "policy-jumps", "aria-label": "口径分组" },
        h(
          "ul",
          {},
          this.#policy.groups.map(({ name, params }, index) =>
            h(
              "li",
              {},
              h("a", { href: `#group-${index + 1}` }, name),
              h("span", { class: "quiet" }, ` ${params.length}`)
            )
          ),
          h("li", {}, h("a", { href: "#scope" }, "换口径后谁进谁出"))
        )
      ),
      h(
        "div",
        { class: "policy-phone" },
        h("label", { for: "policy-document" }, "文件"),
        h("span", { class: "field" }, this.#document)
      ),
      h(
        "div",
        { class: "figure-tools" },
        h(
          "label",
          { class: "policy-only", for: "policy-only" },
          this.#only,
          `只看有差异的 ${count(differing)}`
        ),
        h("button", { type: "button", class: "word", onclick: () => this.#save() }, "下载 CSV")
      )
    );
  }

  /** Brings the row or the group the address names into view, whatever the filter hides. */
  #followHash(): void {
    const { hash } = location;
    if (hash === this.#lastHash) return;
    this.#lastHash = hash;
    const target = hash.length > 1 && document.getElementById(hash.slice(1));
    if (!target || !this.element.contains(target)) return;
    if (target.hidden) {
      this.#site.context.setParam("diff", null, "replace");
      this.update(this.#site.context.value);
    }
    for (const row of this.element.querySelectorAll("tr.aimed")) row.classList.remove("aimed");
    if (target.tagName === "TR") target.classList.add("aimed");
    target.scrollIntoView({ block: "start" });
  }

  #save(): void {
    const only = this.#only.checked;
    const rows = this.#policy.groups.flatMap(({ name, params }) =>
      params.filter(param => !(only && isUniform(param))).map(param => ({ group: name, param }))
    );
    type Row = (typeof rows)[number];
    const { meta } = this.#site;
    const columns: Column<Row>[] = [
      { key: "group", label: "组", value: row => row.group },
      { key: "name", label: "口径", value: row => row.param.name },
      { key: "note", label: "含义", value: row => row.param.note },
      ...meta.profiles.flatMap(({ id }, at): Column<Row>[] => {
        const group = profileName(meta, id);
        const cell = (row: Row) => row.param.cells[at]!;
        return [
          {
            key: `${id}-value`,
            group,
            label: "值",
            value: row => cell(row).text,
            state: row => (cell(row).mark ? null : stateWords.silent)
          },
          {
            key: `${id}-mark`,
            group,
            label: "依据",
            value: row => {
              const { mark } = cell(row);
              return mark ? markWords[mark] : "";
            }
          },
          { key: `${id}-clause`, group, label: "条款", value: row => cell(row).clause },
          { key: `${id}-note`, group, label: "说明", value: row => cell(row).note }
        ];
      })
    ];
    download("政策口径.csv", new Blob([toCsv(columns, rows)], { type: "text/csv" }));
  }
}
