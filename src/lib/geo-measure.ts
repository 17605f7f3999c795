import { formulasOf, formulaText } from "./catalogue.js";
import type { Basis } from "./context.js";
import type { Cell, Dataset } from "./dataset.js";
import { lastMonth, type PeriodKind, periodOf } from "./periods.js";
import type { Regions } from "./regions.js";
import { fullWidth } from "./sentence.js";
import type { Indicator, MapSettings, Meta } from "./site.js";

/** Level of the areas on one map. */
export type AreaLevel = "county" | "town";

/** The indicator whose counties are set against the profile's reference. */
export const scaleIndicator = "K01";

/** A quantity the map can show: which rows of the `indicator` table it reads and how it is written. */
export interface Measure {
  /** What stands for it in the address: `K03`, `K33:口径=累计`. */
  readonly id: string;
  readonly indicator: string;
  /** Breakdown of the rows, as the contract writes it; "" is the total. */
  readonly breakdown: string;
  /** Name in full: “风险消除率（累计）”. */
  readonly label: string;
  /** Name inside a sentence: “占比 5.47%”. */
  readonly short: string;
  /** `mean`: a value in a unit of its own per unit counted, e.g. a median of days. */
  readonly kind: "rate" | "count" | "mean";
  /** Unit of the shown value: %, 户, 天, 万元 … */
  readonly unit: string;
  /** What a row's value is multiplied by to be shown. */
  readonly factor: number;
  /** Decimals of the shown value. */
  readonly digits: number;
  readonly basis: string;
  /** Whether the basis follows 户／人. */
  readonly follows: boolean;
  readonly period: PeriodKind | "own";
  /** Periods of its own kind that have rows, in order: rounds, events, days; none where months, quarters or years do. */
  readonly periods: readonly string[];
  /** Whether it is a state at the end of a period rather than what happened in it. */
  readonly atEnd: boolean;
  /** Heads of the columns that hold numerator and denominator. */
  readonly numerator: string;
  readonly denominator: string;
  /** Formula for the unit line. */
  readonly formula: string;
}

/** An indicator and one of its breakdowns, before any row of it is read. */
export interface Choice {
  readonly indicator: string;
  /** Null where the first fitting one is meant. */
  readonly breakdown: string | null;
}

/** A named list of choices, as a list of options shows it. */
export interface OptionGroup {
  readonly name: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
}

/** What measures are read from. */
export interface MeasureSource {
  readonly dataset: Dataset;
  readonly regions: Regions;
  readonly catalogue: ReadonlyMap<string, Indicator>;
  readonly meta: Pick<Meta, "profile" | "periods">;
  readonly settings: MapSettings;
}

/** Widest head of a column in full-width characters. */
const widestHead = 7;

/** The measures of the map: every indicator with values for areas, with its breakdowns. */
export class Measures {
  readonly #source: MeasureSource;
  readonly #known = new Map<string, Measure>();

  constructor(source: MeasureSource) {
    this.#source = source;
  }

  /** Levels of area that an indicator reaches. One without any value goes by its grain in the catalogue. */
  reach(indicator: string): AreaLevel[] {
    const { settings, catalogue } = this.#source;
    const found = settings.levels[indicator] ?? catalogue.get(indicator)?.grain.split(">") ?? [];
    return (["county", "town"] as const).filter(level => found.includes(level));
  }

  /** Indicators with values at a level, by family. */
  offered(level: AreaLevel): OptionGroup[] {
    const { settings, catalogue } = this.#source;
    return settings.groups.flatMap(({ name, indicators }) => {
      const options = indicators
        .filter(id => settings.levels[id]?.includes(level))
        .map(id => ({ value: id, text: catalogue.get(id)?.name ?? id }));
      return options.length > 0 ? [{ name, options }] : [];
    });
  }

  /** What the address names, or the level's first; an unknown indicator or one without areas counts as none. */
  choose(param: string | null, level: AreaLevel): Choice & { readonly named: boolean } {
    const [indicator = "", ...rest] = (param ?? "").split(":");
    const known = this.#source.catalogue.has(indicator) && this.reach(indicator).includes("county");
    if (known) return { indicator, breakdown: rest.length > 0 ? rest.join(":") : null, named: true };
    const { settings } = this.#source;
    const listed = settings.defaults[level] ?? [];
    const first = listed.find(id => settings.levels[id]?.includes(level)) ?? listed.at(-1) ?? "K03";
    return { indicator: first, breakdown: null, named: false };
  }

  /** Breakdowns of an indicator, grouped by their dimensions; one alone gives no choice. */
  breakdowns(indicator: string): OptionGroup[] {
    const all = this.#breakdowns(indicator);
    if (all.length < 2) return [];
    const groups = new Map<string, { value: string; text: string }[]>();
    for (const [signature, members] of bySignature(all)) {
      const under = signature === "" ? null : this.#leading(members);
      for (const breakdown of members) {
        const parts = breakdown.split(";");
        const lead = parts.length > 1 ? parts[under!]! : null;
        const name =
          breakdown === "" ? "" : lead === null ? dimensionOf(parts[0]!) : this.#partName(lead, true);
        const rest = parts.filter(part => part !== lead);
        const text = breakdown === "" ? "合计" : rest.map(part => this.#partName(part, false)).join("、");
        const key = `${signature} ${name}`;
        groups.set(key, [...(groups.get(key) ?? []), { value: breakdown, text }]);
      }
    }
    return [...groups].map(([key, options]) => ({ name: key.slice(key.indexOf(" ") + 1), options }));
  }

  /** The measure of a choice in the page's basis, read from rows at hand: load them first. */
  resolve(choice: Choice, basis: Basis): Measure {
    const { indicator } = choice;
    const breakdown = this.#breakdownOf(choice);
    const key = [indicator, breakdown, basis].join("|");
    const known = this.#known.get(key);
    if (known) return known;
    const measure = this.#read(indicator, breakdown, basis);
    this.#known.set(key, measure);
    return measure;
  }

  #read(indicator: string, breakdown: string, asked: Basis): Measure {
    const entry = this.#source.catalogue.get(indicator)!;
    const { short } = this.#source.settings;
    const found = this.#rows(indicator, breakdown);
    const follows = found.has("户") && found.has("人");
    const bases = [...found.keys()];
    const basis = follows || bases.length === 0 ? asked : bases[0]!;
    const { cell, kind: period, periods } = found.get(basis) ?? { cell: null, kind: "month", periods: [] };
    const unit = cell?.unit ?? (entry.unit.split("|").includes("%") ? "%" : basis);
    const kind =
      unit === "%" ? "rate" : unit === basis && cell?.denominator == null ? ("count" as const) : "mean";
    const values = breakdown === "" ? "" : `（${this.#values(breakdown)}）`;
    const formulas = formulasOf(entry);
    const [only] = formulas.length === 1 && !entry.numerator.includes("；") ? formulas : [];
    const id = breakdown === "" ? indicator : `${indicator}:${breakdown}`;
    const head = (text: string | null | undefined, other: string) =>
      text && fullWidth(text) <= widestHead ? text : other;
    return {
      id,
      indicator,
      breakdown,
      label: entry.name + values,
      short: short[id] ?? (short[indicator] ?? entry.name) + values,
      kind,
      unit,
      factor: kind === "rate" ? 100 : 1,
      digits: kind === "count" ? 0 : 1,
      basis,
      follows,
      period: period as Measure["period"],
      periods,
      atEnd: entry.period.includes("月末") && period === "month",
      numerator: head(only?.numerator, "分子"),
      denominator: head(only?.denominator, "分母"),
      formula:
        named(entry.name + values, indicator) +
        (only?.denominator && kind === "rate" ? ` = ${formulaText(only)}` : "")
    };
  }

  /** By basis: a row of the breakdown and the kind of period such rows have. */
  #rows(
    indicator: string,
    breakdown: string
  ): Map<string, { cell: Cell; kind: Measure["period"]; periods: readonly string[] }> {
    const { dataset, regions, meta, catalogue } = this.#source;
    const own = catalogue.get(indicator)!.basis.split("、");
    const bases = new Set([...own, ...[...catalogue.values()].flatMap(each => each.basis.split("、"))]);
    const places = [
      regions.root,
      ...regions.all.filter(({ level }) => level === "county" || level === "zone")
    ];
    const find = (basis: string, period: string): Cell | undefined => {
      for (const { code } of places) {
        const cell = dataset.cell({ indicator, region: code, period, breakdown, basis });
        if (cell) return cell;
      }
      return undefined;
    };
    const found = new Map<string, { cell: Cell; kind: Measure["period"]; periods: readonly string[] }>();
    for (const basis of bases)
      for (const kind of ["month", "quarter", "year"] as const) {
        const cell = meta.periods[kind].reduceRight<Cell | undefined>(
          (last, period) => last ?? find(basis, period),
          undefined
        );
        if (cell && !found.has(basis)) found.set(basis, { cell, kind, periods: [] });
      }
    if (found.size > 0) return found;
    for (const basis of bases) {
      const periods = [...dataset.periodsOf(indicator)].filter(period => find(basis, period)).sort();
      if (periods.length > 0) found.set(basis, { cell: find(basis, periods.at(-1)!)!, kind: "own", periods });
    }
    return found;
  }

  #breakdownOf({ indicator, breakdown }: Choice): string {
    const all = this.#breakdowns(indicator);
    if (breakdown !== null && all.includes(breakdown)) return breakdown;
    const first = this.#source.settings.first[indicator];
    if (first === undefined) return all.includes("") ? "" : (all[0] ?? "");
    const wanted = first.split(";");
    const fits = (each: string): boolean => wanted.every(part => each.split(";").includes(part));
    return all.includes(first) ? first : (all.findLast(fits) ?? all[0] ?? "");
  }

  #breakdowns(indicator: string): string[] {
    return [...this.#source.dataset.breakdownsOf(indicator)].sort((a, b) =>
      a === "" ? -1 : b === "" ? 1 : 0
    );
  }

  /** Position of the dimension with the fewest values: the others are listed under it. */
  #leading(members: readonly string[]): number {
    const rows = members.map(each => each.split(";"));
    const counts = rows[0]!.map((_, at) => new Set(rows.map(parts => parts[at])).size);
    return counts.indexOf(Math.min(...counts));
  }

  #partName(part: string, withDimension: boolean): string {
    const at = part.indexOf("=");
    const value = this.#source.settings.words[part] ?? part.slice(at + 1);
    return withDimension ? `${part.slice(0, at)}：${value}` : value;
  }

  #values(breakdown: string): string {
    return breakdown
      .split(";")
      .map(part => this.#partName(part, false))
      .join("、");
  }
}

/** The period in which a measure is read for a month; null where it has none. */
export function periodAt({ period, periods }: Measure, month: string): string | null {
  if (period !== "own") return periodOf(period, month);
  const year = month.slice(0, 4);
  const before = periods.filter(each => !/^\d{4}/.test(each) || each.slice(0, 4) <= year);
  return before.at(-1) ?? periods[0] ?? null;
}

/** A measure's period so many steps from another, or null where steps mean nothing. */
export function periodStep({ period: kind }: Measure, period: string, steps: number): string | null {
  if (kind === "own") return null;
  const months = { month: 1, quarter: 3, year: 12 }[kind] * steps;
  const [year, month] = lastMonth(period).split("-").map(Number) as [number, number];
  const index = year * 12 + month - 1 + months;
  const text = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
  return periodOf(kind, text);
}

/** A name and what follows it: a thin gap, but none after a bracket. */
export function named(name: string, text: string): string {
  return name.endsWith("）") ? name + text : `${name} ${text}`;
}

/** The sign after a value in a sentence: “%”, “ 户”, “ 天”. */
export function measureSuffix({ unit }: Measure): string {
  return unit === "%" ? "%" : ` ${unit}`;
}

function dimensionOf(part: string): string {
  return part.slice(0, part.indexOf("="));
}

function bySignature(breakdowns: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const breakdown of breakdowns) {
    const signature = breakdown === "" ? "" : breakdown.split(";").map(dimensionOf).join(";");
    groups.set(signature, [...(groups.get(signature) ?? []), breakdown]);
  }
  return groups;
}
