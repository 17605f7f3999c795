import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Duck } from "../../loaders/lib/duck.ts";
import { prepareCommand, restoreCommand, runCommand } from "../support/command.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";
import { asOf, golden } from "../worklist/fixture.ts";

beforeEach(() => expect.hasAssertions());

const work = exportsFolder({ "cache/.keep": "", "out/.keep": "" });
beforeAll(() => prepareCommand(work, ["10", "20", "30", "31", "32", "34", "36"]));
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
  const { spansOf } = await import("../../loaders/commands/changes.ts");
  const duck = await Duck.open(":memory:");
  await duck.run(
    "CREATE TABLE period AS SELECT * FROM (VALUES ('month', '2023-06'), ('month', '2023-12'), ('quarter', '2023Q3'), ('quarter', '2023Q4')) AS p(kind, period)"
  );
  for (const [period, since, words] of [
    ["2023-12", "2023Q3", "--since：数据里没有“2023Q3”"],
    ["2023-06", "2023-12", "不早于"],
    ["2023-06", "", "没有更早的一期"],
    ["2020-01", "", "--period：数据里没有“2020-01”"]
  ] as const)
    await expect(spansOf({ duck }, { period, since })).rejects.toMatchObject({
      exit: 2,
      message: expect.stringContaining(words)
    });
  expect(await spansOf({ duck }, { period: "2023Q4", since: "" })).toMatchObject([
    { period: "2023Q4", since: "2023Q3" }
  ]);
  duck.close();
});
