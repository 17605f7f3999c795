import { createHash } from "node:crypto";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import {
  allocate,
  drawSample,
  type Frame,
  frameText,
  marginOfError,
  sampleSize,
  stratifiedMean
} from "../../loaders/risk/sampling.ts";
import { checked, expectClose, expected, input, refusal } from "./reference.ts";

beforeEach(() => expect.hasAssertions());

const check = checked("分层抽样");

const wanted = expected("stratified_sampling");
const strataOf = (rows: Record<string, string>[], by: string, value: string, size: string) =>
  [...new Set(rows.map(row => row[by]!))].map(stratum => {
    const mine = rows.filter(row => row[by] === stratum);
    return { size: Number(mine[0]![size]), values: mine.map(row => Number(row[value])) };
  });

describe("allocation", () => {
  test("strAlloc: proportional, Neyman, with caps", () => {
    for (const key of ["allocation", "capped_case"]) {
      const { N, S, n, proportional, neyman, proportional_int, neyman_capped } = wanted[key];
      const even = allocate({ sizes: N, total: n });
      check.near(even.ideal, proportional);
      check.near(even.bounded, proportional);
      expect(even.whole).toEqual(proportional_int);
      const optimal = allocate({ sizes: N, total: n, deviations: S });
      check.near(optimal.ideal, neyman);
      check.near(optimal.bounded, neyman_capped);
    }
    const { N, S, n } = wanted.allocation;
    check.near(allocate({ sizes: N, total: n }).bounded, wanted.practools_prop);
    check.near(allocate({ sizes: N, total: n, deviations: S }).bounded, wanted.practools_neyman);
  });

  test("two caps one after the other, by hand", () => {
    // 900 : 90 : 10 : 10 of 40 would be 35.6, 3.6, 0.4, 0.4; the first is full at 20, then the second at 15.
    const { bounded, whole } = allocate({
      sizes: [20, 15, 50, 50],
      total: 40,
      deviations: [45, 6, 0.2, 0.2]
    });
    expectClose(bounded, [20, 15, 2.5, 2.5]);
    expect(whole).toEqual([20, 15, 3, 2]);
  });

  test("a least in each stratum is taken from the rest; a small stratum is drawn whole", () => {
    expect(allocate({ sizes: [1, 9, 90, 900], total: 100, least: 2 })).toMatchObject({
      bounded: [1, 2, expect.closeTo((97 * 90) / 990, 10), expect.closeTo((97 * 900) / 990, 10)],
      whole: [1, 2, 9, 88]
    });
    expect(allocate({ sizes: [10, 10, 10], total: 9, least: [6, 0, 1] }).whole).toEqual([6, 2, 1]);
  });

  test("strata without deviation come last; none with any: proportional", () => {
    expect(allocate({ sizes: [10, 30, 60], total: 20, deviations: [3, 0, 0] }).bounded).toEqual([
      10,
      expect.closeTo(10 / 3, 10),
      expect.closeTo(20 / 3, 10)
    ]);
    expect(allocate({ sizes: [10, 30, 60], total: 10, deviations: [0, 0, 0] }).whole).toEqual([1, 3, 6]);
  });

  test("nothing, everything, an empty stratum", () => {
    expect(allocate({ sizes: [5, 0, 7], total: 0 }).whole).toEqual([0, 0, 0]);
    expect(allocate({ sizes: [5, 0, 7], total: 12, deviations: [9, 1, 0] }).whole).toEqual([5, 0, 7]);
    expect(allocate({ sizes: [0, 0], total: 0 })).toEqual({ ideal: [0, 0], bounded: [0, 0], whole: [0, 0] });
  });

  test.each([
    ["more than there are", { sizes: [3, 4], total: 8 }, "样本量应是0 到 7 的整数，现在是 8"],
    ["less than the least", { sizes: [30, 40], total: 5, least: 3 }, "样本量 5 不够：各层最少数合计 6"],
    ["a missing deviation", { sizes: [3, 4], total: 2, deviations: [1, Number.NaN] }, "标准差第 2 个不是数"],
    ["a deviation below 0", { sizes: [3, 4], total: 2, deviations: [1, -1] }, "第 2 层的标准差小于 0：-1"],
    ["a list too short", { sizes: [3, 4], total: 2, deviations: [1] }, "标准差有 1 个，应有 2 个"],
    ["half a unit", { sizes: [3, 4.5], total: 2 }, "第 2 层的单元数应是不小于 0 的整数，现在是 4.5"]
  ])("refused: %s", (_, options, words) => {
    expect(refusal(() => allocate(options))).toContain(words);
  });

  test("whatever the strata, the numbers sum to the total within their bounds", () => {
    const strata = fc.array(fc.record({ size: fc.nat(60), deviation: fc.nat(9), least: fc.nat(3) }), {
      minLength: 1,
      maxLength: 12
    });
    fc.assert(
      fc.property(
        strata,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (rows, share, optimal) => {
          const sizes = rows.map(row => row.size);
          const low = rows.map(row => Math.min(row.size, row.least));
          const floor = low.reduce((a, b) => a + b, 0);
          const total = floor + Math.floor(share * (sizes.reduce((a, b) => a + b, 0) - floor));
          const { bounded, whole } = allocate({
            sizes,
            total,
            least: rows.map(row => row.least),
            ...(optimal ? { deviations: rows.map(row => row.deviation) } : {})
          });
          for (const list of [bounded, whole]) {
            expect(list.reduce((a, b) => a + b, 0)).toBeCloseTo(total, 6);
            list.forEach((value, h) => {
              expect(value).toBeGreaterThanOrEqual(low[h]! - 1e-9);
              expect(value).toBeLessThanOrEqual(sizes[h]! + 1e-9);
            });
          }
          whole.forEach((value, h) => {
            expect(Number.isInteger(value)).toBe(true);
            expect(Math.abs(value - bounded[h]!)).toBeLessThan(1);
          });
        }
      ),
      { numRuns: 500 }
    );
  });
});

describe("how many", () => {
  test("with the finite population, and the margin back", () => {
    for (const { N, p, d, n0, n_fpc, n_ceiling } of wanted.sample_size) {
      const { infinite, finite, whole } = sampleSize({ population: N, proportion: p, margin: d });
      check.near([infinite, finite], [n0, n_fpc]);
      expect(whole).toBe(n_ceiling);
    }
    expectClose(
      marginOfError({ population: 300, sample: 169, proportion: 0.5 }),
      1.959963984540054 * Math.sqrt((0.25 / 169) * (131 / 299))
    );
    expect(marginOfError({ population: 300, sample: 30, proportion: 0.5 })).toBeCloseTo(0.17, 2);
    expect(sampleSize({ proportion: 0.5, margin: 0.05 })).toMatchObject({
      finite: 384.1458820694124,
      whole: 385
    });
  });

  test("a small population is drawn whole; all drawn leaves no margin", () => {
    expect(sampleSize({ population: 3, proportion: 0.5, margin: 0.01 }).whole).toBe(3);
    expect(marginOfError({ population: 40, sample: 40, proportion: 0.2 })).toBe(0);
    expect(marginOfError({ population: 1, sample: 1, proportion: 0.2 })).toBe(0);
    expect(refusal(() => marginOfError({ population: 40, sample: 41, proportion: 0.2 }))).toContain("样本量");
    expect(refusal(() => sampleSize({ proportion: 0, margin: 0.1 }))).toContain("比例应大于 0、小于 1");
  });
});

describe("stratified mean", () => {
  test("api: with and without the finite population", () => {
    const strata = strataOf(input("stratified_sampling"), "stype", "api00", "fpc");
    for (const [finite, key] of [[true, "apistrat_fpc"] as const, [false, "apistrat_nofpc"] as const]) {
      const { mean, error, low, high, degrees } = stratifiedMean(strata, { finite });
      check.near([mean, error, low, high], [wanted[key].mean, wanted[key].se, ...wanted[key].ci]);
      expect(degrees).toBe(197);
    }
  });

  test("a stratum drawn whole; means and shares at several levels", () => {
    const rows = input("stratified_households");
    for (const { variable, finite, confidence, mean, error, ci, degrees } of expected(
      "stratified_households"
    )) {
      const found = stratifiedMean(strataOf(rows, "stratum", variable, "size"), { finite, confidence });
      check.near([found.mean, found.error, found.low, found.high], [mean, error, ...ci]);
      expect(found.degrees).toBe(degrees);
    }
  });

  test("one value in a stratum: a mean without an error; all drawn: no error; strata without spread", () => {
    const one = { size: 10, values: [4] };
    const two = { size: 30, values: [1, 3] };
    expect(stratifiedMean([one, two])).toEqual({ mean: 2.5, error: null, low: null, high: null, degrees: 1 });
    expect(stratifiedMean([{ size: 1, values: [4] }])).toEqual({
      mean: 4,
      error: 0,
      low: 4,
      high: 4,
      degrees: 0
    });
    expect(
      stratifiedMean([
        { size: 9, values: [0, 0] },
        { size: 0, values: [] }
      ])
    ).toMatchObject({ mean: 0, error: 0 });
  });

  test.each([
    ["nobody drawn", [{ size: 5, values: [] }], "第 1 层没有抽到任何单元"],
    ["more values than units", [{ size: 1, values: [1, 2] }], "第 1 层有 2 个值，只有 1 个单元"],
    ["a missing value", [{ size: 5, values: [1, Number.NaN] }], "第 1 层的值第 2 个不是数"],
    ["no frame", [{ size: 0, values: [] }], "抽样框是空的"]
  ])("refused: %s", (_, strata, words) => {
    expect(refusal(() => stratifiedMean(strata))).toContain(words);
  });
});

describe("draw", () => {
  const digestOf = (frame: Frame) => createHash("sha256").update(frameText(frame)).digest("hex");
  const frame: Frame = {
    乙镇: Array.from({ length: 40 }, (_, i) => `B${i}`),
    甲镇: Array.from({ length: 12 }, (_, i) => `A${i}`),
    丙镇: ["C1"]
  };
  const digest = digestOf(frame);
  const sizes = { 甲镇: 3, 乙镇: 5, 丙镇: 1 };

  test("the same seed gives the same draw, stored here", () => {
    expect(drawSample({ frame, sizes, seed: 20250701, digest, reserve: 2 })).toEqual({
      seed: 20250701,
      digest: "b44d8cf31b2c0ef9899b7fa9616a4b3bc3b6910d5fdb157ddc757fe04e65323d",
      strata: [
        { stratum: "丙镇", population: 1, drawn: ["C1"], reserve: [] },
        {
          stratum: "乙镇",
          population: 40,
          drawn: ["B35", "B28", "B39", "B9", "B25"],
          reserve: ["B34", "B15"]
        },
        { stratum: "甲镇", population: 12, drawn: ["A10", "A7", "A9"], reserve: ["A11", "A0"] }
      ]
    });
  });

  test("the order of input does not matter; the digest is one", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...frame.乙镇!], { minLength: 40 }),
        fc.integer(),
        (shuffled, seed) => {
          const other = { 丙镇: frame.丙镇!, 甲镇: [...frame.甲镇!].reverse(), 乙镇: shuffled };
          expect(frameText(other)).toBe(frameText(frame));
          const draw = (from: Frame) => drawSample({ frame: from, sizes, seed, digest, reserve: 1 });
          expect(draw(other)).toEqual(draw(frame));
        }
      )
    );
  });

  test("nobody twice, nobody from elsewhere; more keeps what fewer drew; strata do not touch each other", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 39 }), (seed, size) => {
        const of = (number: number, from = frame) =>
          drawSample({ frame: from, sizes: { 乙镇: number }, seed, digest }).strata.find(
            one => one.stratum === "乙镇"
          )!;
        const { drawn, population } = of(size);
        expect(population).toBe(40);
        expect(new Set(drawn).size).toBe(size);
        expect(drawn.every(id => frame.乙镇!.includes(id))).toBe(true);
        expect(of(size + 1).drawn.slice(0, size)).toEqual(drawn);
        expect(of(size, { 乙镇: frame.乙镇! }).drawn).toEqual(drawn);
      })
    );
  });

  test("everyone is drawn about as often", () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 4000; seed++) {
      for (const id of drawSample({ frame, sizes: { 甲镇: 3 }, seed, digest }).strata[2]!.drawn) {
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(12);
    // 4000 · 3/12 = 1000 each, a deviation of about 27.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  test("refused", () => {
    const draw = (change: object) => refusal(() => drawSample({ frame, sizes, seed: 1, digest, ...change }));
    expect(draw({ sizes: { 甲镇: 13 } })).toContain("“甲镇”的样本量应是0 到 12 的整数，现在是 13");
    expect(draw({ sizes: { 丁镇: 1 } })).toContain("抽样框里没有“丁镇”这一层");
    expect(draw({ seed: 0.5 })).toContain("随机种子");
    expect(draw({ digest: "abc" })).toContain("摘要");
    expect(draw({ frame: { ...frame, 丙镇: ["A3"] } })).toContain("重复的编号");
  });
});

test("the table of checks claims no more than this", () => check.holds());
