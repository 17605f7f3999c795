import { once } from "node:events";
import { createReadStream, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Duck, literal, neutral } from "../lib/duck.ts";
import { cachePath } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import { writeRejects } from "../publish/rejects.ts";
import { defaultOut, type Options } from "./options.ts";
import { intakeLines } from "./report.ts";
import { overRiver } from "./run.ts";

/** `indicators`: the whole tidy table as CSV on standard output; everything else goes to standard error. */
export async function printIndicators(options: Options, progress: Progress): Promise<number> {
  return overRiver(
    options,
    progress,
    async ({ duck }) => {
      await writeRejects(duck, options.out || defaultOut);
      await printTable(duck);
    },
    async run => (await intakeLines(run)).filter(line => !line.startsWith("接收"))
  );
}

/** Columns and order of contract README §4; NULL is empty; whole numbers have no decimals (§8.44); no text runs as a formula. */
export async function printTable(duck: Duck): Promise<void> {
  const number = (name: string): string => `regexp_replace(CAST(${name} AS VARCHAR), '\\.0$', '') AS ${name}`;
  mkdirSync(cachePath(), { recursive: true });
  const path = cachePath(`indicator-${process.pid}.csv`);
  try {
    await duck.run(`COPY (
      SELECT indicator, region_code, ${neutral("region_name")} AS region_name, region_level, period, ${neutral("breakdown")} AS breakdown, basis, ${number("numerator")},
        ${number("denominator")}, ${number("value")}, unit, status, judgement, profile_id, clause
      FROM indicator ORDER BY indicator, region_code, period, breakdown, basis, profile_id
    ) TO ${literal(path)} (HEADER)`);
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
      if (!process.stdout.write(chunk as Buffer)) await once(process.stdout, "drain");
  } finally {
    rmSync(join(path), { force: true });
  }
}
