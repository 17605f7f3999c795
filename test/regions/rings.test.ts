import { expect, test } from "vitest";
import { ringArea } from "../../loaders/regions/clean.ts";
import type { Position } from "../../loaders/regions/geojson.ts";
import { simplePolygons } from "../../loaders/regions/rings.ts";
import { box } from "./world.ts";

test("simple rings stay", () => {
  const polygon = [box(0, 0, 10, 10), box(4, 4, 6, 6).toReversed()];
  expect(simplePolygons([polygon])).toEqual([polygon]);
});

test("a spike goes", () => {
  const spiked: Position[] = [
    [0, 0],
    [0, 10],
    [-5, 15],
    [0, 10],
    [10, 10],
    [10, 0],
    [0, 0]
  ];
  expect(simplePolygons([[spiked]])).toEqual([[box(0, 0, 10, 10)]]);
});

test("what hangs on a neck of no width becomes its own polygon", () => {
  const pair: Position[] = [
    [0, 0],
    [0, 10],
    [10, 10],
    [20, 10],
    [20, 20],
    [30, 20],
    [30, 10],
    [20, 10],
    [10, 10],
    [10, 0],
    [0, 0]
  ];
  const parts = simplePolygons([[pair]]);
  expect(parts.map(polygon => polygon.map(ringArea))).toEqual([[-100], [-100]]);
});

test("a loop turned inwards becomes a hole", () => {
  const keyhole: Position[] = [
    [0, 0],
    [0, 10],
    [10, 10],
    [10, 0],
    [5, 0],
    [7, 3],
    [3, 3],
    [5, 0],
    [0, 0]
  ];
  const [[exterior, hole]] = simplePolygons([[keyhole]]) as [[Position[], Position[]]];
  expect([ringArea(exterior), ringArea(hole)]).toEqual([-100, 6]);
});

test("what has no area goes altogether", () => {
  expect(
    simplePolygons([
      [
        [
          [0, 0],
          [5, 5],
          [0, 0]
        ]
      ]
    ])
  ).toEqual([]);
});
