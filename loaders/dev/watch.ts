import { statSync } from "node:fs";
import { discover } from "../intake/discover.ts";

/** How the files of a folder stand: sizes and times of change by name. */
type Listing = ReadonlyMap<string, string>;

/** What became of a file. */
export interface FileChange {
  readonly kind: "新增" | "改动" | "删去";
  readonly name: string;
}

/** What a folder's watch tells. */
export interface WatchHooks {
  /** Files changed since the last call of `onSettled`; called again when still others do. */
  readonly onChange: (changes: readonly FileChange[]) => void;
  /** The folder has stood still since: what was being copied into it is there. */
  readonly onSettled: (changes: readonly FileChange[]) => void;
}

export interface WatchOptions {
  /** Milliseconds between two looks. */
  readonly every?: number;
  /** Milliseconds without a change that count as standing still. */
  readonly still?: number;
}

/**
 * Watches a folder of exports by looking at it, which holds on network drives as well, where the system tells nothing.
 * Half-written files, several files at once and files taken away come to one call of `onSettled`.
 * @param isWanted other files that count, see `discover`
 * @returns ends the watch
 */
export function watchFolder(
  folder: string,
  { onChange, onSettled }: WatchHooks,
  { every = 50, still = 150 }: WatchOptions = {},
  isWanted?: (name: string) => boolean
): () => void {
  let known = listingOf(folder, isWanted);
  let last = known;
  let looksAlike = 0;
  let told = "";
  const timer = setInterval(() => {
    const now = listingOf(folder, isWanted);
    looksAlike = changesBetween(last, now).length === 0 ? looksAlike + 1 : 0;
    last = now;
    const changes = changesBetween(known, now);
    const text = changesText(changes);
    if (text !== told) {
      told = text;
      if (text) onChange(changes);
    }
    if (changes.length > 0 && looksAlike * every >= still) {
      known = now;
      told = "";
      onSettled(changes);
    }
  }, every);
  return () => clearInterval(timer);
}

/** A folder that is away for a moment, as a network drive may be, stands empty. */
function listingOf(folder: string, isWanted?: (name: string) => boolean): Listing {
  try {
    return new Map(
      discover(folder, isWanted).map(({ name, path }) => {
        const { size, mtimeMs } = statSync(path);
        return [name, `${size} ${mtimeMs}`];
      })
    );
  } catch {
    return new Map();
  }
}

/** 新增 甲.csv、删去 乙.xlsx. */
export function changesText(changes: readonly FileChange[]): string {
  return changes.map(({ kind, name }) => `${kind} ${name}`).join("、");
}

/** By name. */
function changesBetween(before: Listing, after: Listing): FileChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap(name => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === now) return [];
    return { kind: old === undefined ? "新增" : now === undefined ? "删去" : "改动", name };
  });
}
