import { spawn } from "node:child_process";

/** What a job tells when it is done: its CPU seconds and highest resident memory, and what it says itself. */
export interface Done {
  readonly cpu: number;
  readonly peakMB: number;
  readonly told: Readonly<Record<string, number>>;
}

/** CPU seconds of this process so far. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** A job's last word, for `runJobs`. */
export function tell(told: Readonly<Record<string, number>> = {}): void {
  const peakMB = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(JSON.stringify({ cpu: cpuSeconds(), peakMB, told }));
}

/**
 * Runs a script once for each list of words, so many at a time, each in a process of its own.
 * @param limits threads and memory of a process
 * @param onDone called as each ends, with its place in the list
 */
export async function runJobs(
  script: string,
  jobs: readonly (readonly string[])[],
  limits: { processes: number; threads: number; memory: string },
  onDone: (done: Done, at: number) => void = () => {}
): Promise<Done[]> {
  const all: Done[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < jobs.length; at = next++) {
      all[at] = await runJob(script, jobs[at]!, limits);
      onDone(all[at]!, at);
    }
  };
  await Promise.all(Array.from({ length: limits.processes }, work));
  return all;
}

function runJob(
  script: string,
  words: readonly string[],
  { threads, memory }: { threads: number; memory: string }
): Promise<Done> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", script, ...words], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, FANGFANPIN_THREADS: String(threads), FANGFANPIN_MEMORY: memory }
    });
    let out = "";
    child.stdout.on("data", chunk => {
      out += chunk;
    });
    child.on("close", code =>
      code === 0 ? resolve(JSON.parse(out) as Done) : reject(new Error(`${words.join(" ")}: ${code}`))
    );
  });
}
