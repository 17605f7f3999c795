import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Table } from "../../loaders/contract/contract.ts";
import { literal } from "../../loaders/lib/duck.ts";
import { projectPath } from "../../loaders/lib/paths.ts";
import { readTsv } from "../../loaders/lib/tsv.ts";
import { readMatters } from "../../loaders/publish/matters.ts";
import { contract, figuresOf, type Run, takeIn } from "../support/exports.ts";

/**
 * A made-up prefecture of 21 households (README.md beside the exports) and what every indicator must come to there,
 * worked out by hand from the contract: truth.tsv, whose `why` names who counts. Nothing here knows the SQL.
 */
const exports = projectPath("test/golden/county/exports");
const asOf = "2023-12-31";

beforeEach(() => expect.hasAssertions());

/** The figures of a row in the order of the truth's columns; numbers as text to twelve digits. */
const figures = ["numerator", "denominator", "value", "status", "judgement"] as const;
type Figures = Readonly<Record<(typeof figures)[number], string>>;

/** The name a row goes by: indicator, region, period, breakdown, basis, profile. */
const keyOf =
  "concat_ws(' ', indicator, region_code, period, if(breakdown = '', '总计', breakdown), basis, profile_id)";

/** The rows of these names. */
async function tableOf(run: Run, keys: readonly string[]): Promise<Map<string, Figures>> {
  const rows = await run.rows(
    `SELECT ${keyOf} AS key, ${figures.join(", ")} FROM indicator
     WHERE key IN (SELECT unnest([${keys.map(literal).join(", ")}]))`
  );
  return new Map(
    rows.map(row => [
      String(row.key),
      Object.fromEntries(figures.map(name => [name, plain(row[name] ?? null)])) as unknown as Figures
    ])
  );
}

function plain(figure: string | number | boolean | null): string {
  return figure === null
    ? ""
    : typeof figure === "number"
      ? String(Number(figure.toPrecision(12)))
      : String(figure);
}

/** A figure of the truth: a number, a fraction such as 2/3, "" for none, "?" where the contract does not say. */
function written(text: string): string {
  const [over, under] = text.split("/").map(Number);
  return under ? plain(over! / under) : text;
}

const truth = readTsv(projectPath("test/golden/county/truth.tsv"), [
  ...["indicator", "region_code", "period", "breakdown", "basis", "profile_id", "why"],
  ...figures
]).flatMap(({ line, cells }) =>
  cells.profile_id!.split("|").map(profile => ({
    line,
    why: cells.why!,
    indicator: cells.indicator!,
    key: [
      cells.indicator,
      cells.region_code,
      cells.period,
      cells.breakdown || "总计",
      cells.basis,
      profile
    ].join(" "),
    figures: Object.fromEntries(figures.map(name => [name, written(cells[name]!)])) as unknown as Figures
  }))
);

const say = (row: Figures | undefined): string =>
  row
    ? `${row.numerator || "–"}/${row.denominator || "–"} = ${row.value || "–"} ${row.status} ${row.judgement}`
    : "no row";

/** Where a run differs from the truth, one line each. */
function differences(rows: typeof truth, table: ReadonlyMap<string, Figures>): string[] {
  return rows
    .filter(row => {
      const found = table.get(row.key);
      return !found || figures.some(name => row.figures[name] !== "?" && row.figures[name] !== found[name]);
    })
    .map(
      row =>
        `${row.key}: ${say(row.figures)} (line ${row.line}: ${row.why}), found ${say(table.get(row.key))}`
    );
}

/** All documents' rows side by side. */
let all: Run;
let allRows: Map<string, Figures>;
beforeAll(async () => {
  all = await takeIn(exports, { asOf });
  await figuresOf(all, { profile: "all" });
  allRows = await tableOf(all, [...new Set(truth.map(row => row.key))]);
});
afterAll(() => all?.close());

/** What stands where each region has its bound profile alone and `change` was made to what was read; taken back after. */
async function otherwise<T>(change: string, look: () => Promise<T>): Promise<T> {
  await all.duck.run("BEGIN");
  try {
    await all.duck.run(`CREATE TABLE beside AS FROM indicator; ${change}`);
    await figuresOf(all);
    return await look();
  } finally {
    await all.duck.run("ROLLBACK");
  }
}

describe("the truth", () => {
  test("has at least four rows for every indicator of the catalogue, and no row twice", () => {
    const few = [...contract().indicators.keys()].filter(
      id => truth.filter(row => row.indicator === id).length < 4
    );
    expect(few).toEqual([]);
    expect(new Set(truth.map(row => row.key)).size).toBe(truth.length);
  });

  test.each([...contract().indicators.keys()])("%s", id => {
    expect(
      differences(
        truth.filter(row => row.indicator === id),
        allRows
      ).join("\n")
    ).toBe("");
  });

  test("each region's bound profile alone gives the same rows", async () => {
    const { known, other } = await otherwise("", async () => ({
      known: (await tableOf(all, [...allRows.keys()])).size,
      other: await all.rows(
        `SELECT ${keyOf} AS key, ${figures.join(", ")} FROM (FROM indicator EXCEPT FROM beside) ORDER BY 1 LIMIT 20`
      )
    }));
    expect(known).toBeGreaterThan(500);
    expect(other).toEqual([]);
  });
});

test("each matter to be studied is counted from rows that stand there", async () => {
  const wanted = readMatters(contract()).flatMap(({ indicator, breakdowns, basis, period }) =>
    breakdowns.map(breakdown => [indicator, breakdown, basis === "context" ? "户" : basis, period])
  );
  const written = new Set(
    (
      await all.rows(`SELECT DISTINCT indicator, breakdown, basis, q.kind FROM indicator
        JOIN period AS q USING (period) WHERE region_code = '990100' AND (numerator IS NOT NULL OR denominator IS NOT NULL)`)
    ).map(row => Object.values(row).join(" "))
  );
  expect(wanted.map(parts => parts.join(" ")).filter(name => !written.has(name))).toEqual([]);
});

describe("the whole table", () => {
  const key = "indicator, region_code, period, breakdown, basis, profile_id";

  test("has one row of a key", async () => {
    expect(await all.rows(`SELECT ${key} FROM indicator GROUP BY ALL HAVING count(*) > 1`)).toEqual([]);
  });

  test("has a value where the status says so, and met or unmet only on sound figures", async () => {
    expect(
      await all.rows(
        `SELECT ${key} FROM indicator WHERE (value IS NOT NULL) <> (status IN ('ok', 'not_judged_input'))`
      )
    ).toEqual([]);
    expect(
      await all.rows(`SELECT ${key} FROM indicator WHERE judgement IN ('met', 'unmet') AND status <> 'ok'`)
    ).toEqual([]);
  });

  /**
   * A region's numerator and denominator are the sums of those below and of what is placed at the region itself
   * (contract README §3). Towns and villages write no breakdown of zero (§8.35). Medians are no sums, nor are rounds,
   * which counties may share; of K48's rows, and of K16's finer ones in towns and villages, only those with something found are
   * written, so that denominators lack some.
   */
  test("adds up from village to prefecture", async () => {
    const rows = await all.rows(`
      WITH f AS (SELECT indicator, region_code, period, breakdown, basis, profile_id, numerator AS n,
          if(indicator = 'K48' OR (indicator = 'K16' AND breakdown NOT LIKE '预警级别=%'), NULL, denominator) AS d, r.parent_code,
          count(*) OVER (PARTITION BY indicator, region_code, period, breakdown, basis) = 1 AS alone
          FROM indicator JOIN region AS r USING (region_code)
          WHERE indicator NOT IN ('K09', 'K29', 'K36') AND breakdown NOT LIKE '%中位数%'),
        -- A row nobody judges carries its own region's profile alone.
        below AS (SELECT f.region_code, f.indicator, f.period, f.breakdown, f.basis, f.profile_id, c.n, c.d
          FROM f JOIN f AS c ON c.parent_code = f.region_code AND c.indicator = f.indicator AND c.period = f.period
            AND c.breakdown = f.breakdown AND c.basis = f.basis AND (c.profile_id = f.profile_id OR (c.alone AND f.alone))),
        s AS (SELECT * EXCLUDE (n, d), sum(n) AS n, sum(d) AS d, bool_and(n IS NOT NULL) AS all_n, bool_and(d IS NOT NULL) AS all_d
          FROM below GROUP BY ALL)
      SELECT f.indicator, f.region_code, f.period, f.breakdown, f.basis, f.profile_id,
        if(all_n, f.n - s.n, NULL) AS n, if(all_d, f.d - s.d, NULL) AS d
      FROM f JOIN s USING (indicator, region_code, period, breakdown, basis, profile_id)
      WHERE (all_n AND f.n IS DISTINCT FROM s.n) OR (all_d AND f.d IS DISTINCT FROM s.d) ORDER BY ALL`);
    const strange = rows.filter(row => {
      const most = ownMost(String(row.indicator), String(row.region_code), String(row.basis));
      return ![row.n, row.d].every(more => more === null || (Number(more) >= 0 && Number(more) <= most));
    });
    expect(strange.slice(0, 20)).toEqual([]);
    expect(rows.some(row => row.region_code === "990101100")).toBe(true);
  });
});

/** What a region may have beyond the regions below it, at most. */
function ownMost(indicator: string, region: string, basis: string): number {
  // H06, two persons whose village is in no table, stands in its town.
  if (region === "990101100") return basis === "人" ? 2 : 1;
  // The county's own archive; the county that took no part in the second round, with its 800 persons.
  if (indicator === "K50" && region === "990102") return 1;
  return indicator === "K57" && region === "990100" ? 800 : 0;
}

/** What has nothing left to count without a table: of those the catalogue lets need it, which no other table can stand in for. */
const necessary: Readonly<Record<string, readonly string[]>> = {
  household_finance: ["K13", "K31", "K32"],
  warning_confirmation: ["K17"],
  clue: ["K04", "K05", "K06", "K07", "K08", "K09"],
  identification_step: ["K10", "K11", "K39", "K55", "K60"],
  elimination_step: ["K10", "K35", "K41", "K59", "K60"],
  measure: ["K27", "K29", "K32"],
  visit: ["K20", "K23"],
  survey: ["K18", "K19"],
  contact_person: ["K21", "K22"],
  assist_plan: ["K24", "K25"],
  job_push: ["K26"],
  dept_alert: ["K37"],
  data_match: ["K38", "K43"],
  // Without events there is no period to write a row for; prices are not counted.
  hazard_event: [],
  market_signal: [],
  // Takes cases out of the checks, which are no indicators.
  exemption: [],
  // What others state is set against the indicators and is in none.
  stated_figure: [],
  hazard_impact: ["K40"],
  risk_point: ["K42"],
  resettlement_site: ["K58"],
  sweep: ["K36", "K51"],
  subsidy_payment: ["K45"],
  fund: ["K46"],
  problem: ["K54"],
  archive_check: ["K50"],
  filing: ["K61"],
  task_deadline: ["K44"],
  industry_asset: ["K52", "K53"],
  safeguard_check: ["K51"],
  income_year: ["K29"],
  ledger_zz: ["K47"]
};

/** The tables an indicator may be counted from, as the catalogue has them. */
const needs = new Map(
  readTsv(projectPath("data/policy/indicators.tsv"), ["id", "needs_tables"]).map(({ cells }) => [
    cells.id!,
    new Set(cells.needs_tables!.split(","))
  ])
);
const naming = (table: Table): string[] =>
  [...needs].filter(([, tables]) => tables.has(table.id)).map(([id]) => id);

/** All local tables but the region table, the frame everything stands in. */
const local = [...contract().tables.values()].filter(
  table => (table.group === "B" || table.group === "C") && table.id !== "region_stat"
);

/** Tables taken away together: no indicator names two of them, so that each change has one cause. */
const rounds: Table[][] = [];
for (const table of local) {
  // Who has left stands in the log of eliminations alone: without it the register itself is another.
  const alone = table.id === "elimination_step";
  const round = rounds.find(
    others =>
      !alone &&
      others.every(
        other => other.id !== "elimination_step" && !naming(other).some(id => naming(table).includes(id))
      )
  );
  if (round) round.push(table);
  else rounds.push([table]);
}

describe("without a local table", () => {
  /** Per indicator, K48 per table: a digest of its rows, and how many of them lack data. */
  type Digest = ReadonlyMap<string, { rows: string; missing: number }>;

  /** The digest of what stands without some tables, as if nobody had handed them in. */
  const without = (tables: readonly Table[]): Promise<Digest> => {
    const change = tables.map(
      ({ id }) =>
        `DELETE FROM staging.${id}; DELETE FROM source_file WHERE table_id = '${id}'; DELETE FROM source_sheet WHERE table_id = '${id}';`
    );
    // One year of the region table is enough here, and quicker.
    const lastYear = "DELETE FROM staging.region_stat WHERE stat_year <> 2023;";
    return otherwise(`${change.join(" ")} ${lastYear}`, async () => {
      const rows = await all.rows(`
        SELECT if(indicator = 'K48', concat('K48 ', split_part(breakdown, '表=', 2)), indicator) AS part,
          concat_ws(' ', count(*), bit_xor(hash(CAST((indicator, region_code, period, breakdown, basis, profile_id,
            numerator, denominator, value, unit, status, judgement, clause) AS VARCHAR)))) AS rows,
          count(*) FILTER (status = 'missing_data') AS missing
        FROM indicator GROUP BY 1 ORDER BY 1`);
      return new Map(
        rows.map(row => [String(row.part), { rows: String(row.rows), missing: Number(row.missing) }])
      );
    });
  };

  let before: Digest;
  beforeAll(async () => {
    before = await without([]);
  });

  test("every local table is taken away once", () => {
    expect(
      rounds
        .flat()
        .map(table => table.id)
        .sort()
    ).toEqual(Object.keys(necessary).sort());
    expect(rounds.length).toBeLessThan(local.length / 2);
  });

  describe.each(rounds.map(round => [round.map(table => table.name).join("、"), round] as const))(
    "%s",
    (_, round) => {
      let changed: string[];
      let missing: string[];
      beforeAll(async () => {
        const now = await without(round);
        const own = round.map(({ name }) => `K48 ${name}`);
        const ids = (parts: readonly string[]): string[] => [
          ...new Set(parts.filter(part => !own.includes(part)).map(part => part.split(" ")[0]!))
        ];
        changed = ids([...before].filter(([id, was]) => now.get(id)?.rows !== was.rows).map(([id]) => id));
        missing = ids(
          [...now].filter(([id, is]) => is.missing > (before.get(id)?.missing ?? 0)).map(([id]) => id)
        );
      });

      test("all that does not name it stands as before", () => {
        const named = round.flatMap(naming);
        const others = round.some(table => table.id === "elimination_step") ? missing : changed;
        expect(others.filter(id => !named.includes(id))).toEqual([]);
      });

      test.each(round.map(table => [table.name, table] as const))("%s", (_, table) => {
        expect(missing.filter(id => necessary[table.id]!.includes(id))).toEqual(necessary[table.id]);
        expect(changed.filter(id => naming(table).includes(id)).length).toBeGreaterThanOrEqual(
          necessary[table.id]!.length
        );
      });
    }
  );
});
