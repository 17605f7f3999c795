/** A place on the picture, in pixels, y downwards. */
export interface Spot {
  readonly code: string;
  readonly x: number;
  readonly y: number;
}

/** The four directions of the arrow keys. */
export type Direction = "up" | "right" | "down" | "left";

const axis: Readonly<Record<Direction, readonly [number, number]>> = {
  up: [0, -1],
  right: [1, 0],
  down: [0, 1],
  left: [-1, 0]
};

/** Half the width of the cone in which a neighbour is sought; the four cones overlap a little. */
const halfCone = (50 * Math.PI) / 180;

/**
 * The area reached from `from` by an arrow key: among the areas whose spot lies in the cone of the
 * direction, those that share a border (`touching`) come first, then the one with the least
 * distance weighted by its angle off the axis. Null when nothing lies that way.
 */
export function neighbourTowards(
  from: Spot,
  direction: Direction,
  spots: Iterable<Spot>,
  touching: ReadonlySet<string> = new Set()
): string | null {
  const [ax, ay] = axis[direction];
  let best: string | null = null;
  let bestScore = Number.POSITIVE_INFINITY;
  for (const spot of spots) {
    if (spot.code === from.code) continue;
    const dx = spot.x - from.x;
    const dy = spot.y - from.y;
    const distance = Math.hypot(dx, dy);
    if (distance === 0) continue;
    const angle = Math.acos(Math.min(1, (dx * ax + dy * ay) / distance));
    if (angle > halfCone) continue;
    const score = (distance / Math.cos(angle)) * (touching.has(spot.code) ? 1 : 3);
    if (score < bestScore) {
      best = spot.code;
      bestScore = score;
    }
  }
  return best;
}
