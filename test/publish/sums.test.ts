import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { checkSums, writeSums } from "../../loaders/publish/sums.ts";
import { cli } from "../support/cli.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";

afterAll(removeFolders);

const files = { "index.html": "总览", "data/甲 乙.arrow": Buffer.from([0, 255, 10]), "data/a.json": "{}" };

test("the list is that of sha256sum, and the same for the same files", async () => {
  const [one, two] = [exportsFolder(files), exportsFolder(files)];
  await writeSums(one);
  await writeSums(two);
  const list = readFileSync(join(one, "SHA256SUMS"), "utf8");
  expect(readFileSync(join(two, "SHA256SUMS"), "utf8")).toBe(list);
  expect(list.split("\n").map(line => line.slice(66))).toEqual([
    "data/a.json",
    "data/甲 乙.arrow",
    "index.html",
    ""
  ]);
  // printf '{}' | sha256sum
  expect(list).toMatch(
    /^44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a {2}data\/a\.json\n/
  );
  if (process.platform === "linux")
    expect(spawnSync("sha256sum", ["-c", "SHA256SUMS"], { cwd: one }).status).toBe(0);
  await writeSums(one);
  expect(readFileSync(join(one, "SHA256SUMS"), "utf8")).toBe(list);
});

test("verify names what is missing, changed and extra; 0, 1 and 2", async () => {
  const folder = exportsFolder(files);
  const verify = () => cli(exportsFolder({}), "verify", "--out", folder);
  expect(await verify()).toMatchObject({ code: 2, err: expect.stringContaining("没有可读的 SHA256SUMS") });
  await writeSums(folder);
  expect(await verify()).toMatchObject({
    code: 0,
    err: expect.stringContaining("3 个文件与 SHA256SUMS 一致")
  });

  writeFileSync(join(folder, "index.html"), "总揽");
  renameSync(join(folder, "data/a.json"), join(folder, "data/b.json"));
  const done = await verify();
  expect(done.code).toBe(1);
  for (const line of [
    "缺少  data/a.json",
    "改动  index.html",
    "多出  data/b.json",
    "缺少 1 个、改动 1 个、多出 1 个"
  ])
    expect(done.err).toContain(line);

  writeFileSync(join(folder, "SHA256SUMS"), "不是清单\n");
  expect(await verify()).toMatchObject({ code: 2 });
});

test("a link is no file of the site", async () => {
  const folder = exportsFolder(files);
  await writeSums(folder);
  mkdirSync(join(folder, "more"));
  writeFileSync(join(folder, "more/copy.json"), "{}");
  rmSync(join(folder, "data/a.json"));
  symlinkSync("../more/copy.json", join(folder, "data/a.json"));
  symlinkSync("..", join(folder, "up"));
  expect(await checkSums(folder)).toEqual({
    listed: 3,
    missing: [],
    changed: ["data/a.json"],
    extra: ["more/copy.json", "up"]
  });
});
