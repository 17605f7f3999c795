import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { readContract } from "../contract/contract.ts";
import { CliError, exitCode } from "../lib/errors.ts";
import { projectPath, projectRoot } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import { templates as makeTemplates } from "../templates/templates.ts";
import type { Options } from "./options.ts";

/**
 * `templates`: blank templates of the local tables. A file of the same name that says something else may be filled in;
 * nothing is written then.
 */
export async function templates(options: Options, progress: Progress): Promise<number> {
  const out = options.out || projectPath("data/templates");
  const made = await makeTemplates(readContract());
  const other = made.filter(({ name, bytes }) => {
    const path = join(out, name);
    return existsSync(path) && Buffer.compare(readFileSync(path), bytes) !== 0;
  });
  const shown = relative(projectRoot, out).startsWith("..") ? out : relative(projectRoot, out) || out;
  if (other.length > 0)
    throw new CliError(
      `${shown} 里有 ${other.length} 份同名而内容不同的文件（如 ${other[0]!.name}），可能已经填写，没有覆盖；请移走它们，或用 --out 换一个文件夹`,
      { exit: exitCode.usage }
    );
  mkdirSync(out, { recursive: true });
  for (const { name, bytes } of made) writeFileSync(join(out, name), bytes);
  const tables = new Set(made.map(({ table }) => table)).size;
  progress.line(
    `空白模板已写入 ${shown}：${tables} 张本地表，XLSX 和 CSV 各一份；填好后放进 data/exports，再运行 npm run check`
  );
  return exitCode.done;
}
