import type { Basis } from "./context.js";
import { count } from "./format.js";
import { type Scope, scopeReadings } from "./site.js";

/**
 * How one document reads the households (or persons) of a region. The parts may overlap; null is a part the document
 * has no rule for.
 */
export interface ScopeRow {
  readonly profile: string;
  readonly inScope: number;
  readonly out: number;
  /** Those a record is lacking for, so that they are neither in nor out. */
  readonly unknown: number;
  readonly byIncome: number | null;
  readonly byShock: number | null;
  readonly bySafeguard: number | null;
  /** Registered, and of a category the document names. */
  readonly byCategory: number | null;
  /** In scope and not registered. */
  readonly enter: number;
  /** Registered and not in scope. */
  readonly leave: number;
}

/** The rows of a region, one for each document; null when the region has none. */
export function scopeRows(scope: Scope, region: string, basis: Basis): ScopeRow[] | null {
  const counts = scope.counts[region];
  if (!counts) return null;
  return scope.profiles.map((profile, at) => {
    const read = (reading: (typeof scopeReadings)[number]): number =>
      counts[at]![scopeReadings.indexOf(reading) * 2 + (basis === "户" ? 0 : 1)]!;
    const part = (reading: (typeof scopeReadings)[number]): number | null =>
      scope.silent[at]!.includes(reading) ? null : read(reading);
    return {
      profile,
      inScope: read("in"),
      out: read("out"),
      unknown: read("unknown"),
      byIncome: part("by_income"),
      byShock: part("by_shock"),
      bySafeguard: part("by_safeguard"),
      byCategory: part("by_category"),
      enter: read("enter"),
      leave: read("leave")
    };
  });
}

/** The finding: “换口径后在范围内 187 至 1,252 户，当前口径 642 户”. */
export function scopeTitle(rows: readonly ScopeRow[] | null, profile: string, basis: Basis): string {
  const base = rows?.find(row => row.profile === profile);
  if (!rows || !base || rows.every(row => row.inScope + row.out === 0))
    return "换口径后谁进谁出：缺收支与核查的记录";
  const within = rows.map(({ inScope }) => inScope);
  const [least, most] = [Math.min(...within), Math.max(...within)];
  if (least === most) return `换哪份文件，在范围内都是 ${count(least)} ${basis}`;
  return `换口径后在范围内 ${count(least)} 至 ${count(most)} ${basis}，当前口径 ${count(base.inScope)} ${basis}`;
}
