import { readFileSync } from "node:fs";
import { join } from "node:path";
import { group } from "d3-array";
import { readSettings } from "../../loaders/lib/settings.ts";
import { river } from "../../loaders/river.ts";
import { type Signals, signals } from "../../loaders/signals/signals.ts";
import { report, round } from "./peers.ts";

/**
 * Which planted signals the methods find in a folder of exports that has a `truth_notes.json`, and what they find
 * beside: `FANGFANPIN_EXPORTS=<folder> npm run bench -- signals-planted`. A line each, and one a method.
 */
interface Planted {
  readonly id: string;
  readonly what: string;
  readonly region?: string;
  readonly regions?: readonly string[];
  readonly period?: readonly string[];
}

/** One thing found, from whichever method. */
interface Finding {
  readonly method: string;
  readonly job: string;
  readonly places: readonly string[];
  readonly period: string;
  readonly side: string;
}

/** The jobs that a planted signal should show in; what is not here no method asks for. */
const sought: Readonly<Record<string, { readonly jobs: readonly string[]; readonly side: string }>> = {
  S2_flood_burst: {
    jobs: [
      ...[
        "new_rate",
        "registered_rate",
        "new_month",
        "clue_month",
        "clue_week",
        "alert_month",
        "accept_share"
      ],
      ...["new_cluster", "registered_cluster", "disaster_cluster"]
    ],
    side: "高于"
  },
  S3_under_identification: { jobs: ["new_rate", "registered_rate"], side: "低于" },
  S4_measure_effect: { jobs: ["公益岗位帮扶"], side: "高于" },
  S7_visit_gap: { jobs: ["visit_share"], side: "低于" }
};

const folder = process.env.FANGFANPIN_EXPORTS;
if (!folder) {
  console.error("请用 FANGFANPIN_EXPORTS 指明导出文件夹，其中要有 truth_notes.json");
  process.exit(2);
}
const { planted_signals: planted, as_of: asOf } = JSON.parse(
  readFileSync(join(folder, "truth_notes.json"), "utf8")
) as { planted_signals: readonly Planted[]; as_of: string };
const run = await river({ exports: folder, asOf, profile: "", settings: readSettings() });
const found = await signals(run.duck, run.contract);
run.discard();

const findings = findingsOf(found);
const explained = new Set<Finding>();
for (const each of planted) {
  const own = findings.filter(finding => shows(each, finding));
  for (const finding of own) explained.add(finding);
  const jobs = [...new Set(own.map(({ job }) => job))];
  report("signals-planted", {
    id: each.id,
    sought: each.id in sought,
    found: own.length > 0,
    jobs,
    what: each.what
  });
}
const judged = group(
  [
    ...found.rows.filter(row => row.method !== "scan"),
    ...found.comparisons.map(row => ({ ...row, method: "comparison" })),
    ...found.scans.map(row => ({ ...row, method: "scan" }))
  ].filter(row => row.verdict !== "数据不足"),
  row => row.method
);
for (const [method, rows] of judged) {
  const other = findings.filter(finding => finding.method === method && !explained.has(finding));
  const what = [...new Set(other.map(({ job, places, side }) => `${job} ${places.join("、")} ${side}`))];
  report("signals-planted", {
    method,
    judged: rows.length,
    other: other.length,
    share: round(other.length / rows.length),
    what
  });
}

function findingsOf({ rows, scans, comparisons }: Signals): Finding[] {
  return [
    ...rows
      .filter(row => row.verdict === "信号" && row.method !== "scan")
      .map(({ region_code, ...row }): Finding => ({ ...row, places: [region_code] })),
    ...scans
      .filter(scan => scan.verdict === "信号")
      .flatMap(({ clusters, ...scan }) =>
        clusters.map(({ places }): Finding => ({ ...scan, method: "scan", places, side: "高于" }))
      ),
    ...comparisons
      .filter(row => row.verdict === "信号")
      .map(
        ({ measure, region, difference }): Finding => ({
          method: "comparison",
          job: measure,
          places: [region],
          period: "",
          side: difference!.estimate > 0 ? "高于" : "低于"
        })
      )
  ];
}

/** Whether a finding is of what was planted: the same place, or one that it lies in, from the month it was planted on. */
function shows({ id, region, regions = region ? [region] : [], period }: Planted, finding: Finding): boolean {
  const here = sought[id];
  if (!here?.jobs.includes(finding.job) || here.side !== finding.side) return false;
  if (period && finding.period !== "" && finding.period < period[0]!) return false;
  if (regions.length === 0) return true;
  return finding.places.some(place =>
    regions.some(code => code === place || code.startsWith(place.replace(/0+$/, "")))
  );
}
