import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Data, tableFromIPC, type Vector } from "apache-arrow";
import { bisectLeft, group } from "d3-array";
import { CliError } from "../lib/errors.ts";

/** Columns of figures whose rows must be the same wherever they stand. */
const keys = ["indicator", "region_code", "period", "breakdown", "basis", "profile_id"];
const contents = ["unit", "status", "judgement", "clause"];
const numbers = ["numerator", "denominator", "value"];

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
 * row of a place or of the root in the last as in them. Files have their rows in the order of their keys; one that does not
 * is at fault as well.
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
  const compare = (place: string, all: Rows, part: Rows, isWhole: boolean): void => {
    files += 1;
    rows += part.rows.length;
    for (const key of differing(all, part)) faults.push(`${key}：${place} 与 figures 中的不一致`);
    if (isWhole && all.rows.length !== part.rows.length) faults.push(`${place}：行数与 figures 中的不一致`);
  };
  /** The files, by place, in which a place stands below another. */
  const holders = new Map<string, string>();
  const overview = new Map<string, (id: string) => Rows>();
  for (const part of ["", ...places]) {
    const file = readFile(join(figures, part, "overview.arrow"));
    const own = part === "" ? file.all : rowsBy(file, "region_code")(part).rows;
    overview.set(part, rowsBy(file, "indicator", own));
    for (const region of file.texts.get("region_code")!.words)
      if (region !== part && places.includes(region) && !holders.has(region)) holders.set(region, part);
  }
  const byHolder = group(places, place => holders.get(place) ?? "");
  for (const id of ids) {
    const read = (part: string): File => readFile(join(figures, part, `${id}.arrow`));
    const root = read("");
    compare("总览", { file: root, rows: root.all }, overview.get("")!(id), false);
    for (const [holder, held] of byHolder) {
      const all = rowsBy(holder === "" ? root : read(holder), "region_code");
      for (const place of held) {
        const own = rowsBy(read(place), "region_code")(place);
        compare(`${place}/${id}`, all(place), own, true);
        compare(`${place}/总览`, own, overview.get(place)!(id), false);
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

/** A column of texts, read from its buffers, which costs a tenth of a call of `get` a value. */
interface Texts {
  /** The words in it in order, "" for none. */
  readonly words: readonly string[];
  /** Where a row's word stands among them. */
  readonly at: (row: number) => number;
}

interface File {
  readonly texts: ReadonlyMap<string, Texts>;
  /** Numbers by row, NaN for none. */
  readonly numbers: readonly ((row: number) => number)[];
  /** Its rows. */
  readonly all: Int32Array;
}

/** Some rows of a file, in its order. */
interface Rows {
  readonly file: File;
  readonly rows: Int32Array;
}

function readFile(path: string): File {
  const table = tableFromIPC(readFileSync(path));
  const all = new Int32Array(table.numRows);
  for (let row = 0; row < all.length; row += 1) all[row] = row;
  return {
    texts: new Map([...keys, ...contents].map(name => [name, textsOf(table.getChild(name)!)])),
    numbers: numbers.map(name => numbersOf(table.getChild(name)!)),
    all
  };
}

/** The rows by the word that stands in a column, of all or of some rows. */
function rowsBy(file: File, name: string, among: Int32Array = file.all): (word: string) => Rows {
  const { words, at } = file.texts.get(name)!;
  const ends = new Int32Array(words.length + 1);
  for (let i = 0; i < among.length; i += 1) ends[at(among[i]!) + 1]! += 1;
  for (let code = 0; code < words.length; code += 1) ends[code + 1]! += ends[code]!;
  const starts = ends.slice();
  const sorted = new Int32Array(among.length);
  for (let i = 0; i < among.length; i += 1) sorted[starts[at(among[i]!)]!++] = among[i]!;
  return word => {
    const code = words.indexOf(word);
    return { file, rows: code < 0 ? sorted.subarray(0, 0) : sorted.subarray(ends[code], ends[code + 1]) };
  };
}

/** Keys of the rows of a part that are not, or are otherwise, among all; both in the order of their keys. */
function* differing(all: Rows, part: Rows): Generator<string> {
  const pairs = (names: readonly string[]) =>
    names.map(name => {
      const [theirs, own] = [all.file.texts.get(name)!, part.file.texts.get(name)!];
      return { theirs: theirs.at, own: own.at, places: placesIn(theirs.words, own.words) };
    });
  const heads = pairs(keys);
  const bodies = pairs(contents);
  const order = (theirs: number, own: number): number => {
    for (const head of heads) {
      const apart = head.theirs(theirs) - head.places[head.own(own)]!;
      if (apart !== 0) return apart;
    }
    return 0;
  };
  let next = 0;
  for (const row of part.rows) {
    while (next < all.rows.length && order(all.rows[next]!, row) < 0) next += 1;
    const like = all.rows[next];
    const isSame =
      like !== undefined &&
      order(like, row) === 0 &&
      bodies.every(body => body.theirs(like) === body.places[body.own(row)]) &&
      part.file.numbers.every((own, i) => Object.is(own(row), all.file.numbers[i]!(like)));
    if (!isSame)
      yield keys
        .map(name => part.file.texts.get(name)!)
        .map(({ words, at }) => words[at(row)])
        .join(" ");
  }
}

/** Where each word stands among others in order; one that does not, between those it would. */
function placesIn(others: readonly string[], words: readonly string[]): Float64Array {
  return Float64Array.from(words, word => {
    const place = bisectLeft(others, word);
    return others[place] === word ? place : place - 0.5;
  });
}

function textsOf(column: Vector): Texts {
  const [data] = column.data;
  if (!data?.dictionary) return { words: [], at: () => 0 };
  const { values, dictionary } = data;
  const isNone = isNoneOf(data);
  const words = Array.from(dictionary, String);
  if (isNone && words[0] !== "") words.unshift("");
  const shift = words.length - dictionary.length;
  return { words, at: row => (isNone?.(row) ? 0 : values[row] + shift) };
}

function numbersOf(column: Vector): (row: number) => number {
  const [data] = column.data;
  if (!data) return () => Number.NaN;
  const { values } = data;
  const isNone = isNoneOf(data);
  return row => (isNone?.(row) ? Number.NaN : values[row]);
}

/** Where a column has nothing; null where it has something everywhere. */
function isNoneOf({ nullCount, nullBitmap }: Data): ((row: number) => boolean) | null {
  return nullCount === 0 ? null : row => (nullBitmap![row >> 3]! & (1 << (row & 7))) === 0;
}
