import { expect, it } from "vitest";
import { kindOf } from "../../loaders/intake/sniff.ts";
import { CliError } from "../../loaders/lib/errors.ts";
import { temporary, workbookParts, zip } from "../support/zip.ts";

const archive = zip(workbookParts({}));
const compound = Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600)]);
const csv = "户编号,姓名\n1,甲\n";

it.each<[string, string | Buffer, string]>([
  ["a.xlsx", archive, "xlsx"],
  ["a.XLSX", archive, "xlsx"],
  ["没有扩展名", archive, "xlsx"],
  ["a.csv", archive, "xlsx"],
  ["a.zip", archive, "other"],
  ["a.docx", archive, "other"],
  ["a.xls", compound, "xls"],
  ["加密.xlsx", compound, "xls"],
  ["很旧.xls", Buffer.from("0908100000061000", "hex"), "xls"],
  ["a.csv", csv, "csv"],
  ["a.CSV", csv, "csv"],
  ["a.txt", csv, "csv"],
  ["其实是文本.xls", csv, "csv"],
  ["其实是文本.xlsx", Buffer.from([0xbb, 0xa7, 0xb1, 0xe0, 0x2c]), "csv"],
  ["Unicode 文本.xls", Buffer.from(`\uFEFF${csv}`, "utf16le"), "csv"],
  ["空.csv", "", "csv"],
  ["空.xlsx", "", "other"],
  ["有空字节.csv", "a\0b", "csv"],
  ["~$a.xlsx", Buffer.from("\x05user\0\0\0", "latin1"), "other"],
  ["网页.xls", "\uFEFF\r\n<html><table><tr><td>1</td></tr></table></html>", "other"],
  ["网页.csv", "<!-- x --><table>", "other"],
  ["网页.xls", Buffer.from("\uFEFF<HTML>", "utf16le"), "other"],
  ["表格.xls", '<?xml version="1.0"?><Workbook/>', "other"],
  ["不是网页.csv", "<5人,甲\n", "csv"],
  ["a.csv", "%PDF-1.7", "other"],
  ["说明.md", "# x", "other"],
  ["图.png", Buffer.from("\x89PNG\r\n", "latin1"), "other"]
])("%s is told by its content, then its name", (name, content, kind) => {
  expect(kindOf(temporary(name, content))).toBe(kind);
});

it("refuses a file that is not there", () => {
  expect(() => kindOf("/nowhere/没有.csv")).toThrow(CliError);
});
