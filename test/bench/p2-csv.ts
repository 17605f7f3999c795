import { closeSync, openSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { readCsv } from "../../loaders/intake/csv.ts";
import { gb18030 } from "../support/gb18030.ts";
import { answer, input, measure, type Reading, report, round } from "./peers.ts";
import { personHeaders, persons } from "./persons.ts";
import { withIntake } from "./typed.ts";

const script = fileURLToPath(import.meta.url);
const [, , peer, path] = process.argv;

/** 1,000,000 persons × 25 columns. */
const PERSONS = 1_000_000;
const COLUMNS = 25;
const TIMES = 5;

if (peer === "readCsv") await answer(() => withOurs(path!));
else if (peer === "intake") await answer(() => withIntake(path!));
else if (peer === "table") await answer(() => intoTable(path!));
else if (peer === "duckdb") await answer(() => withDuckdb(path!));
else if (peer === "write") write(path!, path!.includes("-gb18030-") ? gbLatin1 : utf8Latin1);
else {
  const gb = input(script, `p2-${PERSONS}-gb18030-1.csv`);
  const utf8 = input(script, `p2-${PERSONS}-utf8-1.csv`);
  const oursGb = measure(script, "readCsv", gb, TIMES);
  const oursUtf8 = measure(script, "readCsv", utf8, TIMES);
  const theirs = measure(script, "duckdb", utf8, TIMES);
  const typed = measure(script, "intake", gb, TIMES);
  const table = measure(script, "table", utf8, TIMES);
  if (typed.rows !== PERSONS || table.rows !== PERSONS)
    throw new Error(`rows: ${typed.rows} typed, ${table.rows} in the peer's table`);
  for (const ours of [oursGb, oursUtf8])
    if (ours.cells !== theirs.cells || ours.bytes !== theirs.bytes)
      throw new Error(`peers disagree: ${JSON.stringify({ ours, theirs })}`);
  const { rows, cells, bytes } = theirs;
  report("p2-csv", {
    rows,
    cells,
    bytes,
    readCsvGb18030: { seconds: oursGb.seconds, peakMB: oursGb.peakMB },
    readCsvUtf8: { seconds: oursUtf8.seconds, peakMB: oursUtf8.peakMB },
    duckdbUtf8: { seconds: theirs.seconds, peakMB: theirs.peakMB },
    typedTable: { seconds: typed.seconds, peakMB: typed.peakMB },
    duckdbTable: { seconds: table.seconds, peakMB: table.peakMB },
    ratio: round(theirs.seconds / oursGb.seconds),
    ratioTyped: round(table.seconds / typed.seconds)
  });
}

async function withOurs(file: string): Promise<Reading> {
  const reading = { rows: -1, cells: 0, bytes: 0 };
  await readCsv(file, () => (number, { length, start, end }) => {
    reading.rows++;
    if (number === 1) return true;
    reading.cells += length;
    for (let i = 0; i < length; i++) reading.bytes += end[i]! - start[i]!;
    return true;
  });
  return reading;
}

/** DuckDB reads UTF-8 only, and with all its threads. */
async function withDuckdb(file: string): Promise<Reading> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const columns = personHeaders.slice(0, COLUMNS).map(header => `"${header}"`);
  const reader = await connection.runAndReadAll(
    `select count(*)::double, sum(${columns.map(c => `(coalesce(${c}, '') <> '')::int`).join("+")})::double,
      sum(${columns.map(c => `coalesce(strlen(${c}), 0)`).join("+")})::double
      from read_csv('${file}', all_varchar = true, header = true)`
  );
  const [rows, cells, bytes] = reader.getRows()[0] as number[];
  return { rows: rows!, cells: cells!, bytes: bytes! };
}

/** DuckDB alone: the UTF-8 twin into a table of text. */
async function intoTable(file: string): Promise<Reading> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(`create table person as from read_csv('${file}', all_varchar = true, header = true)`);
  const reader = await connection.runAndReadAll("select count(*)::double from person");
  return { rows: (reader.getRows()[0] as number[])[0]!, cells: 0, bytes: 0 };
}

function write(to: string, encode: (text: string) => string): void {
  const file = openSync(to, "w");
  const known = new Map<string, string>();
  const encoded = (text: string): string => {
    if (/^[ -~]*$/.test(text)) return text;
    const bytes = known.get(text) ?? encode(text);
    known.set(text, bytes);
    return bytes;
  };
  const line = (cells: (string | number)[]): string =>
    `${cells.map(cell => encoded(String(cell))).join(",")}\r\n`;
  let lines = line(personHeaders.slice(0, COLUMNS));
  for (const person of persons(PERSONS)) {
    lines += line(person.slice(0, COLUMNS));
    if (lines.length < 1 << 20) continue;
    writeSync(file, lines, null, "latin1");
    lines = "";
  }
  writeSync(file, lines, null, "latin1");
  closeSync(file);
}

function gbLatin1(text: string): string {
  return gb18030(text).toString("latin1");
}

function utf8Latin1(text: string): string {
  return Buffer.from(text).toString("latin1");
}
