import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { digestFolders, listFiles } from "./loaders/lib/digest.ts";
import { cachePath, projectPath } from "./loaders/lib/paths.ts";
import { clearStaleCache, keepOffline } from "./loaders/publish/freshness.ts";
import { pageExists } from "./loaders/publish/search.ts";
import { masthead } from "./src/lib/masthead.ts";
import { meetingPage, pages } from "./src/lib/pages.ts";
import type { Meta, Region } from "./src/lib/site.ts";

const publish = cachePath("publish");
if (!existsSync(join(publish, "meta.json")))
  throw new Error("没有可发布的数据（.cache/publish 为空）；请先运行 npm run build");

const read = <T>(name: string): T => JSON.parse(readFileSync(join(publish, name), "utf8")) as T;
const meta = read<Meta>("meta.json");
const root = read<readonly Region[]>("regions.json").find(region => region.code === meta.root);
const cache = projectPath("src/.observablehq/cache");
const version = digestFolders([publish, projectPath("src/data"), projectPath("loaders/publish")]);
clearStaleCache(cache, version);
keepOffline(cache);

const fonts = projectPath("node_modules/@fontsource-variable/noto-sans-sc/files");
const linked = pages.filter(({ path }) => pageExists(path));

/** Path from a page up to the site's root, so that the site works under any folder. */
const toRoot = (path: string): string => "./" + "../".repeat(path.split("/").length - 2);

/** Indicators whose figures a page loads. */
const indicatorsOf = (path: string): string =>
  [...pages, meetingPage].find(page => `/${page.path}` === path)?.indicators.join(" ") ?? "";

/** The small files; `build` copies the folders beside them itself. */
const jsonFiles = (): string[] => listFiles(publish).filter(name => /^[^/]+\.json$/.test(name));

/** Folder of the published files under the site's root: a preview serves them below `_file`. */
const files = process.argv.includes("preview") ? "_file/data/" : "data/";

export default {
  root: "src",
  output: process.env.FANGFANPIN_DIST ?? "dist",
  title: meta.title,
  style: "style/theme.css",
  globalStylesheets: [],
  preserveExtension: true,
  preserveIndex: true,
  sidebar: false,
  pager: false,
  toc: false,
  search: false,
  footer: null,
  pages: linked.map(({ title, path }) => ({ name: title, path: `/${path}` })),
  interpreters: { ".ts": [process.execPath, "--import", "tsx"] },
  head: ({ path }: { path: string }) =>
    [
      `<meta name="site" data-root="${toRoot(path)}" data-files="${files}" data-version="${version}" data-indicators="${indicatorsOf(path)}">`,
      `<meta name="color-scheme" content="light dark">`,
      `<link rel="external stylesheet" href="${toRoot(path)}${files}fonts/index.css">`,
      `<link rel="external icon" href="data:,">`
    ].join("\n"),
  header: ({ path }: { path: string }) =>
    path === `/${meetingPage.path}` ? null : masthead({ path, meta, root: root?.name ?? "", pages: linked }),
  dynamicPaths: [
    ...[...jsonFiles(), "search.json", "tables.json", "method-checks.json"].map(name => `/data/site/${name}`),
    "/data/fonts/index.css",
    ...listFiles(fonts)
      .filter(name => name.endsWith("-wght-normal.woff2"))
      .map(name => `/data/fonts/files/${name}`)
  ]
};
