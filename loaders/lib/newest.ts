import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Leaves the newest entries of a folder and takes the others away.
 * @param isCounted which names, all by default; the others stay
 */
export function keepNewest(
  folder: string,
  most: number,
  isCounted: (name: string) => boolean = () => true
): void {
  const ages = readdirSync(folder)
    .filter(isCounted)
    .map(name => ({ name, at: statSync(join(folder, name)).mtimeMs }));
  for (const { name } of ages.sort((a, b) => b.at - a.at).slice(most))
    rmSync(join(folder, name), { recursive: true, force: true });
}
