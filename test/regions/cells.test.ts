import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Seat, townCells } from "../../loaders/regions/cells.ts";
import { ringArea } from "../../loaders/regions/clean.ts";
import { findCrossings } from "../../loaders/regions/crossings.ts";
import type { Polygons, Position } from "../../loaders/regions/geojson.ts";
import { box, ragged } from "./world.ts";

const square = { name: "青栗县", polygons: [[box(120, 40, 121, 41)]] };

test("cells cover the county once", () => {
  expect.hasAssertions();
  const scene = fc.record({
    seed: fc.integer({ min: 1, max: 1e9 }),
    places: fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
      {
        minLength: 1,
        maxLength: 20
      }
    )
  });
  fc.assert(
    fc.property(scene, ({ seed, places }) => {
      const county = { name: "青栗县", polygons: ragged(seed, 1, 1, 4).file.features[0]!.polygons };
      fc.pre(isSimple(county.polygons[0]![0]!));
      const seats = places.map(([x, y], i) => seat(i, 119.98 + x * 0.24, 39.98 + y * 0.24));
      const { cells } = townCells(county, seats);
      fc.pre(cells.length > 0);
      const whole = cells.reduce((sum, cell) => sum + area(cell.polygons), 0);
      expect(Math.abs(whole / area(county.polygons) - 1)).toBeLessThan(1e-6);
    }),
    { numRuns: 60, seed: 20240601 }
  );
});

test("each cell is the ground nearest to its seat, exteriors clockwise", () => {
  const { cells, notes } = townCells(square, [seat(2, 120.75, 40.5), seat(1, 120.25, 40.5)]);
  expect(notes).toEqual([]);
  expect(cells.map(cell => cell.code)).toEqual(["990123101", "990123102"]);
  expect(area(cells[0]!.polygons)).toBeCloseTo(-0.5, 12);
  expect(Math.max(...cells[0]!.polygons.flat(2).map(([lon]) => lon))).toBeCloseTo(120.5, 12);
});

test("a hole stays a hole, a detached part goes to the nearest seat", () => {
  const polygons: Polygons = [
    [box(120, 40, 121, 41), box(120.4, 40.4, 120.6, 40.6).toReversed()],
    [box(121.2, 40, 121.3, 40.1)]
  ];
  const { cells } = townCells({ name: "青栗县", polygons }, [seat(1, 120.25, 40.5), seat(2, 120.75, 40.5)]);
  expect(cells.map(cell => cell.polygons.length)).toEqual([1, 2]);
  expect(cells.reduce((sum, cell) => sum + area(cell.polygons), 0)).toBeCloseTo(area(polygons), 10);
});

describe("seats that do not fit", () => {
  test("one seat gets the county as it is, none gets nothing", () => {
    expect(townCells(square, [seat(1, 120.1, 40.1)]).cells[0]!.polygons).toBe(square.polygons);
    expect(townCells(square, [])).toEqual({ cells: [], notes: [] });
  });

  test("just outside is moved to the border, far outside is left out; both are told", () => {
    const { cells, notes } = townCells(square, [
      seat(1, 119.99, 40.5),
      seat(2, 120.5, 40.5),
      seat(3, 12, 40.5)
    ]);
    expect(cells.map(cell => cell.code)).toEqual(["990123101", "990123102"]);
    expect(notes).toEqual([
      "青栗县：乡1（990123101）的驻地坐标在县界外 0.8 公里，示意分区按最近的县界点划分",
      expect.stringMatching(
        /^青栗县：乡3（990123103）的驻地坐标在县界外 \d+\.\d 公里，未用；请核对区划表的经纬度$/
      )
    ]);
  });

  test("seats on one spot are set apart", () => {
    const { cells, notes } = townCells(square, [
      seat(1, 120.5, 40.5),
      seat(2, 120.5, 40.5),
      seat(3, 120.5, 40.5)
    ]);
    expect(cells).toHaveLength(3);
    expect(cells.every(cell => area(cell.polygons) < 0)).toBe(true);
    expect(notes).toHaveLength(2);
  });

  test("seats on one line are divided across it", () => {
    const { cells } = townCells(square, [seat(1, 120.2, 40.5), seat(2, 120.5, 40.5), seat(3, 120.8, 40.5)]);
    expect(cells.reduce((sum, cell) => sum + area(cell.polygons), 0)).toBeCloseTo(-1, 8);
  });
});

function isSimple(points: Position[]): boolean {
  return findCrossings([{ points, keep: new Uint8Array(points.length).fill(1) }]).length === 0;
}

function seat(i: number, lon: number, lat: number): Seat {
  return { code: String(990123100 + i), name: `乡${i}`, position: [lon, lat] };
}

/** Negative, as exteriors run clockwise. */
function area(polygons: readonly (readonly Position[][])[]): number {
  return polygons.flat().reduce((sum, ring) => sum + ringArea(ring), 0);
}
