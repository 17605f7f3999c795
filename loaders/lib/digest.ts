import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Paths of the files under a folder, with forward slashes, sorted. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

/**
 * A short digest of all files in the folders, by name and content; a folder that is missing counts as empty.
 * @param isCounted which names, all by default
 */
export function digestFolders(
  folders: readonly string[],
  isCounted: (name: string) => boolean = () => true
): string {
  const hash = createHash("sha256");
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const name of listFiles(folder).filter(isCounted)) {
      hash
        .update(`${name}\0`)
        .update(readFileSync(join(folder, name)))
        .update("\0");
    }
    hash.update("\0");
  }
  return hash.digest("hex").slice(0, 12);
}

/** SHA-256 of a file, hex, read piece by piece. */
export function digestFile(path: string): string {
  const hash = createHash("sha256");
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(1 << 20);
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
      hash.update(buffer.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest("hex");
}
