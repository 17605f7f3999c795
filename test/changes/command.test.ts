import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { prepareCommand, restoreCommand, runCommand } from "../support/command.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";
import { asOf, golden } from "../worklist/fixture.ts";

beforeEach(() => expect.hasAssertions());

const work = exportsFolder({ "cache/.keep": "", "out/.keep": "" });
beforeAll(() => prepareCommand(work, ["10", "20", "30", "32", "34", "36"]));
afterAll(() => {
  removeFolders();
  restoreCommand();
});

const run = (...more: string[]) =>
  runCommand("changes", "--exports", golden, "--as-of", asOf, "--out", join(work, "out"), ...more);
const written = (): string[] => readdirSync(join(work, "out")).filter(name => name !== ".keep");

test("compares the last month and the last quarter with the ones before, or any two that are named", async () => {
  const { code, said } = await run();
  expect(code).toBe(0);
  expect(written()).toEqual([
    "变动报告_990100星野市_2023-11至2023-12.xlsx",
    "变动报告_990100星野市_2023Q3至2023Q4.xlsx"
  ]);
  expect(said).toContain("2023-11至2023-12.xlsx：纳入 1 户，退出 0 户，升级 0 户，降级 1 户");
  expect((await run("--period", "2023-12", "--since", "2023-06", "--region", "990101")).code).toBe(0);
  expect(written()).toContain("变动报告_990101青禾县_2023-06至2023-12.xlsx");
});

test("refuses periods of two kinds, out of order, or with nothing before them", async () => {
  for (const [args, words] of [
    [["--period", "2023-12", "--since", "2023Q3"], "--since：数据里没有“2023Q3”"],
    [["--period", "2023-06", "--since", "2023-12"], "不早于"],
    [["--period", "2020-01"], "没有更早的一期"]
  ] as const) {
    const { code, said } = await run(...args);
    expect([code, said]).toEqual([2, expect.stringContaining(words)]);
  }
});
