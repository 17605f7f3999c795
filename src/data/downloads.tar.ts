import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cachePath } from "../../loaders/lib/paths.ts";
import { listFiles } from "../../loaders/lib/digest.ts";
import { writeTar } from "../../loaders/publish/tar.ts";

// Only a preview asks for these: a build copies the files, whole.
const folder = cachePath("publish/downloads");
await writeTar(
  listFiles(folder).map(name => ({ name, bytes: readFileSync(join(folder, name)) })),
  process.stdout
);
