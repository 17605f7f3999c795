import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Contract, readContract } from "../../loaders/contract/contract.ts";
import { indicators } from "../../loaders/indicators/indicators.ts";
import { type IntakeReport, intake } from "../../loaders/intake/intake.ts";
import { Duck, type Row } from "../../loaders/lib/duck.ts";
import { model } from "../../loaders/model/model.ts";
import { workbookParts, zip } from "./zip.ts";

/** A cell of a made-up export; undefined and "" are empty. */
export type Value = string | number | undefined;

const folders: string[] = [];

/** Writes files into a new folder and returns its path; `removeFolders` takes all of them away. */
export function exportsFolder(files: Record<string, string | Buffer>): string {
  const folder = mkdtempSync(join(tmpdir(), "exports-"));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}

/** To be called after the tests of a file. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** CSV text with a header line. */
export function csv(header: readonly string[], rows: readonly (readonly Value[])[]): string {
  const field = (value: Value): string => {
    const text = String(value ?? "");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [header, ...rows].map(row => `${row.map(field).join(",")}\n`).join("");
}

/** One sheet of a workbook: rows of cells; a number becomes a number cell. */
export interface Sheet {
  readonly rows: readonly (readonly Value[])[];
  readonly hidden?: boolean;
}

/** A workbook's bytes. */
export function workbook(sheets: readonly Sheet[], options: { date1904?: boolean } = {}): Buffer {
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const names = sheets
    .map(
      (sheet, i) =>
        `<sheet name="表${i + 1}" sheetId="${i + 1}"${sheet.hidden ? ' state="hidden"' : ""} r:id="rId${i + 1}"/>`
    )
    .join("");
  return zip(
    workbookParts({
      rows: sheets.map(sheet => sheet.rows.map(rowXml).join("")),
      parts: {
        "xl/workbook.xml": `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="${office}">${
          options.date1904 ? '<workbookPr date1904="1"/>' : ""
        }<sheets>${names}</sheets></workbook>`
      }
    })
  );
}

/** A made-up id number that is well formed: prefix 99xxxx belongs to no place. */
export function idNumber(sequence: number, prefix = "990101"): string {
  const body = `${prefix}19${String(40 + (sequence % 60))}0${1 + (sequence % 9)}15${String(sequence % 1000).padStart(3, "0")}`;
  return withCheck(body);
}

/** The first 17 digits of an id number with the check character that follows from them. */
export function withCheck(body: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return body + "10X98765432"[sum % 11];
}

/** Header of the region tables of tests, whose codes are 99xxxx. */
export const regionHeader = [
  "区划代码",
  "区划名称",
  "别名",
  "层级",
  "上级代码",
  "年度",
  "适用政策口径",
  "建档立卡人口",
  "深度贫困地区"
];

/** What a test's own run came to. */
export interface Run {
  readonly duck: Duck;
  readonly report: IntakeReport;
  readonly rows: (sql: string) => Promise<Row[]>;
  readonly close: () => void;
}

export interface RunOptions {
  readonly asOf?: string;
  readonly profile?: string;
  readonly defaultProfile?: string;
  readonly root?: string;
  /** Numbers of the SQL families to run, all by default: a run of one family takes half the time. */
  readonly families?: readonly string[];
}

let known: Contract | undefined;

/** The project's contract, read once. */
export function contract(): Contract {
  known ??= readContract();
  return known;
}

/** Intake alone, in memory. */
export async function takeIn(folder: string, options: RunOptions = {}): Promise<Run> {
  // One thread: a test's rows are too few for more, and files of tests run beside each other.
  const duck = await Duck.open(":memory:", { threads: 1 });
  try {
    const report = await intake(duck, contract(), { exports: folder, asOf: options.asOf ?? "" });
    return { duck, report, rows: sql => duck.rows(sql), close: () => duck.close() };
  } catch (error) {
    duck.close();
    throw error;
  }
}

/** Model and indicators over what was taken in, also where they stand already. */
export async function figuresOf(run: Run, options: RunOptions = {}): Promise<void> {
  await model(run.duck, contract(), {
    asOf: run.report.asOf,
    root: options.root ?? "",
    profile: options.profile ?? "",
    defaultProfile: options.defaultProfile ?? ""
  });
  await indicators(run.duck, contract(), options.families);
}

/** Intake, model and indicators, in memory. */
export async function runAll(folder: string, options: RunOptions = {}): Promise<Run> {
  const run = await takeIn(folder, options);
  try {
    await figuresOf(run, options);
    return run;
  } catch (error) {
    run.close();
    throw error;
  }
}

function rowXml(row: readonly Value[], index: number): string {
  const cells = row.map((value, column) => {
    const at = `${columnName(column)}${index + 1}`;
    if (value === undefined || value === "") return "";
    if (typeof value === "number") return `<c r="${at}"><v>${value}</v></c>`;
    const text = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
  });
  return `<row r="${index + 1}">${cells.join("")}</row>`;
}

function columnName(index: number): string {
  return (
    (index < 26 ? "" : String.fromCharCode(64 + Math.floor(index / 26))) +
    String.fromCharCode(65 + (index % 26))
  );
}
