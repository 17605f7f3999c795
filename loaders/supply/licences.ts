import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectPath } from "../lib/paths.ts";
import type { Lock, Locked } from "./lock.ts";

/** Licences that ask for no more than that they be named with the work, or for nothing. */
const permissive = new Set([
  "0BSD",
  "Apache-2.0",
  "Apache-2.0 AND BSL-1.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT OR Apache-2.0",
  "(MIT AND Zlib)",
  "MIT-0",
  "MIT/X11",
  "Python-2.0",
  "Unlicense"
]);

/**
 * What is to be known of the licences that ask for more, and of packages that state none; what is in neither list fails the
 * test of the supply chain.
 */
const remarks: Readonly<Record<string, string>> = {
  "buffers@0.1.1": "包里没有写明许可；只在构建时随 exceljs 读写工作簿，不进网站",
  "(MIT OR GPL-3.0-or-later)": "二者任选，按 MIT 使用",
  "MPL-2.0": "对改动过的源文件有公开要求；只在开发与测试时用，没有改动，不进网站",
  "OFL-1.1": "字体许可；许可全文随网站发布（licences.txt）"
};

/** Packages whose licence neither list knows, or that a remark no longer fits. */
export function unknownLicences(lock: Lock): Locked[] {
  return [...lock.packages.values()].filter(
    each => !permissive.has(each.licence) && (!remarkOf(each) || (each.licence === "MPL-2.0" && !each.dev))
  );
}

/** `docs/licences.md`: every package of the lock file with its licence, those that need attention first. */
export function licencesText(lock: Lock): string {
  const packages = [...new Map([...lock.packages.values()].map(each => [labelOf(each), each])).values()].sort(
    (a, b) => (labelOf(a) < labelOf(b) ? -1 : 1)
  );
  const named = (licence: string): string => licence || "未写明";
  const counts = [...new Set(packages.map(({ licence }) => licence))].sort().map(licence => {
    const own = packages.filter(each => each.licence === licence);
    const dev = own.filter(each => each.dev).length;
    return `| ${named(licence)} | ${own.length - dev} | ${dev} |`;
  });
  const noted = packages
    .filter(remarkOf)
    .map(each => `| ${labelOf(each)} | ${named(each.licence)} | ${remarkOf(each)} |`);
  const all = packages.map(
    each => `| ${each.name} | ${each.version} | ${named(each.licence)} | ${each.dev ? "开发" : "运行"} |`
  );
  return [
    "# 第三方软件与许可\n",
    "由 `npm run licences` 从 package-lock.json 生成，不要手改。“运行”是构建网站与出表要用的，“开发”只在测试与检查时用。\n",
    "进入网站的那些，许可全文在网站的 licences.txt。没有 GPL、AGPL、LGPL 等强制公开源码的许可（可任选的除外）。\n",
    "## 须留意的\n",
    table(["包", "许可", "说明"], noted),
    "## 各许可的包数\n",
    table(["许可", "运行", "开发"], counts),
    "## 全部\n",
    table(["包", "版本", "许可", "用途"], all)
  ].join("\n");
}

/** Packages with code or faces in a built site, as `name@version`: Framework names those it bundles in `_node`. */
export function bundledIn(lock: Lock, files: readonly string[]): string[] {
  const modules = files.flatMap(name => /^_node\/((?:@[^/]+\/)?[^/@]+@[^/]+)\//.exec(name)?.[1] ?? []);
  const own = ["@observablehq/framework", "@fontsource-variable/noto-sans-sc"].map(name =>
    labelOf(lock.packages.get(`node_modules/${name}`)!)
  );
  return [...new Set([...modules, ...own])].sort();
}

/**
 * The notice that goes with the site: the full licences of the packages whose code or faces are in it.
 * @param bundled `name@version` of the packages
 */
export function noticeText(lock: Lock, bundled: readonly string[]): string {
  const parts = bundled.map(label => {
    const found = [...lock.packages.values()].find(each => labelOf(each) === label);
    if (!found) throw new Error(`${label} is not in the lock file`);
    return `${"=".repeat(72)}\n${label}  ${found.licence}\n${"=".repeat(72)}\n\n${licenceText(found)}\n`;
  });
  return `本网站含下列第三方软件与字体，各按其许可使用。\n\n${parts.join("\n")}`;
}

function remarkOf(each: Locked): string | undefined {
  return remarks[each.licence || labelOf(each)];
}

function labelOf({ name, version }: Locked): string {
  return `${name}@${version}`;
}

function licenceText({ path }: Locked): string {
  const folder = projectPath(path);
  const file =
    existsSync(folder) &&
    readdirSync(folder)
      .sort()
      .find(name => /^(licen[cs]e|copying)/i.test(name));
  if (!file) throw new Error(`${path} has no licence file`);
  return readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
}

function table(head: readonly string[], rows: readonly string[]): string {
  return `| ${head.join(" | ")} |\n|${" --- |".repeat(head.length)}\n${rows.join("\n")}\n`;
}
