import { existsSync, readFileSync } from "node:fs";
import { readContract } from "../contract/contract.ts";
import { intake } from "../intake/intake.ts";
import { Duck } from "../lib/duck.ts";
import { CliError, exitCode } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import { model } from "../model/model.ts";
import { boundariesFor, importBoundaries } from "../regions/boundaries.ts";
import { readBoundaryFile } from "../regions/geojson.ts";
import type { RegionLevel, RegionRow } from "../regions/region.ts";
import { runBoundaries } from "../regions/run.ts";
import type { BoundaryTopology } from "../regions/topology.ts";
import type { Options } from "./options.ts";
import { demoBoundaries, type Source } from "./source.ts";

/** The deployment's own boundaries, written by `boundaries`. */
export const ownBoundaries = projectPath("data/regions/boundaries.json");

/** `boundaries`: imports map files for this deployment. */
export async function boundaries(options: Options, progress: Progress): Promise<number> {
  const regions = options.regions ? await regionsFrom(options.regions, options.asOf) : undefined;
  runBoundaries({
    files: [...options.files],
    regions,
    out: options.out || ownBoundaries,
    print: line => progress.line(line)
  });
  return exitCode.done;
}

/**
 * The map a build draws: the files of --boundaries, else the deployment's, else the demo's own; townships without
 * polygons get schematic cells or their seats.
 */
export async function boundariesOf(
  duck: Duck,
  source: Source,
  options: Options,
  note: (line: string) => void
): Promise<{ topology: BoundaryTopology; mapSource: string }> {
  const regions = (await regionRows(duck)).filter(region => region.level !== "village");
  const demo = demoBoundaries(source);
  const file = options.boundaries || (source.demo ? demo : "");
  const stored = !file && existsSync(ownBoundaries) ? storedBoundaries() : null;
  const base = file ? importBoundaries([readBoundaryFile(file)], regions).topology : stored;
  const made = file !== "" && file === demo ? "界线为程序生成的示意，非真实行政区划" : "";
  return {
    topology: boundariesFor(regions, base, note),
    mapSource: options.settings.map.source || made
  };
}

function storedBoundaries(): BoundaryTopology {
  try {
    return JSON.parse(readFileSync(ownBoundaries, "utf8")) as BoundaryTopology;
  } catch (cause) {
    throw new CliError(
      "data/regions/boundaries.json 不完整；请用 npm run boundaries -- 文件 重新导入边界，或删去它",
      { cause }
    );
  }
}

async function regionRows(duck: Duck): Promise<RegionRow[]> {
  const rows = await duck.rows(
    `SELECT r.region_code AS code, r.region_name AS name, array_to_string(coalesce(r.region_aliases, []), '|') AS aliases,
       r.region_level AS level, CASE WHEN r.region_code = root.region_code THEN '' ELSE coalesce(r.parent_code, '') END AS parent,
       r.longitude AS lon, r.latitude AS lat
     FROM region AS r CROSS JOIN region_root AS root
     JOIN region_tree AS t ON t.descendant = r.region_code AND t.ancestor = root.region_code ORDER BY r.region_code`
  );
  return rows.map(row => ({
    code: String(row.code),
    name: String(row.name ?? row.code),
    aliases: String(row.aliases).split("|").filter(Boolean),
    level: String(row.level) as RegionLevel,
    parent: String(row.parent),
    lon: row.lon as number | null,
    lat: row.lat as number | null
  }));
}

/** The regions of a 区划统计表 file or of the folder that holds one. */
async function regionsFrom(path: string, asOf: string): Promise<RegionRow[]> {
  const duck = await Duck.open(":memory:");
  try {
    const contract = readContract();
    const report = await intake(duck, contract, { exports: path, asOf: asOf || "2000-01-01" });
    await model(duck, contract, { asOf: report.asOf, root: "", profile: "", defaultProfile: "" });
    return (await regionRows(duck)).filter(region => region.level !== "village");
  } finally {
    duck.close();
  }
}
