import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { onTestFinished } from "vitest";

/** Oddities of an archive: entries stored, marked as encrypted, or with a wrong checksum. */
export interface ZipOptions {
  stored?: boolean;
  encrypted?: boolean;
  wrongChecksum?: boolean;
}

/** A ZIP archive of the given parts, as bytes. */
export function zip(parts: Record<string, string | Buffer>, options: ZipOptions = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const raw = Buffer.from(content as string);
    const data = options.stored ? raw : deflateRawSync(raw);
    const path = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800 | (options.encrypted ? 1 : 0), 2);
    common.writeUInt16LE(options.stored ? 0 : 8, 4);
    common.writeUInt32LE((crc32(raw) ^ (options.wrongChecksum ? 1 : 0)) >>> 0, 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(raw.length, 18);
    common.writeUInt16LE(path.length, 22);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    common.copy(central, 6);
    central.writeUInt32LE(offset, 42);
    directory.push(central, path);
    const signature = Buffer.from("PK\x03\x04", "latin1");
    locals.push(signature, common, path, data);
    offset += 30 + path.length + data.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, index, end]);
}

/** What a small workbook holds: sheet parts, shared strings, or whole parts instead of the usual ones. */
export interface WorkbookParts {
  /** Content of `<sheetData>`, one a sheet. */
  rows?: string[];
  /** Content of `<sst>`. */
  shared?: string;
  /** Parts to add or to put in place of the usual ones; null leaves a part out. */
  parts?: Record<string, string | Buffer | null>;
}

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** The parts of a small workbook, ready for `zip`. */
export function workbookParts({
  rows = [""],
  shared,
  parts = {}
}: WorkbookParts): Record<string, string | Buffer> {
  const all: Record<string, string | Buffer | null> = {
    "_rels/.rels": `<Relationships><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="${office}"><sheets>${rows
      .map((_, i) => `<sheet name="表${i + 1}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${rows
      .map(
        (_, i) =>
          `<Relationship Id="rId${i + 1}" Type="${office}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`
      )
      .join(
        ""
      )}<Relationship Id="rIdS" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    "xl/sharedStrings.xml": `<?xml version="1.0"?><sst xmlns="${main}">${shared ?? ""}</sst>`
  };
  rows.forEach((data, i) => {
    all[`xl/worksheets/sheet${i + 1}.xml`] =
      `<?xml version="1.0"?><worksheet xmlns="${main}"><dimension ref="A1"/><sheetData>${data}</sheetData></worksheet>`;
  });
  const kept = Object.entries({ ...all, ...parts }).filter(([, content]) => content !== null);
  return Object.fromEntries(kept) as Record<string, string | Buffer>;
}

/** Writes a file that is removed when the test ends, and returns its path. */
export function temporary(name: string, content: Buffer | string): string {
  const folder = mkdtempSync(join(tmpdir(), "intake-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
