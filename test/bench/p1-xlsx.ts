import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ExcelJS from "exceljs";
import { readXlsx } from "../../loaders/intake/xlsx.ts";
import { workbookParts, zip } from "../support/zip.ts";
import { answer, input, measure, type Reading, report, round } from "./peers.ts";
import { type Person, personHeaders, persons } from "./persons.ts";
import { withIntake } from "./typed.ts";

const script = fileURLToPath(import.meta.url);
const [, , peer, path] = process.argv;

/** 50,000 persons × 110 columns, with banner rows and a wrong dimension, as the national system exports them. */
const PERSONS = 50_000;

if (peer === "readXlsx") await answer(() => withOurs(path!));
else if (peer === "intake") await answer(() => withIntake(path!));
else if (peer === "exceljs") await answer(() => withExceljs(path!));
else if (peer === "write") writeFileSync(path!, workbook(path!.includes("-inline-") ? "inline" : "shared"));
else {
  const figures: Record<string, unknown> = { persons: PERSONS, columns: personHeaders.length + 1 };
  for (const variant of ["inline", "shared"] as const) {
    const file = input(script, `p1-${variant}-${PERSONS}-1.xlsx`);
    const ours = measure(script, "readXlsx", file, 3);
    const typed = measure(script, "intake", file, 3);
    const theirs = measure(script, "exceljs", file, 1);
    if (typed.rows !== PERSONS) throw new Error(`${variant}: ${typed.rows} typed rows`);
    if (ours.cells !== theirs.cells)
      throw new Error(`${variant}: peers disagree: ${JSON.stringify({ ours, theirs })}`);
    const { rows, cells, bytes } = ours;
    figures[variant] = {
      rows,
      cells,
      bytes,
      readXlsx: { seconds: ours.seconds, peakMB: ours.peakMB },
      typedTable: { seconds: typed.seconds, peakMB: typed.peakMB },
      exceljs: { seconds: theirs.seconds, peakMB: theirs.peakMB, broken: theirs.broken },
      ratio: round(theirs.seconds / ours.seconds),
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
  const head = '<?xml version="1.0"?><worksheet><dimension ref="A1"/><sheetData>';
  const strings = [...shared.keys()].map(text => `<si><t>${text}</t></si>`).join("");
  const sheet = Buffer.concat([Buffer.from(head), ...rows, Buffer.from("</sheetData></worksheet>")]);
  return zip(workbookParts({ shared: strings, parts: { "xl/worksheets/sheet1.xml": sheet } }));
}

function letters(column: number): string {
  const high = Math.floor(column / 26);
  return (high > 0 ? String.fromCharCode(64 + high) : "") + String.fromCharCode(65 + (column % 26));
}
