import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { readContract } from "../../loaders/contract/contract.ts";
import { indicators } from "../../loaders/indicators/indicators.ts";
import { type Duck, literal } from "../../loaders/lib/duck.ts";
import { cachePath, projectRoot } from "../../loaders/lib/paths.ts";
import { readSettings } from "../../loaders/lib/settings.ts";
import { model } from "../../loaders/model/model.ts";
import { layout, readWhole } from "../../loaders/parts/layout.ts";
import { report } from "./peers.ts";
import { demoExports, intakeOf, splitDemo } from "./world.ts";

/**
 * The demo by county in processes of their own, two at a time, and merged, against the demo worked out at once: the SHA-256 of the
 * indicator table as CSV in the order of its key must be the same. `npm run bench -- partition`.
 */
const folder = await splitDemo();
const { parts } = readWhole(folder);
const command = async (name: string, part: string): Promise<void> => {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "loaders/cli.ts", name, "--out", folder, "--region", part],
    {
      cwd: projectRoot,
      stdio: "ignore",
      env: { ...process.env, FANGFANPIN_THREADS: "1" }
    }
  );
  const code = await new Promise(resolve => child.on("close", resolve));
  if (code !== 0) throw new Error(`${name} ${part}: ${code}`);
};
const start = performance.now();
for (const name of ["part", "merge"]) {
  const waiting = [...parts];
  const work = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) await command(name, part);
  };
  await Promise.all([work(), work()]);
}
const seconds = Math.round((performance.now() - start) / 1000);
const { duck, asOf } = await intakeOf(await demoExports());
const contract = readContract();
await model(duck, contract, { asOf, root: "", profile: "", defaultProfile: readSettings().profile });
await indicators(duck, contract);
const whole = await digest(duck, "indicator");
const merged = await digest(
  duck,
  `read_parquet([${parts.map(part => literal(layout.figures(folder, part))).join(", ")}])`
);
duck.close();
report("partition", { parts: parts.length, seconds, whole, merged, same: whole === merged });
if (whole !== merged) process.exitCode = 1;

async function digest(from: Duck, table: string): Promise<string> {
  const path = join(cachePath("bench"), "partition.csv");
  await from.run(
    `COPY (SELECT * FROM ${table} ORDER BY indicator, region_code, period, breakdown, basis, profile_id) TO ${literal(path)} (HEADER)`
  );
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  rmSync(path);
  return hash.digest("hex");
}
