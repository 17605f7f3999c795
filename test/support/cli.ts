import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { vi } from "vitest";
import { projectPath } from "../../loaders/lib/paths.ts";

/** How the command line ended, and what it wrote. */
export interface Done {
  readonly code: number | null | undefined;
  readonly out: string;
  readonly err: string;
}

/** The environment of a run: its own cache in `work`, and a key. */
const environment = (work: string): Record<string, string> => ({
  FANGFANPIN_CACHE: join(work, "cache"),
  FANGFANPIN_KEY: "test"
});

/** Runs the command line as a process of its own. */
export function cliProcess(work: string, ...args: string[]): Done {
  const result = spawnSync(process.execPath, ["--import", "tsx", projectPath("loaders/cli.ts"), ...args], {
    encoding: "utf8",
    cwd: projectPath(),
    maxBuffer: 1 << 28,
    env: { ...process.env, ...environment(work) }
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

let runs = 0;

/** Runs the command line in this process, which spares its start: what a user types to what is written and the exit code. */
export async function cli(work: string, ...args: string[]): Promise<Done> {
  const { argv, exitCode } = process;
  const written = (stream: NodeJS.WriteStream): (() => string) => {
    const chunks: Buffer[] = [];
    vi.spyOn(stream, "write").mockImplementation(chunk => {
      chunks.push(Buffer.from(chunk as string));
      return true;
    });
    return () => Buffer.concat(chunks).toString("utf8");
  };
  for (const [name, value] of Object.entries(environment(work))) vi.stubEnv(name, value);
  const [out, err] = [written(process.stdout), written(process.stderr)];
  try {
    process.argv = [...argv.slice(0, 2), ...args];
    runs += 1;
    // Another address, so that the file runs anew.
    await import(/* @vite-ignore */ `${projectPath("loaders/cli.ts")}?run=${runs}`);
    return { code: process.exitCode as number, out: out(), err: err() };
  } finally {
    process.argv = argv;
    process.exitCode = exitCode;
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}
