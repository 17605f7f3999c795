import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as aq from "arquero";
import { readContract } from "../../loaders/contract/contract.ts";
import { indicators } from "../../loaders/indicators/indicators.ts";
import { literal } from "../../loaders/lib/duck.ts";
import { cachePath, projectPath } from "../../loaders/lib/paths.ts";
import { readSettings } from "../../loaders/lib/settings.ts";
import { model } from "../../loaders/model/model.ts";
import { report, round } from "./peers.ts";
import { demoExports, intakeOf } from "./world.ts";

/**
 * All indicators of the demo in SQL, and a part of them that arquero and pandas work out too: K03 (total and categories) and K33 so
 * far (total and categories), by household and by person, for every region and month. All three begin with the model's table of
 * episodes in memory, the region tree, the months and the categories, and end with the same rows, which are compared one by one.
 * Per row: ours over all indicators with the model before them (`all`) and the two families K03 and K33 belong to, which make other
 * rows beside (`families`). Medians of five. A peer that is missing is said to be.
 */
const TIMES = 5;
const folder = cachePath("bench", "p6");
mkdirSync(folder, { recursive: true });
const contract = readContract();
const path = join(folder, "demo.duckdb");
for (const file of [path, `${path}.wal`]) rmSync(file, { force: true });
const { duck, asOf } = await intakeOf(await demoExports());

const rowsOf = async (where = "TRUE"): Promise<number> =>
  Number((await duck.rows(`SELECT count(*) AS n FROM indicator WHERE ${where}`))[0]!.n);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const timed = async (act: () => Promise<void>): Promise<number> => {
  const start = performance.now();
  await act();
  return (performance.now() - start) / 1000;
};
const whole = async (): Promise<void> => {
  await model(duck, contract, { asOf, root: "", profile: "", defaultProfile: readSettings().profile });
  await indicators(duck, contract);
};
const allSeconds: number[] = [];
for (let i = 0; i < TIMES; i += 1) allSeconds.push(await timed(whole));
const allRows = await rowsOf();
const familySeconds: number[] = [];
for (let i = 0; i < TIMES; i += 1)
  familySeconds.push(await timed(() => indicators(duck, contract, ["10", "20"])));
const familyRows = await rowsOf();

const subset = `(indicator = 'K03' AND (breakdown = '' OR breakdown LIKE '监测对象类别=%'))
  OR (indicator = 'K33' AND (breakdown = '口径=累计' OR breakdown LIKE '口径=累计;监测对象类别=%') AND period IN (SELECT period FROM month_period))`;
const inputs: Readonly<Record<string, string>> = {
  episode: `SELECT region_code, category, members, outcome, identified_month, coalesce(eliminated_month, 0) AS eliminated_month,
    coalesce(exit_month, 0) AS exit_month FROM episode WHERE identified_month IS NOT NULL`,
  tree: "SELECT ancestor, descendant FROM region_tree",
  month: "SELECT period, end_month FROM month_period ORDER BY period",
  category: "SELECT category FROM category_row",
  region: `SELECT region_code, CAST(is_sparse AS INTEGER) AS is_sparse,
    CAST(region_code IN (SELECT region_code FROM scope WHERE indicator = 'K33') AS INTEGER) AS has_rate FROM scope WHERE indicator = 'K03'`
};
const keys = "indicator, region_code, period, breakdown, basis";
for (const [name, sql] of Object.entries(inputs))
  await duck.run(`COPY (${sql}) TO ${literal(join(folder, `${name}.csv`))} (HEADER)`);

const ours = { seconds: round(median(allSeconds)), rows: allRows };
const families = { seconds: round(median(familySeconds)), rows: familyRows, ofPeers: await rowsOf(subset) };
const arquero = await withArquero();
const pandas = await withPandas();
duck.close();
const perRow = (of: { seconds: number; rows: number }): number => of.seconds / of.rows;
const ratios = (
  name: string,
  peer: { seconds: number; rows: number } | { missing: string }
): Record<string, number> =>
  "seconds" in peer
    ? {
        [`${name}PerRowOverAll`]: round(perRow(peer) / perRow(ours)),
        [`${name}PerRowOverFamilies`]: round(perRow(peer) / perRow(families))
      }
    : {};
report("p6-indicators", {
  persons: "demo",
  all: { ...ours, microsecondsPerRow: round(perRow(ours) * 1e6) },
  families: { ...families, microsecondsPerRow: round(perRow(families) * 1e6) },
  arquero,
  pandas,
  ...ratios("arquero", arquero),
  ...ratios("pandas", pandas)
});

/** Rows of a peer's CSV that ours lacks or has otherwise, and the other way round: must be none. */
async function differing(csv: string): Promise<number> {
  const theirs = `SELECT indicator, region_code, period, coalesce(breakdown, '') AS breakdown, basis, CAST(numerator AS DOUBLE) AS numerator, CAST(denominator AS DOUBLE) AS denominator,
    round(CAST(value AS DOUBLE), 12) AS value FROM read_csv(${literal(csv)}, header = true, all_varchar = true)`;
  const own = `SELECT ${keys}, numerator, denominator, round(value, 12) AS value FROM indicator WHERE ${subset}`;
  const [found] = await duck.rows(
    `SELECT (SELECT count(*) FROM (${own} EXCEPT ALL ${theirs})) + (SELECT count(*) FROM (${theirs} EXCEPT ALL ${own})) AS n`
  );
  return Number(found!.n);
}

/** What pandas came to. */
interface Pandas {
  version: string;
  rows: number;
  seconds: number;
  differing: number;
}

async function withPandas(): Promise<Pandas | { missing: string }> {
  for (const python of ["python3", "/usr/bin/python3"]) {
    const run = spawnSync(python, [projectPath("test/bench/p6-pandas.py"), folder, String(TIMES)], {
      encoding: "utf8"
    });
    if (run.status !== 0) continue;
    const { version, rows, seconds } = JSON.parse(run.stdout) as {
      version: string;
      rows: number;
      seconds: number[];
    };
    return {
      version,
      rows,
      seconds: round(median(seconds)),
      differing: await differing(join(folder, "pandas.csv"))
    };
  }
  return { missing: "pandas is not installed" };
}

async function withArquero() {
  const read = async (name: string) => {
    const reader = await duck.connection.runAndReadAll(inputs[name]!);
    const columns = reader
      .getColumns()
      .map(column => column.map(value => (typeof value === "bigint" ? Number(value) : value)));
    return aq.table(Object.fromEntries(reader.columnNames().map((column, at) => [column, columns[at]!])));
  };
  const [episode, tree, month, category, region] = [
    await read("episode"),
    await read("tree"),
    await read("month"),
    await read("category"),
    await read("region")
  ];
  const sums = {
    cumulative_h: "d => op.sum(d.cumulative_h)",
    cumulative_p: "d => op.sum(d.cumulative_p)",
    eliminated_h: "d => op.sum(d.eliminated_h)",
    eliminated_p: "d => op.sum(d.eliminated_p)",
    registered_h: "d => op.sum(d.registered_h)",
    registered_p: "d => op.sum(d.registered_p)"
  };
  const filled = Object.fromEntries(Object.keys(sums).map(name => [name, `d => d.${name} || 0`]));
  const figures = () => {
    const leaf = episode
      .cross(month)
      .filter("d => d.identified_month <= d.end_month")
      .derive({
        gone: "d => d.outcome === 'eliminated' && d.eliminated_month <= d.end_month",
        here: "d => d.outcome !== 'unknown' && !(d.outcome === 'eliminated' && d.eliminated_month <= d.end_month) && !(d.outcome === 'exited' && d.exit_month <= d.end_month)"
      })
      .derive({
        descendant: "d => d.region_code",
        cumulative_h: "d => 1",
        cumulative_p: "d => d.members",
        eliminated_h: "d => d.gone ? 1 : 0",
        eliminated_p: "d => d.gone ? d.members : 0",
        registered_h: "d => d.here ? 1 : 0",
        registered_p: "d => d.here ? d.members : 0"
      })
      .groupby("descendant", "period", "category")
      .rollup(sums);
    const rolled = leaf.join(tree, "descendant").groupby("ancestor", "period", "category").rollup(sums);
    const total = rolled.groupby("ancestor", "period").rollup(sums).derive({ category: "d => ''" });
    const cell = region
      .cross(month.select("period"))
      .cross(category.concat(aq.table({ category: [""] })))
      .join_left(rolled.concat(total), [
        ["region_code", "period", "category"],
        ["ancestor", "period", "category"]
      ])
      .derive(filled)
      .derive({ label: "d => d.category === '' ? '' : '监测对象类别=' + d.category" });
    const names = Object.fromEntries(
      cell
        .columnNames()
        .filter(name => /^(region_code|period|category)_1$/.test(name))
        .map(name => [name, name.slice(0, -2)])
    );
    const plain = cell.rename(names);
    const columns = [
      "indicator",
      "region_code",
      "period",
      "breakdown",
      "basis",
      "numerator",
      "denominator",
      "value"
    ];
    const parts = [
      ["户", "h"],
      ["人", "p"]
    ].flatMap(([basis, end]) => [
      plain
        .filter("d => d.is_sparse === 0 || d.category === '' || d.registered_h > 0")
        .derive({
          indicator: "d => 'K03'",
          breakdown: "d => d.label",
          basis: `d => '${basis}'`,
          numerator: `d => d.registered_${end}`,
          denominator: "d => null",
          value: `d => d.registered_${end}`
        })
        .select(columns),
      plain
        .filter(`d => d.has_rate === 1 && (d.is_sparse === 0 || d.cumulative_${end} > 0)`)
        .derive({
          indicator: "d => 'K33'",
          breakdown: "d => d.label === '' ? '口径=累计' : '口径=累计;' + d.label",
          basis: `d => '${basis}'`,
          numerator: `d => d.eliminated_${end}`,
          denominator: `d => d.cumulative_${end}`,
          value: `d => d.cumulative_${end} > 0 ? d.eliminated_${end} / d.cumulative_${end} : null`
        })
        .select(columns)
    ]);
    return parts.reduce((all, part) => all.concat(part)).reify();
  };
  const seconds: number[] = [];
  let table = figures();
  for (let i = 0; i < TIMES; i += 1) {
    const start = performance.now();
    table = figures();
    seconds.push((performance.now() - start) / 1000);
  }
  const csv = join(folder, "arquero.csv");
  writeFileSync(csv, table.toCSV());
  return { rows: table.numRows(), seconds: round(median(seconds)), differing: await differing(csv) };
}
