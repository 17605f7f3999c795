import { count } from "./format.js";

/** `method-checks.json`: one method set beside a reference program. */
export interface MethodCheck {
  readonly method: string;
  /** Values compared. */
  readonly cases: number;
  /** Largest relative error, as `2e-13`. */
  readonly worst: string;
  readonly reference: string;
}

/** The title of the page: how many methods, and how far they lie from their references at most. */
export function checksTitle(methods: number, checks: readonly MethodCheck[]): string {
  if (checks.length === 0) return `${methods} 种方法，这一次没有核对的记录`;
  const cases = checks.reduce((sum, each) => sum + each.cases, 0);
  const worst = Math.max(...checks.map(each => Number(each.worst)));
  return `${methods} 种方法，与参考程序比对 ${count(cases)} 个数，最大相对误差 ${errorText(worst)}`;
}

const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** An error in figures a reader knows: “2×10⁻¹³”. */
export function errorText(error: number): string {
  if (error === 0) return "0";
  const [figure, power] = error.toExponential(0).split("e") as [string, string];
  return `${figure}×10${power
    .replace("-", "⁻")
    .replace("+", "")
    .replace(/\d/g, digit => raised[Number(digit)]!)}`;
}
