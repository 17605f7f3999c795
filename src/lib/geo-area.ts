import type { Cell } from "./dataset.js";
import { decimal } from "./format.js";
import type { Measure } from "./geo-measure.js";
import { type State, stateWords, valueState } from "./state.js";

/** One area of the map in one period. */
export interface Area {
  readonly code: string;
  readonly name: string;
  /** Why there is no number, or null when there is one. */
  readonly state: State | null;
  /** In the measure's unit; null exactly when `state` is set. */
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** True when the denominator is below the platform's limit, so that the value is unsteady. */
  readonly small: boolean;
}

/**
 * The area `code` as its cell says; without a cell the data are missing.
 * @param limit a denominator below it is marked and left out of the extremes that a title names; 0 for no limit
 */
export function toArea(
  code: string,
  name: string,
  cell: Cell | undefined,
  measure: Measure,
  limit: number
): Area {
  const state = valueState(cell);
  const numerator = cell?.numerator ?? null;
  const denominator = cell?.denominator ?? null;
  if (state || !cell) return { code, name, state, value: null, numerator, denominator, small: false };
  const isRatio = measure.kind !== "count" && denominator !== null;
  return {
    code,
    name,
    state: null,
    value: Number((cell.value! * measure.factor).toPrecision(12)),
    numerator,
    denominator,
    small: isRatio && denominator < limit
  };
}

/** The shown value without unit, or the word of the state: “5.47”, “1,321”, “缺数据”. */
export function areaText(area: Area, measure: Pick<Measure, "digits">): string {
  return area.state ? stateWords[area.state] : decimal(area.value!, measure.digits);
}

/** A difference of two values with its sign: “+1.13”, “−0.94”; alike after rounding, it has no sign. */
export function signedText(difference: number, measure: Pick<Measure, "digits">): string {
  const text = decimal(difference, measure.digits);
  return difference > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}
