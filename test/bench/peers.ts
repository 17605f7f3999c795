import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { cpus } from "node:os";
import { dirname } from "node:path";
import { projectPath } from "../../loaders/lib/paths.ts";

/** What a peer reports of one reading of a file. */
export interface Reading {
  rows: number;
  cells: number;
  /** UTF-8 bytes of all texts. */
  bytes: number;
  /** Cells whose text came out wrong. */
  broken?: number;
}

/** A reading with its wall time and the highest resident memory of its process. */
export interface Measure extends Reading {
  seconds: number;
  peakMB: number;
}

/**
 * Runs `script` again in a process of its own for one peer and one file, `times` times, and returns the median.
 * The child must call `answer`.
 */
export function measure(script: string, peer: string, path: string, times: number): Measure {
  const runs: Measure[] = [];
  for (let i = 0; i < times; i++) {
    const output = execFileSync(process.execPath, ["--import", "tsx", script, peer, path], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"]
    });
    runs.push(JSON.parse(output) as Measure);
  }
  return runs.sort((a, b) => a.seconds - b.seconds)[times >> 1]!;
}

/** What stands for the figures of a peer that is not on this machine. */
export const absent = "not installed" as const;

/** The same for a script of another language that prints a measure as JSON; `absent` where it ends with 3: nothing to run it. */
export function measureScript(
  command: string,
  script: string,
  path: string,
  times: number
): Measure | typeof absent {
  const runs: Measure[] = [];
  for (let i = 0; i < times; i++) {
    const { status, stdout, error } = spawnSync(command, [script, path], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"]
    });
    if (error || status === 3) return absent;
    if (status !== 0) throw new Error(`${command} ${script}: ${status}`);
    runs.push(JSON.parse(stdout) as Measure);
  }
  return runs.sort((a, b) => a.seconds - b.seconds)[times >> 1]!;
}

/** In the child: reads once and prints the measure. */
export async function answer(read: () => Promise<Reading>): Promise<void> {
  const start = performance.now();
  const reading = await read();
  const seconds = round((performance.now() - start) / 1000);
  const peakMB = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(JSON.stringify({ ...reading, seconds, peakMB }));
}

/**
 * A generated input under .cache/bench, made once, by `script` run with the peer "write". In a process of its own,
 * because a process started by a large one inherits its peak of memory.
 */
export function input(script: string, name: string): string {
  const path = projectPath(".cache/bench", name);
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  execFileSync(process.execPath, ["--import", "tsx", script, "write", `${path}.part`], { stdio: "inherit" });
  renameSync(`${path}.part`, path);
  return path;
}

/** Prints the one line of a bench. */
export function report(bench: string, figures: Record<string, unknown>): void {
  console.log(JSON.stringify({ bench, node: process.version, cores: cpus().length, ...figures }));
}

export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
