import { readdirSync, readFileSync } from "node:fs";
import type { Column, Contract } from "../contract/contract.ts";
import { CliError } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import { readTsv } from "../lib/tsv.ts";

/** What a check looks at: a household, a person, or a figure that must close. */
export const checkGrains = ["household", "person", "figure"] as const;
export type CheckGrain = (typeof checkGrains)[number];

/** How sure a check is: wrong, to be verified, worth a look. */
export const checkLevels = ["错误", "疑点", "提示"] as const;
export type CheckLevel = (typeof checkLevels)[number];

/** Groups in reading order. */
export const checkGroups = [
  ...["身份", "完整性", "类别", "风险与事实", "风险与措施", "措施与事实"],
  ...["消除", "收入", "务工与岗位", "就学与年龄", "耕地与生活", "合计核对"]
] as const;

/** One check of checks.tsv. */
export interface CheckRule {
  readonly id: string;
  readonly group: string;
  /** Also the name of its sheet among the lists. */
  readonly title: string;
  readonly grain: CheckGrain;
  readonly level: CheckLevel;
  /** Columns it reads; without one of them it is not run. */
  readonly columns: readonly Column[];
  /** View of loaders/checks with a column of its id. */
  readonly view: string;
  /** Its numbers by name. */
  readonly params: Readonly<Record<string, number>>;
  /** Numbers of platform.tsv it counts by. */
  readonly settings: readonly string[];
  readonly clause: string;
  readonly advice: string;
}

const sheetLength = 31;

/**
 * Reads checks.tsv. A column without a table is one of 监测对象信息; a parameter is `name=number`, or `@name` of platform.tsv.
 * Throws a CliError that names the row where something in it is not known or stands twice.
 */
export function readChecks(
  contract: Contract,
  path: string = projectPath("data/policy/checks.tsv")
): CheckRule[] {
  const names = ["id", "group", "title", "grain", "level", "columns", "view", "params", "clause", "advice"];
  const seen = new Set<string>();
  const views = viewNames();
  return readTsv(path, names).map(({ line, cells: all }) => {
    const cells = all as Record<string, string>;
    const refuse = (reason: string, next: string): never => {
      throw new CliError(`政策表 checks.tsv 第${line}行：${reason}；请${next}`);
    };
    if (!/^[a-z][a-z_]*$/.test(cells.id!)) refuse(`编号“${cells.id}”须为小写英文`, "改正 id");
    for (const name of ["id", "title"]) {
      if (seen.has(cells[name]!)) refuse(`${name}“${cells[name]}”重复`, `改正 ${name}`);
      seen.add(cells[name]!);
    }
    if (!cells.title || /[[\]:*?/\\]/.test(cells.title) || cells.title.length > sheetLength)
      refuse(`名称“${cells.title}”为空、过长或有工作表名不能用的符号`, "改正 title");
    if (!cells.clause || !cells.advice) refuse("clause、advice 不能为空", "补上该格");
    const oneOf = <T extends string>(name: string, values: readonly T[]): T =>
      values.find(value => value === cells[name]) ??
      refuse(`${name}“${cells[name]}”不认得（可用：${values.join("、")}）`, `改正 ${name}`);
    const grain = oneOf("grain", checkGrains);
    if (!views.has(cells.view!) || !cells.view!.endsWith(`_${grain}`))
      refuse(`视图“${cells.view}”不在 loaders/checks 里，或粒度不合`, "改正 view");
    const params = cells.params!.split(";").filter(Boolean);
    const settings = params.filter(param => param.startsWith("@")).map(param => param.slice(1));
    const stray = settings.find(key => contract.settings.every(setting => setting.key !== key));
    if (stray) refuse(`设置 ${stray} 不在 platform.tsv 中`, "改正 params");
    return {
      id: cells.id!,
      group: oneOf("group", checkGroups),
      title: cells.title!,
      grain,
      level: oneOf("level", checkLevels),
      columns: cells
        .columns!.split("|")
        .filter(Boolean)
        .map(name => columnOf(contract, name, refuse)),
      view: cells.view!,
      params: Object.fromEntries(
        params
          .filter(param => !param.startsWith("@"))
          .map(param => {
            const [, key, value] = /^([a-z]+)=(\d+(?:\.\d+)?)$/.exec(param) ?? [];
            return key ? [key, Number(value)] : refuse(`参数“${param}”须写成 名称=数`, "改正 params");
          })
      ),
      settings,
      clause: cells.clause!,
      advice: cells.advice!
    };
  });
}

/** Reads check_words.tsv: what a text of the exports must contain to be read as what its key says, as a regular expression. */
export function readCheckWords(
  path: string = projectPath("data/policy/check_words.tsv")
): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const { line, cells } of readTsv(path, ["key", "pattern", "note"])) {
    const { key, pattern } = cells as Record<string, string>;
    const broken =
      !key || words.has(key)
        ? `键“${key}”为空或重复`
        : isPattern(pattern!)
          ? ""
          : `“${pattern}”为空或不是正则表达式`;
    if (broken) throw new CliError(`政策表 check_words.tsv 第${line}行：${broken}；请改正`);
    words.set(key!, pattern!);
  }
  return words;
}

/** The SQL files of the checks, in order. */
export function checkFiles(): string[] {
  const folder = projectPath("loaders/checks");
  return readdirSync(folder)
    .filter(name => name.endsWith(".sql"))
    .sort()
    .map(name => `${folder}/${name}`);
}

function viewNames(): Set<string> {
  const text = checkFiles()
    .map(path => readFileSync(path, "utf8"))
    .join("\n");
  return new Set([...text.matchAll(/CREATE OR REPLACE TEMP VIEW (\w+)/g)].map(match => match[1]!));
}

function columnOf(contract: Contract, name: string, refuse: (reason: string, next: string) => never): Column {
  const [table, id] = name.includes(".") ? name.split(".") : ["monitored_person", name];
  const column = contract.tables.get(table!)?.columns.find(each => each.id === id);
  return column ?? refuse(`列 ${name} 不在 columns.tsv 中`, "改正 columns");
}

function isPattern(text: string): boolean {
  try {
    return text !== "" && new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
