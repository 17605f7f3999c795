import { expect, test } from "vitest";
import { finerGrid, gridFor, snap, snapPolygons, unsnap } from "../../loaders/regions/grid.ts";
import { box } from "./world.ts";

test("the step follows the extent, in powers of ten", () => {
  const step = (extent: number) =>
    gridFor([
      [120, 40],
      [120 + extent, 40.01]
    ]).scale[0];
  expect([0.02, 2.5, 30].map(step)).toEqual([1e-5, 1e-4, 1e-3]);
  expect(gridFor([]).scale[0]).toBe(1e-5);
});

test("positions come back within half a step, as short decimals", () => {
  const grid = gridFor([
    [120.12344, 40],
    [122, 41]
  ]);
  expect(grid).toEqual({ scale: [1e-4, 1e-4], translate: [120.1234, 40] });
  expect(unsnap(grid, snap(grid, [121.98765, 40.33333]))).toEqual([121.9877, 40.3333]);
});

test("ties fall the same way whatever the noise", () => {
  const grid = gridFor([
    [120, 40],
    [122, 41]
  ]);
  expect(snap(grid, [120.10005 + 1e-13, 40])).toEqual(snap(grid, [120.10005 - 1e-13, 40]));
});

test("a finer lattice, down to the finest", () => {
  const finer = finerGrid({ scale: [1e-4, 1e-4], translate: [120, 40] })!;
  expect(finer.scale).toEqual([1e-5, 1e-5]);
  expect(finerGrid(finer)).toBeNull();
});

test("what is smaller than the lattice goes", () => {
  const grid = { scale: [1e-3, 1e-3] as [number, number], translate: [120, 40] as [number, number] };
  const polygons = [
    [box(120, 40, 121, 41), box(120.5, 40.5, 120.5001, 40.5001).toReversed()],
    [box(122, 40, 122.0001, 40.0001)]
  ];
  expect(snapPolygons(grid, polygons)).toEqual([[box(0, 0, 1000, 1000)]]);
});
