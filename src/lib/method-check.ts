import { count, smallShare } from "./format.js";

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
  return `${methods} 种方法，与参考程序比对 ${count(cases)} 个数，误差${errorWords(worst)}`;
}

const parts = [
  [1e-12, "万亿"],
  [1e-8, "亿"],
  [1e-4, "万"]
] as const;

/** A relative error as it is said: 9e-9 → “不到亿分之一”. */
export function errorWords(error: number): string {
  const part = parts.find(([size]) => error < size);
  return part ? `不到${part[1]}分之一` : `至多 ${smallShare(error)}%`;
}

/** An error as a figure and its power of ten: 2e-13 → [“2”, “−13”]. */
export function errorFigure(error: number): readonly [figure: string, power: string] {
  const [figure, power] = error.toExponential(0).split("e") as [string, string];
  return [figure, power.replace("-", "\u2212").replace("+", "")];
}
