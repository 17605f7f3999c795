import { classOf, niceBreaks } from "./geo-breaks.js";
import type { Measure } from "./geo-measure.js";
import type { MapView } from "./geo-view.js";
import { periodOf } from "./periods.js";
import type { Signal, SignalIndex, SignalMethods, SignalPlace, SignalScan } from "./signal-data.js";
import { monthOf, parameter, rateText, type SignalJob, valueText } from "./signal-text.js";
import type { Region } from "./site.js";
import { stateWords } from "./state.js";

/** What the map can show in place of the values as they are. */
export const layerNames = ["smoothed", "signal", "index"] as const;
export type LayerName = (typeof layerNames)[number];

/** An area as a layer shows it: its look, the words under its name, and the row behind both. */
export interface LayerRow<Behind> {
  readonly region: Region;
  /** Class of the ramp, `above`, `below`, `beyond`, `within`, or `scant`, `missing`, `na` where nothing is said. */
  readonly look: string;
  readonly text: string;
  readonly of: Behind | undefined;
}

/** The job of a method that speaks of what the map shows. */
export function jobOf(
  { jobs }: SignalMethods,
  { indicator, breakdown, basis }: Pick<Measure, "indicator" | "breakdown" | "basis">,
  method: string
): SignalJob | undefined {
  return jobs.find(
    job =>
      job.method === method &&
      job.indicator === indicator &&
      job.breakdown === breakdown &&
      job.basis === basis
  );
}

/** The period of a job that a month of the map stands for. */
export function jobPeriod({ kind }: SignalJob, month: string): string {
  return periodOf(kind === "quarter" ? "quarter" : "month", month);
}

/** Rates as they are compared among peers, in one period. */
export interface RateLayer {
  readonly period: string;
  /** In code order, as the map's areas. */
  readonly rows: readonly LayerRow<Signal>[];
  /** Thresholds of the ramp in percent, the same in every period; none for signals. */
  readonly breaks: readonly number[];
  /** False where the period is none of those published for areas of this level. */
  readonly isKnown: boolean;
}

/** The smoothed rates or the signals of a job. */
export function rateLayer(
  name: "smoothed" | "signal",
  job: SignalJob,
  areas: readonly Region[],
  signals: readonly Signal[],
  month: string
): RateLayer {
  const codes = new Set(areas.map(({ code }) => code));
  const own = signals.filter(row => row.job === job.id && codes.has(row.region_code));
  const period = jobPeriod(job, month);
  const now = new Map(own.filter(row => row.period === period).map(row => [row.region_code, row]));
  const values = name === "smoothed" ? own.flatMap(row => shaded(row) ?? []) : [];
  const breaks = niceBreaks(values, 0.001, 100);
  const look = (row: Signal): string => {
    if (row.reason === "missing") return "missing";
    if (row.reason === "no_base") return "na";
    if (name === "signal") return signalLook(row);
    const value = shaded(row);
    return value === null ? "within" : String(classOf(value, breaks) + 1);
  };
  const rows = areas.map(region => {
    const row = now.get(region.code);
    return row
      ? { region, look: look(row), text: name === "signal" ? signalWords(row) : smoothedText(row), of: row }
      : { region, look: "missing", text: stateWords.missing, of: undefined };
  });
  return { period, rows, breaks, isKnown: now.size > 0 };
}

/** In percent; null where all places have one rate or none has any event: nothing to shade by. */
function shaded({ state, smoothed }: Signal): number | null {
  return state === "smoothed" && smoothed !== null ? smoothed * 100 : null;
}

/** The smoothed rate, or why there is none. */
export function smoothedText(row: Signal): string {
  if (row.reason === "missing") return stateWords.missing;
  if (row.reason === "no_base") return "不适用";
  return row.smoothed === null ? valueText(row) : rateText(row.smoothed);
}

/** The finding of a map of smoothed rates: how far apart they are. */
export function smoothedTitle(job: SignalJob, rows: readonly LayerRow<Signal>[], collective: string): string {
  const known = rows.flatMap(({ of }) => of?.smoothed ?? []);
  if (known.length === 0) return `${job.title}：没有可平滑的${collective}`;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const isFlat = rows.some(({ of }) => of?.state === "flat");
  return isFlat
    ? `${job.title}：各${collective}相差不超过偶然，同为 ${rateText(high)}`
    : `${job.title}：平滑后各${collective}在 ${rateText(low)} 至 ${rateText(high)} 之间`;
}

function signalLook({ verdict, side }: Signal): string {
  if (verdict === "数据不足") return "scant";
  if (verdict === "信号") return side === "低于" ? "below" : "above";
  return side === "" ? "within" : "beyond";
}

function signalWords(row: Signal): string {
  if (row.reason === "missing") return stateWords.missing;
  if (row.reason === "no_base") return "不适用";
  if (row.verdict === "数据不足") return "数据不足";
  return `${row.verdict === "信号" ? `${row.side} ` : ""}${valueText(row)}`;
}

/** How many places stand where, in the order of the legend. */
export function signalCounts(rows: readonly LayerRow<Signal>[]): {
  readonly above: number;
  readonly below: number;
  readonly beyond: number;
  readonly within: number;
  readonly scant: number;
  /** Without figures or without base. */
  readonly missing: number;
} {
  const of = (look: string) => rows.filter(row => row.look === look).length;
  return {
    above: of("above"),
    below: of("below"),
    beyond: of("beyond"),
    within: of("within"),
    scant: of("scant"),
    missing: of("missing") + of("na")
  };
}

/** The finding of a map of signals: who stands out, or that nobody does. */
export function signalTitle(job: SignalJob, rows: readonly LayerRow<Signal>[], collective: string): string {
  const named = (look: string) => rows.filter(row => row.look === look).map(({ region }) => region.name);
  const part = (names: readonly string[], side: string) =>
    names.length === 0
      ? []
      : [
          `${names.slice(0, 3).join("、")}${names.length > 3 ? `等 ${names.length} 个${collective}` : ""}${side}同级`
        ];
  const parts = [...part(named("above"), "高于"), ...part(named("below"), "低于")];
  const judged = rows.filter(({ of }) => of && of.verdict !== "数据不足").length;
  if (judged === 0) return `${job.title}：${rows.length} 个${collective}数据不足，没有判断`;
  return parts.length > 0
    ? `${job.title}：${parts.join("，")}`
    : `${job.title}：可比的 ${judged} 个${collective}没有信号`;
}

/** The circular scan of the region shown, in the month in hand. */
export interface ScanLayer {
  /** Null where none was made for this month. */
  readonly scan: SignalScan | null;
  /** Clusters that are signals. */
  readonly clusters: SignalScan["clusters"];
  /** What is to be said of it in words. */
  readonly words: readonly string[];
}

/** What the scan of an indicator says of the region shown. */
export function scanLayer(
  methods: SignalMethods,
  measure: Pick<Measure, "indicator" | "breakdown" | "basis">,
  scans: readonly SignalScan[],
  { parent }: Pick<MapView, "parent">,
  month: string,
  name: (code: string) => string
): ScanLayer {
  const job = jobOf(methods, measure, "scan");
  if (!job) return { scan: null, clusters: [], words: [] };
  const scan = scans.find(
    each => each.job === job.id && each.within === parent.code && each.period === month
  );
  if (!scan) return { scan: null, clusters: [], words: ["聚集扫描只算各季末和最近一个月，这个月没有"] };
  if (scan.reason === "few_places") {
    const least = parameter(methods, "scan", "least_places");
    return {
      scan,
      clusters: [],
      words: [`${parent.name}的乡镇不足 ${least} 个，不作聚集扫描，全域的在上一级的图上看`]
    };
  }
  const made = `模拟 ${scan.replications} 次，种子 ${scan.seed}`;
  const left = scan.leftOut.length > 0 ? `，${scan.leftOut.length} 个乡镇缺数或缺位置，未参加` : "";
  if (scan.verdict !== "信号")
    return { scan, clusters: [], words: [`${job.title}没有聚在一起的地方（圆形扫描，${made}${left}）`] };
  const words = scan.clusters.map(
    ({ places, cases, expected, p }) =>
      `${name(places[0]!)}${places.length > 1 ? `等 ${places.length} 个乡镇` : ""}${job.title} ${cases} ${job.basis}，预期 ${expected.toFixed(1)} ${job.basis}，p = ${p}（${made}${left}）`
  );
  return { scan, clusters: scan.clusters, words };
}

/** The index at the last quarter's end that is not after the month. */
export interface IndexLayer {
  readonly period: string;
  readonly rows: readonly LayerRow<SignalPlace>[];
  readonly breaks: readonly number[];
  /** How the quarter before foretold this one; null where it was not tried. */
  readonly test: SignalIndex["backTests"][number] | null;
}

/** The index of counties in the month in hand; null before the first quarter's end. */
export function indexLayer(index: SignalIndex, areas: readonly Region[], month: string): IndexLayer | null {
  const at = index.periods.findLast(({ period }) => monthOf(period) <= month);
  if (!at) return null;
  const risks = index.periods.flatMap(({ places }) => places.flatMap(({ risk }) => risk ?? []));
  const breaks = niceBreaks(risks, 0.1, 10);
  const rows = areas.map(region => {
    const place = at.places.find(each => each.region === region.code);
    if (!place || place.risk === null) return { region, look: "scant", text: "不给指数", of: place };
    const look = String(classOf(place.risk, breaks) + 1);
    return { region, look, text: `${place.risk.toFixed(1)}（${rankText(place)}）`, of: place };
  });
  return {
    period: at.period,
    rows,
    breaks,
    test: index.backTests.find(({ period }) => period === at.period) ?? null
  };
}

/** A rank as it may be said: between two. */
export function rankText({ low, high, rank }: SignalPlace): string {
  const [first, last] = [low ?? rank, high ?? rank];
  if (first === null || last === null) return "没有名次";
  return first === last ? `第 ${first}` : `第 ${first}–${last}`;
}

/** The finding of the map of the index: who may be first, all things tried. */
export function indexTitle({ rows }: IndexLayer, collective: string): string {
  const known = rows.filter(({ of }) => of?.risk != null);
  if (known.length === 0) return `综合指数：输入不足，${rows.length} 个${collective}都不给`;
  const first = known.filter(({ of }) => (of!.low ?? of!.rank) === 1).map(({ region }) => region.name);
  return first.length === 1
    ? `综合指数最高的是${first[0]}，换几种算法都在最前`
    : `综合指数最高的在${first.join("、")}之中，换算法名次会变`;
}
