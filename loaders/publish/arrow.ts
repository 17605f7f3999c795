import type { DuckDBListValue } from "@duckdb/node-api";
import {
  type Data,
  Dictionary,
  Float64,
  Int8,
  Int16,
  Int32,
  makeData,
  makeVector,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray
} from "apache-arrow";
import { type Duck, identifier, literal } from "../lib/duck.ts";

/** Which columns of a relation go to Arrow, and how. */
export interface ArrowColumns {
  /** Text columns, dictionary-encoded. */
  readonly text: readonly string[];
  /** Number columns; whole numbers travel as int32, others as float64. */
  readonly numbers: readonly string[];
}

/**
 * A relation as an Arrow IPC file. Column chunks go over as typed arrays: text is turned into dictionary codes
 * in SQL, so no JavaScript value is made per cell. The same rows give the same bytes.
 * @param relation a table or view name; its rows are written in its own order
 */
export async function arrowFile(duck: Duck, relation: string, columns: ArrowColumns): Promise<Uint8Array> {
  const words = await wordsOf(duck, relation, columns.text);
  await duck.run(
    words
      .map((list, i) => {
        const labels = list.length > 0 ? list.map(literal).join(", ") : "''";
        return `DROP TYPE IF EXISTS arrow_word_${i}; CREATE TEMP TYPE arrow_word_${i} AS ENUM (${labels})`;
      })
      .join(";\n")
  );
  const selected = columns.text.map(
    (name, i) => `coalesce(CAST(enum_code(CAST(${identifier(name)} AS arrow_word_${i})) AS INTEGER), -1)`
  );
  for (const name of columns.numbers)
    selected.push(`coalesce(CAST(${identifier(name)} AS DOUBLE), 'NaN'::DOUBLE)`);
  const result = await duck.connection.run(`SELECT ${selected.join(", ")} FROM ${relation}`);
  const chunks = (await result.fetchAllChunks()).filter(chunk => chunk.rowCount > 0);
  const length = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const gather = <T extends Int32Array | Float64Array>(target: T, column: number): T => {
    let at = 0;
    for (const chunk of chunks) {
      const vector = chunk.getColumnVector(column) as unknown as { items: T };
      target.set(vector.items.subarray(0, chunk.rowCount), at);
      at += chunk.rowCount;
    }
    return target;
  };
  const table: Record<string, ReturnType<typeof makeVector>> = {};
  // A file without rows has no dictionaries: readers fail on the column of one that no batch follows.
  if (length === 0) for (const name of columns.text) table[name] = vectorFromArray([], new Utf8());
  else
    columns.text.forEach((name, i) => {
      table[name] = makeVector(dictionaryData(gather(new Int32Array(length), i), words[i]!, i));
    });
  columns.numbers.forEach((name, i) => {
    table[name] = makeVector(numberData(gather(new Float64Array(length), columns.text.length + i)));
  });
  return tableToIPC(new Table(table as never), "file");
}

/** The distinct words of each column in their order, by one reading of the relation. */
async function wordsOf(duck: Duck, relation: string, names: readonly string[]): Promise<string[][]> {
  const lists = names.map(name => {
    const word = identifier(name);
    return `list(DISTINCT ${word} ORDER BY ${word}) FILTER (${word} IS NOT NULL)`;
  });
  const reader = await duck.connection.runAndReadAll(`SELECT ${lists.join(", ")} FROM ${relation}`);
  return reader.getRows()[0]!.map(list => (list ? (list as DuckDBListValue).items.map(String) : []));
}

/** Codes with −1 for NULL, in the narrowest integers that hold them. */
function dictionaryData(codes: Int32Array, words: readonly string[], id: number): Data {
  const index = words.length < 128 ? new Int8() : words.length < 32768 ? new Int16() : new Int32();
  const data = new (words.length < 128 ? Int8Array : words.length < 32768 ? Int16Array : Int32Array)(
    codes.length
  );
  const { bitmap, nulls } = validity(codes.length, i => codes[i]! >= 0);
  for (let i = 0; i < codes.length; i += 1) data[i] = Math.max(0, codes[i]!);
  return makeData({
    type: new Dictionary(new Utf8(), index, id),
    length: codes.length,
    data: data as never,
    nullCount: nulls,
    nullBitmap: nulls > 0 ? bitmap : undefined,
    dictionary: vectorFromArray(words.length > 0 ? words : [""], new Utf8())
  } as never);
}

function numberData(values: Float64Array): Data {
  const whole = values.every(
    value => Number.isNaN(value) || (Number.isInteger(value) && Math.abs(value) < 2 ** 31)
  );
  const { bitmap, nulls } = validity(values.length, i => !Number.isNaN(values[i]!));
  const data = whole ? new Int32Array(values.length) : new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) data[i] = Number.isNaN(values[i]!) ? 0 : values[i]!;
  return makeData({
    type: whole ? new Int32() : new Float64(),
    length: values.length,
    data: data as never,
    nullCount: nulls,
    nullBitmap: nulls > 0 ? bitmap : undefined
  } as never);
}

function validity(length: number, valid: (i: number) => boolean): { bitmap: Uint8Array; nulls: number } {
  const bitmap = new Uint8Array(Math.ceil(length / 64) * 8);
  let nulls = 0;
  for (let i = 0; i < length; i += 1)
    if (valid(i)) bitmap[i >> 3]! |= 1 << (i & 7);
    else nulls += 1;
  return { bitmap, nulls };
}
