import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { listFiles } from "../../loaders/lib/digest.ts";
import { writeTar } from "../../loaders/publish/tar.ts";

// The face in slices, so that a page loads only those whose characters it shows.
const folder = dirname(createRequire(import.meta.url).resolve("@fontsource-variable/noto-sans-sc/index.css"));
const names = ["index.css", ...listFiles(join(folder, "files")).map(name => `files/${name}`)];
await writeTar(
  names
    .filter(name => /\.css$|-wght-normal\.woff2$/.test(name))
    .map(name => ({ name, bytes: readFileSync(join(folder, name)) })),
  process.stdout
);
