import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { demoManifest, generateDemo } from "../demo/demo.ts";
import { discover } from "../intake/discover.ts";
import { digestFolders } from "../lib/digest.ts";
import { cachePath, projectPath } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import type { Options } from "./options.ts";

/** The folder a run reads, and whether it holds made-up data. */
export interface Source {
  readonly folder: string;
  readonly demo: boolean;
}

/** The folder given, else data/exports, else, where that is empty, a demo generated once for these settings. */
export async function sourceOf(options: Options, progress: Progress): Promise<Source> {
  const folder = options.exports || projectPath("data/exports");
  if (options.exports || (!options.demo && existsSync(folder) && discover(folder).length > 0))
    return { folder, demo: existsSync(join(folder, demoManifest)) };
  const { households, seed } = options.settings.demo;
  const version = createHash("sha256")
    .update(digestFolders([projectPath("loaders/demo"), projectPath("data/policy")]))
    .digest("hex")
    .slice(0, 12);
  const demo = cachePath(`demo-${households}-${seed}-${version}`);
  if (!existsSync(join(demo, demoManifest))) {
    mkdirSync(cachePath(), { recursive: true });
    for (const name of readdirSync(cachePath()))
      if (name.startsWith("demo-")) rmSync(cachePath(name), { recursive: true, force: true });
    progress.step(`生成演示数据（${households} 户）`);
    await generateDemo({ households, seed, out: demo });
  }
  return { folder: demo, demo: true };
}

/** Where a demo's own boundary file stands, "" when there is none. */
export function demoBoundaries(source: Source): string {
  if (!source.demo) return "";
  const name = readdirSync(source.folder).find(file => /\.(geo)?json$/.test(file) && file !== demoManifest);
  return name && readFileSync(join(source.folder, name), "utf8").startsWith("{")
    ? join(source.folder, name)
    : "";
}
