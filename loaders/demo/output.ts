import { join } from "node:path";
import type { DemoContract } from "./contract.ts";
import { type CsvEncoding, createCsv } from "./csv.ts";
import type { Household } from "./household.ts";
import { type Cell, createSheet } from "./sheet.ts";

export interface WrittenFile {
  readonly path: string;
  /** Data rows, without headers and banners. */
  readonly rows: number;
}

/** Cells of a row by identifier; columns left out stay blank. */
export type Cells = Readonly<Record<string, Cell>>;

interface TableWriter {
  put(cells: Cells): void;
  close(): void;
}

/** A table filled while the households pass by, one after another in order of their villages. */
export interface HouseholdTable {
  add(household: Household): void;
  close(): void;
}

/** The folder the demo is written to. */
export interface Output {
  readonly files: readonly WrittenFile[];
  /** Where a file of this name goes. */
  path(name: string): string;
  note(file: WrittenFile): void;
  /**
   * Opens a local table under its Chinese name, with the contract's headers in the first row.
   * `headers` changes single headers, by identifier.
   */
  table(name: string, format: CsvEncoding | "xlsx", headers?: Readonly<Record<string, string>>): TableWriter;
}

export function createOutput(folder: string, contract: DemoContract): Output {
  const files: WrittenFile[] = [];
  const path = (name: string) => join(folder, name);
  const note = (file: WrittenFile) => files.push(file);
  return {
    files,
    path,
    note,
    table(name, format, headers = {}) {
      const columns = contract.columns(name);
      const target = path(`${contract.name(name)}.${format === "xlsx" ? "xlsx" : "csv"}`);
      const writer =
        format === "xlsx" ? createSheet(target, { strings: "shared" }) : createCsv(target, format);
      const identifiers = columns.map(column => column.identifier);
      writer.row(columns.map(column => headers[column.identifier] ?? column.header));
      return {
        put(cells) {
          if (writer.rows === 1) refuseUnknown(name, cells, identifiers);
          writer.row(identifiers.map(identifier => cells[identifier]));
        },
        close() {
          note({ path: target, rows: writer.rows - 1 });
          writer.close();
        }
      };
    }
  };
}

/** Numbers records one after another: XS0000001, XS0000002, … */
export function createSerial(prefix: string, digits: number): () => string {
  let count = 0;
  return () => prefix + String(++count).padStart(digits, "0");
}

/** A yes or no cell; undefined stays blank, that is, unknown. */
export function yesNo(value: boolean | undefined): Cell {
  return value === undefined ? undefined : value ? "是" : "否";
}

function refuseUnknown(table: string, cells: Cells, identifiers: readonly string[]): void {
  for (const identifier of Object.keys(cells))
    if (!identifiers.includes(identifier)) throw new Error(`unknown column: ${table}.${identifier}`);
}
