import type { Profile } from "./site.js";

/** A place in a policy document. */
export interface Clause {
  /** The document, or 平台设置 and the like where there is none. */
  readonly source: string;
  readonly clause: string;
}

/**
 * Reads the catalogue's clause list, e.g. “GB 三(二); FJ 一(3)”: the first two letters name the profile.
 * Entries that name none stand as they are.
 */
export function readClauses(text: string, profiles: readonly Profile[]): Clause[] {
  return text
    .split(/;\s*/)
    .map(entry => entry.trim())
    .filter(entry => entry !== "")
    .map(entry => {
      const match = /^([A-Z]{2}) (.+)$/.exec(entry);
      const profile = match && profiles.find(({ id }) => id.startsWith(match[1]!));
      if (!profile) return { source: entry, clause: "" };
      return { source: profile.label, clause: match[2]!.replaceAll(",", "、") };
    });
}
