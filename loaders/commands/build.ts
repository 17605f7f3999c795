import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { CliError, exitCode } from "../lib/errors.ts";
import { cachePath, projectPath } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import { writeRejects } from "../publish/rejects.ts";
import { writeSums } from "../publish/sums.ts";
import { isRunning } from "../river.ts";
import { assemble } from "./assemble.ts";
import { defaultOut, type Options } from "./options.ts";
import { publishRun } from "./published.ts";
import { intakeLines, refusedFiles, totalLine } from "./report.ts";
import { runRiver } from "./run.ts";
import { checkTarget } from "./target.ts";

/** Where the site's loaders find their data. */
const published = cachePath("publish");

/** `build`: exports to a finished site in dist, which is replaced in one step or left alone. */
export async function build(options: Options, progress: Progress): Promise<number> {
  const dist = options.out || projectPath("dist");
  checkTarget(dist, "data/site/meta.json");
  restoreFolder(dist);
  const code = await prepare(narrowed(options), progress);
  if (code !== exitCode.done) return code;
  const next = `${dist}-next-${process.pid}`;
  rmSync(next, { recursive: true, force: true });
  try {
    await assemble(next, progress);
    await writeSums(next);
    replaceFolder(next, dist);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
  progress.line(`网站已生成：${basename(dist)}/index.html（用 npm start 或任何静态服务器打开）`);
  return exitCode.done;
}

/** With --region the site stops at that region, as with `root` in the settings: nothing of its neighbours is in it. */
function narrowed(options: Options): Options {
  return options.region ? { ...options, settings: { ...options.settings, root: options.region } } : options;
}

/**
 * Runs the river and publishes to a folder, the site's by default. A file refused as a whole stops here unless --partial
 * was given (contract README §8.41).
 * @param kept what the message then says was left as it is
 */
export async function prepare(
  options: Options,
  progress: Progress,
  folder: string = published,
  kept = "未更新网站"
): Promise<number> {
  // The site lets its reader set every document's judgement beside the bound one.
  const { source, run, stamp } = await runRiver(options, progress, { profile: options.profile || "all" });
  try {
    for (const line of await intakeLines(run)) if (!line.startsWith("接收")) progress.line(line);
    const tops = await run.duck.rows(
      "SELECT r.region_name AS name FROM region_top AS t JOIN region AS r USING (region_code) ORDER BY r.region_code"
    );
    if (tops.length > 1)
      progress.line(
        `区划统计表有 ${tops.length} 个最高级区划（${tops.map(row => row.name).join("、")}）；网站只显示其中一个，请在 data/settings.json 的 root 指定代码`
      );
    await writeRejects(run.duck, defaultOut);
    const refused = refusedFiles(run);
    if (refused.length > 0 && !options.partial) {
      progress.line(await totalLine(run));
      progress.line(
        `有 ${refused.length} 份文件整份拒收，为免发布缺县的合计，${kept}；改好后重来，或加 --partial 照建（每页会写明缺哪些文件）`
      );
      run.discard();
      return exitCode.refused;
    }
    await publishRun({ run, source, options, stamp, missing: refused, folder, progress });
    progress.line(await totalLine(run));
  } catch (error) {
    run.discard();
    throw error;
  }
  run.close();
  return exitCode.done;
}

/**
 * Brings back a folder that a run cut off between two renames had put aside, and takes away what such runs left. What
 * belongs to a run still going on stays.
 */
export function restoreFolder(current: string): void {
  const parent = dirname(current);
  if (!existsSync(parent)) return;
  const start = `${basename(current)}-`;
  for (const name of readdirSync(parent)) {
    const [, kind, pid] =
      /^(last|next)-(\d+)$/.exec(name.startsWith(start) ? name.slice(start.length) : "") ?? [];
    if (!kind || isRunning(Number(pid))) continue;
    if (kind === "last" && !existsSync(current)) renameSync(join(parent, name), current);
    else rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** Puts a finished folder in the place of the last one; the last one comes back if that fails. */
export function replaceFolder(next: string, current: string): void {
  const last = `${current}-last-${process.pid}`;
  mkdirSync(dirname(current), { recursive: true });
  try {
    if (existsSync(current)) renameSync(current, last);
    renameSync(next, current);
  } catch (cause) {
    if (existsSync(last) && !existsSync(current)) renameSync(last, current);
    throw new CliError(`网站放不进 ${basename(current)}；请关闭占用该文件夹的程序后重来`, { cause });
  }
  rmSync(last, { recursive: true, force: true });
}
