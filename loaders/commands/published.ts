import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestFile, digestFolders } from "../lib/digest.ts";
import type { Progress } from "../lib/progress.ts";
import { auditText } from "../privacy/audit.ts";
import { publish } from "../publish/publish.ts";
import type { River, Stamp } from "../river.ts";
import { boundariesOf, ownBoundaries } from "./boundaries.ts";
import { editionOf } from "./edition.ts";
import { defaultOut, type Options } from "./options.ts";
import { demoBoundaries, type Source } from "./source.ts";

export interface PublishRun {
  readonly run: River;
  readonly source: Source;
  readonly options: Options;
  /** What the run follows from; null where that is not known. */
  readonly stamp: Stamp | null;
  /** Files a `--partial` build goes without. */
  readonly missing: readonly string[];
  /** Where it is put. */
  readonly folder: string;
  readonly progress: Progress;
}

/** What stands beside a published folder: what it followed from, what it was like, and what was said of it. */
interface Kept {
  readonly stamp: string;
  readonly digest: string;
  readonly lines: readonly string[];
  /** Report of the audit of a public edition, "" where there is none. */
  readonly audit: string;
}

/** Writes the data of a site from a run, or keeps what is there where it follows from the same and nobody touched it. */
export async function publishRun(asked: PublishRun): Promise<void> {
  const { folder, progress } = asked;
  const path = `${folder}.json`;
  const stamp = asked.stamp && stampOf(asked, asked.stamp);
  const kept = stamp ? readKept(path) : null;
  if (kept && kept.stamp === stamp && kept.digest === digestFolders([folder])) {
    progress.step("网站数据未变，沿用上次写出的");
    tell(kept, progress);
    return;
  }
  progress.step("写出网站数据");
  const said = await write(asked);
  tell(said, progress);
  if (stamp)
    writeFileSync(path, JSON.stringify({ stamp, digest: digestFolders([folder]), ...said } satisfies Kept));
}

async function write({
  run,
  source,
  options,
  missing,
  folder
}: PublishRun): Promise<Pick<Kept, "lines" | "audit">> {
  const lines: string[] = [];
  const { topology, mapSource } = await boundariesOf(run.duck, source, options, line => lines.push(line));
  const { agreement, audit } = await publish(run.duck, run.contract, {
    settings: options.settings,
    asOf: run.intake.asOf,
    demo: source.demo,
    edition: editionOf(options),
    missing,
    boundaries: topology,
    mapSource,
    folder
  });
  lines.push(`各处的数核对过：${agreement.files} 份，${agreement.rows} 行，没有不一致`);
  return { lines, audit: audit ? auditText(audit) : "" };
}

function tell({ lines, audit }: Pick<Kept, "lines" | "audit">, progress: Progress): void {
  for (const line of lines) progress.line(line);
  if (!audit) return;
  progress.line(`公开版核验通过：\n${audit}`);
  mkdirSync(defaultOut, { recursive: true });
  writeFileSync(join(defaultOut, "privacy-audit.txt"), `${audit}\n`);
}

/** What was published follows from the run, from the maps, and from files that were refused. */
function stampOf({ source, options, missing }: PublishRun, { digest }: Stamp): string {
  const maps = [options.boundaries, ownBoundaries, demoBoundaries(source)];
  const seen = maps.map(map => (map && existsSync(map) ? digestFile(map) : ""));
  return createHash("sha256")
    .update(JSON.stringify([digest, source.demo, options.boundaries, seen, missing]))
    .digest("hex");
}

function readKept(path: string): Kept | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Kept;
  } catch {
    return null;
  }
}
