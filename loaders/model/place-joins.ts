import type { Table } from "../contract/contract.ts";

/**
 * SQL that finds the region of a staged row `s`, by the columns its table has: place names, its own region code,
 * its household. `places` are the expressions in the order they are trusted; households join as `h`.
 */
export function placeJoins(table: Table): { joins: string[]; places: string[] } {
  const ids = new Set(table.columns.map(column => column.id));
  const joins: string[] = [];
  const places: string[] = [];
  const named = (county: string, town: string, village: string): void => {
    places.push("p.region_code");
    joins.push(`LEFT JOIN place AS p ON p.county_name IS NOT DISTINCT FROM s.${county}
      AND p.township_name IS NOT DISTINCT FROM s.${town} AND p.village_name IS NOT DISTINCT FROM s.${village}`);
  };
  if (ids.has("county_name")) named("county_name", "township_name", "village_name");
  if (ids.has("district")) named("district", "town", "village");
  if (ids.has("region_code")) {
    places.push("r.region_code");
    joins.push("LEFT JOIN region AS r ON r.region_code = s.region_code");
  }
  if (ids.has("household_id")) {
    places.push("h.region_code");
    joins.push("LEFT JOIN household_place AS h ON h.household_id = s.household_id");
  }
  return { joins, places };
}
