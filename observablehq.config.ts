import { existsSync } from "node:fs";
import { join } from "node:path";
import { digestFolders, listFiles } from "./loaders/lib/digest.ts";
import { cachePath, projectPath } from "./loaders/lib/paths.ts";
import { clearStaleCache, keepOffline } from "./loaders/publish/freshness.ts";
import { headsOf } from "./loaders/publish/heads.ts";
import { meetingPage, pages } from "./src/lib/pages.ts";

const publish = cachePath("publish");
if (!existsSync(join(publish, "meta.json")))
  throw new Error("没有可发布的数据（.cache/publish 为空）；请先运行 npm run build");

const { title, linked, headOf } = headsOf(publish);
const cache = projectPath("src/.observablehq/cache");
clearStaleCache(cache, digestFolders([projectPath("src/data"), projectPath("loaders/publish")]));
keepOffline(cache);

const fonts = projectPath("node_modules/@fontsource-variable/noto-sans-sc/files");

/** Path from a page up to the site's root, so that the site works under any folder. */
const toRoot = (path: string): string => "./" + "../".repeat(path.split("/").length - 2);

/** Indicators whose figures a page loads. */
const indicatorsOf = (path: string): string =>
  [...pages, meetingPage].find(page => `/${page.path}` === path)?.indicators.join(" ") ?? "";

/** Folder of the published files under the site's root: a preview serves them below `_file`. */
const files = process.argv.includes("preview") ? "_file/data/" : "data/";

export default {
  root: "src",
  output: process.env.FANGFANPIN_DIST ?? "dist",
  title,
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
      `<meta name="site" data-root="${toRoot(path)}" data-files="${files}" data-version="" data-indicators="${indicatorsOf(path)}">`,
      `<meta name="color-scheme" content="light dark">`,
      `<link rel="external stylesheet" href="${toRoot(path)}${files}fonts/index.css">`,
      `<link rel="external icon" href="data:,">`
    ].join("\n"),
  header: ({ path }: { path: string }) => headOf(path),
  dynamicPaths: [
    "/data/fonts/index.css",
    ...listFiles(fonts)
      .filter(name => name.endsWith("-wght-normal.woff2"))
      .map(name => `/data/fonts/files/${name}`)
  ]
};
