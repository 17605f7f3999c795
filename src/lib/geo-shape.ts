import {
  type GeoPermissibleObjects,
  type GeoProjection,
  geoAzimuthalEqualArea,
  geoBounds,
  geoStream
} from "d3-geo";
import { feature, mesh, neighbors } from "topojson-client";
import type { GeometryCollection, GeometryObject, Topology } from "topojson-specification";
import type { LabelBox, Ring } from "./geo-label.js";
import type { AreaLevel } from "./geo-measure.js";
import type { Spot } from "./geo-neighbour.js";
import { poleOf } from "./geo-pole.js";
import type { Region } from "./site.js";

/** `boundaries.json`: geometries of counties and towns, whose ids are region codes. */
export type Boundaries = Topology<Record<AreaLevel, GeometryCollection<BoundaryProperties>>>;

interface BoundaryProperties {
  readonly name?: string;
  /** True for a cell that was made up around a seat, not surveyed. */
  readonly schematic?: boolean;
}

/** One area on the picture. `x` and `y` are where its label stands. */
export interface AreaShape extends Spot {
  readonly name: string;
  /** Path data in pixels. */
  readonly path: string;
  /** Rings of the polygon; none for an area known by its seat alone. */
  readonly rings: readonly Ring[];
  readonly schematic: boolean;
}

/** Everything a map draws that does not depend on the month or the measure; pixels throughout. */
export interface MapShape {
  readonly width: number;
  readonly height: number;
  /** In code order. */
  readonly areas: readonly AreaShape[];
  /** Areas around the region shown, for orientation. */
  readonly around: readonly AreaShape[];
  /** Borders between areas, between schematic areas, and the outer boundary. */
  readonly borders: string;
  readonly schematicBorders: string;
  readonly outline: string;
  /** Codes of the areas that share a border, by code. */
  readonly touching: ReadonlyMap<string, ReadonlySet<string>>;
  /** 公里 per pixel before zooming. */
  readonly kmPerPixel: number;
  /** The part of the picture that regions take up, whatever their level; regions without polygon as their dots. */
  range(codes: readonly string[]): RangeShape;
}

/** Several regions as one shape: what they cover and its edge. */
export interface RangeShape {
  readonly fill: string;
  readonly edge: string;
}

/** What a map shows and the room it has. */
export interface MapPlan {
  readonly level: AreaLevel;
  readonly areas: readonly Region[];
  /** The region around the areas, whose outline stands in where areas have no polygon. */
  readonly parent: Region;
  /** Counties drawn around a county; none for the root. */
  readonly around: readonly Region[];
  readonly width: number;
  readonly height: number;
  /** The part of the picture that the areas fill. */
  readonly room: LabelBox;
}

/** Radius in pixels of the dot that stands for an area without polygon. */
const dotRadius = 11;

/**
 * Projects a map once. The projection keeps areas equal and is centred on the region, so that the
 * scale bar holds everywhere on it. Areas without polygon become dots at their seats; areas with
 * neither are left out of the picture (the table still has them).
 */
export function mapShape(boundaries: Boundaries, plan: MapPlan): MapShape {
  const own = geometriesOf(boundaries, plan.level, plan.areas);
  const parent = geometriesOf(boundaries, "county", [plan.parent]);
  const seats = plan.areas.filter(area => !own.has(area.code) && area.lon !== null && area.lat !== null);
  const projection = projectionFor(boundaries, [...own.values(), ...parent.values()], seats, plan);
  const names = new Map([...plan.areas, ...plan.around].map(region => [region.code, region.name]));

  const areas = [...own].map(([code, geometry]) =>
    areaShape(code, names.get(code)!, geometry, boundaries, projection)
  );
  for (const seat of seats) areas.push(seatShape(seat, projection));
  areas.sort((a, b) => (a.code < b.code ? -1 : 1));

  const collection = collectionOf(own.values());
  const lines = (filter: (a: Geometry, b: Geometry) => boolean) =>
    pathOf(linesOf(mesh(boundaries, collection, filter as never), projection), false);
  const outer = own.size > 0 ? lines((a, b) => a === b) : "";
  const whole = [...parent.values()].map(one => pathOf(ringsOf(one, boundaries, projection), true)).join("");
  const around = [...geometriesOf(boundaries, "county", plan.around)].flatMap(([code, geometry]) => {
    const shape = areaShape(code, names.get(code)!, geometry, boundaries, projection, {
      x0: 36,
      y0: 16,
      x1: plan.width - 36,
      y1: plan.height - 16
    });
    return shape.rings.length > 0 ? [shape] : [];
  });
  return {
    width: plan.width,
    height: plan.height,
    areas,
    around,
    borders: lines((a, b) => a !== b && !(isSchematic(a) && isSchematic(b))),
    schematicBorders: lines((a, b) => a !== b && isSchematic(a) && isSchematic(b)),
    outline: seats.length === 0 ? outer : outer + whole,
    touching: touchingOf(own),
    kmPerPixel: earthRadius / projection.scale(),
    range: codes => rangeShape(boundaries, codes, areas, projection)
  };
}

function rangeShape(
  boundaries: Boundaries,
  codes: readonly string[],
  areas: readonly AreaShape[],
  projection: GeoProjection
): RangeShape {
  const wanted = new Set(codes);
  const levels = ["county", "town"] as const;
  const found = levels.map(level => [...geometriesByCode(boundaries, level, wanted).values()]);
  const dots = areas
    .filter(({ code, rings }) => wanted.has(code) && rings.length === 0)
    .map(({ path }) => path);
  const fills = found.flat().map(one => pathOf(ringsOf(one, boundaries, projection), true));
  const edges = found
    .filter(({ length }) => length > 0)
    .map(own =>
      pathOf(
        linesOf(
          mesh(boundaries, collectionOf(own), (a, b) => a === b),
          projection
        ),
        false
      )
    );
  return { fill: [...fills, ...dots].join(""), edge: [...edges, ...dots].join("") };
}

const earthRadius = 6371.0088;

type Geometry = GeometryObject<BoundaryProperties>;

function isSchematic({ properties }: Geometry): boolean {
  return properties !== undefined && "schematic" in properties && properties.schematic === true;
}

function geometriesOf(
  boundaries: Boundaries,
  level: AreaLevel,
  regions: readonly Region[]
): Map<string, Geometry> {
  return geometriesByCode(boundaries, level, new Set(regions.map(region => region.code)));
}

function geometriesByCode(
  boundaries: Boundaries,
  level: AreaLevel,
  wanted: ReadonlySet<string>
): Map<string, Geometry> {
  const found = new Map<string, Geometry>();
  for (const geometry of boundaries.objects[level]?.geometries ?? []) {
    const code = String(geometry.id);
    if (wanted.has(code)) found.set(code, geometry);
  }
  return found;
}

function collectionOf(geometries: Iterable<Geometry>): GeometryCollection<BoundaryProperties> {
  return { type: "GeometryCollection", geometries: [...geometries] as never };
}

function projectionFor(
  boundaries: Boundaries,
  geometries: readonly Geometry[],
  seats: readonly Region[],
  { room, width, height }: MapPlan
): GeoProjection {
  const shapes = feature(boundaries, collectionOf(geometries)).features;
  const points = seats.map(seat => ({ type: "Point" as const, coordinates: [seat.lon!, seat.lat!] }));
  const all: GeoPermissibleObjects = {
    type: "FeatureCollection",
    features: [
      ...shapes,
      ...points.map(geometry => ({ type: "Feature" as const, properties: null, geometry }))
    ] as never
  };
  const projection = geoAzimuthalEqualArea().precision(0);
  const [[west, south], [east, north]] = geoBounds(all);
  if (!Number.isFinite(west) || !Number.isFinite(south)) return projection;
  projection.rotate([-(west + east) / 2, -(south + north) / 2]);
  const pad = shapes.length > 0 ? 0 : 3 * dotRadius;
  projection.fitExtent(
    [
      [room.x0 + pad, room.y0 + pad],
      [room.x1 - pad, room.y1 - pad]
    ],
    all
  );
  if (points.length === 1 && shapes.length === 0) projection.scale(20_000).translate([width / 2, height / 2]);
  return projection.clipExtent([
    [-4, -4],
    [width + 4, height + 4]
  ]);
}

function areaShape(
  code: string,
  name: string,
  geometry: Geometry,
  boundaries: Boundaries,
  projection: GeoProjection,
  frame?: LabelBox
): AreaShape {
  const rings = ringsOf(geometry, boundaries, projection);
  const [x, y] = poleOf(rings, frame) ?? [Number.NaN, Number.NaN];
  return {
    code,
    name,
    x,
    y,
    rings,
    path: pathOf(rings, true),
    schematic: isSchematic(geometry)
  };
}

function seatShape(seat: Region, projection: GeoProjection): AreaShape {
  const [x, y] = projection([seat.lon!, seat.lat!])!;
  const r = dotRadius;
  const path = `M${fixed(x - r)},${fixed(y)}a${r},${r} 0 1,1 ${2 * r},0a${r},${r} 0 1,1 ${-2 * r},0Z`;
  return { code: seat.code, name: seat.name, x, y, rings: [], path, schematic: false };
}

function ringsOf(geometry: Geometry, boundaries: Boundaries, projection: GeoProjection): Ring[] {
  return linesOf(feature(boundaries, geometry) as GeoPermissibleObjects, projection);
}

/** The projected and clipped lines or rings of a shape. */
function linesOf(shape: GeoPermissibleObjects, projection: GeoProjection): Ring[] {
  const lines: [number, number][][] = [];
  let line: [number, number][] = [];
  const sink = {
    point: (x: number, y: number) => line.push([x, y]),
    lineStart: () => {
      line = [];
    },
    lineEnd: () => lines.push(line),
    polygonStart: () => {},
    polygonEnd: () => {},
    sphere: () => {}
  };
  geoStream(shape, projection.stream(sink as never));
  return lines.filter(({ length }) => length > 1);
}

function pathOf(lines: readonly Ring[], closed: boolean): string {
  return lines
    .map(line => `M${line.map(([x, y]) => `${fixed(x)},${fixed(y)}`).join("L")}${closed ? "Z" : ""}`)
    .join("");
}

function touchingOf(own: ReadonlyMap<string, Geometry>): Map<string, Set<string>> {
  const codes = [...own.keys()];
  const lists = neighbors([...own.values()] as never);
  return new Map(codes.map((code, i) => [code, new Set(lists[i]!.map(j => codes[j]!))]));
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
