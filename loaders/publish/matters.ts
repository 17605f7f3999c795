import { pages } from "../../src/lib/pages.ts";
import type { Mark, Matter } from "../../src/lib/site.ts";
import type { Contract } from "../contract/contract.ts";
import { CliError } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";

const columns = [
  ...["id", "order", "name", "unit", "indicator", "breakdown", "basis", "period", "measure", "param"],
  ...["page", "anchor", "profile", "clause", "mark", "sheet"]
];
const periods = ["month", "quarter", "year", "snapshot"] as const;
const measures = ["shortfall", "numerator", "pace"] as const;
const marks: readonly Mark[] = ["text", "inferred", "platform"];

/**
 * Reads matters.tsv, in reading order: what is to be studied, and how to count it. Throws a CliError when a row names an
 * indicator, document, parameter or page that is not there, or cannot be counted as it says.
 */
export function readMatters(
  contract: Contract,
  path: string = projectPath("data/policy/matters.tsv")
): Matter[] {
  const seen = { id: new Set<string>(), order: new Set<string>(), sheet: new Set<string>() };
  const rows = readTsv(path, columns).map(({ line, cells: all }) => {
    const cells = all as Record<string, string>;
    const refuse = (reason: string, next: string): never => {
      throw new CliError(`政策表 matters.tsv 第${line}行：${reason}；请${next}`);
    };
    for (const [name, values] of Object.entries(seen)) {
      if (!cells[name] || values.has(cells[name]))
        refuse(`${name}“${cells[name]}”为空或重复`, `改正 ${name}`);
      values.add(cells[name]!);
    }
    if (!/^[1-9]\d*$/.test(cells.order!)) refuse(`次序“${cells.order}”须为正整数`, "改正 order");
    if (!cells.name || !cells.clause) refuse("name、clause 不能为空", "补上该格");
    const indicator = contract.indicators.get(cells.indicator!);
    if (!indicator) return refuse(`指标 ${cells.indicator} 不在 indicators.tsv 中`, "改正 indicator");
    const isContext = cells.basis === "context";
    if (!isContext && !indicator.basis.split("、").includes(cells.basis!))
      refuse(`计量“${cells.basis}”不是该指标的计量`, "改正 basis，随页面选择的写 context");
    if (isContext === (cells.unit !== "")) refuse("单位与计量不合", "只在 basis 为 context 时把 unit 留空");
    const period = periods.find(each => each === cells.period);
    if (!period) return refuse(`期间“${cells.period}”不认得（可用：${periods.join("、")}）`, "改正 period");
    const measure = measures.find(each => each === cells.measure);
    if (!measure)
      return refuse(`算法“${cells.measure}”不认得（可用：${measures.join("、")}）`, "改正 measure");
    if ((measure === "pace") !== (cells.param !== ""))
      refuse("param 只用于 pace，也必须用于 pace", "改正 measure 或 param");
    const shares = cells.param ? sharesOf(contract, cells.param, refuse) : {};
    if (pages.every(page => page.path !== cells.page))
      refuse(`页面 ${cells.page} 不在 src/lib/pages.ts 中`, "改正 page");
    if (!/^[a-z][a-z-]*$/.test(cells.anchor!)) refuse(`位置“${cells.anchor}”须为小写英文`, "改正 anchor");
    if (cells.profile && !contract.profiles.has(cells.profile))
      refuse(`口径 ${cells.profile} 不在 profiles.tsv 中`, "改正 profile");
    const mark = marks.find(each => each === cells.mark);
    if (!mark) return refuse(`标记“${cells.mark}”不认得（可用：${marks.join("、")}）`, "改正 mark");
    if (mark !== "platform" && !cells.profile) refuse("没有写条款出自哪套口径", "填写 profile");
    if (/[[\]:*?/\\]/.test(cells.sheet!) || cells.sheet!.length > 31)
      refuse(`工作表名“${cells.sheet}”过长或有不能用的符号`, "改正 sheet");
    return {
      order: Number(cells.order),
      matter: {
        id: cells.id!,
        name: cells.name!,
        unit: cells.unit!,
        indicator: indicator.id,
        breakdowns: cells.breakdown!.split("|"),
        basis: cells.basis!,
        period,
        measure,
        shares,
        page: cells.page!,
        anchor: cells.anchor!,
        profile: cells.profile!,
        clause: cells.clause!,
        mark,
        sheet: cells.sheet!
      }
    };
  });
  return rows.sort((a, b) => a.order - b.order).map(({ matter }) => matter);
}

/** What each document that states a parameter asks for, as a fraction. */
function sharesOf(
  contract: Contract,
  key: string,
  refuse: (reason: string, next: string) => never
): Record<string, number> {
  const stated = [...contract.profiles.values()].flatMap(({ id, params }) => {
    const param = params.get(key);
    return param && param.certainty !== "absent" ? [[id, Number(param.value)] as const] : [];
  });
  if (stated.length === 0) refuse(`参数 ${key} 没有一套口径给出`, "改正 param");
  const stray = stated.find(([, share]) => !(share > 0 && share <= 1));
  if (stray) refuse(`参数 ${key} 在 ${stray[0]} 中不是比例`, "改正 param");
  return Object.fromEntries(stated);
}
