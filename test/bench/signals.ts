import { createRandom } from "../../loaders/demo/random.ts";
import { clusters } from "../../loaders/signals/clusters.ts";
import { compare, type Subject } from "../../loaders/signals/compare.ts";
import { curves, type Stretch } from "../../loaders/signals/curves.ts";
import { rates } from "../../loaders/signals/rates.ts";
import { riskIndex } from "../../loaders/signals/risk-index.ts";
import { series } from "../../loaders/signals/series.ts";
import { jobOf, methods, nullGroup, nullSeries } from "../signals/null-world.ts";
import { report, round } from "./peers.ts";

/** Counties of a province, and townships in each. */
const counties = 160;
const towns = 11;
const runs = 400;

const funnelJob = jobOf("funnel", ({ family }) => family === "binomial");
const scanJob = jobOf("scan");
const seriesJob = jobOf("series", ({ kind }) => kind === "month");

report("signals", { alarms: alarms(), province: province() });

/** What the methods find where there is nothing to find, as a share, beside what they say. */
function alarms() {
  const said = {
    outer: round(1 - methods.number("funnel", "coverage")),
    discovery: methods.number("all", "discovery"),
    ears: methods.number("ears", "alpha"),
    farrington: methods.number("farrington", "alpha"),
    scan: methods.number("scan", "alpha")
  };
  const funnel = [10, 110].map(places => {
    const found = Array.from({ length: runs }, (_, seed) =>
      rates(funnelJob, nullGroup(seed, places, 0.02), methods)
    );
    return {
      places,
      beyond: share(found.flat(), row => row.side !== ""),
      signals: share(found.flat(), row => row.verdict === "信号"),
      runsWithSignal: share(found, rows => rows.some(row => row.verdict === "信号"))
    };
  });
  const months = (length: number, mean: number) => {
    const rows = Array.from({ length: runs }, (_, seed) =>
      series(seriesJob, nullSeries(seed, length, mean), new Set(), methods)
    ).flat();
    const judged = rows.filter(row => row.verdict !== "数据不足");
    return {
      ...{ months: length, mean, judged: share(rows, row => row.verdict !== "数据不足") },
      made: [...new Set(judged.map(row => row.made))].join(),
      beyond: share(judged, row => row.side !== ""),
      signals: share(judged, row => row.verdict === "信号")
    };
  };
  const seats = seatsOf(40);
  const scans = Array.from({ length: runs }, (_, seed) => {
    const cells = nullGroup(seed, 40, 0.02);
    return clusters(scanJob, [{ within: "0", period: "2023-12", cells }], seats, methods).rows[0]!;
  });
  const kinds = ["甲", "乙", "丙"];
  const compared = Array.from({ length: runs / 4 }, (_, seed) =>
    compare(jobOf("comparison"), "0", subjects(seed, 600, kinds), kinds, methods)
  );
  return {
    said,
    funnel,
    series: [months(24, 3), months(24, 30), months(60, 3), months(60, 30)],
    scan: { p: share(scans, row => row.p !== null && row.p <= said.scan) },
    comparison: {
      p: share(compared.flat(), each => each.p !== null && each.p <= 0.05),
      runsWithSignal: share(compared, each => each.some(({ verdict }) => verdict === "信号"))
    }
  };
}

/** Seconds of each step for a province, its parts made up. */
function province() {
  const groups = Array.from({ length: counties }, (_, seed) => nullGroup(seed, towns, 0.02));
  const seats = seatsOf(counties);
  const months = methods.number("all", "months");
  const jobs = methods.of("funnel").length;
  const all = Array.from({ length: counties * (towns + 1) }, (_, seed) =>
    nullSeries(seed, 60, 6).map(cell => ({
      ...cell,
      region_code: String(seed),
      within: String(seed % counties)
    }))
  ).flat();
  const random = createRandom(1, "province");
  const stretches = Array.from({ length: 200_000 }, (_, id) => stretch(random, id));
  const rows = Array.from({ length: counties }, (_, at) => ({
    region: String(at),
    inputs: Object.fromEntries(methods.inputs.map(({ id }) => [id, random.next()])),
    events: random.int(0, 40),
    base: 20_000
  }));
  const quarters = new Map(["2023Q1", "2023Q2", "2023Q3", "2023Q4"].map(quarter => [quarter, rows]));
  return {
    ...{ counties, towns: counties * towns },
    funnel: seconds(() => {
      for (let i = 0; i < jobs; i++) {
        for (const group of groups)
          for (let quarter = 0; quarter < 5; quarter++) rates(funnelJob, group, methods);
        for (let month = 0; month < months; month++)
          rates(funnelJob, nullGroup(month, counties, 0.02), methods);
      }
    }),
    series: seconds(() => series(seriesJob, all, new Set(), methods)),
    scan: seconds(() => {
      const cells = nullGroup(0, counties, 0.02);
      const scopes = Array.from({ length: 5 }, (_, at) => ({ within: "0", period: String(at), cells }));
      for (let i = 0; i < methods.of("scan").length; i++) clusters(scanJob, scopes, seats, methods);
    }),
    curves: seconds(() =>
      curves(
        jobOf("incidence", ({ breakdown }) => breakdown !== ""),
        stretches,
        [
          { code: "risk_eliminated", label: "风险消除" },
          { code: "deceased", label: "自然消亡" }
        ],
        [
          { code: "", isRoot: true },
          ...Array.from({ length: counties }, (_, at) => ({ code: String(at), isRoot: false }))
        ],
        methods
      )
    ),
    comparison: seconds(() =>
      compare(jobOf("comparison"), "0", subjects(1, 30_000, ["甲"]), ["甲"], methods)
    ),
    index: seconds(() => riskIndex(quarters, methods))
  };
}

function seatsOf(count: number): Map<string, readonly [number, number]> {
  const random = createRandom(7, "seats");
  return new Map(
    Array.from({ length: count }, (_, at) => [String(at), [119 + random.next(), 26 + random.next()] as const])
  );
}

/** Households whose measures go with what is known of them, and whose outcome goes with that alone. */
function subjects(seed: number, count: number, kinds: readonly string[]): Subject[] {
  const random = createRandom(seed, "subjects");
  return Array.from({ length: count }, (_, id) => {
    const labour = random.pick(["有劳动能力", "仅弱劳动能力", "无劳动能力"]);
    const isWeak = labour !== "有劳动能力";
    return {
      id,
      county: "0",
      category: random.pick(["边缘易致贫户", "脱贫不稳定户"]),
      labour,
      members: random.int(1, 6),
      risk: random.pick(["因病", "因残", "因学"]),
      half: random.pick(["2022上半年", "2022下半年"]),
      hit: random.chance(isWeak ? 0.2 : 0.5),
      measures: kinds.filter(() => random.chance(isWeak ? 0.5 : 0.25))
    };
  });
}

function stretch(random: ReturnType<typeof createRandom>, id: number): Stretch {
  const entry = random.chance(0.3) ? random.int(1, 20) : 0;
  return {
    ...{ id, county: String(id % counties), category: "", entry, measure: null, is_known: true },
    labour: random.pick(["有劳动能力", "仅弱劳动能力", "无劳动能力"]),
    stop: entry + random.int(0, 30),
    cause: random.chance(0.5) ? "risk_eliminated" : random.chance(0.05) ? "deceased" : null
  };
}

function share<T>(list: readonly T[], holds: (each: T) => boolean): number {
  return round(list.filter(holds).length / list.length);
}

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return round((performance.now() - start) / 1000);
}
