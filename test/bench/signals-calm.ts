import { group } from "d3-array";
import { clopperPearson } from "../../loaders/risk/proportion.ts";
import { type Signals, signals } from "../../loaders/signals/signals.ts";
import { methods } from "../signals/null-world.ts";
import { openCalm, periodOf, quarterOf } from "./calm-world.ts";
import { report, round } from "./peers.ts";

/**
 * How often the whole step finds something where there is nothing to find: the demo's places with a calm register, drawn
 * anew by seed. FANGFANPIN_SEEDS (200) and FANGFANPIN_MONTHS (24; 60 for Farrington) say how much. A line each method, of
 * the data's last period alone, so that its tests share no events.
 */
const seeds = Number(process.env.FANGFANPIN_SEEDS ?? 200);
const months = Number(process.env.FANGFANPIN_MONTHS ?? 24);
const calm = await openCalm({ months, homes: 10 });
const tallies = new Map<string, { stated: number; tests: number; alarms: number }>();
for (let seed = 1; seed <= seeds; seed++) {
  await calm.settle(seed);
  tally(await signals(calm.run.duck, calm.contract));
  if (seed % 10 === 0) console.error(`${seed}/${seeds} ${JSON.stringify([...tallies])}`);
}
calm.run.close();
for (const [method, { stated, tests, alarms }] of tallies) {
  const { low, high } = clopperPearson({ hits: alarms, size: tests })!;
  const told = {
    stated,
    tests,
    alarms,
    realised: digits(alarms / tests),
    low: digits(low),
    high: digits(high)
  };
  report("signals-calm", { seeds, months, method, ...told });
}

function tally({ rows, scans, curves, comparisons }: Signals): void {
  const latest = new Set([
    periodOf(months - 1, months),
    quarterOf(months - 1, months),
    "2023-W51",
    "2023-W52"
  ]);
  const judged = rows.filter(row => row.verdict !== "数据不足" && latest.has(row.period));
  const count = (method: string, stated: number, alarms: readonly boolean[]): void => {
    const so = tallies.get(method) ?? { stated, tests: 0, alarms: 0 };
    so.tests += alarms.length;
    so.alarms += alarms.filter(Boolean).length;
    tallies.set(method, so);
  };
  const level = methods.number("all", "discovery");
  for (const [made, list] of group(judged, row => row.made.split("_")[0]!)) {
    if (made === "scan") continue;
    const kind = list[0]!.method;
    const said = kind === "funnel" ? 1 - methods.number("funnel", "coverage") : methods.number(made, "alpha");
    count(
      `${made}: 越限`,
      round(said),
      list.map(row => row.side !== "")
    );
    const groups = [...group(list, row => `${row.job} ${row.within} ${row.period}`).values()];
    count(
      `${made}: 一组里有信号`,
      level,
      groups.map(each => each.some(row => row.verdict === "信号"))
    );
  }
  const scanned = scans.filter(scan => scan.verdict !== "数据不足" && latest.has(scan.period));
  const alpha = methods.number("scan", "alpha");
  count(
    "scan: p ≤ 0.05",
    alpha,
    scanned.map(scan => scan.clusters.some(({ p }) => p <= alpha))
  );
  count(
    "scan: 信号",
    alpha,
    scanned.map(scan => scan.verdict === "信号")
  );
  const [root] = curves;
  const tests = curves.filter(each => each.region === root!.region && each.logRank);
  count(
    "incidence: 对数秩 p ≤ 0.05",
    level,
    tests.map(each => each.logRank!.p <= level)
  );
  const compared = comparisons.filter(each => each.region === root!.region && each.p !== null);
  count(
    "comparison: p ≤ 0.05",
    level,
    compared.map(each => each.p! <= level)
  );
  count(
    "comparison: 信号",
    level,
    compared.map(each => each.verdict === "信号")
  );
  const found = [...judged.filter(row => row.method !== "scan"), ...scanned, ...compared];
  count("一份数据里有信号", Number.NaN, [found.some(each => each.verdict === "信号")]);
}

function digits(value: number): number {
  return Number(value.toPrecision(2));
}
