import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs";
import { join } from "node:path";
import { digestFile, digestFolders } from "../lib/digest.ts";
import { projectPath } from "../lib/paths.ts";
import type { ExportFile } from "./discover.ts";
import type { FileResult } from "./read-file.ts";
import type { Fault } from "./sheet.ts";

/** A remark that conversion made on a file's rows. */
export interface Remark extends Omit<Fault, "sheet"> {
  readonly sheet: number;
}

/** What one file gave: its account, the remarks of conversion, and its typed rows as Parquet, one file a table. */
export interface Kept {
  readonly result: FileResult;
  readonly remarks: readonly Remark[];
}

/** What an entry's `account.json` holds; outputs by the names of files beside it, with their sizes. */
interface Account extends Kept {
  readonly sizes: readonly number[];
}

/** A file as it stood when it was looked at. */
interface Seen {
  readonly key: string;
  readonly stamp: string;
}

const accountName = "account.json";

/**
 * What files gave in the last run, so that an unchanged file is not read again. An entry follows from the file's name and
 * content, the contract, the reading code, DuckDB and the key of the hashes; it holds what the staging tables hold, no more,
 * for its owner alone. It is written elsewhere and renamed: one that was cut off is never seen.
 */
export class Shelf {
  readonly #folder: string;
  readonly #basis: string;
  readonly #seen = new Map<string, Seen>();

  /** @param version DuckDB's version */
  constructor(folder: string, key: Buffer, version: string) {
    this.#folder = folder;
    const code = digestFolders(
      ["data/policy", "loaders/contract", "loaders/intake", "loaders/lib"].map(part => projectPath(part))
    );
    this.#basis = createHash("sha256").update(`${code}\0${version}\0`).update(key).digest("hex");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /**
   * Notes a file's digest and, where what it gave last time is at hand, links that into a folder of the caller's, so that it
   * stays while another run tidies up.
   */
  take(file: ExportFile, folder: string): { file: ExportFile; kept: Kept | null } {
    if (file.refusal) return { file, kept: null };
    let digest: string;
    try {
      const stamp = stampOf(file.path);
      digest = digestFile(file.path);
      const key = createHash("sha256").update(`${this.#basis}\0${digest}\0${file.name}`).digest("hex");
      this.#seen.set(file.name, { key: key.slice(0, 32), stamp });
    } catch {
      // What cannot be opened is refused where it is read.
      return { file, kept: null };
    }
    return { file: { ...file, digest }, kept: this.#linked(file.name, folder) };
  }

  #linked(name: string, folder: string): Kept | null {
    const entry = this.#entry(name)!;
    try {
      const { result, remarks, sizes } = JSON.parse(
        readFileSync(join(entry, accountName), "utf8")
      ) as Account;
      mkdirSync(folder, { mode: 0o700 });
      const outputs = result.outputs.map(({ table, path }, i) => {
        const own = join(folder, path);
        link(join(entry, path), own);
        if (statSync(own).size !== sizes[i]) throw new Error(path);
        return { table, path: own };
      });
      return { result: { ...result, outputs }, remarks };
    } catch {
      rmSync(folder, { recursive: true, force: true });
      return null;
    }
  }

  /**
   * Keeps what a file gave, unless the file changed while it was read.
   * @param next a folder that is not there yet, on the shelf's disk
   * @param write writes the typed rows of one table as Parquet
   */
  async put(
    file: ExportFile,
    { result, remarks }: Kept,
    next: string,
    write: (table: string, path: string) => Promise<void>
  ): Promise<void> {
    const entry = this.#entry(file.name);
    if (!entry || this.#seen.get(file.name)!.stamp !== stampOf(file.path)) return;
    mkdirSync(next, { mode: 0o700 });
    const tables = [...new Set(result.outputs.map(({ table }) => table))];
    const outputs = tables.map(table => ({ table, path: `${table}.parquet` }));
    const sizes: number[] = [];
    for (const { table, path } of outputs) {
      await write(table, join(next, path));
      chmodSync(join(next, path), 0o600);
      sizes.push(statSync(join(next, path)).size);
    }
    const account: Account = { result: { ...result, outputs }, remarks, sizes };
    writeFileSync(join(next, accountName), JSON.stringify(account), { mode: 0o600 });
    rmSync(entry, { recursive: true, force: true });
    try {
      renameSync(next, entry);
    } catch {
      // Another run has just put the same there.
    }
  }

  /** Removes every entry that is not of the files noted in this run. */
  tidy(): void {
    const used = new Set([...this.#seen.values()].map(({ key }) => key));
    for (const name of readdirSync(this.#folder))
      if (!used.has(name)) rmSync(join(this.#folder, name), { recursive: true, force: true });
  }

  #entry(name: string): string | null {
    const seen = this.#seen.get(name);
    return seen ? join(this.#folder, seen.key) : null;
  }
}

function stampOf(path: string): string {
  const { size, mtimeNs, ino } = statSync(path, { bigint: true });
  return `${size} ${mtimeNs} ${ino}`;
}

function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
