import { exitCode } from "../lib/errors.ts";
import type { Progress } from "../lib/progress.ts";
import { type River, type RiverOptions, river, type Stamp } from "../river.ts";
import { stampOf } from "./edition.ts";
import type { Options } from "./options.ts";
import { refusedFiles, totalLine } from "./report.ts";
import { type Source, sourceOf } from "./source.ts";

/**
 * The river run on what a command was asked to read, with the stamp of all it follows from.
 * @param more overrides what follows from the options
 */
export async function runRiver(
  options: Options,
  progress: Progress,
  more: Partial<RiverOptions> = {}
): Promise<{ source: Source; run: River; stamp: Stamp | null }> {
  const source = await sourceOf(options, progress);
  const asked = { asOf: options.asOf, profile: options.profile, ...more };
  const stamp = more.intakeOnly ? null : stampOf(options, source.folder, asked);
  const run = await river({
    exports: source.folder,
    settings: options.settings,
    progress: message => progress.step(message),
    stamp,
    ...asked
  });
  return { source, run, stamp };
}

/**
 * Runs the river, then what a command makes of it; the warehouse takes the last one's place only when that went through.
 * What intake has to say stands first, the count of rows last.
 * @param said lines of intake to show; the files refused as a whole by default
 * @returns the exit code: 1 where a file was refused
 */
export async function overRiver(
  options: Options,
  progress: Progress,
  act: (run: River, source: Source) => Promise<void>,
  said: (run: River) => Promise<readonly string[]> = async run =>
    refusedFiles(run).map(name => `拒收  ${name}`)
): Promise<number> {
  const { source, run } = await runRiver(options, progress);
  const refused = refusedFiles(run);
  try {
    for (const line of await said(run)) progress.line(line);
    await act(run, source);
    progress.line(await totalLine(run));
  } catch (error) {
    run.discard();
    throw error;
  }
  run.close();
  return refused.length > 0 ? exitCode.refused : exitCode.done;
}
