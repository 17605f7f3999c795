import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { smoothGlobally, smoothLocally } from "../../loaders/risk/smoothing.ts";
import { checked, expectClose, expected, input, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("经验贝叶斯平滑", 1e-9);

describe("references", () => {
  const rows = input("eb_rates");
  const events = rows.map(row => Number(row.events));
  const base = rows.map(row => Number(row.base));
  const neighbours: number[][] = rows.map(() => []);
  for (const { i, j } of input("eb_rates", "weights.csv")) neighbours[Number(i) - 1]!.push(Number(j) - 1);
  const wanted = expected("eb_rates");

  test.each(["poisson", "binomial"] as const)("sudden infant deaths, global %s", family => {
    const places = smoothGlobally(events, base, { family });
    const { est, raw, params } = wanted[`global_${family}`];
    check.near(
      places.map(place => place.smoothed),
      est
    );
    check.near(
      places.map(place => place.rate),
      raw
    );
    check.near([places[0]!.variance! / params.a, places[0]!.mean! / params.b], [1, 1]);
  });

  test("local, with the window's mean and with each one's own", () => {
    check.near(
      smoothLocally(events, base, neighbours).map(place => place.smoothed),
      wanted.local_geoda.est
    );
    const own = smoothLocally(events, base, neighbours, { mean: "own" });
    check.near(
      own.map(place => place.smoothed),
      wanted.local_marshall.est
    );
    check.near(
      own.map(place => place.mean),
      wanted.local_marshall.m
    );
    check.near(
      own.map(place => place.variance! * 1e6),
      wanted.local_marshall.a.map((a: number) => a * 1e6)
    );
    const flat = wanted.local_marshall.a.filter((a: number) => a === 0).length;
    expect(own.filter(place => place.state === "flat")).toHaveLength(flat);
  });

  test("made-up places on a grid, the last an island", () => {
    const made = expected("bayes_cases");
    const global = smoothGlobally(made.events, made.base, { confidence: 0.9 });
    check.near(
      global.map(place => place.smoothed),
      made.poisson.est
    );
    check.near(
      global.map(place => place.low),
      made.poisson.low90
    );
    check.near(
      global.map(place => place.high),
      made.poisson.high90
    );
    check.near(
      smoothGlobally(made.events, made.base, { family: "binomial" }).map(place => place.smoothed),
      made.binomial.est
    );
    for (const mean of ["own", "window"] as const) {
      const local = smoothLocally(made.events, made.base, made.neighbours, { mean });
      check.near(
        local.map(place => place.smoothed),
        made[mean].est
      );
      expect(local[29]).toMatchObject({
        state: "island",
        smoothed: made.events[29] / made.base[29],
        low: null
      });
    }
  });
});

describe("states", () => {
  test("by hand: 1 of 10 and 9 of 30", () => {
    // m = 1/4, s² = (10·0.0225 + 30·0.0025)/40 = 0.0075, a = max(0, 0.0075 − 0.25/20) = 0
    expect(smoothGlobally([1, 9], [10, 30])).toMatchObject([
      { state: "flat", rate: 0.1, smoothed: 0.25, variance: 0, low: null, high: null },
      { state: "flat", rate: 0.3, smoothed: 0.25, variance: 0, low: null, high: null }
    ]);
    // m = 1/4, s² = (100·0.0225 + 300·0.0025)/400 = 0.0075, a = 0.0075 − 0.25/200 = 0.00625
    const [first] = smoothGlobally([10, 90], [100, 300]);
    expectClose([first!.variance, first!.smoothed], [0.00625, 0.25 - (0.15 * 0.00625) / 0.00875]);
    expect(first!.state).toBe("smoothed");
  });

  test("no base is undefined, not 0; unknown is unknown; both leave the rest alone", () => {
    const plain = smoothGlobally([10, 90], [100, 300]);
    const places = smoothGlobally([10, 0, null, 90, 4], [100, 0, 50, 300, null]);
    expect(places.map(place => place.state)).toEqual([
      "smoothed",
      "no_base",
      "missing",
      "smoothed",
      "missing"
    ]);
    expect([places[0], places[3]]).toEqual(plain);
    expect(places[1]).toMatchObject({ rate: null, smoothed: null, high: null });
  });

  test("no events: no rate is told, only the limit of about 3/N", () => {
    const [place] = smoothGlobally([0, 0], [200, 300]);
    expect(place).toMatchObject({ state: "no_events", rate: 0, smoothed: null, low: 0 });
    expectClose(place!.high, -Math.log(0.05) / 200);
    const local = smoothLocally([0, 0, 9, 40], [200, 300, 90, 80], [[1], [0], [3], [2]]);
    expect(local.map(value => value.state)).toEqual(["no_events", "no_events", "smoothed", "smoothed"]);
  });

  test("binomial: rates that differ no more than chance allows are flat", () => {
    expect(smoothGlobally([10, 11], [100, 100], { family: "binomial" })).toMatchObject([
      { state: "flat", smoothed: 0.105 },
      { state: "flat", smoothed: 0.105 }
    ]);
  });

  test("a neighbour without data makes an island; a single place is flat", () => {
    expect(smoothLocally([5, null], [50, 60], [[1], [0]]).map(place => place.state)).toEqual([
      "island",
      "missing"
    ]);
    expect(smoothGlobally([5], [50])).toMatchObject([{ state: "flat", smoothed: 0.1 }]);
    expect(smoothGlobally([], [])).toEqual([]);
  });

  test("a place named twice or among its own neighbours counts once", () => {
    const once = smoothLocally([5, 40], [50, 60], [[1], [0]]);
    expect(smoothLocally([5, 40], [50, 60], [[1, 0, 1], [0]])).toEqual(once);
  });

  test("refusals", () => {
    expect(refusal(() => smoothGlobally([1, -1], [5, 5]))).toContain("件数第 2 个");
    expect(refusal(() => smoothGlobally([1], [Number.NaN]))).toContain("基数第 1 个");
    expect(refusal(() => smoothGlobally([1], [5, 6]))).toContain("基数有 2 个");
    expect(refusal(() => smoothGlobally([1], [5], { confidence: 1 }))).toContain("置信水平");
    expect(refusal(() => smoothLocally([1], [5], [[3]]))).toContain("第 1 个地方的邻区");
    expect(refusal(() => smoothLocally([1], [5], []))).toContain("邻区表");
  });
});

describe("invariants", () => {
  const place = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 60, max: 3000 }));
  const list = fc.array(place, { minLength: 2, maxLength: 15 });

  test("the rate told lies between the place's own and the mean, and in its limits", () => {
    fc.assert(
      fc.property(list, fc.constantFrom("poisson", "binomial"), (places, family) => {
        const smoothed = smoothGlobally(
          places.map(p => p[0]),
          places.map(p => p[1]),
          { family }
        );
        for (const { rate, smoothed: value, mean, low, high } of smoothed.filter(p => p.smoothed !== null)) {
          expect(value!).toBeGreaterThanOrEqual(Math.min(rate!, mean!) - 1e-12);
          expect(value!).toBeLessThanOrEqual(Math.max(rate!, mean!) + 1e-12);
          if (low !== null) expect(low <= value! && value! <= high!).toBe(true);
        }
      })
    );
  });

  test("the order of places does not matter", () => {
    fc.assert(
      fc.property(list, places => {
        const told = (some: typeof places): (number | null)[] =>
          smoothGlobally(
            some.map(p => p[0]),
            some.map(p => p[1])
          ).map(p => p.smoothed);
        expectClose(told([...places].reverse()).reverse(), told(places));
      })
    );
  });
});

test("the table of checks claims no more than this", () => check.holds());
