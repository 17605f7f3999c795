import { contains, ringArea } from "./clean.ts";
import type { Polygons, Position } from "./geojson.ts";

/**
 * Takes polygons on the lattice apart into simple rings: a ring that meets itself at a point is cut there, so
 * spikes and zero-width necks go, and what hung on them becomes a polygon or a hole of its own. Expects
 * exteriors clockwise and holes anticlockwise, and keeps them so.
 */
export function simplePolygons(polygons: Polygons): Polygons {
  return polygons.flatMap(polygon => {
    const loops = polygon.flatMap(cutLoops);
    const parts = loops.filter(loop => ringArea(loop) < 0).map(exterior => [exterior]);
    for (const hole of loops.filter(loop => ringArea(loop) > 0)) {
      const around = parts.filter(([exterior]) => hole.some(point => contains(exterior!, point)));
      around.sort((a, b) => ringArea(b[0]!) - ringArea(a[0]!));
      around[0]?.push(hole);
    }
    return parts;
  });
}

/** Cuts a closed ring wherever it comes back to a point; loops without area are left out. */
function cutLoops(ring: Position[]): Position[][] {
  const loops: Position[][] = [];
  const path: Position[] = [];
  const places = new Map<string, number>();
  for (const point of ring) {
    const key = point.join();
    const start = places.get(key);
    if (start === undefined) {
      places.set(key, path.length);
      path.push(point);
      continue;
    }
    const loop = path.splice(start + 1);
    for (const gone of loop) places.delete(gone.join());
    if (loop.length > 1) loops.push([point, ...loop, point]);
  }
  return loops.filter(loop => ringArea(loop) !== 0);
}
