import { feature, mesh } from "topojson-client";
import { describe, expect, test } from "vitest";
import { boundariesFor, importBoundaries } from "../../loaders/regions/boundaries.ts";
import { areaKm2, ringArea } from "../../loaders/regions/clean.ts";
import type { Position } from "../../loaders/regions/geojson.ts";
import { type BoundaryTopology, decodeLayers, topologyText } from "../../loaders/regions/topology.ts";
import { box, ragged, region, sourceFeature, sourceFile } from "./world.ts";

const regions = [
  region("990100", "云岭市"),
  region("990123", "青栗县", { lon: 120.5, lat: 40.5 }),
  region("990124", "赤松县"),
  region("990123101", "城关镇", { lon: 120.3, lat: 40.5 }),
  region("990123102", "白桦乡", { lon: 120.7, lat: 40.6 })
];
const west = sourceFeature([[box(120, 40, 121, 41)]], { adcode: "990123000000", name: "青栗县" });
const east = sourceFeature([[box(121, 40, 122, 41).toReversed()]], { name: "赤松县" });

describe("import", () => {
  test("joins, mends, adds the outline and reports", () => {
    const stray = sourceFeature([[box(122, 40, 123, 41)]], { name: "玄石县" });
    const { topology, report } = importBoundaries([sourceFile([east, west, stray])], regions);
    expect(ids(topology)).toEqual({ prefecture: ["990100"], county: ["990123", "990124"] });
    expect(report).toMatchObject({
      drawn: [
        { code: "990100", by: "merged", level: "prefecture" },
        { code: "990123", by: "code" },
        { code: "990124", by: "name" }
      ],
      unmatchedFeatures: [{ name: "玄石县" }],
      unmatchedRegions: [{ code: "990123101" }, { code: "990123102" }],
      mended: { rewound: 1, duplicates: 0 },
      budget: 60_000,
      tolerance: 0,
      step: 1e-4
    });
    expect(report.bytes).toBe(Buffer.byteLength(topologyText(topology)));
    for (const { before, after } of report.counties) expect(after / before).toBeCloseTo(1, 3);
  });

  test("is plain TopoJSON: feature() gives sane areas, mesh() one border between neighbours", () => {
    const { topology } = importBoundaries([sourceFile([west, east])], regions);
    const read = JSON.parse(topologyText(topology)) as BoundaryTopology;
    const [first] = feature(read, read.objects.county!).features;
    expect(first).toMatchObject({ id: "990123", properties: { name: "青栗县" } });
    expect(mesh(read, read.objects.county!, (a, b) => a !== b).coordinates).toEqual([
      [
        [121, 41],
        [121, 40]
      ]
    ]);
  });

  test("two features of one region make one shape, with a note; a copy is used once", () => {
    const part = sourceFeature([[box(122.5, 40, 122.6, 40.1)]], { adcode: "990123", name: "青栗县" });
    const { topology, report } = importBoundaries([sourceFile([west, part, west])], regions);
    expect(topology.objects.county!.geometries).toMatchObject([{ type: "MultiPolygon", arcs: [{}, {}] }]);
    expect(report.notes).toEqual([
      expect.stringMatching(/^青栗县（990123）由 3 个要素合成/),
      expect.stringMatching(/完全相同，只用一次/)
    ]);
  });

  test("without regions levels follow the codes", () => {
    const town = sourceFeature([[box(120, 40, 120.5, 41)]], { code: "990123101", name: "城关镇" });
    const nameless = sourceFeature([[box(121, 40, 122, 41)]], { code: "990124" });
    const { topology, report } = importBoundaries([sourceFile([west, town, nameless])], null);
    expect(ids(topology)).toEqual({ prefecture: ["990100"], county: ["990123"], town: ["990123101"] });
    expect(report.unmatchedFeatures).toMatchObject([
      { code: "990124", reason: "区划代码 990124 不在区划表里" }
    ]);
  });

  test("a zone is drawn beside the divisions under its parent", () => {
    const zone = region("990171", "云岭开发区", { level: "zone" });
    const { topology } = importBoundaries(
      [sourceFile([west, sourceFeature([[box(121, 40, 121.2, 41)]], { name: "云岭开发区" })])],
      [...regions, zone]
    );
    expect(ids(topology).county).toEqual(["990123", "990171"]);
  });

  test("a tiny feature makes the lattice finer; one without area is listed", () => {
    const dot = sourceFeature([[box(121, 40, 121.00015, 40.00025)]], { name: "赤松县" });
    const { report, topology } = importBoundaries([sourceFile([west, dot])], regions);
    expect(report.step).toBe(1e-5);
    expect(ids(topology).county).toEqual(["990123", "990124"]);
    const line = sourceFeature(
      [
        [
          [
            [121, 40],
            [122, 41],
            [121, 40]
          ]
        ]
      ],
      { name: "赤松县" }
    );
    expect(importBoundaries([sourceFile([west, line])], regions).report).toMatchObject({
      unmatchedFeatures: [{ name: "赤松县", reason: "图形没有面积" }],
      mended: { flatRings: 1 }
    });
  });

  test("nothing usable is refused", () => {
    expect(() => importBoundaries([sourceFile([sourceFeature([], { name: "玄石县" })])], regions)).toThrow(
      /没有一个要素能用，如 测试\.json（玄石县）：名称“玄石县”不在区划表里.*请检查/
    );
  });

  test("a prefecture of counties and towns keeps the budget, the areas and the same bytes each time", () => {
    const { regions: rows, file } = ragged(3, 3, 3, 8);
    const { topology, report } = importBoundaries([file], rows);
    expect(report.budget).toBe(60_000 + 1_200 * (45 - 12));
    expect(report.bytes).toBeLessThanOrEqual(report.budget);
    expect(report.tolerance).toBeGreaterThan(0);
    for (const { before, after } of report.counties) expect(Math.abs(after / before - 1)).toBeLessThan(0.03);
    const reversed = { ...file, features: file.features.toReversed() };
    expect(topologyText(importBoundaries([reversed], rows).topology)).toBe(topologyText(topology));
  });
});

describe("what the map draws", () => {
  const { topology } = importBoundaries([sourceFile([west, east])], regions);

  test("towns without polygons get schematic cells that tile the county on shared borders", () => {
    const map = boundariesFor(regions, topology);
    expect(ids(map)).toEqual({
      prefecture: ["990100"],
      county: ["990123", "990124"],
      town: ["990123101", "990123102"]
    });
    expect(map.objects.town!.geometries.map(geometry => geometry.properties)).toEqual([
      { name: "城关镇", schematic: true },
      { name: "白桦乡", schematic: true }
    ]);
    const layers = decodeLayers(map);
    const cells = layers.town!.reduce((sum, shape) => sum + planar(shape.polygons), 0);
    expect(cells).toBeCloseTo(planar(layers.county![0]!.polygons), 9);
    const arcs = (name: "county" | "town") =>
      new Set((map.objects[name]!.geometries as { arcs: number[][] }[]).flatMap(g => g.arcs.flat().map(abs)));
    expect([...arcs("county")].filter(arc => arcs("town").has(arc)).length).toBeGreaterThan(1);
  });

  test("drawn towns are left alone, even when some are missing", () => {
    const town = sourceFeature([[box(120, 40, 120.5, 41)]], { adcode: "990123101", name: "城关镇" });
    const imported = importBoundaries([sourceFile([west, town])], regions).topology;
    const map = boundariesFor(regions, imported);
    expect(map.objects.town!.geometries).toMatchObject([{ id: "990123101", properties: { name: "城关镇" } }]);
    expect(decodeLayers(map)).toEqual(decodeLayers(imported));
  });

  test("seats of counties and towns stand as points, with or without polygons", () => {
    const points = (map: BoundaryTopology) =>
      feature(map, map.objects.seat!).features.map(({ id, properties, geometry }) => [
        id,
        properties.level,
        (geometry as { coordinates: number[] }).coordinates.map(value => Number(value.toFixed(6)))
      ]);
    const expected = [
      ["990123", "county", [120.5, 40.5]],
      ["990123101", "town", [120.3, 40.5]],
      ["990123102", "town", [120.7, 40.6]]
    ];
    expect(points(boundariesFor(regions, topology))).toEqual(expected);
    const bare = boundariesFor(regions, null);
    expect(points(bare)).toEqual(expected);
    expect(ids(bare)).toEqual({});
    expect(boundariesFor([], null)).toMatchObject({ arcs: [], objects: {} });
  });

  test("towns without a seat are told", () => {
    const notes: string[] = [];
    boundariesFor([...regions, region("990123103", "青冈乡")], topology, line => notes.push(line));
    expect(notes).toEqual(["青栗县：青冈乡没有驻地坐标，地图上不画；请在区划表补上经纬度"]);
  });

  test("cells of a ragged county leave its area and its neighbours' borders whole", () => {
    const { regions: rows, file } = ragged(9, 2, 1, 5);
    const counties = sourceFile(
      file.features.filter(({ properties }) => String(properties.adcode).length === 6)
    );
    const seated = rows.map((row, i) =>
      row.level === "town"
        ? { ...row, lon: 120.05 + (i % 5) * 0.03 + (i > 5 ? 0.2 : 0), lat: 40.03 + (i % 3) * 0.05 }
        : row
    );
    const before = importBoundaries([counties], rows).topology;
    const after = boundariesFor(seated, before);
    const [was, is] = [decodeLayers(before), decodeLayers(after)];
    is.county!.forEach((shape, i) => {
      expect(areaKm2(shape.polygons) / areaKm2(was.county![i]!.polygons)).toBeCloseTo(1, 4);
    });
    const sum = (name: "county" | "town") =>
      is[name]!.reduce((all, shape) => all + planar(shape.polygons), 0);
    expect(sum("town")).toBeCloseTo(sum("county"), 9);
    expect(mesh(after, after.objects.county!, (a, b) => a !== b).coordinates).toHaveLength(1);
  });
});

function ids(topology: BoundaryTopology): Record<string, unknown[]> {
  const { seat: _, ...layers } = topology.objects;
  return Object.fromEntries(
    Object.entries(layers).map(([name, layer]) => [name, layer.geometries.map(({ id }) => id)])
  );
}

function planar(polygons: Position[][][]): number {
  return polygons.flat().reduce((sum, ring) => sum + ringArea(ring), 0);
}

function abs(arc: number): number {
  return arc < 0 ? ~arc : arc;
}
