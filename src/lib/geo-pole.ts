import type { LabelBox as Frame, Ring } from "./geo-label.js";

/**
 * The point of a polygon farthest from its edges, where a label stands best, to about a fiftieth of
 * the polygon's size. `rings` are the outer ring and the holes of all its parts; `frame`, if given,
 * bounds the search (for areas that the picture cuts off). Null when no point lies inside.
 */
export function poleOf(rings: readonly Ring[], frame?: Frame): [number, number] | null {
  const bounds = clip(boundsOf(rings), frame);
  let step = Math.max(bounds.x1 - bounds.x0, bounds.y1 - bounds.y0) / 12;
  if (!(step > 0)) return null;
  let best: { x: number; y: number; reach: number } | null = null;
  let search: Frame = bounds;
  for (let round = 0; round < 3; round++) {
    for (let x = search.x0 + step / 2; x < search.x1; x += step) {
      for (let y = search.y0 + step / 2; y < search.y1; y += step) {
        if (!contains(rings, x, y)) continue;
        const reach = Math.min(distanceToEdges(rings, x, y), frame ? distanceToFrame(frame, x, y) : Infinity);
        if (!best || reach > best.reach) best = { x, y, reach };
      }
    }
    if (best) {
      search = clip({ x0: best.x - step, y0: best.y - step, x1: best.x + step, y1: best.y + step }, bounds);
    }
    step /= 3;
  }
  return best ? [best.x, best.y] : null;
}

/** Whether the point lies inside the polygon, by the even–odd rule. */
export function contains(rings: readonly Ring[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i]!;
      const [xj, yj] = ring[j]!;
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}

/** Whether a box of this size around the point lies inside the polygon (corners and edge middles). */
export function boxFits(
  rings: readonly Ring[],
  x: number,
  y: number,
  width: number,
  height: number
): boolean {
  for (const dx of [-0.5, 0, 0.5]) {
    for (const dy of [-0.5, 0, 0.5]) {
      if (!contains(rings, x + dx * width, y + dy * height)) return false;
    }
  }
  return true;
}

function boundsOf(rings: readonly Ring[]): Frame {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const [x, y] of ring) {
      x0 = Math.min(x0, x);
      y0 = Math.min(y0, y);
      x1 = Math.max(x1, x);
      y1 = Math.max(y1, y);
    }
  }
  return { x0, y0, x1, y1 };
}

function clip(bounds: Frame, frame: Frame | undefined): Frame {
  if (!frame) return bounds;
  return {
    x0: Math.max(bounds.x0, frame.x0),
    y0: Math.max(bounds.y0, frame.y0),
    x1: Math.min(bounds.x1, frame.x1),
    y1: Math.min(bounds.y1, frame.y1)
  };
}

function distanceToFrame(frame: Frame, x: number, y: number): number {
  return Math.min(x - frame.x0, frame.x1 - x, y - frame.y0, frame.y1 - y);
}

function distanceToEdges(rings: readonly Ring[], x: number, y: number): number {
  let least = Infinity;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      least = Math.min(least, distanceToSegment(x, y, ring[j]!, ring[i]!));
    }
  }
  return least;
}

function distanceToSegment(
  x: number,
  y: number,
  a: readonly [number, number],
  b: readonly [number, number]
): number {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / length));
  return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy);
}
