import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { CliError, exitCode } from "../lib/errors.ts";
import { importBoundaries } from "./boundaries.ts";
import { readBoundaryFile } from "./geojson.ts";
import type { RegionRow } from "./region.ts";
import { reportLines } from "./report.ts";
import { topologyText } from "./topology.ts";

export interface BoundaryOptions {
  /** GeoJSON or TopoJSON files. */
  files: string[];
  /** The region table; without it every feature with a code and a name is kept. */
  regions?: RegionRow[];
  /** Where the TopoJSON goes; its folder is made when missing. */
  out: string;
  print: (line: string) => void;
}

/** The command `boundaries`: reads the files, writes one TopoJSON, prints the report. Throws CliError. */
export function runBoundaries({ files, regions, out, print }: BoundaryOptions): void {
  if (files.length === 0)
    throw new CliError(
      "没有给出边界文件；用法：npm run boundaries -- 文件 [文件…] [--regions 区划表] [--out 文件]",
      {
        exit: exitCode.usage
      }
    );
  const { topology, report } = importBoundaries(files.map(readBoundaryFile), regions ?? null);
  try {
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(`${out}.tmp`, topologyText(topology));
    renameSync(`${out}.tmp`, out);
  } catch (cause) {
    throw new CliError(`边界写不进 ${basename(out)}；请检查文件夹是否可写、文件是否被占用`, { cause });
  }
  for (const line of reportLines(report)) print(line);
  print(`已写入 ${basename(out)}`);
}
