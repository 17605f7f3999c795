/** The statistics of a run as pages read them. They only say where to look: no level of warning follows from them. */

/** What a method says of one place and period. */
export type Verdict = "信号" | "无信号" | "数据不足";

/** Why a verdict is what it is: a key of `SignalMethods.reasons`, "" where the figures speak for themselves. */
export type Reason = keyof typeof signalReasons | "";

/** Reasons in words. */
export const signalReasons = {
  missing: "缺数据，不是没有",
  no_base: "基数为 0，没有率",
  small_base: "基数太小",
  few_units: "可比的地方太少",
  few_places: "地方太少，不作扫描",
  no_cases: "没有事件",
  all_cases: "全是事件",
  no_excess: "没有一处高出预期",
  history: "历史不够，没有阈值",
  sparse: "件数太少，没有阈值",
  fit: "模型拟合不了，没有阈值",
  campaign: "这一期在集中排查或春节，先核对是否由此而来",
  discovery: "越过界限，但同时看多个地方，不排除碰巧",
  within: "在界限之内",
  withheld: "两组不可比，不给结果"
} as const;

/** How a small place's rate came about; see `SmoothingState` of the statistics. */
export type RateState = "smoothed" | "flat" | "island" | "no_events" | "no_base" | "missing" | "";

/** Columns of `figures/signal.arrow` (root and counties) and `figures/<county>/signal.arrow` (a county and its townships). */
export const signalColumns = {
  text: [
    "job",
    "method",
    "indicator",
    "breakdown",
    "basis",
    "region_code",
    "within",
    "period",
    "state",
    "verdict",
    "reason",
    "side",
    "made"
  ],
  numbers: [
    "numerator",
    "denominator",
    "value",
    "smoothed",
    "low",
    "high",
    "expected",
    "limit_low",
    "limit_high",
    "inner_low",
    "inner_high",
    "p",
    "q"
  ]
} as const;

/**
 * One row of the signal table. Rates are fractions, times are months or weeks (`2023-12`, `2023Q4`, `2023-W52`). `value`
 * is empty where nothing happened: `high` then says how much it may be at most, and nothing is printed as 0.
 */
export interface Signal {
  readonly job: string;
  readonly method: string;
  readonly indicator: string;
  readonly breakdown: string;
  readonly basis: string;
  readonly region_code: string;
  /** The region whose parts are compared with each other. */
  readonly within: string;
  readonly period: string;
  readonly state: RateState;
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** Of a signal, or of what lies beyond a limit. */
  readonly side: "高于" | "低于" | "";
  /** The variant of the method that made the row, `ears_c2`. */
  readonly made: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly value: number | null;
  /** Drawn to the mean by as much as the base is small (global empirical Bayes). */
  readonly smoothed: number | null;
  /** Limits of `value`. */
  readonly low: number | null;
  readonly high: number | null;
  /** Events expected if the place were as the others, or as its own past. */
  readonly expected: number | null;
  /** Thresholds, on the scale of `value` (funnel) or of `numerator` (series). */
  readonly limit_low: number | null;
  readonly limit_high: number | null;
  readonly inner_low: number | null;
  readonly inner_high: number | null;
  readonly p: number | null;
  /** p among all places compared at once (Benjamini–Hochberg). */
  readonly q: number | null;
}

/** `signal-methods.json`: what each method runs on, and by which numbers of the platform. */
export interface SignalMethods {
  readonly reasons: typeof signalReasons;
  readonly jobs: readonly {
    readonly id: string;
    readonly method: string;
    readonly indicator: string;
    readonly breakdown: string;
    readonly basis: string;
    /** What the events are divided by, or where they come from. */
    readonly base: string;
    /** What the figures are summed over: `month` or `quarter` or `week`, and how many. */
    readonly kind: string;
    readonly span: number;
    /** What to look at where it is above, or below. */
    readonly above: string;
    readonly below: string;
    readonly title: string;
  }[];
  /** The platform's own numbers, no threshold of any document. */
  readonly parameters: readonly {
    readonly method: string;
    readonly key: string;
    readonly value: string;
    readonly unit: string;
    readonly note: string;
  }[];
  /** Whether the tables are at hand that campaigns are kept out of a baseline by. */
  readonly campaignsKnown: boolean;
}

/** `signal-clusters.json`: a scan of one region's parts in one period. */
export interface SignalScan {
  readonly job: string;
  readonly within: string;
  readonly period: string;
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly seed: number;
  readonly replications: number;
  /** Codes of places left out because their figures or seat are not known, or nobody lives there. */
  readonly leftOut: readonly string[];
  readonly clusters: readonly {
    /** Codes, the centre first. */
    readonly places: readonly string[];
    readonly cases: number;
    readonly expected: number;
    readonly population: number;
    readonly llr: number;
    readonly p: number;
  }[];
}

/** A time in months with its limits; null where the curve or its limit does not get so far. */
export interface SignalTime {
  readonly time: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** One group's curve of `curves.json`. */
export interface SignalCurve {
  readonly group: string;
  readonly households: number;
  /** Events by cause, in the order of `causes`. */
  readonly events: readonly number[];
  readonly median: SignalTime;
  /**
   * A month each from 0: month, households at risk, cumulative incidence of the first cause with its limits, and of all
   * other causes together.
   */
  readonly points: readonly (readonly [
    month: number,
    atRisk: number,
    estimate: number,
    low: number | null,
    high: number | null,
    other: number
  ])[];
}

/** `curves.json` of the root and of each county: how long until a risk is eliminated, or comes back. */
export interface SignalCurves {
  readonly job: string;
  readonly region: string;
  readonly title: string;
  /** What ends the wait: the event asked for, then the competing ones. */
  readonly causes: readonly string[];
  readonly curves: readonly SignalCurve[];
  /** Households with a state that is not known: in no curve. */
  readonly unknown: number;
  /** Groups left out, and why. */
  readonly withheld: readonly { readonly group: string; readonly households: number; readonly why: string }[];
  /** Do the groups differ in how soon it happens (other ends censored, by county)? Null with one group or no test. */
  readonly logRank: {
    readonly chiSquare: number;
    readonly degrees: number;
    readonly p: number;
    readonly q: number | null;
  } | null;
}

/** A share with its limits. */
export interface SignalShare {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** `comparison.json` of the root and of each county: alike households with and without a measure. An association, not a cause. */
export interface SignalComparison {
  readonly job: string;
  readonly region: string;
  readonly measure: string;
  readonly verdict: Verdict;
  readonly withheld: string;
  readonly units: { readonly treated: number; readonly control: number };
  readonly effective: { readonly treated: number; readonly control: number } | null;
  /** Households drawn at random from all, where there were too many; else null. */
  readonly drawn: number | null;
  /** Kinds of households of which all or none have the measure: in neither group. */
  readonly leftOut: readonly { readonly name: string; readonly households: number }[];
  readonly balance: readonly {
    readonly name: string;
    readonly before: number | null;
    readonly after: number | null;
  }[];
  readonly treated: SignalShare | null;
  readonly control: SignalShare | null;
  readonly difference: SignalShare | null;
  readonly ratio: { readonly ratio: number; readonly low: number; readonly high: number } | null;
  readonly eValue: { readonly point: number; readonly limit: number } | null;
  readonly p: number | null;
  readonly q: number | null;
}

/** `signal-index.json`: the index of the counties at the ends of quarters. */
export interface SignalIndex {
  readonly plan: readonly {
    readonly dimension: string;
    readonly components: readonly {
      readonly name: string;
      readonly indicators: readonly {
        readonly id: string;
        readonly name: string;
        readonly indicator: string;
        readonly low: number;
        readonly high: number;
        readonly inverse: boolean;
      }[];
    }[];
  }[];
  readonly periods: readonly {
    readonly period: string;
    readonly places: readonly SignalPlace[];
  }[];
  /** The index of the quarter before against what was identified in this one, beside that quarter's own rate. */
  readonly backTests: readonly {
    readonly period: string;
    readonly places: number;
    readonly events: number;
    readonly index: { readonly auc: number | null; readonly capture: number } | null;
    readonly naive: { readonly auc: number | null; readonly capture: number } | null;
    readonly wins: boolean | null;
    readonly verdict: string;
  }[];
}

/** A county's index. No rank stands alone: `rank` is read between `low` and `high`. */
export interface SignalPlace {
  readonly region: string;
  /** By the id of the indicator; null is not known. */
  readonly inputs: Readonly<Record<string, number | null>>;
  readonly dimensions: readonly (number | null)[];
  readonly risk: number | null;
  readonly known: number;
  readonly withheld: string;
  readonly rank: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Ranks under weights drawn at random, and how often it is among the first. */
  readonly weightLow: number | null;
  readonly weightHigh: number | null;
  readonly topShare: number | null;
}

/** `signal-sample.json`: what surveys found, and how many households to draw next. */
export interface SignalSample {
  /** The quarter that would be drawn next, its seed, and what the frame came to. */
  readonly next: {
    readonly quarter: string;
    readonly seed: number;
    readonly digest: string;
    readonly households: number;
    readonly drawn: number;
    /** The share asked for, and where it is from: a clause, or the platform. */
    readonly share: number;
    readonly source: string;
    /** ± share that so many give at a share of a half. */
    readonly margin: number | null;
  } | null;
  readonly strata: readonly {
    readonly region: string;
    readonly households: number;
    readonly drawn: number;
    /** The smallest plan that tells a good lot from a bad one; null where none can. */
    readonly lqas: { readonly size: number; readonly defects: number } | null;
  }[];
  /** Of the households surveyed on the spot, those with problems; `low` and `high` are Wilson's, `least` and `most` exact in households. */
  readonly found: readonly {
    readonly region: string;
    readonly period: string;
    readonly hits: number;
    readonly size: number;
    readonly population: number | null;
    readonly share: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly least: number | null;
    readonly most: number | null;
    readonly reason: Reason;
  }[];
}
