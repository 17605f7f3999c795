import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { type Done, cli as run } from "../support/cli.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

const work = exportsFolder({});

const cli = (...args: string[]): Promise<Done> => run(work, ...args);

test("--help says what it does and takes --out alone", async () => {
  const help = await cli("templates", "--help");
  expect(help).toMatchObject({ code: 0, err: "" });
  expect(help.out).toContain("空白模板");
  expect(help.out).toContain("--out 位置");
  expect(await cli("templates", "--as-of", "2023-12-31")).toMatchObject({ code: 2, out: "" });
});

/** Where the second test writes the templates; of those the third takes some it left alone. */
const written = join(work, "模板");

test("writes the templates, again over its own, but never over one that was filled in", async () => {
  const out = written;
  const first = await cli("templates", "--out", out);
  expect(first).toMatchObject({ code: 0, out: "" });
  expect(first.err).toContain("32 张本地表");
  expect(readdirSync(out)).toHaveLength(64);
  writeFileSync(join(out, "我的笔记.txt"), "甲");
  expect((await cli("templates", "--out", out)).code).toBe(0);
  expect(readFileSync(join(out, "我的笔记.txt"), "utf8")).toBe("甲");

  writeFileSync(join(out, "资金.csv"), "填过了");
  const before = readdirSync(out).map(name => readFileSync(join(out, name)));
  const refused = await cli("templates", "--out", out);
  expect(refused).toMatchObject({ code: 2, out: "" });
  expect(refused.err).toContain("资金.csv");
  expect(refused.err).toContain("没有覆盖");
  expect(refused.err).not.toMatch(/\n\s+at /);
  expect(readdirSync(out).map(name => readFileSync(join(out, name)))).toEqual(before);
});

test("check names the example row and the sheet that is no table", async () => {
  const folder = join(work, "exports");
  mkdirSync(folder);
  for (const name of ["走访记录.xlsx", "帮扶措施台账.xlsx", "区划统计表.csv"])
    cpSync(join(written, name), join(folder, name));
  const text = readFileSync(join(folder, "区划统计表.csv"), "utf8");
  writeFileSync(
    join(folder, "区划统计表.csv"),
    `${text}${text.split("\r\n")[1]!.replace("【示例】", "")}\r\n`
  );
  const done = await cli("check", "--exports", folder, "--as-of", "2023-12-31", "--out", join(work, "out"));
  expect(done.out).toContain(
    "走访记录.xlsx → 走访记录（快照 2023-12-31）：读 1 行 = 接收 0 + 拒收 0 + 空行 1；示例 1；不是表的工作表：说明\n"
  );
  expect(done.out).toContain("不是表的工作表：说明；隐藏工作表未读：代码\n");
  expect(done.out).toContain(
    "区划统计表.csv → 区划统计表（快照 2023-12-31）：读 2 行 = 接收 1 + 拒收 0 + 空行 1；示例 1\n"
  );
  expect(done.code).toBe(0);
});
