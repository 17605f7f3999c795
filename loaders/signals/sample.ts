import type { SignalSample } from "../../src/lib/signal-data.ts";
import type { Contract } from "../contract/contract.ts";
import type { Duck } from "../lib/duck.ts";
import { CliError, exitCode } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import { lqasPlan } from "../risk/lqas.ts";
import { finiteInterval, wilsonInterval } from "../risk/proportion.ts";
import { allocate, drawSample, type Frame, marginOfError, type SampleDraw } from "../risk/sampling.ts";
import { digestOf } from "./digest.ts";
import type { Methods } from "./methods.ts";

/** A stratified draw of households for a quarter, and what it was made by. */
export interface Drawn extends SampleDraw {
  readonly quarter: string;
  readonly households: number;
  readonly total: number;
  readonly share: number;
  /** Where the share is from, in words. */
  readonly source: string;
  /** Null where nobody is drawn. */
  readonly margin: number | null;
}

/** Fills the set of households that may be drawn. */
export function fillFrame(duck: Duck): Promise<void> {
  return duck.file(projectPath("loaders/signals/sql/30_frame.sql"));
}

/** Reads who may be drawn: households in the register at the end of the data's last month, by town. */
export async function readFrame(duck: Duck): Promise<Frame> {
  const rows = await duck.rows(
    "SELECT stratum, household_id FROM signal_frame ORDER BY stratum, household_id"
  );
  const frame: Record<string, string[]> = {};
  for (const { stratum, household_id } of rows) {
    frame[String(stratum)] ??= [];
    frame[String(stratum)]!.push(String(household_id));
  }
  return frame;
}

/**
 * Draws the households of a quarter: the share the document in force asks for, else the platform's, shared among the
 * towns in proportion, so many at least in each. The same frame and quarter give the same draw.
 */
export function draw(frame: Frame, quarter: string, asked: Asked, methods: Methods): Drawn {
  const number = (key: string): number => methods.number("sample", key);
  const strata = Object.keys(frame).sort();
  const sizes = strata.map(stratum => frame[stratum]!.length);
  const households = sizes.reduce((sum, size) => sum + size, 0);
  const least = number("least");
  const floor = sizes.reduce((sum, size) => sum + Math.min(size, least), 0);
  const total = Math.max(floor, Math.ceil(asked.share * households - rounding));
  const { whole } = allocate({ sizes, total, least });
  return {
    ...drawSample({
      frame,
      sizes: Object.fromEntries(strata.map((stratum, at) => [stratum, whole[at]!])),
      seed: number("seed") + quarterNo(quarter),
      digest: digestOf(frame),
      reserve: number("reserve")
    }),
    quarter,
    households,
    total,
    ...asked,
    margin:
      total === 0
        ? null
        : marginOfError({
            proportion: number("proportion"),
            sample: total,
            population: households,
            confidence: methods.number("all", "confidence")
          })
  };
}

/** What share is to be drawn, and who says so. */
export interface Asked {
  readonly share: number;
  readonly source: string;
}

/** The share of the document in force at the root, else the platform's. */
export async function askedShare(duck: Duck, contract: Contract, methods: Methods): Promise<Asked> {
  const [found] = await duck.rows(
    `SELECT arg_max(profile_id, stat_year) AS id FROM profile_in_force
     WHERE is_chosen AND region_code = (SELECT region_code FROM region_root)`
  );
  const profile = contract.profiles.get(String(found?.id));
  const param = profile?.params.get("survey_prefecture_min_ratio");
  const share = Number(param?.value || Number.NaN);
  return profile && param?.certainty !== "absent" && share > 0
    ? { share, source: `${profile.label} ${param!.clause}` }
    : { share: methods.number("sample", "share"), source: "平台设置，非政策阈值" };
}

/** The quarter after the data's last month. */
export async function nextQuarter(duck: Duck): Promise<string> {
  const [last] = await duck.rows("SELECT max(period) AS quarter FROM period WHERE kind = 'quarter'");
  return quarterAt(quarterNo(String(last!.quarter)) + 1);
}

/** Refuses a quarter that is not written as 2024Q1 or lies before what the frame is of, where that is known. */
export function checkQuarter(quarter: string, next: string | null): void {
  if (!/^\d{4}Q[1-4]$/.test(quarter))
    throw new CliError(`--quarter：“${quarter}”不是季度；请写成 2024Q1`, { exit: exitCode.usage });
  if (next !== null && quarterNo(quarter) < quarterNo(next) - 1)
    throw new CliError(
      `--quarter：抽样框是数据最近一期的在册户，不能用来抽更早的 ${quarter}；请用 ${next}，或换用那一季的导出`,
      { exit: exitCode.usage }
    );
}

/** What the site says of samples: the next draw in numbers, without a household's code, and what surveys found. */
export async function sampleOf(duck: Duck, contract: Contract, methods: Methods): Promise<SignalSample> {
  const frame = await readFrame(duck);
  const number = (key: string): number => methods.number("sample", key);
  const found = await foundOf(duck, methods);
  if (Object.keys(frame).length === 0) return { next: null, strata: [], found };
  const drawn = draw(frame, await nextQuarter(duck), await askedShare(duck, contract, methods), methods);
  const risks = {
    good: number("lqas_good"),
    bad: number("lqas_bad"),
    alpha: number("lqas_alpha"),
    beta: number("lqas_beta")
  };
  const plans = new Map<number, { size: number; defects: number } | null>();
  const planOf = (population: number) => {
    if (!plans.has(population)) {
      const plan = lqasPlan(risks, population);
      plans.set(population, plan && { size: plan.size, defects: plan.defects });
    }
    return plans.get(population)!;
  };
  const { quarter, seed, digest, households, total, share, source, margin } = drawn;
  return {
    next: { quarter, seed, digest, households, drawn: total, share, source, margin },
    strata: drawn.strata.map(({ stratum, population, drawn: own }) => ({
      region: stratum,
      households: population,
      drawn: own.length,
      lqas: planOf(population)
    })),
    found
  };
}

async function foundOf(duck: Duck, methods: Methods): Promise<SignalSample["found"]> {
  const rows = await duck.rows(
    `SELECT i.region_code AS region, i.period, i.status = 'ok' AS known, i.numerator AS hits, i.denominator AS size,
       w.denominator AS population, i.status
     FROM indicator AS i JOIN signal_time AS q ON q.kind = 'quarter' AND q.period = i.period AND q.age < ${methods.number("all", "quarters")}
     JOIN signal_place AS p ON p.region_code = i.region_code AND p.level <> 'town'
     JOIN profile_in_force AS f ON f.region_code = i.region_code AND f.profile_id = i.profile_id AND f.is_chosen AND f.stat_year = q.stat_year
     LEFT JOIN indicator AS w ON w.indicator = 'K18' AND w.breakdown = '分母口径=季末' AND w.region_code = i.region_code AND w.period = i.period
       AND w.profile_id = i.profile_id
     WHERE i.indicator = 'K18' AND i.breakdown = '分项=发现问题户' ORDER BY i.region_code, i.period`
  );
  const confidence = methods.number("all", "confidence");
  return rows.map(row => {
    const hits = Number(row.hits ?? 0);
    const size = Number(row.size ?? 0);
    const population = row.population === null ? null : Number(row.population);
    const wilson = row.known ? wilsonInterval({ hits, size }, confidence) : null;
    const isWithin = wilson !== null && population !== null && population >= size;
    const exact = isWithin ? finiteInterval({ hits, size }, population, confidence) : null;
    return {
      region: String(row.region),
      period: String(row.period),
      ...{ hits, size, population },
      share: wilson && hits > 0 ? wilson.share : null,
      low: wilson?.low ?? null,
      high: wilson?.high ?? null,
      least: exact?.least ?? null,
      most: exact?.most ?? null,
      reason: wilson ? "" : row.status === "na_zero_denominator" ? "no_base" : "missing"
    };
  });
}

function quarterNo(quarter: string): number {
  return Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(5)) - 1;
}

function quarterAt(no: number): string {
  return `${Math.floor(no / 4)}Q${(no % 4) + 1}`;
}

/** What a product of decimals may be off by. */
const rounding = 1e-9;
