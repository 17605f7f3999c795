import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Ended, prepareCommand, restoreCommand, runCommand } from "../support/command.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";
import { first, ledgerFile, personal, regions, second } from "./fixture.ts";

beforeEach(() => expect.hasAssertions());
afterAll(() => {
  removeFolders();
  restoreCommand();
});

const work = exportsFolder({ "cache/.keep": "", "out/.keep": "" });
const out = join(work, "out");

// The ledger's own family is all the command reads.
beforeAll(() => prepareCommand(work, ["70"]));

const ledger = (exports: string, ...more: string[]): Promise<Ended> =>
  runCommand("ledger", "--exports", exports, "--as-of", "2020-12-31", "--out", out, ...more);

const name = "即时帮扶情况台账.xlsx";
const good = exportsFolder({ "区划统计表.csv": regions, [name]: ledgerFile(first, second) });

test("refuses a code the region table does not have, and one without a ledger, and writes nothing", async () => {
  expect(await ledger(good, "--region", "990599")).toMatchObject({
    code: 2,
    said: expect.stringContaining("没有代码“990599”")
  });
  expect(await ledger(good, "--region", "990502")).toMatchObject({
    code: 2,
    said: expect.stringContaining("“990502”没有台账")
  });
  expect(readdirSync(out)).toEqual([".keep"]);
});

test("says that there is no ledger, that it is empty, or why it is refused", async () => {
  const told = (file: Record<string, Buffer>) =>
    ledger(exportsFolder({ "区划统计表.csv": regions, ...file }));
  expect(await told({})).toMatchObject({
    code: 1,
    said: expect.stringContaining("没有读到“即时帮扶情况台账”")
  });
  expect(await told({ [name]: ledgerFile([], []) })).toMatchObject({
    code: 1,
    said: expect.stringContaining("占位行 2")
  });
  const broken = await told({ [name]: Buffer.from("甲") });
  expect(broken).toMatchObject({ code: 1, said: expect.stringContaining("台账整份拒收") });
  expect(broken.said).toContain(name);
});

test("writes one workbook a district and says what it holds, without a person", async () => {
  const { code, said } = await ledger(good);
  expect(code).toBe(0);
  expect(readdirSync(out).filter(file => file !== ".keep")).toEqual(["即时帮扶汇总_990501甲区_2020-12.xlsx"]);
  expect(said).toContain(
    "一般农户中存在致贫风险的人口 3 户 3 人；脱贫享受政策人口中存在返贫风险的人口 3 户 4 人"
  );
  expect(said).toContain("占位 2");
  expect(personal.filter(word => said.includes(word))).toEqual([]);
});
