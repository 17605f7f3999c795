import { checkAdvice, failedIn, whereFailed } from "../lib/checks.js";
import type { Context } from "../lib/context.js";
import { count } from "../lib/format.js";
import { intakeTotals, missingTables } from "../lib/intake.js";
import { scaleShare } from "../lib/measures.js";
import { levelWord } from "../lib/regions.js";
import { h } from "./dom.js";
import { type Site, siteUrl } from "./site.js";

/** One matter to study: how many, of what, where, and the part of 数据质量 that lists it. */
interface Issue {
  readonly label: string;
  readonly number: number;
  readonly unit: string;
  readonly where: string;
  readonly anchor: string;
}

/** Checks that bear on the counts come first; the others follow in the order of 数据质量. */
const first = ["状态未知户", "类别未识别户", "区划待对照户", "重复人", "证号不合规行"];
const shown = 8;
const units: Readonly<Record<string, string>> = { 重复人: "行" };

/** 需要研究的事项: what the data of this place lack, each leading to 数据质量. */
export function issues(site: Site, context: Context): HTMLElement {
  const found = list(site, context);
  return h(
    "section",
    { class: "section issues", "aria-labelledby": "issues-title" },
    h(
      "div",
      { class: "figure-head" },
      h(
        "h2",
        { id: "issues-title" },
        found.length > 0 ? `需要研究的事项 ${found.length} 类` : "没有需要研究的数据事项"
      ),
      h(
        "p",
        { class: "note" },
        found.length > shown ? `另 ${found.length - shown} 类见数据质量 ・ 不排名` : "按数据流程排列，不排名"
      )
    ),
    h(
      "ul",
      {},
      found.slice(0, shown).map(issue =>
        h(
          "li",
          {},
          h("span", { class: "issue-label" }, issue.label),
          h("span", { class: "issue-number" }, h("b", {}, count(issue.number)), ` ${issue.unit}`),
          h("span", { class: "issue-where" }, issue.where),
          h(
            "a",
            {
              href: `${siteUrl("quality.html").pathname}${site.context.href()}#${issue.anchor}`,
              "aria-label": `查看${issue.label}`
            },
            "查看"
          )
        )
      )
    )
  );
}

function list(site: Site, context: Context): Issue[] {
  const { meta, dataset, regions } = site;
  const children = regions.children(context.region);
  const word = levelWord(children[0]?.level ?? "");
  const checks = [...new Set([...first, ...Object.keys(checkAdvice)])];
  const failed = checks.map(name => ({
    label: name,
    number: failedIn(dataset, name, context.region, meta.asOf, context.profile) ?? 0,
    unit: units[name] ?? name.at(-1)!,
    where: whereFailed(dataset, name, context, meta.asOf, regions, `个${word}`) || (checkAdvice[name] ?? ""),
    anchor: "checks"
  }));
  const unshared = children.filter(
    ({ code }) =>
      dataset.cell({ ...scaleShare, region: code, period: context.period }, context.profile)?.status ===
      "missing_data"
  );
  const totals = intakeTotals(site.intake);
  const refused = site.intake.files.filter(file => file.refused > 0);
  const missing = missingTables(site.catalogue.values(), meta).map(site.tableName);
  return [
    ...failed.slice(0, first.length),
    {
      label: "监测规模占比缺数据",
      number: unshared.length,
      unit: "个",
      where: listed(unshared.map(({ name }) => name)),
      anchor: "tables"
    },
    {
      label: "拒收的行",
      number: totals.refused,
      unit: "行",
      where: listed(refused.map(file => `${file.name ?? file.file} ${count(file.refused)}`)),
      anchor: "rejects"
    },
    {
      label: "认不出的文件",
      number: totals.unrecognised,
      unit: "个",
      where: "不属于任何一张表",
      anchor: "unrecognised"
    },
    { label: "未导入的表", number: missing.length, unit: "张", where: listed(missing), anchor: "tables" },
    ...failed.slice(first.length)
  ].filter(issue => issue.number > 0);
}

function listed(names: readonly string[]): string {
  return names.length > 2 ? `${names.slice(0, 2).join("、")}等` : names.join("、");
}
