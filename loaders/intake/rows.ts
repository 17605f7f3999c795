/**
 * One row of a sheet as bytes, without a JavaScript object per cell. The same object is handed out for every
 * row: copy what is kept. Texts are UTF-8, free of XML entities and CSV quotes, and trimmed at both ends
 * (ASCII white space, U+00A0, U+3000, U+FEFF). Empty cells are left out.
 */
export interface RowCells {
  /** Number of non-empty cells. */
  length: number;
  /** Fields in the row as written, empty ones included (CSV); one past the last cell (XLSX). */
  width: number;
  /** Zero-based column of cell i, ascending. */
  column: Int32Array;
  /** First byte of cell i in its buffer. */
  start: Int32Array;
  /** One past the last byte of cell i. */
  end: Int32Array;
  /** 0: the bytes stand in `row`; 1: in `shared` (the workbook's shared strings). */
  from: Uint8Array;
  row: Uint8Array;
  shared: Uint8Array;
}

/** Called for each row in order; `rowNumber` is the row a spreadsheet shows, from 1. Return false to stop. */
export type RowHandler = (rowNumber: number, cells: RowCells) => boolean | undefined;

export interface SheetInfo {
  name: string;
  /** Position in the workbook, from 0; a CSV file has one sheet with index 0 and name "". */
  index: number;
  hidden: boolean;
}

/** What a file turned out to be. `encoding` and `delimiter` are for CSV only, `date1904` for workbooks only. */
export interface FileFacts {
  sheets: SheetInfo[];
  /** True if dates count from 1904-01-01 instead of 1900. */
  date1904?: boolean;
  encoding?: "utf-8" | "utf-8-bom" | "gb18030" | "utf-16le" | "utf-16be";
  delimiter?: "," | "\t";
}

/** Gives the handler for a sheet, or null to pass it over (its bytes are then not inflated). */
export type SheetOpener = (sheet: SheetInfo) => RowHandler | null;

const decoder = new TextDecoder("utf-8");

/** The text of cell i, as a string. For headers and faults; never in the hot path. */
export function cellText(cells: RowCells, i: number): string {
  const buffer = cells.from[i] ? cells.shared : cells.row;
  return decoder.decode(buffer.subarray(cells.start[i]!, cells.end[i]!));
}
