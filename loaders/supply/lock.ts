import { readFileSync } from "node:fs";
import { projectPath } from "../lib/paths.ts";

/** One installed package of the lock file. */
export interface Locked {
  /** Its folder, such as `node_modules/a/node_modules/b`. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** SPDX expression as the package states it, "" where it states none. */
  readonly licence: string;
  /** Needed for tests and checks alone. */
  readonly dev: boolean;
  /** Digest in the form of Subresource Integrity, "" where there is none. */
  readonly integrity: string;
  /** Wants to run a script when installed. */
  readonly script: boolean;
  /** Folders of the packages it needs that are locked; optional ones of other systems too. */
  readonly needs: readonly string[];
}

/** The lock file: the project, and every package by its folder. */
export interface Lock {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Folders of the packages the project names. */
  readonly needs: readonly string[];
  readonly packages: ReadonlyMap<string, Locked>;
}

interface Entry {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Reads `package-lock.json` (lockfileVersion 3), packages sorted by folder. */
export function readLock(path: string = projectPath("package-lock.json")): Lock {
  const { packages } = JSON.parse(readFileSync(path, "utf8")) as { packages: Record<string, Entry> };
  const root = packages[""]!;
  const needsOf = (from: string, entry: Entry): string[] => {
    const named = Object.keys({
      ...entry.dependencies,
      ...entry.devDependencies,
      ...entry.optionalDependencies,
      ...entry.peerDependencies
    });
    return named.flatMap(name => placeOf(packages, from, name) ?? []).sort();
  };
  const locked = Object.keys(packages)
    .filter(Boolean)
    .sort()
    .map((folder): [string, Locked] => {
      const entry = packages[folder]!;
      return [
        folder,
        {
          path: folder,
          name: folder.slice(folder.lastIndexOf("node_modules/") + 13),
          version: entry.version!,
          licence: entry.license ?? "",
          dev: entry.dev ?? false,
          integrity: entry.integrity ?? "",
          script: entry.hasInstallScript ?? false,
          needs: needsOf(folder, entry)
        }
      ];
    });
  return {
    name: root.name!,
    version: root.version!,
    licence: root.license!,
    needs: needsOf("", root),
    packages: new Map(locked)
  };
}

/** Where Node finds a package from a folder: in it, or in the nearest above; null where it is not locked. */
function placeOf(packages: Readonly<Record<string, Entry>>, from: string, name: string): string | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const place = `${folder ? `${folder}/` : ""}node_modules/${name}`;
    if (place in packages) return place;
    if (folder === "") return null;
  }
}
