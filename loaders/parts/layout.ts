import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Duck, literal } from "../lib/duck.ts";
import { CliError } from "../lib/errors.ts";

/** What a whole was split with; every part is worked out with the same. */
export interface Whole {
  readonly asOf: string;
  readonly root: string;
  readonly profile: string;
  readonly defaultProfile: string;
  /** Codes of the parts: topmost counties and zones, and `above` for what lies in none. */
  readonly parts: readonly string[];
}

/** The part of the rows that lie in no county: the prefecture's own, and places that match nothing. */
export const above = "above";

/** Tables every part reads whole: few rows, or rows that concern several counties. */
export const sharedTables = ["region_stat", "workday_calendar", "hazard_event"];

/** Where the files of a split whole stand. */
export const layout = {
  manifest: (folder: string) => join(folder, "parts.json"),
  /** Staged rows of one table and part, as hive partitions: `staged/visit/county=990102/…`. */
  staged: (folder: string, table: string, part: string) => join(folder, "staged", table, `county=${part}`),
  stagedTable: (folder: string, table: string) => join(folder, "staged", table),
  /** No row, but the columns and types of a table. */
  empty: (folder: string, table: string) => join(folder, "empty", `${table}.parquet`),
  whole: (folder: string, table: string) => join(folder, "whole", `${table}.parquet`),
  /** Leaves of a run over some parts, by place; `up` the same summed to counties. */
  leaf: (folder: string, run: string, table: string) => join(folder, "leaves", run, `${table}.parquet`),
  leafUp: (folder: string, run: string, table: string) =>
    join(folder, "leaves", run, "up", `${table}.parquet`),
  /** The parts a run worked out; written last. */
  leafParts: (folder: string, run: string) => join(folder, "leaves", run, "parts.json"),
  figures: (folder: string, run: string) => join(folder, "figures", `${run}.parquet`)
};

export function writeWhole(folder: string, whole: Whole): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(layout.manifest(folder), `${JSON.stringify(whole, null, 2)}\n`);
}

/** Throws a CliError where the folder holds no split whole. */
export function readWhole(folder: string): Whole {
  if (!existsSync(layout.manifest(folder)))
    throw new CliError(`--out：“${folder}”不是分区文件夹（没有 parts.json）；请先运行 npm run split`, {
      exit: 2
    });
  return JSON.parse(readFileSync(layout.manifest(folder), "utf8")) as Whole;
}

/** The Parquet files of a table for some parts; those without a row have none. */
export function stagedFiles(folder: string, table: string, parts: readonly string[]): string[] {
  return parts
    .map(part => layout.staged(folder, table, part))
    .filter(path => existsSync(path))
    .flatMap(path =>
      readdirSync(path)
        .sort()
        .map(file => join(path, file))
    );
}

/** Notes what a run worked out, when all of it is written: a run that was cut off is none. */
export function writeLeafParts(folder: string, run: string, parts: readonly string[]): void {
  writeFileSync(layout.leafParts(folder, run), `${JSON.stringify(parts)}\n`);
}

/** A run that worked out the leaves of some parts. */
export interface Run {
  readonly run: string;
  readonly parts: readonly string[];
}

/**
 * The runs whose leaves add up to the whole. Throws a CliError where a part was worked out in none, or in several: it would be
 * left out, or counted twice.
 */
export function leafRuns(folder: string): Run[] {
  const path = join(folder, "leaves");
  const runs = (existsSync(path) ? readdirSync(path).sort() : [])
    .filter(run => existsSync(layout.leafParts(folder, run)))
    .map(run => ({
      run,
      parts: JSON.parse(readFileSync(layout.leafParts(folder, run), "utf8")) as string[]
    }));
  const done = runs.flatMap(({ run, parts }) => parts.map(part => ({ part, run })));
  const missing = readWhole(folder).parts.filter(part => !done.some(each => each.part === part));
  if (missing.length > 0)
    throw new CliError(
      `还有分区没有算：${missing.join("、")}；请先运行 npm run part -- --region ${missing.join(",")}`,
      { exit: 2 }
    );
  const twice = done.find(({ part }, at) => done.findIndex(each => each.part === part) < at);
  if (twice)
    throw new CliError(
      `分区 ${twice.part} 算了不止一次，会重复计数；请删去 leaves 中多余的 ${twice.run}，再汇总`,
      { exit: 2 }
    );
  return runs;
}

/** SQL that reads Parquet files as one table. */
export function parquet(files: readonly string[]): string {
  return `read_parquet([${files.map(literal).join(", ")}], hive_partitioning = false)`;
}

export async function writeParquet(duck: Duck, query: string, path: string): Promise<void> {
  mkdirSync(join(path, ".."), { recursive: true });
  await duck.run(
    `COPY (${query}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd, WRITE_BLOOM_FILTER false)`
  );
}
