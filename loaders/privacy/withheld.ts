import type { Changes } from "../../src/lib/changes.ts";
import type { Intake } from "../../src/lib/site.ts";
import type { Suspects } from "../../src/lib/suspects.ts";
import type { Duck } from "../lib/duck.ts";
import type { Signals } from "../signals/signals.ts";

/** Movements of single months are counts of few households, read from the register itself: none in a public edition. */
export const noChanges: Changes = { known: { register: false, levels: false }, counts: {} };

/** Files and refused rows tell of single households: none in a public edition. */
export const noIntake: Intake = { files: [], rejects: [] };

/** The checks without what they found. */
export function noFindings(suspects: Suspects): Suspects {
  return { ...suspects, places: {} };
}

/**
 * The statistics of a public edition: those worked out from published figures. Curves, comparisons and surveys come from
 * households, and clues from their log; of towns only totals are published, so nothing is said of their parts.
 */
export async function publicSignals(duck: Duck, found: Signals): Promise<Signals> {
  const { jobs } = found.methods;
  const fromLog = new Set(jobs.filter(({ base }) => base === "clues").map(({ id }) => id));
  const ofParts = new Set(jobs.filter(({ breakdown }) => breakdown !== "").map(({ id }) => id));
  await duck.run(`CREATE OR REPLACE TEMP TABLE signal AS SELECT s.* FROM signal AS s JOIN signal_job AS j ON j.job = s.job JOIN public_place AS p ON p.code = s.region_code
    WHERE j.base <> 'clues' AND (p.depth < 2 OR j.breakdown = '')`);
  // Within a province counties are scanned, elsewhere towns.
  const provinces = new Set(
    (await duck.rows("SELECT region_code AS code FROM region WHERE region_level = 'province'")).map(row =>
      String(row.code)
    )
  );
  return {
    ...found,
    scans: found.scans.filter(
      ({ job, within }) => !fromLog.has(job) && (provinces.has(within) || !ofParts.has(job))
    ),
    curves: [],
    comparisons: [],
    sample: { ...found.sample, next: null, strata: [], found: [] }
  };
}
