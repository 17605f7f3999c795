import type { Transform } from "topojson-specification";
import type { Polygons, Position } from "./geojson.ts";
import { simplePolygons } from "./rings.ts";

/**
 * The lattice all output points stand on, in degrees: point = translate + integer × scale. Neighbours that
 * agree in the source to half a step share their points exactly.
 */
export type Grid = Transform;

/** Degrees; about a metre, and about a hundred. */
const finest = 1e-5;
const coarsest = 1e-3;

/** A lattice for points: the power of ten at or under a ten-thousandth of the extent, from 1e-5 to 1e-3 degrees. */
export function gridFor(points: Iterable<Position>): Grid {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    if (x < x0) x0 = x;
    if (x > x1) x1 = x;
    if (y < y0) y0 = y;
    if (y > y1) y1 = y;
  }
  const extent = Math.max(x1 - x0, y1 - y0, 0);
  const step = Math.min(coarsest, Math.max(finest, 10 ** Math.floor(Math.log10(extent / 1e4 || finest))));
  return gridFrom(x0, y0, step);
}

/** The same lattice ten times finer, or null when it is finest already. */
export function finerGrid({ scale, translate }: Grid): Grid | null {
  return scale[0] <= finest * 1.01 ? null : gridFrom(translate[0], translate[1], scale[0] / 10);
}

/** The lattice point nearest to a position, as integers. Ties and the noise of floats always fall the same way. */
export function snap(grid: Grid, [lon, lat]: Position): Position {
  const { scale, translate } = grid;
  return [round((lon - translate[0]) / scale[0]), round((lat - translate[1]) / scale[1])];
}

/** Polygons on the lattice, as integers, in simple rings. What collapses there is left out. */
export function snapPolygons(grid: Grid, polygons: Polygons): Polygons {
  return simplePolygons(polygons.map(polygon => polygon.map(ring => ring.map(point => snap(grid, point)))));
}

/** The position of a lattice point, in degrees. */
export function unsnap({ scale, translate }: Grid, [x, y]: Position): Position {
  return [tidy(translate[0] + x * scale[0]), tidy(translate[1] + y * scale[1])];
}

/** Square kilometres of one lattice cell at row y. */
export function cellKm2({ scale, translate }: Grid, y: number): number {
  const kmPerDegree = 111.195;
  const latitude = ((translate[1] + y * scale[1]) * Math.PI) / 180;
  return scale[0] * scale[1] * kmPerDegree ** 2 * Math.cos(latitude);
}

function gridFrom(x0: number, y0: number, step: number): Grid {
  const origin = (value: number) => tidy(Math.floor(value / step + 1e-6) * step);
  return Number.isFinite(x0)
    ? { scale: [tidy(step), tidy(step)], translate: [origin(x0), origin(y0)] }
    : { scale: [finest, finest], translate: [0, 0] };
}

function round(value: number): number {
  return Math.round(Math.round(value * 1e4) / 1e4);
}

function tidy(value: number): number {
  return Number(value.toFixed(7));
}
