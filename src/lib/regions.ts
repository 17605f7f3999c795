import type { Region } from "./site.js";

const levelWords: Readonly<Record<string, string>> = {
  province: "省",
  prefecture: "市",
  county: "县区",
  zone: "县区",
  town: "乡镇",
  village: "村"
};

/** The tree of regions, in the order of their codes. */
export class Regions {
  readonly root: Region;
  readonly all: readonly Region[];
  readonly #byCode: ReadonlyMap<string, Region>;
  readonly #children = new Map<string, Region[]>();

  /** Throws when `root` is not among the regions. */
  constructor(regions: readonly Region[], root: string) {
    this.all = [...regions].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
    this.#byCode = new Map(this.all.map(region => [region.code, region]));
    const top = this.#byCode.get(root);
    if (!top) throw new Error(`unknown root region: ${root}`);
    this.root = top;
    for (const region of this.all) {
      const siblings = this.#children.get(region.parent);
      if (siblings) siblings.push(region);
      else this.#children.set(region.parent, [region]);
    }
  }

  get(code: string): Region | undefined {
    return this.#byCode.get(code);
  }

  /** Regions directly below, in code order. */
  children(code: string): readonly Region[] {
    return this.#children.get(code) ?? [];
  }

  /** From the root down to the region itself. */
  path(code: string): readonly Region[] {
    const path: Region[] = [];
    for (let region = this.#byCode.get(code); region; region = this.#byCode.get(region.parent)) {
      path.unshift(region);
      if (region === this.root) break;
    }
    return path;
  }

  /** The county (or zone) a region is or lies in, if any. */
  county(code: string): Region | undefined {
    return this.path(code).find(region => region.level === "county" || region.level === "zone");
  }
}

/** The word for regions of a level: 县区, 乡镇, … */
export function levelWord(level: string): string {
  return levelWords[level] ?? "区域";
}

/** A name without its last 县, 区, 镇, 乡, 市 where at least two characters remain: 青栗县 → 青栗. */
export function shortName(name: string): string {
  return name.length > 2 ? name.replace(/[县区镇乡市村]$/, "") : name;
}
