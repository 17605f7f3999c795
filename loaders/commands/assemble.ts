import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync
} from "node:fs";
import { join } from "node:path";
import { digestFolders, listFiles } from "../lib/digest.ts";
import { keepNewest } from "../lib/newest.ts";
import { cachePath, projectPath } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import { finishSite, markVersion } from "../publish/finish.ts";
import { headsText } from "../publish/heads.ts";
import { siteFiles } from "../publish/site-files.ts";
import { checkSums, writeSums } from "../publish/sums.ts";
import { isRunning } from "../river.ts";
import { bundledIn, noticeText } from "../supply/licences.ts";
import { readLock } from "../supply/lock.ts";
import { runFramework } from "./framework.ts";

/** How many shells are kept: this site's and one more, such as a county's. */
const most = 2;

/**
 * Puts a site together in a folder: its shell, which is all of it but the data, and beside it what was published.
 * @param cache the cache folder it was published in, this process's by default
 */
export async function assemble(dist: string, progress: Progress, cache: string = cachePath()): Promise<void> {
  const published = join(cache, "publish");
  cpSync(await shellOf(cache, progress), dist, { recursive: true });
  const data = join(dist, "data");
  for (const part of ["figures", "downloads"])
    cpSync(join(published, part), join(data, part), { recursive: true });
  mkdirSync(join(data, "site"), { recursive: true });
  for (const [name, bytes] of siteFiles(published)) writeFileSync(join(data, "site", name), bytes);
  markVersion(dist, digestFolders([data]));
}

/**
 * The finished pages without data, as Framework made them; those of an earlier build where nothing they follow from has
 * changed: the sources, the packages, and what of the data stands in the heads of pages.
 */
async function shellOf(cache: string, progress: Progress): Promise<string> {
  const folder = join(cache, "shell");
  const shell = join(folder, digestOf(join(cache, "publish")));
  if (await isWhole(shell)) {
    progress.step("网页未变，沿用上次生成的");
    const now = new Date();
    utimesSync(shell, now, now);
    return shell;
  }
  progress.step("生成网页");
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder))
    if (/-next-\d+$/.test(name) && !isRunning(Number(name.split("-").at(-1))))
      rmSync(join(folder, name), { recursive: true, force: true });
  const next = `${shell}-next-${process.pid}`;
  try {
    await runFramework(["build"], next, { cache });
    finishSite(next);
    const lock = readLock();
    writeFileSync(join(next, "licences.txt"), noticeText(lock, bundledIn(lock, listFiles(next))));
    await writeSums(next);
    rmSync(shell, { recursive: true, force: true });
    renameSync(next, shell);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
  keepNewest(folder, most, name => !name.includes("-next-"));
  return shell;
}

/** Whether a shell is there as it was kept. */
async function isWhole(shell: string): Promise<boolean> {
  const found = await checkSums(shell);
  return found !== null && [found.missing, found.changed, found.extra].every(names => names.length === 0);
}

/** Digest of all that a shell follows from. */
function digestOf(published: string): string {
  const sources = digestFolders(
    [
      projectPath("src"),
      projectPath("loaders/publish"),
      projectPath("loaders/lib"),
      projectPath("loaders/supply")
    ],
    name => !name.startsWith(".observablehq/")
  );
  const hash = createHash("sha256").update(sources);
  for (const name of ["observablehq.config.ts", "package-lock.json", "loaders/commands/framework.ts"])
    hash.update(`\0${readFileSync(projectPath(name))}`);
  return hash
    .update(`\0${headsText(published)}`)
    .digest("hex")
    .slice(0, 16);
}
