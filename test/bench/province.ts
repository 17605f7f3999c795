import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FeatureCollection, Polygon } from "geojson";
import { readContract } from "../../loaders/contract/contract.ts";
import { Duck } from "../../loaders/lib/duck.ts";
import { publishIndicators, regionsOf, villagesOf } from "../../loaders/publish/publish.ts";
import { boundariesFor, importBoundaries } from "../../loaders/regions/boundaries.ts";
import { parseBoundaries } from "../../loaders/regions/geojson.ts";
import type { RegionRow } from "../../loaders/regions/region.ts";
import { topologyText } from "../../loaders/regions/topology.ts";
import type { Meta, Region } from "../../src/lib/site.ts";

/** Prefectures of eight counties, and how many of them stand side by side on the map. */
const prefectures = 20;
const across = 5;
/** Degrees from one prefecture's place to the next. */
const step = [1.9, 1.6] as const;
/** Prefectures whose towns have figures; a county's page is the same size in any of them. */
const withTowns = 3;
const root = "990000";
/** First characters of the copies' names, so that they can be told apart. */
const firsts = [..."岭松桐槐柏枫杉榆栗桂梅竹兰荷芦菱溪泉湖湾"];

/** Made-up sizes of a province. */
export interface Province {
  readonly counties: number;
  readonly towns: number;
  readonly villages: number;
  readonly months: number;
  /** Rows of the indicator table above the villages. */
  readonly rows: number;
}

/**
 * Writes what the site of a province would read: the demo's prefecture twenty times over under one root (its region
 * table, shapes and indicator rows by SQL, with a year more in front), published by the same steps as every build. What
 * does not grow with the places (catalogue, policy, events) is the demo's own.
 * @param warehouse of the demo's build
 * @param demo what that build published
 * @param shapes the demo's boundary file
 */
export async function publishProvince(
  warehouse: string,
  demo: string,
  shapes: string,
  folder: string
): Promise<Province> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "figures"), { recursive: true });
  cpSync(demo, folder, {
    recursive: true,
    filter: path => !path.startsWith(join(demo, "figures"))
  });
  const work = `${folder}-work.duckdb`;
  cpSync(warehouse, work);
  const duck = await Duck.open(work);
  try {
    await multiply(duck);
    await publishIndicators(duck, readContract(), folder);
    copyStatistics(join(demo, "figures"), join(folder, "figures"));
    const json = (name: string, value: unknown): void =>
      writeFileSync(join(folder, name), `${JSON.stringify(value)}\n`);
    const regions = await regionsOf(duck);
    json("regions.json", regions);
    json("villages.json", await villagesOf(duck));
    const meta = JSON.parse(readFileSync(join(demo, "meta.json"), "utf8")) as Meta;
    const periods = {
      month: [...yearBefore(meta.periods.month), ...meta.periods.month],
      quarter: [...yearBefore(meta.periods.quarter), ...meta.periods.quarter],
      year: [...yearBefore(meta.periods.year), ...meta.periods.year]
    };
    json("meta.json", { ...meta, root, periods });
    writeFileSync(join(folder, "boundaries.json"), topologyText(topologyOf(regions, shapes)));
    const [sizes] = await duck.rows(
      `SELECT count(*) FILTER (region_level = 'county')::INT AS counties, count(*) FILTER (region_level = 'town')::INT AS towns,
         count(*) FILTER (region_level = 'village')::INT AS villages,
         (SELECT count(*)::INT FROM indicator WHERE region_level <> 'village') AS rows FROM region`
    );
    return { ...(sizes as unknown as Omit<Province, "months">), months: periods.month.length };
  } finally {
    duck.close();
    rmSync(work, { force: true });
  }
}

/** Statistics are the demo's own, so that their files are there and of their size. */
function copyStatistics(demo: string, figures: string): void {
  const places = readdirSync(figures, { withFileTypes: true }).filter(entry => entry.isDirectory());
  for (const place of ["", ...places.map(({ name }) => name)]) {
    const from = join(demo, place && `9901${place.slice(4)}`);
    if (!existsSync(from)) continue;
    for (const { name } of readdirSync(from, { withFileTypes: true }).filter(entry => entry.isFile()))
      if (!existsSync(join(figures, place, name))) cpSync(join(from, name), join(figures, place, name));
  }
}

/** The periods of the first year of a list, a year earlier. */
function yearBefore(periods: readonly string[]): string[] {
  const year = periods[0]!.slice(0, 4);
  return periods
    .filter(period => period.startsWith(year))
    .map(period => String(Number(year) - 1) + period.slice(4));
}

/** Code of a copy's place: 9901… becomes 9902…, 9903… */
const moved = (code: string, copy: string): string =>
  `'99' || lpad((${copy} + 1)::VARCHAR, 2, '0') || ${code}[5:]`;

async function multiply(duck: Duck): Promise<void> {
  const names = `[${firsts.map(first => `'${first}'`).join(", ")}]`;
  const copies = `range(${prefectures}) AS copies(copy)`;
  const renamed = `CASE WHEN copy = 0 THEN region_name ELSE ${names}[copy + 1] || region_name[2:] END`;
  // Grain: one region. As many villages more as make twenty thousand, each beside one that is there.
  await duck.run(`CREATE OR REPLACE TABLE copied_region AS
    WITH own AS (
      SELECT region_code, region_name, region_level, parent_code, longitude, latitude FROM region
      UNION ALL
      SELECT region_code[1:9] || (region_code[10:]::INT + 500), region_name[1:1] || '新' || region_name[2:], region_level, parent_code, longitude, latitude
      FROM (FROM region WHERE region_level = 'village' ORDER BY region_code LIMIT (SELECT 1000 - count(*) FROM region WHERE region_level = 'village'))
    )
    SELECT ${moved("region_code", "copy")} AS region_code, ${renamed} AS region_name, region_level,
      CASE WHEN region_level = 'prefecture' THEN '${root}' ELSE ${moved("parent_code", "copy")} END AS parent_code,
      longitude + copy % ${across} * ${step[0]} AS longitude, latitude - copy // ${across} * ${step[1]} AS latitude
    FROM own, ${copies}
    UNION ALL SELECT '${root}', '示范省', 'province', NULL, 118, 27`);
  await duck.run(
    "CREATE OR REPLACE TABLE region AS SELECT *, []::VARCHAR[] AS region_aliases FROM copied_region ORDER BY region_code"
  );
  await duck.run(`CREATE OR REPLACE TABLE region_tree AS
    WITH RECURSIVE climb AS (
      SELECT region_code AS descendant, region_code AS ancestor, 0 AS distance FROM region
      UNION ALL
      SELECT descendant, r.parent_code, distance + 1 FROM climb JOIN region AS r ON r.region_code = ancestor WHERE r.parent_code IS NOT NULL
    ) FROM climb`);
  await duck.run(`CREATE OR REPLACE TABLE region_root AS SELECT '${root}' AS region_code`);
  await duck.run(`CREATE OR REPLACE TEMP VIEW plain AS
    SELECT * REPLACE (${["region_code", "region_name", "period"].map(name => `CAST(${name} AS VARCHAR) AS ${name}`).join(", ")}) FROM indicator`);
  const year = "(SELECT min(period[1:4]) FROM plain WHERE regexp_full_match(period, '[0-9]{4}-[0-9]{2}'))";
  // Grain: as the indicator table; the first year of the demo stands once more a year earlier.
  await duck.run(`CREATE OR REPLACE TABLE longer AS
    FROM plain WHERE region_level <> 'village'
    UNION ALL
    SELECT * REPLACE ((period[1:4]::INT - 1) || period[5:] AS period) FROM plain
    WHERE region_level <> 'village' AND period[1:4] = ${year} AND regexp_full_match(period, '[0-9]{4}(-[0-9]{2}|Q[1-4]|)')`);
  await duck.run(`CREATE OR REPLACE TABLE indicator AS
    SELECT * EXCLUDE (copy) REPLACE (${moved("region_code", "copy")} AS region_code, ${renamed} AS region_name) FROM longer, ${copies}
    WHERE region_level <> 'town' OR copy < ${withTowns}
    UNION ALL
    SELECT * REPLACE ('${root}' AS region_code, '示范省' AS region_name, 'province' AS region_level) FROM longer WHERE region_level = 'prefecture'`);
  await duck.run("DROP TABLE longer");
}

/** The demo's shapes at the place of each copy. */
function topologyOf(regions: readonly Region[], shapes: string) {
  const demo = JSON.parse(readFileSync(shapes, "utf8")) as FeatureCollection<
    Polygon,
    { adcode: string; parent: string }
  >;
  const features = Array.from({ length: prefectures }, (_, copy) => {
    const code = (own: string): string => `99${String(copy + 1).padStart(2, "0")}${own.slice(4)}`;
    const [east, south] = [(copy % across) * step[0], Math.floor(copy / across) * step[1]];
    return demo.features.map(({ properties, geometry, ...feature }) => ({
      ...feature,
      properties: { ...properties, adcode: code(properties.adcode), parent: code(properties.parent) },
      geometry: {
        ...geometry,
        coordinates: geometry.coordinates.map(ring => ring.map(([x, y]) => [x! + east, y! - south]))
      }
    }));
  }).flat();
  const text = JSON.stringify({ type: "FeatureCollection", features });
  const rows: RegionRow[] = regions.map(({ code, name, level, parent, lon, lat }) => ({
    ...{ code, name, parent, lon, lat, aliases: [] },
    level: level as RegionRow["level"]
  }));
  const { topology } = importBoundaries([parseBoundaries(Buffer.from(text), "boundaries.geojson")], rows);
  return boundariesFor(rows, topology);
}
