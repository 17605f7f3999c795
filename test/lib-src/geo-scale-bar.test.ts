import { describe, expect, it } from "vitest";
import { scaleBar } from "../../src/lib/geo-scale-bar.ts";

describe("scaleBar", () => {
  it("takes the longest round number that has room", () => {
    expect(scaleBar(0.11, 100)).toEqual({ km: 10, width: 10 / 0.11 });
    expect(scaleBar(0.3, 110).km).toBe(20);
    expect(scaleBar(0.5, 100).km).toBe(50);
  });

  it("goes below one 公里", () => {
    const { km, width } = scaleBar(0.004, 100);
    expect(km).toBe(0.2);
    expect(width).toBeCloseTo(50);
  });
});
