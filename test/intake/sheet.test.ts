import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type FileResult, readFile } from "../../loaders/intake/read-file.ts";
import {
  contract,
  csv,
  exportsFolder,
  idNumber,
  removeFolders,
  type Sheet,
  type Value,
  workbook
} from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

const key = Buffer.from("test");
const header = ["县", "乡", "村", "户编号", "姓名", "证件号码", "监测对象类别", "联系电话"];
const person = ["甲县", "甲镇", "甲村", "H1", "测试一", idNumber(1), "边缘易致贫户", "13900000001"];

/** Reads one file and gives its result with the lines it wrote. */
async function read(
  name: string,
  content: string | Buffer
): Promise<{ result: FileResult; lines: string[] }> {
  const folder = exportsFolder({ [name]: content });
  const out = exportsFolder({});
  const file = { path: join(folder, name), name, bytes: content.length };
  const result = await readFile(file, 0, contract(), key, out);
  const lines = readdirSync(out).flatMap(path =>
    readFileSync(join(out, path), "utf8").split("\n").filter(Boolean)
  );
  return { result, lines };
}

const people = (rows: readonly (readonly (string | number | undefined)[])[]): string => csv(header, rows);
const book = (sheets: readonly Sheet[]): Buffer => workbook(sheets);

describe("the header row", () => {
  test("stands below banners and is found by its names", async () => {
    for (const banners of [1, 2, 6, 9]) {
      const rows = [
        ...Array.from({ length: banners }, (_, i) => [`某市监测对象信息（第${i + 1}行横幅）`]),
        header,
        person
      ];
      const { result } = await read("监测对象信息.xlsx", book([{ rows }]));
      expect(result).toMatchObject({ status: "accepted", table: "monitored_person" });
      expect(result.sheets[0]).toMatchObject({ headerRow: banners + 1, read: 1, written: 1 });
    }
  });

  test("beyond the limit is not looked for, and the refusal says what was seen and what to do", async () => {
    const rows = [...Array.from({ length: 10 }, () => ["横幅", "户编号"]), header, person];
    const { result } = await read("监测对象信息.xlsx", book([{ rows }]));
    expect(result.status).toBe("refused");
    expect(result.reason).toContain("监测对象信息.xlsx：前 10 行没有找到表头");
    expect(result.reason).toContain("“户编号”和“证件号码”");
    expect(result.reason).toContain("最像表头的一行有户编号");
  });

  test("without a key column the file is refused, naming row and columns", async () => {
    const { result } = await read(
      "监测对象信息.csv",
      `横幅\n${csv(
        header.filter(name => name !== "村"),
        []
      )}`
    );
    expect(result.status).toBe("refused");
    expect(result.reason).toContain("第2行：缺少“村”列；识别到的列有县、乡、户编号、姓名、证件号码");
    expect(result.reason).toContain("请重新导出并勾选该列");
  });

  test("in any order, with headers that are not known listed", async () => {
    const { result, lines } = await read(
      "监测对象信息.csv",
      csv([...header].reverse().concat("奇怪的列"), [[...person].reverse().concat("x")])
    );
    expect(result.sheets[0]!.unknownHeaders).toEqual(["奇怪的列"]);
    expect(lines[0]).toContain("甲县,甲镇,甲村,H1");
    expect(lines[0]).not.toContain("x,");
  });

  test("a tab-separated CSV is read", async () => {
    const { result } = await read(
      "监测对象信息.csv",
      [header, person].map(row => `${row.join("\t")}\r\n`).join("")
    );
    expect(result.sheets[0]).toMatchObject({ read: 1, written: 1 });
  });
});

describe("sheets", () => {
  test("data on the second sheet are read; an empty first sheet is no fault", async () => {
    const { result } = await read(
      "监测对象信息.xlsx",
      book([{ rows: [["说明"]] }, { rows: [header, person] }])
    );
    expect(result).toMatchObject({ status: "accepted", table: "monitored_person" });
    expect(result.sheets.map(sheet => sheet.table)).toEqual([null, "monitored_person"]);
  });

  test("hidden sheets are not read and are named", async () => {
    const { result, lines } = await read(
      "监测对象信息.xlsx",
      book([{ rows: [header, person] }, { rows: [header, person], hidden: true }])
    );
    expect(result.hiddenSheets).toEqual(["表2"]);
    expect(lines).toHaveLength(1);
    const only = await read("监测对象信息.xlsx", book([{ rows: [header, person], hidden: true }]));
    expect(only.result.status).toBe("refused");
    expect(only.result.reason).toContain("隐藏的工作表（表1）不读");
  });

  test("a sheet of another table in the same workbook goes to that table", async () => {
    const village = ["县", "乡", "行政村", "总户数", "总人口数"];
    const { result } = await read(
      "监测对象信息.xlsx",
      book([{ rows: [header, person] }, { rows: [village, ["甲县", "甲镇", "甲村", 10, 30]] }])
    );
    expect(result.outputs.map(output => output.table)).toEqual(["monitored_person", "village"]);
  });

  test("one sheet without a key column refuses the file: no half of it is taken", async () => {
    const { result } = await read(
      "监测对象信息.xlsx",
      book([{ rows: [header, person] }, { rows: [header.slice(1), person.slice(1)] }])
    );
    expect(result.status).toBe("refused");
    expect(result.reason).toContain("工作表 表2");
    expect(result.outputs).toEqual([]);
  });
});

describe("rows", () => {
  test("blank rows and the template's example row are neither accepted nor refused", async () => {
    const example = ["【示例】甲县", ...person.slice(1)];
    const { result, lines } = await read("监测对象信息.csv", people([[], person, ["", "", " "], example]));
    expect(result.sheets[0]).toMatchObject({ read: 4, written: 1, refused: 0, blank: 3, example: 1 });
    expect(lines).toHaveLength(1);
  });

  test.each(["示例县", "示例村委会", "乙（示例）", "【示 范】县", "示"])(
    "a place called %s is data: only the marker makes an example",
    async place => {
      const { result, lines } = await read("监测对象信息.csv", people([[place, ...person.slice(1)]]));
      expect(result.sheets[0]).toMatchObject({ read: 1, written: 1, blank: 0, example: 0 });
      expect(lines).toHaveLength(1);
    }
  );

  test.each(["【示例】", "【示例】 甲县", "[示例]甲县", "（示例）", "示例", "示例行", "示例："])(
    "%s in the first cell marks an example",
    async mark => {
      const { result } = await read("监测对象信息.csv", people([person, [mark, ...person.slice(1)]]));
      expect(result.sheets[0]).toMatchObject({ read: 2, written: 1, blank: 1, example: 1 });
    }
  );

  test("a column of running numbers in front does not hide the marker; the marker further right is data", async () => {
    const numbered = (rows: Value[][]): string => csv(["序号", ...header], rows);
    const { result } = await read(
      "监测对象信息.csv",
      numbered([
        [1, "【示例】甲县", ...person.slice(1)],
        [2, person[0], "【示例】甲镇", ...person.slice(2)]
      ])
    );
    expect(result.sheets[0]).toMatchObject({ read: 2, written: 1, blank: 1, example: 1 });
  });

  test("a CSV row wider than the header, or cut short of a needed column, is refused with its number", async () => {
    const { result } = await read(
      "监测对象信息.csv",
      `${people([person])}${person.join(",")},多\n甲县,甲镇,甲村\n`
    );
    expect(result.sheets[0]).toMatchObject({ read: 3, written: 1, refused: 2 });
    expect(result.sheets[0]!.faults.map(fault => [fault.row, fault.kind])).toEqual([
      [3, "refused"],
      [4, "refused"]
    ]);
    expect(result.sheets[0]!.faults[0]!.reason).toContain("表头 8 列，此行 9 列");
  });

  test("empty fields beyond the header are no fault", async () => {
    const { result } = await read("监测对象信息.csv", `${people([])}${person.join(",")},,\n`);
    expect(result.sheets[0]).toMatchObject({ read: 1, written: 1, refused: 0 });
  });

  test("a household's number that Excel turned into 2.20E+15 in a CSV is refused: it names many households", async () => {
    const rows = ["2.20202E+15", "2.2E+15", "2202020000001960", "H1E5", "E+15"].map(id => person.with(3, id));
    const { result } = await read("监测对象信息.csv", people(rows));
    expect(result.sheets[0]).toMatchObject({ read: 5, written: 3, refused: 2 });
    expect(result.sheets[0]!.faults[0]).toMatchObject({ row: 2, kind: "refused", column: "" });
    expect(result.sheets[0]!.faults[0]!.reason).toContain("“户编号”成了科学计数法");
    expect(result.sheets[0]!.faults[0]!.reason).not.toContain("2.20202");
  });

  test("a row whose cells moved, so that its id number stands elsewhere, is refused", async () => {
    const moved = [...person.slice(0, 4), "", ...person.slice(4, -1)];
    const own = person.with(5, "无证").with(3, idNumber(9));
    const { result } = await read("监测对象信息.csv", people([moved, own]));
    // A household may be numbered by its head's id card.
    expect(result.sheets[0]).toMatchObject({ read: 2, written: 1, refused: 1 });
    expect(result.sheets[0]!.faults[0]!.reason).toContain("整行错列");
  });

  test("two columns of one name: the filled one counts; where they disagree the left one, with a note", async () => {
    const twice = [...header, "风险是否已消除", "风险是否已消除0"];
    const { result, lines } = await read(
      "监测对象信息.csv",
      csv(twice, [
        [...person, "", "是"],
        [...person, "否", "否"],
        [...person, "否", "是"]
      ])
    );
    expect(lines.map(line => line.match(/[是否](?=,|$)/)?.[0])).toEqual(["是", "否", "否"]);
    expect(result.sheets[0]!.faults).toEqual([
      expect.objectContaining({ row: 4, column: "风险是否已消除", kind: "note" })
    ]);
  });

  test("numbers of a workbook: an id is written out in full, one beyond its digits is refused", async () => {
    const rows = [2.2e15, 2202020000001960, 2.2e21].map(id => [
      ...person.slice(0, 3),
      id,
      ...person.slice(4)
    ]);
    const { result, lines } = await read("监测对象信息.xlsx", book([{ rows: [header, ...rows] }]));
    expect(lines.map(line => line.split(",")[5])).toEqual(["2200000000000000", "2202020000001960"]);
    expect(result.sheets[0]).toMatchObject({ read: 3, written: 2, refused: 1 });
  });

  test("personal columns leave a mark or a hash, never their text", async () => {
    const { lines } = await read(
      "监测对象信息.csv",
      people([person, [...person.slice(0, 4), "", idNumber(1), "", ""]])
    );
    const text = lines.join("\n");
    for (const value of ["测试一", idNumber(1), "13900000001"]) expect(text).not.toContain(value);
    const hashes = lines.map(line => /[0-9a-f]{32}/.exec(line)?.[0]);
    expect(hashes[0]).toBe(hashes[1]);
    expect(lines[0]).toContain(`${hashes[0]},ok`);
  });
});

describe("whole files that cannot be used", () => {
  test.each([
    ["走访记录.csv", "走访编号,户编号\nV1,\0\n", "refused", "空字节"],
    ["走访记录.csv", '走访编号,户编号\nV1,"H1\n', "refused", "引号"],
    [
      "走访记录.csv",
      Buffer.concat([Buffer.from("走访编号,户编号\nV1,甲\n"), Buffer.from([0xd0, 0xc2, 0x0a])]),
      "refused",
      "编码"
    ],
    ["走访记录.xls", Buffer.from("d0cf11e0a1b11ae1", "hex"), "refused", "另存为不加密的 .xlsx"],
    ["走访记录.xls", "<html><table></table></html>", "refused", "重新导出"],
    ["走访记录.zip", Buffer.from("504b0304", "hex"), "refused", "重新导出"],
    ["随手记.csv", "甲,乙\n1,2\n", "unrecognised", "认不出是哪张表"],
    ["随手记.xls", Buffer.from("d0cf11e0a1b11ae1", "hex"), "unrecognised", "另存为"],
    ["走访记录.csv", "甲,乙\n1,2\n", "refused", "没有找到表头（应同时有“走访编号”）"],
    ["走访记录.csv", "", "refused", "文件是空的"]
  ])("%s %#", async (name, content, status, reason) => {
    const { result, lines } = await read(name, content);
    expect(result.status).toBe(status);
    expect(result.reason).toContain(reason);
    expect(result.outputs).toEqual([]);
    expect(result.status === "refused" || lines.length === 0).toBe(true);
  });

  test("a file of headers alone is accepted with no row", async () => {
    const { result } = await read("走访记录.csv", "走访编号,户编号,走访日期,走访人角色,走访方式\n");
    expect(result.status).toBe("accepted");
    expect(result.sheets[0]).toMatchObject({ read: 0, written: 0 });
  });
});
