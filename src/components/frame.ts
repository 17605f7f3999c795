import { formulasOf, formulaText } from "../lib/catalogue.js";
import type { Context } from "../lib/context.js";
import type { Sentence } from "../lib/sentence.js";
import type { Region } from "../lib/site.js";
import { crumbs } from "./crumbs.js";
import { bold, type Child, h } from "./dom.js";
import { putOff } from "./fitted.js";
import { type Site, siteUrl } from "./site.js";

export interface FrameSpec {
  /** Class of the page's root, for its own styles. */
  readonly name: string;
  /** The question the page answers, as a leader would ask it. */
  readonly question: string;
  /** The finding that answers it; figures and places may stand bold. */
  readonly title: string | Sentence;
  /** The place the finding is of; named in front of it where it is not the one in hand. */
  readonly of?: Region;
  /** Sources, basis and day of what follows. */
  readonly unit: string;
  /** Controls of the page's own, at the right of the title. */
  readonly controls?: Child;
  readonly body: readonly Child[];
  /** Indicators explained at the end, in the order the page shows them. */
  readonly indicators: readonly string[];
  /** Words under the page, before the data date. */
  readonly foot?: string;
}

/** A page: the question, the finding, figures from most to least asked, definitions, data date and sources. */
export function frame(site: Site, context: Context, spec: FrameSpec): HTMLElement {
  const place = spec.of && spec.of.code !== context.region ? `${spec.of.name}：` : "";
  return h(
    "div",
    { class: `frame ${spec.name}` },
    crumbs(site, context),
    h("p", { class: "question" }, spec.question),
    h(
      "div",
      { class: "frame-head" },
      h(
        "div",
        {},
        h("h1", {}, place, typeof spec.title === "string" ? spec.title : bold(spec.title)),
        h("p", { class: "unit" }, spec.unit)
      ),
      spec.controls ? h("div", { class: "frame-controls" }, spec.controls) : null
    ),
    spec.body,
    definitions(site, spec.indicators),
    h("p", { class: "note foot" }, [spec.foot, footText(site, spec.indicators)].filter(Boolean).join(" ・ "))
  );
}

/** Two figures side by side from 1000 px on. */
export function pair(...figures: Child[]): HTMLElement {
  return h("div", { class: "frame-pair" }, figures);
}

/** Figures one under another, beside a tall one of a pair. */
export function column(...figures: Child[]): HTMLElement {
  return h("div", { class: "frame-column" }, figures);
}

/** Figures under a question of their own; their titles stand one level below it. */
export function chapter(id: string, title: string, ...figures: Child[]): HTMLElement {
  return h(
    "section",
    { class: "chapter", "aria-labelledby": `${id}-title` },
    h("h2", { id: `${id}-title`, class: "chapter-title" }, title),
    figures
  );
}

/** What each indicator of the page counts over what, with the way to its full entry. */
function definitions(site: Site, ids: readonly string[]): Child {
  const known = ids.flatMap(id => site.catalogue.get(id) ?? []);
  if (known.length === 0) return null;
  const href = (id: string) => `${siteUrl("catalogue.html").pathname}${site.context.href()}#${id}`;
  const section = h(
    "section",
    { class: "section definitions", "aria-labelledby": "definitions-title" },
    h("h2", { id: "definitions-title" }, "本页指标怎样算"),
    h(
      "dl",
      {},
      known.map(indicator =>
        h(
          "div",
          {},
          h("dt", {}, h("a", { href: href(indicator.id) }, `${indicator.name} ${indicator.id}`)),
          h(
            "dd",
            {},
            `${formulasOf(indicator).map(formulaText).join("；")}（${indicator.unit.replaceAll("|", "、")}，按${indicator.basis}）`
          )
        )
      )
    )
  );
  return putOff(section, document.querySelector(".definitions"));
}

function footText({ meta, catalogue }: Site, ids: readonly string[]): string {
  const used = new Set(ids.flatMap(id => catalogue.get(id)?.tables ?? []));
  const names = meta.tables
    .filter(({ table }) => used.has(table))
    .map(({ name, rows }) => (rows === null ? name : `${name} ${rows.toLocaleString("en-US")} 行`));
  return [`数据截至 ${meta.asOf}`, names.length > 0 ? `来源：${names.join("、")}` : ""]
    .filter(Boolean)
    .join(" ・ ");
}
