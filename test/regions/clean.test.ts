import { geoArea } from "d3-geo";
import { expect, test } from "vitest";
import { areaKm2, cleanPolygons, contains, ringArea } from "../../loaders/regions/clean.ts";
import type { Position } from "../../loaders/regions/geojson.ts";
import { box } from "./world.ts";

const square = box(120, 40, 121, 41);
const hole = box(120.4, 40.4, 120.6, 40.6);
const clean = { duplicates: 0, flatRings: 0, rewound: 0, promoted: 0 };

test("a sound polygon stays as it is", () => {
  const polygon = [square, hole.toReversed()];
  expect(cleanPolygons([polygon])).toEqual({ ...clean, polygons: [polygon] });
});

test("exteriors run clockwise and holes anticlockwise, so that d3 sees less than a hemisphere", () => {
  const wrong = [square.toReversed(), hole];
  expect(geoArea({ type: "Polygon", coordinates: wrong })).toBeGreaterThan(2 * Math.PI);
  const { polygons, rewound } = cleanPolygons([wrong]);
  expect(rewound).toBe(2);
  expect(polygons).toEqual([[square, hole.toReversed()]]);
  expect(geoArea({ type: "MultiPolygon", coordinates: polygons })).toBeLessThan(0.001);
});

test("repeated points go and an open ring is closed", () => {
  const [a, b, c, d] = square as [Position, Position, Position, Position];
  expect(cleanPolygons([[[a, a, b, b, b, c, d, a]]])).toEqual({
    ...clean,
    duplicates: 3,
    polygons: [[square]]
  });
  expect(cleanPolygons([[[a, b, c, d]]])).toEqual({ ...clean, polygons: [[square]] });
});

test("rings without area go; with an exterior go its holes", () => {
  const line: Position[] = [
    [120, 40],
    [121, 41],
    [120, 40]
  ];
  expect(cleanPolygons([[line, hole], [square, line], [[]], []])).toMatchObject({
    flatRings: 2,
    polygons: [[square]]
  });
});

test("a second island written as a hole becomes a polygon", () => {
  const island = box(122, 40, 123, 41);
  expect(cleanPolygons([[square, island.toReversed()]])).toMatchObject({
    promoted: 1,
    polygons: [[square], [island]]
  });
});

test("area is that of the sphere", () => {
  // R² × Δλ × (sin φ₂ − sin φ₁), less the bulge of the great circle over the parallel.
  expect(areaKm2([[box(0, 0, 1, 1)]])).toBeCloseTo(12364, -1);
  expect(ringArea(square)).toBeCloseTo(-1, 12);
});

test("a point inside", () => {
  expect(contains(square, [120.5, 40.5])).toBe(true);
  expect(contains(square, [119.5, 40.5])).toBe(false);
});
