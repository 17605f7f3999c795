import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { range } from "d3-array";
import { generateDemo } from "../../loaders/demo/demo.ts";
import { createRandom, type Random } from "../../loaders/demo/random.ts";
import type { Duck } from "../../loaders/lib/duck.ts";
import { fillSets } from "../../loaders/signals/signals.ts";
import { methods, poisson } from "../signals/null-world.ts";
import { contract, type Run, runAll } from "../support/exports.ts";

const lastNo = 2023 * 12 + 11;
/** Per rural household and month: identified, clues, alerts. */
const rate = { entry: 0.0006, clue: 0.0008, alert: 0.0004 };
/** Per household and month: risk eliminated, left otherwise, back after elimination. */
const hazard = { eliminated: 0.05, left: 0.002, back: 0.004 };
/** Months the register fills before the data begin. */
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

/** A warehouse with places and months but a register that is drawn. */
export interface Calm {
  readonly run: Run;
  readonly contract: ReturnType<typeof contract>;
  readonly towns: number;
  /**
   * Draws a register that differs from place to place and from month to month by chance alone (households identified,
   * eliminated, coming back, visited, helped and reported at one rate everywhere), and puts all that the statistics
   * read in front of the warehouse's own tables. Returns how many households it has.
   */
  readonly settle: (seed: number) => Promise<number>;
}

/**
 * Opens a warehouse of the demo's places, or of a made-up province.
 * @param homes rural households for each of the smallest demo; of a province, in each town
 */
export async function openCalm(options: {
  readonly months: number;
  readonly homes: number;
  readonly province?: boolean;
}): Promise<Calm> {
  const { months, homes } = options;
  const folder = mkdtempSync(join(tmpdir(), "calm-"));
  await generateDemo({ households: 300, seed: 1, months, out: folder });
  const run = await runAll(folder, { asOf: "2023-12-31", families: ["10", "20", "22"] });
  rmSync(folder, { recursive: true });
  const { duck } = run;
  if (options.province) await settleProvince(duck, homes);
  else await duck.run(`UPDATE region_base SET rural_households = rural_households * ${homes}`);
  await fillSets(duck, methods);
  const rows = await run.rows(
    `SELECT p.region_code AS code, CAST(b.rural_households AS INTEGER) AS homes FROM signal_place AS p
     JOIN region_base AS b ON b.region_code = p.region_code AND b.stat_year = 2023 WHERE p.level = 'town' ORDER BY code`
  );
  const towns = rows.map(row => ({ code: String(row.code), homes: Number(row.homes) }));
  return {
    run,
    contract: contract(),
    towns: towns.length,
    settle: seed => settle(duck, createRandom(seed, "calm"), towns, months)
  };
}

/** 16 prefectures of 10 counties with 1,800 towns in all, in front of the demo's places. */
async function settleProvince(duck: Duck, homes: number): Promise<void> {
  const tables = {
    calm_region: `
      WITH county AS (SELECT p, c, 990000 + p * 100 + c AS code FROM range(1, 17) AS a(p), range(1, 11) AS b(c)),
      town AS (SELECT p, c, t, code * 1000 + 99 + t AS code FROM county, range(1, 13) AS d(t) WHERE t < 12 OR code % 4 = 0)
      SELECT '990000' AS region_code, 'province' AS region_level, [] AS above, 110.0 AS longitude, 26.0 AS latitude
      UNION ALL SELECT (990000 + p * 100)::VARCHAR, 'prefecture', ['990000'], 110.0 + p, 26.0 FROM range(1, 17) AS a(p)
      UNION ALL SELECT code::VARCHAR, 'county', ['990000', (990000 + p * 100)::VARCHAR], 110 + p + c % 4 * 0.2, 26 + c // 4 * 0.2 FROM county
      UNION ALL SELECT code::VARCHAR, 'town', ['990000', (990000 + p * 100)::VARCHAR, code[1:6]], 110 + p + c % 4 * 0.2 + t % 4 * 0.05,
        26 + c // 4 * 0.2 + t // 4 * 0.05 FROM (SELECT p, c, t, code::VARCHAR AS code FROM town)`,
    scope: `SELECT DISTINCT s.indicator, r.region_code, r.region_level FROM calm_scope AS s JOIN calm_region AS r
      ON r.region_level = s.region_level OR (r.region_level = 'province' AND s.region_level = 'prefecture')`,
    region: "SELECT * EXCLUDE (above), region_code AS region_name FROM calm_region",
    region_tree: `SELECT unnest(above || [region_code]) AS ancestor, region_code AS descendant FROM calm_region`,
    region_county:
      "SELECT region_code, CASE region_level WHEN 'town' THEN region_code[1:6] ELSE region_code END AS county_code FROM calm_region",
    region_root: "SELECT '990000' AS region_code",
    region_base: `SELECT r.ancestor AS region_code, y.stat_year, count(*) * ${homes} AS rural_households, 0 AS rural_population, 0 AS registered_poor_pop
      FROM region_tree AS r JOIN calm_region AS t ON t.region_code = r.descendant AND t.region_level = 'town'
      CROSS JOIN (SELECT DISTINCT stat_year FROM period) AS y GROUP BY ALL`,
    profile_in_force: `SELECT region_code, stat_year, 'FJ2020' AS profile_id, TRUE AS is_chosen FROM calm_region CROSS JOIN (SELECT DISTINCT stat_year FROM period)`
  };
  await duck.run(
    "CREATE OR REPLACE TEMP TABLE calm_scope AS SELECT DISTINCT indicator, region_level FROM scope"
  );
  await duck.run("DROP VIEW scope");
  for (const [name, query] of Object.entries(tables))
    await duck.run(`CREATE OR REPLACE TEMP TABLE ${name} AS ${query}`);
}

async function settle(duck: Duck, random: Random, towns: readonly Town[], months: number): Promise<number> {
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
  await shadow(duck, months);
  return homes;

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
      rows.calm_count.push([indicator, breakdown, basis, town.code, periodOf(month, months), n, d]);
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
        ...["K27", "分项=任一措施", "户", town.code, quarterOf(month, months)],
        some(count.in, 0.9),
        count.in
      ]);
    for (let left = clues; left > 0; left--)
      rows.calm_clue.push([town.code, monthCode(month, months), random.int(0, 27)]);
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
async function shadow(duck: Duck, months: number): Promise<void> {
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
    episode_month: `SELECT id::VARCHAR AS household_id, place AS region_code, '${periodOf(months - 1, months)}' AS period, cause IS NULL AS is_registered
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

/** The month of the data, as 202312. */
function monthCode(month: number, months: number): number {
  const no = lastNo - months + 1 + month;
  return Math.floor(no / 12) * 100 + (no % 12) + 1;
}

export function periodOf(month: number, months: number): string {
  const code = String(monthCode(month, months));
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

export function quarterOf(month: number, months: number): string {
  const code = monthCode(month, months);
  return `${Math.floor(code / 100)}Q${Math.ceil((code % 100) / 3)}`;
}
