import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listFiles } from "../lib/digest.ts";
import { methodChecks } from "./method-checks.ts";
import { siteNames } from "./names.ts";
import { searchEntries, searchVillages } from "./search.ts";
import { readableCatalogue } from "./wording.ts";

/** Every small file the pages read, by name: what was published, and what follows from it alone. */
export function siteFiles(folder: string): ReadonlyMap<string, Uint8Array> {
  const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
  const files = new Map<string, Uint8Array>(
    listFiles(folder)
      .filter(name => /^[^/]+\.json$/.test(name))
      .map(name => [name, readFileSync(join(folder, name))])
  );
  files.set("tables.json", json(siteNames()));
  files.set("catalogue.json", json(readableCatalogue(JSON.parse(String(files.get("catalogue.json"))))));
  files.set("method-checks.json", json(methodChecks()));
  files.set("search.json", json(searchEntries(folder)));
  files.set("villages.json", json(searchVillages(folder)));
  return files;
}
