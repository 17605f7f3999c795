import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Duck, literal } from "../../loaders/lib/duck.ts";
import { projectPath } from "../../loaders/lib/paths.ts";
import { layout, readWhole } from "../../loaders/parts/layout.ts";
import { writeFigures, writeLeaves } from "../../loaders/parts/part.ts";
import { split } from "../../loaders/parts/split.ts";
import { cli } from "../support/cli.ts";
import { contract, figuresOf, type Run, takeIn } from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());

/** The made-up prefecture of two counties under two documents, all tables, with what parts find hard (`entangle`). */
const work = mkdtempSync(join(tmpdir(), "parts-"));
const folder = join(work, "parts");
const how = { asOf: "2023-12-31", root: "", profile: "all", defaultProfile: "" };
let whole: Run;

beforeAll(async () => {
  whole = await takeIn(projectPath("test/golden/county/exports"));
  await entangle(whole.duck);
  await split(whole.duck, contract(), folder, how);
  await figuresOf(whole, how);
}, 120_000);

afterAll(() => {
  whole.close();
  rmSync(work, { recursive: true });
});

/** A household that moved from one county to the other, a person of two registers, a clue merged into the other county's, a place of no name. */
async function entangle(duck: Duck): Promise<void> {
  await duck.run(`
    INSERT INTO staging.monitored_person SELECT * REPLACE (DATE '2023-06-30' AS as_of, row_no + 1000 AS row_no) FROM staging.monitored_person;
    UPDATE staging.monitored_person SET county_name = '白岩县', township_name = '石渡镇', village_name = '渡口村'
      WHERE household_id = 'H01' AND as_of = DATE '2023-06-30';
    UPDATE staging.monitored_person SET village_name = '无此村', township_name = '无此镇', county_name = '无此县' WHERE household_id = 'H02';
    UPDATE staging.monitored_person SET id_number_hash = (SELECT min(id_number_hash) FROM staging.monitored_person WHERE county_name = '青禾县')
      WHERE row_no = (SELECT min(row_no) FROM staging.monitored_person WHERE county_name = '白岩县');
    UPDATE staging.clue SET merged_into = (SELECT min(clue_id) FROM staging.clue WHERE starts_with(region_code, '990101') AND household_id IS NOT NULL), verify_result = 'duplicate'
      WHERE clue_id = (SELECT min(clue_id) FROM staging.clue WHERE starts_with(region_code, '990102') AND household_id IS NOT NULL)`);
}

/** The table's bytes as CSV, in the order of its key. */
async function bytesOf(duck: Duck, table: string, name: string): Promise<string> {
  const path = join(work, `${name}.csv`);
  await duck.run(
    `COPY (SELECT * FROM ${table} ORDER BY indicator, region_code, period, breakdown, basis, profile_id) TO ${literal(path)} (HEADER)`
  );
  return readFileSync(path, "utf8");
}

test("counties worked out apart and merged give the bytes of the whole", async () => {
  const { parts } = readWhole(folder);
  expect(parts).toEqual(["990101", "990102", "above"]);
  for (const run of [["990101"], ["990102", "above"]]) await writeLeaves(folder, contract(), run);
  for (const run of [["990101", "990102"], ["above"]]) await writeFigures(folder, contract(), run);
  const merged = await Duck.open(":memory:");
  const files = ["990101", "above"].map(run => literal(layout.figures(folder, run))).join(", ");
  const [ours, theirs] = [
    await bytesOf(merged, `read_parquet([${files}])`, "merged"),
    await bytesOf(whole.duck, "indicator", "whole")
  ];
  merged.close();
  expect(ours.length).toBeGreaterThan(1_000_000);
  const lines = new Set(theirs.split("\n"));
  expect(ours.split("\n").filter(line => !lines.has(line)).slice(0, 5)).toEqual([]);
  expect(ours === theirs).toBe(true);
}, 180_000);

test("a part that is none, and a folder that holds none, are refused", async () => {
  const odd = await cli(work, "part", "--out", folder, "--region", "999999");
  expect([odd.code, odd.err]).toEqual([2, expect.stringContaining("没有分区“999999”；可用：990101、990102、above")]);
  const empty = await cli(work, "merge", "--out", work);
  expect([empty.code, empty.err]).toEqual([2, expect.stringContaining("npm run split")]);
});
