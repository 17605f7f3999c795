import { readContract } from "../contract/contract.ts";
import { Duck, literal } from "../lib/duck.ts";
import { CliError, exitCode } from "../lib/errors.ts";
import type { Progress } from "../lib/progress.ts";
import { layout, leafRuns, readWhole, type Whole } from "../parts/layout.ts";
import { writeFigures, writeLeaves } from "../parts/part.ts";
import { split } from "../parts/split.ts";
import { printTable } from "./indicators.ts";
import { defaultOut, type Options } from "./options.ts";
import { checkPrivate } from "./place.ts";
import { refusedFiles } from "./report.ts";
import { runRiver } from "./run.ts";

const folderOf = (options: Options): string => options.out || `${defaultOut}/parts`;

/** `split`: reads the exports and writes their rows by county, to be worked out apart. They hold household codes. */
export async function splitExports(options: Options, progress: Progress): Promise<number> {
  const folder = folderOf(options);
  checkPrivate(folder);
  const { run } = await runRiver(options, progress, { intakeOnly: true });
  const refused = refusedFiles(run);
  try {
    for (const name of refused) progress.line(`拒收  ${name}`);
    progress.step("按县写出分区");
    const { root, profile } = options.settings;
    await split(run.duck, run.contract, folder, {
      asOf: run.intake.asOf,
      root,
      profile: options.profile,
      defaultProfile: profile
    });
    progress.line(`分区：${folder}，共 ${readWhole(folder).parts.length} 个（含县以上一个）`);
  } finally {
    run.discard();
  }
  return refused.length > 0 ? exitCode.refused : exitCode.done;
}

/** `part`: works out the leaves of the parts named with --region, in one run; of every part, run by run, without. */
export async function workOut(options: Options, progress: Progress): Promise<number> {
  const folder = folderOf(options);
  const whole = readWhole(folder);
  const runs = options.region ? [named(whole, options.region)] : whole.parts.map(part => [part]);
  for (const parts of runs) {
    progress.step(`计算分区 ${parts.join("、")}`);
    await writeLeaves(folder, readContract(), parts);
  }
  progress.line(`已算分区：${runs.flat().length} 个`);
  return exitCode.done;
}

/** `merge`: the indicator table of all parts, as `indicators` prints it; with --region only what those parts add to it. */
export async function merge(options: Options, progress: Progress): Promise<number> {
  const folder = folderOf(options);
  const whole = readWhole(folder);
  leafRuns(folder);
  for (const part of options.region ? named(whole, options.region) : whole.parts) {
    progress.step(`汇总 ${part}`);
    await writeFigures(folder, readContract(), [part]);
  }
  if (options.region) return exitCode.done;
  const duck = await Duck.open(":memory:");
  try {
    await duck.run(
      `CREATE VIEW indicator AS SELECT * FROM read_parquet([${whole.parts.map(part => literal(layout.figures(folder, part))).join(", ")}])`
    );
    await printTable(duck);
  } finally {
    duck.close();
  }
  return exitCode.done;
}

/** The parts of a list of codes. Throws a CliError for one that is none. */
function named(whole: Whole, list: string): string[] {
  const parts = list.split(",");
  const odd = parts.find(part => !whole.parts.includes(part));
  if (odd !== undefined)
    throw new CliError(`--region：没有分区“${odd}”；可用：${whole.parts.join("、")}`, {
      exit: exitCode.usage
    });
  return parts;
}
