import { type Column, checkAmounts } from "./column.ts";
import { refuse } from "./refusal.ts";

/**
 * Benjamini–Hochberg adjusted p-values (q-values) of several tests at once, in the order given:
 *
 *     q_(k) = min over j ≥ k of p_(j) · n / j, at most 1
 *
 * Calling all with q ≤ 0.05 makes on average at most 5 % false calls among the calls. n counts the tests done: null
 * (not tested) stays null. Refuses p outside [0, 1].
 *
 * Source: Y. Benjamini, Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995), 289–300; as R's
 * `p.adjust(method = "BH")`.
 */
export function falseDiscovery(p: Column): (number | null)[] {
  checkAmounts("检验的 p 值", p);
  const order = p
    .flatMap((value, at) => (value === null ? [] : [{ value, at }]))
    .sort((a, b) => b.value - a.value);
  if ((order[0]?.value ?? 0) > 1) refuse(`检验的 p 值不应大于 1，现在有 ${order[0]!.value}`, "改正后再算");
  const adjusted: (number | null)[] = p.map(() => null);
  let least = 1;
  order.forEach(({ value, at }, rank) => {
    least = Math.min(least, value * (order.length / (order.length - rank)));
    adjusted[at] = least;
  });
  return adjusted;
}
