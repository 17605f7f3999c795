import { Delaunay } from "d3-delaunay";
import type { Feature, FeatureCollection, Polygon } from "geojson";
import type { County, Places, Town } from "./places.ts";
import { townPositions } from "./places.ts";
import { createRandom, type Random } from "./random.ts";

type Point = readonly [number, number];

interface Seat {
  readonly longitude: number;
  readonly latitude: number;
}

/** Boundaries and seats of the fictional prefecture. */
export interface Geography {
  readonly boundaries: FeatureCollection<Polygon, BoundaryProperties>;
  /** By region code: the prefecture, counties and towns. */
  readonly seats: ReadonlyMap<string, Seat>;
  /** Codes of neighbouring towns, by town code. */
  readonly neighbours: ReadonlyMap<string, readonly string[]>;
}

interface BoundaryProperties {
  readonly adcode: string;
  readonly name: string;
  readonly level: "county" | "town";
  readonly parent: string;
}

const layoutSeed = 25;
const centre: Point = [118, 27.75];
const kilometresPerDegree: Point = [98.5, 110.85];
const areaOfPrefecture = 19600;
const finestSegment = 0.5;

/**
 * Draws counties and towns that tile the prefecture.
 * Towns are Voronoi cells of a field of sites that goes on outside the prefecture, so that every border,
 * the outer one too, is an edge between two sites. Each edge is bent once, by displacing midpoints, and
 * everything is then carried through one smooth warp: neighbours share every vertex.
 */
export function createGeography(places: Places): Geography {
  const field = createField(places);
  const warp = createWarp();
  const paths = new Map<number, Point[]>();

  const rings = (inside: (site: number) => boolean): Point[][] => {
    const next = new Map<number, number>();
    for (const edge of field.edges)
      if (inside(edge.left) && !inside(edge.right)) next.set(edge.from, edge.index);
      else if (inside(edge.right) && !inside(edge.left)) next.set(edge.to, edge.index);
    const found: Point[][] = [];
    while (next.size > 0) {
      const ring: Point[] = [];
      let vertex = next.keys().next().value!;
      for (let step = next.get(vertex); step !== undefined; step = next.get(vertex)) {
        next.delete(vertex);
        const edge = field.edges[step]!;
        const path = pathOf(edge);
        const along = edge.from === vertex ? path : [...path].reverse();
        for (const point of along.slice(0, -1)) ring.push(point);
        vertex = edge.from === vertex ? edge.to : edge.from;
      }
      found.push([...ring, ring[0]!]);
    }
    return found;
  };
  const pathOf = (edge: Edge): Point[] => {
    const known = paths.get(edge.index);
    if (known) return known;
    const sameCounty = field.county(edge.left) === field.county(edge.right);
    const bent = bend(
      field.vertices[edge.from]!,
      field.vertices[edge.to]!,
      sameCounty ? 0.1 : 0.14,
      edge.index
    );
    const path = bent.map(point => toDegrees(warp(point)));
    paths.set(edge.index, path);
    return path;
  };
  const feature = (region: County | Town, level: "county" | "town", parent: string, ring: Point[]) =>
    ({
      type: "Feature",
      properties: { adcode: region.code, name: region.name, level, parent },
      geometry: { type: "Polygon", coordinates: [ring.map(point => [...point])] }
    }) satisfies Feature<Polygon, BoundaryProperties>;

  const features: Feature<Polygon, BoundaryProperties>[] = [];
  const seats = new Map<string, Seat>();
  for (const county of places.counties) {
    const ring = single(
      rings(site => field.county(site) === county.index),
      county.name
    );
    features.push(feature(county, "county", places.code, ring));
  }
  for (const town of places.towns) {
    const ring = single(
      rings(site => field.town(site) === town.index),
      town.name
    );
    features.push(feature(town, "town", town.county.code, ring));
    const [longitude, latitude] = toDegrees(warp(field.sites[field.siteOf(town.index)]!));
    seats.set(town.code, { longitude, latitude });
  }
  for (const county of places.counties) seats.set(county.code, seats.get(county.towns[0]!.code)!);
  seats.set(places.code, seats.get(places.counties[0]!.code)!);

  const neighbours = new Map<string, string[]>(places.towns.map(town => [town.code, []]));
  for (const edge of field.edges) {
    const left = places.towns[field.town(edge.left)];
    const right = places.towns[field.town(edge.right)];
    if (!left || !right) continue;
    neighbours.get(left.code)!.push(right.code);
    neighbours.get(right.code)!.push(left.code);
  }
  for (const codes of neighbours.values()) codes.sort();
  return { boundaries: { type: "FeatureCollection", features }, seats, neighbours };
}

/** A border between two sites, with `left` on the left hand going from `from` to `to`. */
interface Edge {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
}

interface Field {
  readonly sites: readonly Point[];
  readonly vertices: readonly Point[];
  readonly edges: readonly Edge[];
  /** Index of the county or town of a site; −1 outside the prefecture. */
  county(site: number): number;
  town(site: number): number;
  siteOf(town: number): number;
}

function createField(places: Places): Field {
  const random = createRandom(layoutSeed, "sites");
  const width = 260;
  const height = 230;
  const cell = areaOfPrefecture / places.towns.length;
  const sites = relax(scatter(random, Math.round((width * height) / cell), width, height), 3);
  const chosen = sites
    .map((site, index) => ({ index, distance: distanceToMiddle(site) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, places.towns.length)
    .map(({ index }) => index);

  const countyOf = new Int32Array(sites.length).fill(-1);
  const townOf = new Int32Array(sites.length).fill(-1);
  const siteOfTown = new Int32Array(places.towns.length);
  for (const [index, county] of share(places, sites, chosen)) countyOf[index] = county;
  for (const county of places.counties) {
    const own = chosen.filter(index => countyOf[index] === county.index);
    for (const [town, index] of placeTowns(county, own, sites)) {
      townOf[index] = town.index;
      siteOfTown[town.index] = index;
    }
  }

  const delaunay = Delaunay.from(sites as [number, number][]);
  const { triangles, halfedges } = delaunay;
  const { circumcenters } = delaunay.voronoi([-width, -height, width, height]);
  const vertices: Point[] = [];
  for (let i = 0; i < circumcenters.length; i += 2) vertices.push([circumcenters[i]!, circumcenters[i + 1]!]);
  const edges: Edge[] = [];
  for (let e = 0; e < halfedges.length; e++) {
    const other = halfedges[e]!;
    if (other < e) continue;
    const a = triangles[e]!;
    const b = triangles[e % 3 === 2 ? e - 2 : e + 1]!;
    if (countyOf[a] === -1 && countyOf[b] === -1) continue;
    const from = Math.floor(e / 3);
    const to = Math.floor(other / 3);
    const [left, right] = side(sites[a]!, vertices[from]!, vertices[to]!) > 0 ? [a, b] : [b, a];
    edges.push({ index: edges.length, from, to, left, right });
  }
  return {
    sites,
    vertices,
    edges,
    county: site => countyOf[site]!,
    town: site => townOf[site]!,
    siteOf: town => siteOfTown[town]!
  };
}

function scatter(random: Random, count: number, width: number, height: number): Point[] {
  return Array.from({ length: count }, () => [(random.next() - 0.5) * width, (random.next() - 0.5) * height]);
}

function relax(sites: Point[], rounds: number): Point[] {
  let moved = sites;
  for (let round = 0; round < rounds; round++) {
    const voronoi = Delaunay.from(moved as [number, number][]).voronoi([-130, -115, 130, 115]);
    moved = moved.map((_, index) => centroid(voronoi.cellPolygon(index)));
  }
  return moved;
}

function distanceToMiddle([x, y]: Point): number {
  const angle = Math.atan2(y, x);
  const radius =
    1 + 0.07 * Math.sin(2 * angle + 0.6) + 0.06 * Math.sin(3 * angle + 2.1) + 0.035 * Math.sin(5 * angle);
  return Math.hypot(x / 1.13, y * 1.13) / radius;
}

/** Shares the sites out among the counties by a power diagram whose weights are moved until counts fit. */
function share(places: Places, sites: readonly Point[], chosen: readonly number[]): Map<number, number> {
  const weights = places.counties.map(() => 0);
  let shares = new Map<number, number>();
  for (let round = 0, step = 40; round < 4000; round++, step = Math.max(0.5, step * 0.998)) {
    shares = new Map(chosen.map(index => [index, nearest(sites[index]!)]));
    const counts = places.counties.map(() => 0);
    for (const county of shares.values()) counts[county]!++;
    const excess = places.counties.map((county, i) => counts[i]! - county.towns.length);
    if (excess.every(value => value === 0)) return shares;
    excess.forEach((value, i) => {
      weights[i]! -= step * value;
    });
  }
  throw new Error("towns cannot be shared out among the counties; change the layout seed");

  function nearest([x, y]: Point): number {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    places.counties.forEach(({ at }, i) => {
      const cost = (x - at[0]) ** 2 + (y - at[1]) ** 2 - weights[i]!;
      if (cost < least) [best, least] = [i, cost];
    });
    return best;
  }
}

/** Puts a county's towns on its sites, as near to the wished positions as swapping gets them. */
function placeTowns(county: County, own: readonly number[], sites: readonly Point[]): Map<Town, number> {
  const xs = own.map(index => sites[index]![0]);
  const ys = own.map(index => sites[index]![1]);
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const cost = (town: Town, index: number): number => {
    const isSeat = town === county.towns[0] || town.name.endsWith("街道");
    const wish = townPositions[town.name] ?? (isSeat ? [0.5, 0.5] : undefined);
    if (!wish) return 0;
    const [x, y] = sites[index]!;
    return (x - west - wish[0] * (east - west)) ** 2 + (north - y - wish[1] * (north - south)) ** 2;
  };
  const towns = county.towns;
  const places = [...own];
  for (let improved = true; improved; ) {
    improved = false;
    for (let i = 0; i < towns.length; i++)
      for (let j = i + 1; j < towns.length; j++) {
        const [a, b] = [places[i]!, places[j]!];
        if (cost(towns[i]!, b) + cost(towns[j]!, a) < cost(towns[i]!, a) + cost(towns[j]!, b)) {
          [places[i], places[j]] = [b, a];
          improved = true;
        }
      }
  }
  return new Map(towns.map((town, i) => [town, places[i]!]));
}

/** A broken line from a to b whose midpoints are pushed aside, the same whichever side asks. */
function bend(a: Point, b: Point, amplitude: number, edge: number): Point[] {
  const random = createRandom(layoutSeed, "edge", edge);
  const line = (from: Point, to: Point, size: number): Point[] => {
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (length < finestSegment) return [to];
    const push = Math.max(-1.6, Math.min(1.6, random.normal())) * size;
    const middle: Point = [
      (from[0] + to[0]) / 2 - (to[1] - from[1]) * push,
      (from[1] + to[1]) / 2 + (to[0] - from[0]) * push
    ];
    return [...line(from, middle, size * 0.92), ...line(middle, to, size * 0.92)];
  };
  return [a, ...line(a, b, amplitude)];
}

/** A smooth one-to-one map of the plane; steep octaves would fold it. */
function createWarp(): (point: Point) => Point {
  const octaves = [
    { cell: 46, size: 5.5 },
    { cell: 19, size: 2.2 },
    { cell: 8, size: 0.9 }
  ];
  const layers = octaves.flatMap((_, octave) => [createNoise(2 * octave), createNoise(2 * octave + 1)]);
  return point => {
    let [x, y] = point;
    octaves.forEach(({ cell, size }, octave) => {
      x += size * layers[2 * octave]!(point[0] / cell, point[1] / cell);
      y += size * layers[2 * octave + 1]!(point[0] / cell, point[1] / cell);
    });
    return [x, y];
  };
}

/** Value noise in [−1, 1] on a lattice of unit cells. */
function createNoise(layer: number): (x: number, y: number) => number {
  const lattice = new Map<string, number>();
  const at = (column: number, row: number): number => {
    const key = `${column},${row}`;
    const known = lattice.get(key);
    if (known !== undefined) return known;
    const value = createRandom(layoutSeed, "noise", layer, column, row).next() * 2 - 1;
    lattice.set(key, value);
    return value;
  };
  return (x, y) => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const u = ease(x - column);
    const v = ease(y - row);
    const top = at(column, row) * (1 - u) + at(column + 1, row) * u;
    const bottom = at(column, row + 1) * (1 - u) + at(column + 1, row + 1) * u;
    return top * (1 - v) + bottom * v;
  };
}

function ease(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

function toDegrees([x, y]: Point): Point {
  return [round4(centre[0] + x / kilometresPerDegree[0]), round4(centre[1] + y / kilometresPerDegree[1])];
}

function round4(value: number): number {
  return Math.round(value * 10000) / 10000;
}

function side(p: Point, a: Point, b: Point): number {
  return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
}

function centroid(ring: readonly (readonly number[])[]): Point {
  let area = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [x0 = 0, y0 = 0] = ring[i]!;
    const [x1 = 0, y1 = 0] = ring[i + 1]!;
    const cross = x0 * y1 - x1 * y0;
    area += cross;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
  }
  return [x / (3 * area), y / (3 * area)];
}

function single(rings: readonly Point[][], name: string): Point[] {
  if (rings.length !== 1)
    throw new Error(`${name} falls into ${rings.length} pieces; change the layout seed`);
  return rings[0]!;
}
