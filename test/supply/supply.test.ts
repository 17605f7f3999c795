import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { projectPath } from "../../loaders/lib/paths.ts";
import { bundledIn, licencesText, noticeText, unknownLicences } from "../../loaders/supply/licences.ts";
import { readLock } from "../../loaders/supply/lock.ts";
import { sbomText } from "../../loaders/supply/sbom.ts";
import { cli } from "../support/cli.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";

afterAll(removeFolders);

type Versions = Record<string, string>;
const json = <T>(name: string): T => JSON.parse(readFileSync(projectPath(name), "utf8")) as T;
const project = json<{ dependencies: Versions; devDependencies: Versions; overrides: Versions }>(
  "package.json"
);
const lock = readLock();
const packages = [...lock.packages.values()];

describe("the lock", () => {
  test("names one version of everything the project asks for, and the installed lock is the project's", () => {
    const asked = Object.entries({
      ...project.dependencies,
      ...project.devDependencies,
      ...project.overrides
    });
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
    const root = json<{ packages: Record<string, object> }>("package-lock.json").packages[""];
    expect(root).toMatchObject({
      dependencies: project.dependencies,
      devDependencies: project.devDependencies
    });
    for (const [name, version] of Object.entries({ ...project.dependencies, ...project.devDependencies }))
      expect(lock.packages.get(`node_modules/${name}`)?.version, name).toBe(version);
  });

  test("has a strong digest for every package", () => {
    expect(packages.length).toBeGreaterThan(500);
    expect(
      packages.filter(({ integrity }) => !integrity.startsWith("sha512-")).map(({ path }) => path)
    ).toEqual([]);
  });

  test("holds no package that needs its install script: esbuild's only checks the program of its own package", () => {
    expect([...new Set(packages.filter(({ script }) => script).map(({ name }) => name))]).toEqual([
      "esbuild"
    ]);
  });
});

describe("licences", () => {
  test("are all known, and the list of them is today's", () => {
    expect(unknownLicences(lock).map(({ path, licence }) => `${path} ${licence}`)).toEqual([]);
    expect(readFileSync(projectPath("docs/licences.md"), "utf8")).toBe(licencesText(lock));
  });

  test("one that must not come in, or not into what runs, is found", () => {
    const [first] = packages;
    const changed = (licence: string, dev: boolean) =>
      unknownLicences({ ...lock, packages: new Map([["x", { ...first!, licence, dev }]]) }).length;
    expect([changed("GPL-3.0", true), changed("", true), changed("MPL-2.0", false)]).toEqual([1, 1, 1]);
    expect([changed("MPL-2.0", true), changed("MIT", false)]).toEqual([0, 0]);
  });

  test("of what a site holds are given in full, the face's with them", () => {
    const bundled = bundledIn(lock, [
      "index.html",
      "_node/@uwdata/flechette@2.6.0/index.1.js",
      "_node/d3-geo@3.1.1/a.js"
    ]);
    expect(bundled.map(each => each.replace(/@[^@]+$/, ""))).toEqual([
      "@fontsource-variable/noto-sans-sc",
      "@observablehq/framework",
      "@uwdata/flechette",
      "d3-geo"
    ]);
    const text = noticeText(lock, bundled);
    for (const part of ["SIL OPEN FONT LICENSE", "UW Interactive Data Lab", "Mike Bostock"])
      expect(text).toContain(part);
    expect(() => noticeText(lock, ["d3-geo@0.0.0"])).toThrow("d3-geo@0.0.0");
  });
});

interface Component {
  readonly "bom-ref": string;
  readonly name: string;
  readonly scope: string;
  readonly hashes: readonly { readonly alg: string; readonly content: string }[];
}

test("the bill of materials has every package once, marked, with what it needs; the same text each time", async () => {
  const [one, two] = [exportsFolder({}), exportsFolder({})];
  for (const folder of [one, two])
    expect(await cli(folder, "sbom", "--out", folder)).toMatchObject({ code: 0, out: "" });
  const text = readFileSync(join(one, "sbom.cdx.json"), "utf8");
  expect(readFileSync(join(two, "sbom.cdx.json"), "utf8")).toBe(text);
  expect(text).toBe(sbomText(lock));
  expect(text).not.toMatch(/timestamp|serialNumber/);
  const bom = JSON.parse(text) as {
    components: Component[];
    dependencies: { ref: string; dependsOn: string[] }[];
    metadata: { component: Component };
  };
  const refs = bom.components.map(each => each["bom-ref"]);
  expect(new Set(refs).size).toBe(refs.length);
  expect(new Set(refs)).toEqual(
    new Set(packages.map(({ name, version }) => `pkg:npm/${name.replace("@", "%40")}@${version}`))
  );
  const scope = (name: string) => bom.components.find(each => each.name === name)?.scope;
  expect([scope("vitest"), scope("exceljs")]).toEqual(["optional", "required"]);
  for (const { hashes } of bom.components) {
    expect(hashes[0]!.alg).toBe("SHA-512");
    expect(hashes[0]!.content).toMatch(/^[0-9a-f]{128}$/);
  }
  // Everything is reached from the project, by names that stand in the list.
  const needs = new Map(bom.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const reached = new Set<string>();
  const walk = (ref: string): void => {
    if (reached.has(ref)) return;
    reached.add(ref);
    for (const next of needs.get(ref)!) walk(next);
  };
  walk(bom.metadata.component["bom-ref"]);
  expect(refs.filter(ref => !reached.has(ref))).toEqual([]);
});
