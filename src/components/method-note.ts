import { methodTexts } from "../lib/method-texts.js";
import { platformWords } from "../lib/signal-text.js";
import { type Child, h } from "./dom.js";
import { type Site, siteUrl } from "./site.js";

/**
 * How a figure of the statistics came about, for its 说明: formula, what is counted over what, what follows from it and
 * what does not, and where the method is described with its numbers.
 * @param id the method's among the texts of 统计方法
 * @param rows numerator, denominator and the like, by what they are
 */
export function methodNote(
  site: Site,
  id: string,
  rows: readonly (readonly [term: string, text: Child])[]
): HTMLElement {
  const { title, formula, means } = methodTexts.find(each => each.id === id)!;
  const line = (term: string, text: Child) => h("div", {}, h("dt", {}, term), h("dd", {}, text));
  const href = `${siteUrl("methods.html").pathname}${site.context.href()}#${id}`;
  return h(
    "section",
    {},
    h("h3", {}, title),
    h(
      "dl",
      {},
      line(
        "公式",
        formula.map(each => h("p", {}, each))
      ),
      rows.map(([term, text]) => line(term, text)),
      line("怎样读", `${means}只提示先看哪里，不改变任何官方级别。`),
      line("数据日期", site.meta.asOf),
      line("参数", [`${platformWords}。所用的数、来源和核对见 `, h("a", { href }, `统计方法：${title}`)])
    )
  );
}
