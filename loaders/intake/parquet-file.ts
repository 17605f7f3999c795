import { closeSync, openSync, writeSync } from "node:fs";
import { ByteWriter } from "hyparquet-writer";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { writeMetadata } from "hyparquet-writer/src/metadata.js";

type FileMetaData = Parameters<typeof writeMetadata>[1];
type SchemaElement = FileMetaData["schema"][number];
type ColumnType = "INT32" | "BYTE_ARRAY";
type Chunk = FileMetaData["row_groups"][number]["columns"][number];

const mark = new TextEncoder().encode("PAR1");

/**
 * Writes a Parquet file from columns that stand ready as bytes: whole numbers and texts, uncompressed, one page a column
 * and row group. A column that is not given in a row group is NULL there; one that is never given is not in the file.
 */
export class ParquetFile {
  readonly path: string;
  readonly #file: number;
  readonly #types = new Map<string, ColumnType>();
  readonly #groups: { rows: number; chunks: Map<string, Chunk> }[] = [];
  #offset = 0;

  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, "w", 0o600);
    this.#write(mark);
  }

  /** Begins the next row group. */
  group(rows: number): void {
    this.#groups.push({ rows, chunks: new Map() });
  }

  /** A column of whole numbers, one a row. */
  numbers(name: string, values: Int32Array): void {
    this.#column(name, "INT32", new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  /** A column of texts, each behind its length in four bytes. */
  texts(name: string, bytes: Uint8Array): void {
    this.#column(name, "BYTE_ARRAY", bytes);
  }

  /** Whether the column was given in some row group. */
  has(name: string): boolean {
    return this.#types.has(name);
  }

  /** Writes what is left to describe, and closes. */
  finish(): void {
    for (const group of this.#groups)
      for (const [name, type] of this.#types)
        if (!group.chunks.has(name)) group.chunks.set(name, this.#page(name, type, group.rows, null));
    const writer = new ByteWriter();
    writeMetadata(writer, this.#metadata());
    writer.appendBytes(mark);
    this.#write(writer.getBytes());
    this.close();
  }

  /** Closes without finishing. */
  close(): void {
    closeSync(this.#file);
  }

  #column(name: string, type: ColumnType, bytes: Uint8Array): void {
    const group = this.#groups.at(-1)!;
    this.#types.set(name, type);
    group.chunks.set(name, this.#page(name, type, group.rows, bytes));
  }

  #page(name: string, type: ColumnType, rows: number, bytes: Uint8Array | null): Chunk {
    // Definition levels: one run, all there or none.
    const levels = new ByteWriter(16);
    levels.appendVarInt(rows << 1);
    levels.appendUint8(bytes ? 1 : 0);
    const size = 4 + levels.offset + (bytes?.length ?? 0);
    const head = new ByteWriter(64);
    writePageHeader(head, {
      type: "DATA_PAGE",
      uncompressed_page_size: size,
      compressed_page_size: size,
      data_page_header: {
        num_values: rows,
        encoding: "PLAIN",
        definition_level_encoding: "RLE",
        repetition_level_encoding: "RLE"
      }
    });
    head.appendUint32(levels.offset);
    head.appendBytes(levels.getBytes());
    const offset = this.#offset;
    this.#write(head.getBytes());
    if (bytes) this.#write(bytes);
    const total = BigInt(this.#offset - offset);
    return {
      file_offset: BigInt(offset),
      meta_data: {
        type,
        encodings: ["PLAIN", "RLE"],
        path_in_schema: [name],
        codec: "UNCOMPRESSED",
        num_values: BigInt(rows),
        total_uncompressed_size: total,
        total_compressed_size: total,
        data_page_offset: BigInt(offset)
      }
    };
  }

  #metadata(): FileMetaData {
    const columns: SchemaElement[] = [...this.#types].map(([name, type]) => ({
      name,
      type,
      repetition_type: "OPTIONAL",
      ...(type === "BYTE_ARRAY" ? { converted_type: "UTF8" as const } : {})
    }));
    return {
      version: 1,
      schema: [{ name: "root", num_children: columns.length }, ...columns],
      num_rows: BigInt(this.#groups.reduce((sum, group) => sum + group.rows, 0)),
      row_groups: this.#groups.map(({ rows, chunks }) => {
        const ordered = [...this.#types.keys()].map(name => chunks.get(name)!);
        return {
          columns: ordered,
          total_byte_size: ordered.reduce((sum, chunk) => sum + chunk.meta_data!.total_compressed_size, 0n),
          num_rows: BigInt(rows)
        };
      }),
      metadata_length: 0
    };
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    this.#offset += bytes.length;
  }
}
