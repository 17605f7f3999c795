/** What the river hands to the site: the shapes of the JSON files that stand beside `indicator.arrow`. */

/** One set of policy rules; `doc` is its document number ("" when the document has none). */
export interface Profile {
  readonly id: string;
  readonly label: string;
  readonly doc: string;
  readonly draft: boolean;
}

/** One input table that was read: how many files and data rows it came from, null in a public edition. */
interface InputTable {
  readonly table: string;
  readonly name: string;
  readonly files: number | null;
  readonly rows: number | null;
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
  /** Profiles whose judgements were worked out. */
  readonly computed: readonly string[];
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
  /** Ids of tables without which none of it can be worked out, and which were not read. */
  readonly lacking: readonly string[];
}

/**
 * How a rule is known: `text` the document's own words, `inferred` a reading of them, `platform` a setting of this
 * platform that no document has.
 */
export type Mark = "text" | "inferred" | "platform";

/** A parameter of a policy document that bears on an indicator. */
export interface Threshold {
  readonly key: string;
  readonly name: string;
  /** As it is said: “10%以上”. */
  readonly value: string;
  /** The value where it is one number, shares as fractions. */
  readonly number: number | null;
  readonly mark: Mark;
  readonly clause: string;
  readonly note: string;
}

/** What one document does with an indicator. */
export interface Judging {
  readonly profile: string;
  /** `judged` against the line, `reference` set beside it, `shown` as a value only, `silent` on purpose. */
  readonly rule: "judged" | "reference" | "shown" | "silent";
  /** The line in words, "" where there is none. */
  readonly line: string;
  /** How the line is known, null where there is none. */
  readonly mark: Mark | null;
  /** Where the line stands, "" when no clause states it. */
  readonly clause: string;
  readonly note: string;
  readonly thresholds: readonly Threshold[];
}

/** Something an indicator needs and the data at hand do not have. */
export interface Gap {
  /** The breakdowns concerned, in words; "" when the whole indicator is. */
  readonly breakdown: string;
  /** Id of the table. */
  readonly table: string;
  /** Header of the column; "" when the whole table is absent. */
  readonly column: string;
}

/** One clause of a document, in the platform's words, never the document's sentences. */
export interface ClauseNote {
  readonly profile: string;
  readonly clause: string;
  readonly kind: string;
  readonly words: string;
  /** Names of the tables the clause speaks of. */
  readonly needs: readonly string[];
}

/** What 指标说明 says of an indicator beyond the catalogue. */
export interface Definition {
  readonly id: string;
  readonly breakdowns: readonly string[];
  readonly judging: readonly Judging[];
  /** What is to be said of judging at large, "" when nothing is. */
  readonly remark: string;
  readonly gaps: readonly Gap[];
  /** Whether any row of the data at hand has a value. */
  readonly filled: boolean;
  readonly clauses: readonly ClauseNote[];
  /** Tables that come with the platform; nobody hands them in. */
  readonly supplied: readonly string[];
}

/** A family of indicators, in reading order. */
export interface Family {
  readonly id: string;
  readonly name: string;
  readonly indicators: readonly string[];
}

/** `definitions.json`: the families and everything 指标说明 shows beside the catalogue. */
export interface Definitions {
  readonly families: readonly Family[];
  readonly indicators: readonly Definition[];
}

/** What one document says on one parameter. `mark` is null where it says nothing: 未规定, never a blank or a 0. */
export interface PolicyCell {
  readonly mark: Mark | null;
  readonly text: string;
  /** The parts of a list; null when the value is no list. */
  readonly items: readonly string[] | null;
  readonly clause: string;
  readonly note: string;
}

/** One parameter, with a cell for each document in the order of `Meta.profiles`. */
export interface PolicyParam {
  readonly key: string;
  readonly name: string;
  readonly note: string;
  readonly cells: readonly PolicyCell[];
}

export interface PolicyGroup {
  readonly name: string;
  readonly params: readonly PolicyParam[];
}

/** `policy.json`: the documents side by side. */
export interface Policy {
  readonly groups: readonly PolicyGroup[];
}

/**
 * How a document reads the households of the export: `in` its scope or `out` of it, `unknown` where a record is lacking;
 * by which part of it; `enter` those in scope and not registered, `leave` those registered and not in scope.
 */
export const scopeReadings = [
  "in",
  "out",
  "unknown",
  "by_income",
  "by_shock",
  "by_safeguard",
  "by_category",
  "enter",
  "leave"
] as const;

/** `scope.json`: households and persons by region, document and reading, on the snapshot day. */
export interface Scope {
  readonly profiles: readonly string[];
  /** For each profile the readings its document has no rule for: 未规定, not a 0. */
  readonly silent: readonly (readonly string[])[];
  /** Region → for each profile, in the order of `scopeReadings`, households and persons by turns. */
  readonly counts: Readonly<Record<string, readonly (readonly number[])[]>>;
}

/** `warning.json`: what the computed levels ask, in the platform's words. */
export interface WarningRules {
  readonly predicates: readonly {
    readonly id: string;
    readonly level: string;
    readonly name: string;
    /** Names of the tables it is read from. */
    readonly tables: readonly string[];
    readonly clause: string;
    readonly note: string;
  }[];
  /** The readings of red, in words. */
  readonly readings: readonly { readonly id: string; readonly text: string }[];
  /** The documents that have colours, with the reading chosen for each. */
  readonly chosen: readonly { readonly profile: string; readonly reading: string }[];
}

/** `platform.json`: numbers that no document gives and the platform sets (data/policy/platform.tsv), by key. */
export type PlatformNumbers = Readonly<
  Record<string, { readonly value: number; readonly unit: string; readonly note: string }>
>;

/** `matters.json`: kinds of things to be studied, in reading order (data/policy/matters.tsv). */
export interface Matter {
  readonly id: string;
  readonly name: string;
  /** "" where the basis is the one chosen on the page. */
  readonly unit: string;
  readonly indicator: string;
  /** Breakdowns whose numbers are summed. */
  readonly breakdowns: readonly string[];
  /** Basis of the rows, or `context`: the one chosen on the page. */
  readonly basis: string;
  /** Period of the rows, `snapshot` the last of all. */
  readonly period: "month" | "quarter" | "year" | "snapshot";
  /** `shortfall`: denominator less numerator; `pace`: what the numerator is short of its share of the denominator, rounded up. */
  readonly measure: "shortfall" | "numerator" | "pace";
  /** For `pace`, document → share it asks for; one that is not named asks for none. */
  readonly shares: Readonly<Record<string, number>>;
  /** Page and part of it that show the matter. */
  readonly page: string;
  readonly anchor: string;
  /** The document the clause is of, "" for the platform's own. */
  readonly profile: string;
  readonly clause: string;
  readonly mark: Mark;
  /** Name of its sheet among the worklists. */
  readonly sheet: string;
}

/** `events.json`: one hazard or event with the regions it was in, none of them below a town. */
export interface HazardEvent {
  readonly id: string;
  readonly hazard: string;
  readonly risk: string;
  /** Days, `YYYY-MM-DD`; `end` is null while it is not known. */
  readonly start: string;
  readonly end: string | null;
  readonly severity: string;
  readonly dept: string;
  readonly regions: readonly string[];
}

/** `map.json`: what the risk map shows where a reader has not chosen. */
export interface MapSettings {
  /** Levels of area, `county` and `town`, at which an indicator has values. */
  readonly levels: Readonly<Record<string, readonly string[]>>;
  /** Families of indicators that can be mapped, in reading order. */
  readonly groups: readonly { readonly name: string; readonly indicators: readonly string[] }[];
  /** Indicators shown first at a level, the first with values. */
  readonly defaults: Readonly<Record<string, readonly string[]>>;
  /** The breakdown shown first, or a part of it, of indicators without a total row. */
  readonly first: Readonly<Record<string, string>>;
  /** Short names for titles, by indicator. */
  readonly short: Readonly<Record<string, string>>;
  /** 平台设置: a denominator of a basis below this makes a rate unsteady. */
  readonly small: Readonly<Record<string, number>>;
  /** Words of codes that stand in breakdowns: `级别来源=official` → 官方. */
  readonly words: Readonly<Record<string, string>>;
}

/** `signals.json`: one price or number of workers, by region and month; `product` is "" for what has none. */
export interface Signal {
  readonly region: string;
  readonly month: string;
  readonly kind: string;
  readonly product: string;
  readonly value: number | null;
  readonly unit: string;
  /** Change on the year before as a fraction. */
  readonly yoy: number | null;
}

/** `bands.json`: list → its bands in order, as breakdowns name them; at least `from` and less than `to`, null is open. */
export type Bands = Readonly<
  Record<
    string,
    readonly { readonly label: string; readonly from: number | null; readonly to: number | null }[]
  >
>;

/** `measures.json`: who is monitored, risks and categories of measures in the order of the contract, and which answers which. */
export interface MeasureRules {
  /** Categories of the monitored. */
  readonly monitored: readonly string[];
  readonly categories: readonly {
    readonly name: string;
    /** Whether the category is help towards own development (开发式帮扶). */
    readonly development: boolean;
  }[];
  readonly risks: readonly {
    readonly name: string;
    /** Categories that answer the risk, any one of them; none where no pair is set. */
    readonly matches: readonly string[];
    /** Where the pairs come from, `real_check` or `platform_setting`; null where there are none. */
    readonly source: string | null;
  }[];
  readonly subsidies: readonly string[];
}

/** `quarter.json`: what is left, after the data's day, of the quarter it lies in. */
export interface QuarterLeft {
  readonly quarter: string;
  /** Its last day. */
  readonly end: string;
  readonly days: number;
  /** Null where the calendar lacks the year. */
  readonly workdays: number | null;
}

/** `tasks.json`: a task with its day, the regions that have it and the draft documents that name the day. */
export interface Task {
  readonly name: string;
  readonly due: string;
  readonly regions: readonly string[];
  readonly drafts: readonly string[];
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

/** `dictionary.json`: the input tables' columns, and what 下载 offers whole. */
export interface Dictionary {
  /** Size of the whole indicator table as Parquet. */
  readonly parquetBytes: number;
  readonly tables: readonly {
    readonly id: string;
    readonly name: string;
    /** A the national system's exports, B and C local tables, D comes with the platform. */
    readonly group: string;
    /** File names of its blank templates. */
    readonly templates: readonly string[];
    readonly columns: readonly {
      readonly header: string;
      readonly type: string;
      readonly unit: string;
      readonly required: string;
      /** Whether it is used while reading only and never leaves it. */
      readonly personal: boolean;
      /** Labels of its code list, in the list's order. */
      readonly codes: readonly string[];
      readonly meaning: string;
    }[];
  }[];
}

/** `ledger.json`: the form 即时帮扶情况台账, its sections and policy columns. */
export interface LedgerForm {
  readonly name: string;
  readonly sections: readonly { readonly id: string; readonly title: string }[];
  readonly policies: readonly {
    readonly id: string;
    readonly name: string;
    readonly basis: string;
  }[];
}
