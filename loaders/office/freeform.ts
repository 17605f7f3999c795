import type { Ring } from "../../src/lib/geo-label.ts";
import { tag } from "./xml.ts";

/** A rectangle in EMU. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A freeform's place and its own geometry. */
export interface Freeform {
  readonly box: Box;
  /** `a:custGeom`. */
  readonly geometry: string;
}

/**
 * A shape that a program lets its reader edit point by point.
 * @param rings closed rings in the picture's own units
 * @param scale EMU for each of those units
 */
export function freeform(rings: readonly Ring[], scale: number): Freeform {
  const points = rings.map(ring =>
    ring.map(([x, y]) => [Math.round(x * scale), Math.round(y * scale)] as const)
  );
  const all = points.flat();
  const low = (at: 0 | 1) => all.reduce((least, point) => Math.min(least, point[at]), Infinity);
  const high = (at: 0 | 1) => all.reduce((most, point) => Math.max(most, point[at]), -Infinity);
  const box = { x: low(0), y: low(1), width: high(0) - low(0), height: high(1) - low(1) };
  const point = ([x, y]: readonly [number, number]) => tag("a:pt", { x: x - box.x, y: y - box.y });
  const path = points
    .map(([first, ...rest]) =>
      first
        ? tag("a:moveTo", {}, point(first)) +
          rest.map(each => tag("a:lnTo", {}, point(each))).join("") +
          "<a:close/>"
        : ""
    )
    .join("");
  return {
    box,
    geometry: tag(
      "a:custGeom",
      {},
      '<a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>',
      tag("a:pathLst", {}, tag("a:path", { w: box.width, h: box.height }, path))
    )
  };
}

/** Place and size of a shape. */
export function placed({ x, y, width, height }: Box, name = "a:xfrm"): string {
  return tag(name, {}, tag("a:off", { x, y }), tag("a:ext", { cx: width, cy: height }));
}
