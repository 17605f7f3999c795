import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { exitCode } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import { licencesText } from "../supply/licences.ts";
import { readLock } from "../supply/lock.ts";
import { sbomText } from "../supply/sbom.ts";
import { defaultOut, type Options } from "./options.ts";

/** `sbom`: the software bill of materials from the lock file, as CycloneDX JSON. */
export async function sbom(options: Options, progress: Progress): Promise<number> {
  const lock = readLock();
  const folder = options.out || defaultOut;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "sbom.cdx.json"), sbomText(lock));
  progress.line(`已写出 ${basename(folder)}/sbom.cdx.json：${lock.packages.size} 处安装，CycloneDX 1.5`);
  return exitCode.done;
}

/** `licences`: `docs/licences.md` anew from the lock file. */
export async function licences(_options: Options, progress: Progress): Promise<number> {
  writeFileSync(projectPath("docs/licences.md"), licencesText(readLock()));
  progress.line("已写出 docs/licences.md");
  return exitCode.done;
}
