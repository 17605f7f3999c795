import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { signalColumns } from "../../src/lib/signal-data.ts";
import { type Duck, literal } from "../lib/duck.ts";
import type { Signals } from "../signals/signals.ts";
import { arrowFile } from "./arrow.ts";

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
  const rootCode = String(root!.code);
  const write = async (part: string, region: string, condition: string): Promise<void> => {
    for (const [name, kept] of [
      ["signal", condition],
      ["signal-found", `${condition} AND verdict = '信号'`]
    ]) {
      await duck.run(
        `CREATE OR REPLACE TEMP TABLE published_signal AS SELECT * FROM signal WHERE ${kept}
         ORDER BY job, region_code, period`
      );
      writeFileSync(
        join(folder, part, `${name}.arrow`),
        await arrowFile(duck, "published_signal", signalColumns)
      );
    }
    json(
      join(part, "curves.json"),
      found.curves.filter(each => each.region === region)
    );
    json(
      join(part, "comparison.json"),
      found.comparisons.filter(each => each.region === region)
    );
  };
  const isAbove = `region_code IN (SELECT region_code FROM region WHERE region_level <> 'town')`;
  await write("figures", rootCode, isAbove);
  const entries = readdirSync(join(folder, "figures"), { withFileTypes: true });
  for (const { name: code } of entries.filter(entry => entry.isDirectory()))
    await write(
      `figures/${code}`,
      code,
      `region_code IN (SELECT descendant FROM region_tree WHERE ancestor = ${literal(code)})`
    );
}
