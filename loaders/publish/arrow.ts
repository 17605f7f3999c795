import { DuckDBEnumType, type DuckDBListValue } from "@duckdb/node-api";
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

/** Rows of a relation: the texts as codes of their columns' words, −1 for NULL; numbers with NaN for NULL. */
interface CodedRows {
  readonly words: readonly (readonly string[])[];
  readonly codes: readonly Int32Array[];
  readonly numbers: readonly Float64Array[];
}

/** A relation as an Arrow IPC file. The same rows give the same bytes. */
export async function arrowFile(duck: Duck, relation: string, columns: ArrowColumns): Promise<Uint8Array> {
  let file: Uint8Array | undefined;
  await arrowFiles(duck, relation, columns, { by: [], order: [] }, (_, bytes) => {
    file = bytes;
  });
  return file ?? emptyFile(columns);
}

/** How the rows of a relation are cut into files. */
export interface Cut {
  /** Text columns: a file for each combination of their words. */
  readonly by: readonly string[];
  /** A text column whose words each have parts: the rows of a word go to the file of each of its parts. */
  readonly spread?: { readonly column: string; readonly parts: ReadonlyMap<string, readonly string[]> };
  /** Text columns the rows of a file are sorted by; null where the relation has its rows in the order of all these columns. */
  readonly order: readonly string[] | null;
}

/**
 * A relation cut into Arrow IPC files, those without rows left out. Read once, in order, with no more in memory than the files
 * of one combination of `by`. Column chunks come over as typed arrays: text is turned into codes in SQL, so no JavaScript value
 * is made per cell. The same rows give the same bytes, be a text column coded (ENUM, its words in their order) or not.
 * @param relation a table or view name; without `by` and `order` its rows keep their order
 * @param write takes the words of `by`, then the part, if any
 */
export async function arrowFiles(
  duck: Duck,
  relation: string,
  columns: ArrowColumns,
  { by, spread, order }: Cut,
  write: (key: readonly string[], file: Uint8Array) => void
): Promise<void> {
  const heads = spread ? [...by, spread.column] : by;
  const texts = [...heads, ...columns.text];
  const coded = await codedColumns(duck, relation, [...new Set(texts)]);
  const words = texts.map(name => coded.get(name)!.words);
  const inner = [...[...coded.values()].map(({ sql }) => sql), ...columns.numbers.map(identifier)];
  const outer = [
    ...texts.map(name => `coalesce(CAST(enum_code(${identifier(name)}) AS INTEGER), -1)`),
    ...columns.numbers.map(name => `coalesce(CAST(${identifier(name)} AS DOUBLE), 'NaN'::DOUBLE)`)
  ];
  const sorted = order ? [...heads, ...order].map(identifier).join(", ") : "";
  const result = await duck.connection.stream(
    `SELECT ${outer.join(", ")} FROM (SELECT ${inner.join(", ")} FROM ${relation}${sorted ? ` ORDER BY ${sorted}` : ""})`
  );
  const buffers = new Map<string, RowBuffer>();
  const bufferOf = (part: string): RowBuffer => {
    const buffer = buffers.get(part) ?? new RowBuffer(columns);
    buffers.set(part, buffer);
    return buffer;
  };
  const targets = spread
    ? words[by.length]!.map(word => (spread.parts.get(word) ?? []).map(bufferOf))
    : [[bufferOf("")]];
  let key: number[] = [];
  const finish = (): void => {
    const file = by.map((_, i) => words[i]![key[i]!]!);
    for (const [part, rows] of buffers)
      if (rows.length > 0)
        write(
          spread ? [...file, part] : file,
          arrowOf(columns, { words: words.slice(heads.length), ...rows.take() })
        );
  };
  for (;;) {
    const chunk = await result.fetchChunk();
    const count = chunk?.rowCount ?? 0;
    if (count === 0) break;
    const vectors = Array.from(
      { length: texts.length + columns.numbers.length },
      (_, i) => (chunk!.getColumnVector(i) as unknown as { items: Int32Array | Float64Array }).items
    );
    const keys = vectors.slice(0, heads.length);
    for (let from = 0, to = 0; from < count; from = to) {
      if (!by.every((_, i) => keys[i]![from] === key[i])) {
        finish();
        key = keys.map(items => items[from]!);
      }
      for (to = from + 1; to < count && keys.every(items => items[from] === items[to]); ) to += 1;
      for (const rows of targets[spread ? keys[by.length]![from]! : 0]!)
        rows.add(vectors.slice(heads.length), from, to);
    }
  }
  finish();
}

/** The file of a relation without rows: readers fail on a dictionary that no batch follows. */
export function emptyFile(columns: ArrowColumns): Uint8Array {
  const table: Record<string, ReturnType<typeof makeVector>> = {};
  for (const name of columns.text) table[name] = vectorFromArray([], new Utf8());
  for (const name of columns.numbers) table[name] = makeVector(numberData(new Float64Array(0)));
  return tableToIPC(new Table(table as never), "file");
}

/** Rows of one file as they come; its arrays grow and are used again for the next. */
class RowBuffer {
  length = 0;
  #codes: Int32Array[];
  #numbers: Float64Array[];

  constructor({ text, numbers }: ArrowColumns) {
    this.#codes = text.map(() => new Int32Array(4096));
    this.#numbers = numbers.map(() => new Float64Array(4096));
  }

  /** Adds the rows from `from` to before `to` of a chunk: text columns first. */
  add(vectors: readonly (Int32Array | Float64Array)[], from: number, to: number): void {
    const needed = this.length + to - from;
    if (needed > this.#codes[0]!.length) {
      this.#codes = this.#codes.map(column => grown(column, new Int32Array(2 * needed)));
      this.#numbers = this.#numbers.map(column => grown(column, new Float64Array(2 * needed)));
    }
    for (const [i, column] of [...this.#codes, ...this.#numbers].entries())
      column.set(vectors[i]!.subarray(from, to), this.length);
    this.length = needed;
  }

  /** The rows added since the last call; to be used before the next. */
  take(): Omit<CodedRows, "words"> {
    const { length } = this;
    this.length = 0;
    return {
      codes: this.#codes.map(column => column.subarray(0, length)),
      numbers: this.#numbers.map(column => column.subarray(0, length))
    };
  }
}

function grown<T extends Int32Array | Float64Array>(column: T, larger: T): T {
  larger.set(column);
  return larger;
}

/** A file of these rows, with the words that occur in them as its dictionaries. */
function arrowOf(columns: ArrowColumns, { words, codes, numbers }: CodedRows): Uint8Array {
  const table: Record<string, ReturnType<typeof makeVector>> = {};
  columns.text.forEach((name, i) => {
    table[name] = makeVector(dictionaryData(codes[i]!, words[i]!, i));
  });
  columns.numbers.forEach((name, i) => {
    table[name] = makeVector(numberData(numbers[i]!));
  });
  return tableToIPC(new Table(table as never), "file");
}

/** The words of text columns in their order, and each column in SQL as an ENUM of its words. */
async function codedColumns(
  duck: Duck,
  relation: string,
  names: readonly string[]
): Promise<Map<string, { readonly words: readonly string[]; readonly sql: string }>> {
  const columns = names.map(identifier).join(", ");
  const empty = await duck.connection.runAndReadAll(`SELECT ${columns} FROM ${relation} LIMIT 0`);
  const types = empty.columnTypes();
  const plain = names.filter((_, i) => !(types[i] instanceof DuckDBEnumType)).map(identifier);
  const lists = plain.map(name => `list_sort(list(DISTINCT ${name}) FILTER (${name} IS NOT NULL))`);
  const found =
    plain.length > 0
      ? (await duck.connection.runAndReadAll(`SELECT ${lists.join(", ")} FROM ${relation}`)).getRows()[0]!
      : [];
  const coded = new Map<string, { words: readonly string[]; sql: string }>();
  for (const [i, name] of names.entries()) {
    const type = types[i];
    const sql = identifier(name);
    if (type instanceof DuckDBEnumType) {
      coded.set(name, { words: type.values, sql });
      continue;
    }
    const list = found[plain.indexOf(sql)] as DuckDBListValue | null;
    const words = (list?.items ?? []).map(String);
    await duck.run(
      `CREATE OR REPLACE TEMP TYPE arrow_word_${i} AS ENUM (${words.map(literal).join(", ") || "''"})`
    );
    coded.set(name, { words, sql: `CAST(${sql} AS arrow_word_${i}) AS ${sql}` });
  }
  return coded;
}

/** Codes with −1 for NULL, in the narrowest integers that hold those of the words that occur. */
function dictionaryData(codes: Int32Array, all: readonly string[], id: number): Data {
  const place = new Int32Array(all.length);
  let nulls = 0;
  for (let i = 0; i < codes.length; i += 1)
    if (codes[i]! < 0) nulls += 1;
    else place[codes[i]!] = 1;
  const words: string[] = [];
  for (let code = 0; code < all.length; code += 1)
    if (place[code]! > 0) {
      place[code] = words.length;
      words.push(all[code]!);
    }
  const index = words.length < 128 ? new Int8() : words.length < 32768 ? new Int16() : new Int32();
  const data = new (words.length < 128 ? Int8Array : words.length < 32768 ? Int16Array : Int32Array)(
    codes.length
  );
  if (nulls === 0) for (let i = 0; i < codes.length; i += 1) data[i] = place[codes[i]!]!;
  else for (let i = 0; i < codes.length; i += 1) data[i] = codes[i]! < 0 ? 0 : place[codes[i]!]!;
  return makeData({
    type: new Dictionary(new Utf8(), index, id),
    length: codes.length,
    data: data as never,
    nullCount: nulls,
    nullBitmap: nulls > 0 ? validity(codes.length, i => codes[i]! >= 0) : undefined,
    dictionary: makeVector(textData(words.length > 0 ? words : [""]))
  } as never);
}

const encoder = new TextEncoder();

function textData(words: readonly string[]): Data {
  const valueOffsets = new Int32Array(words.length + 1);
  const bytes = words.map(word => encoder.encode(word));
  for (const [i, { length }] of bytes.entries()) valueOffsets[i + 1] = valueOffsets[i]! + length;
  const data = new Uint8Array(valueOffsets.at(-1)!);
  for (const [i, word] of bytes.entries()) data.set(word, valueOffsets[i]!);
  return makeData({ type: new Utf8(), length: words.length, valueOffsets, data, nullCount: 0 });
}

function numberData(values: Float64Array): Data {
  let nulls = 0;
  let whole = true;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (Number.isNaN(value)) nulls += 1;
    else if (whole) whole = Number.isInteger(value) && Math.abs(value) < 2 ** 31;
  }
  const data = whole ? new Int32Array(values.length) : new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) data[i] = Number.isNaN(values[i]!) ? 0 : values[i]!;
  return makeData({
    type: whole ? new Int32() : new Float64(),
    length: values.length,
    data: data as never,
    nullCount: nulls,
    nullBitmap: nulls > 0 ? validity(values.length, i => !Number.isNaN(values[i]!)) : undefined
  } as never);
}

function validity(length: number, isValid: (i: number) => boolean): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(length / 64) * 8);
  for (let i = 0; i < length; i += 1) if (isValid(i)) bitmap[i >> 3]! |= 1 << (i & 7);
  return bitmap;
}
