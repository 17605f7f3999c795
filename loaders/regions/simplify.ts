import { planarTriangleArea, presimplify } from "topojson-simplify";
import type { Topology } from "topojson-specification";
import { contains, ringArea } from "./clean.ts";
import { findCrossings, type ThinnedArc } from "./crossings.ts";
import type { Position } from "./geojson.ts";
import { cellKm2, type Grid } from "./grid.ts";
import { type GridGeometry, type GridTopology, layerNames, ringPoints } from "./topology.ts";

export interface Simplified {
  topology: GridTopology;
  /** Points whose triangle with their neighbours is smaller were dropped, in km²; 0 keeps every point. */
  tolerance: number;
  /** What `size` said of the result. */
  bytes: number;
  /** Small detached islands and holes left out. */
  islands: number;
  /** False when even the coarsest sane shapes are over the budget. */
  fits: boolean;
}

export interface SimplifyOptions {
  /** Bytes the result may take. */
  budget: number;
  /** The bytes a topology takes when written. */
  size: (topology: GridTopology) => number;
}

/** How far a feature's area may move, and how much of it islets may take or give. */
const areaDrift = 0.03;
const isletShare = 0.02;

/** An islet under this many tolerances is too small to be seen beside what the tolerance drops. */
const isletTolerances = 8;

/**
 * Simplifies arcs (Visvalingam, weights in km²) with the finest tolerance that fits the budget, found by
 * bisection. Borders stay shared, since arcs are thinned and not rings. Every ring keeps its winding, every
 * feature its area within 3 %, no feature is dropped, and segments cross only where the source's already did:
 * where a tolerance breaks one of these, points come back until it holds.
 */
export function simplifyTopology(source: GridTopology, grid: Grid, options: SimplifyOptions): Simplified {
  const thinner = new Thinner(source, grid);
  const attempt = (tolerance: number): Simplified => {
    const { topology, islands } = thinner.thin(tolerance);
    const bytes = options.size(topology);
    return { topology, tolerance, bytes, islands, fits: bytes <= options.budget };
  };
  const whole = attempt(0);
  if (whole.fits) return whole;
  let [low, high] = [Math.log(thinner.smallest), Math.log(thinner.largest)];
  let best = attempt(thinner.largest);
  if (!best.fits) return best;
  for (let step = 0; step < 20 && best.bytes < options.budget * 0.98; step++) {
    const middle = (low + high) / 2;
    const next = attempt(Number(Math.exp(middle).toPrecision(6)));
    if (next.fits) [best, high] = [next, middle];
    else low = middle;
  }
  return best;
}

/** A geometry as it was: signed areas of polygons → rings, in lattice cells. */
interface Original {
  geometry: GridGeometry;
  areas: number[][];
}

/** A ring no border meets: an island, a lake, or an enclave and the hole it fills. `rings` run along the same arcs. */
interface Islet {
  area: number;
  rings: { geometry: GridGeometry; polygon: number; ring: number }[];
}

class Thinner {
  readonly smallest: number;
  readonly largest: number;
  private readonly arcs: Position[][];
  private readonly weights: Float64Array[];
  private readonly originals: Original[];
  /** Those that may be left out, from the smallest. */
  private readonly islets: Islet[];
  /** Pairs of arcs that need no uncrossing: of no common layer, or crossing in the source. */
  private readonly excused: (a: number, b: number) => boolean;
  private readonly km2: number;

  constructor(
    private readonly source: GridTopology,
    grid: Grid
  ) {
    this.arcs = source.arcs;
    this.weights = weigh(source.arcs, grid);
    const finite = this.weights.flatMap(weights => [...weights]).filter(w => w > 0 && Number.isFinite(w));
    this.smallest = finite.reduce((a, b) => Math.min(a, b), 1e-6);
    this.largest = finite.reduce((a, b) => Math.max(a, b), 1e-6) * 2;
    const geometries = layerNames.flatMap(name => source.layers[name] ?? []);
    this.originals = geometries.map(geometry => ({
      geometry,
      areas: geometry.arcs.map(polygon => polygon.map(ring => ringArea(ringPoints(source.arcs, ring))))
    }));
    this.islets = findIslets(this.originals);
    const layersOf = arcLayers(source);
    const crossing = new Set(
      findCrossings(this.arcs.map(points => ({ points, keep: new Uint8Array(points.length).fill(1) }))).map(
        ([a, b]) => pairKey(a.arc, b.arc)
      )
    );
    this.excused = (a, b) => (layersOf[a]! & layersOf[b]!) === 0 || crossing.has(pairKey(a, b));
    const middle = source.arcs.flat().reduce((sum, [, y], _, all) => sum + y / all.length, 0);
    this.km2 = cellKm2(grid, middle);
  }

  thin(tolerance: number): { topology: GridTopology; islands: number } {
    const { kept, islands } = this.dropIslets(tolerance);
    const alive = new Set([...kept.values()].flat(3).map(at));
    const thresholds = this.arcs.map(() => tolerance);
    const thinned: ThinnedArc[] = this.arcs.map((points, arc) => ({
      points,
      keep: Uint8Array.from(this.weights[arc]!, weight => (weight >= tolerance ? 1 : 0))
    }));
    if (tolerance > 0)
      while (this.restoreShapes(thinned, thresholds, kept) || this.uncross(thinned, alive)) {
        // Each turn brings points back, so this ends, at the latest with the source.
      }
    return { topology: this.collect(thinned, kept, alive), islands };
  }

  /** The polygons and rings of each geometry that stay: all but islets too small to be seen. */
  private dropIslets(tolerance: number): { kept: Map<GridGeometry, number[][][]>; islands: number } {
    const limit = (isletTolerances * tolerance) / this.km2;
    const room = new Map(this.originals.map(({ geometry, areas }) => [geometry, total(areas) * isletShare]));
    const gone = new Map<GridGeometry, Set<number[]>>();
    let islands = 0;
    for (const { area, rings } of this.islets) {
      if (area >= limit || rings.some(({ geometry }) => room.get(geometry)! < area)) continue;
      islands++;
      for (const { geometry, polygon, ring } of rings) {
        room.set(geometry, room.get(geometry)! - area);
        const dropped = gone.get(geometry) ?? new Set();
        gone.set(geometry, dropped.add(geometry.arcs[polygon]![ring]!));
      }
    }
    const kept = new Map<GridGeometry, number[][][]>();
    for (const { geometry } of this.originals) {
      const dropped = gone.get(geometry);
      const rings = geometry.arcs.map(polygon => polygon.filter(ring => !dropped?.has(ring)));
      kept.set(
        geometry,
        rings.filter(polygon => polygon.length > 0)
      );
    }
    return { kept, islands };
  }

  /** Brings points back to geometries that lost their winding or their area; says whether it did. */
  private restoreShapes(
    thinned: ThinnedArc[],
    thresholds: number[],
    kept: Map<GridGeometry, number[][][]>
  ): boolean {
    const lines = thinned.map(line);
    const weak = new Set<number>();
    for (const { geometry, areas } of this.originals) {
      const polygons = kept.get(geometry)!;
      const now = polygons.map(polygon => polygon.map(ring => ringPoints(lines, ring)));
      const drift = Math.abs(total(now.map(rings => rings.map(ringArea))) / total(areas) - 1);
      polygons.forEach((polygon, p) => {
        const [exterior, ...holes] = now[p]!;
        const isInside = holes.every(hole => hole.some(point => contains(exterior!, point)));
        polygon.forEach((ring, r) => {
          const area = ringArea(now[p]![r]!);
          if (drift > areaDrift || !isInside || (r === 0 ? area >= 0 : area <= 0))
            for (const index of ring) weak.add(at(index));
        });
      });
    }
    let restored = false;
    for (const arc of weak) {
      if (thresholds[arc] === 0) continue;
      const next = thresholds[arc]! / 4;
      thresholds[arc] = next < this.smallest ? 0 : next;
      const { keep } = thinned[arc]!;
      this.weights[arc]!.forEach((weight, i) => {
        if (weight >= thresholds[arc]!) keep[i] = 1;
      });
      restored = true;
    }
    return restored;
  }

  /** Brings back the weightiest point under each segment that crosses another; says whether it did. */
  private uncross(thinned: ThinnedArc[], alive: Set<number>): boolean {
    const drawn = thinned.map((arc, i) => (alive.has(i) ? arc : { points: [], keep: arc.keep }));
    let restored = false;
    for (const [a, b] of findCrossings(drawn)) {
      if (this.excused(a.arc, b.arc)) continue;
      for (const { arc, from, to } of [a, b]) {
        const weights = this.weights[arc]!;
        let best = -1;
        for (let i = from + 1; i < to; i++) if (best < 0 || weights[i]! > weights[best]!) best = i;
        if (best < 0 || thinned[arc]!.keep[best]) continue;
        thinned[arc]!.keep[best] = 1;
        restored = true;
      }
    }
    return restored;
  }

  private collect(
    thinned: ThinnedArc[],
    kept: Map<GridGeometry, number[][][]>,
    alive: Set<number>
  ): GridTopology {
    const order = [...alive].sort((a, b) => a - b);
    const renamed = new Map(order.map((arc, i) => [arc, i]));
    const rename = (index: number) => (index < 0 ? ~renamed.get(~index)! : renamed.get(index)!);
    const result: GridTopology = { arcs: order.map(arc => line(thinned[arc]!)), layers: {} };
    for (const name of layerNames) {
      const layer = this.source.layers[name];
      if (layer)
        result.layers[name] = layer.map(geometry => ({
          ...geometry,
          arcs: kept.get(geometry)!.map(polygon => polygon.map(ring => ring.map(rename)))
        }));
    }
    return result;
  }
}

/** The Visvalingam weight of every point in km²; ends of arcs are infinite. */
function weigh(arcs: Position[][], grid: Grid): Float64Array[] {
  const topology: Topology<Record<string, never>> = { type: "Topology", objects: {}, arcs };
  const weighted = presimplify(
    topology,
    triangle => planarTriangleArea(triangle) * cellKm2(grid, triangle[1][1])
  );
  return weighted.arcs.map(arc => Float64Array.from(arc, point => point[2]!));
}

function findIslets(originals: readonly Original[]): Islet[] {
  const uses = new Map<number, number>();
  const islets = new Map<string, Islet>();
  const barred = new Set<string>();
  for (const { geometry, areas } of originals) {
    const largest = areas.reduce((best, rings, p) => (rings[0]! < areas[best]![0]! ? p : best), 0);
    geometry.arcs.forEach((rings, polygon) => {
      rings.forEach((arcs, ring) => {
        for (const index of arcs) uses.set(at(index), (uses.get(at(index)) ?? 0) + 1);
        const key = arcKey(arcs);
        const islet = islets.get(key) ?? { area: Math.abs(areas[polygon]![ring]!), rings: [] };
        islet.rings.push({ geometry, polygon, ring });
        islets.set(key, islet);
        // The largest part of a region always stays, and so do an exterior's holes.
        if (ring === 0 && (polygon === largest || rings.length > 1)) barred.add(key);
      });
    });
  }
  return [...islets]
    .filter(
      ([key, { rings }]) =>
        !barred.has(key) && key.split(",").every(arc => uses.get(Number(arc)) === rings.length)
    )
    .map(([, islet]) => islet)
    .sort((a, b) => a.area - b.area);
}

/** For each arc, the layers it stands in, as bits. */
function arcLayers(source: GridTopology): number[] {
  const layers = source.arcs.map(() => 0);
  layerNames.forEach((name, bit) => {
    for (const index of source.layers[name]?.flatMap(geometry => geometry.arcs.flat(2)) ?? [])
      layers[at(index)]! |= 1 << bit;
  });
  return layers;
}

function line({ points, keep }: ThinnedArc): Position[] {
  return points.filter((_, i) => keep[i]);
}

function total(areas: readonly (readonly number[])[]): number {
  return Math.abs(areas.flat().reduce((sum, area) => sum + area, 0));
}

function at(index: number): number {
  return index < 0 ? ~index : index;
}

function arcKey(ring: readonly number[]): string {
  return ring
    .map(at)
    .sort((a, b) => a - b)
    .join();
}

function pairKey(a: number, b: number): string {
  return a < b ? `${a},${b}` : `${b},${a}`;
}
