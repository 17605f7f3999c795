import type { AreaLevel } from "./geo-measure.js";
import type { Regions } from "./regions.js";
import type { Region } from "./site.js";

/** Which region the map shows, which areas it is divided into, and which of them is in hand. */
export interface MapView {
  readonly level: AreaLevel;
  readonly parent: Region;
  /** In code order. */
  readonly areas: readonly Region[];
  /** Counties outside the region shown. */
  readonly around: readonly Region[];
  /** Code of the area in hand, or null. */
  readonly selected: string | null;
}

/**
 * The map for the page's region: a county with towns shows its towns; anything above shows the
 * counties below it. A town or village in the address selects its town; otherwise `area` does, when
 * it is on the map. What goes no finer than counties (`finest`) shows the counties with the region's own in hand.
 */
export function mapView(
  regions: Regions,
  region: string,
  area: string | null,
  finest: AreaLevel = "town"
): MapView {
  const counties = regions.all.filter(({ level }) => level === "county" || level === "zone");
  const county = regions.county(region);
  const towns =
    county && finest === "town" ? regions.children(county.code).filter(({ level }) => level === "town") : [];
  const path = new Set(regions.path(region).map(({ code }) => code));
  const select = (areas: readonly Region[]): string | null =>
    areas.find(({ code }) => path.has(code))?.code ?? areas.find(({ code }) => code === area)?.code ?? null;
  if (county && towns.length > 0) {
    const around = counties.filter(({ code }) => code !== county.code);
    return { level: "town", parent: county, areas: towns, around, selected: select(towns) };
  }
  const parent = county ? (regions.get(county.parent) ?? county) : (regions.get(region) ?? regions.root);
  const below = counties.filter(({ code }) => regions.path(code).includes(parent));
  const around = counties.filter(one => !below.includes(one));
  return { level: "county", parent, areas: below, around, selected: select(below) };
}

/** The region that Escape leads to: a town's county, else the one above with a map of its own; null at the root. */
export function mapAbove(regions: Regions, view: MapView, region: string): Region | null {
  if (regions.get(region)?.level === "town") return regions.get(regions.get(region)!.parent) ?? null;
  const shown = view.level === "county" ? (regions.county(region) ?? view.parent) : view.parent;
  return shown === regions.root ? null : (regions.get(shown.parent) ?? null);
}

/** Whether the area can be opened into a map of its own. */
export function opens(regions: Regions, view: MapView, code: string): boolean {
  return view.level === "county" && regions.children(code).some(({ level }) => level === "town");
}
