import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { checkPrivate, periodOf, regionOf } from "../../loaders/commands/place.ts";
import { projectPath } from "../../loaders/lib/paths.ts";
import type { River } from "../../loaders/river.ts";
import { closeWorlds, world } from "../indicators/world.ts";

beforeEach(() => expect.hasAssertions());

let run: River;
const folder = mkdtempSync(join(tmpdir(), "place-"));
beforeAll(async () => {
  run = (await world({ households: ["A1"], families: [] })) as unknown as River;
});
afterAll(() => {
  closeWorlds();
  rmSync(folder, { recursive: true });
});

test("a region is one under the root, the root itself by default", async () => {
  expect(await regionOf(run, "")).toBe("990400");
  expect(await regionOf(run, "990401001001")).toBe("990401001001");
  await expect(regionOf(run, "990499")).rejects.toMatchObject({
    exit: 2,
    message: expect.stringContaining("没有代码“990499”")
  });
});

test("a period is one of the series, the last by default; of which kind is the command's matter", async () => {
  expect(await periodOf(run, "--period", "", ["month"])).toEqual({ kind: "month", period: "2023-12" });
  expect(await periodOf(run, "--period", "", ["quarter"])).toEqual({ kind: "quarter", period: "2023Q4" });
  expect(await periodOf(run, "--period", "2023Q2", ["month", "quarter"])).toEqual({
    kind: "quarter",
    period: "2023Q2"
  });
  await expect(periodOf(run, "--period", "2024-01", ["month"])).rejects.toMatchObject({
    exit: 2,
    message: "--period：数据里没有“2024-01”；可用 2023-01 至 2023-12"
  });
  await expect(periodOf(run, "--period", "2023Q2", ["month"])).rejects.toThrow("没有“2023Q2”");
});

test("what names households is not written where it would be published or read back", () => {
  for (const name of ["dist", "dist/a", "data/exports", "src"])
    expect(() => checkPrivate(projectPath(name))).toThrow("户编号只能写到内部文件夹");
  mkdirSync(join(folder, "site", "_observablehq"), { recursive: true });
  expect(() => checkPrivate(join(folder, "site", "worklist"))).toThrow("已生成的网站");
  expect(() => checkPrivate(join(folder, "out"))).not.toThrow();
  expect(() => checkPrivate(projectPath("out/worklist"))).not.toThrow();
});
