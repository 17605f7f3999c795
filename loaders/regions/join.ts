import { divisionCode, shortCode } from "./code.ts";
import type { SourceFeature } from "./geojson.ts";
import type { RegionRow } from "./region.ts";

/** A region with the features that draw it, usually one. */
export interface Match {
  region: RegionRow;
  features: SourceFeature[];
  by: "code" | "name";
}

/** A feature that found no region, and why. `code` and `name` are what the feature says, "" when nothing. */
export interface UnmatchedFeature {
  place: string;
  code: string;
  name: string;
  reason: string;
}

export interface Joined {
  /** In the order of the codes. */
  matched: Match[];
  unmatchedFeatures: UnmatchedFeature[];
  unmatchedRegions: RegionRow[];
  notes: string[];
}

/** What a feature says of itself. Codes are in their shortest form, the longest first. */
export interface Identity {
  codes: string[];
  name: string;
}

const codeKeys = ["adcode", "code", "id", "区划代码", "行政区划代码", "代码", "xzqdm", "qhdm", "xzdm", "pac"];
const nameKeys = ["name", "名称", "区划名称", "行政区划名称", "xzqmc", "qhmc", "mc"];
const parentKeys = [
  "parent",
  "parentcode",
  "parentname",
  "上级",
  "上级代码",
  "上级名称",
  "所属县",
  "县",
  "county"
];

/**
 * Joins features to regions: by division code first, then by name or alias. A name counts only among regions
 * that can be meant: below the parent the feature names, or beside the code it carries. A feature that carries
 * only its county's code and a township's name is that township. A name that fits several regions fits none.
 */
export function joinFeatures(features: readonly SourceFeature[], regions: readonly RegionRow[]): Joined {
  const index = indexRegions(regions);
  const matches = new Map<RegionRow, Match>();
  const unmatchedFeatures: UnmatchedFeature[] = [];
  const notes: string[] = [];
  for (const feature of features) {
    const identity = identify(feature);
    const found = find(feature, identity, index);
    if (typeof found === "string")
      unmatchedFeatures.push({
        place: feature.place,
        code: identity.codes[0] ?? "",
        name: identity.name,
        reason: found
      });
    else {
      const { region, by } = found;
      if (by === "code" && identity.name && !namesOf(region).includes(identity.name))
        notes.push(
          `${feature.place}：代码是${region.name}（${region.code}）的，名称却不同，按代码画；请核对`
        );
      const match = matches.get(region);
      if (match) match.features.push(feature);
      else matches.set(region, { region, by, features: [feature] });
    }
  }
  const matched = [...matches.values()].sort((a, b) => compare(a.region.code, b.region.code));
  for (const { region, features } of matched)
    if (features.length > 1)
      notes.push(
        `${region.name}（${region.code}）由 ${features.length} 个要素合成：${features.map(f => f.place).join("；")}`
      );
  return {
    matched,
    unmatchedFeatures,
    unmatchedRegions: regions.filter(region => !matches.has(region)).sort((a, b) => compare(a.code, b.code)),
    notes
  };
}

/** Reads codes and name from a feature's id and properties, whatever the usual spelling of their columns. */
export function identify(feature: SourceFeature): Identity {
  const cells = lowerKeys(feature.properties);
  // 天地图 writes 156 (China) before the code.
  const gb = String(cells.get("gb") ?? "").replace(/^156(?=\d{6}(\d{3}){0,2}$)/, "");
  const codes = [feature.id, ...codeKeys.map(key => cells.get(key)), gb]
    .map(divisionCode)
    .filter(code => code !== null);
  const name = nameKeys.map(key => cells.get(key)).find(value => typeof value === "string" && value.trim());
  return {
    codes: [...new Set(codes)].sort((a, b) => b.length - a.length),
    name: typeof name === "string" ? plainName(name) : ""
  };
}

interface RegionIndex {
  byCode: Map<string, RegionRow>;
  byName: Map<string, RegionRow[]>;
}

function indexRegions(regions: readonly RegionRow[]): RegionIndex {
  const byCode = new Map(regions.map(region => [shortCode(region.code), region]));
  const byName = new Map<string, RegionRow[]>();
  for (const region of regions)
    for (const name of new Set(namesOf(region))) {
      const same = byName.get(name);
      if (same) same.push(region);
      else byName.set(name, [region]);
    }
  return { byCode, byName };
}

/** The region a feature draws, or the reason in Chinese why there is none. */
function find(
  feature: SourceFeature,
  { codes, name }: Identity,
  index: RegionIndex
): Pick<Match, "region" | "by"> | string {
  const sameName = (name && index.byName.get(name)) || [];
  const byCode = codes.map(code => index.byCode.get(code)).find(region => region !== undefined);
  if (byCode) {
    const child = sameName.filter(region => region !== byCode && isBelow(region, byCode, index));
    if (child.length === 1 && !sameName.includes(byCode)) return { region: child[0]!, by: "name" };
    return { region: byCode, by: "code" };
  }
  if (!name) return codes.length ? `区划代码 ${codes[0]} 不在区划表里` : "没有区划代码，也没有名称";
  const parent = namedParent(feature, index);
  const meant = sameName.filter(
    region =>
      (!parent || isBelow(region, parent, index)) &&
      (codes.length === 0 || codes.some(code => areNeighbours(code, shortCode(region.code))))
  );
  if (meant.length === 1) return { region: meant[0]!, by: "name" };
  if (meant.length > 1)
    return `有 ${meant.length} 个同名地区（${meant.map(region => region.code).join("、")}），请给要素补上区划代码`;
  return codes.length
    ? `区划代码 ${codes[0]} 与名称“${name}”都不在区划表里`
    : `名称“${name}”不在区划表里，可在区划表的别名列补上`;
}

function namedParent(feature: SourceFeature, { byCode, byName }: RegionIndex): RegionRow | undefined {
  const cells = lowerKeys(feature.properties);
  for (const key of parentKeys) {
    let value = cells.get(key);
    if (typeof value === "object" && value !== null && "adcode" in value) value = value.adcode;
    const region = byCode.get(divisionCode(value) ?? "");
    if (region) return region;
    const named = typeof value === "string" ? byName.get(plainName(value)) : undefined;
    if (named?.length === 1) return named[0];
  }
  return undefined;
}

function isBelow(region: RegionRow, ancestor: RegionRow, { byCode }: RegionIndex): boolean {
  const seen = new Set<RegionRow>();
  let at = byCode.get(shortCode(region.parent));
  while (at && !seen.has(at)) {
    if (at === ancestor) return true;
    seen.add(at);
    at = byCode.get(shortCode(at.parent));
  }
  return false;
}

/** Two codes under one county (towns, villages) or one prefecture (the rest): a code that was changed stays there. */
function areNeighbours(a: string, b: string): boolean {
  const digits = a.length > 6 ? 6 : 4;
  return a.slice(0, digits) === b.slice(0, digits);
}

function namesOf({ name, aliases }: RegionRow): string[] {
  return [name, ...aliases].map(plainName);
}

function plainName(name: string): string {
  return name.normalize("NFKC").replace(/\s+/g, "");
}

function lowerKeys(properties: Readonly<Record<string, unknown>>): Map<string, unknown> {
  return new Map(Object.entries(properties).map(([key, value]) => [key.trim().toLowerCase(), value]));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
