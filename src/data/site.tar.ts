import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cachePath } from "../../loaders/lib/paths.ts";
import { methodChecks } from "../../loaders/publish/method-checks.ts";
import { siteNames } from "../../loaders/publish/names.ts";
import { searchEntries } from "../../loaders/publish/search.ts";
import { listFiles } from "../../loaders/lib/digest.ts";
import { writeTar } from "../../loaders/publish/tar.ts";
import { readableCatalogue } from "../../loaders/publish/wording.ts";

// One process hands over every small file the pages read; Framework unpacks them.
const folder = cachePath("publish");
const files = listFiles(folder)
  .filter(name => name.endsWith(".json"))
  .map(name => ({ name, bytes: readFileSync(join(folder, name)) }));
files.push({ name: "tables.json", bytes: Buffer.from(JSON.stringify(siteNames())) });
const catalogue = files.find(({ name }) => name === "catalogue.json")!;
catalogue.bytes = Buffer.from(JSON.stringify(readableCatalogue(JSON.parse(catalogue.bytes.toString()))));
files.push({ name: "method-checks.json", bytes: Buffer.from(JSON.stringify(methodChecks())) });
files.push({ name: "search.json", bytes: Buffer.from(JSON.stringify(searchEntries(folder))) });
await writeTar(files, process.stdout);
