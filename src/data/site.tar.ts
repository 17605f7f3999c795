import { cachePath } from "../../loaders/lib/paths.ts";
import { siteFiles } from "../../loaders/publish/site-files.ts";
import { writeTar } from "../../loaders/publish/tar.ts";

// One process hands over every small file the pages read; Framework unpacks them.
const files = siteFiles(cachePath("publish"));
await writeTar(
  [...files].map(([name, bytes]) => ({ name, bytes })),
  process.stdout
);
