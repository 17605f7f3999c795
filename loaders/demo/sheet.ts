import { createZip } from "./zip.ts";

/** A cell: text, a number, digits to be written as a number just so (`202304.0`), or nothing at all. */
export type Cell = string | number | { readonly digits: string } | undefined;

/** One worksheet of an XLSX file, written row by row. */
export interface SheetWriter {
  row(cells: readonly Cell[]): void;
  /** Merges a range of cells, for example `A1:D1`. */
  merge(range: string): void;
  /** Rows written so far. */
  readonly rows: number;
  close(): void;
}

export interface SheetOptions {
  /** How text is kept, one of: `inline` in the cell, `shared` in a table of strings. Defaults to `inline`. */
  strings?: "inline" | "shared";
  /** Name of the sheet. Defaults to Sheet1. */
  name?: string;
}

/** Texts beyond this many distinct ones are written inline, to bound memory. */
const sharedLimit = 200_000;
const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";

/**
 * Creates an XLSX file of one sheet.
 * Like the exports of the national system it states a wrong `dimension` (A1), so readers must not trust it.
 */
export function createSheet(
  path: string,
  { strings = "inline", name = "Sheet1" }: SheetOptions = {}
): SheetWriter {
  const zip = createZip(path);
  const shared = strings === "shared" ? new Map<string, number>() : undefined;
  const merges: string[] = [];
  let sharedUses = 0;
  let rows = 0;
  writePackage();
  zip.entry("xl/worksheets/sheet1.xml");
  zip.write(`${declaration}<worksheet xmlns="${main}"><dimension ref="A1"/><sheetData>`);

  return {
    get rows() {
      return rows;
    },
    row(cells) {
      rows++;
      let xml = `<row r="${rows}">`;
      for (let i = 0; i < cells.length; i++) {
        const cell = cells[i];
        if (cell === undefined) continue;
        const at = `${columnName(i)}${rows}`;
        if (typeof cell === "string") xml += textCell(at, cell);
        else xml += `<c r="${at}"><v>${typeof cell === "number" ? cell : cell.digits}</v></c>`;
      }
      zip.write(`${xml}</row>`);
    },
    merge(range) {
      merges.push(`<mergeCell ref="${range}"/>`);
    },
    close() {
      zip.write("</sheetData>");
      if (merges.length > 0)
        zip.write(`<mergeCells count="${merges.length}">${merges.join("")}</mergeCells>`);
      zip.write("</worksheet>");
      if (shared) {
        zip.entry("xl/sharedStrings.xml");
        zip.write(`${declaration}<sst xmlns="${main}" count="${sharedUses}" uniqueCount="${shared.size}">`);
        for (const text of shared.keys())
          zip.write(`<si><t xml:space="preserve">${escapeXml(text)}</t></si>`);
        zip.write("</sst>");
      }
      zip.close();
    }
  };

  function textCell(at: string, text: string): string {
    let index = shared?.get(text);
    if (shared && index === undefined && shared.size < sharedLimit) {
      index = shared.size;
      shared.set(text, index);
    }
    if (index === undefined) return `<c r="${at}" t="inlineStr"><is><t>${escapeXml(text)}</t></is></c>`;
    sharedUses++;
    return `<c r="${at}" t="s"><v>${index}</v></c>`;
  }

  function writePackage(): void {
    const parts = [
      ["worksheet", "worksheets/sheet1.xml"],
      ["styles", "styles.xml"],
      ...(shared ? [["sharedStrings", "sharedStrings.xml"]] : [])
    ] as [string, string][];
    const type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    zip.entry("[Content_Types].xml");
    zip.write(
      `${declaration}<Types xmlns="${packages}/content-types">` +
        `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Default Extension="xml" ContentType="application/xml"/>` +
        `<Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>` +
        parts
          .map(([kind, part]) => `<Override PartName="/xl/${part}" ContentType="${type}.${kind}+xml"/>`)
          .join("") +
        "</Types>"
    );
    zip.entry("_rels/.rels");
    zip.write(relationships([["officeDocument", "xl/workbook.xml"]]));
    zip.entry("xl/workbook.xml");
    zip.write(
      `${declaration}<workbook xmlns="${main}" xmlns:r="${office}">` +
        `<sheets><sheet name="${escapeXml(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`
    );
    zip.entry("xl/_rels/workbook.xml.rels");
    zip.write(relationships(parts));
    zip.entry("xl/styles.xml");
    zip.write(
      `${declaration}<styleSheet xmlns="${main}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>` +
        `<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
        `<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>` +
        `<cellXfs count="1"><xf/></cellXfs>` +
        `<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
    );
  }
}

/** The letters of a column counted from 0: A, B, … Z, AA. */
export function columnName(index: number): string {
  let name = columnNames[index];
  if (name === undefined) {
    name = index < 26 ? "" : columnName(Math.floor(index / 26) - 1);
    name += String.fromCharCode(65 + (index % 26));
    columnNames[index] = name;
  }
  return name;
}

const columnNames: string[] = [];

function relationships(parts: readonly (readonly [string, string])[]): string {
  const items = parts.map(
    ([kind, target], i) => `<Relationship Id="rId${i + 1}" Type="${office}/${kind}" Target="${target}"/>`
  );
  return `${declaration}<Relationships xmlns="${packages}/relationships">${items.join("")}</Relationships>`;
}

function escapeXml(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
