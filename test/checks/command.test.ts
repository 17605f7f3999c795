import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { prepareCommand, restoreCommand, runCommand } from "../support/command.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";
import { asOf, golden, personal } from "../worklist/fixture.ts";

beforeEach(() => expect.hasAssertions());

const work = exportsFolder({ "cache/.keep": "" });
beforeAll(() => prepareCommand(work, ["10", "30", "31", "32", "34"]));
afterAll(() => {
  removeFolders();
  restoreCommand();
});

const run = (out: string, ...more: string[]) =>
  runCommand("suspects", "--exports", golden, "--as-of", asOf, "--out", join(work, out), ...more);

test("writes a folder for each county and a workbook for each town, the same whenever it is run", async () => {
  const { code, said } = await run("first");
  expect(code).toBe(0);
  const files = readdirSync(join(work, "first"), { recursive: true }).map(String).sort();
  const town = join("990101青禾县", "疑点清单_990101100柳湾镇_2023-12-31.xlsx");
  expect(files).toContain(town);
  expect(said).toMatch(/疑点清单 \d+ 份，\d+ 处/);
  const secrets = personal(file => readFileSync(join(golden, file), "utf8"));
  expect(secrets.length).toBeGreaterThan(0);
  expect(secrets.filter(secret => said.includes(secret))).toEqual([]);
  await run("second", "--region", "990101100");
  expect(readdirSync(join(work, "second"), { recursive: true }).map(String).sort()).toEqual([
    "990101青禾县",
    town
  ]);
  expect(
    Buffer.compare(readFileSync(join(work, "second", town)), readFileSync(join(work, "first", town)))
  ).toBe(0);
});

test("refuses a place to write that would be published", async () => {
  const { code, said } = await runCommand("suspects", "--exports", golden, "--out", "dist/suspects");
  expect([code, said]).toEqual([2, expect.stringContaining("户编号只能写到内部文件夹")]);
});
