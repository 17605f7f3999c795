import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { type Funnel, funnel, funnelLimit } from "../../loaders/risk/funnel.ts";
import { checked, expectClose, expected, input, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("漏斗图控制限");

const rows = input("funnel_limits");
const events = rows.map(row => Number(row.events));
const base = rows.map(row => Number(row.base));
const limits = (plot: Funnel, index: number, side: "low" | "high"): (number | undefined)[] =>
  plot.places.flatMap(place => (place.verdict === "no_data" ? [] : [place.limits[index]?.[side]]));

describe("references", () => {
  const wanted = expected("funnel_limits");

  test.each(["binomial", "poisson"] as const)("sudden infant deaths, %s limits", family => {
    const plot = funnel(events, base, { family });
    const exact = wanted[`${family}_exact`];
    check.near(plot.target, wanted.target);
    check.near(limits(plot, 0, "low"), exact.l95);
    check.near(limits(plot, 0, "high"), exact.u95);
    check.near(limits(plot, 1, "low"), exact.l998);
    check.near(limits(plot, 1, "high"), exact.u998);
  });

  test("their z-scores, over-dispersion and the four counties above", () => {
    const plot = funnel(events, base);
    const { phi_raw, phi_winsorised10, tau2_winsorised } = wanted;
    check.near(
      plot.places.map(place => place.z),
      wanted.z
    );
    check.near([plot.phi!.raw, plot.phi!.winsorised], [phi_raw, phi_winsorised10]);
    check.near(plot.tau2! / tau2_winsorised, 1);
    expect(rows.filter((_, at) => plot.places[at]!.verdict !== "inside").map(row => row.name)).toEqual([
      "Northampton",
      "Halifax",
      "Anson",
      "Robeson"
    ]);
  });

  const cases: ReturnType<typeof expected>[] = expected("funnel_cases").cases;
  test.each(cases.map((wanted, i) => ({ i, wanted })))(
    "small bases, other targets and coverages, case $i",
    ({ wanted }) => {
      const { family, target, winsorised, coverages } = wanted;
      const plot = funnel(wanted.events, wanted.base, { family, target, winsorised, coverages });
      const told = plot.places.filter(place => place.verdict !== "no_data");
      check.near(
        [plot.phi!.raw, plot.phi!.winsorised, plot.tau2],
        [wanted.phi.raw, wanted.phi.winsorised, wanted.tau2]
      );
      check.near(
        told.map(place => place.z),
        wanted.z
      );
      check.near(
        told.map(place => place.p),
        wanted.p
      );
      coverages.forEach((_: number, i: number) => {
        check.near(limits(plot, i, "low"), wanted.low[i]);
        check.near(limits(plot, i, "high"), wanted.high[i]);
      });
    }
  );
});

describe("over-dispersion", () => {
  // z of ±1 and ±3 against a target of one half of 100: rates 0.45, 0.55, 0.35, 0.65. φ = 5.
  const spread = { events: [45, 55, 35, 65], base: [100, 100, 100, 100] };

  test("widened limits are √φ as far from the target", () => {
    const plain = funnel(spread.events, spread.base, { winsorised: 0, target: 0.5 });
    const wide = funnel(spread.events, spread.base, {
      winsorised: 0,
      target: 0.5,
      overdispersion: "multiplicative"
    });
    expectClose([plain.phi!.raw, plain.phi!.winsorised], [5, 5]);
    const [low, high] = [plain.places[0]!.limits[0]!.low, plain.places[0]!.limits[0]!.high];
    expectClose(wide.places[0]!.limits[0]!.low, 0.5 + (low - 0.5) * Math.sqrt(5));
    expectClose(wide.places[0]!.limits[0]!.high, 0.5 + (high - 0.5) * Math.sqrt(5));
    // 2Φ(−3/√5)
    expectClose(wide.places[3]!.p, 0.179712494879, 1e-10);
  });

  test("the variance between places is added: τ² = (4·5 − 3) / (3 · 400)", () => {
    const plot = funnel(spread.events, spread.base, {
      winsorised: 0,
      target: 0.5,
      overdispersion: "additive"
    });
    expectClose(plot.tau2, 17 / 1200);
    const half = 1.959963984540054 * Math.sqrt(1 / 400 + 17 / 1200);
    expectClose([plot.places[0]!.limits[0]!.low, plot.places[0]!.limits[0]!.high], [0.5 - half, 0.5 + half]);
    expect(plot.places.map(place => place.verdict)).toEqual(["inside", "inside", "inside", "inside"]);
  });

  test("places that differ less than chance allows leave the limits as they are", () => {
    const [plain, wide] = (["none", "multiplicative"] as const).map(overdispersion =>
      funnel([10, 11, 10], [100, 101, 99], { overdispersion })
    );
    expect(plain!.phi!.raw).toBeLessThan(1);
    expect(plain!.tau2).toBe(0);
    expect(wide!.places).toEqual(plain!.places);
  });
});

describe("edges", () => {
  test("an empty base and unknown values are no data, neither 0 nor inside", () => {
    const plot = funnel([0, null, 3, 4], [0, 50, null, 40]);
    expect(plot.target).toBe(0.1);
    expect(plot.places.map(place => place.verdict)).toEqual(["no_data", "no_data", "no_data", "inside"]);
    expect(plot.places[0]).toEqual({ rate: null, z: null, p: null, limits: [], verdict: "no_data" });
    expect(funnel([null], [0])).toMatchObject({ target: null, phi: null, tau2: null });
    expect(funnel([], [])).toEqual({ target: null, phi: null, tau2: null, places: [] });
  });

  test("nothing happened anywhere, or everywhere", () => {
    for (const value of [0, 20]) {
      const plot = funnel([value, value], [20, 20]);
      expect(plot).toMatchObject({ target: value / 20, phi: null, tau2: null });
      expect(plot.places.map(place => place.verdict)).toEqual(["inside", "inside"]);
      expect(plot.places[0]).toMatchObject({ z: null, p: 1 });
    }
  });

  test("a single place is the target, and has no variance between places", () => {
    expect(funnel([3], [60])).toMatchObject({
      target: 0.05,
      tau2: null,
      places: [{ z: 0, verdict: "inside" }]
    });
  });

  test("no events are below the limit where the base is large enough: 2 % of 1000", () => {
    expect(funnel([0, 40], [1000, 1000], { target: 0.02 }).places.map(place => place.verdict)).toEqual([
      "below",
      "above"
    ]);
  });

  test("refusals name the place and the next step", () => {
    expect(refusal(() => funnel([1, -2], [9, 9]))).toBe(
      "件数第 2 个应是不小于 0 的整数或空，现在是 -2。改正这个值，不知道的留空。"
    );
    expect(refusal(() => funnel([Number.NaN], [9]))).toContain("件数第 1 个");
    expect(refusal(() => funnel([1], [9, 9]))).toContain("基数有 2 个，应有 1 个");
    expect(refusal(() => funnel([1, 10], [9, 9]))).toContain("第 2 个地方的件数 10 多于基数 9");
    expect(refusal(() => funnel([1], [9.5]))).toContain("基数第 1 个");
    expect(refusal(() => funnel([1], [9], { target: 1 }))).toContain("对照的比率");
    expect(refusal(() => funnel([1], [9], { target: 0, family: "poisson" }))).toContain("对照的比率");
    expect(refusal(() => funnel([1], [9], { coverages: [95] }))).toContain("控制限的覆盖率");
    expect(refusal(() => funnel([1], [9], { coverages: [] }))).toContain("没有给");
    expect(refusal(() => funnel([1], [9], { winsorised: 0.5 }))).toContain("缩尾比例");
    expect(refusal(() => funnelLimit(0, 0.1, 0.9))).toContain("没有控制限");
  });
});

describe("invariants", () => {
  const target = fc.double({ min: 0.01, max: 0.99, noNaN: true });

  test("limits rise with the probability and close on the target as the base grows", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        target,
        fc.constantFrom("binomial", "poisson"),
        (n, p, family) => {
          const at = (base: number): number[] =>
            [0.001, 0.025, 0.5, 0.975, 0.999].map(probability => funnelLimit(base, p, probability, family));
          const mine = at(n);
          for (let i = 1; i < mine.length; i++) expect(mine[i]!).toBeGreaterThanOrEqual(mine[i - 1]!);
          const larger = at(n * 100);
          expect(larger[4]! - larger[0]!).toBeLessThan(mine[4]! - mine[0]! + 1e-12);
        }
      )
    );
  });

  test("the order of places does not matter", () => {
    const place = fc
      .integer({ min: 1, max: 400 })
      .chain(n => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 12 }), places => {
        const straight = funnel(
          places.map(p => p[0]),
          places.map(p => p[1])
        );
        const turned = [...places].reverse();
        const back = funnel(
          turned.map(p => p[0]),
          turned.map(p => p[1])
        );
        expect(back.places.map(p => p.verdict).reverse()).toEqual(straight.places.map(p => p.verdict));
        expectClose(
          back.places.map(p => p.p).reverse(),
          straight.places.map(p => p.p)
        );
      })
    );
  });
});

test("the table of checks claims no more than this", () => check.holds());
