import type { Basis, Context } from "./context.js";
import type { Dataset } from "./dataset.js";
import { type Area, toArea } from "./geo-area.js";
import { classOf, niceBreaks } from "./geo-breaks.js";
import type { MapFacts } from "./geo-finding.js";
import { type Measure, measureAt, measureBasis } from "./geo-measure.js";
import { type MapView, mapView } from "./geo-view.js";
import { monthStep } from "./periods.js";
import { levelWord, type Regions } from "./regions.js";
import type { Meta, Region } from "./site.js";

/** One area with all that the map, the panel and the table tell of it in one month. */
export interface SceneRow {
  readonly area: Area;
  /** Class of the ramp, "1" to "6", or the state that stands instead. */
  readonly look: string;
  /** 在册户、在册人; null where there is none. */
  readonly households: number | null;
  readonly people: number | null;
  /** The measure's value one month and one year before. */
  readonly monthBefore: number | null;
  readonly yearBefore: number | null;
}

/** All that one drawing of the map page shows, before anything is drawn. */
export interface Scene {
  readonly view: MapView;
  readonly measure: Measure;
  readonly basis: Basis;
  readonly period: string;
  readonly profile: string;
  /** Thresholds of the ramp, the same in every month. */
  readonly breaks: readonly number[];
  /** In code order. */
  readonly rows: readonly SceneRow[];
  /** The region shown, with its own row: not a sum over the areas. */
  readonly total: SceneRow;
  readonly facts: MapFacts;
  /** Any region in any month in the scene's measure, basis and profile. */
  readonly areaAt: (region: Region, period: string) => Area;
  /** 累计消除率 of a region in this month and the page's basis, a fraction. */
  readonly eliminated: (code: string) => number | null;
}

/** What scenes are read from. */
export interface SceneSource {
  readonly dataset: Dataset;
  readonly regions: Regions;
  readonly meta: Pick<Meta, "profile" | "scaleReference" | "periods">;
}

/** Reads scenes, remembering the thresholds of those already seen. */
export class Scenes {
  readonly #source: SceneSource;
  readonly #breaks = new Map<string, readonly number[]>();

  constructor(source: SceneSource) {
    this.#source = source;
  }

  /** The scene of a context; `measure` and `area` are the page's own parameters. */
  read(context: Context, measureId: string | null, area: string | null): Scene {
    const { dataset, regions, meta } = this.#source;
    const { period, profile } = context;
    const view = mapView(regions, context.region, area);
    const measure = measureAt(view.level, measureId);
    const basis = measureBasis(measure, context.basis);
    const { indicator, breakdown } = measure;
    const areaAt = (region: Region, month: string): Area => {
      const key = { indicator, region: region.code, period: month, breakdown, basis };
      return toArea(region.code, region.name, dataset.cell(key, profile), measure, basis);
    };
    const held = (code: string, counted: Basis): number | null =>
      dataset.cell({ indicator: "K03", region: code, period, basis: counted }, profile)?.value ?? null;
    const breaks = this.#breaksOf(view, areaAt, [measure.id, basis, profile], measure);
    const row = (region: Region): SceneRow => {
      const now = areaAt(region, period);
      return {
        area: now,
        look: lookOf(now, breaks),
        households: held(region.code, "户"),
        people: held(region.code, "人"),
        monthBefore: areaAt(region, monthStep(period, -1)).value,
        yearBefore: areaAt(region, monthStep(period, -12)).value
      };
    };
    const rows = view.areas.map(row);
    const total = row(view.parent);
    const scale = measure.id === "K01" && profile === meta.profile ? meta.scaleReference : null;
    const facts: MapFacts = {
      parent: total.area,
      areas: rows.map(one => one.area),
      measure,
      basis,
      collective: levelWord(view.level),
      reference: scale ? Number((scale.value * 100).toPrecision(12)) : null,
      before: new Map(
        [total, ...rows].flatMap(one => (one.monthBefore === null ? [] : [[one.area.code, one.monthBefore]]))
      )
    };
    const eliminated = (code: string): number | null => {
      const key = { indicator: "K33", region: code, period, breakdown: "口径=累计", basis };
      return dataset.cell(key, profile)?.value ?? null;
    };
    return { view, measure, basis, period, profile, breaks, rows, total, facts, areaAt, eliminated };
  }

  #breaksOf(
    view: MapView,
    areaAt: Scene["areaAt"],
    names: readonly string[],
    measure: Measure
  ): readonly number[] {
    const key = [view.level, view.parent.code, ...names].join();
    const known = this.#breaks.get(key);
    if (known) return known;
    const months = this.#source.meta.periods.month;
    const valuesOf = (month: string) => view.areas.flatMap(region => areaAt(region, month).value ?? []);
    const latest = valuesOf(months.at(-1) ?? "");
    // The latest month counts as much as all others together: it is the map a reader sees first.
    const values = months.flatMap(month => [...valuesOf(month), ...latest]);
    const breaks = niceBreaks(values, measure.kind === "rate" ? 10 ** -measure.digits : 1);
    this.#breaks.set(key, breaks);
    return breaks;
  }
}

/** How an area is filled: its class, "1" to "6", or its state. */
export function lookOf(area: Area, breaks: readonly number[]): string {
  return area.state ?? String(classOf(area.value!, breaks) + 1);
}
