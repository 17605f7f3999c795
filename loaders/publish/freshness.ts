import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Clears Framework's cache of loader output when the digest changed since the last call. Framework
 * looks at the age of the loader's own file only and would serve what the loader wrote last time.
 */
export function clearStaleCache(cache: string, digest: string): boolean {
  const mark = join(cache, "digest.txt");
  if (existsSync(mark) && readFileSync(mark, "utf8") === digest) return false;
  rmSync(join(cache, "data"), { recursive: true, force: true });
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, digest);
  return true;
}

/**
 * Keeps a build away from the registry: bundling its client, Framework asks which version of some
 * twenty packages is the latest unless a folder of that name stands in its cache. None of them is used.
 */
export function keepOffline(cache: string): void {
  for (const name of unusedPackages) mkdirSync(join(cache, "_npm", `${name}@0.0.0`), { recursive: true });
}

const unusedPackages = [
  "lodash",
  "arquero",
  "apache-arrow",
  "d3",
  "@observablehq/dot",
  "@duckdb/duckdb-wasm",
  "echarts",
  "htl",
  "@observablehq/inputs",
  "leaflet",
  "mapbox-gl",
  "@observablehq/mermaid",
  "@observablehq/plot",
  "react",
  "react-dom",
  "@observablehq/sqlite",
  "@observablehq/tex",
  "topojson-client",
  "d3-dsv",
  "parquet-wasm",
  "sql.js",
  "@viz-js/viz",
  "mermaid",
  "katex",
  "exceljs",
  "jszip",
  "vega",
  "vega-lite",
  "vega-lite-api",
  "@uwdata/vgplot",
  "@observablehq/sample-datasets"
];
