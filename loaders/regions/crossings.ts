import type { Position } from "./geojson.ts";

/** A straight piece of an arc between its points `from` and `to` (indexes into the arc). */
export interface Segment {
  arc: number;
  from: number;
  to: number;
}

/** A line of points with a mark for each point: 1 when it is kept. */
export interface ThinnedArc {
  points: readonly Position[];
  keep: Uint8Array;
}

/**
 * Pairs of segments that properly cross (each passes from one side of the other to the other side), on
 * integer coordinates, so the test is exact. Touching and overlapping are not crossing.
 */
export function findCrossings(arcs: readonly ThinnedArc[]): [Segment, Segment][] {
  const boxes = arcs.flatMap(segments).sort((a, b) => a.x0 - b.x0);
  const pairs: [Segment, Segment][] = [];
  for (let i = 0; i < boxes.length; i++) {
    const a = boxes[i]!;
    for (let j = i + 1; j < boxes.length && boxes[j]!.x0 < a.x1; j++) {
      const b = boxes[j]!;
      if (b.y0 < a.y1 && a.y0 < b.y1 && cross(a.p, a.q, b.p, b.q)) pairs.push([a, b]);
    }
  }
  return pairs;
}

interface Box extends Segment {
  p: Position;
  q: Position;
  x0: number;
  x1: number;
  y0: number;
  y1: number;
}

function segments({ points, keep }: ThinnedArc, arc: number): Box[] {
  const boxes: Box[] = [];
  let from = 0;
  for (let to = 1; to < points.length; to++) {
    if (!keep[to]) continue;
    const p = points[from]!;
    const q = points[to]!;
    boxes.push({
      arc,
      from,
      to,
      p,
      q,
      x0: Math.min(p[0], q[0]),
      x1: Math.max(p[0], q[0]),
      y0: Math.min(p[1], q[1]),
      y1: Math.max(p[1], q[1])
    });
    from = to;
  }
  return boxes;
}

function cross(a: Position, b: Position, c: Position, d: Position): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function side([ax, ay]: Position, [bx, by]: Position, [cx, cy]: Position): number {
  return Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
}
