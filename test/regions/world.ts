import type { Polygons, Position, SourceFeature, SourceFile } from "../../loaders/regions/geojson.ts";
import type { RegionLevel, RegionRow } from "../../loaders/regions/region.ts";

/** A region row; the parent follows from the code. */
export function region(code: string, name: string, more: Partial<RegionRow> = {}): RegionRow {
  const level: RegionLevel = code.length === 9 ? "town" : code.endsWith("00") ? "prefecture" : "county";
  const parent = level === "town" ? code.slice(0, 6) : level === "county" ? "990100" : "990000";
  return { code, name, aliases: [], level, parent, lon: null, lat: null, ...more };
}

/** A clockwise rectangle in degrees, closed. */
export function box(x0: number, y0: number, x1: number, y1: number): Position[] {
  return [
    [x0, y0],
    [x0, y1],
    [x1, y1],
    [x1, y0],
    [x0, y0]
  ];
}

export function sourceFeature(
  polygons: Polygons,
  properties: Record<string, unknown> = {},
  id?: unknown
): SourceFeature {
  return { place: `测试.json（${String(properties.name ?? id ?? "")}）`, id, properties, polygons };
}

export function sourceFile(features: SourceFeature[]): SourceFile {
  return { file: "测试.json", features, skipped: [] };
}

/** Numbers from 0 to 1 that follow from the seed. */
function randomFrom(seed: number): () => number {
  let state = seed % 2147483647 || 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

export interface World {
  regions: RegionRow[];
  file: SourceFile;
}

/**
 * A fictional prefecture: columns × rows of counties, each of 2 × 2 towns, with ragged borders that neighbours
 * and levels share point for point.
 */
export function ragged(seed: number, columns: number, rows: number, depth: number): World {
  const random = randomFrom(seed);
  const corners = new Map<string, Position>();
  const corner = (i: number, j: number) =>
    remember(
      corners,
      `${i},${j}`,
      (): Position => [120 + (i + (random() - 0.5) * 0.4) * 0.1, 40 + (j + (random() - 0.5) * 0.4) * 0.1]
    );
  const edges = new Map<string, Position[]>();
  const edge = (a: [number, number], b: [number, number]): Position[] => {
    const forward = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
    const [p, q] = forward ? [a, b] : [b, a];
    const line = remember(edges, `${p} ${q}`, () => fractal(corner(...p), corner(...q), depth, random));
    return forward ? line : line.slice().reverse();
  };
  const ring = (i: number, j: number, size: number): Position[] => {
    const points: Position[] = [];
    const walk = (from: [number, number], dx: number, dy: number) => {
      for (let k = 0; k < size; k++) {
        const at: [number, number] = [from[0] + dx * k, from[1] + dy * k];
        points.push(...edge(at, [at[0] + dx, at[1] + dy]).slice(0, -1));
      }
    };
    walk([i, j], 0, 1);
    walk([i, j + size], 1, 0);
    walk([i + size, j + size], 0, -1);
    walk([i + size, j], -1, 0);
    return [...points, points[0]!];
  };
  const world: World = { regions: [region("990100", "云岭市")], file: sourceFile([]) };
  const add = (code: string, name: string, points: Position[]) => {
    world.regions.push(region(code, name));
    world.file.features.push(sourceFeature([[points]], { adcode: code, name }));
  };
  for (let c = 0; c < columns * rows; c++) {
    const [i, j] = [(c % columns) * 2, Math.floor(c / columns) * 2];
    const code = String(990101 + c);
    add(code, `县${c}`, ring(i, j, 2));
    for (let t = 0; t < 4; t++) add(`${code}${101 + t}`, `乡${c}-${t}`, ring(i + (t % 2), j + (t >> 1), 1));
  }
  return world;
}

function fractal(a: Position, b: Position, depth: number, random: () => number): Position[] {
  if (depth === 0) return [a, b];
  const offset = (random() - 0.5) * 0.3;
  const middle: Position = [
    (a[0] + b[0]) / 2 - (b[1] - a[1]) * offset,
    (a[1] + b[1]) / 2 + (b[0] - a[0]) * offset
  ];
  return [...fractal(a, middle, depth - 1, random).slice(0, -1), ...fractal(middle, b, depth - 1, random)];
}

function remember<T>(map: Map<string, T>, key: string, make: () => T): T {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
