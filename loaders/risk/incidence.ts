import { bisectLeft, bisectRight, sum } from "d3-array";
import { criticalValue } from "./confidence.ts";
import { checkCount, checkShare, refuse } from "./refusal.ts";

/**
 * One subject under observation over (start, stop], in any unit of time (days here).
 * A subject may have several spells, told by the same `id`; they must not overlap.
 */
export interface Spell {
  readonly id?: string | number;
  /** Observation begins just after; left out, it begins before all time, so that events at time 0 count. */
  readonly start?: number;
  readonly stop: number;
  /** What ended the spell: 0 nothing (censored), 1, 2, … one of the competing causes. */
  readonly cause: number;
}

export interface IncidenceOptions {
  /** How many causes there are; by default the largest seen. */
  readonly causes?: number;
  /** Times to read the curve at, in `at`. */
  readonly times?: readonly number[];
  readonly confidence?: number;
  /** The scale on which the interval is symmetric. */
  readonly interval?: "log-log" | "log" | "plain";
}

/** A probability, its standard error and limits; null where they are not defined (at 0, at 1, at S = 0). */
export interface Probability {
  readonly estimate: number;
  readonly error: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** The curve just after a time. */
export interface Step {
  readonly time: number;
  /** Subjects under observation just before the time. */
  readonly atRisk: number;
  /** Events at exactly this time, by cause (cause 1 first). */
  readonly events: readonly number[];
  readonly survival: Probability;
  /** Cumulative incidence by cause (cause 1 first). */
  readonly incidence: readonly Probability[];
}

export interface Curve {
  readonly subjects: number;
  /** All events, by cause. */
  readonly events: readonly number[];
  /** One step at every distinct stop, in order of time. */
  readonly steps: readonly Step[];
  /** The curve at the times asked for, in the order asked. */
  readonly at: readonly Step[];
}

/**
 * The Aalen–Johansen estimate of the cumulative incidence of each cause, and of the probability S(t) that none has
 * happened, from spells with delayed entry, censoring, ties and competing causes:
 *
 *     F_k(t) = Σ_{s≤t} S(s−) d_k(s) / Y(s),  S(t) = Π_{s≤t} (1 − d(s) / Y(s))
 *
 * with d_k(s) events of cause k and Y(s) subjects at risk (start < s ≤ stop). The standard error is the infinitesimal
 * jackknife √Σ_i U_i(t)², U_i being the derivative by the weight of subject i, summed over its spells.
 *
 * Probabilities are between 0 and 1; Σ F_k + S = 1. Refuses an empty list, NaN, stop ≤ start, spells of one subject
 * that overlap, causes that are not 0 … `causes`.
 *
 * Source: O. O. Aalen, S. Johansen, Scandinavian Journal of Statistics 5 (1978), 141–150; T. M. Therneau,
 * P. M. Grambsch, Modeling Survival Data (2000), as `survfit` of R's survival does for several states.
 */
export function cumulativeIncidence(spells: readonly Spell[], options: IncidenceOptions = {}): Curve {
  return estimate(prepare(spells, options.causes), options, "jackknife");
}

/**
 * The Kaplan–Meier estimate: all causes are one. `incidence` holds 1 − S. Greenwood's standard error
 * S √Σ d / (Y (Y − d)), which is not defined where S = 0.
 *
 * Never read 1 − S of one cause as its probability while others compete: use `cumulativeIncidence`.
 *
 * Source: E. L. Kaplan, P. Meier, Journal of the American Statistical Association 53 (1958), 457–481; M. Greenwood,
 * Reports on Public Health and Medical Subjects 33 (1926).
 */
export function kaplanMeier(spells: readonly Spell[], options: Omit<IncidenceOptions, "causes"> = {}): Curve {
  const merged = spells.map(spell => ({ ...spell, cause: Math.min(spell.cause, 1) }));
  return estimate(prepare(merged, 1), options, "greenwood");
}

/** A time and its interval; null where the curve or its limit does not get so far. */
export interface Quantile {
  readonly time: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The time at which a share of the subjects has had the event: the first with 1 − S(t) ≥ share, or, of one cause,
 * F_k(t) ≥ share; the middle of the stretch where the curve stands exactly on it. The limits read the curve's own
 * limits in the same way. The median is `quantile(curve, 0.5)`. Refuses a share outside (0, 1).
 *
 * Source: R. Brookmeyer, J. Crowley, Biometrics 38 (1982), 29–41.
 */
export function quantile(curve: Curve, share: number, cause?: number): Quantile {
  checkShare("分位", share);
  if (cause !== undefined) checkCount("原因", cause, 1, curve.events.length);
  const gone = (read: "estimate" | "low" | "high") => (step: Step) => {
    if (cause !== undefined) return step.incidence[cause - 1]![read];
    const value = step.survival[read === "estimate" ? read : read === "low" ? "high" : "low"];
    return value === null ? null : 1 - value;
  };
  const first = (read: (step: Step) => number | null): number | null => reach(curve.steps, read, share);
  return { time: first(gone("estimate")), low: first(gone("high")), high: first(gone("low")) };
}

/** An area under the survival curve, in units of time. */
export interface MeanTime {
  readonly mean: number;
  readonly error: number;
}

/**
 * The mean time without the event up to `until`, from a Kaplan–Meier curve: ∫₀^until S(t) dt, with the standard error
 * √Σ_t (∫_t^until S)² d / (Y (Y − d)). After the last stop the curve keeps its last value. Refuses an `until` that is
 * not positive.
 *
 * Source: J. O. Irwin, Journal of Hygiene 47 (1949), 188–189; P. Meier in Perspectives in Probability and Statistics
 * (1975), 67–87.
 */
export function restrictedMean(curve: Curve, until: number): MeanTime {
  if (!(until > 0 && until < Infinity)) refuse(`截止时间应大于 0，现在是 ${until}`, "改正后再算");
  const steps = curve.steps.filter(step => step.time < until);
  let mean = 0;
  let variance = 0;
  let end = until;
  for (let j = steps.length - 1; j >= 0; j--) {
    const { time, atRisk, events, survival } = steps[j]!;
    const from = Math.max(time, 0);
    mean += survival.estimate * (end - from);
    end = from;
    const died = sum(events);
    if (atRisk > died) variance += (mean * mean * died) / (atRisk * (atRisk - died));
  }
  return { mean: mean + end, error: Math.sqrt(variance) };
}

/** Events of a cause in the time observed. */
export interface CrudeRate {
  readonly events: number;
  readonly time: number;
  /** Null where no time was observed. */
  readonly rate: number | null;
}

/** Events of a cause per `per` units of time at risk: D / Σ (stop − start) × per. A spell without a start starts at 0. */
export function crudeRate(spells: readonly Spell[], cause: number, per = 1): CrudeRate {
  checkSpells(spells);
  const events = spells.filter(spell => spell.cause === cause).length;
  const time = sum(spells, spell => spell.stop - (spell.start ?? 0));
  return { events, time, rate: time > 0 ? (events / time) * per : null };
}

/**
 * Splits a spell where a measure starts, so that time before it never counts as time with it (immortal time): the
 * first part ends censored, the second enters late. A measure that never starts, or not before the spell ends, leaves
 * the spell whole and unexposed; one in place from the start leaves it whole and exposed. Give the spell an `id`.
 *
 * Source: E. L. Korn et al., American Journal of Epidemiology 145 (1997), 72–80; S. Suissa, American Journal of
 * Epidemiology 167 (2008), 492–499.
 */
export function splitAtMeasure<T extends Spell>(
  spell: T,
  measure: number | null
): (T & { exposed: boolean })[] {
  checkSpells([spell]);
  if (measure === null || measure >= spell.stop) return [{ ...spell, exposed: false }];
  if (!Number.isFinite(measure)) refuse(`措施开始时间不是数：${measure}`, "改正日期，或记为没有开始");
  if (measure <= (spell.start ?? 0)) return [{ ...spell, exposed: true }];
  return [
    { ...spell, stop: measure, cause: 0, exposed: false },
    { ...spell, start: measure, exposed: true }
  ];
}

/** Refuses spells that cannot be observed. */
export function checkSpells(spells: readonly Spell[], causes = Number.MAX_SAFE_INTEGER): void {
  if (spells.length === 0) refuse("没有可计算的期次", "放宽范围，或检查日期");
  spells.forEach(({ start, stop, cause }, row) => {
    const place = `第 ${row + 1} 个期次`;
    if (!Number.isFinite(stop) || (start !== undefined && !Number.isFinite(start))) {
      refuse(`${place}的起止不是数：${start ?? ""} 至 ${stop}`, "补上日期，或去掉这一个");
    }
    if (start === undefined ? stop < 0 : stop <= start) {
      refuse(`${place}的止不晚于起：${start ?? 0} 至 ${stop}`, "改正日期，或去掉这一个");
    }
    checkCount(`${place}的结局`, cause, 0, causes);
  });
}

interface Prepared {
  /** Sorted so that the spells of a subject stand together. */
  readonly spells: readonly Spell[];
  /** Of each spell: is it the last of its subject? */
  readonly last: readonly boolean[];
  readonly causes: number;
  readonly starts: Float64Array;
  readonly stops: Float64Array;
}

function prepare(spells: readonly Spell[], given: number | undefined): Prepared {
  checkSpells(spells, given);
  const causes = given ?? Math.max(1, ...new Set(spells.map(spell => spell.cause)));
  const ofId = new Map<string | number, Spell[]>();
  const single: Spell[] = [];
  for (const spell of spells) {
    if (spell.id === undefined) single.push(spell);
    else if (ofId.has(spell.id)) ofId.get(spell.id)!.push(spell);
    else ofId.set(spell.id, [spell]);
  }
  const sorted: Spell[] = [];
  const last: boolean[] = [];
  for (const group of [...single.map(spell => [spell]), ...ofId.values()]) {
    group.sort((a, b) => a.stop - b.stop);
    group.forEach((spell, i) => {
      if (i > 0 && from(spell) < group[i - 1]!.stop) {
        refuse(
          `同一对象的两个期次重叠：${group[i - 1]!.stop} 之前又从 ${spell.start ?? 0} 起`,
          "改正起止，或分作两个对象"
        );
      }
      sorted.push(spell);
      last.push(i === group.length - 1);
    });
  }
  return {
    spells: sorted,
    last,
    causes,
    starts: Float64Array.from(sorted, from).sort(),
    stops: Float64Array.from(sorted, spell => spell.stop).sort()
  };
}

function estimate(data: Prepared, options: IncidenceOptions, method: "jackknife" | "greenwood"): Curve {
  const { spells, causes, starts, stops } = data;
  const z = criticalValue(options.confidence ?? 0.95);
  const kind = options.interval ?? "log-log";
  const times = Float64Array.from(new Set(stops));
  const counts = Array.from(times, () => new Array<number>(causes).fill(0));
  const place = new Map(Array.from(times, (time, j) => [time, j]));
  for (const { stop, cause } of spells) if (cause > 0) counts[place.get(stop)!]![cause - 1]!++;
  const path = follow(data, times, counts);
  const spread = method === "greenwood" ? path.greenwood : jackknife(data, times, path);

  /** The curve after the first `passed` steps, seen at `time`. */
  const step = (time: number, passed: number): Step => {
    const errors = spread(passed);
    const events =
      counts[passed - 1] !== undefined && times[passed - 1] === time ? counts[passed - 1]! : null;
    return {
      time,
      atRisk: bisectLeft(starts, time) - bisectLeft(stops, time),
      events: events ?? new Array<number>(causes).fill(0),
      survival: probability(path.survival[passed]!, errors[0]!, z, kind),
      incidence: path.incidence.map((value, k) => probability(value[passed]!, errors[k + 1]!, z, kind))
    };
  };
  return {
    subjects: data.last.filter(Boolean).length,
    events: path.incidence.map((_, k) => sum(counts, count => count[k])),
    steps: Array.from(times, (time, j) => step(time, j + 1)),
    at: (options.times ?? []).map(time => step(time, bisectRight(times, time)))
  };
}

/** The estimates, one place before the first step and one after each. */
interface Path {
  readonly atRisk: readonly number[];
  readonly died: readonly number[];
  readonly survival: Float64Array;
  readonly incidence: readonly Float64Array[];
  readonly greenwood: (passed: number) => (number | null)[];
}

function follow(data: Prepared, times: Float64Array, counts: readonly (readonly number[])[]): Path {
  const survival = new Float64Array(times.length + 1).fill(1);
  const hazard = new Float64Array(times.length + 1);
  const incidence = Array.from({ length: data.causes }, () => new Float64Array(times.length + 1));
  const atRisk: number[] = [];
  const died: number[] = [];
  times.forEach((time, j) => {
    const y = bisectLeft(data.starts, time) - bisectLeft(data.stops, time);
    const d = sum(counts[j]!);
    atRisk.push(y);
    died.push(d);
    survival[j + 1] = survival[j]! * ((y - d) / y);
    hazard[j + 1] = hazard[j]! + d / (y * (y - d) || Infinity);
    incidence.forEach((value, k) => {
      value[j + 1] = value[j]! + (survival[j]! * counts[j]![k]!) / y;
    });
  });
  const greenwood = (passed: number): (number | null)[] => {
    const error = survival[passed]! > 0 ? survival[passed]! * Math.sqrt(hazard[passed]!) : null;
    return [error, error];
  };
  return { atRisk, died, survival, incidence, greenwood };
}

/**
 * The standard errors of S and of each F_k after `passed` steps. Within a spell from step f to step l the derivative
 * of log S is a difference of A = Σ (d/Y) / (Y − d); that of F_k follows from the running sums of S d_k/Y (= F_k), of
 * its product with A, and of S d_k/Y².
 */
function jackknife(data: Prepared, times: Float64Array, path: Path): (passed: number) => number[] {
  const { atRisk, died, survival, incidence } = path;
  const size = times.length + 1;
  const a = new Float64Array(size);
  const products = incidence.map(() => new Float64Array(size));
  const shares = incidence.map(() => new Float64Array(size));
  for (let j = 0; j < times.length; j++) {
    const y = atRisk[j]!;
    const d = died[j]!;
    a[j + 1] = a[j]! + (y > d ? d / y / (y - d) : 0);
    incidence.forEach((value, k) => {
      const rise = value[j + 1]! - value[j]!;
      products[k]![j + 1] = products[k]![j]! + rise * a[j]!;
      shares[k]![j + 1] = shares[k]![j]! + rise / y;
    });
  }
  const parts = partsOf(data, times);

  return passed => {
    const squares = new Array<number>(incidence.length + 1).fill(0);
    const pull = new Float64Array(incidence.length + 1);
    for (const { first: f, end, cause, subjects } of parts) {
      if (f < passed) {
        const m = Math.min(passed, end);
        const left = atRisk[end - 1]! - died[end - 1]!;
        const event = cause > 0 && end <= passed && left > 0 ? 1 / left : 0;
        const log = a[m]! - a[f]! - event;
        pull[0]! += survival[passed]! * log;
        for (let k = 0; k < incidence.length; k++) {
          const value = incidence[k]!;
          const product = products[k]!;
          const share = shares[k]!;
          let u = product[m]! - product[f]! - a[f]! * (value[m]! - value[f]!);
          u += log * (value[passed]! - value[m]!) - (share[m]! - share[f]!);
          if (cause === k + 1 && end <= passed) u += survival[end - 1]! / atRisk[end - 1]!;
          pull[k + 1]! += u;
        }
      }
      if (subjects === 0) continue;
      for (let k = 0; k < pull.length; k++) squares[k]! += subjects * pull[k]! * pull[k]!;
      pull.fill(0);
    }
    return squares.map(Math.sqrt);
  };
}

/** A spell by the steps it goes from and to. */
interface Part {
  readonly first: number;
  readonly end: number;
  readonly cause: number;
  /** How many subjects it completes; 0 where another spell of the same subject follows. */
  subjects: number;
}

/** The spells in order; subjects of a single spell that is the same are one part. */
function partsOf({ spells, last }: Prepared, times: Float64Array): Part[] {
  const alike = new Map<string, Part>();
  return spells.flatMap((spell, i) => {
    const end = bisectRight(times, spell.stop);
    const part = {
      first: bisectRight(times, from(spell)),
      end,
      cause: spell.cause,
      subjects: last[i] ? 1 : 0
    };
    if (!last[i] || (i > 0 && !last[i - 1])) return [part];
    const key = `${part.first} ${end} ${spell.cause}`;
    const known = alike.get(key);
    if (known) known.subjects++;
    else alike.set(key, part);
    return known ? [] : [part];
  });
}

function probability(value: number, error: number | null, z: number, kind: string): Probability {
  const estimate = Math.min(1, value);
  const [low, high] = error === null ? [null, null] : limits(estimate, error, z, kind);
  return { estimate, error, low, high };
}

function limits(
  p: number,
  error: number,
  z: number,
  kind: string
): readonly [low: number | null, high: number | null] {
  if (kind === "plain") return [Math.max(0, p - z * error), Math.min(1, p + z * error)];
  if (p <= 0) return [null, null];
  if (kind === "log") {
    const half = (z * error) / p;
    return [p * Math.exp(-half), Math.min(1, p * Math.exp(half))];
  }
  if (p >= 1) return [null, null];
  const middle = Math.log(-Math.log(p));
  const half = (z * error) / (p * -Math.log(p));
  return [Math.exp(-Math.exp(middle + half)), Math.exp(-Math.exp(middle - half))];
}

const touch = 1e-8;

/** The first time a rising curve reaches a height; the middle of the stretch if it stands exactly on it. */
function reach(steps: readonly Step[], read: (step: Step) => number | null, height: number): number | null {
  const at = steps.findIndex(step => (read(step) ?? -1) >= height - touch);
  if (at < 0) return null;
  const over = steps.findIndex(step => (read(step) ?? -1) > height + touch);
  if (over === at) return steps[at]!.time;
  return (steps[at]!.time + steps.at(over < 0 ? -1 : over)!.time) / 2;
}

function from(spell: Spell): number {
  return spell.start ?? Number.NEGATIVE_INFINITY;
}
