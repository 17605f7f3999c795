import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { feature as decode } from "topojson-client";
import type { GeometryObject, Topology } from "topojson-specification";
import { CliError, isEnoent } from "../lib/errors.ts";

/** Longitude and latitude in degrees. */
export type Position = [lon: number, lat: number];
export type Polygons = Position[][][];

/** One polygon feature as it stands in its file. `place` names it for the reader: 文件 + 第几个要素 + 名称. */
export interface SourceFeature {
  place: string;
  id: unknown;
  properties: Readonly<Record<string, unknown>>;
  /** Polygons → rings → points, unchecked but numeric and within the range of degrees. */
  polygons: Polygons;
}

/** What one file holds; `skipped` has one Chinese line for each thing that is no polygon. */
export interface SourceFile {
  file: string;
  features: SourceFeature[];
  skipped: string[];
}

const nextStep =
  "请在 QGIS 等软件中另存为 GeoJSON（编码 UTF-8，坐标系 CGCS2000 经纬度 EPSG:4490 或 WGS84 EPSG:4326）";

/** Reads a boundary file: GeoJSON or TopoJSON, UTF-8 with or without BOM. Throws CliError. */
export function readBoundaryFile(path: string): SourceFile {
  const file = basename(path);
  try {
    return parseBoundaries(readFileSync(path), file);
  } catch (cause) {
    if (isEnoent(cause)) throw new CliError(`边界文件 ${file} 找不到；请检查路径`, { cause });
    if (cause instanceof CliError) throw cause;
    if (cause instanceof RangeError)
      throw new CliError(`边界文件 ${file} 嵌套的层次过深；${nextStep}`, { cause });
    throw new CliError(`边界文件 ${file} 读不到；请检查文件权限，并确认它是文件而不是文件夹`, { cause });
  }
}

/**
 * Reads the bytes of a boundary file; `file` stands in the messages.
 *
 * Takes a FeatureCollection, a Feature, a GeometryCollection, a Polygon or MultiPolygon, or a Topology (all its
 * objects). Coordinates are taken as they are: an offset such as that of GCJ-02 (about 300–600 m) is neither
 * seen nor removed, so seats and boundaries must come from the same system.
 */
export function parseBoundaries(bytes: Uint8Array, file: string): SourceFile {
  if (!isUtf8(bytes)) throw new CliError(`边界文件 ${file} 不是 UTF-8 文本；${nextStep}`);
  let root: unknown;
  try {
    root = JSON.parse(new TextDecoder("utf-8").decode(bytes));
  } catch (cause) {
    throw new CliError(`边界文件 ${file} 不是完整的 JSON；${nextStep}`, { cause });
  }
  const source: SourceFile = { file, features: [], skipped: [] };
  rawFeatures(root, file).forEach((raw, index) => {
    const properties = isObject(raw.properties) ? raw.properties : {};
    const name = typeof properties.name === "string" ? `（${properties.name}）` : "";
    const place = `${file} 第 ${index + 1} 个要素${name}`;
    const type = isObject(raw.geometry) ? raw.geometry.type : null;
    if (isObject(raw.geometry) && (type === "Polygon" || type === "MultiPolygon")) {
      const { coordinates } = raw.geometry;
      const polygons = type === "Polygon" ? [coordinates] : coordinates;
      source.features.push({ place, id: raw.id, properties, polygons: readPolygons(polygons, place) });
    } else source.skipped.push(`${place}：${type === null ? "没有图形" : `${type} 不是面`}，未用`);
  });
  if (source.features.length === 0)
    throw new CliError(`边界文件 ${file} 里没有面（Polygon、MultiPolygon）；请换成行政区划面图层`);
  return source;
}

type Json = Record<string, unknown>;

function rawFeatures(root: unknown, file: string): Json[] {
  if (isObject(root))
    switch (root.type) {
      case "FeatureCollection":
        return list(root.features).flatMap(flatten);
      case "Feature":
      case "GeometryCollection":
      case "Polygon":
      case "MultiPolygon":
        return flatten(root);
      case "Topology":
        return topologyFeatures(root as unknown as Topology, file);
    }
  throw new CliError(`边界文件 ${file} 不是 GeoJSON 或 TopoJSON；${nextStep}`);
}

/** A feature, a bare geometry, or a collection of geometries, as features that hold one geometry each. */
function flatten(value: unknown): Json[] {
  if (!isObject(value)) return [{ geometry: null }];
  if (value.type === "GeometryCollection") return list(value.geometries).flatMap(flatten);
  if (value.type !== "Feature") return [{ geometry: value, properties: value.properties, id: value.id }];
  const { geometry, ...rest } = value;
  if (!isObject(geometry) || geometry.type !== "GeometryCollection") return [value];
  return list(geometry.geometries).map(part => ({ ...rest, geometry: part }));
}

function topologyFeatures(topology: Topology, file: string): Json[] {
  try {
    return Object.values(topology.objects).flatMap(object => {
      const decoded = decode(topology, object as GeometryObject);
      return ("features" in decoded ? decoded.features : [decoded]).flatMap(flatten);
    });
  } catch (cause) {
    throw new CliError(`边界文件 ${file} 的 TopoJSON 不完整（arcs 或 objects 对不上）；请重新导出`, {
      cause
    });
  }
}

function readPolygons(polygons: unknown, place: string): Polygons {
  return array(polygons, place).map(polygon =>
    array(polygon, place).map(ring => array(ring, place).map(point => readPosition(point, place)))
  );
}

function array(value: unknown, place: string): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === "string")
    throw new CliError(`${place}：坐标是 ECharts 压缩编码，不能直接用；请换成未压缩的 GeoJSON`);
  throw new CliError(`${place}：坐标的层数不对；${nextStep}`);
}

function readPosition(point: unknown, place: string): Position {
  const [lon, lat] = array(point, place);
  if (typeof lon !== "number" || typeof lat !== "number" || !Number.isFinite(lon + lat))
    throw new CliError(`${place}：坐标 ${JSON.stringify(point)} 不是数字；${nextStep}`);
  if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) return [lon, lat];
  const hint =
    Math.abs(lon) <= 90 && Math.abs(lat) <= 180
      ? "看来经度与纬度写反了；请调换后重新导出，经度在前"
      : `看来是投影坐标（米）；${nextStep}`;
  throw new CliError(`${place}：坐标 [${lon}, ${lat}] 超出经纬度范围，${hint}`);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
