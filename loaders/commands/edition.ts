import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { version } from "@duckdb/node-api";
import { discover } from "../intake/discover.ts";
import { identityKey } from "../intake/identity.ts";
import { digestFile, digestFolders } from "../lib/digest.ts";
import { projectPath } from "../lib/paths.ts";
import type { Stamp } from "../river.ts";
import type { Options } from "./options.ts";

/** What the figures follow from besides the exports, as one digest. */
export function editionOf(options: Options): string {
  const code = digestFolders(["data/policy", "loaders", "src/lib"].map(name => projectPath(name)));
  return createHash("sha256")
    .update(code)
    .update(JSON.stringify(options.settings))
    .digest("hex")
    .slice(0, 16);
}

/**
 * All that a run of the river follows from; null where a file cannot be read, or the folder is not there.
 * @param asked what the command asks of the run besides
 */
export function stampOf(options: Options, folder: string, asked: unknown): Stamp | null {
  const hash = createHash("sha256")
    .update(`${editionOf(options)} ${version()} ${JSON.stringify(asked)}\0`)
    .update(identityKey());
  try {
    const look = lookOf(folder);
    for (const file of discover(folder, () => true))
      hash.update(`\0${file.name}\0${file.refusal ?? digestFile(file.path)}`);
    return { digest: hash.digest("hex").slice(0, 32), isStill: () => lookOf(folder) === look };
  } catch {
    return null;
  }
}

/** When and how large the files of a folder are: the same before and after a run that none changed under. */
function lookOf(folder: string): string {
  return discover(folder, () => true)
    .map(({ name, path, refusal }) => {
      if (refusal) return name;
      const { size, mtimeNs, ino } = statSync(path, { bigint: true });
      return `${name} ${size} ${mtimeNs} ${ino}`;
    })
    .join("\n");
}
