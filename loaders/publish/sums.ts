import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";

/** The list of a folder's files with their digests, in the form `sha256sum -c` reads. */
export const sumsFile = "SHA256SUMS";

/** What a folder differs in from its list: names of files, sorted. */
export interface SumsReport {
  /** Files of the list. */
  readonly listed: number;
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  readonly extra: readonly string[];
}

/** Writes the list of all files below a folder into it. */
export async function writeSums(folder: string): Promise<void> {
  const lines: string[] = [];
  for (const name of [...entriesOf(folder).keys()].sort())
    if (name !== sumsFile) lines.push(`${await digestOf(join(folder, name))}  ${name}\n`);
  writeFileSync(join(folder, sumsFile), lines.join(""));
}

/**
 * Compares a folder with its list. A link counts as changed where the list names it, and as extra elsewhere.
 * @returns null where the folder has no list, or one that cannot be read
 */
export async function checkSums(folder: string): Promise<SumsReport | null> {
  const path = join(folder, sumsFile);
  if (!existsSync(path)) return null;
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  const list = new Map<string, string>();
  for (const line of lines) {
    const match = /^([0-9a-f]{64}) [ *](.+)$/.exec(line);
    if (!match) return null;
    list.set(match[2]!, match[1]!);
  }
  const found = entriesOf(folder);
  const changed: string[] = [];
  for (const [name, digest] of list)
    if (found.has(name) && (!found.get(name) || (await digestOf(join(folder, name))) !== digest))
      changed.push(name);
  return {
    listed: list.size,
    missing: [...list.keys()].filter(name => !found.has(name)).sort(),
    changed: changed.sort(),
    extra: [...found.keys()].filter(name => name !== sumsFile && !list.has(name)).sort()
  };
}

/** All that lies below a folder but folders, with whether it is a file of its own. */
function entriesOf(folder: string): Map<string, boolean> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => !entry.isDirectory())
      .map(entry => [
        relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"),
        entry.isFile()
      ])
  );
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
