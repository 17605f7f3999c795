import type { Definitions, Threshold } from "./site.js";

/** What a document says of how many may or should be registered. */
export interface ScaleTerms {
  /** The share a county is set beside, never against. */
  readonly reference: Threshold | null;
  /** The share that is a principle for 深度贫困 areas. */
  readonly cap: Threshold | null;
  /** 应纳尽纳: no share bounds the register. */
  readonly inclusion: Threshold | null;
}

/** The terms of a document, from the parameters that bear on K02. */
export function scaleTerms({ indicators }: Definitions, profile: string): ScaleTerms {
  const judging = indicators.find(({ id }) => id === "K02")?.judging.find(each => each.profile === profile);
  const of = (key: string) => judging?.thresholds.find(each => each.key === key) ?? null;
  return {
    reference: of("scale_reference_pct"),
    cap: of("scale_cap_pct_deep_poverty"),
    inclusion: of("scale_full_inclusion")
  };
}
