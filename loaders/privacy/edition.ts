import type { Contract } from "../contract/contract.ts";
import { type Duck, literal } from "../lib/duck.ts";
import { readPublicInput } from "./cells.ts";
import { type PublicRules, readPublicRules } from "./rules.ts";
import { suppress } from "./suppress.ts";
import { type Shown, type System, systemOf } from "./system.ts";

/** A public edition: what a reader could work with, and what was decided to be shown of it. */
export interface Edition {
  readonly rules: PublicRules;
  readonly system: System;
  /** Cell → whether it may be shown. */
  readonly known: readonly boolean[];
}

/** Whether every number of a row may be shown. */
export function isShown({ n, d }: Shown, known: readonly boolean[]): boolean {
  return known[n]! && (d < 0 || known[d]!);
}

/**
 * Puts the public edition in the place of the table `indicator` for the rest of this connection: rows that may not be
 * shown are `suppressed` and have no number and no judgement, villages and single days and events are not there. All
 * that is written after this is made from it. The warehouse's own table stays as it is.
 */
export async function publicEdition(
  duck: Duck,
  contract: Contract,
  rules: PublicRules = readPublicRules(contract)
): Promise<Edition> {
  const system = systemOf(await readPublicInput(duck, rules), rules);
  const known = await suppress(system, rules.width);
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE public_shown (indicator VARCHAR, region_code VARCHAR, period VARCHAR, breakdown VARCHAR, basis VARCHAR, variant VARCHAR)`
  );
  const appender = await duck.connection.createAppender("public_shown");
  for (const each of system.rows) {
    if (!isShown(each, known)) continue;
    const { indicator, region, period, breakdown, basis, variant } = each.row;
    for (const text of [indicator, region, period, breakdown, basis, variant]) appender.appendVarchar(text);
    appender.endRow();
  }
  appender.closeSync();
  // A withheld row tells by standing there at all where such rows are written only if there is something: it is left out.
  await duck.run(`CREATE OR REPLACE TEMP TABLE indicator AS
    WITH placed AS (
      SELECT i.* FROM indicator AS i JOIN public_place AS p ON p.code = i.region_code WHERE i.period IN (SELECT period FROM period)
    ), presence AS (
      SELECT indicator, breakdown, basis, period, count(DISTINCT region_code) AS places FROM placed WHERE region_level <> 'town' GROUP BY ALL
    ), framed AS (
      SELECT * FROM presence QUALIFY places = max(places) OVER (PARTITION BY indicator)
    )
    SELECT i.* REPLACE (
      CASE WHEN s.indicator IS NOT NULL THEN i.numerator END AS numerator, CASE WHEN s.indicator IS NOT NULL THEN i.denominator END AS denominator,
      CASE WHEN s.indicator IS NOT NULL THEN i.value END AS value,
      CASE WHEN s.indicator IS NOT NULL OR i.status = 'missing_data' THEN i.status ELSE 'suppressed' END AS status,
      CASE WHEN s.indicator IS NOT NULL THEN i.judgement ELSE 'not_judged' END AS judgement, CASE WHEN s.indicator IS NOT NULL THEN i.clause END AS clause
    )
    FROM placed AS i LEFT JOIN public_shown AS s ON s.indicator = i.indicator AND s.region_code = i.region_code AND s.period = i.period
      AND s.breakdown = i.breakdown AND s.basis = i.basis AND (s.variant = '' OR s.variant = i.profile_id)
    LEFT JOIN framed AS f ON f.indicator = i.indicator AND f.breakdown = i.breakdown AND f.basis = i.basis AND f.period = i.period
    WHERE s.indicator IS NOT NULL OR CASE i.region_level WHEN 'town' THEN i.breakdown = '' ELSE f.indicator IS NOT NULL END`);
  return { rules, system, known };
}

/** Shows one row after all: for trying whether the attacker finds it. Not reachable from the command line. */
export async function reveal(duck: Duck, { row }: Shown): Promise<void> {
  await duck.run(`UPDATE indicator SET numerator = ${row.n}, denominator = ${row.d ?? "NULL"}, status = 'ok',
      value = ${row.d === null ? row.n : row.d === 0 ? "NULL" : row.n / row.d}
    WHERE indicator = ${literal(row.indicator)} AND region_code = ${literal(row.region)} AND period = ${literal(row.period)}
      AND breakdown = ${literal(row.breakdown)} AND basis = ${literal(row.basis)}`);
}
