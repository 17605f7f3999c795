import { expect, test } from "vitest";
import type { SignalIndex, SignalPlace, SignalScan } from "../../src/lib/signal-data.ts";
import {
  indexLayer,
  indexTitle,
  jobOf,
  rankText,
  rateLayer,
  scanLayer,
  signalCounts,
  signalTitle,
  smoothedTitle
} from "../../src/lib/signal-layer.ts";
import { counties, methods, signal } from "./signal-world.ts";

const share = methods.jobs[0]!;
const measure = { indicator: "K03", breakdown: "", basis: "户" };
const rows = [
  signal({
    region_code: "A",
    verdict: "信号",
    reason: "",
    side: "高于",
    value: 0.09,
    numerator: 90,
    q: 0.001
  }),
  signal({ region_code: "B", verdict: "无信号", reason: "discovery", side: "低于" }),
  signal({
    region_code: "C",
    verdict: "数据不足",
    reason: "small_base",
    numerator: 0,
    value: null,
    high: 0.2
  }),
  signal({
    region_code: "D",
    verdict: "数据不足",
    reason: "missing",
    state: "missing",
    numerator: null,
    value: null,
    smoothed: null
  })
];

test("signals: each place has a look of its own for up, near, too little and missing; none reads 0", () => {
  const layer = rateLayer("signal", share, counties, rows, "2023-12");
  expect(layer.rows.map(({ look, text }) => [look, text])).toEqual([
    ["above", "高于 9.00%"],
    ["beyond", "3.00%"],
    ["scant", "数据不足"],
    ["missing", "缺数据"]
  ]);
  expect(signalCounts(layer.rows)).toEqual({
    above: 1,
    below: 0,
    beyond: 1,
    within: 0,
    scant: 1,
    missing: 1
  });
  expect(signalTitle(share, layer.rows, "县区")).toBe("在册户占农村户数：青栗县高于同级");
  expect(signalTitle(share, layer.rows.slice(1), "县区")).toContain("可比的 1 个县区没有信号");
});

test("smoothed rates: shaded where they differ, one colour where they do not, at most where nothing happened", () => {
  const shaded = rateLayer("smoothed", share, counties, rows, "2023-12");
  expect(shaded.rows[0]!.look).toMatch(/^[1-6]$/);
  expect(smoothedTitle(share, shaded.rows, "县区")).toContain("平滑后各县区在 3.10% 至 3.10% 之间");
  const flat = counties.map(({ code }) => signal({ region_code: code, state: "flat" }));
  const same = rateLayer("smoothed", share, counties, flat, "2023-12");
  expect(new Set(same.rows.map(({ look }) => look))).toEqual(new Set(["within"]));
  expect(smoothedTitle(share, same.rows, "县区")).toContain("相差不超过偶然");
  const none = [signal({ region_code: "A", state: "no_events", numerator: 0, value: null, smoothed: null })];
  expect(rateLayer("smoothed", share, counties, none, "2023-12").rows[0]!.text).toBe("至多 4.00%");
});

test("a month that is not published has no rows to show", () => {
  expect(rateLayer("signal", share, counties, rows, "2022-01").isKnown).toBe(false);
});

test("a job is found by what the map shows, or not at all", () => {
  expect(jobOf(methods, measure, "funnel")).toBe(share);
  expect(jobOf(methods, { ...measure, basis: "人" }, "funnel")).toBeUndefined();
});

test("a scan says its clusters with p and seed, or why there are none", () => {
  const scan: SignalScan = {
    job: "cluster",
    within: "R",
    period: "2023-12",
    verdict: "信号",
    reason: "",
    seed: 7,
    replications: 999,
    leftOut: [],
    clusters: [{ places: ["A1", "A2"], cases: 20, expected: 8.25, population: 900, llr: 9, p: 0.001 }]
  };
  const read = (given: Partial<SignalScan>, month = "2023-12") =>
    scanLayer(methods, measure, [{ ...scan, ...given }], { parent: counties[0]! }, month, code => code);
  const own = { within: "A" };
  expect(read(own).words).toEqual([
    "A1等 2 个乡镇在册户 20 户，预期 8.3 户，p = 0.001（模拟 999 次，种子 7）"
  ]);
  const few = read({ ...own, verdict: "数据不足", reason: "few_places", clusters: [] });
  expect(few.words[0]).toContain("不足 15 个，不作聚集扫描");
  expect(few.clusters).toEqual([]);
  expect(read({ ...own, verdict: "无信号", reason: "within" }).clusters).toEqual([]);
  expect(read(own, "2023-11").words[0]).toContain("这个月没有");
});

const place = (region: string, given: Partial<SignalPlace>): SignalPlace => ({
  region,
  inputs: {},
  dimensions: [1, 2, 3],
  risk: 3,
  known: 15,
  withheld: "",
  rank: 1,
  low: 1,
  high: 2,
  weightLow: 1,
  weightHigh: 2,
  topShare: 1,
  ...given
});

test("the index: no rank alone, withheld places have none, and the last quarter's end counts", () => {
  const index: SignalIndex = {
    plan: [],
    periods: [
      { period: "2023Q3", places: [place("A", { risk: 5 })] },
      {
        period: "2023Q4",
        places: [
          place("A", {}),
          place("B", { risk: 2, rank: 2, low: 1, high: 3 }),
          place("C", { risk: null, rank: null, low: null, high: null, withheld: "齐备的不足八成" })
        ]
      }
    ],
    backTests: []
  };
  expect(indexLayer(index, counties, "2023-11")!.period).toBe("2023Q3");
  expect(indexLayer(index, counties, "2023-01")).toBeNull();
  const layer = indexLayer(index, counties, "2023-12")!;
  expect(layer.rows.map(({ text }) => text)).toEqual([
    "3.0（第 1–2）",
    "2.0（第 1–3）",
    "不给指数",
    "不给指数"
  ]);
  expect(layer.rows[2]!.look).toBe("scant");
  expect(indexTitle(layer, "县区")).toBe("综合指数最高的在青栗县、石渡县之中，换算法名次会变");
  expect(rankText(place("A", { low: 2, high: 2 }))).toBe("第 2");
  expect(layer.test).toBeNull();
});
