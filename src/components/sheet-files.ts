import type { Column } from "../lib/tabular.js";

type Value = string | number | null;

/** A table as a workbook of one sheet per group: frozen bold head, text as text, numbers as numbers. */
export async function toXlsx<Row>(
  columns: readonly Column<Row>[],
  groups: ReadonlyMap<string, readonly Row[]>
): Promise<Blob> {
  const { default: write } = await import("write-excel-file/browser");
  const head = columns.map(({ label }) => ({ value: label, type: String, fontWeight: "bold" as const }));
  const cell = (value: Value) =>
    value === null || value === ""
      ? null
      : typeof value === "number"
        ? { value, type: Number }
        : { value, type: String };
  const sheets = [...groups].map(([name, rows]) => ({
    data: [head, ...rows.map(row => columns.map(column => cell(column.value(row))))],
    sheet: name.slice(0, 31),
    stickyRowsCount: 1,
    columns: columns.map(({ label }) => ({ width: label === "breakdown" ? 40 : 14 }))
  }));
  return write(sheets).toBlob();
}

/** A table as Parquet: a column of numbers is DOUBLE, any other text. */
export async function toParquet<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  numbers: ReadonlySet<string>
): Promise<Blob> {
  const { parquetWriteBuffer } = await import("hyparquet-writer/src/write.js");
  const bytes = parquetWriteBuffer({
    columnData: columns.map(({ key, label, value }) => ({
      name: label,
      data: rows.map(value),
      type: numbers.has(key) ? ("DOUBLE" as const) : ("STRING" as const),
      nullable: true
    }))
  });
  return new Blob([bytes], { type: "application/vnd.apache.parquet" });
}
