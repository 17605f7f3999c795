import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pinyin } from "pinyin-pro";
import type { Entry, TownVillages } from "../../src/lib/find.ts";
import { pages } from "../../src/lib/pages.ts";
import { levelWord } from "../../src/lib/regions.ts";
import type { Indicator, Region } from "../../src/lib/site.ts";
import { projectPath } from "../lib/paths.ts";

/** Everything the site's search finds, with pinyin and initials worked out here, not in the browser. */
export function searchEntries(publishFolder: string): Entry[] {
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(publishFolder, name), "utf8")) as T;
  const regions = read<readonly Region[]>("regions.json");
  const names = new Map(regions.map(region => [region.code, region.name]));
  const entries: Entry[] = [];
  for (const { path, title, group, sections } of pages) {
    if (!pageExists(path)) continue;
    entries.push({ kind: "页面", title, target: path, hint: group, keys: keysOf(title) });
    for (const section of sections)
      entries.push({ kind: "页面", title: section, target: path, hint: title, keys: keysOf(section) });
  }
  for (const { id, name, unit } of read<readonly Indicator[]>("catalogue.json"))
    entries.push({
      kind: "指标",
      title: name,
      target: id,
      hint: `${id} ${unit.replaceAll("|", "、")}`,
      keys: [...keysOf(name), id.toLowerCase()]
    });
  for (const { code, name, level, parent } of regions)
    entries.push({
      kind: "区域",
      title: name,
      target: code,
      hint: names.get(parent) ?? levelWord(level),
      keys: [...keysOf(name), code]
    });
  return entries;
}

/** The villages that the search finds, by town. */
export function searchVillages(publishFolder: string): TownVillages[] {
  const path = join(publishFolder, "villages.json");
  if (!existsSync(path)) return [];
  const towns = JSON.parse(readFileSync(path, "utf8")) as [town: string, names: string[]][];
  return towns.map(([town, names]) => [town, names.map(name => [name, ...keysOf(name)])]);
}

/** Whether a page of the list has its file. */
export function pageExists(path: string): boolean {
  return existsSync(projectPath("src", `${path}.md`));
}

function keysOf(text: string): string[] {
  const syllables = pinyin(text, { toneType: "none", type: "array", nonZh: "consecutive", v: true });
  const words = syllables.map(syllable => syllable.toLowerCase().replace(/[^a-z0-9]/g, ""));
  return [words.join(""), words.map(word => word.charAt(0)).join("")].filter(key => key !== "");
}
