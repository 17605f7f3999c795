import type { Basis, Context } from "./context.js";
import type { Dataset } from "./dataset.js";
import { periodWord as wordOf } from "./format.js";
import { type Area, toArea } from "./geo-area.js";
import { classOf, niceBreaks } from "./geo-breaks.js";
import type { MapFacts } from "./geo-finding.js";
import {
  type AreaLevel,
  type Measure,
  type MeasureSource,
  Measures,
  periodAt,
  periodStep,
  scaleIndicator
} from "./geo-measure.js";
import { type Overlay, overlayOf } from "./geo-overlay.js";
import { Reading } from "./geo-reading.js";
import { type MapView, mapView } from "./geo-view.js";
import { levels } from "./levels.js";
import { levelWord } from "./regions.js";
import type { HazardEvent, MapSettings, Meta, Region } from "./site.js";

/** One area with all that the map, the panel and the table tell of it in one period. */
export interface SceneRow {
  readonly area: Area;
  /** Class of the ramp, "1" to "6", or the state that stands instead. */
  readonly look: string;
  /** 在册户、在册人; null where there is none. */
  readonly households: number | null;
  readonly people: number | null;
  /** The measure's value one period and one year before. */
  readonly stepBefore: number | null;
  readonly yearBefore: number | null;
}

/** The same map in a second month. */
export interface Comparison {
  readonly month: string;
  /** The measure's period that the month lies in. */
  readonly period: string | null;
  readonly rows: readonly SceneRow[];
  readonly total: SceneRow;
}

/** All that one drawing of the map page shows, before anything is drawn. */
export interface Scene {
  readonly view: MapView;
  readonly measure: Measure;
  readonly basis: string;
  /** 户 or 人 of the page, in which the levels are counted. */
  readonly counted: Basis;
  readonly month: string;
  /** The measure's period that the month lies in; null where it has none. */
  readonly period: string | null;
  readonly profile: string;
  /** The level the region asks for, where the measure does not reach it. */
  readonly unreached: AreaLevel | null;
  /** Name of the level's own first measure, where the one above does not reach down and none is asked for. */
  readonly instead: string | null;
  /** Thresholds of the ramp, the same in every month. */
  readonly breaks: readonly number[];
  /** In code order. */
  readonly rows: readonly SceneRow[];
  /** The region shown, with its own row: not a sum over the areas. */
  readonly total: SceneRow;
  readonly facts: MapFacts;
  readonly overlay: Overlay | null;
  readonly comparison: Comparison | null;
  /** Below this denominator a value is unsteady; 0 where the basis has no such limit. */
  readonly limit: number;
  /** Any region in a period in the scene's measure, basis and profile. */
  readonly areaAt: (region: Region, period: string) => Area;
  /** 累计消除率 of a region in this month and the page's basis, a fraction. */
  readonly eliminated: (code: string) => number | null;
  /** Official levels of a region in this month, in the order of `levels`; null where they are not known. */
  readonly levelsOf: (region: Region) => readonly number[] | null;
}

/** What scenes are read from. */
export interface SceneSource extends MeasureSource {
  readonly dataset: Dataset;
  readonly meta: Pick<Meta, "profile" | "scaleReference" | "periods">;
  readonly settings: MapSettings;
  readonly events: readonly HazardEvent[];
}

/** The page's own parameters. */
export interface Ask {
  readonly measure: string | null;
  readonly area: string | null;
  /** Id of the event laid over the map. */
  readonly overlay: string | null;
  /** The second month. */
  readonly with: string | null;
}

/** How values are written and classed over all months of a view. */
interface Scale {
  readonly measure: Measure;
  readonly breaks: readonly number[];
}

/** From this size in 元 on, amounts are shown in 万元. */
const wanFrom = 100_000;

/** Reads scenes, remembering the thresholds of those already seen. */
export class Scenes {
  readonly measures: Measures;
  readonly #source: SceneSource;
  readonly #scales = new Map<string, Scale>();

  constructor(source: SceneSource) {
    this.#source = source;
    this.measures = new Measures(source);
  }

  /** The indicator a context shows, whose rows `read` needs. */
  indicatorOf(context: Context, measure: string | null): string {
    return this.#aim(context, measure).choice.indicator;
  }

  /** The scene of a context. */
  read(context: Context, ask: Ask): Scene {
    const { dataset, regions, meta, settings, events } = this.#source;
    const { period: month, profile } = context;
    const { choice, wanted, level } = this.#aim(context, ask.measure);
    const unreached = level === wanted ? null : wanted;
    const view = mapView(regions, context.region, ask.area, level);
    const plain = this.measures.resolve(choice, context.basis);
    const { measure, breaks } = this.#scaleOf(view, plain, profile);
    const limit = settings.small[measure.basis] ?? 0;
    const reading = new Reading(this.#source, measure, profile);
    const areaAt = areaReader(reading, measure, limit);
    const held = (code: string, counted: Basis): number | null =>
      dataset.cell({ indicator: "K03", region: code, period: month, basis: counted }, profile)?.value ?? null;
    const rowAt =
      (period: string | null) =>
      (region: Region): SceneRow => {
        const now =
          period === null ? toArea(region.code, region.name, undefined, measure, 0) : areaAt(region, period);
        const before = (steps: number | null): number | null => {
          const earlier = period === null || steps === null ? null : periodStep(measure, period, -steps);
          return earlier === null ? null : areaAt(region, earlier).value;
        };
        return {
          area: now,
          look: lookOf(now, breaks),
          households: held(region.code, "户"),
          people: held(region.code, "人"),
          stepBefore: before(1),
          yearBefore: before({ month: 12, quarter: 4, year: null, own: null }[measure.period])
        };
      };
    const period = periodAt(measure, month);
    const rows = view.areas.map(rowAt(period));
    const total = this.#total(rowAt(period)(view.parent), reading, measure);
    const event = events.find(({ id }) => id === ask.overlay);
    const overlay = event ? overlayOf(event, view.areas, regions) : null;
    const comparison = this.#comparison(ask.with, month, measure, view, rowAt);
    const scale = measure.id === scaleIndicator && profile === meta.profile ? meta.scaleReference : null;
    const facts: MapFacts = {
      parent: total.area,
      areas: rows.map(one => one.area),
      measure,
      collective: levelWord(view.level),
      reference: scale ? Number((scale.value * 100).toPrecision(12)) : null,
      before: new Map(
        [total, ...rows].flatMap(one => (one.stepBefore === null ? [] : [[one.area.code, one.stepBefore]]))
      ),
      breaks,
      overlay,
      month,
      comparison: comparison && {
        name: periodWord(measure, comparison.period ?? comparison.month),
        parent: comparison.total.area,
        areas: comparison.rows.map(one => one.area)
      }
    };
    return {
      view,
      measure,
      basis: measure.basis,
      counted: context.basis,
      month,
      period,
      profile,
      unreached,
      instead: this.#insteadOf(ask.measure, wanted),
      breaks,
      rows,
      total,
      facts,
      overlay,
      comparison,
      limit,
      areaAt,
      eliminated: code => {
        const key = {
          indicator: "K33",
          region: code,
          period: month,
          breakdown: "口径=累计",
          basis: context.basis
        };
        return dataset.cell(key, profile)?.value ?? null;
      },
      levelsOf: region => this.#levelsOf(region, context)
    };
  }

  /** What is shown, at which level the region asks for it, and at which it can be. */
  #aim(context: Context, param: string | null) {
    const { regions } = this.#source;
    const wanted = mapView(regions, context.region, null).level;
    const choice = this.measures.choose(param, wanted);
    const reached = this.measures.reach(choice.indicator).includes(wanted);
    const level: AreaLevel = reached ? wanted : "county";
    return { choice, wanted, level };
  }

  #insteadOf(param: string | null, wanted: AreaLevel): string | null {
    const above = this.measures.choose(null, "county");
    if (wanted !== "town" || this.measures.choose(param, wanted).named) return null;
    if (this.measures.reach(above.indicator).includes("town")) return null;
    return this.#source.catalogue.get(above.indicator)?.name ?? null;
  }

  /** A region that never has a row is one the indicator is not worked out for. */
  #total(row: SceneRow, reading: Reading, measure: Measure): SceneRow {
    const region = this.#source.regions.get(row.area.code)!;
    if (row.area.state !== "missing" || reading.exists(region, this.#periodsOf(measure))) return row;
    return { ...row, look: "na", area: { ...row.area, state: "na" } };
  }

  #periodsOf({ period, periods }: Measure): readonly string[] {
    return period === "own" ? periods : this.#source.meta.periods[period];
  }

  #comparison(
    asked: string | null,
    month: string,
    measure: Measure,
    view: MapView,
    rowAt: (period: string | null) => (region: Region) => SceneRow
  ): Comparison | null {
    const { periods } = this.#source.meta;
    if (asked === null || asked === month || !periods.month.includes(asked)) return null;
    const period = periodAt(measure, asked);
    return { month: asked, period, rows: view.areas.map(rowAt(period)), total: rowAt(period)(view.parent) };
  }

  /** Official levels; a town has rows only of the levels it has, so its register proves the others to be none. */
  #levelsOf(region: Region, { period, basis, profile }: Context): readonly number[] | null {
    const { dataset } = this.#source;
    const count = (indicator: string, breakdown: string): number | null =>
      dataset.cell({ indicator, region: region.code, period, breakdown, basis }, profile)?.numerator ?? null;
    const found = levels.map(({ word }) => count("K16", `预警级别=${word};级别来源=official`));
    if (found.every(each => each === null)) return count("K03", "") === 0 ? levels.map(() => 0) : null;
    return found.map(each => each ?? 0);
  }

  /** Decimals, unit and thresholds of a measure over all months of a view. */
  #scaleOf(view: MapView, plain: Measure, profile: string): Scale {
    const key = [view.level, view.parent.code, plain.id, plain.basis, profile].join();
    const known = this.#scales.get(key);
    if (known) return known;
    const periods = this.#periodsOf(plain);
    const areaAt = areaReader(new Reading(this.#source, plain, profile), plain, 0);
    const valuesOf = (period: string) => view.areas.flatMap(region => areaAt(region, period).value ?? []);
    const byPeriod = periods.map(valuesOf);
    // The latest period counts as much as all others together: it is the map a reader sees first.
    const latest = byPeriod.findLast(values => values.length > 0) ?? [];
    const values = byPeriod.flatMap(own => [...own, ...latest]);
    const middle = median(values.map(Math.abs));
    const wan = plain.unit === "元" && middle >= wanFrom;
    const digits = wan
      ? 1
      : plain.unit === "元"
        ? 0
        : plain.kind === "rate" && middle < 10
          ? 2
          : plain.digits;
    const factor = wan ? plain.factor / 10_000 : plain.factor;
    const measure = { ...plain, digits, factor, unit: wan ? "万元" : plain.unit };
    const shown = wan ? values.map(value => value / 10_000) : values;
    const isShare = plain.kind === "rate" && values.every(value => value <= 100);
    const breaks = niceBreaks(shown, 10 ** -digits, isShare ? 100 : Number.POSITIVE_INFINITY);
    const scale = { measure, breaks };
    this.#scales.set(key, scale);
    return scale;
  }
}

/** A period in a sentence: a month in figures, a quarter or year in words. */
function periodWord({ period }: Measure, text: string): string {
  return period === "quarter" || period === "year" ? wordOf(text) : text;
}

function areaReader(reading: Reading, measure: Measure, limit: number): Scene["areaAt"] {
  return (region, period) => toArea(region.code, region.name, reading.cell(region, period), measure, limit);
}

/** How an area is filled: its class, "1" to "6", or its state. */
export function lookOf(area: Area, breaks: readonly number[]): string {
  return area.state ?? String(classOf(area.value!, breaks) + 1);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
