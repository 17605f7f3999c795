import {
  type Signal,
  type SignalComparison,
  type SignalCurves,
  type SignalIndex,
  type SignalMethods,
  type SignalSample,
  type SignalScan,
  signalColumns,
  signalReasons
} from "../../src/lib/signal-data.ts";
import type { Contract } from "../contract/contract.ts";
import { type Duck, identifier, literal } from "../lib/duck.ts";
import { projectPath } from "../lib/paths.ts";
import type { BoundaryTopology } from "../regions/topology.ts";
import { type Cell, readCells } from "./cells.ts";
import { clusters, type ScanScope } from "./clusters.ts";
import { compare, type Subject } from "./compare.ts";
import { type Cause, curves, type Stretch } from "./curves.ts";
import { type Job, type Methods, readMethods } from "./methods.ts";
import { rates } from "./rates.ts";
import { type IndexRow, riskIndex } from "./risk-index.ts";
import { fillFrame, sampleOf } from "./sample.ts";
import { readSeats } from "./seats.ts";
import { series } from "./series.ts";

/** The statistics of a run. The rows stand in the warehouse's table `signal` as well. */
export interface Signals {
  readonly methods: SignalMethods;
  readonly rows: readonly Signal[];
  readonly scans: readonly SignalScan[];
  readonly curves: readonly SignalCurves[];
  readonly comparisons: readonly SignalComparison[];
  readonly index: SignalIndex;
  readonly sample: SignalSample;
}

/**
 * Runs the statistics on the indicators and episodes of the same connection. Regions, never households, are in what
 * comes back. The same warehouse gives the same result.
 * @param boundaries outlines, for places the region table has no seat of
 */
export async function signals(
  duck: Duck,
  contract: Contract,
  boundaries: BoundaryTopology | null = null
): Promise<Signals> {
  const methods = readMethods(contract);
  await fillSets(duck, methods);
  const rows: Signal[] = [];
  for (const job of methods.of("funnel"))
    rows.push(...rates(job, await readCells(duck, job, shown(methods)), methods));
  for (const job of methods.of("series"))
    rows.push(...series(job, await readCells(duck, job, "TRUE"), await campaigns(duck), methods));
  const scans: SignalScan[] = [];
  const seats = await readSeats(duck, boundaries);
  for (const job of methods.of("scan")) {
    const found = clusters(job, await scopesOf(duck, job, methods), seats, methods);
    rows.push(...found.rows);
    scans.push(...found.scans);
  }
  await writeTable(duck, rows);
  return {
    methods: await methodsOf(duck, methods),
    rows,
    scans,
    curves: await readCurves(duck, contract, methods),
    comparisons: await readComparisons(duck, contract, methods),
    index: riskIndex(await readQuarters(duck, methods), methods),
    sample: await sampleOf(duck, contract, methods)
  };
}

/** Fills the sets of this folder's SQL. */
export async function fillSets(duck: Duck, methods: Methods): Promise<void> {
  const values = (rows: readonly (readonly (string | number)[])[]): string =>
    rows
      .map(row => `(${row.map(cell => (typeof cell === "number" ? cell : literal(cell))).join(", ")})`)
      .join(", ");
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE signal_job AS SELECT * FROM (VALUES ${values(
      methods.jobs.map(({ id, method, indicator, breakdown, basis, base, kind, span }) => [
        ...[id, method, indicator, breakdown, basis, base, kind],
        span
      ])
    )}) AS j(job, method, indicator, breakdown, basis, base, kind, span)`
  );
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE signal_input_of AS SELECT * FROM (VALUES ${values(
      methods.inputs.map(({ id, indicator, breakdown, basis, base }) => [
        id,
        indicator,
        breakdown,
        basis,
        base
      ])
    )}) AS i(id, indicator, breakdown, basis, base)`
  );
  const named = (rows: readonly { readonly indicator: string }[]): string =>
    [...new Set(rows.map(({ indicator }) => literal(indicator)))].join(", ");
  // Indicators are named as constants, so that a row of another is left out before its texts are read.
  const replace = {
    job_indicators: named(methods.jobs),
    input_indicators: named(methods.inputs),
    landmark: String(methods.number("comparison", "landmark")),
    horizon: String(methods.number("comparison", "horizon"))
  };
  for (const file of ["10_cell", "20_spell", "40_index"])
    await duck.file(projectPath(`loaders/signals/sql/${file}.sql`), replace);
  await fillFrame(duck);
}

/** Counties by the latest months or quarters; towns at the ends of quarters, and now. */
function shown(methods: Methods): string {
  const ages = ["month", "quarter"].map(
    kind => `(kind = '${kind}' AND age < ${methods.number("all", `${kind}s`)})`
  );
  return `level <> 'root' AND (${ages.join(" OR ")}) AND (level = 'county' OR ends_quarter)`;
}

async function campaigns(duck: Duck): Promise<ReadonlySet<string>> {
  const rows = await duck.rows("SELECT region_code, period FROM signal_campaign ORDER BY ALL");
  return new Set(rows.map(row => `${row.region_code} ${row.period}`));
}

/** Counties of a province, and the towns of each prefecture and county, at the ends of quarters. */
async function scopesOf(duck: Duck, job: Job, methods: Methods): Promise<ScanScope[]> {
  const cells = await readCells(
    duck,
    job,
    `ends_quarter AND level <> 'root' AND age < ${methods.number("all", "months")}`
  );
  const scopes = await duck.rows(
    `SELECT r.region_code AS code, r.region_level AS level, list(p.region_code ORDER BY p.region_code)::VARCHAR AS members
     FROM region AS r JOIN region_tree AS t ON t.ancestor = r.region_code JOIN signal_place AS p ON p.region_code = t.descendant
       AND p.level = CASE WHEN r.region_level = 'province' THEN 'county' ELSE 'town' END
     WHERE r.region_level IN ('province', 'prefecture', 'county', 'zone')
       AND r.region_code IN (SELECT descendant FROM region_tree WHERE ancestor = (SELECT region_code FROM region_root))
     GROUP BY ALL ORDER BY r.region_code`
  );
  const byPeriod = new Map<string, Map<string, Cell>>();
  for (const cell of cells) {
    const own = byPeriod.get(cell.period) ?? new Map<string, Cell>();
    byPeriod.set(cell.period, own.set(cell.region_code, cell));
  }
  return scopes.flatMap(({ code, members }) => {
    const codes = String(members).slice(1, -1).split(", ");
    return [...byPeriod].map(([period, own]) => ({
      within: String(code),
      period,
      cells: codes.flatMap(member => own.get(member) ?? [])
    }));
  });
}

async function regionsOf(duck: Duck): Promise<{ code: string; isRoot: boolean }[]> {
  const rows = await duck.rows(
    "SELECT region_code AS code, level = 'root' AS is_root FROM signal_place WHERE level <> 'town' ORDER BY level = 'root' DESC, region_code"
  );
  return rows.map(row => ({ code: String(row.code), isRoot: Boolean(row.is_root) }));
}

async function readCurves(duck: Duck, contract: Contract, methods: Methods): Promise<SignalCurves[]> {
  const exits = (contract.codes.get("exit_reason") ?? []).filter(
    ({ code }) => code !== "mistake" && code !== "risk_eliminated"
  );
  const regions = await regionsOf(duck);
  const found: SignalCurves[] = [];
  for (const question of ["elimination", "relapse"]) {
    const rows = await duck.rows(
      `SELECT id, county, category, labour, entry, stop, cause, is_known, measure FROM signal_${question} ORDER BY id, entry, stop`
    );
    const first = question === "relapse" ? "返贫（再纳入）" : "风险消除";
    const causes: Cause[] = [
      { code: question === "relapse" ? "relapse" : "risk_eliminated", label: first },
      ...exits
    ];
    for (const job of methods.of("incidence").filter(({ base }) => base === question))
      found.push(...curves(job, rows as unknown as Stretch[], causes, regions, methods));
  }
  return found;
}

async function readComparisons(
  duck: Duck,
  contract: Contract,
  methods: Methods
): Promise<SignalComparison[]> {
  const rows = await duck.rows(
    `SELECT id, county, category, labour, members, risk, half, hit, array_to_string(measures, '|') AS measures FROM signal_subject ORDER BY id`
  );
  const subjects = rows.map(
    row => ({ ...row, measures: String(row.measures).split("|") }) as unknown as Subject
  );
  const kinds = (contract.codes.get("measure_category") ?? []).map(({ label }) => label);
  return (await regionsOf(duck)).flatMap(({ code, isRoot }) => {
    const own = isRoot ? subjects : subjects.filter(({ county }) => county === code);
    return methods.of("comparison").flatMap(job => compare(job, code, own, kinds, methods));
  });
}

async function readQuarters(duck: Duck, methods: Methods): Promise<Map<string, IndexRow[]>> {
  const inputs = await duck.rows("SELECT id, region_code, quarter, value FROM signal_input ORDER BY ALL");
  const values = new Map(inputs.map(row => [`${row.quarter} ${row.region_code} ${row.id}`, row.value]));
  const rows = await duck.rows(
    `SELECT quarter, region_code, CAST(events AS DOUBLE) AS events, base FROM signal_entered ORDER BY quarter, region_code`
  );
  const quarters = new Map<string, IndexRow[]>();
  for (const { quarter, region_code: region, events, base } of rows) {
    const own = quarters.get(String(quarter)) ?? [];
    const known = methods.inputs.map(({ id }): [string, number | null] => {
      const value = values.get(`${quarter} ${region} ${id}`);
      return [id, typeof value === "number" ? value : null];
    });
    own.push({
      region: String(region),
      inputs: Object.fromEntries(known),
      events: events === null ? null : Number(events),
      base: base === null ? null : Number(base)
    });
    quarters.set(String(quarter), own);
  }
  return new Map([...quarters].slice(-methods.number("all", "quarters")));
}

async function methodsOf(duck: Duck, methods: Methods): Promise<SignalMethods> {
  const [sweeps] = await duck.rows(
    "SELECT count(*) AS n FROM source_file WHERE table_id = 'sweep' AND status = 'accepted' AND rows_accepted > 0"
  );
  return {
    reasons: signalReasons,
    jobs: methods.jobs.map(({ family: _, ...job }) => job),
    parameters: methods.parameters,
    campaignsKnown: Number(sweeps!.n) > 0
  };
}

/** Puts the rows into the warehouse's table `signal`. Grain: job × region × period. */
async function writeTable(duck: Duck, rows: readonly Signal[]): Promise<void> {
  const { text, numbers } = signalColumns;
  const columns = [
    ...text.map(name => `${identifier(name)} VARCHAR`),
    ...numbers.map(name => `${identifier(name)} DOUBLE`)
  ];
  await duck.run(`CREATE OR REPLACE TABLE signal (${columns.join(", ")})`);
  const appender = await duck.connection.createAppender("signal");
  for (const row of rows) {
    for (const name of text) appender.appendVarchar(row[name]);
    for (const name of numbers) {
      const value = row[name];
      if (value === null || !Number.isFinite(value)) appender.appendNull();
      else appender.appendDouble(value);
    }
    appender.endRow();
  }
  appender.closeSync();
}
