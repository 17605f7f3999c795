import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { digestFolders } from "../../loaders/lib/digest.ts";
import { finishPage, markVersion } from "../../loaders/publish/finish.ts";
import { clearStaleCache, keepOffline } from "../../loaders/publish/freshness.ts";
import { sitePolicy } from "../../loaders/publish/security.ts";
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

test("a page gets its language, a viewport that zooms, and a policy that lets nothing in it run", () => {
  const { html, scripts } = finishPage(page, "map");
  expect(html).toContain('<html lang="zh-CN">');
  expect(html).not.toMatch(/maximum-scale|generator|unsafe|go\(\)/);
  expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="${sitePolicy}">`);
  expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<script"));
  const [[file, text]] = [...scripts] as [[string, string]];
  expect(text).toBe("go()");
  expect(file).toMatch(/^map\.[0-9a-f]{8}\.js$/);
  expect(html).toContain(`<script type="module" src="./${file}"></script>`);
  expect(html).toContain('<script src="a.js"></script>');
  expect(finishPage(html, "map")).toEqual({ html, scripts: new Map() });
});

test("a page asks for its data by their digest", () => {
  const dist = mkdtempSync(join(tmpdir(), "site-"));
  const marked = (version: string): string =>
    `<meta name="site" data-version="${version}" data-files="data/">`;
  writeFileSync(join(dist, "map.html"), marked(""));
  for (const version of ["1a2b", "3c4d"]) {
    markVersion(dist, version);
    expect(readFileSync(join(dist, "map.html"), "utf8")).toBe(marked(version));
  }
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
