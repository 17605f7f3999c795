/** What the river hands to the site: the shapes of the JSON files that stand beside `indicator.arrow`. */

/** One set of policy rules; `doc` is its document number ("" when the document has none). */
export interface Profile {
  readonly id: string;
  readonly label: string;
  readonly doc: string;
  readonly draft: boolean;
}

/** One input table that was read: how many files and data rows it came from. */
interface InputTable {
  readonly table: string;
  readonly name: string;
  readonly files: number;
  readonly rows: number;
}

/** Files a partial build went without; the site says so on every page. */
interface Partial {
  readonly files: readonly string[];
}

export interface Meta {
  readonly title: string;
  readonly short: string;
  readonly audience: string;
  readonly demo: boolean;
  /** Snapshot day, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Digest of rules, settings and SQL the figures follow from. */
  readonly edition: string;
  readonly root: string;
  readonly profile: string;
  readonly profiles: readonly Profile[];
  /** The reference share (a fraction) a county is set against, or null where the profile names none. */
  readonly scaleReference: {
    readonly value: number;
    readonly clause: string;
    readonly certainty: string;
  } | null;
  readonly periods: {
    readonly month: readonly string[];
    readonly quarter: readonly string[];
    readonly year: readonly string[];
  };
  readonly partial: Partial | readonly string[] | null;
  readonly map: { readonly source: string; readonly approval: string | null };
  readonly tables: readonly InputTable[];
}

type RegionLevel = "province" | "prefecture" | "county" | "zone" | "town" | "village";

export interface Region {
  readonly code: string;
  readonly name: string;
  readonly level: RegionLevel;
  /** Code of the region above, "" at the root. */
  readonly parent: string;
  readonly lon: number | null;
  readonly lat: number | null;
}

/** One indicator of the catalogue, in the contract's words. */
export interface Indicator {
  readonly id: string;
  readonly name: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly unit: string;
  readonly basis: string;
  readonly grain: string;
  readonly period: string;
  readonly edge: string;
  readonly judgedBy: string;
  readonly clauses: string;
  readonly tables: readonly string[];
}

/** What became of one input file, in rows. */
export interface FileAccount {
  readonly file: string;
  readonly table: string | null;
  readonly name: string | null;
  readonly snapshot: string | null;
  readonly sheet: string;
  readonly read: number;
  readonly accepted: number;
  readonly refused: number;
  readonly blank: number;
  readonly duplicate: number;
  readonly status: string;
  /** First digits of the file's SHA-256. */
  readonly digest: string;
  readonly note: string;
}

/** Rows refused, or cells that could not be read, for one reason in one column. */
export interface Reject {
  readonly table: string;
  readonly name: string;
  readonly column: string;
  readonly reason: string;
  readonly action: string;
  readonly count: number;
  /** `refused` a whole row, `fault` a cell read as empty, `note` a value kept as it stands. */
  readonly kind: string;
}

export interface Intake {
  readonly files: readonly FileAccount[];
  readonly rejects: readonly Reject[];
}

/** Names of the files a partial build went without. */
export function missingFiles(meta: Pick<Meta, "partial">): readonly string[] {
  if (!meta.partial) return [];
  return "files" in meta.partial ? meta.partial.files : meta.partial;
}
