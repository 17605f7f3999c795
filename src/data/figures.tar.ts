import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cachePath } from "../../loaders/lib/paths.ts";
import { listFiles } from "../../loaders/lib/digest.ts";
import { writeTar } from "../../loaders/publish/tar.ts";

// Only a preview asks for these: a build copies the files, for unpacking thousands one by one takes minutes.
const folder = cachePath("publish/figures");
await writeTar(
  listFiles(folder).map(name => ({ name, bytes: readFileSync(join(folder, name)) })),
  process.stdout
);
