import { group, max, sum } from "d3-array";
import type { Reason, Signal } from "../../src/lib/signal-data.ts";
import { falseDiscovery } from "../risk/discovery.ts";
import { ears } from "../risk/ears.ts";
import { farringtonFlexible } from "../risk/farrington.ts";
import { springFestivalMonths, springFestivalWeeks } from "../risk/holidays.ts";
import { predictionLimit, predictionTail } from "../risk/prediction.ts";
import { blank, type Cell } from "./cells.ts";
import type { Job, Methods } from "./methods.ts";
import { verdictOf } from "./rates.ts";

/** A time judged: the count it was held against, or why there is none. */
interface Judged {
  readonly cell: Cell;
  readonly made: string;
  readonly expected: number | null;
  readonly threshold: number | null;
  readonly p: number | null;
  readonly lacking: Reason | null;
  /** In a general check or the Spring Festival. */
  readonly isCampaign: boolean;
}

/**
 * Is this month (or week) unusual? Each place against its own past: Farrington from three years of it on, else EARS C2,
 * whose baseline it takes, but not its normal threshold: after so few times that is crossed far more often than said,
 * and the limit of one further time is taken instead. General checks and the Spring Festival are in no baseline; a time in them is judged all the same and says so. q over
 * the places of one peer group and period.
 * @param cells all periods of the job, places together, in order of time without holes
 * @param campaigns `region period` with a general check
 */
export function series(
  job: Job,
  cells: readonly Cell[],
  campaigns: ReadonlySet<string>,
  methods: Methods
): Signal[] {
  const judged = [...group(cells, cell => cell.region_code).values()].flatMap(own => {
    const kinds = job.kind === "week" ? "weeks" : own[0]!.level === "town" ? "town_months" : "months";
    return judge(job, own, methods.number("all", kinds), campaigns, methods);
  });
  const level = methods.number("all", "discovery");
  const groups = group(judged, ({ cell }) => `${cell.within} ${cell.period}`);
  return [...groups.values()].flatMap(list => {
    const q = falseDiscovery(list.map(each => (each.lacking === null ? each.p : null)));
    return list.map((each, at) => rowOf(job, each, q[at]!, level));
  });
}

function judge(
  { kind }: Job,
  cells: readonly Cell[],
  recent: number,
  campaigns: ReadonlySet<string>,
  methods: Methods
): Judged[] {
  const counts = cells.map(cell => cell.events);
  const festival = festivals(kind, cells, methods);
  const excluded = cells.map(
    cell => festival.has(cell.period) || campaigns.has(`${cell.region_code} ${cell.period}`)
  );
  const number = (key: string): number => methods.number("ears", key);
  const simple = ears(counts, {
    method: "C2",
    baseline: number("baseline"),
    gap: number("gap"),
    leastDeviation: number("least_deviation"),
    excluded
  });
  const most = methods.number("series", "least_times");
  const least = methods.number("series", "least_events");
  return cells.flatMap((cell, at): Judged[] => {
    if (cell.age >= recent) return [];
    const told = { cell, isCampaign: excluded[at]! };
    const none = { expected: null, threshold: null, p: null };
    const count = counts[at]!;
    if (count === null) return [{ ...told, ...none, made: "", lacking: "missing" }];
    if (sum(counts.slice(Math.max(0, at - most + 1), at + 1), value => value ?? 0) < least)
      return [{ ...told, ...none, made: "", lacking: "sparse" }];
    const seasonal = farringtonAt(kind, counts, excluded, at, methods);
    if (seasonal) return [{ ...told, ...seasonal }];
    const { expected, deviation, lacking } = simple[at]!;
    if (lacking) return [{ ...told, ...none, made: "ears_c2", lacking: "history" }];
    const before = { mean: expected!, deviation: deviation!, size: number("baseline") };
    const threshold = predictionLimit(before, number("alpha"));
    const p = predictionTail(before, count);
    return [{ ...told, made: "ears_c2", expected, threshold, p, lacking: null }];
  });
}

/** Null where the history is too short for it, or says nothing of the season. */
function farringtonAt(
  kind: string,
  counts: readonly (number | null)[],
  excluded: readonly boolean[],
  at: number,
  methods: Methods
): Omit<Judged, "cell" | "isCampaign"> | null {
  const number = (key: string): number => methods.number("farrington", key);
  const own = (key: string): number => number(`${kind}_${key}`);
  const frequency = kind === "week" ? 52 : 12;
  const years = Math.min(number("years_most"), Math.floor((at - own("window")) / frequency));
  if (years < number("years_least")) return null;
  const [found] = farringtonFlexible(counts, {
    frequency,
    years,
    window: own("window"),
    periods: own("periods"),
    recent: own("recent"),
    weightsThreshold: number("weights_threshold"),
    trendAlpha: number("trend_alpha"),
    alpha: number("alpha"),
    least: [methods.number("series", "least_events"), methods.number("series", "least_times")],
    excluded,
    times: [at]
  });
  const { expected, threshold, p, lacking } = found!;
  if (lacking === "history") return null;
  return { made: "farrington_nb", expected, threshold, p, lacking };
}

/** Months or weeks touched by a Spring Festival, for every year of the series. */
function festivals(kind: string, cells: readonly Cell[], methods: Methods): ReadonlySet<string> {
  const before = methods.number("series", "festival_before");
  const after = methods.number("series", "festival_after");
  const years = new Set(cells.map(({ period }) => Number(period.slice(0, 4))));
  const last = max(years);
  const named = kind === "week" ? springFestivalWeeks : springFestivalMonths;
  return new Set(
    [...years, ...(last === undefined ? [] : [last + 1])].flatMap(year => named(year, before, after))
  );
}

function rowOf(
  job: Job,
  { cell, made, expected, threshold, p, lacking, isCampaign }: Judged,
  q: number | null,
  level: number
): Signal {
  const row = {
    ...blank(job, cell.region_code, cell.within, cell.period),
    made,
    numerator: cell.events,
    value: cell.events || null,
    expected,
    limit_high: threshold,
    p,
    q
  };
  if (lacking) return { ...row, verdict: "数据不足", reason: lacking };
  const isBeyond = cell.events! > threshold!;
  const told = verdictOf(isBeyond, q, level);
  const reason = told.verdict === "信号" && isCampaign ? "campaign" : told.reason;
  return { ...row, ...told, reason, side: isBeyond ? "高于" : "" };
}
