import { basename } from "node:path";
import { generateDemo } from "../demo/demo.ts";
import { exitCode } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import type { Options } from "./options.ts";

/** `demo`: exports of a fictional prefecture at any size. */
export async function demo(options: Options, progress: Progress): Promise<number> {
  const out = options.out || projectPath("out/demo");
  progress.step(`生成演示数据：${options.households} 户，种子 ${options.seed}`);
  const made = await generateDemo({
    households: options.households,
    seed: options.seed,
    months: options.months,
    out,
    ...(options.asOf ? { asOf: options.asOf } : {})
  });
  const rows = made.files.reduce((sum, file) => sum + file.rows, 0);
  progress.line(
    `演示数据（合成）已写入 ${basename(out)}：${made.files.length} 份文件、${rows} 行、${made.regions} 个区划`
  );
  return exitCode.done;
}
