import { once } from "node:events";
import type { Writable } from "node:stream";
import { pack } from "tar-stream";

export interface TarFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Writes files as a tar whose bytes depend on nothing but their names and contents. */
export async function writeTar(files: readonly TarFile[], output: Writable): Promise<void> {
  const archive = pack();
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, bytes } of sorted)
    archive.entry({ name, mtime: new Date(0), mode: 0o644, uid: 0, gid: 0 }, Buffer.from(bytes));
  archive.finalize();
  for await (const chunk of archive) if (!output.write(chunk)) await once(output, "drain");
}
