import { describe, expect, it } from "vitest";
import type { Ring } from "../../src/lib/geo-label.ts";
import { boxFits, contains, poleOf } from "../../src/lib/geo-pole.ts";

const square: Ring = [
  [0, 0],
  [100, 0],
  [100, 100],
  [0, 100],
  [0, 0]
];
const hook: Ring = [
  [0, 0],
  [100, 0],
  [100, 20],
  [60, 20],
  [60, 100],
  [0, 100],
  [0, 0]
];

describe("poleOf", () => {
  it("finds the middle of a square", () => {
    const [x, y] = poleOf([square])!;
    expect(x).toBeCloseTo(50, 0);
    expect(y).toBeCloseTo(50, 0);
  });

  it("stays in the broad part of a hook", () => {
    const [x, y] = poleOf([hook])!;
    expect(boxFits([hook], x, y, 40, 40)).toBe(true);
  });

  it("avoids a hole, and keeps inside a frame", () => {
    const hole: Ring = [
      [40, 40],
      [60, 40],
      [60, 60],
      [40, 60],
      [40, 40]
    ];
    const [x, y] = poleOf([square, hole])!;
    expect(contains([square, hole], x, y)).toBe(true);
    const framed = poleOf([square], { x0: 80, y0: 0, x1: 200, y1: 30 })!;
    expect(framed[0]).toBeGreaterThan(80);
    expect(framed[1]).toBeLessThan(30);
  });

  it("is null outside the frame and for nothing", () => {
    expect(poleOf([square], { x0: 200, y0: 0, x1: 300, y1: 50 })).toBeNull();
    expect(poleOf([])).toBeNull();
  });
});
