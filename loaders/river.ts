import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { runChecks } from "./checks/checks.ts";
import { type Contract, readContract } from "./contract/contract.ts";
import { indicators } from "./indicators/indicators.ts";
import { type IntakeReport, intake } from "./intake/intake.ts";
import { carry, keep, takeUp } from "./last-run.ts";
import { Duck } from "./lib/duck.ts";
import { CliError } from "./lib/errors.ts";
import { cachePath } from "./lib/paths.ts";
import type { Settings } from "./lib/settings.ts";
import { model } from "./model/model.ts";

export interface RiverOptions {
  readonly exports: string;
  readonly asOf: string;
  readonly profile: string;
  readonly settings: Settings;
  readonly progress?: (message: string) => void;
  /** Where the warehouse is put, `.cache/warehouse.duckdb` by default. */
  readonly warehouse?: string;
  /** Stop after intake (the `check` command). */
  readonly intakeOnly?: boolean;
  /** What the run follows from: a warehouse kept under the same digest is taken up again. */
  readonly stamp?: Stamp | null;
}

/** All that a run follows from, as a digest, and whether the files are still as they were when it was taken. */
export interface Stamp {
  readonly digest: string;
  readonly isStill: () => boolean;
}

export interface River {
  readonly duck: Duck;
  readonly contract: Contract;
  readonly intake: IntakeReport;
  /** Closes the warehouse and puts it in the last one's place. */
  close(): void;
  /** Closes the warehouse and throws it away; the last one stays. */
  discard(): void;
}

/** Where the warehouse stands once a run is through. */
const warehousePath = cachePath("warehouse.duckdb");

/** Runs of this process so far, so that each has a file of its own. */
let runs = 0;

/**
 * Runs exports → intake → model → indicators → checks into a fresh warehouse, or takes up the one of an earlier run that
 * followed from the same. The last warehouse stays until this one is whole.
 */
export async function river(options: RiverOptions): Promise<River> {
  const contract = readContract();
  if (options.profile && options.profile !== "all" && !contract.profiles.has(options.profile))
    throw new CliError(
      `--profile：没有口径“${options.profile}”；可用：${[...contract.profiles.keys(), "all"].join("、")}`,
      { exit: 2 }
    );
  if (options.settings.profile && !contract.profiles.has(options.settings.profile))
    throw new CliError(
      `设置文件 profile：没有口径“${options.settings.profile}”；可用：${[...contract.profiles.keys()].join("、")}，或留空`,
      { exit: 2 }
    );
  const target = options.warehouse ?? warehousePath;
  runs += 1;
  const next = cachePath(`warehouse-${process.pid}-${runs}.duckdb`);
  mkdirSync(dirname(next), { recursive: true });
  sweep(dirname(next));
  const progress = options.progress ?? (() => {});
  const runsFolder = cachePath("runs");
  const last = options.stamp ? await takeUp(runsFolder, options.stamp.digest, next) : null;
  if (last) progress("数据未变，沿用上次的计算结果");
  const duck = last?.duck ?? (await Duck.open(next));
  const discard = (): void => {
    duck.close();
    for (const path of [next, `${next}.wal`]) rmSync(path, { force: true });
  };
  try {
    const report = last?.report ?? (await fill(duck, contract, options, progress));
    return {
      duck,
      contract,
      intake: report,
      close() {
        duck.close();
        renameSync(next, target);
        rmSync(`${next}.wal`, { force: true });
        if (!last && options.stamp?.isStill()) keep(runsFolder, options.stamp.digest, target);
      },
      discard
    };
  } catch (error) {
    discard();
    throw error;
  }
}

/** Exports → intake → model → indicators → checks, into an empty warehouse. */
async function fill(
  duck: Duck,
  contract: Contract,
  options: RiverOptions,
  progress: (message: string) => void
): Promise<IntakeReport> {
  const report = await intake(duck, contract, {
    exports: options.exports,
    asOf: options.asOf || options.settings.asOf,
    shelf: cachePath("kept"),
    progress
  });
  if (options.intakeOnly) return report;
  progress("整理事实表");
  const [regions] = await duck.rows("SELECT count(*) AS n FROM staging.region_stat WHERE state = 'accepted'");
  if (!regions!.n)
    throw new CliError(
      "没有区划统计表，县、乡、村名称无法对照成代码；请放入“区划统计表.csv”（各列见 data/policy/columns.tsv 的 region_stat）"
    );
  await model(duck, contract, {
    asOf: report.asOf,
    root: options.settings.root,
    profile: options.profile,
    defaultProfile: options.settings.profile
  });
  progress("计算指标");
  await indicators(duck, contract);
  progress("核查疑点");
  await runChecks(duck, contract);
  if (options.stamp) await carry(duck, report);
  return report;
}

/** Removes what runs that were cut off left behind. */
function sweep(cache: string): void {
  for (const name of readdirSync(cache)) {
    const pid = /^(?:warehouse|intake|indicator)-(\d+)[-.]/.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(`${cache}/${name}`, { recursive: true, force: true });
  }
}

/** Whether a process of that number is there. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
