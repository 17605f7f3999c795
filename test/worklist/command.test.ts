import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { prepareCommand, restoreCommand, runCommand } from "../support/command.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";
import { asOf, families, golden, personal } from "./fixture.ts";

beforeEach(() => expect.hasAssertions());

const work = exportsFolder({ "cache/.keep": "" });
beforeAll(() => prepareCommand(work, families));
afterAll(() => {
  removeFolders();
  restoreCommand();
});

const run = (out: string, ...more: string[]) =>
  runCommand("worklist", "--exports", golden, "--as-of", asOf, "--out", join(work, out), ...more);

test("writes a folder for each county, a workbook for each town and a cover, the same whenever it is run", async () => {
  const { code, said } = await run("first");
  expect(code).toBe(0);
  expect(said).toContain("已写出  990101青禾县：");
  expect(readdirSync(join(work, "first"), { recursive: true }).sort()).toEqual([
    "990101青禾县",
    ...[
      "督办清单_990101100柳湾镇_2023-12.xlsx",
      "督办清单_990101101杏坪乡_2023-12.xlsx",
      "督办清单_990101青禾县（县级及待对照）_2023-12.xlsx",
      "督办清单目录_990101青禾县_2023-12.xlsx"
    ].map(name => join("990101青禾县", name)),
    "990102白岩县",
    ...["督办清单_990102100石渡镇_2023-12.xlsx", "督办清单目录_990102白岩县_2023-12.xlsx"].map(name =>
      join("990102白岩县", name)
    )
  ]);
  const secrets = personal(file => readFileSync(join(golden, file), "utf8"));
  expect(secrets.filter(secret => said.includes(secret))).toEqual([]);
  // Nothing changed: the warehouse of the first run is taken up, and gives the same lists.
  expect((await run("second", "--region", "990101100")).said).toContain("数据未变，沿用上次的计算结果");
  const book = join("990101青禾县", "督办清单_990101100柳湾镇_2023-12.xlsx");
  expect(
    Buffer.compare(readFileSync(join(work, "second", book)), readFileSync(join(work, "first", book)))
  ).toBe(0);
});

test("refuses a place to write that would be published before it reads anything", async () => {
  const { code, said } = await runCommand(
    "worklist",
    "--exports",
    join(work, "none"),
    "--out",
    "dist/worklist"
  );
  expect([code, said]).toEqual([2, expect.stringContaining("户编号只能写到内部文件夹")]);
});
