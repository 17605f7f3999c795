import type { Progress } from "../lib/progress.ts";
import { type River, type RiverOptions, river } from "../river.ts";
import type { Options } from "./options.ts";
import { type Source, sourceOf } from "./source.ts";

/** The river run on what a command was asked to read. `more` overrides what follows from the options. */
export async function runRiver(
  options: Options,
  progress: Progress,
  more: Partial<RiverOptions> = {}
): Promise<{ source: Source; run: River }> {
  const source = await sourceOf(options, progress);
  const run = await river({
    exports: source.folder,
    asOf: options.asOf,
    profile: options.profile,
    settings: options.settings,
    progress: message => progress.step(message),
    ...more
  });
  return { source, run };
}
