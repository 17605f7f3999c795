import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Table, tableFromIPC, type Vector } from "apache-arrow";
import { group } from "d3-array";
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
 * Checks over the whole site that a region has one value wherever it stands: each place's own page and map read
 * `figures/<place>/<id>.arrow`, the pages of the place above it read that one's, or `figures/<id>.arrow`, and 总览 reads
 * `overview.arrow`. Every row of a place must be in both of the first, with the same numbers, status and judgement, and every
 * row of a place or of the root in the last as in them.
 */
export function agreementOf(folder: string): Agreement {
  const figures = join(folder, "figures");
  const entries = readdirSync(figures, { withFileTypes: true });
  const places = entries.filter(entry => entry.isDirectory()).map(({ name }) => name);
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
  /** The files, by place, in which a place stands below another. */
  const holders = new Map<string, string>();
  const overview = new Map<string, Map<string, Map<string, string>>>();
  for (const part of ["", ...places]) {
    const table = tableFromIPC(readFileSync(join(figures, part, "overview.arrow")));
    const known = new Map<string, Map<string, string>>();
    for (const [key, text] of rowsOf(table, part)) {
      const id = key.slice(0, 3);
      if (!known.has(id)) known.set(id, new Map());
      known.get(id)!.set(key, text);
    }
    overview.set(part, known);
    for (const region of new Set<string>(table.getChild("region_code")!))
      if (region !== part && places.includes(region) && !holders.has(region)) holders.set(region, part);
  }
  const byHolder = group(places, place => holders.get(place) ?? "");
  for (const id of ids) {
    const read = (part: string, region: string) =>
      rowsOf(tableFromIPC(readFileSync(join(figures, part, `${id}.arrow`))), region);
    compare("总览", read("", ""), overview.get("")!.get(id) ?? new Map(), false);
    for (const [holder, held] of byHolder) {
      const all = group(read(holder, ""), ([key]) => key.split(" ")[1]!);
      for (const place of held) {
        const own = read(place, place);
        compare(`${place}/${id}`, new Map(all.get(place)), own, true);
        compare(`${place}/总览`, own, overview.get(place)!.get(id) ?? new Map(), false);
      }
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
  const columns = (names: readonly string[]) => names.map(name => textsOf(table.getChild(name)!));
  const heads = columns(keys);
  const bodies = columns(contents);
  const regions = heads[keys.indexOf("region_code")]!;
  const found = new Map<string, string>();
  for (let row = 0; row < table.numRows; row += 1) {
    if (region !== "" && regions(row) !== region) continue;
    const key = heads.map(text => text(row)).join(" ");
    found.set(key, bodies.map(text => text(row)).join("|"));
  }
  return found;
}

/** A column's values as text, "" for none: read from its buffers, which costs a tenth of a call of `get` a value. */
function textsOf(column: Vector): (row: number) => string {
  const [data] = column.data;
  if (!data) return () => "";
  const { values, nullCount, nullBitmap, dictionary } = data;
  const isNull = (row: number): boolean => nullCount > 0 && (nullBitmap[row >> 3]! & (1 << (row & 7))) === 0;
  const words = dictionary && Array.from(dictionary, String);
  return row => (isNull(row) ? "" : words ? words[values[row]]! : String(values[row]));
}
