import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ExcelJS from "exceljs";
import { afterAll, describe, expect, it } from "vitest";
import { createCsv } from "../../loaders/demo/csv.ts";
import { columnName, createSheet } from "../../loaders/demo/sheet.ts";
import { unzip } from "./unzip.ts";

const root = mkdtempSync(join(tmpdir(), "sheet-"));
afterAll(() => rmSync(root, { recursive: true }));

describe("createSheet", () => {
  for (const strings of ["inline", "shared"] as const)
    it(`writes a workbook that others read, with ${strings} strings`, async () => {
      const path = join(root, `${strings}.xlsx`);
      const sheet = createSheet(path, { strings, name: "甲 & 乙" });
      sheet.row(["表头", "a<b>&c"]);
      sheet.row([1.5, { digits: "202304.0" }, undefined, "尾"]);
      sheet.merge("A1:B1");
      expect(sheet.rows).toBe(2);
      sheet.close();
      const book = await new ExcelJS.Workbook().xlsx.readFile(path);
      const read = book.worksheets[0]!;
      expect(read.name).toBe("甲 & 乙");
      expect(read.getCell("A1").value).toBe("表头");
      expect(read.getCell("B2").value).toBe(202304);
      expect(read.getCell("C2").value).toBeNull();
      expect(read.getCell("D2").value).toBe("尾");
      expect(read.getCell("B1").isMerged).toBe(true);
      expect([...unzip(path).values()].join("")).toContain("a&lt;b&gt;&amp;c");
    });

  it("joins chunks into one stream", () => {
    const path = join(root, "long.xlsx");
    const sheet = createSheet(path);
    const text = "长".repeat(300);
    for (let i = 0; i < 3000; i++) sheet.row([i, text]);
    sheet.close();
    const xml = unzip(path).get("xl/worksheets/sheet1.xml")!;
    expect(xml.match(/<row /g)).toHaveLength(3000);
    expect(xml.endsWith("</worksheet>")).toBe(true);
  });

  it("names columns as spreadsheets do", () => {
    expect([0, 25, 26, 51, 52, 108, 701, 702].map(columnName)).toEqual([
      "A",
      "Z",
      "AA",
      "AZ",
      "BA",
      "DE",
      "ZZ",
      "AAA"
    ]);
  });
});

describe("createCsv", () => {
  it("marks UTF-8 and ends its lines with LF", () => {
    const bytes = write("utf8", [
      ["甲", 'a"b', "c,d"],
      [1, undefined, { digits: "2.0" }]
    ]);
    expect(bytes.toString("utf8")).toBe('\uFEFF甲,"a""b","c,d"\n1,,2.0\n');
  });

  it("writes GB18030 that decodes to the same text", () => {
    const words = "云岭市垭洑杼陂沚芡（√）→“，”㎡";
    const bytes = write("gb18030", [[words], ["二"]]);
    expect(new TextDecoder("gb18030", { fatal: true }).decode(bytes)).toBe(`${words}\r\n二\r\n`);
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xd4, 0xc6]));
  });

  it("refuses a character outside the two-byte range", () => {
    expect(() => write("gb18030", [["𠮷"]])).toThrow("two-byte range");
  });
});

function write(
  encoding: "utf8" | "gb18030",
  rows: Parameters<ReturnType<typeof createCsv>["row"]>[0][]
): Buffer {
  const path = join(root, `${encoding}.csv`);
  const csv = createCsv(path, encoding);
  for (const row of rows) csv.row(row);
  csv.close();
  return readFileSync(path);
}
