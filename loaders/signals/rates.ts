import { group } from "d3-array";
import type { Reason, Signal, Verdict } from "../../src/lib/signal-data.ts";
import { falseDiscovery } from "../risk/discovery.ts";
import { type Family, type Funnel, type FunnelPlace, funnel } from "../risk/funnel.ts";
import { wilsonInterval } from "../risk/proportion.ts";
import { poissonLimits } from "../risk/ratio.ts";
import { type SmoothedPlace, smoothGlobally } from "../risk/smoothing.ts";
import { blank, type Cell } from "./cells.ts";
import type { Job, Methods } from "./methods.ts";

/**
 * Is a place's rate unusual among its peers? A funnel plot with rates drawn to the mean, a peer group (counties of the
 * root, towns of a county) and period at a time; q over the places judged. Cells without data, without base or with a
 * small one are rows of 数据不足, never of 0.
 */
export function rates(job: Job, cells: readonly Cell[], methods: Methods): Signal[] {
  return [...group(cells, cell => `${cell.within} ${cell.period}`).values()].flatMap(peers =>
    compare(job, peers, methods)
  );
}

function compare(job: Job, cells: readonly Cell[], methods: Methods): Signal[] {
  const number = (key: string): number => methods.number("funnel", key);
  const events = cells.map(cell => cell.events);
  const base = cells.map(cell => cell.base);
  const family = familyOf(job, cells);
  const confidence = methods.number("all", "confidence");
  const overdispersion = methods.text("funnel", "overdispersion") as "none" | "multiplicative" | "additive";
  const plot = funnel(events, base, {
    family,
    coverages: [number("coverage_inner"), number("coverage")],
    winsorised: number("winsorised"),
    overdispersion
  });
  const smooth = smoothGlobally(events, base, { family, confidence });
  const lacking = lackingOf(cells, number("least_units"), number("least_base"));
  const q = falseDiscovery(plot.places.map(({ p }, at) => (lacking[at] === null ? p : null)));
  const level = methods.number("all", "discovery");
  return cells.map((cell, at) => ({
    ...blank(job, cell.region_code, cell.within, cell.period),
    ...figuresOf(cell, family, confidence, smooth[at]!, plot),
    ...judge(plot.places[at]!, plot.target, lacking[at]!, q[at]!, { level, tail: 1 - number("coverage") }),
    made: `funnel_${family}_${overdispersion}`
  }));
}

/** Events beyond their base, or a base that is a sum of parts, are no share of it. */
function familyOf(job: Job, cells: readonly Cell[]): Family {
  const isShare = cells.every(
    ({ events, base }) => events === null || base === null || (events <= base && Number.isInteger(base))
  );
  return job.family === "binomial" && isShare ? "binomial" : "poisson";
}

function lackingOf(cells: readonly Cell[], leastUnits: number, leastBase: number): (Reason | null)[] {
  const own = cells.map(({ events, base }): Reason | null => {
    if (events === null || base === null) return "missing";
    if (base === 0) return "no_base";
    return base < leastBase ? "small_base" : null;
  });
  const judged = own.filter(reason => reason === null).length;
  return own.map(reason => reason ?? (judged < leastUnits ? "few_units" : null));
}

function figuresOf(
  { events, base }: Cell,
  family: Family,
  confidence: number,
  smooth: SmoothedPlace,
  { target }: Funnel
): Partial<Signal> {
  const given = { numerator: events, denominator: base, state: smooth.state };
  if (events === null || !base) return given;
  const share = family === "binomial" ? wilsonInterval({ hits: events, size: base }, confidence) : null;
  const counts = poissonLimits(events, confidence);
  return {
    ...given,
    value: events === 0 ? null : events / base,
    smoothed: smooth.smoothed,
    low: share ? share.low : counts.low / base,
    high: share ? share.high : counts.high / base,
    expected: target === null ? null : target * base
  };
}

/**
 * Beyond the outer limit is what has so small a p: the limits are drawn between counts, and a count on the edge of them
 * may be likelier than they say, or a limit of 0 hide how few there are.
 */
function judge(
  { p, rate, limits }: FunnelPlace,
  target: number | null,
  lacking: Reason | null,
  q: number | null,
  { level, tail }: { readonly level: number; readonly tail: number }
): Partial<Signal> {
  const [inner, outer] = limits;
  const lines = {
    limit_low: outer?.low ?? null,
    limit_high: outer?.high ?? null,
    inner_low: inner?.low ?? null,
    inner_high: inner?.high ?? null
  };
  if (lacking) return { ...lines, verdict: "数据不足", reason: lacking };
  const isBeyond = p !== null && p <= tail;
  const side = !isBeyond ? "" : rate! > target! ? "高于" : "低于";
  return { ...lines, p, q, side, ...verdictOf(isBeyond, q, level) };
}

/** A limit crossed is a signal where it stands out among all places compared. */
export function verdictOf(
  isBeyond: boolean,
  q: number | null,
  level: number
): { readonly verdict: Verdict; readonly reason: Reason } {
  if (!isBeyond) return { verdict: "无信号", reason: "within" };
  return q !== null && q <= level
    ? { verdict: "信号", reason: "" }
    : { verdict: "无信号", reason: "discovery" };
}
