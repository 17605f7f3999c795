import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Table, tableFromIPC } from "apache-arrow";
import { CliError } from "../lib/errors.ts";

/** Columns of figures whose rows must be the same wherever they stand. */
const keys = ["indicator", "region_code", "period", "breakdown", "basis", "profile_id"];
const contents = ["numerator", "denominator", "value", "unit", "status", "judgement", "clause"];

/** What the check over the published files came to. */
export interface Agreement {
  /** Files and rows that were compared. */
  readonly files: number;
  readonly rows: number;
  /** The first differences, in Chinese. */
  readonly faults: readonly string[];
}

/**
 * Checks over the whole site that a region has one value wherever it stands: each county's own page and map read
 * `figures/<county>/<id>.arrow`, the map and pages above read `figures/<id>.arrow`, and 总览 reads `overview.arrow`. Every row
 * of a county must be in both of the first, with the same numbers, status and judgement, and every row of a county or of the
 * root in the last as in them.
 */
export function agreementOf(folder: string): Agreement {
  const figures = join(folder, "figures");
  const entries = readdirSync(figures, { withFileTypes: true });
  const counties = entries.filter(entry => entry.isDirectory()).map(({ name }) => name);
  const ids = entries
    .map(({ name }) => /^([KB]\d\d)\.arrow$/.exec(name)?.[1])
    .filter(id => id !== undefined)
    .sort();
  const faults: string[] = [];
  let files = 0;
  let rows = 0;
  const compare = (
    place: string,
    all: ReadonlyMap<string, string>,
    part: ReadonlyMap<string, string>,
    isWhole: boolean
  ): void => {
    files += 1;
    rows += part.size;
    for (const [key, text] of part)
      if (all.get(key) !== text) faults.push(`${key}：${place} 与 figures 中的不一致`);
    if (isWhole && all.size !== part.size) faults.push(`${place}：行数与 figures 中的不一致`);
  };
  const overview = new Map<string, Map<string, Map<string, string>>>();
  for (const part of ["", ...counties]) {
    const table = tableFromIPC(readFileSync(join(figures, part, "overview.arrow")));
    const known = new Map<string, Map<string, string>>();
    for (const [key, text] of rowsOf(table, part)) {
      const id = key.slice(0, 3);
      if (!known.has(id)) known.set(id, new Map());
      known.get(id)!.set(key, text);
    }
    overview.set(part, known);
  }
  for (const id of ids) {
    const root = tableFromIPC(readFileSync(join(figures, `${id}.arrow`)));
    const all = rowsOf(root, "");
    compare("总览", all, overview.get("")!.get(id) ?? new Map(), false);
    for (const county of counties) {
      const own = rowsOf(tableFromIPC(readFileSync(join(figures, county, `${id}.arrow`))), county);
      const above = new Map([...all].filter(([key]) => key.split(" ")[1] === county));
      compare(`${county}/${id}`, above, own, true);
      compare(`${county}/总览`, own, overview.get(county)!.get(id) ?? new Map(), false);
    }
  }
  return { files, rows, faults };
}

/** Stops a build in which a region has two values for one key. */
export function refuseDisagreement({ faults }: Agreement): void {
  if (faults.length === 0) return;
  throw new CliError(
    `网站各处的数不一致，有 ${faults.length} 处，原来的网站保持不变：\n${faults
      .slice(0, 5)
      .map(fault => `  ${fault}`)
      .join("\n")}\n这是程序的问题，不是数据的问题；请把上面的话报给维护者`
  );
}

/** Rows by key, as text: those of one region, or all. */
function rowsOf(table: Table, region: string): Map<string, string> {
  const columns = (names: readonly string[]) => names.map(name => table.getChild(name)!);
  const heads = columns(keys);
  const bodies = columns(contents);
  const regions = table.getChild("region_code")!;
  const text = (value: unknown): string => (value === null ? "" : String(value));
  const found = new Map<string, string>();
  for (let row = 0; row < table.numRows; row += 1) {
    if (region !== "" && regions.get(row) !== region) continue;
    const key = heads.map(column => text(column.get(row))).join(" ");
    found.set(key, bodies.map(column => text(column.get(row))).join("|"));
  }
  return found;
}
