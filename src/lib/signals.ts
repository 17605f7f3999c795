import { count, decimal, signedPoints, span } from "./format.js";
import { monthsUpTo } from "./periods.js";
import { levelWord, type Regions } from "./regions.js";
import type { Region, Signal } from "./site.js";
import { stateWords } from "./state.js";

/** One price or number that is followed: 农副产品价格·茶青. */
export interface SignalKind {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly product: string;
  readonly unit: string;
}

/** What is followed anywhere, prices first as the table has them. */
export function signalKinds(signals: readonly Signal[]): SignalKind[] {
  const found = new Map<string, SignalKind>();
  for (const { kind, product, unit } of signals) {
    const id = [kind, product, unit].filter(Boolean).join("·");
    if (!found.has(id)) found.set(id, { id, name: product || kind, kind, product, unit });
  }
  return [...found.values()];
}

/** One series of months, of a region or of a kind. */
export interface SignalSeries {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly values: readonly (number | null)[];
  readonly yoys: readonly (number | null)[];
  /** Of the month in hand. */
  readonly value: number | null;
  readonly yoy: number | null;
}

/** Series side by side, with the place they are of. */
export interface SignalTable {
  readonly months: readonly string[];
  readonly series: readonly SignalSeries[];
  /** Whether they are kinds of one place, each with its own unit, rather than one kind over places. */
  readonly byKind: boolean;
  readonly place: Region;
  readonly word: string;
}

/**
 * Signals for a place: one kind over the regions below that have it; or, where none of them has any, all kinds of the
 * place itself or of the nearest above it that has some.
 */
export function signalTable(
  signals: readonly Signal[],
  regions: Regions,
  place: Region,
  months: readonly string[],
  kind: SignalKind | undefined
): SignalTable {
  const shown = monthsUpTo(months, months.at(-1) ?? "", 24);
  const below = regions.children(place.code).filter(({ code }) => signals.some(each => each.region === code));
  if (below.length > 0 && kind)
    return {
      months: shown,
      series: below.map(({ code, name }) => seriesOf(signals, shown, code, kind, code, name)),
      byKind: false,
      place,
      word: levelWord(below[0]!.level)
    };
  const told = regions.path(place.code).findLast(({ code }) => signals.some(({ region }) => region === code));
  const own = told ? signals.filter(({ region }) => region === told.code) : [];
  return {
    months: shown,
    series: signalKinds(own).map(each => seriesOf(own, shown, told!.code, each, each.id, each.name)),
    byKind: true,
    place: told ?? place,
    word: "指标"
  };
}

/** “茶青 27.14 至 45.50 元/公斤；同比 2 个县区上升，6 个下降”. */
export function signalTitle({ series, byKind, place, word }: SignalTable, name: string): string {
  const known = series.filter(({ value }) => value !== null);
  if (known.length === 0) return `${place.name}的价格与就业信号${stateWords.missing}`;
  const unit = byKind ? "项" : `个${word}`;
  const rose = known.filter(({ yoy }) => yoy !== null && yoy > 0).length;
  const fell = known.filter(({ yoy }) => yoy !== null && yoy < 0).length;
  const turns =
    rose + fell === 0 ? "没有同比" : `同比 ${count(rose)} ${unit}上升，${count(fell)} ${unit}下降`;
  if (byKind) return `${place.name} ${count(known.length)} 项信号，${turns}`;
  const values = known.map(({ value }) => value!);
  const { unit: measure } = known[0]!;
  const [low, high] = [Math.min(...values), Math.max(...values)].map(value => signalText(value, measure));
  return `${name} ${span(low!, high!)} ${measure}；${turns}`;
}

/** A value in its own unit: people whole, prices to the cent. */
export function signalText(value: number, unit: string): string {
  return Number.isInteger(value) && !unit.includes("元") ? count(value) : decimal(value, 2);
}

/** “+71.9%”, as handed in; “缺同比” where it is blank. */
export function yoyText(yoy: number | null): string {
  return yoy === null ? "缺同比" : `同比 ${signedPoints(yoy, 1)}%`;
}

/** The range of an axis with air above and below, from nought where values come near it. */
export function signalDomain(values: readonly (number | null)[]): [number, number] {
  const known = values.filter(value => value !== null);
  if (known.length === 0) return [0, 1];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const air = (high - low) * 0.15 || Math.abs(high) * 0.1 || 1;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

function seriesOf(
  signals: readonly Signal[],
  months: readonly string[],
  region: string,
  { kind, product, unit }: SignalKind,
  code: string,
  name: string
): SignalSeries {
  const rows = new Map(
    signals
      .filter(
        each => each.region === region && each.kind === kind && each.product === product && each.unit === unit
      )
      .map(each => [each.month, each])
  );
  const values = months.map(month => rows.get(month)?.value ?? null);
  const yoys = months.map(month => rows.get(month)?.yoy ?? null);
  return { code, name, unit, values, yoys, value: values.at(-1) ?? null, yoy: yoys.at(-1) ?? null };
}
