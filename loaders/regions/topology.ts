import { feature as decode } from "topojson-client";
import { topology as build } from "topojson-server";
import type { GeometryCollection, MultiPolygon, Point, Polygon, Topology } from "topojson-specification";
import type { Polygons, Position } from "./geojson.ts";
import { type Grid, snapPolygons, unsnap } from "./grid.ts";

/** The objects of a boundary topology, in the order they are written. `seat` holds points. */
export const layerNames = ["province", "prefecture", "county", "town", "village"] as const;
export type LayerName = (typeof layerNames)[number];

interface ShapeProperties {
  name: string;
  /** True for a cell that only says which seat is nearest: the map must say 示意. */
  schematic?: true;
}

export interface SeatProperties {
  name: string;
  level: string;
}

type ShapeLayer = GeometryCollection<ShapeProperties>;

/**
 * What the importer writes: plain TopoJSON. Each geometry's `id` is the region's code; a layer without
 * geometries is absent.
 */
export type BoundaryTopology = Topology<
  Partial<Record<LayerName, ShapeLayer>> & { seat?: GeometryCollection<SeatProperties> }
>;

/** One region's shape: polygons wound for d3-geo, in lattice integers or in degrees as the context says. */
export interface Shape {
  id: string;
  properties: ShapeProperties;
  polygons: Polygons;
}

export type Layers = Partial<Record<LayerName, Shape[]>>;

/** A topology whose arcs are absolute lattice integers, not yet deltas; every geometry is a MultiPolygon. */
export interface GridTopology {
  arcs: Position[][];
  layers: Partial<Record<LayerName, GridGeometry[]>>;
}

export interface GridGeometry {
  id: string;
  properties: ShapeProperties;
  /** Polygons → rings → indexes of arcs. */
  arcs: number[][][];
}

/** Finds the borders that shapes on the lattice share and cuts them into arcs. */
export function buildTopology(layers: Layers): GridTopology {
  const collections = Object.fromEntries(
    layerNames
      .filter(name => layers[name]?.length)
      .map(name => [
        name,
        {
          type: "GeometryCollection" as const,
          geometries: layers[name]!.map(shape => ({
            type: "MultiPolygon" as const,
            coordinates: shape.polygons.map(polygon => polygon.map(ring => ring.slice()))
          }))
        }
      ])
  );
  const built = build(collections);
  const result: GridTopology = { arcs: built.arcs as Position[][], layers: {} };
  for (const name of layerNames) {
    const object = built.objects[name] as GeometryCollection | undefined;
    if (object)
      result.layers[name] = object.geometries.map((geometry, i) => ({
        id: layers[name]![i]!.id,
        properties: layers[name]![i]!.properties,
        arcs: (geometry as MultiPolygon).arcs
      }));
  }
  return result;
}

/** Turns lattice arcs into plain quantized TopoJSON; `seats` are points on the same lattice. */
export function encodeTopology(
  topology: GridTopology,
  grid: Grid,
  seats: readonly Point<SeatProperties>[] = []
): BoundaryTopology {
  const objects: BoundaryTopology["objects"] = {};
  for (const name of layerNames) {
    const geometries = topology.layers[name]?.map(encodeGeometry);
    if (geometries?.length) objects[name] = { type: "GeometryCollection", geometries };
  }
  if (seats.length) objects.seat = { type: "GeometryCollection", geometries: [...seats] };
  return {
    type: "Topology",
    bbox: bounds([...topology.arcs.flat(), ...seats.map(seat => seat.coordinates as Position)], grid),
    transform: grid,
    objects,
    arcs: topology.arcs.map(arc =>
      arc.map(([x, y], i) => (i === 0 ? [x, y] : [x - arc[i - 1]![0], y - arc[i - 1]![1]]))
    )
  };
}

/** The bytes of a topology as a file: one arc and one geometry a line, so that versions compare line by line. */
export function topologyText(topology: BoundaryTopology): string {
  const { type, bbox, transform, objects, arcs } = topology;
  const layers = Object.entries(objects).map(([name, layer]) => {
    const lines = layer.geometries.map(geometry => JSON.stringify(geometry)).join(",\n");
    return `${JSON.stringify(name)}:{"type":"GeometryCollection","geometries":[\n${lines}]}`;
  });
  return `{"type":${JSON.stringify(type)},"bbox":${JSON.stringify(bbox)},"transform":${JSON.stringify(transform)},
"objects":{${layers.join(",\n")}},
"arcs":[
${arcs.map(arc => JSON.stringify(arc)).join(",\n")}]}
`;
}

/** The shapes of a topology's layers, in degrees. */
export function decodeLayers(topology: BoundaryTopology): Layers {
  const layers: Layers = {};
  for (const name of layerNames) {
    const layer = topology.objects[name];
    if (!layer) continue;
    layers[name] = layer.geometries.map(geometry => {
      const { geometry: shape, properties } = decode(topology, geometry as Polygon<ShapeProperties>);
      const coordinates = shape.coordinates as unknown;
      return {
        id: String(geometry.id),
        properties,
        polygons: (geometry.type === "Polygon" ? [coordinates] : coordinates) as Polygons
      };
    });
  }
  return layers;
}

/** Layers in degrees brought onto a lattice. */
export function snapLayers(grid: Grid, layers: Layers): Layers {
  return Object.fromEntries(
    Object.entries(layers).map(([name, shapes]) => [
      name,
      shapes.map(shape => ({ ...shape, polygons: snapPolygons(grid, shape.polygons) }))
    ])
  );
}

/** The points of a ring of arcs, closed. Arc ~i is arc i run backwards. */
export function ringPoints(arcs: readonly Position[][], ring: readonly number[]): Position[] {
  const points: Position[] = [];
  for (const index of ring) {
    const arc = index < 0 ? arcs[~index]!.slice().reverse() : arcs[index]!;
    // Arcs may be too long to be spread into arguments.
    for (let i = points.length ? 1 : 0; i < arc.length; i++) points.push(arc[i]!);
  }
  return points;
}

function encodeGeometry({
  id,
  properties,
  arcs
}: GridGeometry): Polygon<ShapeProperties> | MultiPolygon<ShapeProperties> {
  return arcs.length === 1
    ? { type: "Polygon", id, properties, arcs: arcs[0]! }
    : { type: "MultiPolygon", id, properties, arcs };
}

function bounds(points: readonly Position[], grid: Grid): [number, number, number, number] {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  return points.length ? [...unsnap(grid, [x0, y0]), ...unsnap(grid, [x1, y1])] : [0, 0, 0, 0];
}
