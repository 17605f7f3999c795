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
  let raw: Record<string, unknown>;
  try {
    raw = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, "")) as Record<string, unknown>;
  } catch (cause) {
    throw new CliError(`设置文件 ${path} 读不了或不是 JSON；请检查括号与引号`, { exit: 2, cause });
  }
  const stray = Object.keys(raw).find(name => !(name in defaults));
  if (stray)
    throw new CliError(`设置文件：不认得“${stray}”；可用：${Object.keys(defaults).join("、")}`, { exit: 2 });
  const text = (name: "title" | "shortTitle" | "root" | "asOf" | "profile"): string => {
    const value = raw[name] ?? defaults[name];
    if (typeof value !== "string") throw new CliError(`设置文件：“${name}”须为文字`, { exit: 2 });
    return value;
  };
  const audience = raw.audience ?? defaults.audience;
  if (audience !== "internal" && audience !== "public")
    throw new CliError("设置文件：“audience”须为 internal（内部）或 public（公开）", { exit: 2 });
  const whole = (value: unknown, name: string): number => {
    if (!Number.isInteger(value) || (value as number) < 0)
      throw new CliError(`设置文件：“${name}”须为非负整数`, { exit: 2 });
    return value as number;
  };
  const map = { ...defaults.map, ...((raw.map as object | undefined) ?? {}) };
  const demo = { ...defaults.demo, ...((raw.demo as object | undefined) ?? {}) };
  return {
    title: text("title"),
    shortTitle: text("shortTitle"),
    audience,
    root: text("root"),
    asOf: checkDay(text("asOf"), "设置文件 asOf"),
    profile: text("profile"),
    map: { approval: String(map.approval), source: String(map.source) },
    demo: { households: whole(demo.households, "demo.households"), seed: whole(demo.seed, "demo.seed") }
  };
}

/** A day as YYYY-MM-DD, or "" when none is given. */
export function checkDay(text: string, name: string): string {
  if (text === "") return "";
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const date = match ? new Date(`${text}T00:00:00Z`) : null;
  if (!date || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text)
    throw new CliError(`${name}：“${text}”不是日期；请写成 2023-12-31`, { exit: 2 });
  return text;
}
