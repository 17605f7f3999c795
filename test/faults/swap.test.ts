import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { replaceFolder, restoreFolder } from "../../loaders/commands/build.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

/** A number no process has: above the most that Linux, macOS and Windows give out to so few. */
const gone = 999_999_999;

function site(folder: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.html"), text);
}

const text = (folder: string): string => readFileSync(join(folder, "index.html"), "utf8");

test("a site put aside by a run that was cut off between its two renames comes back", () => {
  const parent = exportsFolder({});
  const dist = join(parent, "dist");
  site(`${dist}-last-${gone}`, "旧站");
  site(`${dist}-next-${gone}`, "新站");
  restoreFolder(dist);
  expect(readdirSync(parent)).toEqual(["dist"]);
  expect(text(dist)).toBe("旧站");
});

test("what was left beside a site that stands is taken away; what a run still writes, and other folders, stay", () => {
  const parent = exportsFolder({});
  const dist = join(parent, "dist");
  const others = [`dist-next-${process.pid}`, "dist-last-year", "dist-next-7b"];
  for (const name of ["dist", `dist-last-${gone}`, `dist-next-${gone}`, ...others])
    site(join(parent, name), name);
  restoreFolder(dist);
  expect(readdirSync(parent).sort()).toEqual(["dist", ...others].sort());
  expect(text(dist)).toBe("dist");
});

test("a new site takes the last one's place and leaves nothing; where it cannot, the last one stays", () => {
  const parent = exportsFolder({});
  const dist = join(parent, "dist");
  site(dist, "旧站");
  expect(() => replaceFolder(join(parent, "none"), dist)).toThrow("网站放不进 dist");
  expect(text(dist)).toBe("旧站");
  site(join(parent, "next"), "新站");
  replaceFolder(join(parent, "next"), dist);
  expect(text(dist)).toBe("新站");
  expect(readdirSync(parent)).toEqual(["dist"]);
  expect(existsSync(join(parent, "next"))).toBe(false);
});
