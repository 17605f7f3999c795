import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { prepareCommand, restoreCommand, runCommand } from "../support/command.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";
import { asOf, golden, personal } from "../worklist/fixture.ts";

beforeEach(() => expect.hasAssertions());

const work = exportsFolder({ "cache/.keep": "" });
beforeAll(() => prepareCommand(work, []));
afterAll(() => {
  removeFolders();
  restoreCommand();
});

test("draws next quarter's households of the county asked for into a workbook", async () => {
  const out = join(work, "out");
  const { code, said } = await runCommand(
    "sample",
    "--exports",
    golden,
    "--as-of",
    asOf,
    "--out",
    out,
    "--region",
    "990101"
  );
  expect(code).toBe(0);
  expect(readdirSync(out)).toEqual(["调研抽样_990101青禾县_2024Q1.xlsx"]);
  expect(said).toMatch(/抽样框 \d+ 户，抽取 \d+ 户；种子 \d+，摘要 [0-9a-f]{64}/);
  const secrets = personal(file => readFileSync(join(golden, file), "utf8"));
  expect(secrets.filter(secret => said.includes(secret))).toEqual([]);
});

test("refuses a quarter that is none, and a place to write that would be published, before it reads anything", async () => {
  const refused = (...more: string[]) => runCommand("sample", "--exports", join(work, "none"), ...more);
  expect(await refused("--quarter", "2024-1", "--out", work)).toMatchObject({
    code: 2,
    said: expect.stringContaining("不是季度")
  });
  expect(await refused("--out", "dist/sample")).toMatchObject({
    code: 2,
    said: expect.stringContaining("户编号只能写到内部文件夹")
  });
});
