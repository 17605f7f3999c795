import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { signalColumns } from "../../src/lib/signal-data.ts";
import { type Duck, literal } from "../lib/duck.ts";
import type { Signals } from "../signals/signals.ts";
import { arrowFiles, emptyFile } from "./arrow.ts";

/**
 * Writes the statistics: beside the figures of the root and of each county `signal.arrow`, `signal-found.arrow` (its
 * rows that are a signal), `curves.json` and `comparison.json`, and for all of them `signal-methods.json`, `signal-clusters.json`, `signal-index.json`,
 * `signal-sample.json`. To be called when the figures are written: each county has a folder of them.
 */
export async function publishSignals(duck: Duck, found: Signals, folder: string): Promise<void> {
  const json = (name: string, value: unknown): void =>
    writeFileSync(join(folder, name), `${JSON.stringify(value)}\n`);
  json("signal-methods.json", found.methods);
  json("signal-clusters.json", found.scans);
  json("signal-index.json", found.index);
  json("signal-sample.json", found.sample);
  const [root] = await duck.rows("SELECT region_code AS code FROM region_root");
  const entries = readdirSync(join(folder, "figures"), { withFileTypes: true });
  const codes = entries.filter(entry => entry.isDirectory()).map(({ name }) => name);
  for (const place of ["", ...codes]) {
    const region = place || String(root!.code);
    const own = <T extends { readonly region: string }>(all: readonly T[]): T[] =>
      all.filter(each => each.region === region);
    json(join("figures", place, "curves.json"), own(found.curves));
    json(join("figures", place, "comparison.json"), own(found.comparisons));
  }
  // Grain: place of the site, '' the root, and a row of the statistics in its files.
  await duck.run(`CREATE OR REPLACE TEMP TABLE published_signal AS
    SELECT p.place, s.* FROM signal AS s JOIN (
      SELECT '' AS place, region_code FROM region WHERE region_level <> 'town'
      UNION ALL SELECT ancestor, descendant FROM region_tree WHERE ancestor IN (${["", ...codes].map(literal).join(", ")})
    ) AS p USING (region_code);
    CREATE OR REPLACE TEMP VIEW published_found AS FROM published_signal WHERE verdict = '信号'`);
  for (const [name, relation] of [
    ["signal", "published_signal"],
    ["signal-found", "published_found"]
  ] as const) {
    const lacking = new Set(["", ...codes]);
    const write = (place: string, bytes: Uint8Array): void =>
      writeFileSync(join(folder, "figures", place, `${name}.arrow`), bytes);
    const sorted = { by: ["place"], order: ["job", "region_code", "period"] };
    await arrowFiles(duck, relation, signalColumns, sorted, ([place], bytes) => {
      write(place!, bytes);
      lacking.delete(place!);
    });
    for (const place of lacking) write(place, emptyFile(signalColumns));
  }
}
