import { exitCode } from "../lib/errors.ts";
import type { Progress } from "../lib/progress.ts";
import { writeRejects } from "../publish/rejects.ts";
import { defaultOut, type Options } from "./options.ts";
import { intakeLines, refusedFiles, totalLine } from "./report.ts";
import { runRiver } from "./run.ts";

/** `check`: what was recognised, accepted and refused, and why; nothing is built. */
export async function check(options: Options, progress: Progress): Promise<number> {
  const { run } = await runRiver(options, progress, { intakeOnly: true });
  try {
    for (const line of await intakeLines(run)) process.stdout.write(`${line}\n`);
    const out = options.out || defaultOut;
    await writeRejects(run.duck, out);
    progress.line("明细见 rejects.csv");
    process.stdout.write(`${await totalLine(run)}\n`);
    return refusedFiles(run).length > 0 ? exitCode.refused : exitCode.done;
  } finally {
    run.discard();
  }
}
