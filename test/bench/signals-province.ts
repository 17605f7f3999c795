import { signals } from "../../loaders/signals/signals.ts";
import { openCalm } from "./calm-world.ts";
import { report, round } from "./peers.ts";

/** Time and highest memory of the whole step for a province: 160 counties, 1,800 townships, two years. */
const calm = await openCalm({ months: 24, homes: 4000, province: true });
const households = await calm.settle(1);
const before = process.resourceUsage();
const start = performance.now();
const { rows, scans, curves, comparisons } = await signals(calm.run.duck, calm.contract);
const seconds = round((performance.now() - start) / 1000);
const used = process.resourceUsage();
calm.run.close();
report("signals-province", {
  ...{ counties: 160, towns: calm.towns, households, seconds },
  cpuSeconds: round(
    (used.userCPUTime + used.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1e6
  ),
  ...{ peakMB: Math.round(used.maxRSS / 1024), peakBeforeMB: Math.round(before.maxRSS / 1024) },
  ...{ rows: rows.length, scans: scans.length, curves: curves.length, comparisons: comparisons.length }
});
