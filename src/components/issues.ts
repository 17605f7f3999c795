import type { Context } from "../lib/context.js";
import { count } from "../lib/format.js";
import { lackOf } from "../lib/lack.js";
import { type MatterCount, missingMatters, missingText, openMatters } from "../lib/matters.js";
import { stateWords } from "../lib/state.js";
import { type Child, h } from "./dom.js";
import { type Site, siteUrl } from "./site.js";
import { stateMark } from "./state.js";

/** 需要研究的事项: what is overdue, due or not settled, each leading to where it is shown; what the data lack comes last. */
export function issues(site: Site, context: Context, counts: readonly MatterCount[]): HTMLElement {
  const open = openMatters(counts);
  const missing = missingMatters(counts);
  const data = lackOf(site, context);
  const kinds = open.length + (data.number > 0 ? 1 : 0);
  return h(
    "section",
    { class: "section issues", "aria-labelledby": "issues-title" },
    h(
      "div",
      { class: "figure-head" },
      h("h2", { id: "issues-title" }, kinds > 0 ? `需要研究的事项 ${kinds} 类` : "没有需要研究的事项"),
      h("p", { class: "note" }, "按办理期限排列，不排名")
    ),
    h(
      "ul",
      {},
      open.map(({ matter, name, number, unit, where, partial }) =>
        line(site, {
          label: name,
          number: number!,
          unit,
          where: partial ? [where, " ", stateMark("missing")] : where,
          title: `${where}${partial ? `，部分${stateWords.missing}` : ""}；${matter.clause}`,
          href: `${matter.page}.html`,
          anchor: matter.anchor
        })
      ),
      data.number > 0
        ? line(site, {
            label: "数据缺失与待核",
            number: data.number,
            unit: "项",
            where: data.where,
            title: data.where,
            href: "quality.html",
            anchor: data.anchor
          })
        : null
    ),
    missing.length > 0
      ? h("p", { class: "note" }, stateMark("missing"), ` 没有数字，不等于零：${missingText(missing)}`)
      : null
  );
}

interface Line {
  readonly label: string;
  readonly number: number;
  readonly unit: string;
  readonly where: Child;
  readonly title: string;
  readonly href: string;
  readonly anchor: string;
}

function line(site: Site, { label, number, unit, where, title, href, anchor }: Line): HTMLElement {
  return h(
    "li",
    {},
    h("span", { class: "issue-label" }, label),
    h("span", { class: "issue-number" }, h("b", {}, count(number)), ` ${unit}`),
    h("span", { class: "issue-where", title }, where),
    h(
      "a",
      { href: `${siteUrl(href).pathname}${site.context.href()}#${anchor}`, "aria-label": `查看${label}` },
      "查看"
    )
  );
}
