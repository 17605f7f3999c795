import { join } from "node:path";
import { Writable } from "node:stream";
import { vi } from "vitest";

/** How a command ended, and what it said on standard error. */
export interface Ended {
  readonly code: number;
  readonly said: string;
}

/** To be called before the tests of a file: its own cache and key in `work`, and only the families its command reads. */
export function prepareCommand(work: string, families: readonly string[]): void {
  vi.resetModules();
  vi.stubEnv("FANGFANPIN_CACHE", join(work, "cache"));
  vi.stubEnv("FANGFANPIN_KEY", "test");
  vi.doMock("../../loaders/indicators/indicators.ts", async original => {
    const { indicators } = await original<typeof import("../../loaders/indicators/indicators.ts")>();
    const own: typeof indicators = (duck, contract) => indicators(duck, contract, families);
    return { indicators: own };
  });
  if (!checked.every(family => families.includes(family)))
    vi.doMock("../../loaders/checks/checks.ts", () => ({ runChecks: async () => {} }));
}

/** Families the checks of the exports need. */
const checked = ["30", "31", "32", "34"];

/** To be called after the tests of a file. */
export function restoreCommand(): void {
  vi.doUnmock("../../loaders/indicators/indicators.ts");
  vi.doUnmock("../../loaders/checks/checks.ts");
  vi.unstubAllEnvs();
  vi.resetModules();
}

/** Runs a command in this process; `args` are `--flag value` pairs. A refusal is told as the command line tells it. */
export async function runCommand(
  name: "ledger" | "worklist" | "changes" | "report" | "sample" | "suspects",
  ...args: string[]
): Promise<Ended> {
  const { CliError } = await import("../../loaders/lib/errors.ts");
  const { Progress } = await import("../../loaders/lib/progress.ts");
  const { readOptions } = await import("../../loaders/commands/options.ts");
  const command = {
    ledger: async () => (await import("../../loaders/commands/ledger.ts")).ledger,
    worklist: async () => (await import("../../loaders/commands/worklist.ts")).worklist,
    changes: async () => (await import("../../loaders/commands/changes.ts")).changes,
    sample: async () => (await import("../../loaders/commands/sample.ts")).sample,
    suspects: async () => (await import("../../loaders/commands/suspects.ts")).suspects,
    report: async () => (await import("../../loaders/commands/reports.ts")).reports
  }[name];
  let said = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      said += String(chunk);
      done();
    }
  });
  const flags = args.filter(arg => arg.startsWith("--")).map(arg => arg.slice(2));
  const options = readOptions(name, args, flags)!;
  try {
    const code = await (await command())(options, new Progress(stream as unknown as NodeJS.WriteStream));
    return { code, said };
  } catch (error) {
    if (error instanceof CliError) return { code: error.exit, said: error.message };
    throw error;
  }
}
