import { geoArea } from "d3-geo";
import type { Polygons, Position } from "./geojson.ts";

/** Cleaned polygons and what was mended on the way. */
export interface Cleaned {
  polygons: Polygons;
  /** Points equal to the one before them. */
  duplicates: number;
  /** Rings without area. */
  flatRings: number;
  /** Rings that were turned round. */
  rewound: number;
  /** Rings written as holes that lie outside their polygon, made polygons of their own. */
  promoted: number;
}

/** Square kilometres in a steradian on the authalic sphere (radius 6371.0072 km). */
const km2PerSteradian = 6371.0072 ** 2;

/** Square degrees under which a ring has no area: about a hundredth of a square metre. */
const flat = 1e-12;

/**
 * Mends polygons for d3-geo: drops consecutive duplicate points, closes rings, drops rings without area, and
 * winds exteriors clockwise and holes anticlockwise, so that no polygon covers the globe but itself.
 */
export function cleanPolygons(source: Polygons): Cleaned {
  const result: Cleaned = { polygons: [], duplicates: 0, flatRings: 0, rewound: 0, promoted: 0 };
  for (const polygon of source) {
    const rings = polygon
      .filter(ring => ring.length > 0)
      .map(ring => {
        const points = dedupe(ring);
        result.duplicates += ring.length - points.length - (isClosed(ring) ? 1 : 0);
        return [...points, points[0]!];
      });
    const solid = rings.map(ring => Math.abs(ringArea(ring)) > flat);
    result.flatRings += solid.filter(ok => !ok).length;
    // Holes of a flat exterior go with it.
    if (!solid[0]) continue;
    const exterior = rings[0]!;
    const wind = (ring: Position[], clockwise: boolean) => {
      if (ringArea(ring) < 0 === clockwise) return ring;
      result.rewound++;
      return ring.slice().reverse();
    };
    const parts: Polygons = [[wind(exterior, true)]];
    rings.slice(1).forEach((ring, index) => {
      if (!solid[index + 1]) return;
      if (ring.some(point => contains(exterior, point))) parts[0]!.push(wind(ring, false));
      else {
        result.promoted++;
        parts.push([wind(ring, true)]);
      }
    });
    result.polygons.push(...parts);
  }
  return result;
}

/** Area on the sphere in km² of polygons wound for d3-geo. */
export function areaKm2(polygons: Polygons): number {
  return geoArea({ type: "MultiPolygon", coordinates: polygons }) * km2PerSteradian;
}

/** Planar area of a closed ring in the square of its unit; negative when it runs clockwise. */
export function ringArea(ring: readonly (readonly number[])[]): number {
  const [x0, y0] = ring[0]! as [number, number];
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1]! as [number, number];
    const [bx, by] = ring[i]! as [number, number];
    sum += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return sum / 2;
}

/** Whether a point lies strictly inside a closed ring (points on the border may fall either way). */
export function contains(ring: readonly (readonly number[])[], [x, y]: Position): boolean {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1]! as [number, number];
    const [bx, by] = ring[i]! as [number, number];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

function isClosed(ring: Position[]): boolean {
  return ring.length > 1 && same(ring[0]!, ring.at(-1)!);
}

/** The ring's points without repetitions, left open. */
function dedupe(ring: Position[]): Position[] {
  const points = ring.filter((point, i) => i === 0 || !same(point, ring[i - 1]!));
  while (points.length > 1 && same(points[0]!, points.at(-1)!)) points.pop();
  return points;
}

function same(a: Position, b: Position): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
