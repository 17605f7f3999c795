import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listFiles } from "../../loaders/lib/digest.ts";
import { Duck } from "../../loaders/lib/duck.ts";
import { projectPath, projectRoot } from "../../loaders/lib/paths.ts";
import type { Intake } from "../../src/lib/site.ts";
import { builtSite } from "../e2e/site.ts";
import { regionTable, smallExports } from "../support/small-exports.ts";

const work = mkdtempSync(join(tmpdir(), "build-"));
const dist = join(work, "dist");
let exportsFolder = join(work, "exports");
let cache = mkdtempSync(join(tmpdir(), "build-cache-"));
/** Time zone, language and key of the machine. */
let machine: Readonly<Record<string, string>> = {
  TZ: "Asia/Shanghai",
  LC_ALL: "zh_CN.UTF-8",
  FANGFANPIN_KEY: "first"
};

/** Runs the build as a user would; the log is standard output and error together. */
function build(...args: string[]): { status: number | null; log: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "loaders/cli.ts", "build", "--exports", exportsFolder, "--out", dist, ...args],
    { cwd: projectRoot, encoding: "utf8", env: { ...process.env, ...machine, FANGFANPIN_CACHE: cache } }
  );
  return { status, log: stdout + stderr };
}

/** One digest a file, so that a difference names it. */
function digests(folder: string): Record<string, string> {
  return Object.fromEntries(
    listFiles(folder).map(name => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex")
    ])
  );
}

const movedCache = mkdtempSync(join(tmpdir(), "另一处 "));

/** What the last build said. */
let log = "";

const csvFile = (name: string): string => join(exportsFolder, name);

beforeAll(async () => {
  // Two builds at once would share what Framework keeps.
  await builtSite();
  await smallExports(exportsFolder);
});

afterAll(() => {
  for (const folder of [work, cache, movedCache]) rmSync(folder, { recursive: true, force: true });
});

test("a build is repeatable, fresh, private, and whole or not at all", async () => {
  const first = build();
  expect(first.log).toContain("网站已生成");
  expect(first.status).toBe(0);
  const before = digests(dist);
  expect(Object.keys(before)).toContain("index.html");
  expect(readFileSync(join(dist, "index.html"), "utf8")).toContain("演示数据（合成）");

  // A map that cannot be read: exit 1, the old site untouched. The exports are the same: nothing is worked out again.
  writeFileSync(join(cache, "map.json"), "走访编号,户编号\n\0,1\n");
  const mapless = build("--boundaries", join(cache, "map.json"));
  expect(mapless.status).toBe(1);
  expect(mapless.log).toContain("数据未变，沿用上次的计算结果");
  expect(digests(dist)).toEqual(before);
  expect(readdirSync(work).sort()).toEqual(["dist", "exports"]);

  // Nothing changed: nothing is made again, and what is kept is made again where someone touched it.
  const again = build();
  for (const kept of [
    "数据未变，沿用上次的计算结果",
    "网站数据未变，沿用上次写出的",
    "网页未变，沿用上次生成的"
  ])
    expect(again.log).toContain(kept);
  expect(digests(dist)).toEqual(before);
  writeFileSync(join(cache, "publish/meta.json"), "{}");
  const mended = build();
  expect(mended.log).toContain("写出网站数据");
  expect(mended.log).not.toContain("生成网页");
  expect(digests(dist)).toEqual(before);

  // --partial builds all the same and says on the page what is missing; a setting changes the page, and one byte of an
  // export the data: each is looked for in a place of its own.
  const settings = join(work, "settings.json");
  const text = readFileSync(projectPath("data/settings.json"), "utf8");
  writeFileSync(settings, text.replace('"shortTitle": "防返贫监测预警看板"', '"shortTitle": "一县的看板"'));
  const table = regionTable;
  const bytes = readFileSync(csvFile(table));
  writeFileSync(csvFile("走访记录_坏.csv"), "走访编号,户编号\n\0,1\n");
  const changed = Buffer.from(bytes);
  changed[changed.length - 3]! ^= 1;
  writeFileSync(csvFile(table), changed);
  const digestOf = (name: string): unknown =>
    (JSON.parse(readFileSync(join(dist, "data/site/intake.json"), "utf8")) as Intake).files.find(
      each => each.file === name
    )!.digest;
  const digest = digestOf(table);
  const partial = build("--partial", "--settings", settings);
  expect(partial.status).toBe(0);
  expect(partial.log).toMatch(/份未变、沿用上次结果，2 份重读/);
  expect(readFileSync(join(dist, "data/site/meta.json"), "utf8")).toContain("走访记录_坏.csv");
  expect(readFileSync(join(dist, "index.html"), "utf8")).toContain("一县的看板");
  expect(digestOf(table)).not.toBe(digest);
  rmSync(settings);
  rmSync(csvFile("走访记录_坏.csv"));
  writeFileSync(csvFile(table), bytes);

  // And back: unchanged input, identical bytes, in another folder and cache, on the other side of the world, in a language
  // with letters and an order of its own, by another key; nothing of the other builds is left.
  const moved = join(work, "导出 (2)");
  renameSync(exportsFolder, moved);
  exportsFolder = moved;
  rmSync(cache, { recursive: true });
  cache = movedCache;
  machine = { TZ: "America/New_York", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8", FANGFANPIN_KEY: "second" };
  const last = build();
  expect(last.status).toBe(0);
  expect(digests(dist)).toEqual(before);
  log = last.log;
}, 600_000);

test("no personal datum of the input is in the site, the warehouse, the lists or the log", async () => {
  const words = await wordsUnder(/^(姓名|户主姓名|帮扶联系人姓名|信息采集人|证件号码|身份证号码|.*联系电话)/);
  expect(words.length).toBeGreaterThan(500);
  const codes = await wordsUnder(/^(户编号|户ID|户编码)$/);
  expect(codes.length).toBeGreaterThan(100);
  const haystacks: [string, string][] = [["log", log]];
  for (const folder of [dist, projectPath("out"), join(cache, "publish")])
    if (existsSync(folder))
      for (const name of listFiles(folder))
        if (!/\.(woff2|js)$/.test(name))
          haystacks.push([name, readFileSync(join(folder, name)).toString("utf8")]);
  haystacks.push(["warehouse.duckdb", await warehouseText()]);
  const leaks = haystacks.flatMap(([name, text]) =>
    words.filter(word => text.includes(word)).map(() => name)
  );
  expect([...new Set(leaks)]).toEqual([]);
  // Codes of households stand in the lists outside the site, never in it.
  const site = listFiles(dist).filter(name => !/\.(woff2|js)$/.test(name));
  const named = site.filter(name => {
    const text = readFileSync(join(dist, name)).toString("utf8");
    return codes.some(code => text.includes(code));
  });
  expect(named).toEqual([]);
});

/** Texts of three characters or more under headers of the workbooks handed in. */
async function wordsUnder(wanted: RegExp): Promise<string[]> {
  const { readXlsx } = await import("../../loaders/intake/xlsx.ts");
  const { cellText } = await import("../../loaders/intake/rows.ts");
  const words = new Set<string>();
  for (const name of readdirSync(exportsFolder).filter(file => file.endsWith(".xlsx"))) {
    const columns = new Set<number>();
    await readXlsx(join(exportsFolder, name), () => (_, cells) => {
      for (let i = 0; i < cells.length; i += 1) {
        const text = cellText(cells, i);
        if (wanted.test(text)) columns.add(cells.column[i]!);
        else if (columns.has(cells.column[i]!) && text.length >= 3) words.add(text);
      }
      return true;
    });
  }
  return [...words];
}

/** Every text of every table of the warehouse. */
async function warehouseText(): Promise<string> {
  const copy = join(work, "warehouse.duckdb");
  cpSync(join(cache, "warehouse.duckdb"), copy);
  const duck = await Duck.open(copy, { readOnly: true });
  try {
    const columns = await duck.rows(
      `SELECT table_schema AS s, table_name AS t, column_name AS c FROM information_schema.columns
       WHERE table_catalog = 'warehouse' AND data_type LIKE 'VARCHAR%'`
    );
    const texts: string[] = [];
    for (const { s, t, c } of columns) {
      const rows = await duck.rows(
        `SELECT string_agg(DISTINCT CAST("${c}" AS VARCHAR), ' ') AS v FROM "${s}"."${t}"`
      );
      texts.push(String(rows[0]!.v ?? ""));
    }
    return texts.join("\n");
  } finally {
    duck.close();
    rmSync(copy, { force: true });
  }
}
