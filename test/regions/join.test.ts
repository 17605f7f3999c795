import { expect, test } from "vitest";
import type { SourceFeature } from "../../loaders/regions/geojson.ts";
import { identify, joinFeatures } from "../../loaders/regions/join.ts";
import { region, sourceFeature } from "./world.ts";

const regions = [
  region("990100", "云岭市"),
  region("990123", "青栗县", { aliases: ["青栗区"] }),
  region("990124", "赤松县"),
  region("990123101", "城关镇"),
  region("990123102", "白桦乡"),
  region("990124101", "城关镇")
];

test.each([
  ["feature.id", feature({}, "990123")],
  ["adcode as a number", feature({ adcode: 990123 })],
  ["a padded code", feature({ 区划代码: "990123000000" })],
  ["the land survey's column", feature({ XZQDM: "990123", XZQMC: "青栗县" })],
  ["the column gb with 156 before", feature({ gb: "156990123" })]
])("joins by code: %s", (_, source) => {
  const { matched, unmatchedFeatures } = joinFeatures([source], regions);
  expect(unmatchedFeatures).toEqual([]);
  expect(matched).toMatchObject([{ region: { code: "990123" }, by: "code" }]);
});

test("a region table with padded codes is met too", () => {
  const padded = [region("990123", "青栗县", { code: "990123000000" })];
  expect(joinFeatures([feature({ adcode: "990123" })], padded).matched).toHaveLength(1);
});

test("joins by name and by alias, white space aside", () => {
  const { matched } = joinFeatures([feature({ NAME: " 赤松 县" }), feature({ 名称: "青栗区" })], regions);
  expect(matched.map(({ region, by }) => [region.code, by])).toEqual([
    ["990123", "name"],
    ["990124", "name"]
  ]);
});

test("a name two counties share needs the parent", () => {
  const lost = joinFeatures([feature({ name: "城关镇" })], regions);
  expect(lost.unmatchedFeatures[0]!.reason).toBe(
    "有 2 个同名地区（990123101、990124101），请给要素补上区划代码"
  );
  for (const parent of [{ parent: { adcode: 990124 } }, { county: "赤松县" }, { parentCode: "990124000000" }])
    expect(joinFeatures([feature({ name: "城关镇", ...parent })], regions).matched).toMatchObject([
      { region: { code: "990124101" }, by: "name" }
    ]);
});

test("towns that carry their county's code are told by name", () => {
  const { matched } = joinFeatures(
    [feature({ adcode: "990123", name: "城关镇" }), feature({ adcode: "990123", name: "白桦乡" })],
    regions
  );
  expect(matched.map(({ region }) => region.code)).toEqual(["990123101", "990123102"]);
});

test("a changed code still joins by name inside its prefecture, and nowhere else", () => {
  const { matched, unmatchedFeatures } = joinFeatures(
    [feature({ adcode: "990181", name: "青栗县" }), feature({ adcode: "990281", name: "赤松县" })],
    regions
  );
  expect(matched).toMatchObject([{ region: { code: "990123" }, by: "name" }]);
  expect(unmatchedFeatures).toMatchObject([{ code: "990281", name: "赤松县" }]);
});

test("what is left over is listed on both sides, in the order of codes", () => {
  const { unmatchedFeatures, unmatchedRegions } = joinFeatures(
    [feature({ adcode: "990199", name: "玄石县" }), feature({ OBJECTID: 3 }), feature({ name: "玄石县" })],
    regions
  );
  expect(unmatchedFeatures.map(({ reason }) => reason)).toEqual([
    "区划代码 990199 与名称“玄石县”都不在区划表里",
    "没有区划代码，也没有名称",
    "名称“玄石县”不在区划表里，可在区划表的别名列补上"
  ]);
  expect(unmatchedRegions.map(({ code }) => code)).toEqual([
    "990100",
    "990123",
    "990123101",
    "990123102",
    "990124",
    "990124101"
  ]);
});

test("two features of one region are one match, with a note", () => {
  const { matched, notes } = joinFeatures(
    [feature({ adcode: "990123" }), feature({ name: "青栗县" })],
    regions
  );
  expect(matched).toMatchObject([{ region: { code: "990123" }, features: [{}, {}] }]);
  expect(notes).toEqual([expect.stringMatching(/^青栗县（990123）由 2 个要素合成：/)]);
});

test("a code and a name that disagree are noted", () => {
  const { matched, notes } = joinFeatures([feature({ adcode: "990123", name: "赤松县" })], regions);
  expect(matched).toMatchObject([{ region: { code: "990123" } }]);
  expect(notes).toEqual([expect.stringMatching(/代码是青栗县（990123）的，名称却不同/)]);
});

test("the longest code speaks first", () => {
  expect(identify(feature({ code: "990123101", adcode: 990123, name: "城 关镇" }))).toEqual({
    codes: ["990123101", "990123"],
    name: "城关镇"
  });
});

function feature(properties: Record<string, unknown>, id?: unknown): SourceFeature {
  return sourceFeature([], properties, id);
}
