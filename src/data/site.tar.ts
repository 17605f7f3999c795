import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cachePath, projectPath } from "../../loaders/lib/paths.ts";
import { readTsv } from "../../loaders/lib/tsv.ts";
import { searchEntries } from "../../loaders/publish/search.ts";
import { listFiles, writeTar } from "../../loaders/publish/tar.ts";
import { readableCatalogue } from "../../loaders/publish/wording.ts";

// One process hands over every small file the pages read; Framework unpacks them.
const folder = cachePath("publish");
const files = listFiles(folder)
  .filter(name => name.endsWith(".json"))
  .map(name => ({ name, bytes: readFileSync(join(folder, name)) }));
const tables = readTsv(projectPath("data/policy/tables.tsv"), ["table", "name_zh"]);
const words = readTsv(projectPath("data/policy/words.tsv"), ["list", "word", "text_zh"]);
const names = Object.fromEntries([
  ...words.filter(({ cells }) => cells.list === "term").map(({ cells }) => [cells.word, cells.text_zh]),
  ...tables.map(({ cells }) => [cells.table, cells.name_zh])
]);
files.push({ name: "tables.json", bytes: Buffer.from(JSON.stringify(names)) });
const catalogue = files.find(({ name }) => name === "catalogue.json")!;
catalogue.bytes = Buffer.from(JSON.stringify(readableCatalogue(JSON.parse(catalogue.bytes.toString()))));
files.push({ name: "search.json", bytes: Buffer.from(JSON.stringify(searchEntries(folder))) });
await writeTar(files, process.stdout);
