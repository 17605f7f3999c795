import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { finishPage } from "../../loaders/publish/finish.ts";
import { clearStaleCache, digestFolders, keepOffline } from "../../loaders/publish/freshness.ts";
import { writeTar } from "../../loaders/publish/tar.ts";

const page = `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
<meta name="generator" content="Observable Framework v1">
<script src="a.js"></script>
<script type="module">go()</script>
</head></html>`;

test("a page gets its language, a viewport that zooms and a policy without unsafe-eval", () => {
  const finished = finishPage(page);
  expect(finished).toContain('<html lang="zh-CN">');
  expect(finished).not.toMatch(/maximum-scale|generator|unsafe/);
  expect(finished).toContain("script-src 'self' 'sha256-");
  expect(finished.indexOf("Content-Security-Policy")).toBeLessThan(finished.indexOf("<script"));
  expect(finishPage(finished)).toBe(finished);
});

test("stale loader output is cleared when the input changed, and only then", () => {
  const cache = mkdtempSync(join(tmpdir(), "cache-"));
  const input = mkdtempSync(join(tmpdir(), "input-"));
  const stale = join(cache, "data/site.tar");
  writeFileSync(join(input, "meta.json"), "1");
  const put = () => {
    mkdirSync(join(cache, "data"), { recursive: true });
    writeFileSync(stale, "old");
  };
  put();
  expect(clearStaleCache(cache, digestFolders([input]))).toBe(true);
  expect(existsSync(stale)).toBe(false);
  put();
  expect(clearStaleCache(cache, digestFolders([input]))).toBe(false);
  expect(readFileSync(stale, "utf8")).toBe("old");
  writeFileSync(join(input, "meta.json"), "2");
  expect(clearStaleCache(cache, digestFolders([input]))).toBe(true);
  expect(existsSync(stale)).toBe(false);
});

test("a build asks the registry for nothing", () => {
  const cache = mkdtempSync(join(tmpdir(), "cache-"));
  keepOffline(cache);
  expect(existsSync(join(cache, "_npm/@observablehq/plot@0.0.0"))).toBe(true);
});

test("the same files make the same archive, whatever their order", async () => {
  const tar = async (names: readonly string[]) => {
    const output = new PassThrough();
    const bytes = buffer(output);
    await writeTar(
      names.map(name => ({ name, bytes: Buffer.from(name.repeat(40_000)) })),
      output
    );
    output.end();
    return bytes;
  };
  expect((await tar(["a", "b/c"])).equals(await tar(["b/c", "a"]))).toBe(true);
});
