import { readFileSync } from "node:fs";
import { CliError } from "./errors.ts";
import { projectPath } from "./paths.ts";

/** The one file an analyst edits. Every field may be left out; defaults are in `defaults`. */
export interface Settings {
  readonly title: string;
  readonly shortTitle: string;
  readonly audience: "internal" | "public";
  /** Region code the site opens at and stops at, "" = the highest in the region table. */
  readonly root: string;
  /** Snapshot day of files whose name has none, YYYY-MM-DD. */
  readonly asOf: string;
  /** Profile for regions the region table binds to none. */
  readonly profile: string;
  readonly map: { readonly approval: string; readonly source: string };
  readonly demo: { readonly households: number; readonly seed: number };
}

const defaults: Settings = {
  title: "防返贫监测帮扶风险预警看板",
  shortTitle: "防返贫监测预警看板",
  audience: "internal",
  root: "",
  asOf: "",
  profile: "",
  map: { approval: "", source: "" },
  demo: { households: 5600, seed: 990100 }
};

/** Reads and checks the settings; a field of the wrong kind is refused by name. */
export function readSettings(path: string = projectPath("data/settings.json")): Settings {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new CliError(`设置文件 ${path} 读不了或不是 JSON；请检查括号与引号`, { exit: 2, cause });
  }
  const raw = group(read, defaults, "");
  const words = (value: unknown, name: string): string => {
    if (typeof value !== "string") throw new CliError(`设置文件：“${name}”须为文字`, { exit: 2 });
    return value;
  };
  const text = (name: "title" | "shortTitle" | "root" | "asOf" | "profile"): string =>
    words(raw[name] ?? defaults[name], name);
  const audience = raw.audience ?? defaults.audience;
  if (audience !== "internal" && audience !== "public")
    throw new CliError("设置文件：“audience”须为 internal（内部）或 public（公开）", { exit: 2 });
  const whole = (value: unknown, name: string): number => {
    if (!Number.isInteger(value) || (value as number) < 0)
      throw new CliError(`设置文件：“${name}”须为非负整数`, { exit: 2 });
    return value as number;
  };
  const map = { ...defaults.map, ...group(raw.map ?? {}, defaults.map, "map") };
  const demo = { ...defaults.demo, ...group(raw.demo ?? {}, defaults.demo, "demo") };
  return {
    title: text("title"),
    shortTitle: text("shortTitle"),
    audience,
    root: text("root"),
    asOf: checkDay(text("asOf"), "设置文件 asOf"),
    profile: text("profile"),
    map: { approval: words(map.approval, "map.approval"), source: words(map.source, "map.source") },
    demo: { households: whole(demo.households, "demo.households"), seed: whole(demo.seed, "demo.seed") }
  };
}

/** The fields of the file or of one of its groups; refused where it is none, or has a field that `known` has not. */
function group(value: unknown, known: object, name: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new CliError(`设置文件：${name ? `“${name}”` : "整份"}须写成 { … }，如 ${JSON.stringify(known)}`, {
      exit: 2
    });
  const stray = Object.keys(value).find(each => !Object.hasOwn(known, each));
  if (stray !== undefined)
    throw new CliError(
      `设置文件：不认得“${name ? `${name}.` : ""}${stray}”；可用：${Object.keys(known).join("、")}`,
      { exit: 2 }
    );
  return value as Record<string, unknown>;
}

/** A day as YYYY-MM-DD of the years the region table may speak of, or "" when none is given. */
export function checkDay(text: string, name: string): string {
  if (text === "") return "";
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const date = match ? new Date(`${text}T00:00:00Z`) : null;
  if (!date || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text)
    throw new CliError(`${name}：“${text}”不是日期；请写成 2023-12-31`, { exit: 2 });
  if (text < "2000" || text > "2101")
    throw new CliError(`${name}：“${text}”不在 2000 年至 2100 年之间；请改正年份`, { exit: 2 });
  return text;
}
