import type { Polygons, Position } from "./geojson.ts";
import { type Grid, snap } from "./grid.ts";

/** Points to stand between the two ends of an edge, by the edge's key. */
export type EdgePoints = Map<string, Position[]>;

/** Distance in degrees under which a corner lies on an edge; cuts are exact up to the noise of floats. */
const onEdge = 1e-9;

/**
 * Finds where the parts of a shape have corners on the shape's edges, between their ends, and adds them to
 * `found`. Parts and shape are in degrees, what is found is on the lattice.
 */
export function findEdgePoints(
  shape: Polygons,
  parts: readonly Polygons[],
  grid: Grid,
  found: EdgePoints
): void {
  const corners = new Map(parts.flatMap(part => part.flat(2)).map(point => [point.join(), point]));
  for (const ring of shape.flat()) for (const point of ring) corners.delete(point.join());
  for (const ring of shape.flat())
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1]!, ring[i]!];
      const ends = [snap(grid, a), snap(grid, b)] as const;
      for (const corner of corners.values()) {
        if (distance(a, b, corner) > onEdge) continue;
        const point = snap(grid, corner);
        if (ends.some(end => same(end, point))) continue;
        const key = edgeKey(...ends);
        const points = found.get(key) ?? [];
        if (!points.some(other => same(other, point))) found.set(key, [...points, point]);
      }
    }
}

/** Puts the found points into every ring that runs along their edge, in either direction. */
export function insertEdgePoints(polygons: Polygons, found: EdgePoints): Polygons {
  return polygons.map(polygon =>
    polygon.map(ring =>
      ring.flatMap((point, i) => {
        const next = ring[i + 1];
        const between = next && found.get(edgeKey(point, next));
        return between ? [point, ...between.slice().sort((p, q) => far(point, p) - far(point, q))] : [point];
      })
    )
  );
}

function edgeKey(a: Position, b: Position): string {
  const [p, q] = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]) ? [a, b] : [b, a];
  return `${p.join()} ${q.join()}`;
}

function distance([ax, ay]: Position, [bx, by]: Position, [x, y]: Position): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const t = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length || 0));
  return Math.hypot(ax + t * (bx - ax) - x, ay + t * (by - ay) - y);
}

function far(a: Position, b: Position): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2;
}

function same(a: Position, b: Position): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
