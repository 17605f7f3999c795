import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ExcelJS from "exceljs";
import { readXlsx } from "../../loaders/intake/xlsx.ts";
import { workbookParts, zip } from "../support/zip.ts";
import { absent, answer, input, measure, measureScript, type Reading, report, round } from "./peers.ts";
import { type Person, personHeaders, persons } from "./persons.ts";
import { withIntake } from "./typed.ts";

const script = fileURLToPath(import.meta.url);
const openpyxl = fileURLToPath(new URL("openpyxl_rows.py", import.meta.url));
const [, , peer, path] = process.argv;

/** 50,000 persons × 110 columns, with banner rows and a wrong dimension, as the national system exports them. */
const PERSONS = 50_000;
const TIMES = 5;

if (peer === "readXlsx") await answer(() => withOurs(path!));
else if (peer === "intake") await answer(() => withIntake(path!));
else if (peer === "exceljs") await answer(() => withExceljs(path!));
else if (peer === "sheetjs") await answer(() => withSheetjs(path!));
else if (peer === "write") writeFileSync(path!, workbook(path!.includes("-inline-") ? "inline" : "shared"));
else {
  const figures: Record<string, unknown> = { persons: PERSONS, columns: personHeaders.length + 1 };
  for (const variant of ["inline", "shared"] as const) {
    const file = input(script, `p1-${variant}-${PERSONS}-2.xlsx`);
    const ours = measure(script, "readXlsx", file, TIMES);
    const typed = measure(script, "intake", file, TIMES);
    const theirs = measure(script, "exceljs", file, TIMES);
    const sheetjs = measure(script, "sheetjs", file, TIMES);
    // Once: it takes a minute.
    const own = measureScript("python3", openpyxl, file, 1);
    const python = own === absent ? measureScript("/usr/bin/python3", openpyxl, file, 1) : own;
    if (typed.rows !== PERSONS) throw new Error(`${variant}: ${typed.rows} typed rows`);
    for (const other of [theirs, sheetjs, python])
      if (other !== absent && ours.cells !== other.cells)
        throw new Error(`${variant}: peers disagree: ${JSON.stringify({ ours, other })}`);
    const { rows, cells, bytes } = ours;
    figures[variant] = {
      rows,
      cells,
      bytes,
      readXlsx: { seconds: ours.seconds, peakMB: ours.peakMB },
      typedTable: { seconds: typed.seconds, peakMB: typed.peakMB },
      exceljs: { seconds: theirs.seconds, peakMB: theirs.peakMB, broken: theirs.broken },
      sheetjs: { seconds: sheetjs.seconds, peakMB: sheetjs.peakMB },
      openpyxl: python === absent ? absent : { seconds: python.seconds, peakMB: python.peakMB },
      ratio: round(theirs.seconds / ours.seconds),
      ratioTypedSheetjs: round(sheetjs.seconds / typed.seconds),
      ratioTypedOpenpyxl: python === absent ? absent : round(python.seconds / typed.seconds),
      ratioTyped: round(theirs.seconds / typed.seconds)
    };
  }
  report("p1-xlsx", figures);
}

async function withOurs(file: string): Promise<Reading> {
  const reading = { rows: 0, cells: 0, bytes: 0 };
  await readXlsx(file, () => (_, { length, start, end }) => {
    reading.rows++;
    reading.cells += length;
    for (let i = 0; i < length; i++) reading.bytes += end[i]! - start[i]!;
    return true;
  });
  return reading;
}

/** Counts the cells it breaks: it decodes each chunk by itself, and characters stand across the borders. */
async function withExceljs(file: string): Promise<Reading> {
  const reading = { rows: 0, cells: 0, bytes: 0, broken: 0 };
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(file, {
    sharedStrings: "cache",
    styles: "ignore",
    hyperlinks: "ignore",
    worksheets: "emit",
    entries: "ignore"
  });
  for await (const sheet of reader)
    for await (const row of sheet) {
      reading.rows++;
      row.eachCell(cell => {
        reading.cells++;
        const text = String(cell.value);
        reading.bytes += Buffer.byteLength(text);
        if (text.includes("\uFFFD")) reading.broken++;
      });
    }
  return reading;
}

/** The whole workbook at once: it has no streaming reader. */
async function withSheetjs(file: string): Promise<Reading> {
  // Not at the head: the other peers' processes are to be without it.
  const { read, utils } = await import("@e965/xlsx");
  const reading = { rows: 0, cells: 0, bytes: 0 };
  const book = read(readFileSync(file), { dense: true });
  const rows: unknown[][] = utils.sheet_to_json(book.Sheets[book.SheetNames[0]!]!, { header: 1 });
  for (const row of rows) {
    reading.rows++;
    for (const value of row) {
      if (value === undefined || value === null) continue;
      reading.cells++;
      reading.bytes += Buffer.byteLength(String(value));
    }
  }
  return reading;
}

function workbook(variant: "inline" | "shared"): Buffer {
  const shared = new Map<string, number>();
  const rows: Buffer[] = [];
  const add = (number: number, cells: Person): void => {
    let xml = `<row r="${number}">`;
    cells.forEach((value, column) => {
      if (value === "") return;
      const place = `<c r="${letters(column)}${number}"`;
      if (typeof value === "number") xml += `${place}><v>${value}</v></c>`;
      else if (variant === "inline") xml += `${place} t="inlineStr"><is><t>${value}</t></is></c>`;
      else {
        if (!shared.has(value)) shared.set(value, shared.size);
        xml += `${place} t="s"><v>${shared.get(value)}</v></c>`;
      }
    });
    rows.push(Buffer.from(`${xml}</row>`));
  };
  add(1, ["监测对象信息（合成数据）"]);
  add(2, ["行政区划", "", "", "", "", "家庭成员信息"]);
  add(3, [...personHeaders, "备注"]);
  let number = 4;
  for (const person of persons(PERSONS)) add(number++, [...person, ""]);
  const head =
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1"/><sheetData>';
  const strings = [...shared.keys()].map(text => `<si><t>${text}</t></si>`).join("");
  const sheet = Buffer.concat([Buffer.from(head), ...rows, Buffer.from("</sheetData></worksheet>")]);
  const types = contentTypes(variant === "shared");
  return zip(
    workbookParts({
      shared: strings,
      parts: { "xl/worksheets/sheet1.xml": sheet, "[Content_Types].xml": types }
    })
  );
}

/** The list of parts that openpyxl asks for. */
function contentTypes(hasShared: boolean): string {
  const office = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const part = (name: string, type: string): string =>
    `<Override PartName="/xl/${name}.xml" ContentType="${office}.${type}+xml"/>`;
  return `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part("workbook", "sheet.main")}${part("worksheets/sheet1", "worksheet")}${hasShared ? part("sharedStrings", "sharedStrings") : ""}</Types>`;
}

function letters(column: number): string {
  const high = Math.floor(column / 26);
  return (high > 0 ? String.fromCharCode(64 + high) : "") + String.fromCharCode(65 + (column % 26));
}
