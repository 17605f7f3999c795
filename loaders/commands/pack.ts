import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, relative, sep } from "node:path";
import { exitCode } from "../lib/errors.ts";
import { projectPath, projectRoot } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import type { Options } from "./options.ts";
import { checkTarget } from "./target.ts";

const guide = "离线使用.txt";

const carried = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "observablehq.config.ts",
  "README.md",
  "LICENSE",
  "CHANGELOG.md",
  "data",
  "deploy",
  "docs",
  "loaders",
  "src",
  "node_modules"
];

/**
 * `pack`: a folder with everything a PC of the same system without internet needs to build: the project and
 * the packages it runs on, without those that only test it. Exports are not carried.
 */
export async function pack(options: Options, progress: Progress): Promise<number> {
  const out = options.out || projectPath("pack/fangfanpin");
  checkTarget(out, guide);
  const lock = JSON.parse(readFileSync(projectPath("package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
  };
  const tested = new Set(
    Object.entries(lock.packages)
      .filter(([, entry]) => entry.dev)
      .map(([path]) => path)
  );
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const name of carried) {
    if (!existsSync(projectPath(name))) continue;
    progress.step(`复制 ${name}`);
    cpSync(projectPath(name), `${out}/${name}`, {
      recursive: true,
      verbatimSymlinks: true,
      filter: path => {
        const inside = relative(projectRoot, path).split(sep).join("/");
        if (inside === "src/.observablehq" || inside === "node_modules/.cache") return false;
        if (inside.startsWith("data/exports/") && inside !== "data/exports/README.md") return false;
        // Templates may have been filled in where they lie.
        if (inside === "data/templates") return false;
        return !tested.has(inside);
      }
    });
  }
  writeFileSync(
    `${out}/${guide}`,
    "﻿一、本机须装有 Node.js 20.19 或更高版本。\r\n二、把国家系统导出放入 data/exports。\r\n三、在本文件夹打开命令行，运行：npm run build\r\n四、运行 npm start 后用浏览器打开提示的地址。\r\n"
  );
  progress.line(`已打包到 ${basename(out)}；复制到同一操作系统、无网络的电脑即可构建`);
  return exitCode.done;
}
