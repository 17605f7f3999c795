import { basename } from "node:path";
import { CliError, exitCode } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import { checkSums, sumsFile } from "../publish/sums.ts";
import type { Options } from "./options.ts";

/**
 * `verify`: whether a built site is still what the build wrote, by the list of digests it left.
 * @returns the exit code: 1 where a file is missing, changed or extra
 * @throws CliError with exit code 2 where the folder has no such list
 */
export async function verify(options: Options, progress: Progress): Promise<number> {
  const folder = options.out || projectPath("dist");
  progress.step("核对文件");
  const report = await checkSums(folder);
  if (!report)
    throw new CliError(
      `“${basename(folder)}”里没有可读的 ${sumsFile}；请用 --out 指定 npm run build 生成的网站文件夹，或重新构建`,
      { exit: exitCode.usage }
    );
  const { listed, missing, changed, extra } = report;
  for (const [word, names] of [
    ["缺少", missing],
    ["改动", changed],
    ["多出", extra]
  ] as const)
    for (const name of names) progress.line(`${word}  ${name}`);
  const wrong = missing.length + changed.length + extra.length;
  progress.line(
    wrong === 0
      ? `${listed} 个文件与 ${sumsFile} 一致`
      : `与 ${sumsFile} 不一致：缺少 ${missing.length} 个、改动 ${changed.length} 个、多出 ${extra.length} 个；请重新构建，或从原处重新复制`
  );
  return wrong === 0 ? exitCode.done : exitCode.refused;
}
