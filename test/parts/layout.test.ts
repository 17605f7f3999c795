import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, expect, test } from "vitest";
import { layout, leafRuns, writeLeafParts, writeWhole } from "../../loaders/parts/layout.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";

afterAll(removeFolders);

/** A split whole of two counties and the part above, and runs that worked out these parts. */
function folderOf(runs: Readonly<Record<string, readonly string[]>>): string {
  const folder = exportsFolder({});
  writeWhole(folder, {
    asOf: "2023-12-31",
    root: "",
    profile: "",
    defaultProfile: "",
    parts: ["990101", "990102", "above"]
  });
  for (const [run, parts] of Object.entries(runs)) {
    mkdirSync(dirname(layout.leafParts(folder, run)), { recursive: true });
    writeLeafParts(folder, run, parts);
  }
  return folder;
}

test("runs that worked out every part once make the whole", () => {
  const folder = folderOf({ "990101": ["990101", "990102"], above: ["above"] });
  expect(leafRuns(folder)).toEqual([
    { run: "990101", parts: ["990101", "990102"] },
    { run: "above", parts: ["above"] }
  ]);
});

test("a part that no run worked out, or finished, is not left out in silence", () => {
  const folder = folderOf({ "990101": ["990101"], above: ["above"] });
  mkdirSync(dirname(layout.leafParts(folder, "990102")));
  expect(() => leafRuns(folder)).toThrow("还有分区没有算：990102");
  expect(() => leafRuns(folderOf({}))).toThrow("990101、990102、above");
});

test("a part of two runs is not counted twice", () => {
  const folder = folderOf({ "990101": ["990101", "990102"], "990102": ["990102"], above: ["above"] });
  expect(() => leafRuns(folder)).toThrow("分区 990102 算了不止一次");
});
