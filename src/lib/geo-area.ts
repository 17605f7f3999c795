import type { Basis } from "./context.js";
import type { Cell } from "./dataset.js";
import { decimal } from "./format.js";
import type { Measure } from "./geo-measure.js";
import { type State, stateWords, valueState } from "./state.js";

/** One area of the map in one month. */
export interface Area {
  readonly code: string;
  readonly name: string;
  /** Why there is no number, or null when there is one. */
  readonly state: State | null;
  /** In percent for a rate, in 户 or 人 for a count; null exactly when `state` is set. */
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** True when the denominator is below the platform's limit, so that the rate is unsteady. */
  readonly small: boolean;
}

/**
 * 平台设置，非政策阈值: a rate whose denominator is below this many 户 or 人 is marked with an open
 * ring (“分母不足”) and is left out of the extremes that a title names.
 */
export const smallDenominator: Readonly<Record<Basis, number>> = { 户: 30, 人: 300 };

/** The area `code` as its cell says; without a cell the data are missing. */
export function toArea(
  code: string,
  name: string,
  cell: Cell | undefined,
  measure: Measure,
  basis: Basis
): Area {
  const state = valueState(cell);
  const numerator = cell?.numerator ?? null;
  const denominator = cell?.denominator ?? null;
  if (state || !cell) return { code, name, state, value: null, numerator, denominator, small: false };
  const rate = measure.kind === "rate";
  return {
    code,
    name,
    state: null,
    value: rate ? Number((cell.value! * 100).toPrecision(12)) : cell.value,
    numerator,
    denominator,
    small: rate && denominator !== null && denominator < smallDenominator[basis]
  };
}

/** The shown value without unit, or the word of the state: “5.47”, “1,321”, “缺数据”. */
export function areaText(area: Area, measure: Measure): string {
  return area.state ? stateWords[area.state] : decimal(area.value!, measure.digits);
}

/** A difference of two values with its sign: “+1.13”, “−0.94”; alike after rounding, it has no sign. */
export function signedText(difference: number, measure: Measure): string {
  const text = decimal(difference, measure.digits);
  return difference > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}
