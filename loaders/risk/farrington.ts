import betaCdf from "@stdlib/stats-base-dists-beta-cdf";
import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { max, sum } from "d3-array";
import { type Column, checkCounts } from "./column.ts";
import { countQuantile, negativeBinomial, poisson } from "./distribution.ts";
import { fitQuasiPoisson, type QuasiPoissonFit } from "./quasi-poisson.ts";
import { checkCount, checkLengths, checkShare, refuse } from "./refusal.ts";

export interface FarringtonOptions {
  /** Times a year: 52 for weeks, 12 for months. */
  readonly frequency: number;
  /** Years of history used; 5 by default. */
  readonly years?: number;
  /** Half the width of the window around the same time of a year before; 3 by default. */
  readonly window?: number;
  /** Seasons a year is cut into, the window being one; 1 leaves everything outside the windows out; 10 by default. */
  readonly periods?: number;
  /** Times just before the one judged that are left out of the history; 26 by default. */
  readonly recent?: number;
  /** Whether outbreaks in the history are given less weight; true by default. */
  readonly reweight?: boolean;
  /** The Anscombe residual above which a time loses weight; 2.58 by default. */
  readonly weightsThreshold?: number;
  /** At least so many events in so many times, the one judged included, else no threshold; [5, 4] by default. */
  readonly least?: readonly [events: number, times: number];
  /** Whether a trend may be fitted; true by default. */
  readonly trend?: boolean;
  /** The trend stays where its p is below this; 1, that is always, by default. */
  readonly trendAlpha?: number;
  /**
   * The threshold, one of: `nbPlugin` (default), the quantile of a negative binomial with the fitted mean; `muan`,
   * with the upper limit of the mean; `delta`, a normal quantile of the transformed count.
   */
  readonly method?: "nbPlugin" | "muan" | "delta";
  /** The power of `delta`: `2/3` (default), `1/2` or `none`. */
  readonly power?: "2/3" | "1/2" | "none";
  /** The share of times above the threshold by chance; 0.01 by default. */
  readonly alpha?: number;
  /** Times left out of every history (true): months of a general check, of the Spring Festival. */
  readonly excluded?: readonly boolean[];
  /** The times to judge, counted from 0; all by default. */
  readonly times?: readonly number[];
}

/** One time judged. */
export interface FarringtonPoint {
  /** Its place in the series, counted from 0. */
  readonly time: number;
  /** The mean expected; null without threshold. */
  readonly expected: number | null;
  /** An alarm is a count above it; null where it cannot be told, see `lacking`. */
  readonly threshold: number | null;
  /** Null where count or threshold is not known. */
  readonly alarm: boolean | null;
  /** The chance of so high a count; null where no model could be fitted or the count is not known. */
  readonly p: number | null;
  /** How far the count is on the way to the threshold (above 1 beyond it), as in the source; null as `p`. */
  readonly score: number | null;
  /** Whether a trend is in the model; null where no model could be fitted. */
  readonly trend: boolean | null;
  /** Dispersion φ, at least 1; null where no model could be fitted. */
  readonly phi: number | null;
  /**
   * Why there is no threshold, one of: `history`, the years before are not all in the series, or too little of them is
   * known; `sparse`, too few events lately; `fit`, the model does not converge. Null where there is one.
   */
  readonly lacking: "history" | "sparse" | "fit" | null;
}

/**
 * Farrington flexible: is a count higher than the same season of the years before, trend and outbreaks allowed for,
 * lets expect? For at least three years of history.
 *
 * The history of a time t are the windows t − k·frequency ± window (k = 1 … years) and, with more than one period, the
 * times between them, cut into seasons. A quasi-Poisson model, log μ = season + trend·time, is fitted; times with an
 * Anscombe residual above the threshold get weight in proportion to its −2nd power; the model is fitted again. The
 * trend stays if significant, over three years or more, and without a mean beyond the largest count of the history.
 *
 *     nbPlugin  U = F⁻¹(1 − α; mean μ, variance φμ),  muan: with μ exp(z se(log μ)),  Poisson where φ = 1
 *     delta     U = (μ^q + z q μ^(q−1) √(φμ + se²))^(1/q),  q = 2/3, 1/2 or 1,  z = Φ⁻¹(1 − α)
 *
 * Windows go by position: in weeks, a year of 53 shifts them by one. Details follow `farringtonFlexible` of R's
 * surveillance 1.20, whose score takes log μ for μ except with `delta`, and whose standard errors after reweighting
 * take the dispersion Σ ω ((y − μ)/μ)² / (n − p). Times not known or excluded are left out of the history. Refuses
 * negative or broken counts and settings that leave no room for the seasons.
 *
 * Source: A. Noufaily et al., Statistics in Medicine 32 (2013), 1206–1222; C. P. Farrington et al., Journal of the
 * Royal Statistical Society A 159 (1996), 547–563.
 */
export function farringtonFlexible(counts: Column, options: FarringtonOptions): FarringtonPoint[] {
  const settings = settle(counts, options);
  const times = options.times ?? counts.map((_, time) => time);
  return times.map(time => {
    checkCount("要判断的期", time, 0, counts.length - 1);
    return judge(counts, time, settings);
  });
}

type Settings = Required<Omit<FarringtonOptions, "excluded" | "times">> & {
  readonly excluded: readonly boolean[];
};

function settle(counts: Column, options: FarringtonOptions): Settings {
  const settings: Settings = {
    years: 5,
    window: 3,
    periods: 10,
    recent: 26,
    reweight: true,
    weightsThreshold: 2.58,
    least: [5, 4],
    trend: true,
    trendAlpha: 1,
    method: "nbPlugin",
    power: "2/3",
    alpha: 0.01,
    excluded: [],
    ...options
  };
  const { frequency, years, window, periods, least, excluded } = settings;
  checkCounts("件数", counts);
  checkCount("一年的期数", frequency, 1);
  checkCount("回看年数", years, 1);
  checkCount("窗口半宽", window);
  checkCount("季节段数", periods, 1);
  checkCount("排除的近期期数", settings.recent);
  checkCount("近期最少件数", least[0]);
  checkCount("近期期数", least[1], 1);
  checkShare("显著水平", settings.alpha);
  if (options.excluded) checkLengths("排除标记", counts.length, excluded.length);
  const between = frequency - 2 * window - 1;
  if (between < (periods > 1 ? periods - 1 : 0))
    refuse(
      `一年 ${frequency} 期，除去窗口 ${2 * window + 1} 期，分不出另外 ${periods - 1} 个季节段`,
      "减少季节段数，或缩窄窗口"
    );
  return settings;
}

function judge(counts: Column, time: number, settings: Settings): FarringtonPoint {
  const none = { time, expected: null, threshold: null, alarm: null };
  const history = historyOf(counts, time, settings);
  const row = { p: null, score: null, trend: null, phi: null };
  if (history === null) return { ...none, ...row, lacking: "history" };
  const model = modelOf(history, time, settings);
  if (model === null) return { ...none, ...row, lacking: "fit" };

  const count = counts[time]!;
  const threshold = thresholdOf(model, settings);
  if (threshold === null) return { ...none, ...row, lacking: "fit" };
  const told = {
    trend: model.trend,
    phi: model.phi,
    p: count === null ? null : threshold.p(count),
    score: count === null ? null : (count - threshold.centre) / (threshold.upper - threshold.centre)
  };
  const [events, span] = settings.least;
  const isSparse = sum(counts.slice(Math.max(0, time - span + 1), time + 1), value => value ?? 0) < events;
  if (isSparse) return { ...none, ...told, lacking: "sparse" };
  const alarm = count === null ? null : count > 0 && count > threshold.upper;
  return { time, expected: Math.exp(model.eta), threshold: threshold.upper, alarm, ...told, lacking: null };
}

interface History {
  readonly counts: number[];
  /** Counted from 1. */
  readonly times: number[];
  /** Counted from 1; the windows are the last. */
  readonly seasons: number[];
}

/** Null where it does not reach back far enough, or nothing is known of the windows. */
function historyOf(counts: Column, time: number, settings: Settings): History | null {
  const { frequency, years, window, periods, recent, excluded } = settings;
  const first = time - years * frequency - window;
  if (first < 0) return null;
  const width = 2 * window + 1;
  const length = Math.floor((frequency - width) / (periods - 1));
  // The first seasons after a window take one time more each while the division leaves a rest.
  const longer = ((frequency - width) % (periods - 1)) * (length + 1);
  const history: History = { counts: [], times: [], seasons: [] };
  for (let at = first; at < time - recent; at++) {
    const past = ((at - first) % frequency) - width;
    if (counts[at] === null || excluded[at] || (past >= 0 && periods === 1)) continue;
    const season = past < longer ? past / (length + 1) : (past - longer) / length + longer / (length + 1);
    history.counts.push(counts[at]!);
    history.times.push(at + 1);
    history.seasons.push(past < 0 ? periods : Math.floor(season) + 1);
  }
  return history.seasons.includes(periods) ? history : null;
}

interface Model {
  /** log μ at the time judged. */
  readonly eta: number;
  readonly error: number;
  readonly phi: number;
  readonly trend: boolean;
}

function modelOf(history: History, time: number, settings: Settings): Model | null {
  const found = fitTwice(history, settings.trend, settings);
  if (!found?.trend) return found && predict(found, time);
  const stays =
    settings.years >= 3 &&
    trendP(found) < settings.trendAlpha &&
    Math.exp(predict(found, time).eta) <= max(history.counts)!;
  const kept = stays ? found : fitTwice(history, false, settings);
  return kept && predict(kept, time);
}

interface Fitted {
  readonly fit: QuasiPoissonFit;
  readonly trend: boolean;
  readonly phi: number;
  /** Of the standard errors. */
  readonly dispersion: number;
  /** Degrees of freedom left. */
  readonly freedom: number;
}

/** Fits, weighs down the outbreaks of the history, fits again; without a trend if with one it does not converge. */
function fitTwice(history: History, trend: boolean, settings: Settings): Fitted | null {
  const { counts, times, seasons } = history;
  const others = [...new Set(seasons)].sort((a, b) => a - b).slice(1);
  const rows = counts.map((_, i) => [
    1,
    ...(trend ? [times[i]!] : []),
    ...others.map(season => (season === seasons[i] ? 1 : 0))
  ]);
  const freedom = rows.length - rows[0]!.length;
  if (freedom < 1) return null;
  const first = fitQuasiPoisson(rows, counts);
  if (!first?.converged) return trend ? fitTwice(history, false, settings) : null;
  const phi = Math.max(1, first.dispersion);
  if (!settings.reweight) return { fit: first, trend, phi, dispersion: first.dispersion, freedom };
  const weights = weigh(first, counts, phi, settings.weightsThreshold);
  const fit = fitQuasiPoisson(rows, counts, weights);
  if (fit === null) return null;
  const squares = sum(weights, (weight, i) => weight * ((counts[i]! - fit.means[i]!) / fit.means[i]!) ** 2);
  return { fit, trend, phi: Math.max(1, fit.dispersion), dispersion: squares / freedom, freedom };
}

/** Weights that sum to the number of times: those with a large Anscombe residual s get 1/s² of the others'. */
function weigh(fit: QuasiPoissonFit, counts: readonly number[], phi: number, threshold: number): number[] {
  const raw = counts.map((y, i) => {
    const mean = fit.means[i]!;
    const residual = 1.5 * (y ** (2 / 3) * mean ** (-1 / 6) - Math.sqrt(mean));
    const scaled = residual / Math.sqrt(phi * (1 - fit.leverages[i]!));
    return scaled > threshold ? scaled ** -2 : 1;
  });
  const scale = counts.length / sum(raw);
  return raw.map(weight => weight * scale);
}

/** The two-sided t-test of the trend. */
function trendP({ fit, dispersion, freedom }: Fitted): number {
  const error = Math.sqrt(dispersion * fit.variance(fit.coefficients.map((_, i) => (i === 1 ? 1 : 0))));
  const t = fit.coefficients[1]! / error;
  return betaCdf(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** At the season of the windows, the last column if there is more than one season. */
function predict({ fit, trend, phi, dispersion }: Fitted, time: number): Model {
  const plain = trend ? 2 : 1;
  const row = fit.coefficients.map((_, i, all) =>
    i === 0 ? 1 : i < plain ? time + 1 : i === all.length - 1 ? 1 : 0
  );
  const eta = sum(row, (value, i) => value * fit.coefficients[i]!);
  return { eta, error: Math.sqrt(dispersion * fit.variance(row)), phi, trend };
}

interface Threshold {
  readonly upper: number;
  /** What the score is measured from. */
  readonly centre: number;
  p(count: number): number;
}

/** Null where the limit of the mean is beyond all counts: nothing like it is in the history. */
function thresholdOf({ eta, error, phi }: Model, { method, power, alpha }: Settings): Threshold | null {
  const z = normalQuantile(1 - alpha, 0, 1);
  if (method !== "delta") {
    const mean = Math.exp(method === "muan" ? eta + z * error : eta);
    if (!(mean <= 1e9)) return null;
    const counts = phi > 1 ? negativeBinomial(mean, phi) : poisson(mean);
    return { upper: countQuantile(counts, 1 - alpha), centre: eta, p: count => counts.atLeast(count) };
  }
  const mean = Math.exp(eta);
  const exponent = powers[power];
  const deviation = exponent * mean ** (exponent - 1) * Math.sqrt(phi * mean + (error * mean) ** 2);
  return {
    upper: (mean ** exponent + z * deviation) ** (1 / exponent),
    centre: mean,
    p: count => normalCdf(mean ** exponent - count ** exponent, 0, deviation)
  };
}

const powers = { "2/3": 2 / 3, "1/2": 1 / 2, none: 1 };
