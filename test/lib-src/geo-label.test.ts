import { describe, expect, it } from "vitest";
import { emWidth, type LabelWish, type PlacedLabel, placeLabels } from "../../src/lib/geo-label.ts";

const wish = (code: string, x: number, y: number, more: Partial<LabelWish> = {}): LabelWish => ({
  code,
  x,
  y,
  name: "碧岔乡",
  value: "7.33",
  priority: 0,
  fits: () => true,
  ...more
});

describe("placeLabels", () => {
  it("writes name and value in 15 px where there is room", () => {
    expect(placeLabels([wish("a", 0, 0)])).toEqual([
      { code: "a", x: 0, y: 0, size: 15, lines: ["碧岔乡", "7.33"], over: false }
    ]);
  });

  it("shrinks to 13 px, then to the value alone, then runs over the border", () => {
    const upTo = (width: number, height: number) =>
      placeLabels([wish("a", 0, 0, { fits: (w, h) => w <= width && h <= height })])[0]!;
    expect(upTo(42, 36)).toMatchObject({ size: 13, lines: ["碧岔乡", "7.33"], over: false });
    expect(upTo(34, 20)).toMatchObject({ size: 13, lines: ["7.33"], over: false });
    expect(upTo(0, 0)).toMatchObject({ size: 13, lines: ["7.33"], over: true });
  });

  it("names the area in hand even where it runs over", () => {
    const [label] = placeLabels([wish("a", 0, 0, { fits: () => false, forced: true })]);
    expect(label).toMatchObject({ lines: ["碧岔乡", "7.33"], over: true });
  });

  it("leaves out what would cover another, the lesser priority first", () => {
    const placed = placeLabels([wish("a", 0, 0), wish("b", 4, 4, { priority: 1 })]);
    expect(placed.map(({ code }) => code)).toEqual(["b"]);
  });

  it("keeps clear of what is taken, and writes areas around only inside themselves", () => {
    const blocked = [{ x0: -200, y0: -200, x1: 10, y1: 200 }];
    expect(placeLabels([wish("a", 0, 0)], blocked)).toEqual([]);
    expect(placeLabels([wish("a", 0, 0, { quiet: true, name: "", fits: () => false })])).toEqual([]);
  });

  it("never lets two labels touch, whatever the order", () => {
    const wishes = Array.from({ length: 120 }, (_, i) =>
      wish(String(i).padStart(3, "0"), (i % 12) * 31, Math.floor(i / 12) * 17, { fits: () => false })
    );
    const placed = placeLabels(wishes);
    for (const a of placed) for (const b of placed) if (a !== b) expect(apart(a, b)).toBe(true);
    expect(placeLabels([...wishes].reverse())).toEqual(placed);
  });
});

function apart(a: PlacedLabel, b: PlacedLabel): boolean {
  const half = (label: PlacedLabel) =>
    [
      (Math.max(...label.lines.map(emWidth)) * label.size) / 2,
      (label.lines.length * label.size * 1.3) / 2
    ] as const;
  const [aw, ah] = half(a);
  const [bw, bh] = half(b);
  return Math.abs(a.x - b.x) >= aw + bw || Math.abs(a.y - b.y) >= ah + bh;
}
