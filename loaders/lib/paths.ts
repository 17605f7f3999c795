import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder; every default path starts here, never at the working directory. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

export function projectPath(...parts: string[]): string {
  return resolve(projectRoot, ...parts);
}

/** The folder of everything made on the way; tests and shared machines put it elsewhere with FANGFANPIN_CACHE. */
export function cachePath(...parts: string[]): string {
  return resolve(process.env.FANGFANPIN_CACHE || projectPath(".cache"), ...parts);
}
