import type { Position } from "geojson";
import { describe, expect, it } from "vitest";
import { createGeography } from "../../loaders/demo/geography.ts";
import { createPlaces, hazardTowns } from "../../loaders/demo/places.ts";

const places = createPlaces();
const { boundaries, seats, neighbours } = createGeography(places);
const rings = new Map(
  boundaries.features.map(({ properties, geometry }) => [properties.adcode, geometry.coordinates[0]!])
);

describe("places", () => {
  it("have unassigned codes, and names that are unique within their parent", () => {
    expect(places.counties).toHaveLength(8);
    expect(places.towns).toHaveLength(110);
    for (const county of places.counties) {
      expect(county.code).toMatch(/^9901\d\d$/);
      expect(county.towns.length).toBeGreaterThanOrEqual(9);
      expect(county.towns.length).toBeLessThanOrEqual(17);
      expect(new Set(county.towns.map(town => town.name)).size).toBe(county.towns.length);
      for (const town of county.towns) {
        expect(town.code).toMatch(new RegExp(`^${county.code}1\\d\\d$`));
        expect(new Set(town.villages.map(village => village.name)).size).toBe(town.villages.length);
      }
    }
  });

  it("repeat a few village names within a county", () => {
    const repeated = places.counties.filter(county => {
      const names = county.towns.flatMap(town => town.villages.map(village => village.name));
      return new Set(names).size < names.length;
    });
    expect(repeated.length).toBeGreaterThan(0);
  });
});

describe("boundaries", () => {
  it("give every county and town one closed ring, counter-clockwise", () => {
    expect(boundaries.features).toHaveLength(118);
    for (const ring of rings.values()) {
      expect(ring.length).toBeGreaterThan(30);
      expect(ring.at(-1)).toEqual(ring[0]);
      expect(area(ring)).toBeGreaterThan(0);
      expect(new Set(ring.slice(1).map(String)).size).toBe(ring.length - 1);
    }
  });

  it("let the towns tile their county, sharing every vertex", () => {
    for (const county of places.counties) {
      const whole = area(rings.get(county.code)!);
      const parts = county.towns.reduce((sum, town) => sum + area(rings.get(town.code)!), 0);
      expect(Math.abs(parts / whole - 1)).toBeLessThan(1e-6);
    }
    const uses = new Map<string, number>();
    for (const town of places.towns)
      for (const [a, b] of segments(rings.get(town.code)!)) {
        const key = [String(a), String(b)].sort().join(" ");
        uses.set(key, (uses.get(key) ?? 0) + 1);
      }
    for (const county of places.counties)
      for (const [a, b] of segments(rings.get(county.code)!))
        expect(uses.has([String(a), String(b)].sort().join(" "))).toBe(true);
    expect(Math.max(...uses.values())).toBe(2);
  });

  it("never cross", () => {
    const all = places.towns.flatMap(town => segments(rings.get(town.code)!));
    const unique = [...new Map(all.map(pair => [pair.map(String).sort().join(" "), pair])).values()];
    unique.sort((a, b) => Math.min(a[0][0]!, a[1][0]!) - Math.min(b[0][0]!, b[1][0]!));
    let crossings = 0;
    unique.forEach((one, i) => {
      const east = Math.max(one[0][0]!, one[1][0]!);
      for (let j = i + 1; j < unique.length; j++) {
        const other = unique[j]!;
        if (Math.min(other[0][0]!, other[1][0]!) > east) break;
        if (cross(one, other)) crossings++;
      }
    });
    expect(crossings).toBe(0);
  });

  it("hold their seats, and leave no sliver", () => {
    for (const town of places.towns) {
      const ring = rings.get(town.code)!;
      const { longitude, latitude } = seats.get(town.code)!;
      expect(contains(ring, longitude, latitude), town.name).toBe(true);
      const perimeter = segments(ring).reduce(
        (sum, [a, b]) => sum + Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!),
        0
      );
      expect((4 * Math.PI * area(ring)) / perimeter ** 2, town.name).toBeGreaterThan(0.3);
    }
  });

  it("put the towns of the event side by side", () => {
    const codes = places.towns.filter(town => hazardTowns.includes(town.name)).map(town => town.code);
    expect(codes).toHaveLength(3);
    for (const code of codes) expect(neighbours.get(code)!.some(other => codes.includes(other))).toBe(true);
  });
});

function area(ring: readonly Position[]): number {
  const sum = segments(ring).reduce((total, [a, b]) => total + a[0]! * b[1]! - b[0]! * a[1]!, 0);
  return sum / 2;
}

function segments(ring: readonly Position[]): [Position, Position][] {
  return ring.slice(1).map((point, i) => [ring[i]!, point]);
}

function side(a: Position, b: Position, c: Position): number {
  return (b[0]! - a[0]!) * (c[1]! - a[1]!) - (b[1]! - a[1]!) * (c[0]! - a[0]!);
}

function cross([a, b]: [Position, Position], [c, d]: [Position, Position]): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function contains(ring: readonly Position[], x: number, y: number): boolean {
  let inside = false;
  for (const [a, b] of segments(ring))
    if (a[1]! > y !== b[1]! > y && x < ((b[0]! - a[0]!) * (y - a[1]!)) / (b[1]! - a[1]!) + a[0]!)
      inside = !inside;
  return inside;
}
