import type { Signal } from "../../src/lib/signal-data.ts";
import { type Duck, literal } from "../lib/duck.ts";
import type { Job } from "./methods.ts";

/** Events and base of a region in a period; null is not known. */
export interface Cell {
  readonly region_code: string;
  readonly level: string;
  readonly within: string;
  readonly period: string;
  readonly events: number | null;
  readonly base: number | null;
  /** How many periods it lies back, 0 for the last. */
  readonly age: number;
}

/** Reads cells of a job, places by code and periods in order. */
export async function readCells(duck: Duck, job: Job, condition: string): Promise<Cell[]> {
  const rows = await duck.rows(
    `SELECT region_code, level, "within", period, CAST(events AS DOUBLE) AS events, CAST(base AS DOUBLE) AS base, age FROM signal_cell
     WHERE job = ${literal(job.id)} AND ${condition} ORDER BY region_code, place_no`
  );
  return rows as unknown as Cell[];
}

/** A row of the signal table before anything is known. */
export function blank(job: Job, region: string, within: string, period: string): Signal {
  return {
    job: job.id,
    method: job.method,
    indicator: job.indicator,
    breakdown: job.breakdown,
    basis: job.basis,
    region_code: region,
    within,
    period,
    state: "",
    verdict: "数据不足",
    reason: "missing",
    side: "",
    made: "",
    numerator: null,
    denominator: null,
    value: null,
    smoothed: null,
    low: null,
    high: null,
    expected: null,
    limit_low: null,
    limit_high: null,
    inner_low: null,
    inner_high: null,
    p: null,
    q: null
  };
}
