import type { Point } from "topojson-specification";
import { CliError } from "../lib/errors.ts";
import { townCells } from "./cells.ts";
import { areaKm2, type Cleaned, cleanPolygons, ringArea } from "./clean.ts";
import { levelOfCode, parentOfCode, shortCode } from "./code.ts";
import type { Polygons, SourceFeature, SourceFile } from "./geojson.ts";
import { finerGrid, type Grid, gridFor, snap, snapPolygons } from "./grid.ts";
import { identify, type Joined, joinFeatures, type Match, type UnmatchedFeature } from "./join.ts";
import { addOutlines, dissolveParts } from "./outline.ts";
import type { RegionLevel, RegionRow } from "./region.ts";
import { simplifyTopology } from "./simplify.ts";
import { type EdgePoints, findEdgePoints, insertEdgePoints } from "./stitch.ts";
import {
  type BoundaryTopology,
  buildTopology,
  decodeLayers,
  encodeTopology,
  type GridTopology,
  type LayerName,
  type Layers,
  layerNames,
  type SeatProperties,
  type Shape,
  snapLayers,
  topologyText
} from "./topology.ts";

export interface ImportOptions {
  /** Bytes the file may take; by default 60,000, and 1,200 more for each feature above twelve. */
  budget?: number;
}

/** A region that has a shape, and how it came by it: joined by code or name, or merged from the level below. */
interface DrawnRegion {
  code: string;
  name: string;
  level: RegionLevel;
  by: "code" | "name" | "merged";
}

export interface BoundaryReport {
  drawn: DrawnRegion[];
  unmatchedFeatures: UnmatchedFeature[];
  unmatchedRegions: RegionRow[];
  /** Areas on the sphere in km², as read and as written, in the order of codes. */
  counties: { code: string; name: string; before: number; after: number }[];
  /** What was mended, over all features. */
  mended: Omit<Cleaned, "polygons">;
  bytes: number;
  budget: number;
  /** km², see simplifyTopology. */
  tolerance: number;
  islands: number;
  /** Step of the lattice in degrees. */
  step: number;
  notes: string[];
}

/**
 * Makes the map of a deployment from boundary files: cleans, joins to regions, simplifies to a byte budget.
 * With `regions` null every feature that has a code and a name is kept, at the level its code speaks of.
 * Throws CliError when nothing can be drawn.
 */
export function importBoundaries(
  files: readonly SourceFile[],
  regions: readonly RegionRow[] | null,
  options: ImportOptions = {}
): { topology: BoundaryTopology; report: BoundaryReport } {
  const features = files.flatMap(file => file.features);
  const rows = regions ?? regionsOf(features);
  const joined = joinFeatures(features, rows);
  const { layers, mended, flat, notes } = shapeLayers(joined, rows);
  const unmatchedFeatures = [...joined.unmatchedFeatures, ...flat];
  if (Object.keys(layers).length === 0) {
    const first = unmatchedFeatures[0];
    throw new CliError(
      `没有一个要素能用${first ? `，如 ${first.place}：${first.reason}` : ""}；请检查文件是否为本地区，要素是否带区划代码或名称`
    );
  }
  const { grid, snapped, lost } = chooseGrid(layers);
  notes.push(
    ...lost.map(({ id, properties }) => `${properties.name}（${id}）太小，在坐标精度内没有面积，未画`)
  );
  const count = Object.values(snapped).flat().length;
  const budget = options.budget ?? defaultBudget(count);
  const complete = (topology: GridTopology) => encodeTopology(addOutlines(topology, rows), grid);
  const result = simplifyTopology(dissolveParts(buildTopology(snapped)), grid, {
    budget,
    size: topology => Buffer.byteLength(topologyText(complete(topology)))
  });
  if (!result.fits) notes.push("抽稀到最粗仍超出预算；请减少要素，或分地区导入");
  const topology = complete(result.topology);
  const drawn = drawnRegions(topology, joined.matched, rows);
  const drawnCodes = new Set(drawn.map(region => region.code));
  return {
    topology,
    report: {
      drawn,
      unmatchedFeatures,
      unmatchedRegions: rows.filter(row => !drawnCodes.has(row.code)).sort((a, b) => compare(a.code, b.code)),
      counties: countyAreas(layers, topology, rows),
      mended,
      bytes: result.bytes,
      budget,
      tolerance: result.tolerance,
      islands: result.islands,
      step: grid.scale[0],
      notes: [...files.flatMap(file => file.skipped), ...joined.notes, ...notes]
    }
  };
}

/**
 * The topology a map is drawn from. Where a county has a polygon, none of its towns has, and they have seats,
 * the towns get Voronoi cells flagged `schematic`. All seats of counties and towns stand in the object `seat`,
 * so a map without any polygon can still show points. `note` receives Chinese lines on seats left out or moved.
 */
export function boundariesFor(
  regions: readonly RegionRow[],
  topology: BoundaryTopology | null,
  note: (line: string) => void = () => {}
): BoundaryTopology {
  const seated = regions.filter(hasSeat).sort((a, b) => compare(a.code, b.code));
  const grid = topology?.transform ?? gridFor(seated.map(row => [row.lon, row.lat]));
  const layers = topology ? decodeLayers(topology) : {};
  const drawnTowns = new Set((layers.town ?? []).map(shape => shortCode(shape.id)));
  const edgePoints: EdgePoints = new Map();
  const schematic: Shape[] = [];
  for (const county of layers.county ?? []) {
    const towns = regions.filter(
      row => row.level === "town" && shortCode(row.parent) === shortCode(county.id)
    );
    if (towns.length === 0 || towns.some(row => drawnTowns.has(shortCode(row.code)))) continue;
    const { name } = county.properties;
    const seatless = towns.filter(row => !hasSeat(row));
    if (seatless.length)
      note(
        `${name}：${seatless.map(row => row.name).join("、")}没有驻地坐标，地图上不画；请在区划表补上经纬度`
      );
    const seats = towns
      .filter(hasSeat)
      .map(row => ({ code: row.code, name: row.name, position: [row.lon, row.lat] as [number, number] }));
    const { cells, notes } = townCells({ name, polygons: county.polygons }, seats);
    notes.forEach(note);
    schematic.push(
      ...cells.map(cell => ({
        id: cell.code,
        properties: { name: cell.name, schematic: true as const },
        polygons: cell.polygons
      }))
    );
    findEdgePoints(
      county.polygons,
      cells.map(cell => cell.polygons),
      grid,
      edgePoints
    );
  }
  if (schematic.length) layers.town = [...(layers.town ?? []), ...schematic].sort(byId);
  const snapped = Object.entries(snapLayers(grid, layers)).map(([name, shapes]) => [
    name,
    shapes.map(shape => ({ ...shape, polygons: insertEdgePoints(shape.polygons, edgePoints) }))
  ]);
  return encodeTopology(
    buildTopology(Object.fromEntries(snapped)),
    grid,
    seated.map(row => seatPoint(row, grid))
  );
}

type Seated = RegionRow & { lon: number; lat: number };

function hasSeat(row: RegionRow): row is Seated {
  return (row.level === "county" || row.level === "town") && row.lon !== null && row.lat !== null;
}

function seatPoint({ code, name, level, lon, lat }: Seated, grid: Grid): Point<SeatProperties> {
  return { type: "Point", id: code, properties: { name, level }, coordinates: snap(grid, [lon, lat]) };
}

function defaultBudget(features: number): number {
  return 60_000 + 1_200 * Math.max(0, features - 12);
}

/** Region rows made from the features themselves. */
function regionsOf(features: readonly SourceFeature[]): RegionRow[] {
  const rows = new Map<string, RegionRow>();
  for (const feature of features) {
    const { codes, name } = identify(feature);
    const code = codes[0];
    if (!code || !name || rows.has(code)) continue;
    const level = levelOfCode(code);
    rows.set(code, { code, name, aliases: [], level, parent: parentOfCode(code), lon: null, lat: null });
  }
  for (const { level, parent } of [...rows.values()])
    if (level === "county" && !rows.has(parent))
      rows.set(parent, {
        code: parent,
        name: parent,
        aliases: [],
        level: "prefecture",
        parent: parentOfCode(parent),
        lon: null,
        lat: null
      });
  return [...rows.values()];
}

/** Matched features as shapes in degrees, by layer; `flat` are features without any area. */
function shapeLayers({ matched }: Joined, rows: readonly RegionRow[]) {
  const levels = new Map(rows.map(row => [shortCode(row.code), row.level]));
  const layers: Layers = {};
  const mended = { duplicates: 0, flatRings: 0, rewound: 0, promoted: 0 };
  const flat: UnmatchedFeature[] = [];
  const notes: string[] = [];
  for (const { region, features } of matched) {
    const polygons: Polygons = [];
    const seen = new Set<string>();
    for (const feature of features) {
      const { polygons: cleaned, ...counts } = cleanPolygons(feature.polygons);
      for (const key of Object.keys(mended) as (keyof typeof mended)[]) mended[key] += counts[key];
      if (cleaned.length === 0)
        flat.push({ place: feature.place, code: region.code, name: region.name, reason: "图形没有面积" });
      const text = JSON.stringify(cleaned);
      if (seen.has(text)) notes.push(`${feature.place}：与同一地区的另一个要素完全相同，只用一次`);
      else polygons.push(...cleaned);
      seen.add(text);
    }
    if (polygons.length === 0) continue;
    const layer = layerOf(region, levels);
    layers[layer] = [
      ...(layers[layer] ?? []),
      { id: region.code, properties: { name: region.name }, polygons }
    ];
  }
  return { layers, mended, flat, notes };
}

/** The layer a region is drawn in; a zone stands beside the divisions under its parent. */
function layerOf(region: RegionRow, levels: ReadonlyMap<string, RegionLevel>): LayerName {
  if (region.level !== "zone") return region.level;
  return levels.get(shortCode(region.parent)) === "county" ? "town" : "county";
}

/** The coarsest fitting lattice on which every shape keeps its area within 1 %; `lost` vanish on the finest. */
function chooseGrid(layers: Layers): { grid: Grid; snapped: Layers; lost: Shape[] } {
  const shapes = Object.values(layers).flat();
  let grid = gridFor(shapes.flatMap(shape => shape.polygons.flat(2)));
  for (
    let finer = finerGrid(grid);
    finer && !shapes.every(shape => keepsArea(shape, grid));
    finer = finerGrid(grid)
  )
    grid = finer;
  const snapped: Layers = {};
  const lost: Shape[] = [];
  for (const name of layerNames) {
    const all = snapLayers(grid, { [name]: layers[name] ?? [] })[name]!;
    lost.push(...all.filter(shape => shape.polygons.length === 0));
    const kept = all.filter(shape => shape.polygons.length > 0);
    if (kept.length) snapped[name] = kept;
  }
  return { grid, snapped, lost };
}

function keepsArea({ polygons }: Shape, grid: Grid): boolean {
  const before = planarArea(polygons);
  const after = planarArea(snapPolygons(grid, polygons)) * grid.scale[0] * grid.scale[1];
  return Math.abs(after / before - 1) < 0.01;
}

function planarArea(polygons: Polygons): number {
  return polygons.flat().reduce((sum, ring) => sum + ringArea(ring), 0);
}

function drawnRegions(
  topology: BoundaryTopology,
  matched: readonly Match[],
  rows: readonly RegionRow[]
): DrawnRegion[] {
  const by = new Map(matched.map(match => [match.region.code, match.by]));
  const ids = new Set(
    layerNames.flatMap(name => topology.objects[name]?.geometries ?? []).map(({ id }) => id)
  );
  return rows
    .filter(row => ids.has(row.code))
    .sort((a, b) => compare(a.code, b.code))
    .map(({ code, name, level }) => ({ code, name, level, by: by.get(code) ?? "merged" }));
}

function countyAreas(layers: Layers, topology: BoundaryTopology, rows: readonly RegionRow[]) {
  const parents = new Map(rows.map(row => [row.code, shortCode(row.parent)]));
  return (decodeLayers(topology).county ?? []).map(({ id, properties, polygons }) => {
    const own = layers.county?.filter(shape => shape.id === id) ?? [];
    const towns = layers.town?.filter(shape => parents.get(shape.id) === shortCode(id)) ?? [];
    const before = (own.length ? own : towns).reduce((sum, shape) => sum + areaKm2(shape.polygons), 0);
    return { code: id, name: properties.name, before, after: areaKm2(polygons) };
  });
}

function byId(a: Shape, b: Shape): number {
  return compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
