import quantile from "@stdlib/stats-base-dists-normal-quantile";
import { checkShare } from "./refusal.ts";

/**
 * The normal quantile z that leaves (1 − confidence) / 2 at either end; 1.959963984540054 for 0.95.
 * Refuses a confidence outside (0, 1).
 */
export function criticalValue(confidence: number): number {
  checkShare("置信水平", confidence);
  return quantile(1 - (1 - confidence) / 2, 0, 1);
}
