import fc from "fast-check";
import { mergeArcs } from "topojson-client";
import type { Topology } from "topojson-specification";
import { describe, expect, test } from "vitest";
import { ringArea } from "../../loaders/regions/clean.ts";
import { findCrossings } from "../../loaders/regions/crossings.ts";
import type { Position } from "../../loaders/regions/geojson.ts";
import { gridFor } from "../../loaders/regions/grid.ts";
import { simplifyTopology } from "../../loaders/regions/simplify.ts";
import {
  buildTopology,
  type GridTopology,
  type Layers,
  type layerNames,
  ringPoints,
  snapLayers
} from "../../loaders/regions/topology.ts";
import { box, ragged, type World } from "./world.ts";

const size = (topology: GridTopology) => JSON.stringify(topology).length;

describe("random nested grids", () => {
  const scene = fc.record({
    seed: fc.integer({ min: 1, max: 1e9 }),
    columns: fc.integer({ min: 1, max: 3 }),
    rows: fc.integer({ min: 1, max: 3 }),
    share: fc.double({ min: 0.02, max: 0.9, noNaN: true })
  });

  test("nothing is inverted, lost or crossed, and areas hold", () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(scene, ({ seed, columns, rows, share }) => {
        const { source, grid } = build(ragged(seed, columns, rows, 5));
        const { topology } = simplifyTopology(source, grid, { budget: size(source) * share, size });
        for (const name of ["county", "town"] as const)
          source.layers[name]!.forEach((before, i) => {
            const after = topology.layers[name]![i]!;
            expect(after.id).toBe(before.id);
            const areas = ringAreas(topology, after.arcs);
            expect(areas.every(([exterior]) => exterior! < 0)).toBe(true);
            expect(Math.abs(sum(areas) / sum(ringAreas(source, before.arcs)) - 1)).toBeLessThanOrEqual(0.03);
          });
        expect(crossings(topology)).toBeLessThanOrEqual(crossings(source));
      }),
      { numRuns: 40, seed: 20240601 }
    );
  });

  test("shared borders stay shared: no gaps between neighbours, none between levels", () => {
    const { source, grid } = build(ragged(11, 3, 2, 6));
    const { topology } = simplifyTopology(source, grid, { budget: size(source) / 6, size });
    for (const name of ["county", "town"] as const) {
      const layer = topology.layers[name]!;
      const whole = mergeArcs(
        { type: "Topology", objects: {}, arcs: topology.arcs } as Topology,
        layer.map(({ arcs }) => ({ type: "MultiPolygon", arcs }))
      );
      // One ring around everything, of the area of all: no gap and no overlap anywhere.
      expect(whole.arcs.map(polygon => polygon.length)).toEqual([1]);
      const areas = layer.map(({ arcs }) => sum(ringAreas(topology, arcs)));
      expect(sum(ringAreas(topology, whole.arcs))).toBe(areas.reduce((all, area) => all + area, 0));
    }
    const [counties, towns] = (["county", "town"] as const).map(name =>
      topology.layers[name]!.reduce((all, geometry) => all + sum(ringAreas(topology, geometry.arcs)), 0)
    );
    expect(counties).toBe(towns);
    expect(arcsOf(topology, "county").every(arc => arcsOf(topology, "town").includes(arc))).toBe(true);
  });
});

describe("the budget", () => {
  test("is met with the finest tolerance that fits", () => {
    const { source, grid } = build(ragged(5, 2, 2, 7));
    const budget = Math.round(size(source) / 4);
    const result = simplifyTopology(source, grid, { budget, size });
    expect(result).toMatchObject({ fits: true, bytes: size(result.topology) });
    expect(result.bytes).toBeLessThanOrEqual(budget);
    expect(result.bytes).toBeGreaterThan(budget * 0.9);
    expect(result.tolerance).toBeGreaterThan(0);
  });

  test("leaves alone what fits as it is", () => {
    const { source, grid } = build(ragged(5, 1, 1, 3));
    const result = simplifyTopology(source, grid, { budget: 1e6, size });
    expect(result).toMatchObject({ tolerance: 0, islands: 0, fits: true });
    expect(result.topology.arcs).toEqual(source.arcs);
  });

  test("that cannot be met is said to be missed, and shapes stay sane", () => {
    const { source, grid } = build(ragged(5, 2, 2, 4));
    const result = simplifyTopology(source, grid, { budget: 10, size });
    expect(result.fits).toBe(false);
    expect(ringAreas(result.topology, result.topology.layers.county![0]!.arcs)[0]![0]).toBeLessThan(0);
  });
});

describe("islets", () => {
  const mainland = circle(120, 40, 0.5, 400);

  test("small detached islands and lakes go, the feature stays", () => {
    const result = squeeze({
      county: [
        shape("990123", [[mainland, circle(120, 40, 0.004, 40).toReversed()], [circle(121, 40, 0.004, 40)]])
      ]
    });
    expect(result.islands).toBe(2);
    expect(result.topology.layers.county![0]!.arcs.map(polygon => polygon.length)).toEqual([1]);
  });

  test("an enclave goes together with the hole it fills, but never a whole feature", () => {
    const enclave = circle(120, 40, 0.004, 40);
    const east = circle(121.2, 40, 0.5, 400);
    const ring = enclave.toReversed();
    const part = squeeze({
      county: [shape("990123", [[mainland, ring]]), shape("990124", [[east], [enclave]])]
    });
    expect(part.topology.layers.county!.map(({ arcs }) => arcs.flat().length)).toEqual([1, 1]);
    const whole = squeeze({ county: [shape("990123", [[mainland, ring]]), shape("990124", [[enclave]])] });
    expect(whole.topology.layers.county!.map(({ arcs }) => arcs.flat().length)).toEqual([2, 1]);
  });

  test("islands that are much of their feature stay", () => {
    const isles = Array.from({ length: 10 }, (_, i) => [circle(122 + i * 0.1, 40, 0.01, 40)]);
    const result = squeeze({ county: [shape("990123", [[mainland]]), shape("990124", isles)] });
    expect(result.topology.layers.county![1]!.arcs).toHaveLength(10);
  });

  function squeeze(layers: Layers) {
    const grid = gridFor(Object.values(layers).flatMap(shapes => shapes.flatMap(s => s.polygons.flat(2))));
    const source = buildTopology(snapLayers(grid, layers));
    return simplifyTopology(source, grid, { budget: 1000, size });
  }
});

test("a sliver between two borders keeps its side", () => {
  // Thinned to its ends, the lower county would have no area left.
  const upper: Position[] = [...box(0, 0, 100, 100).slice(0, 3), [100, 0], [50, -2], [0, 0]];
  const lower: Position[] = [
    [0, 0],
    [50, -2],
    [100, 0],
    [50, -6],
    [0, 0]
  ];
  const source = buildTopology({ county: [shape("990123", [[upper]]), shape("990124", [[lower]])] });
  const grid = gridFor([[120, 40]]);
  const { topology } = simplifyTopology(source, grid, { budget: 1, size });
  expect(ringAreas(topology, topology.layers.county![1]!.arcs)[0]![0]).toBe(-200);
});

function build({ regions, file }: World) {
  const grid = gridFor(file.features.flatMap(feature => feature.polygons.flat(2)));
  const layers: Layers = {};
  file.features.forEach((feature, i) => {
    const { code, level } = regions[i + 1]!;
    const layer = level === "county" ? "county" : "town";
    layers[layer] = [...(layers[layer] ?? []), shape(code, feature.polygons)];
  });
  return { grid, source: buildTopology(snapLayers(grid, layers)) };
}

function shape(id: string, polygons: Position[][][]) {
  return { id, properties: { name: id }, polygons };
}

function circle(x: number, y: number, radius: number, points: number): Position[] {
  const ring = Array.from({ length: points }, (_, i): Position => {
    const angle = (-2 * Math.PI * i) / points;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
  return [...ring, ring[0]!];
}

function ringAreas(topology: GridTopology, arcs: number[][][]): number[][] {
  return arcs.map(polygon => polygon.map(ring => ringArea(ringPoints(topology.arcs, ring))));
}

function sum(areas: number[][]): number {
  return areas.flat().reduce((all, area) => all + area, 0);
}

function arcsOf(topology: GridTopology, name: (typeof layerNames)[number]): number[] {
  return topology.layers[name]!.flatMap(geometry => geometry.arcs.flat(2)).map(i => (i < 0 ? ~i : i));
}

function crossings({ arcs }: GridTopology): number {
  return findCrossings(arcs.map(points => ({ points, keep: new Uint8Array(points.length).fill(1) }))).length;
}
