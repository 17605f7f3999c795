import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { topology } from "topojson-server";
import { describe, expect, test } from "vitest";
import { CliError } from "../../loaders/lib/errors.ts";
import { parseBoundaries, readBoundaryFile } from "../../loaders/regions/geojson.ts";
import { box } from "./world.ts";

const square = { type: "Polygon", coordinates: [box(120, 40, 121, 41)] };
const county = { type: "Feature", id: "990123", properties: { name: "青栗县" }, geometry: square };

describe("shapes of a file", () => {
  test("a FeatureCollection gives its polygons and lists the rest", () => {
    const source = parse({
      type: "FeatureCollection",
      features: [
        county,
        {
          type: "Feature",
          properties: { name: "云岭河" },
          geometry: { type: "LineString", coordinates: [] }
        },
        { type: "Feature", properties: null, geometry: null }
      ]
    });
    expect(source.features).toEqual([
      {
        place: "界线.json 第 1 个要素（青栗县）",
        id: "990123",
        properties: { name: "青栗县" },
        polygons: [square.coordinates]
      }
    ]);
    expect(source.skipped).toEqual([
      "界线.json 第 2 个要素（云岭河）：LineString 不是面，未用",
      "界线.json 第 3 个要素：没有图形，未用"
    ]);
  });

  test("a Feature, a GeometryCollection and a bare MultiPolygon", () => {
    expect(parse(county).features).toHaveLength(1);
    expect(parse({ type: "GeometryCollection", geometries: [square, square] }).features).toHaveLength(2);
    expect(
      parse({
        ...county,
        geometry: { type: "GeometryCollection", geometries: [square, square] }
      }).features.map(feature => feature.id)
    ).toEqual(["990123", "990123"]);
    expect(
      parse({ type: "MultiPolygon", coordinates: [square.coordinates, square.coordinates] }).features[0]!
        .polygons
    ).toHaveLength(2);
  });

  test("TopoJSON gives all objects with ids and properties", () => {
    const east = {
      ...county,
      id: "990124",
      geometry: { type: "Polygon", coordinates: [box(121, 40, 122, 41)] }
    };
    const built = topology(
      { a: county as never, b: { type: "FeatureCollection", features: [east] } as never },
      1e4
    );
    const { features } = parse(built);
    expect(features.map(feature => feature.id)).toEqual(["990123", "990124"]);
    expect(features[1]!.polygons[0]![0]).toHaveLength(5);
    expect(features[0]!.properties).toEqual({ name: "青栗县" });
  });

  test("a BOM and a height are passed over", () => {
    const text = `\uFEFF${JSON.stringify({ type: "Polygon", coordinates: [box(1, 1, 2, 2).map(p => [...p, 350])] })}`;
    const { features } = parseBoundaries(Buffer.from(text), "界线.json");
    expect(features[0]!.polygons[0]![0]![0]).toEqual([1, 1]);
  });
});

describe("refusals name the file, the feature and the next step", () => {
  test.each([
    ["not JSON", "PK..", /界线\.json 不是完整的 JSON；请在 QGIS/],
    ["another JSON", "[1]", /界线\.json 不是 GeoJSON 或 TopoJSON；请在 QGIS/],
    ["only points", { type: "FeatureCollection", features: [] }, /没有面.*请换成行政区划面图层/],
    ["metres", polygonOf([[4512345, 21456789]]), /第 1 个要素.*超出经纬度范围，看来是投影坐标.*EPSG:4490/],
    ["latitude first", polygonOf([[40, 120]]), /经度与纬度写反了；请调换/],
    ["words", polygonOf([["120", "40"]]), /坐标 \["120","40"\] 不是数字/],
    ["encoded", { type: "Polygon", coordinates: ["@@ABC"] }, /ECharts 压缩编码/],
    ["too shallow", { type: "Polygon", coordinates: [[1, 2]] }, /坐标的层数不对/],
    [
      "broken TopoJSON",
      { type: "Topology", objects: { a: { type: "Polygon", arcs: [[7]] } }, arcs: [] },
      /TopoJSON 不完整/
    ]
  ])("%s", (_, content, message) => {
    expect(() => parse(content)).toThrow(CliError);
    expect(() => parse(content)).toThrow(message);
  });

  test("a GB18030 file", () => {
    const bytes = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc7, 0xe0]), Buffer.from('"}')]);
    expect(() => parseBoundaries(bytes, "界线.json")).toThrow(/不是 UTF-8 文本；请.*UTF-8/);
  });

  test("a missing file, by its name only", () => {
    const path = join(tmpdir(), "没有这个文件.json");
    expect(() => readBoundaryFile(path)).toThrow("边界文件 没有这个文件.json 找不到；请检查路径");
    expect(() => readBoundaryFile(tmpdir())).toThrow(/读不到/);
  });
});

test("reads from disk", () => {
  const path = join(mkdtempSync(join(tmpdir(), "boundaries-")), "界线.json");
  writeFileSync(path, JSON.stringify(county));
  expect(readBoundaryFile(path)).toMatchObject({ file: "界线.json", features: [{ id: "990123" }] });
});

function parse(content: unknown) {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return parseBoundaries(Buffer.from(text), "界线.json");
}

function polygonOf(points: unknown[]) {
  return { type: "Polygon", coordinates: [[...points, ...box(120, 40, 121, 41)]] };
}
