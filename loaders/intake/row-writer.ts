import { NormalWriter } from "./normal-writer.ts";
import { ParquetFile } from "./parquet-file.ts";
import { TextPage, Texts } from "./texts.ts";

/** What a table's rows of one file were written to. */
export interface Output {
  readonly table: string;
  /** Normalized CSV; where texts are numbered, Parquet. */
  readonly path: string;
  /** Rows of the sheet before the first that this part of it counts. */
  readonly rowsBefore?: number;
  readonly texts?: NumberedTexts;
}

/** The distinct texts of rows that have numbers in their stead, 0 for none. */
export interface NumberedTexts {
  /** CSV: line n has text n of each field. Line 0 is empty. */
  readonly path: string;
  readonly rows: number;
  /** Fields that have numbers, and those that have texts of their own. */
  readonly numbered: readonly string[];
  readonly plain: readonly string[];
}

/** Up to so many rows are written as text: few enough to convert as they are. */
const fewRows = 5000;

/** Bytes of numbers kept in memory. */
const groupBytes = 8 << 20;

interface Field {
  readonly name: string;
  readonly texts: Texts;
  readonly page: TextPage;
  numbers: Int32Array | null;
}

/** Writes a table's rows field by field, in the order of the fields: as texts where there are few, else as numbers. */
export class RowWriter {
  readonly #base: string;
  readonly #fields: Field[];
  readonly #capacity: number;
  readonly #sheet: Int32Array;
  readonly #row: Int32Array;
  readonly #scratch = new Uint8Array(256);
  #file: ParquetFile | null = null;
  #rows = 0;
  #at = 0;

  /** @param base path of the files without an ending */
  constructor(base: string, fields: readonly string[]) {
    this.#base = base;
    this.#fields = fields.map(name => ({ name, texts: new Texts(), page: new TextPage(), numbers: null }));
    const rows = groupBytes / 4 / (fields.length + 2);
    this.#capacity = Math.max(1 << 13, 1 << Math.floor(Math.log2(rows)));
    this.#sheet = new Int32Array(this.#capacity);
    this.#row = new Int32Array(this.#capacity);
  }

  /** Begins a row. */
  begin(sheet: number, row: number): void {
    if (this.#rows === this.#capacity) this.#flush();
    this.#sheet[this.#rows] = sheet;
    this.#row[this.#rows] = row;
    this.#at = 0;
  }

  /** Goes to a field; those passed over are empty. */
  field(at: number): void {
    this.#at = at;
  }

  /** A field copied from bytes. */
  bytes(source: Uint8Array, start: number, end: number): void {
    const field = this.#fields[this.#at++]!;
    if (start === end) return;
    const number = field.texts.number(source, start, end);
    if (number === 0) {
      field.page.add(this.#rows, source, start, end);
      return;
    }
    field.numbers ??= new Int32Array(this.#capacity);
    field.numbers[this.#rows] = number;
  }

  /** A field of ASCII text. */
  ascii(text: string): void {
    for (let i = 0; i < text.length; i += 1) this.#scratch[i] = text.charCodeAt(i);
    this.bytes(this.#scratch, 0, text.length);
  }

  empty(): void {
    this.#at += 1;
  }

  endRow(): void {
    this.#rows += 1;
  }

  /** Writes what is left. To be called once. */
  finish(table: string): Output {
    if (!this.#file && this.#rows <= fewRows) return { table, path: this.#asText() };
    this.#flush();
    const file = this.#file!;
    const has = (prefix: string): string[] =>
      this.#fields.map(({ name }) => name).filter(name => file.has(prefix + name));
    file.finish();
    this.#file = null;
    return {
      table,
      path: file.path,
      texts: { ...this.#texts(), numbered: has(numberPrefix), plain: has(plainPrefix) }
    };
  }

  /** Closes what a fault left open. */
  close(): void {
    this.#file?.close();
    this.#file = null;
  }

  #flush(): void {
    this.#file ??= new ParquetFile(`${this.#base}.parquet`);
    const rows = this.#rows;
    this.#file.group(rows);
    this.#file.numbers("sheet_no", this.#sheet.subarray(0, rows));
    this.#file.numbers("row_no", this.#row.subarray(0, rows));
    for (const field of this.#fields) {
      if (field.numbers) this.#file.numbers(numberPrefix + field.name, field.numbers.subarray(0, rows));
      field.numbers?.fill(0);
      if (!field.page.isEmpty) this.#file.texts(plainPrefix + field.name, field.page.take(rows));
    }
    this.#rows = 0;
  }

  #asText(): string {
    const writer = new NormalWriter(`${this.#base}.csv`);
    const pages = this.#fields.map(({ page }) => (page.isEmpty ? null : textsOf(page.take(this.#rows))));
    for (let row = 0; row < this.#rows; row += 1) {
      writer.ascii(String(this.#sheet[row]));
      writer.ascii(String(this.#row[row]));
      for (const [i, { texts, numbers }] of this.#fields.entries()) {
        const own = pages[i]?.next().value;
        if (own?.length) writer.bytes(own, 0, own.length);
        else write(writer, texts, numbers?.[row] ?? 0);
      }
      writer.endRow();
    }
    writer.close();
    return writer.path;
  }

  #texts(): { path: string; rows: number } {
    const writer = new NormalWriter(`${this.#base}.texts.csv`);
    const rows = Math.max(...this.#fields.map(({ texts }) => texts.count)) + 1;
    for (let number = 0; number < rows; number += 1) {
      writer.ascii("0");
      writer.ascii(String(number));
      for (const { texts } of this.#fields) write(writer, texts, number <= texts.count ? number : 0);
      writer.endRow();
    }
    writer.close();
    return { path: writer.path, rows };
  }
}

/** Names of the Parquet columns: the number of a field's text, and its text where it has none. */
export const numberPrefix = "n_";
export const plainPrefix = "t_";

/** The texts of a page, row by row. */
function* textsOf(page: Uint8Array): Generator<Uint8Array, undefined> {
  const view = new DataView(page.buffer, page.byteOffset, page.length);
  for (let at = 0; at < page.length; ) {
    const end = at + 4 + view.getInt32(at, true);
    yield page.subarray(at + 4, end);
    at = end;
  }
}

function write(writer: NormalWriter, texts: Texts, number: number): void {
  if (number === 0) writer.empty();
  else writer.bytes(texts.bytes, texts.ends[number - 1]!, texts.ends[number]!);
}
