import ExcelJS from "exceljs";
import { looksLikeFormula } from "../../src/lib/cell.ts";

/** Written into every workbook instead of the clock's time; a caller that knows a better day sets it in `build`. */
const written = new Date(Date.UTC(2020, 0, 1));

/** A text cell is never run; with the format 文本 it is not either once someone has entered it anew. */
function keepTexts(workbook: ExcelJS.Workbook): void {
  workbook.eachSheet(sheet =>
    sheet.eachRow(row =>
      row.eachCell(cell => {
        if (typeof cell.value === "string" && looksLikeFormula(cell.value)) cell.numFmt = "@";
      })
    )
  );
}

/**
 * The bytes of an .xlsx file, the same for the same content whenever and wherever it is made.
 * Text stays text whatever it begins with (`=`, `+`, `-`, `@`, a tab): give strings for text, numbers for numbers,
 * UTC dates for days. Rules with an `x14Id` (data bars) get a random one unless it is given.
 * @param build fills the workbook; its creator and times are set before and may be set anew
 */
export async function workbookBytes(
  build: (workbook: ExcelJS.Workbook) => void | Promise<void>
): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  Object.assign(workbook, { creator: "fangfanpin", lastModifiedBy: "fangfanpin" });
  Object.assign(workbook, { created: written, modified: written });
  await build(workbook);
  keepTexts(workbook);
  const bytes = new Uint8Array((await workbook.xlsx.writeBuffer()) as ArrayBuffer);
  setTimes(bytes);
  return bytes;
}

/** 1980-01-01 00:00, the first time a ZIP entry can have. */
const firstDate = (1 << 5) | 1;

/** Gives every entry of a ZIP file the same time, in its directory and before its data. */
function setTimes(zip: Uint8Array): void {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  let end = zip.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error("no ZIP directory");
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error("broken ZIP directory");
    const local = view.getUint32(at + 42, true);
    view.setUint32(at + 12, firstDate << 16, true);
    view.setUint32(local + 10, firstDate << 16, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}
