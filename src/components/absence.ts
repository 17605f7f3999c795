import type { Subject } from "./about.js";
import { h } from "./dom.js";
import { type Site, siteUrl } from "./site.js";
import { unreadMark } from "./state.js";

/**
 * Ids of the tables without which nothing of what a figure shows can be worked out; none when part of it can.
 * @param drawn tables of a figure that no indicator stands for
 */
export function lackingTables(
  site: Site,
  subjects: readonly Subject[],
  drawn: readonly string[] = []
): readonly string[] {
  if (subjects.length === 0)
    return drawn.every(id => site.meta.tables.every(({ table }) => table !== id)) ? drawn : [];
  const each = subjects.map(({ indicator }) => site.catalogue.get(indicator)?.lacking ?? []);
  return each.length > 0 && each.every(tables => tables.length > 0) ? [...new Set(each.flat())] : [];
}

/** “五日核实及时率缺数据：未导入线索台账”. */
export function lackingTitle(site: Site, subjects: readonly Subject[], lacking: readonly string[]): string {
  const names = subjects.map(({ indicator }) => site.catalogue.get(indicator)?.name ?? indicator);
  const what = names.length > 0 ? `${[...new Set(names)].slice(0, 2).join("、")}缺数据：` : "";
  return `${what}未导入${lacking.map(site.tableName).join("、")}`;
}

/** What stands in place of a picture that no table was read for: which one, and what to do. */
export function absence(site: Site, tables: readonly string[]): HTMLElement {
  const names = tables.map(site.tableName);
  return h(
    "div",
    { class: "absence" },
    h(
      "p",
      {},
      unreadMark(),
      ` 这里要用的${names.map(name => `“${name}”`).join("、")}本次没有导入，所以没有数字；没有数字不等于零。`
    ),
    h(
      "p",
      {},
      `请在 data/templates 取${names.map(name => `“${name}”`).join("、")}的模板，填好后放入 data/exports 重新生成；已有这张表的，请核对文件名与表头。不要求新增填报。`
    ),
    h(
      "p",
      {},
      h("a", { href: `${siteUrl("quality.html").pathname}${site.context.href()}#tables` }, "查看未导入的表"),
      "　",
      h("a", { href: `${siteUrl("downloads.html").pathname}${site.context.href()}` }, "下载模板")
    )
  );
}
