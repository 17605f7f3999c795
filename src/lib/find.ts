/** One thing the search finds. `keys` are lower-case texts to match: pinyin without tones, initials, code. */
export interface Entry {
  readonly kind: "页面" | "指标" | "区域";
  readonly title: string;
  /** Where it leads: a page path, an indicator id, or a region code. */
  readonly target: string;
  /** A few words that tell entries of the same title apart. */
  readonly hint: string;
  readonly keys: readonly string[];
}

/** A town's code and its villages: of each the name, and what else it is found by. */
export type TownVillages = readonly [town: string, villages: readonly (readonly string[])[]];

/** Villages as entries that lead to their town, whose name tells those of one name apart. */
export function villageEntries(towns: readonly TownVillages[], townName: (code: string) => string): Entry[] {
  return towns.flatMap(([town, villages]) => {
    const hint = townName(town);
    return villages.map(
      ([title, ...keys]): Entry => ({ kind: "区域", title: title!, target: town, hint, keys })
    );
  });
}

/**
 * Entries that match a query by part of their title, pinyin, initials or code, best first:
 * whole, start, inside; among equals the order given.
 */
export function find(entries: readonly Entry[], query: string, limit = 12): Entry[] {
  const text = query.trim().toLowerCase().replace(/\s+/g, "");
  if (text === "") return [];
  // Keys are letters and digits: a query in characters can only be part of a title, whose letters then do not matter.
  const isPlain = /^[^a-z]*$/.test(text);
  const hasKeys = !/[^\x20-\x7e]/.test(text);
  const scored: { entry: Entry; score: number; order: number }[] = [];
  entries.forEach((entry, order) => {
    let score = rank(isPlain ? entry.title : entry.title.toLowerCase(), text);
    if (hasKeys) for (const key of entry.keys) score = Math.min(score, rank(key, text));
    if (score < Infinity) scored.push({ entry, score, order });
  });
  scored.sort((a, b) => a.score - b.score || a.order - b.order);
  return scored.slice(0, limit).map(({ entry }) => entry);
}

function rank(key: string, text: string): number {
  if (key === "") return Infinity;
  if (key === text) return 0;
  const at = key.indexOf(text);
  return at < 0 ? Infinity : at === 0 ? 1 : 2;
}
