import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { group, range } from "d3-array";
import { generateDemo } from "../../loaders/demo/demo.ts";
import { createRandom, type Random } from "../../loaders/demo/random.ts";
import type { Duck } from "../../loaders/lib/duck.ts";
import { clopperPearson } from "../../loaders/risk/proportion.ts";
import { type Signals, signals } from "../../loaders/signals/signals.ts";
import { methods, poisson } from "../signals/null-world.ts";
import { contract, runAll } from "../support/exports.ts";
import { report, round } from "./peers.ts";

/**
 * How often the whole step finds something where there is nothing to find: the demo's places, and a register in them
 * that differs from place to place and from month to month by chance alone (households identified, eliminated, coming
 * back, visited, helped and reported at one rate everywhere). Drawn anew by seed straight into the tables the step reads.
 * FANGFANPIN_SEEDS (200) and FANGFANPIN_MONTHS (24; 60 for Farrington) say how much. A line each method, of the data's
 * last period alone, so that its tests share no events.
 */
const seeds = Number(process.env.FANGFANPIN_SEEDS ?? 200);
const months = Number(process.env.FANGFANPIN_MONTHS ?? 24);
const lastNo = 2023 * 12 + 11;
/** Rural households for each of the smallest demo. */
const scale = 10;
/** Per rural household and month: identified, clues, alerts. */
const rate = { entry: 0.0006, clue: 0.0008, alert: 0.0004 };
/** Per household and month: risk eliminated, left otherwise, back after elimination. */
const hazard = { eliminated: 0.05, left: 0.002, back: 0.004 };
/** Months the register filled before the data begin. */
const before = 24;
const stagings = {
  calm_count: ["indicator", "breakdown", "basis", "region_code", "period", "n", "d"],
  calm_home: ["id", "place", "episode", "members", "category", "labour", "risk", "entered", "ended", "cause"],
  calm_event: ["id", "kind", "month"],
  calm_measure: ["id", "episode", "type", "month"],
  calm_clue: ["place", "month", "day"]
} as const;
type Staging = keyof typeof stagings;

interface Town {
  readonly code: string;
  readonly homes: number;
}

const folder = mkdtempSync(join(tmpdir(), "calm-"));
await generateDemo({ households: 300, seed: 1, months, out: folder });
const run = await runAll(folder, { asOf: "2023-12-31", families: ["10", "20", "22"] });
await run.duck.run(`UPDATE region_base SET rural_households = rural_households * ${scale}`);
// The first run also names the places.
await signals(run.duck, contract());
const towns = (
  await run.rows(
    `SELECT p.region_code AS code, CAST(b.rural_households AS INTEGER) AS homes FROM signal_place AS p
     JOIN region_base AS b ON b.region_code = p.region_code AND b.stat_year = 2023 WHERE p.level = 'town' ORDER BY code`
  )
).map(row => ({ code: String(row.code), homes: Number(row.homes) }));

const tallies = new Map<string, { stated: number; tests: number; alarms: number }>();
for (let seed = 1; seed <= seeds; seed++) {
  await settle(run.duck, createRandom(seed, "calm"));
  tally(await signals(run.duck, contract()));
  if (seed % 20 === 0) console.error(`${seed}/${seeds} ${JSON.stringify([...tallies])}`);
}
run.close();
rmSync(folder, { recursive: true });
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

/** Draws a register and all that is counted of it, and puts it in front of the tables of the warehouse. */
async function settle(duck: Duck, random: Random): Promise<void> {
  const rows = Object.fromEntries(Object.keys(stagings).map(name => [name, []])) as unknown as Record<
    Staging,
    (string | number | null)[][]
  >;
  let homes = 0;
  for (const town of towns) {
    const counts = range(months).map(() => ({ in: 0, hurt: 0, entered: 0, new: 0, eliminated: 0, back: 0 }));
    const add = (key: keyof (typeof counts)[number], from: number, to = months): void => {
      for (let month = Math.max(0, from); month < Math.min(to, months); month++) counts[month]![key]++;
    };
    for (let month = -before; month < months; month++)
      for (let left = poisson(random, town.homes * rate.entry); left > 0; left--)
        live(++homes, month, town, add);
    for (const [month, count] of counts.entries()) tell(town, month, count);
  }
  for (const name of Object.keys(stagings) as Staging[]) await fill(duck, name, rows[name]);
  await shadow(duck);

  /** One household from its first identification on. */
  function live(
    id: number,
    first: number,
    town: Town,
    add: (key: "in" | "hurt" | "entered" | "new" | "eliminated" | "back", from: number, to?: number) => void
  ): void {
    const labour = random.pick(["able", "weak", "none"]);
    const category = random.pick(["unstable_exited", "marginal", "sudden_hardship"]);
    const isHurt = random.chance(0.15);
    const wants = { able: 0.2, weak: 0.4, none: 0.1 }[labour as "able"];
    for (let entered = first, episode = 1; ; episode++) {
      const stays = monthsUntil(hazard.eliminated + hazard.left);
      const isEliminated = random.chance(hazard.eliminated / (hazard.eliminated + hazard.left));
      const ended = entered + stays;
      const isOver = ended < months;
      rows.calm_event.push([id, "entry", entered]);
      add("in", entered, ended);
      if (isHurt) add("hurt", entered, ended);
      if (entered >= 0) add("new", entered, entered + 1);
      add(episode === 1 ? "entered" : "back", entered);
      if (isOver) rows.calm_event.push([id, isEliminated ? "eliminated" : "left", ended]);
      if (isOver && isEliminated) add("eliminated", ended);
      const back = ended + monthsUntil(hazard.back);
      if (isOver && isEliminated && back < months) {
        entered = back;
        continue;
      }
      for (const type of ["M08", "M12", "M28"])
        if (random.chance(wants)) rows.calm_measure.push([id, episode, type, entered + random.int(0, 2)]);
      const risk = isHurt ? "natural_disaster" : random.pick(["illness", "disability", "schooling"]);
      const cause = !isOver ? null : isEliminated ? "eliminated" : "exited";
      const known = [id, town.code, episode, random.int(1, 6), category, labour, risk];
      rows.calm_home.push([...known, entered, isOver ? ended : null, cause]);
      return;
    }
  }

  function monthsUntil(chance: number): number {
    return 1 + Math.floor(Math.log(1 - random.next()) / Math.log(1 - chance));
  }

  function tell(
    town: Town,
    month: number,
    count: { in: number; hurt: number; entered: number; new: number; eliminated: number; back: number }
  ): void {
    const clues = poisson(random, town.homes * rate.clue);
    const some = (of: number, share: number) => range(of).filter(() => random.chance(share)).length;
    const put = (indicator: string, basis: string, n: number, d: number | null = null, breakdown = "") =>
      rows.calm_count.push([indicator, breakdown, basis, town.code, periodOf(month), n, d]);
    put("B01", "户", count.new, null, "监测对象类别=合计;统计项=本月新增");
    put("K03", "户", count.in);
    put("K03", "户", count.hurt, null, "风险类型=因自然灾害");
    put("K33", "户", count.eliminated, count.entered + count.back, "口径=累计");
    put("K35", "户", count.back, count.eliminated);
    put("K20", "户", some(count.in, 0.9), count.in);
    put("K06", "条", some(clues, 0.95), clues);
    put("K08", "户", some(clues, 0.3), clues);
    put("K28", "项", some(count.in * 2, 0.85), count.in * 2);
    put("K37", "条", poisson(random, town.homes * rate.alert), null, "分项=推送条数");
    if ((lastNo - months + 1 + month) % 3 === 2)
      rows.calm_count.push([
        ...["K27", "分项=任一措施", "户", town.code, quarterOf(month)],
        some(count.in, 0.9),
        count.in
      ]);
    for (let left = clues; left > 0; left--)
      rows.calm_clue.push([town.code, monthCode(month), random.int(0, 27)]);
  }
}

async function fill(
  duck: Duck,
  name: Staging,
  rows: readonly (readonly (string | number | null)[])[]
): Promise<void> {
  const types = stagings[name].map((_, column) => {
    const known = rows.find(row => row[column] !== null)?.[column];
    return typeof known === "string" ? "VARCHAR" : "INTEGER";
  });
  await duck.run(
    `CREATE OR REPLACE TABLE ${name} (${stagings[name].map((column, i) => `${column} ${types[i]}`).join(", ")})`
  );
  const appender = await duck.connection.createAppender(name);
  for (const row of rows) {
    for (const value of row) {
      if (value === null) appender.appendNull();
      else if (typeof value === "string") appender.appendVarchar(value);
      else appender.appendInteger(value);
    }
    appender.endRow();
  }
  appender.closeSync();
}

/** Temporary tables stand before those of the warehouse that have the same name. */
async function shadow(duck: Duck): Promise<void> {
  const code = (column: string) => `month_at(${lastNo - months + 1} + ${column})`;
  const tables = {
    indicator: `SELECT c.indicator, t.ancestor AS region_code, c.period, c.breakdown, c.basis, sum(c.n)::DOUBLE AS numerator,
        sum(c.d)::DOUBLE AS denominator, sum(c.n)::DOUBLE / nullif(sum(c.d), 0) AS value,
        CASE WHEN sum(c.d) = 0 THEN 'na_zero_denominator' ELSE 'ok' END AS status, f.profile_id
      FROM calm_count AS c JOIN region_tree AS t ON t.descendant = c.region_code
      JOIN profile_in_force AS f ON f.region_code = t.ancestor AND f.is_chosen AND f.stat_year = CAST(c.period[1:4] AS INTEGER)
      GROUP BY ALL`,
    episode_at: `SELECT (SELECT max(as_of) FROM snapshot) AS as_of, id::VARCHAR AS household_id, place AS region_code, episode AS episode_no,
        members, category, labour, ${code("entered")} AS identified_month, CASE cause WHEN 'eliminated' THEN ${code("ended")} END AS eliminated_month,
        CASE cause WHEN 'exited' THEN ${code("ended")} END AS exit_month, CASE cause WHEN 'exited' THEN 'deceased' END AS exit_reason,
        coalesce(cause, 'registered') AS outcome, [risk] AS risks
      FROM calm_home`,
    episode_month: `SELECT id::VARCHAR AS household_id, place AS region_code, '${periodOf(months - 1)}' AS period, cause IS NULL AS is_registered
      FROM calm_home`,
    household_place: "SELECT id::VARCHAR AS household_id, place AS region_code FROM calm_home",
    entry_event: `SELECT id::VARCHAR AS household_id, ${code("month")} AS month FROM calm_event WHERE kind = 'entry'`,
    elimination_event: `SELECT id::VARCHAR AS household_id, ${code("month")} AS month FROM calm_event WHERE kind = 'eliminated'`,
    other_exit: `SELECT id::VARCHAR AS household_id, 1 AS episode_no, 'deceased' AS exit_reason, ${code("month")} AS exit_month, FALSE AS by_mistake
      FROM calm_event WHERE kind = 'left'`,
    measure: `SELECT id::VARCHAR AS household_id, episode AS episode_no, type AS measure_type, 'ongoing' AS status,
        make_date(${code("month")} // 100, ${code("month")} % 100, 15) AS start_on
      FROM calm_measure WHERE month < ${months}`,
    clue_row:
      "SELECT place AS place_code, make_date(month // 100, month % 100, 1) + day AS received_on FROM calm_clue",
    // Nothing is checked generally, so that no month is left out.
    sweep: "SELECT * FROM main.sweep WHERE FALSE"
  };
  for (const [name, query] of Object.entries(tables))
    await duck.run(`CREATE OR REPLACE TEMP TABLE ${name} AS ${query}`);
}

function tally({ rows, scans, curves, comparisons }: Signals): void {
  const latest = new Set([periodOf(months - 1), quarterOf(months - 1), "2023-W51", "2023-W52"]);
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

function monthCode(month: number): number {
  const no = lastNo - months + 1 + month;
  return Math.floor(no / 12) * 100 + (no % 12) + 1;
}

function periodOf(month: number): string {
  const code = String(monthCode(month));
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

function quarterOf(month: number): string {
  const code = monthCode(month);
  return `${Math.floor(code / 100)}Q${Math.ceil((code % 100) / 3)}`;
}

function digits(value: number): number {
  return Number(value.toPrecision(2));
}
