import { expect, test } from "vitest";
import { whereText } from "../../src/lib/checks.ts";
import { missingTables, unaccounted } from "../../src/lib/intake.ts";
import { Regions, shortName } from "../../src/lib/regions.ts";
import type { Indicator, Region } from "../../src/lib/site.ts";

test("where failures lie: the two largest by name, the rest summed, in code order", () => {
  const parts = [
    { place: "青栗", failed: 9 },
    { place: "石渡", failed: 7 },
    { place: "白杼", failed: 2 },
    { place: "枫陵", failed: 5 }
  ];
  expect(whereText(parts, "个县区")).toBe("青栗 9、石渡 7，另 2 个县区 7");
  expect(whereText(parts.slice(0, 2), "个县区")).toBe("青栗 9、石渡 7");
  expect(whereText([], "个县区")).toBe("");
});

test("every row read is accepted, refused or blank", () => {
  expect(unaccounted({ read: 10, accepted: 6, refused: 3, blank: 1 })).toBe(0);
  expect(unaccounted({ read: 10, accepted: 6, refused: 3, blank: 0 })).toBe(1);
});

test("tables that indicators use and that were not read", () => {
  const catalogue = [
    { tables: ["monitored_person", "visit"] },
    { tables: ["visit", "fund"] }
  ] as unknown as Indicator[];
  expect(
    missingTables(catalogue, { tables: [{ table: "visit", name: "走访记录", files: 1, rows: 1 }] })
  ).toEqual(["monitored_person", "fund"]);
});

test("regions form a tree in code order", () => {
  const region = (code: string, parent: string, level: Region["level"]): Region => ({
    code,
    name: code,
    level,
    parent,
    lon: null,
    lat: null
  });
  const regions = new Regions(
    [
      region("12", "1", "county"),
      region("11", "1", "county"),
      region("1", "", "prefecture"),
      region("121", "12", "town")
    ],
    "1"
  );
  expect(regions.children("1").map(({ code }) => code)).toEqual(["11", "12"]);
  expect(regions.path("121").map(({ code }) => code)).toEqual(["1", "12", "121"]);
  expect(regions.county("121")?.code).toBe("12");
  expect(regions.county("1")).toBeUndefined();
  expect(() => new Regions([], "1")).toThrow("unknown root region: 1");
  expect(shortName("青栗县")).toBe("青栗");
});
