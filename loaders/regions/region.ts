/** Levels of a region, from the largest. A `zone` (开发区, 高新区 …) manages people but owns no division of its own. */
export type RegionLevel = "province" | "prefecture" | "county" | "town" | "village" | "zone";

/** One row of the region table. `code` and `parent` are digits as text; `lon`, `lat` are the seat in degrees. */
export interface RegionRow {
  code: string;
  name: string;
  aliases: string[];
  level: RegionLevel;
  parent: string;
  lon: number | null;
  lat: number | null;
}
