import { describe, expect, test } from "vitest";
import { ringArea } from "../../loaders/regions/clean.ts";
import { addOutlines, dissolveParts } from "../../loaders/regions/outline.ts";
import { buildTopology, type GridTopology, ringPoints, type Shape } from "../../loaders/regions/topology.ts";
import { box, region } from "./world.ts";

const regions = [
  region("990100", "云岭市"),
  region("990123", "青栗县"),
  region("990124", "赤松县"),
  region("990123101", "城关镇"),
  region("990123102", "白桦乡")
];
const west = shape("990123", box(0, 0, 10, 10));
const east = shape("990124", box(10, 0, 20, 10));

describe("outlines merged from below", () => {
  test("a prefecture from its counties", () => {
    const { layers, arcs } = addOutlines(buildTopology({ county: [west, east] }), regions);
    expect(Object.keys(layers)).toEqual(["prefecture", "county"]);
    const [outline] = layers.prefecture!;
    expect(outline).toMatchObject({ id: "990100", properties: { name: "云岭市" } });
    expect(outline!.arcs.map(polygon => polygon.map(ring => ringArea(ringPoints(arcs, ring))))).toEqual([
      [-200]
    ]);
  });

  test("a county from its towns, when all are there", () => {
    const north = shape("990123101", box(0, 5, 10, 10));
    const south = shape("990123102", box(0, 0, 10, 5));
    const all = addOutlines(buildTopology({ county: [east], town: [north, south] }), regions);
    expect(ids(all, "county")).toEqual(["990123", "990124"]);
    const part = addOutlines(buildTopology({ county: [east], town: [north] }), regions);
    expect(ids(part, "county")).toEqual(["990124"]);
  });

  test("never over a shape that was given", () => {
    const given = shape("990100", box(0, 0, 20, 11));
    const { layers } = addOutlines(buildTopology({ prefecture: [given], county: [west] }), regions);
    expect(layers.prefecture).toHaveLength(1);
  });
});

test("parts of one region lose the line between them", () => {
  const halves: Shape = { ...west, polygons: [[box(0, 0, 5, 10)], [box(5, 0, 10, 10)], [box(30, 0, 31, 1)]] };
  const { arcs, layers } = dissolveParts(buildTopology({ county: [halves] }));
  const areas = layers.county![0]!.arcs.map(polygon => polygon.map(ring => ringArea(ringPoints(arcs, ring))));
  expect(areas).toEqual([[-100], [-1]]);
});

function shape(id: string, ring: [number, number][]): Shape {
  return { id, properties: { name: id }, polygons: [[ring]] };
}

function ids({ layers }: GridTopology, name: "county" | "prefecture"): string[] {
  return layers[name]!.map(geometry => geometry.id);
}
