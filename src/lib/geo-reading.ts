import type { Cell, Dataset, Key } from "./dataset.js";
import type { Measure } from "./geo-measure.js";
import type { Regions } from "./regions.js";
import type { Region } from "./site.js";

/** What cells are read from. */
export interface ReadingSource {
  readonly dataset: Dataset;
  readonly regions: Regions;
}

/** One measure's rows under one profile. */
export class Reading {
  readonly #source: ReadingSource;
  readonly #measure: Measure;
  readonly #profile: string;
  readonly #siblings: readonly string[];

  constructor(source: ReadingSource, measure: Measure, profile: string) {
    this.#source = source;
    this.#measure = measure;
    this.#profile = profile;
    const signature = signatureOf(measure.breakdown);
    this.#siblings = source.dataset
      .breakdownsOf(measure.indicator)
      .filter(each => each !== measure.breakdown && signatureOf(each) === signature);
  }

  /**
   * The row of a region in a period. Towns have rows of a breakdown only where they are not zero, and so has an event
   * only at its places: such a row that is not there reads as none where the region above has one.
   */
  cell(region: Region, period: string): Cell | undefined {
    const { breakdown, period: kind } = this.#measure;
    const own = this.#at(region.code, period, breakdown);
    if (own || breakdown === "") return own;
    const named = breakdown.split(";").some(part => part.endsWith(`=${period}`));
    if (!named && (region.level !== "town" || (kind === "own" && !isDay(period)))) return undefined;
    for (const above of this.#source.regions.path(region.code).slice(0, -1).reverse()) {
      const proof = this.#at(above.code, period, breakdown);
      if (proof) return this.#none(region, above, period, proof);
    }
    return undefined;
  }

  /** Whether a region has a row of its own in any of the periods. */
  exists(region: Region, periods: readonly string[]): boolean {
    return periods.some(period => this.#at(region.code, period, this.#measure.breakdown));
  }

  #none(region: Region, above: Region, period: string, proof: Cell): Cell {
    const empty = { ...proof, numerator: null, denominator: null, value: null };
    if (
      proof.status !== "ok" &&
      proof.status !== "na_zero_denominator" &&
      proof.status !== "not_judged_input"
    )
      return empty;
    // What was found on a day is written only where something was, whatever it is a share of.
    if (this.#measure.kind === "count" || isDay(period))
      return { ...empty, numerator: 0, value: 0, status: "ok" };
    const whole = this.#wholeOf(region, above, period, proof);
    if (whole) return { ...empty, numerator: 0, denominator: whole, value: 0, status: "ok" };
    const numerator = this.#measure.kind === "mean" ? null : 0;
    return { ...empty, numerator, denominator: 0, status: "na_zero_denominator" };
  }

  /** The denominator that all parts of the same whole share, where the breakdown is one of such parts. */
  #wholeOf(region: Region, above: Region, period: string, proof: Cell): number | null {
    const shared = this.#siblings.map(each => this.#at(above.code, period, each)?.denominator);
    if (shared.length === 0 || shared.some(each => each !== proof.denominator)) return null;
    for (const each of this.#siblings) {
      const denominator = this.#at(region.code, period, each)?.denominator;
      if (denominator) return denominator;
    }
    return null;
  }

  #at(region: string, period: string, breakdown: string): Cell | undefined {
    const { indicator, basis } = this.#measure;
    const key: Key = { indicator, region, period, breakdown, basis };
    return this.#source.dataset.cell(key, this.#profile);
  }
}

function isDay(period: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(period);
}

function signatureOf(breakdown: string): string {
  return breakdown
    .split(";")
    .map(part => part.slice(0, part.indexOf("=")))
    .join(";");
}
