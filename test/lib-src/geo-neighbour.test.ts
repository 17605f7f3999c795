import { describe, expect, it } from "vitest";
import { neighbourTowards, type Spot } from "../../src/lib/geo-neighbour.ts";

const grid: Spot[] = Array.from({ length: 12 }, (_, i) => ({
  code: String(i),
  x: (i % 4) * 100,
  y: Math.floor(i / 4) * 80
}));

const from = (code: string) => grid.find(spot => spot.code === code)!;

describe("neighbourTowards", () => {
  it("walks a grid by the four arrows", () => {
    expect(neighbourTowards(from("5"), "up", grid)).toBe("1");
    expect(neighbourTowards(from("5"), "down", grid)).toBe("9");
    expect(neighbourTowards(from("5"), "left", grid)).toBe("4");
    expect(neighbourTowards(from("5"), "right", grid)).toBe("6");
  });

  it("stays where nothing lies in the direction", () => {
    expect(neighbourTowards(from("0"), "up", grid)).toBeNull();
    expect(neighbourTowards(from("3"), "right", grid)).toBeNull();
  });

  it("prefers an area that shares the border to a nearer one that does not", () => {
    const spots: Spot[] = [
      { code: "a", x: 0, y: 0 },
      { code: "near", x: 40, y: 20 },
      { code: "wide", x: 90, y: 0 }
    ];
    expect(neighbourTowards(spots[0]!, "right", spots)).toBe("near");
    expect(neighbourTowards(spots[0]!, "right", spots, new Set(["wide"]))).toBe("wide");
  });

  it("reaches every area of scattered spots from any other", () => {
    const spots = scattered(40);
    for (const start of spots) {
      const seen = new Set([start.code]);
      const queue = [start];
      for (let spot = queue.pop(); spot; spot = queue.pop()) {
        for (const direction of ["up", "right", "down", "left"] as const) {
          const next = neighbourTowards(spot, direction, spots);
          if (next === null || seen.has(next)) continue;
          seen.add(next);
          queue.push(spots.find(({ code }) => code === next)!);
        }
      }
      expect(seen.size).toBe(spots.length);
    }
  });
});

function scattered(count: number): Spot[] {
  let seed = 11;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  return Array.from({ length: count }, (_, i) => ({ code: `s${i}`, x: random() * 700, y: random() * 500 }));
}
