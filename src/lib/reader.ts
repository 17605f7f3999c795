import type { Context } from "./context.js";
import type { Cell, Dataset, Key, Status } from "./dataset.js";
import type { Measure } from "./measures.js";
import { type PeriodKind, periodOf } from "./periods.js";
import { levelWord, type Regions } from "./regions.js";
import type { Indicator, Meta, Region } from "./site.js";
import { type State, valueState } from "./state.js";

/** What a reader needs of the site; the site itself fits. */
export interface ReaderSource {
  readonly dataset: Dataset;
  readonly meta: Meta;
  readonly regions: Regions;
  readonly catalogue: ReadonlyMap<string, Indicator>;
}

/** Where and when a cell is read, where that differs from the page's own. */
export interface At {
  readonly region?: string;
  readonly kind?: PeriodKind;
  readonly period?: string;
}

/** The measure whose row shows that a missing row of a town is none, not unknown. */
export interface Total extends Measure {
  /** What is missing has a denominator of its own, which is then nought as well: 不适用, not 0 %. */
  readonly apart?: boolean;
}

/** A region with its cell of one measure. */
export interface Part {
  readonly region: Region;
  readonly cell: Cell | undefined;
  /** Why there is no number, null where there is one. */
  readonly state: State | null;
}

/** Regions a figure lists, with the one they are set against. */
export interface Parts {
  readonly parts: readonly Part[];
  readonly total: Part;
  /** 县区, 乡镇 …: the word for what is listed. */
  readonly word: string;
}

const depths = ["village", "town", "county", "prefecture", "province"];

/** How far up a level stands: a village 0, a county or a zone 2. */
function height(level: string): number {
  return depths.indexOf(level === "zone" ? "county" : level);
}

/**
 * A reader for the place an indicator has rows of: the one in hand, or the nearest above it where the indicator does
 * not go so deep.
 */
export function readerFor(source: ReaderSource, context: Context, indicator: string): Reader {
  const deepest = source.catalogue.get(indicator)?.grain.split(">")[0] ?? "";
  const path = source.regions.path(context.region);
  const region = path.findLast(({ level }) => height(level) >= height(deepest)) ?? path[0];
  return new Reader(source, region ? { ...context, region: region.code } : context);
}

/** States of a total whose own numbers are known. */
const counted: readonly Status[] = ["ok", "not_judged_input", "na_zero_denominator"];

const defaultLength: Readonly<Record<PeriodKind, number>> = { month: 24, quarter: 8, year: 5 };

/** Reads the tidy table for the place, period and profile in hand. */
export class Reader {
  readonly context: Context;
  readonly region: Region;
  readonly #source: ReaderSource;

  constructor(source: ReaderSource, context: Context) {
    this.#source = source;
    this.context = context;
    this.region = source.regions.get(context.region)!;
  }

  get meta(): Meta {
    return this.#source.meta;
  }

  /** The period of a kind that the month in hand lies in. */
  period(kind: PeriodKind = "month"): string {
    return periodOf(kind, this.context.period);
  }

  /** Periods of a kind up to the one in hand, oldest first; 24 months, 8 quarters or 5 years by default. */
  periods(kind: PeriodKind = "month", length: number = defaultLength[kind]): string[] {
    const last = this.period(kind);
    return this.#source.meta.periods[kind].filter(period => period <= last).slice(-length);
  }

  /** Whether an indicator has rows at a level, by its grain in the catalogue. */
  reaches(indicator: string, level: string): boolean {
    const grain = this.#source.catalogue.get(indicator)?.grain.split(">") ?? [];
    return grain.length === 0 || grain.includes(level === "zone" ? "county" : level);
  }

  key(measure: Measure, at: At = {}): Key {
    return {
      ...measure,
      region: at.region ?? this.region.code,
      period: at.period ?? this.period(at.kind)
    };
  }

  /**
   * The cell of a measure. Breakdown rows of towns are published only where they are not zero: with `total` given,
   * a row that is missing while the total is there reads as none of them.
   */
  cell(measure: Measure, at: At = {}, total?: Total): Cell | undefined {
    const { dataset } = this.#source;
    const key = this.key(measure, at);
    const cell = dataset.cell(key, this.context.profile);
    const { level } = this.#source.regions.get(key.region) ?? {};
    if (cell || !total || (level !== "town" && level !== "village")) return cell;
    const { indicator, breakdown, basis } = total;
    const whole = dataset.cell({ ...key, indicator, breakdown, basis }, this.context.profile);
    if (!whole || !counted.includes(whole.status)) return;
    const of = total.apart ? 0 : (whole.denominator ?? whole.numerator);
    const rate = of !== null && of > 0;
    return {
      ...whole,
      numerator: 0,
      denominator: of,
      value: rate ? 0 : null,
      status: rate ? "ok" : "na_zero_denominator",
      // The total's judgement is not that of a part of it.
      judgement: whole.judgement && "not_judged",
      clause: ""
    };
  }

  /** Cells over several periods, oldest first. */
  series(measure: Measure, periods: readonly string[], at: At = {}, total?: Total): (Cell | undefined)[] {
    return periods.map(period => this.cell(measure, { ...at, period }, total));
  }

  /** Why a measure has no number at a region; a level the indicator does not go down to is 不适用. */
  state(measure: Measure, cell: Cell | undefined, region: Region = this.region): State | null {
    return !cell && this.#isBelow(measure.indicator, region.level) ? "na" : valueState(cell);
  }

  /** Whether a level lies below the lowest an indicator is written for; above that every level has rows (§8.35). */
  #isBelow(indicator: string, level: string): boolean {
    const grain = this.#source.catalogue.get(indicator)?.grain.split(">").filter(Boolean) ?? [];
    return grain.length > 0 && height(level) < Math.min(...grain.map(height));
  }

  /**
   * The regions a figure lists for an indicator: those below the place in hand, in code order; where the indicator
   * does not go that far down, the place among its siblings under the region above.
   */
  places(indicator: string): { readonly regions: readonly Region[]; readonly total: Region } {
    const { regions } = this.#source;
    let total = this.region;
    for (;;) {
      const below = regions.children(total.code);
      if (below.some(({ level }) => this.reaches(indicator, level))) return { regions: below, total };
      const above = regions.get(total.parent);
      if (!above) return { regions: [], total: this.region };
      total = above;
    }
  }

  /** A measure over the regions a figure lists, and over the region they make up. */
  parts(measure: Measure, at: Omit<At, "region"> = {}, total?: Total): Parts {
    const { regions, total: whole } = this.places(measure.indicator);
    const read = (region: Region): Part => {
      const cell = this.cell(measure, { ...at, region: region.code }, total);
      return { region, cell, state: this.state(measure, cell, region) };
    };
    return { parts: regions.map(read), total: read(whole), word: levelWord(regions[0]?.level ?? "") };
  }

  /** Values of one dimension that any row of an indicator has, e.g. every 部门 of K37, in the order of the table. */
  values(indicator: string, dimension: string): string[] {
    return this.#source.dataset.values(indicator, dimension);
  }
}
