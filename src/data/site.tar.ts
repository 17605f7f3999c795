import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectPath } from "../../loaders/lib/paths.ts";
import { searchEntries } from "../../loaders/publish/search.ts";
import { listFiles, writeTar } from "../../loaders/publish/tar.ts";

// One process hands over everything the pages read; Framework unpacks the files it needs.
const folder = projectPath(".cache/publish");
const files = listFiles(folder).map(name => ({ name, bytes: readFileSync(join(folder, name)) }));
files.push({ name: "search.json", bytes: Buffer.from(JSON.stringify(searchEntries(folder))) });
await writeTar(files, process.stdout);
