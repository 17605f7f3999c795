import { expect, test } from "vitest";
import { findCrossings } from "../../loaders/regions/crossings.ts";
import type { Position } from "../../loaders/regions/geojson.ts";

test("segments that pass through each other are found, with their arcs and points", () => {
  const pairs = findCrossings([arc([0, 0], [10, 10]), arc([0, 10], [4, 8], [10, 0])]);
  expect(pairs.map(pair => pair.map(({ arc, from, to }) => [arc, from, to]).sort())).toEqual([
    [
      [0, 0, 1],
      [1, 1, 2]
    ]
  ]);
});

test("a dropped point makes one segment of two", () => {
  const detour = arc([0, 0], [5, 9], [10, 0]);
  const wall = arc([5, -1], [5, 4]);
  expect(findCrossings([detour, wall])).toHaveLength(0);
  detour.keep[1] = 0;
  expect(findCrossings([detour, wall])).toMatchObject([
    [
      { arc: 0, from: 0, to: 2 },
      { arc: 1, from: 0, to: 1 }
    ]
  ]);
});

test("touching, joining and overlapping are no crossing", () => {
  expect(findCrossings([arc([0, 0], [10, 0]), arc([5, 0], [5, 5]), arc([10, 0], [12, 3])])).toEqual([]);
  expect(findCrossings([arc([0, 0], [10, 0]), arc([5, 0], [15, 0])])).toEqual([]);
});

function arc(...points: Position[]) {
  return { points, keep: new Uint8Array(points.length).fill(1) };
}
