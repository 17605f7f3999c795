import { looksLikeFormula } from "../lib/cell.js";
import type { Column } from "../lib/tabular.js";

/** A table as a workbook of one sheet per group: frozen head, filters, text as text, numbers as numbers. */
export async function toXlsx<Row>(
  columns: readonly Column<Row>[],
  groups: ReadonlyMap<string, readonly Row[]>
): Promise<Blob> {
  const { writeXlsx } = await import("hucre/xlsx");
  const head = columns.map(({ label }) => label);
  const bytes = await writeXlsx({
    sheets: [...groups].map(([name, rows]) => {
      const cells = [
        head,
        ...rows.map(row => columns.map(({ value }) => (value(row) === "" ? null : value(row))))
      ];
      return {
        name: name.slice(0, 31),
        columns: columns.map(({ label }) => ({ width: label === "breakdown" ? 40 : 14 })),
        rows: cells,
        cells: keptTexts(cells),
        freezePane: { rows: 1 },
        autoFilter: { range: `A1:${letter(columns.length)}${rows.length + 1}` }
      };
    })
  });
  return new Blob([bytes as Uint8Array<ArrayBuffer>], {
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
  });
}

/** The format 文本 for the texts that would be taken for a formula once someone enters them anew, by "row,column". */
function keptTexts(rows: readonly (readonly unknown[])[]): Map<string, { style: { numFmt: string } }> {
  return new Map(
    rows.flatMap((cells, row) =>
      cells.flatMap((value, column) =>
        typeof value === "string" && looksLikeFormula(value)
          ? [[`${row},${column}`, { style: { numFmt: "@" } }] as const]
          : []
      )
    )
  );
}

/** The letters of a column: 1 → A, 27 → AA. */
function letter(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return (rest > 0 ? letter(rest) : "") + String.fromCharCode(65 + ((column - 1) % 26));
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
