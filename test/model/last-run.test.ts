import { appendFileSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { stampOf } from "../../loaders/commands/edition.ts";
import { readOptions } from "../../loaders/commands/options.ts";
import type { IntakeReport } from "../../loaders/intake/intake.ts";
import { carriedColumns, carriedTables, carry, keep, spentViews, takeUp } from "../../loaders/last-run.ts";
import { listFiles } from "../../loaders/lib/digest.ts";
import { Duck } from "../../loaders/lib/duck.ts";
import { projectPath } from "../../loaders/lib/paths.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";

afterAll(() => {
  removeFolders();
  vi.unstubAllEnvs();
});

const report = { files: [], asOf: "2023-12-31", asOfInferred: false } as IntakeReport;

test("a kept warehouse is taken up as the run left it, unless it was written to or is cut off", async () => {
  const work = exportsFolder({});
  const [folder, warehouse, next] = ["runs", "w.duckdb", "next.duckdb"].map(name => join(work, name)) as [
    string,
    string,
    string
  ];
  const duck = await Duck.open(warehouse);
  await duck.run(`CREATE TABLE register AS SELECT 1 AS n;
    CREATE TEMP TABLE ${carriedTables[0]} AS SELECT 2 AS n;
    CREATE TEMP TABLE spent AS SELECT 3 AS n;
    CREATE TEMP MACRO more(x, y) AS x + y;
    CREATE TEMP MACRO above(least) AS TABLE SELECT more(n, 10) AS n FROM ${carriedTables[0]} WHERE n > least;
    CREATE TEMP VIEW each_n AS SELECT n FROM register UNION ALL SELECT n FROM above(1)`);
  const expected = await duck.rows("FROM each_n ORDER BY n");
  expect(expected).toEqual([{ n: 1 }, { n: 12 }]);
  await carry(duck, report);
  duck.close();
  keep(folder, "one", warehouse);

  const taken = await takeUp(folder, "one", next);
  expect(taken!.report).toEqual(report);
  expect(await taken!.duck.rows("FROM each_n ORDER BY n")).toEqual(expected);
  await expect(taken!.duck.rows("FROM spent")).rejects.toThrow("spent");
  taken!.duck.close();
  expect(await takeUp(folder, "two", next)).toBeNull();

  // Written to by hand.
  appendFileSync(warehouse, "x");
  expect(await takeUp(folder, "one", next)).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
  // Cut off.
  for (const [i, stamp] of ["three", "four", "five"].entries()) {
    const other = join(work, stamp);
    writeFileSync(other, "not a database");
    utimesSync(other, i + 1, i + 1);
    keep(folder, stamp, other);
  }
  expect(readdirSync(folder).map(name => name.split("-")[0])).toEqual(["five", "four"]);
  expect(await takeUp(folder, "five", next)).toBeNull();
  expect(readdirSync(work)).not.toContain("next.duckdb");
});

test("a stamp changes with each thing the figures follow from", () => {
  vi.stubEnv("FANGFANPIN_KEY", "one");
  const folder = exportsFolder({ "走访记录.csv": "a\n", "旁边/资金.csv": "b\n" });
  const asked = { profile: "" };
  const of = (): string => stampOf(readOptions("worklist", [], [])!, folder, asked)!.digest;
  const first = stampOf(readOptions("worklist", [], [])!, folder, asked)!;
  expect(of()).toBe(first.digest);
  expect(first.isStill()).toBe(true);
  const seen = new Set([first.digest]);
  const expectNew = (): void => {
    expect(seen.has(of())).toBe(false);
    seen.add(of());
  };
  writeFileSync(join(folder, "走访记录.csv"), "c\n");
  expect(first.isStill()).toBe(false);
  expectNew();
  mkdirSync(join(folder, "另"));
  writeFileSync(join(folder, "另/资金.csv"), "b\n");
  expectNew();
  asked.profile = "all";
  expectNew();
  vi.stubEnv("FANGFANPIN_KEY", "two");
  expectNew();
  const options = readOptions("worklist", [], [])!;
  const other = { ...options, settings: { ...options.settings, root: "990101" } };
  expect(seen.has(stampOf(other, folder, asked)!.digest)).toBe(false);
  expect(stampOf(options, join(folder, "none"), asked)).toBeNull();
});

test("what later steps read of the session is carried: no other temporary table is named behind FROM or JOIN", () => {
  const sources = (folders: readonly string[]): string =>
    folders
      .flatMap(folder =>
        listFiles(projectPath("loaders", folder))
          .filter(name => /\.(sql|ts)$/.test(name))
          .map(name => readFileSync(projectPath("loaders", folder, name), "utf8"))
      )
      .join("\n");
  const river = sources(["intake", "model", "indicators", "checks"]);
  const made = new Set(
    [...river.matchAll(/CREATE OR REPLACE TEMP TABLE ([a-z_]+)/g)].map(match => match[1]!)
  );
  expect(carriedTables.filter(name => !made.has(name))).toEqual([]);
  const definition = /CREATE OR REPLACE TEMP (?:VIEW|MACRO) ([a-z_]+)[^;]*;/g;
  const spent = [...sources(["checks"]).matchAll(definition)]
    .map(match => match[1]!)
    .filter(name => name.startsWith(spentViews));
  expect(spent.length).toBeGreaterThan(10);
  const definitions = [...river.matchAll(definition)]
    .filter(match => !match[1]!.startsWith(spentViews))
    .map(String)
    .join("\n");
  const later = sources([
    "changes",
    "commands",
    "ledger",
    "privacy",
    "publish",
    "reconcile",
    "report",
    "signals",
    "suspects",
    "worklist"
  ]);
  const named = (text: string): string[] =>
    [...text.matchAll(/\b(?:FROM|JOIN)\s+\(?([a-z_]+)\b/g)].map(match => match[1]!);
  // Made anew by the step that reads it, or read of the river's macros by the river alone.
  const own = new Set([...later.matchAll(/CREATE OR REPLACE TEMP TABLE ([a-z_]+)/g)].map(match => match[1]!));
  const needed = new Set(
    [...named(later), ...named(definitions)].filter(name => made.has(name) && !own.has(name))
  );
  expect([...needed].filter(name => !carriedTables.includes(name)).sort()).toEqual([]);
  expect(named(later).filter(name => spent.includes(name))).toEqual([]);
  for (const [name, columns] of Object.entries(carriedColumns)) {
    const places = [...later.matchAll(new RegExp(`\\b${name} AS ([a-z]+)\\b[^;]*`, "g"))];
    const read = places.flatMap(([text, alias]) =>
      [...text.matchAll(new RegExp(`\\b${alias}\\.([a-z_]+)`, "g"))].map(match => match[1]!)
    );
    expect(read.length).toBeGreaterThan(0);
    expect(read.filter(column => !columns.includes(column))).toEqual([]);
  }
});
