import clipping from "polygon-clipping";
import { cleanPolygons, contains } from "./clean.ts";
import type { Polygons, Position } from "./geojson.ts";

/** Where a town's government stands, in degrees. */
export interface Seat {
  code: string;
  name: string;
  position: Position;
}

/** The part of a county that is nearer to this seat than to any other. Schematic: no boundary of the town. */
interface Cell {
  code: string;
  name: string;
  polygons: Polygons;
}

export interface TownCells {
  /** In the order of the codes; together they cover the county once. Empty when no seat can be used. */
  cells: Cell[];
  /** Chinese lines on seats that were moved or left out. */
  notes: string[];
}

const kmPerDegree = 111.195;

/** A seat this far outside is taken for a rough coordinate and moved to the border; farther, for a wrong one. */
const nearKm = 5;

/** Seats on one spot are set this far apart. */
const apartKm = 0.2;

/**
 * Divides a county among its towns' seats: Voronoi cells, clipped to the county. One seat gets the whole
 * county. Seats on one spot are set slightly apart, in the order of their codes.
 */
export function townCells(county: { name: string; polygons: Polygons }, seats: readonly Seat[]): TownCells {
  const notes: string[] = [];
  const sites = placeSeats(county, seats, notes);
  if (sites.length === 0) return { cells: [], notes };
  if (sites.length === 1) {
    const { code, name } = sites[0]!;
    return { cells: [{ code, name, polygons: county.polygons }], notes };
  }
  const plane = planeOf(county.polygons);
  const frame = frameOf(county.polygons.flat(2).map(plane.project));
  const points = sites.map(seat => plane.project(seat.position));
  const cells: Cell[] = [];
  for (const [i, { code, name }] of sites.entries()) {
    const ring = nearestTo(points[i]!, points, frame).map(plane.unproject);
    const parts = clip(county.polygons, ring);
    if (parts === null) {
      notes.push(`${county.name}：边界有自相交，不能划分示意分区，只画乡镇驻地`);
      return { cells: [], notes };
    }
    const { polygons } = cleanPolygons(parts);
    if (polygons.length) cells.push({ code, name, polygons });
    else notes.push(`${county.name}：${name}（${code}）的驻地分不到示意分区，只画驻地`);
  }
  return { cells, notes };
}

/** Seats fit for the diagram: inside or on the county's border, no two on one spot, in the order of codes. */
function placeSeats(
  { name, polygons }: { name: string; polygons: Polygons },
  seats: readonly Seat[],
  notes: string[]
) {
  const plane = planeOf(polygons);
  const sites: Seat[] = [];
  const taken = new Map<string, number>();
  for (const seat of [...seats].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    let { position } = seat;
    if (!polygons.some(polygon => isInside(polygon, position))) {
      const [nearest, km] = nearestOnBorder(polygons, position, plane);
      const far = `${name}：${seat.name}（${seat.code}）的驻地坐标在县界外 ${km.toFixed(1)} 公里`;
      if (km > nearKm) {
        notes.push(`${far}，未用；请核对区划表的经纬度`);
        continue;
      }
      notes.push(`${far}，示意分区按最近的县界点划分`);
      position = nearest;
    }
    const key = position.map(value => value.toFixed(5)).join();
    const before = taken.get(key) ?? 0;
    taken.set(key, before + 1);
    if (before > 0) {
      notes.push(
        `${name}：${seat.name}（${seat.code}）与别的乡镇驻地坐标相同，示意分区按错开 ${apartKm} 公里划分`
      );
      const [x, y] = plane.project(position);
      const [radius, angle] = [(apartKm / kmPerDegree) * Math.sqrt(before), before * 2.4];
      position = plane.unproject([x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);
    }
    sites.push({ ...seat, position });
  }
  return sites;
}

interface Plane {
  project: (position: Position) => Position;
  unproject: (point: Position) => Position;
}

/** Degrees with the longitude shortened to the county's latitude, so that distances compare. */
function planeOf(polygons: Polygons): Plane {
  const [south, north] = range(polygons.flat(2).map(point => point[1]));
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  return {
    project: ([lon, lat]) => [lon * shrink, lat],
    unproject: ([x, y]) => [x / shrink, y]
  };
}

function nearestOnBorder(
  polygons: Polygons,
  position: Position,
  { project, unproject }: Plane
): [Position, number] {
  const [x, y] = project(position);
  let best: [Position, number] = [position, Infinity];
  for (const ring of polygons.flat())
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = project(ring[i - 1]!);
      const [bx, by] = project(ring[i]!);
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const t = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length || 0));
      const point: Position = [ax + t * (bx - ax), ay + t * (by - ay)];
      const km = Math.hypot(point[0] - x, point[1] - y) * kmPerDegree;
      if (km < best[1]) best = [unproject(point), km];
    }
  return best;
}

/** A rectangle well around all points, as an open ring. */
function frameOf(points: readonly Position[]): Position[] {
  const [x0, x1] = range(points.map(point => point[0]));
  const [y0, y1] = range(points.map(point => point[1]));
  const pad = Math.max(x1 - x0, y1 - y0);
  return [
    [x0 - pad, y0 - pad],
    [x1 + pad, y0 - pad],
    [x1 + pad, y1 + pad],
    [x0 - pad, y1 + pad]
  ];
}

/**
 * The part of a convex ring nearer to `site` than to any other point: one half-plane after another. A county
 * has few seats, and unlike a Delaunay triangulation this holds for seats on one line or close together.
 */
function nearestTo(site: Position, points: readonly Position[], frame: Position[]): Position[] {
  return points.reduce((ring, other) => {
    if (other === site) return ring;
    const [dx, dy] = [other[0] - site[0], other[1] - site[1]];
    const [mx, my] = [(other[0] + site[0]) / 2, (other[1] + site[1]) / 2];
    const beyond = ([x, y]: Position) => (x - mx) * dx + (y - my) * dy;
    return ring.flatMap((point, i) => {
      const next = ring[(i + 1) % ring.length]!;
      const [a, b] = [beyond(point), beyond(next)];
      const t = a / (a - b);
      const cut: Position = [point[0] + t * (next[0] - point[0]), point[1] + t * (next[1] - point[1])];
      return [...(a <= 0 ? [point] : []), ...(a * b < 0 ? [cut] : [])];
    });
  }, frame);
}

/** The common part, or null when the county's polygon is too broken for the algorithm. */
function clip(polygons: Polygons, ring: Position[]): Polygons | null {
  if (ring.length < 3) return [];
  try {
    return clipping.intersection(polygons, [ring]);
  } catch {
    return null;
  }
}

function isInside([exterior, ...holes]: Position[][], position: Position): boolean {
  return contains(exterior!, position) && !holes.some(hole => contains(hole, position));
}

function range(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([a, b], v) => [Math.min(a, v), Math.max(b, v)],
    [Infinity, -Infinity]
  );
}
