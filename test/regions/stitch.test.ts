import { expect, test } from "vitest";
import { type EdgePoints, findEdgePoints, insertEdgePoints } from "../../loaders/regions/stitch.ts";
import { box } from "./world.ts";

const grid = { scale: [1e-4, 1e-4] as [number, number], translate: [120, 40] as [number, number] };

test("corners of parts on an edge are put into the shape and into its neighbour", () => {
  const found: EdgePoints = new Map();
  const parts = [
    [[box(120, 40, 121, 40.30004)]],
    [[box(120, 40.30004, 121, 40.7)]],
    [[box(120, 40.7, 121, 41)]]
  ];
  findEdgePoints([[box(120, 40, 121, 41)]], parts, grid, found);
  expect(insertEdgePoints([[box(0, 0, 10000, 10000)]], found)).toEqual([
    [
      [
        [0, 0],
        [0, 3000],
        [0, 7000],
        [0, 10000],
        [10000, 10000],
        [10000, 7000],
        [10000, 3000],
        [10000, 0],
        [0, 0]
      ]
    ]
  ]);
  const [[neighbour]] = insertEdgePoints([[box(10000, 0, 20000, 10000)]], found) as [[[number, number][]]];
  expect(neighbour.slice(0, 4)).toEqual([
    [10000, 0],
    [10000, 3000],
    [10000, 7000],
    [10000, 10000]
  ]);
});

test("corners off the edges, or on their ends after rounding, add nothing", () => {
  const found: EdgePoints = new Map();
  findEdgePoints(
    [[box(120, 40, 121, 41)]],
    [[[box(120.5, 40.00001, 120.6, 40.9)]], [[box(120, 40.00001, 120.5, 41)]]],
    grid,
    found
  );
  expect([...found.values()].flat()).toEqual([[5000, 10000]]);
});
