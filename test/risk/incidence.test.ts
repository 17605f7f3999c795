import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import {
  type Curve,
  crudeRate,
  cumulativeIncidence,
  kaplanMeier,
  quantile,
  restrictedMean,
  type Spell,
  splitAtMeasure
} from "../../loaders/risk/incidence.ts";
import { checked, expectClose, expected, input, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("累积发生率与生存曲线");

const spell = (stop: number, cause: number, start?: number): Spell => ({
  stop,
  cause,
  ...(start === undefined ? {} : { start })
});

type Field = "estimate" | "error" | "low" | "high";
interface Counting {
  confidence: number;
  interval: "log-log" | "log" | "plain";
  times: number[];
  aj: Record<Field, unknown>;
  km: Record<Field | "atRisk", unknown>;
  quantiles: Record<"share" | "time" | "low" | "high", number[]>;
}
const states = (curve: Curve, field: Field) =>
  curve.at.map(step => [step.survival[field], ...step.incidence.map(cause => cause[field])]);

describe("against survfit", () => {
  test("mgus2: cumulative incidence of progression and death, by sex", () => {
    const wanted = expected("aalen_johansen");
    const naive = [];
    for (const sex of ["F", "M"]) {
      const { times, pstate, se } = wanted.cif[sex];
      const rows = input("aalen_johansen").filter(row => row.sex === sex);
      const spells = rows.map(row => ({ id: row.id!, stop: Number(row.etime), cause: Number(row.ev) }));
      const curve = cumulativeIncidence(spells, { times });
      check.near(states(curve, "estimate"), pstate);
      check.near(states(curve, "error"), se);
      const alone = kaplanMeier(
        spells.map(one => ({ ...one, cause: one.cause === 1 ? 1 : 0 })),
        { times }
      );
      naive.push(...alone.at.map(step => 1 - step.survival.estimate));
    }
    check.near(naive, wanted.naive_1_minus_KM);
  });

  test("lung: survival, its limits, those at risk, the median, the mean within two years", () => {
    const wanted = expected("kaplan_meier_logrank");
    for (const [key, interval] of [["loglog", "log-log"] as const, ["log", "log"] as const]) {
      for (const sex of ["1", "2"]) {
        const one = wanted[key][sex];
        const rows = input("kaplan_meier_logrank").filter(row => row.sex === sex);
        const spells = rows.map(row => spell(Number(row.time), Number(row.event)));
        const curve = kaplanMeier(spells, { interval, times: one.times });
        const read = (field: Field) => curve.at.map(step => step.survival[field]);
        check.near(read("estimate"), one.surv);
        check.near(read("error"), one.se);
        check.near(read("low"), one.lower);
        check.near(read("high"), one.upper);
        expect(curve.at.map(step => step.atRisk)).toEqual(one.n_risk);
        expect(quantile(curve, 0.5)).toEqual({
          time: one.median,
          low: one.median_lower,
          high: one.median_upper
        });
        expect([curve.subjects, curve.events]).toEqual([one.n, [one.events]]);
        check.near(restrictedMean(curve, one.rmst_at).mean, one.rmst);
      }
    }
  });

  test("myeloid: relapse after remission, as after elimination", () => {
    const wanted = expected("relapse_after_elimination");
    for (const [place, { group, n, times, pstate, se }] of wanted.by_group.entries()) {
      const rows = input("relapse_after_elimination").filter(row => row.trt === group);
      const spells = rows.map(row => spell(Number(row.t), Number(row.ev)));
      const curve = cumulativeIncidence(spells, { times });
      expect(curve.subjects).toBe(n);
      check.near(states(curve, "estimate"), pstate);
      check.near(states(curve, "error"), se);
      check.near(crudeRate(spells, 1, 365).rate, wanted.crude_relapse_rate_per_365[place]);
    }
  });

  const spells = input("delayed_entry").map(row => ({
    id: row.id!,
    start: Number(row.start),
    stop: Number(row.stop),
    cause: Number(row.cause)
  }));

  test.each(expected("delayed_entry").counting as Counting[])(
    "late entry, several rows a subject: $interval at $confidence",
    ({ confidence, interval, times, aj, km, quantiles }) => {
      const curve = cumulativeIncidence(spells, { times, confidence, interval });
      for (const field of ["estimate", "error", "low", "high"] as const) {
        check.near(states(curve, field), aj[field]);
      }
      const whole = kaplanMeier(spells, { times, confidence, interval });
      for (const field of ["estimate", "error", "low", "high"] as const) {
        check.near(
          whole.at.map(step => step.survival[field]),
          km[field]
        );
      }
      expect(whole.at.map(step => step.atRisk)).toEqual(km.atRisk);
      const { share, time, low, high } = quantiles;
      expect(share.map(one => quantile(whole, one))).toEqual(
        share.map((_, i) => ({ time: time[i], low: low[i], high: high[i] }))
      );
    }
  );

  test("events on day 0; the mean within 300 days; limits by cause", () => {
    const wanted = expected("delayed_entry").right;
    const rows = input("delayed_entry", "right.csv");
    wanted.levels.forEach((level: string, i: number) => {
      const group = level.replace("group=", "");
      const mine = rows
        .filter(row => row.group === group)
        .map(row => spell(Number(row.time), Number(row.cause)));
      const mean = restrictedMean(kaplanMeier(mine), 300);
      check.near([mean.mean, mean.error], [wanted.rmean[i], wanted.rmeanError[i]]);
      const median = quantile(kaplanMeier(mine), 0.5);
      expect(median).toEqual({
        time: wanted.median[i],
        low: wanted.medianLow[i],
        high: wanted.medianHigh[i]
      });
      // Before its first stop survfit prints limits of 0 and 0; there are none.
      const places = wanted.cif.strata.flatMap((name: string, at: number) =>
        name === level && wanted.cif.estimate[at][0] < 1 ? [at] : []
      );
      const of = (list: unknown[]) => places.map((at: number) => list[at]);
      const curve = cumulativeIncidence(mine, { times: of(wanted.cif.time) as number[], causes: 3 });
      for (const field of ["estimate", "error", "low", "high"] as const) {
        check.near(states(curve, field), of(wanted.cif[field]));
      }
    });
  });
});

test("a stretch with nobody at risk, and one that all have left before, against survfit", () => {
  const late = (rows: readonly (readonly [start: number, stop: number, cause: number])[]) =>
    cumulativeIncidence(
      rows.map(([start, stop, cause], id) => ({ id, start, stop, cause })),
      { causes: 2 }
    );
  const gap = late([
    ...([
      [0, 1, 1],
      [0, 2, 0],
      [3, 5, 1],
      [3, 6, 2],
      [4, 6, 0],
      [4, 8, 1],
      [5, 8, 2]
    ] as const)
  ]);
  const values = (curve: Curve, field: Field) =>
    curve.steps.map(step => [step.survival[field], ...step.incidence.map(cause => cause[field])]);
  check.near(values(gap, "estimate"), [
    ...[
      [0.5, 0.5, 0],
      [0.5, 0.5, 0],
      [0.375, 0.625, 0],
      [0.28125, 0.625, 0.09375],
      [0, 0.765625, 0.234375]
    ]
  ]);
  expectClose(values(gap, "error").slice(2), [
    ...[
      [0.286410980935, 0.286410980935, 0],
      [0.227234993316, 0.286410980935, 0.109931619371]
    ],
    [0, 0.203200106307, 0.203200106307]
  ]);
  const gone = late([
    [0, 2, 1],
    [3, 5, 1],
    [3, 6, 2],
    [4, 6, 0]
  ]);
  expect(values(gone, "estimate")).toEqual([
    [0, 1, 0],
    [0, 1, 0],
    [0, 1, 0]
  ]);
});

describe("by hand", () => {
  test("three households, two causes, a tie of an event and a censoring", () => {
    const curve = cumulativeIncidence([spell(2, 1), spell(2, 0), spell(3, 2)], { times: [1, 2, 3] });
    expect(curve.steps.map(step => [step.time, step.atRisk, step.events])).toEqual([
      [2, 3, [1, 0]],
      [3, 1, [0, 1]]
    ]);
    expectClose(states(curve, "estimate"), [
      [1, 0, 0],
      [2 / 3, 1 / 3, 0],
      [0, 1 / 3, 2 / 3]
    ]);
    expectClose(curve.at[1]!.survival.error, Math.sqrt(2 / 27));
    expect(curve.at[0]!.incidence[0]).toEqual({ estimate: 0, error: 0, low: null, high: null });
  });

  test("no events: nothing has happened, and no quantile is reached", () => {
    const curve = kaplanMeier([spell(5, 0), spell(9, 0)], { times: [7] });
    expect(curve.events).toEqual([0]);
    expect(curve.at[0]).toMatchObject({
      atRisk: 1,
      survival: { estimate: 1, error: 0, low: null, high: null }
    });
    expect(quantile(curve, 0.5)).toEqual({ time: null, low: null, high: null });
    expect(restrictedMean(curve, 9)).toEqual({ mean: 9, error: 0 });
  });

  test("all gone: the error of Kaplan–Meier is not defined at 0", () => {
    const curve = kaplanMeier([spell(1, 1), spell(4, 2)]);
    expect(curve.steps[1]!.survival).toEqual({ estimate: 0, error: null, low: null, high: null });
    expect(quantile(curve, 0.5).time).toBe(2.5);
  });

  test("a median that lies on a flat stretch is its middle; the last one runs to the last stop", () => {
    expect(quantile(kaplanMeier([1, 3, 6, 8].map(day => spell(day, 1))), 0.5).time).toBe(4.5);
    expect(quantile(kaplanMeier([spell(1, 1), spell(2, 1), spell(7, 0), spell(9, 0)]), 0.5).time).toBe(5.5);
  });

  test("the quantile of one cause, whatever the others do", () => {
    const curve = cumulativeIncidence([spell(1, 2), spell(2, 1), spell(3, 1), spell(4, 2)]);
    expect(quantile(curve, 0.4, 1).time).toBe(3);
    expect(quantile(curve, 0.6, 1).time).toBeNull();
  });

  test("who enters late is at risk only after it", () => {
    const curve = kaplanMeier([spell(10, 1, 4), spell(4, 1), spell(12, 0)], { times: [4, 5, 20] });
    expect(curve.at.map(step => step.atRisk)).toEqual([2, 2, 0]);
    expect(curve.at.map(step => step.survival.estimate)).toEqual([0.5, 0.5, 0.25]);
  });
});

describe("a measure counts from its start", () => {
  test.each([
    [null, [{ id: 7, start: 2, stop: 9, cause: 1, exposed: false }]],
    [9, [{ id: 7, start: 2, stop: 9, cause: 1, exposed: false }]],
    [2, [{ id: 7, start: 2, stop: 9, cause: 1, exposed: true }]],
    [
      5,
      [
        { id: 7, start: 2, stop: 5, cause: 0, exposed: false },
        { id: 7, start: 5, stop: 9, cause: 1, exposed: true }
      ]
    ]
  ])("start on day %s", (measure, parts) => {
    expect(splitAtMeasure({ id: 7, start: 2, stop: 9, cause: 1 }, measure)).toEqual(parts);
  });

  test("split spells leave the curve of all as it was", () => {
    const spells = input("relapse_after_elimination").map(row => ({
      id: row.id!,
      start: 0,
      stop: Number(row.t) + 1,
      cause: Number(row.ev)
    }));
    const whole = cumulativeIncidence(spells, { times: [100, 400] });
    const split = cumulativeIncidence(
      spells.flatMap((one, i) => splitAtMeasure(one, (i * 37) % 500)),
      { times: [100, 400] }
    );
    expect(split.subjects).toBe(whole.subjects);
    for (const field of ["estimate", "error"] as const)
      expectClose(states(split, field), states(whole, field));
  });
});

describe("refused", () => {
  test.each([
    ["no spells", [], "没有可计算的期次"],
    ["a missing day", [spell(Number.NaN, 1)], "第 1 个期次的起止不是数"],
    ["entry on the day of exit", [spell(9, 1), spell(3, 1, 3)], "第 2 个期次的止不晚于起：3 至 3"],
    ["an exit before time", [spell(-1, 0)], "止不晚于起"],
    ["a half cause", [spell(2, 0.5)], "第 1 个期次的结局应是不小于 0 的整数，现在是 0.5"]
  ])("%s", (_, spells, words) => {
    expect(refusal(() => cumulativeIncidence(spells))).toContain(words);
  });

  test("a cause beyond those told, spells that overlap, a share or a time out of range", () => {
    expect(refusal(() => cumulativeIncidence([spell(2, 3)], { causes: 2 }))).toContain(
      "0 到 2 的整数，现在是 3"
    );
    const double = [
      { id: "甲", start: 0, stop: 5, cause: 0 },
      { id: "甲", start: 4, stop: 9, cause: 1 }
    ];
    expect(refusal(() => cumulativeIncidence(double))).toContain("两个期次重叠");
    expect(refusal(() => kaplanMeier([spell(2, 1)], { confidence: 95 }))).toContain(
      "置信水平应大于 0、小于 1"
    );
    expect(refusal(() => quantile(kaplanMeier([spell(2, 1)]), 1))).toContain("分位");
    expect(refusal(() => restrictedMean(kaplanMeier([spell(2, 1)]), 0))).toContain("截止时间");
    expect(refusal(() => splitAtMeasure(spell(2, 1, 0), Number.NaN))).toContain("措施开始时间不是数");
  });
});

const spells = fc.array(
  fc.record({
    start: fc.integer({ min: 0, max: 20 }),
    days: fc.integer({ min: 1, max: 20 }),
    cause: fc.nat(3)
  }),
  { minLength: 1, maxLength: 40 }
);
const made = (rows: readonly { start: number; days: number; cause: number }[]): Spell[] =>
  rows.map(({ start, days, cause }) => ({ start, stop: start + days, cause }));

describe("whatever the spells", () => {
  test("the incidences and survival sum to 1, and never fall", () => {
    fc.assert(
      fc.property(spells, rows => {
        const { steps } = cumulativeIncidence(made(rows), { causes: 3 });
        steps.forEach((step, j) => {
          const total = step.incidence.reduce((sum, cause) => sum + cause.estimate, step.survival.estimate);
          expect(total).toBeCloseTo(1, 12);
          step.incidence.forEach((cause, k) => {
            expect(cause.estimate).toBeGreaterThanOrEqual(j > 0 ? steps[j - 1]!.incidence[k]!.estimate : 0);
          });
        });
      })
    );
  });

  test("with one cause Kaplan–Meier is Aalen–Johansen; without late entry their errors are one", () => {
    fc.assert(
      fc.property(spells, rows => {
        const ours = rows.map(({ days, cause }) => ({ stop: days, cause: Math.min(cause, 1) }));
        const one = cumulativeIncidence(ours, { causes: 1 });
        const other = kaplanMeier(ours);
        one.steps.forEach((step, j) => {
          const there = other.steps[j]!;
          expect(step.survival.estimate).toBe(there.survival.estimate);
          if (there.survival.error !== null) expectClose(step.survival.error, there.survival.error);
          expectClose(step.incidence[0]!.error, step.survival.error);
        });
      })
    );
  });

  test("the order of the spells does not matter", () => {
    fc.assert(
      fc.property(
        spells.chain(rows =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))
        ),
        ([rows, shuffled]) => {
          const read = (list: typeof rows) => {
            const curve = cumulativeIncidence(made(list), { causes: 3, times: [5, 15, 30] });
            return ["estimate", "error"].map(field => states(curve, field as Field));
          };
          expectClose(read(shuffled), read(rows));
        }
      )
    );
  });
});

test("the table of checks claims no more than this", () => check.holds());
