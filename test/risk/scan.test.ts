import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { createRandom } from "../../loaders/demo/random.ts";
import { type ScanPlaces, scan } from "../../loaders/risk/scan.ts";
import { checked, expectClose, expected, input, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("圆形扫描");

type Loose = ReturnType<typeof expected>;

describe("references", () => {
  const rows = input("scan_spatial");
  const column = (name: string): number[] => rows.map(row => Number(row[name]));
  const places = {
    x: column("x_km"),
    y: column("y_km"),
    cases: column("cases"),
    population: column("population")
  };

  test.each(["poisson", "binomial"] as const)("Pennsylvania lung cancer, %s", family => {
    const wanted = expected("scan_spatial")[family];
    const found = scan(family === "poisson" ? { ...places, expected: column("expected") } : places, {
      family,
      seed: 20240210
    });
    expect(found).toMatchObject({
      off: null,
      zones: wanted.n_zones,
      leftOut: [],
      replications: 999,
      seed: 20240210
    });
    const list = [wanted.most_likely, ...wanted.secondary];
    expect(found.clusters).toHaveLength(list.length);
    list.forEach((cluster: Loose, i: number) => {
      const { places: members, p, ...told } = found.clusters[i]!;
      expect(members.map(at => at + 1)).toEqual(cluster.ids);
      check.near([told.cases, told.population], [cluster.observed, cluster.population]);
      check.near(
        [told.expected, told.llr, told.cases / told.expected],
        [cluster.expected, cluster.llr, cluster.smr]
      );
      expect(Math.abs(p - cluster.p)).toBeLessThanOrEqual(0.02);
    });
    expect(Math.abs(found.critical! - wanted.mc_llr_95)).toBeLessThan(0.6);
  });

  test.each((expected("scan_cases").cases as Loose[]).map((value, i) => ({ i, value })))(
    "made-up places, case $i",
    ({ value }) => {
      const { family, share, alpha, clusters } = value;
      const found = scan(
        { ...value, expected: value.expected ?? undefined },
        { family, share, alpha, replications: 4999, seed: 5 }
      );
      expect(found.zones).toBe(value.zones);
      expect(found.clusters.map(cluster => cluster.places)).toEqual(
        clusters.map((cluster: Loose) => cluster.places)
      );
      clusters.forEach((cluster: Loose, i: number) => {
        check.near(found.clusters[i]!.llr, cluster.llr);
        check.near(found.clusters[i]!.expected, cluster.expected);
        expect(Math.abs(found.clusters[i]!.p - cluster.p)).toBeLessThanOrEqual(0.01);
      });
      expect(Math.abs(found.critical! - value.critical)).toBeLessThan(0.25);
    }
  );
});

/** Places in a row, one apart; of two equally near ones the earlier is nearer. */
const row = (cases: ScanPlaces["cases"], people = 100): ScanPlaces => ({
  x: cases.map((_, i) => i),
  y: cases.map(() => 0),
  cases,
  population: cases.map(() => people)
});
const quiet = new Array<number>(20).fill(2);
const with30 = quiet.map((value, i) => (i === 7 || i === 8 ? 30 : value));

describe("by hand", () => {
  test("two of twenty places with 60 of 96 events", () => {
    const found = scan(row(with30), { seed: 1 });
    expect(found.clusters).toHaveLength(1);
    expect(found.clusters[0]).toMatchObject({ places: [8, 7], cases: 60, population: 200, p: 0.001 });
    expectClose(found.clusters[0]!.expected, 9.6);
    expectClose(found.clusters[0]!.llr, 60 * Math.log(60 / 9.6) + 36 * Math.log(36 / 86.4));
  });

  test("binomial adds what the persons without an event say", () => {
    const found = scan(row(with30), { seed: 1, family: "binomial" });
    const poisson = 60 * Math.log(60 / 9.6) + 36 * Math.log(36 / 86.4);
    expectClose(
      found.clusters[0]!.llr,
      poisson + 140 * Math.log(140 / 190.4) + 1764 * Math.log(1764 / 1713.6)
    );
  });

  test("most of a small population: those without an event are dealt instead", () => {
    const found = scan(
      row(
        quiet.map((value, i) => (i < 3 ? 10 : value + 4)),
        10
      ),
      { seed: 1, family: "binomial" }
    );
    expect(found.clusters[0]).toMatchObject({ places: [0, 1, 2], cases: 30, expected: 19.8 });
    expect(found.clusters[0]!.p).toBeLessThan(0.01);
  });

  test("a second cluster far away is told if significant, by falling likelihood", () => {
    const cases = with30.map((value, i) => (i === 16 ? 25 : value));
    const found = scan(row(cases), { seed: 1, share: 0.25 });
    expect(found.clusters.map(cluster => cluster.places)).toEqual([[8, 7], [16]]);
    expect(scan(row(cases), { seed: 1, share: 0.25, alpha: 0.0005 }).clusters).toHaveLength(1);
  });

  test("no zone holds more than the share", () => {
    for (const share of [0.1, 0.25, 0.5]) {
      const cases = quiet.map((value, i) => (i < 9 ? value * 6 : value));
      expect(scan(row(cases), { seed: 1, share }).clusters[0]!.population).toBeLessThanOrEqual(2000 * share);
    }
  });

  test("a lone place far away is a cluster of its own; one above the share is in none", () => {
    const lone = row(quiet.map((value, i) => (i === 19 ? 40 : value)));
    const far = { ...lone, x: lone.x.map((value, i) => (i === 19 ? 1e6 : value)) };
    expect(scan(far, { seed: 1 }).clusters[0]!.places).toEqual([19]);
    const big = { ...far, population: far.population.map((value, i) => (i === 19 ? 2500 : value)) };
    expect(scan(big, { seed: 1 }).clusters.every(cluster => !cluster.places.includes(19))).toBe(true);
  });
});

describe("off, and why", () => {
  test("fewer than 15 places, as many as are known", () => {
    expect(scan(row(with30.slice(0, 14)), { seed: 1 })).toMatchObject({
      off: "few_places",
      clusters: [],
      critical: null
    });
    expect(scan(row(with30.slice(0, 14)), { seed: 1, leastPlaces: 10 }).off).toBeNull();
    const gaps = row(with30.map((value, i) => (i > 13 ? null : value)));
    expect(scan(gaps, { seed: 1 })).toMatchObject({ off: "few_places", leftOut: [14, 15, 16, 17, 18, 19] });
    expect(scan(row([4]), { seed: 1 }).off).toBe("few_places");
  });

  test("no events, or everybody", () => {
    expect(scan(row(quiet.map(() => 0)), { seed: 1 }).off).toBe("no_cases");
    expect(
      scan(
        row(
          quiet.map(() => 5),
          5
        ),
        { seed: 1, family: "binomial" }
      ).off
    ).toBe("all_cases");
  });

  test("events exactly as expected everywhere", () => {
    expect(scan(row(quiet), { seed: 1 }).off).toBe("no_excess");
  });

  test("unknown values and empty places are left out, and named by their own index", () => {
    const { population, ...rest } = row(with30.map((value, i) => (i === 2 ? null : i === 4 ? 0 : value)));
    const found = scan(
      { ...rest, population: population.map((value, i) => (i === 4 ? 0 : value)) },
      { seed: 1 }
    );
    expect(found.leftOut).toEqual([2, 4]);
    expect(found.clusters[0]!.places).toEqual([8, 7]);
  });
});

test("the same seed gives the same result, another seed another p of nearly the same", () => {
  const mild = row(quiet.map((value, i) => (i === 7 || i === 8 ? 6 : value)));
  const [first, again, other] = [1, 1, 2].map(seed => scan(mild, { seed }));
  expect(again).toEqual(first);
  expect(other!.critical).not.toBe(first!.critical);
  expect(Math.abs(other!.clusters[0]!.p - first!.clusters[0]!.p)).toBeLessThan(0.05);
});

test("under chance alone, p is at most 0.1 in about a tenth of the maps", () => {
  const maps = 200;
  let below = 0;
  for (let map = 0; map < maps; map++) {
    const random = createRandom(map, "chance");
    const cases = new Array<number>(20).fill(0);
    for (let event = 0; event < 100; event++) cases[random.int(0, 19)]!++;
    const found = scan(row(cases), { seed: map, replications: 99 });
    if (found.clusters[0]!.p <= 0.1) below++;
  }
  expect(below / maps).toBeGreaterThan(0.03);
  expect(below / maps).toBeLessThan(0.17);
});

test("the best zone is the best of all zones, by brute force; the order of places does not matter", () => {
  const place = fc.record({
    x: fc.integer({ min: 0, max: 10_000 }),
    y: fc.integer({ min: 0, max: 10_000 }),
    cases: fc.integer({ min: 0, max: 20 }),
    population: fc.integer({ min: 20, max: 300 })
  });
  const family = fc.constantFrom("poisson" as const, "binomial" as const);
  fc.assert(
    fc.property(
      fc.array(place, { minLength: 15, maxLength: 25 }),
      family,
      fc.constantFrom(0.2, 0.5),
      (list, f, share) => {
        const run = (some: typeof list) =>
          scan(
            {
              x: some.map(p => p.x),
              y: some.map(p => p.y),
              cases: some.map(p => p.cases),
              population: some.map(p => p.population)
            },
            { family: f, share, seed: 1, replications: 1 }
          );
        const best = brute(list, f, share);
        const found = run(list);
        expectClose(found.clusters[0]?.llr ?? 0, best, 1e-7);
        expectClose(run([...list].reverse()).clusters[0]?.llr ?? 0, best, 1e-7);
      }
    ),
    { numRuns: 60 }
  );
});

interface Place {
  readonly x: number;
  readonly y: number;
  readonly cases: number;
  readonly population: number;
}

function brute(list: readonly Place[], family: "poisson" | "binomial", share: number): number {
  const total = (some: readonly Place[], key: "cases" | "population"): number =>
    some.reduce((s, p) => s + p[key], 0);
  const [C, N] = [total(list, "cases"), total(list, "population")];
  const part = (o: number, e: number): number => (o > 0 ? o * Math.log(o / e) : 0);
  let best = 0;
  for (const centre of list) {
    const far = (p: Place): number => (p.x - centre.x) ** 2 + (p.y - centre.y) ** 2;
    const order = [...list].sort((a, b) => far(a) - far(b));
    for (let size = 1; size <= list.length; size++) {
      const zone = order.slice(0, size);
      const [c, n] = [total(zone, "cases"), total(zone, "population")];
      const e = (C * n) / N;
      if (n > share * N || c <= e) continue;
      let llr = part(c, e) + part(C - c, C - e);
      if (family === "binomial") llr += part(n - c, n - e) + part(N - n - C + c, N - n - C + e);
      best = Math.max(best, llr);
    }
  }
  return best;
}

test("refusals", () => {
  const good = row(with30);
  const from = (change: Partial<ScanPlaces>, options = {}): string =>
    refusal(() => scan({ ...good, ...change }, { seed: 1, ...options }));
  expect(from({ cases: with30.map(() => -1) })).toContain("件数第 1 个");
  expect(from({ cases: with30.map(() => 0.5) })).toContain("件数第 1 个");
  expect(from({ population: with30.map(() => Number.NaN) })).toContain("人口第 1 个");
  expect(from({ x: [1] })).toContain("横坐标有 1 个，应有 20 个");
  expect(from({ y: with30.map(() => Number.POSITIVE_INFINITY) })).toContain("纵坐标第 1 个");
  expect(from({ expected: with30.map((_, i) => i) })).toContain("第 1 个地方有 2 件，预期却是 0");
  expect(from({ expected: with30 }, { family: "binomial" })).toContain("二项扫描不用预期件数");
  expect(from({ population: with30.map(() => 20) }, { family: "binomial" })).toContain("多于基数");
  expect(from({}, { share: 1 })).toContain("圈内人口占比上限");
  expect(from({}, { replications: 0 })).toContain("重复次数");
  expect(from({}, { seed: -1 })).toContain("随机种子");
});

test("the table of checks claims no more than this", () => check.holds());
