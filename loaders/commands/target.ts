import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { CliError, exitCode } from "../lib/errors.ts";
import { projectPath, projectRoot } from "../lib/paths.ts";

/**
 * Refuses a folder that a command would replace whole unless it is absent, empty or its own earlier work: what a
 * user keeps there would be gone.
 * @param mark a path inside that only this command's work has
 */
export function checkTarget(folder: string, mark: string): void {
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new CliError(`--out 指的“${basename(folder)}”不是文件夹；请换一个空文件夹`, {
      exit: exitCode.usage
    });
  const holds = (inner: string): boolean => !relative(folder, inner).startsWith("..");
  const taken = existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, mark));
  const inData = !relative(projectPath("data"), folder).startsWith("..");
  if (taken || inData || holds(projectRoot))
    throw new CliError(`--out 指的文件夹“${basename(folder)}”里有别的东西，不能整个替换；请换一个空文件夹`, {
      exit: exitCode.usage
    });
}
