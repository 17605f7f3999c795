import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readContract } from "../../loaders/contract/contract.ts";
import { cachePath } from "../../loaders/lib/paths.ts";
import { above, readWhole } from "../../loaders/parts/layout.ts";
import { writeFigures, writeLeaves } from "../../loaders/parts/part.ts";
import { type Done, runJobs, tell } from "./jobs.ts";
import { report, round } from "./peers.ts";
import { splitDemo, world } from "./world.ts";

/**
 * Model and indicators over worlds of a growing number of counties of realistic size (`world.ts`: the split demo, prefecture by
 * prefecture under codes of its own, each household some twelve times), in two processes of one thread each: every run takes eight
 * counties' leaves, then eight counties' figures, last the regions above. `npm run bench -- p4 2 16 161` gives the numbers of counties;
 * by default 2 and 16. One line: persons, wall and CPU seconds, the highest resident memory of a process, and the exponent of CPU
 * time over persons between the first and the last size. Reading exports (P1, P2) is not in it.
 */
const script = fileURLToPath(import.meta.url);
const [, , job, folder, list] = process.argv;

const BATCH = 8;
const limits = { processes: 2, threads: 1, memory: "3GB" };

if (job === "leaves" || job === "figures") {
  const parts = list!.split(",");
  await (job === "leaves" ? writeLeaves : writeFigures)(folder!, readContract(), parts);
  tell();
} else {
  const asked = process.argv.slice(2).map(Number);
  const sizes = asked.length > 0 ? asked : [2, 16];
  const rows = [];
  for (const counties of sizes) rows.push(await size(counties));
  const [first, last] = [rows[0]!, rows.at(-1)!];
  report("p4-size", {
    ...limits,
    rows,
    exponent:
      rows.length > 1
        ? round(Math.log(last.cpuSeconds / first.cpuSeconds) / Math.log(last.persons / first.persons))
        : null
  });
}

async function size(counties: number) {
  const folder = cachePath("bench", `p4-${counties}`);
  const template = await splitDemo();
  const made = await world(readContract(), template, folder, counties);
  const parts = readWhole(folder).parts.filter(part => part !== above);
  const batches = Array.from({ length: Math.ceil(parts.length / BATCH) }, (_, at) =>
    parts.slice(at * BATCH, (at + 1) * BATCH).join(",")
  );
  const start = performance.now();
  const all = (name: string): Promise<Done[]> =>
    runJobs(
      script,
      [...batches, above].map(list => [name, folder, list]),
      limits
    );
  const leaves = await all("leaves");
  const between = performance.now();
  const figures = await all("figures");
  const end = performance.now();
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  const runs = [...leaves, ...figures];
  const cpu = (of: readonly { cpu: number }[]): number => round(of.reduce((sum, run) => sum + run.cpu, 0));
  return {
    ...made,
    wallSeconds: round((end - start) / 1000),
    leavesSeconds: round((between - start) / 1000),
    cpuSeconds: cpu(runs),
    cpuLeaves: cpu(leaves),
    cpuFigures: cpu(figures),
    peakMB: Math.max(...runs.map(run => run.peakMB)),
    sumOfTwoPeaksMB: runs
      .map(run => run.peakMB)
      .sort((a, b) => b - a)
      .slice(0, limits.processes)
      .reduce((a, b) => a + b, 0)
  };
}
