import { pages } from "../lib/pages.js";
import type { SignalMethods } from "../lib/signal-data.js";
import { platformWords } from "../lib/signal-text.js";
import { type Child, h } from "./dom.js";
import { type Site, siteUrl } from "./site.js";

export interface MethodNoteSpec {
  readonly title: string;
  /** In symbols, one to a line. */
  readonly formula: readonly string[];
  /** Numerator, denominator and what else there is to say, by what it is. */
  readonly rows: readonly (readonly [term: string, text: Child])[];
  /** Methods whose numbers of the platform bear on the figures. */
  readonly parameters: readonly string[];
}

const page = pages.find(({ path }) => path === "methods");

/** How a statistic came about: formula, what it counts over what, the platform's own numbers, where it is described. */
export function methodNote(
  site: Site,
  { parameters }: SignalMethods,
  { title, formula, rows, parameters: used }: MethodNoteSpec
): HTMLElement {
  const numbers = parameters.filter(({ method }) => used.includes(method));
  const line = (term: string, text: Child) => h("div", {}, h("dt", {}, term), h("dd", {}, text));
  return h(
    "section",
    { class: "method-note" },
    h("h3", {}, title),
    h(
      "dl",
      {},
      line(
        "公式",
        formula.map(each => h("span", { class: "method-formula" }, each))
      ),
      rows.map(([term, text]) => line(term, text)),
      line("参数", [
        h("b", {}, `${platformWords}。`),
        numbers
          .map(
            ({ note, value, unit }) =>
              `${note.replace(`；${platformWords}`, "")}：${value}${unit === "份额" ? "" : ` ${unit}`}`
          )
          .join("；"),
        "。"
      ]),
      line("用处", "只提示先看哪里，不改变任何官方级别；红、黄、蓝仍按文件。"),
      page
        ? line(
            "方法",
            h("a", { href: `${siteUrl("methods.html").pathname}${site.context.href()}` }, page.title)
          )
        : null
    )
  );
}
