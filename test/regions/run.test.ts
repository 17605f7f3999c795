import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { runBoundaries } from "../../loaders/regions/run.ts";
import { box, region } from "./world.ts";

let folder: string;
let input: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "boundaries-"));
  input = join(folder, "县界.geojson");
  const county = (name: string, ring: unknown) => ({
    type: "Feature",
    properties: { name },
    geometry: { type: "Polygon", coordinates: [ring] }
  });
  writeFileSync(
    input,
    JSON.stringify({
      type: "FeatureCollection",
      features: [county("青栗县", box(120, 40, 121, 41)), county("玄石县", box(121, 40, 122, 41))]
    })
  );
});

test("writes the file and prints the report", () => {
  const lines: string[] = [];
  const out = join(folder, "新建", "boundaries.json");
  runBoundaries({
    files: [input],
    regions: [
      region("990100", "云岭市"),
      region("990123", "青栗县"),
      region("990124", "赤松县"),
      region("990123101", "城关镇")
    ],
    out,
    print: line => lines.push(line)
  });
  const text = readFileSync(out, "utf8");
  expect(text.endsWith("\n")).toBe(true);
  expect(JSON.parse(text)).toMatchObject({
    type: "Topology",
    objects: { county: { geometries: [{ id: "990123" }] } }
  });
  expect(lines).toEqual([
    "画出 2 个地区：按代码 0 个，按名称 1 个，由下级合并 1 个",
    "  按名称对上：青栗县（990123），请核对",
    "修补：重复点 0 个，无面积的环 0 个，方向反了的环 0 个，误作内环的面 0 个",
    "抽稀：不需要，全部保留；坐标精度 0.0001 度",
    `大小：${Buffer.byteLength(text)} 字节（预算 60000）`,
    "县级面积（平方公里，读入 → 写出），合计 9402：",
    "  青栗县（990123） 9401.7 → 9401.7（+0.00%）",
    "没有用上的要素 1 个：",
    "  县界.geojson 第 2 个要素（玄石县）：名称“玄石县”不在区划表里，可在区划表的别名列补上",
    "没有边界的县级地区 1 个：",
    "  赤松县（990124）",
    "乡级 1 个地区都没有边界",
    "已写入 boundaries.json"
  ]);
});

test("refusals", () => {
  const run = (files: string[], out: string) => () => runBoundaries({ files, out, print: () => {} });
  expect(run([], join(folder, "a.json"))).toThrow(/没有给出边界文件；用法：npm run boundaries/);
  expect(run([join(folder, "无.json")], join(folder, "a.json"))).toThrow(/无\.json 找不到/);
  expect(run([input], join(folder, "a.json"))).toThrow(/没有一个要素能用/);
  writeFileSync(
    input,
    JSON.stringify({
      type: "Feature",
      id: "990123",
      properties: { name: "青栗县" },
      geometry: { type: "Polygon", coordinates: [box(120, 40, 121, 41)] }
    })
  );
  expect(run([input], folder)).toThrow(/边界写不进 boundaries-/);
});
