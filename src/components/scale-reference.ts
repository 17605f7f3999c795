import { scaleTerms } from "../lib/scale-terms.js";
import type { Definitions } from "../lib/site.js";
import type { Site } from "./site.js";

/** The share a county is set beside, as a document gives it. */
export interface Reference {
  readonly value: number;
  readonly clause: string;
}

/** The reference of the document in hand, null where it names none. That of the site's own needs no further file. */
export async function scaleReference(site: Site, profile: string): Promise<Reference | null> {
  if (profile === site.meta.profile) return site.meta.scaleReference;
  const { reference } = scaleTerms(await site.json<Definitions>("definitions.json"), profile);
  return reference?.number == null ? null : { value: reference.number, clause: reference.clause };
}
