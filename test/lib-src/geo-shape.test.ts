import { topology } from "topojson-server";
import { describe, expect, it } from "vitest";
import { poleOf } from "../../src/lib/geo-pole.ts";
import { type Boundaries, type MapPlan, mapShape } from "../../src/lib/geo-shape.ts";
import type { Region } from "../../src/lib/site.ts";

/** A county of 2 × 2 towns beside another county; d3 wants rings clockwise on the sphere. */
const boundaries = topology({
  county: collection([cell("A", 118, 27, 0.2), cell("B", 118.2, 27, 0.2)]),
  town: collection([
    cell("A1", 118, 27, 0.1),
    cell("A2", 118.1, 27, 0.1),
    cell("A3", 118, 27.1, 0.1, true),
    cell("A4", 118.1, 27.1, 0.1, true)
  ])
} as never) as unknown as Boundaries;

const parent = region("A", "county", "R", 118.1, 27.1);
const towns = ["A1", "A2", "A3", "A4"].map(code => region(code, "town", "A", 118.05, 27.05));
const plan: MapPlan = {
  level: "town",
  areas: towns,
  parent,
  around: [region("B", "county", "R", 118.3, 27.1)],
  width: 760,
  height: 580,
  room: { x0: 200, y0: 20, x1: 660, y1: 540 }
};

describe("mapShape", () => {
  const shape = mapShape(boundaries, plan);

  it("fills the room it has and no more", () => {
    const points = shape.areas.flatMap(({ rings }) => rings.flat());
    const xs = points.map(([x]) => x);
    const ys = points.map(([, y]) => y);
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(199.9);
    expect(Math.max(...xs)).toBeLessThanOrEqual(660.1);
    expect(Math.max(...ys) - Math.min(...ys)).toBeGreaterThan(450);
  });

  it("puts each label inside its own area", () => {
    for (const area of shape.areas) {
      expect(poleOf(area.rings)).not.toBeNull();
      expect(area.x).toBeGreaterThan(200);
    }
    const byCode = new Map(shape.areas.map(area => [area.code, area]));
    expect(byCode.get("A1")!.x).toBeLessThan(byCode.get("A2")!.x);
    expect(byCode.get("A1")!.y).toBeGreaterThan(byCode.get("A3")!.y);
  });

  it("knows which areas touch and which borders are schematic", () => {
    expect([...shape.touching.get("A1")!].sort()).toEqual(["A2", "A3"]);
    expect(shape.schematicBorders).not.toBe("");
    expect(shape.areas.map(({ schematic }) => schematic)).toEqual([false, false, true, true]);
    expect(shape.outline).not.toBe("");
  });

  it("draws regions of any level as one range with one edge", () => {
    const towns = shape.range(["A1", "A2"]);
    expect(towns.fill.split("M")).toHaveLength(3);
    expect(towns.edge.split("M")).toHaveLength(2);
    expect(shape.range(["A"]).edge).not.toBe("");
    expect(shape.range(["Z"])).toEqual({ fill: "", edge: "" });
  });

  it("draws the county beside it, cut at the picture's edge", () => {
    expect(shape.around.map(({ code }) => code)).toEqual(["B"]);
    for (const [x] of shape.around[0]!.rings.flat()) expect(x).toBeLessThanOrEqual(764.1);
  });

  it("measures in 公里", () => {
    const degree = 0.2 * 111.2;
    const ys = shape.areas.flatMap(({ rings }) => rings.flat().map(([, y]) => y));
    expect((Math.max(...ys) - Math.min(...ys)) * shape.kmPerPixel).toBeCloseTo(degree, 0);
  });

  it("falls back to seats where nothing has a polygon", () => {
    const empty = { ...boundaries, objects: { county: collection([]), town: collection([]) } };
    const areas = [region("X1", "town", "A", 118, 27), region("X2", "town", "A", 118.2, 27.1)];
    const seats = mapShape(empty as never, { ...plan, areas, around: [] });
    expect(seats.areas.map(({ rings }) => rings.length)).toEqual([0, 0]);
    expect(seats.areas[0]!.path).toMatch(/^M[\d.]+,[\d.]+a11,11/);
    expect(seats.outline).toBe("");
    const lost = mapShape(empty as never, {
      ...plan,
      around: [],
      areas: [{ ...areas[0]!, lon: null, lat: null }]
    });
    expect(lost.areas).toEqual([]);
  });
});

function cell(code: string, west: number, south: number, size: number, schematic?: boolean) {
  const [east, north] = [west + size, south + size].map(value => Number(value.toFixed(6))) as [
    number,
    number
  ];
  return {
    type: "Feature",
    id: code,
    properties: { name: code, ...(schematic ? { schematic } : {}) },
    geometry: {
      type: "Polygon",
      coordinates: [
        [
          [west, south],
          [west, north],
          [east, north],
          [east, south],
          [west, south]
        ]
      ]
    }
  };
}

function collection(features: readonly unknown[]) {
  return { type: "FeatureCollection", features, geometries: features };
}

function region(code: string, level: Region["level"], above: string, lon: number, lat: number): Region {
  return { code, name: code, level, parent: above, lon, lat };
}
