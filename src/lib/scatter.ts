/** A point with the room its name asks for. */
export interface NamedPoint {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a name stands, at the right or the left of its point. */
export interface NameSpot {
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "end";
}

const off = 9;

/**
 * Places for names beside their points: at the right, the left, or a little above or below either, the first that hits
 * no name before it and no point; at the right where none is free.
 */
export function clearOf(points: readonly NamedPoint[], width: number): NameSpot[] {
  const taken: Box[] = points.map(({ x, y }) => ({ x0: x - 5, x1: x + 5, y0: y - 5, y1: y + 5 }));
  const spots: NameSpot[] = [];
  points.forEach((point, index) => {
    const wishes = [0, -1, 1].flatMap(row =>
      (["start", "end"] as const).map(anchor => ({
        x: point.x + (anchor === "start" ? off : -off),
        y: point.y + row * (point.height * 0.8),
        anchor
      }))
    );
    const free = wishes.find(wish => {
      const box = boxOf(wish, point);
      return box.x0 >= 0 && box.x1 <= width && taken.every((each, at) => at === index || !meet(each, box));
    });
    const spot = free ?? wishes[0]!;
    taken.push(boxOf(spot, point));
    spots.push(spot);
  });
  return spots;
}

interface Box {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

function boxOf({ x, y, anchor }: NameSpot, { width, height }: NamedPoint): Box {
  const x0 = anchor === "start" ? x : x - width;
  return { x0, x1: x0 + width, y0: y - height / 2, y1: y + height / 2 };
}

function meet(a: Box, b: Box): boolean {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}
