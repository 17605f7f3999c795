import { createHash } from "node:crypto";
import ExcelJS from "exceljs";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { readXlsx, type XlsxOptions } from "../../loaders/intake/xlsx.ts";
import { CliError } from "../../loaders/lib/errors.ts";
import { type SeenRow, seen } from "../support/rows.ts";
import { temporary, type WorkbookParts, workbookParts, type ZipOptions, zip } from "../support/zip.ts";

beforeEach(() => expect.hasAssertions());

/** Chunk sizes that cut everywhere, somewhere, and nowhere. */
const chunkSizes = [1, 2, 7, 64, undefined];

function book(parts: WorkbookParts, options?: ZipOptions): string {
  return temporary("测试.xlsx", zip(workbookParts(parts), options));
}

async function rowsOf(parts: WorkbookParts, options: XlsxOptions = {}): Promise<SeenRow[]> {
  return (await seen(open => readXlsx(book(parts), open, options))).rows;
}

/** The texts of one row given as XML, the same at every chunk size. */
async function cells(row: string, shared?: string): Promise<Record<number, string>> {
  const results = [];
  for (const chunkBytes of chunkSizes) results.push(await rowsOf({ rows: [row], shared }, { chunkBytes }));
  for (const result of results) expect(result).toEqual(results[0]);
  expect(results[0]).toHaveLength(1);
  return results[0]![0]!.cells;
}

async function refusal(path: string, options: XlsxOptions = {}): Promise<string> {
  const error = await readXlsx(path, () => () => true, options).catch(cause => cause);
  expect(error).toBeInstanceOf(CliError);
  expect(error.message).toContain(path.split("/").at(-1));
  expect(error.message).not.toContain("秘密");
  return error.message;
}

describe("cells", () => {
  it("reads inline strings, plain and rich, without phonetic guides", async () => {
    expect(
      await cells(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c>' +
          '<c r="B1" t="inlineStr"><is><r><rPr><b/></rPr><t>乙</t></r><r><t xml:space="preserve"> 丙</t></r>' +
          '<rPh sb="0" eb="1"><t>bing</t></rPh><phoneticPr fontId="1"/></is></c>' +
          '<c r="C1" t="inlineStr"><is><t xml:space="preserve"> 丁 </t></is></c><c r="D1" t="inlineStr"><is><t/></is></c></row>'
      )
    ).toEqual({ 0: "甲", 1: "乙 丙", 2: "丁" });
  });

  it("reads shared strings, plain, rich, phonetic and empty", async () => {
    const shared =
      "<si><t>甲</t></si><si/><si><t/></si><si><r><t>乙</t></r><r><rPr/><t>丙</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si>" +
      "<si><t xml:space='preserve'> 丁\u3000</t><phoneticPr/></si><si><t>a&amp;b</t></si>";
    const row = [0, 1, 2, 3, 4, 5].map((i, c) => `<c r="${"ABCDEF"[c]}1" t="s"><v>${i}</v></c>`).join("");
    expect(await cells(`<row r="1">${row}</row>`, shared)).toEqual({ 0: "甲", 3: "乙丙", 4: "丁", 5: "a&b" });
  });

  it("gives numbers as written, whole numbers in scientific notation as digits", async () => {
    const numbers = [
      "202304.0",
      "2.20202000000196E+15",
      "1.5",
      "1e5",
      "-1.20E1",
      "1.5E-3",
      "1.25E+1",
      "0E+0",
      "1E+17",
      "1E+18"
    ];
    const row = numbers.map(number => `<c><v>${number}</v></c>`).join("");
    expect(Object.values(await cells(`<row>${row}</row>`))).toEqual([
      "202304.0",
      "2202020000001960",
      "1.5",
      "100000",
      "-12",
      "1.5E-3",
      "1.25E+1",
      "0",
      "100000000000000000",
      "1E+18"
    ]);
    expect(await cells('<row><c t="n"><v>2E3</v></c><c t="str"><v>1.2E+17</v></c></row>')).toEqual({
      0: "2000",
      1: "1.2E+17"
    });
    expect(await cells('<row><c t="inlineStr"><is><t>1.2E+17</t></is></c></row>')).toEqual({ 0: "1.2E+17" });
    expect(await cells('<row><c t="s"><v>0</v></c></row>', "<si><t>1.2E+17</t></si>")).toEqual({
      0: "1.2E+17"
    });
  });

  it("reads formula texts, booleans, errors and dates", async () => {
    expect(
      await cells(
        '<row r="1"><c r="A1" t="str"><f>A2&amp;"&lt;v&gt;"</f><v>甲</v></c><c r="B1" t="b"><v>1</v></c>' +
          '<c r="C1" t="e"><f>1/0</f><v>#N/A</v></c><c r="D1" t="d"><v>2023-04-18T00:00:00</v></c>' +
          '<c r="E1"><f>1+1</f><v>2</v></c><c r="F1" t="str"><f>""</f><v></v></c><c r="G1" t="b"><v>0</v></c></row>'
      )
    ).toEqual({ 0: "甲", 1: "1", 2: "#N/A", 3: "2023-04-18T00:00:00", 4: "2", 6: "0" });
  });

  it("takes attributes in any order, in either quotes, with blanks", async () => {
    expect(
      await cells(
        "<row spans='1:3' r='1'><c t='s' s='1' r='A1'><v>0</v></c><c  t = \"inlineStr\"\n r=\"C1\" ><is><t>乙</t></is></c >" +
          '<c cm="1" r="D1" vm="2" ph="1" t="n"><v>4</v></c><c r="E1" s="3" foo="a>b/"><v>5</v></c></row>',
        "<si><t>甲</t></si>"
      )
    ).toEqual({ 0: "甲", 2: "乙", 3: "4", 4: "5" });
  });

  it("counts on where r is missing", async () => {
    expect(
      await rowsOf({
        rows: [
          "<row><c><v>1</v></c><c r='C1'><v>3</v></c><c><v>4</v></c></row><row/><row r='7'><c/><c><v>2</v></c></row><row><c r='B9'><v>9</v></c></row><row><c><v>1</v></c></row>"
        ]
      })
    ).toEqual([
      { sheet: 0, number: 1, width: 4, cells: { 0: "1", 2: "3", 3: "4" } },
      { sheet: 0, number: 2, width: 0, cells: {} },
      { sheet: 0, number: 7, width: 2, cells: { 1: "2" } },
      { sheet: 0, number: 9, width: 2, cells: { 1: "9" } },
      { sheet: 0, number: 10, width: 1, cells: { 0: "1" } }
    ]);
  });

  it("decodes entities, escapes and CDATA, passes comments over, trims", async () => {
    const texts = [
      ["a&lt;b&gt;&amp;&quot;&apos;", "a<b>&\"'"],
      ["&#20013;&#x6587;&#x1F600;", "中文😀"],
      ["x_x000D_\ny", "x\r\ny"],
      ["_x005F_x000D_", "_x000D_"],
      ["_xD83D__xDE00_", "😀"],
      ["_xD83D_", "\uFFFD"],
      ["_x0000_ _xZZZZ_ _x12_ _y_ a_b_", "_x0000_ _xZZZZ_ _x12_ _y_ a_b_"],
      ["a<![CDATA[<&amp;]]>b", "a<&amp;b"],
      ["a<!-- > </t> -->b", "ab"],
      ["a<?pi >?>b", "ab"],
      ["&#160;\u3000 \t甲\uFEFF乙\uFEFF\u00A0&#x3000;_x000D_", "甲\uFEFF乙"],
      ["一\r\n二\r三", "一\n二\n三"],
      [">]", ">]"]
    ] as const;
    const inline = texts.map(([xml]) => `<c t="inlineStr"><is><t>${xml}</t></is></c>`).join("");
    expect(Object.values(await cells(`<row>${inline}</row>`))).toEqual(texts.map(([, text]) => text));
    const shared = texts.map(([xml]) => `<si><t>${xml}</t></si>`).join("");
    const row = texts.map((_, i) => `<c t="s"><v>${i}</v></c>`).join("");
    expect(Object.values(await cells(`<row>${row}</row>`, shared))).toEqual(texts.map(([, text]) => text));
  });

  it("reads prefixed names", async () => {
    const sheet =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="2"><x:c r="B2" t="s"><x:v>0</x:v></x:c>' +
      '<x:c r="C2" t="inlineStr"><x:is><x:t>乙</x:t></x:is></x:c><x:c r="D2"><x:v>1E2</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    const strings = '<x:sst xmlns:x="m"><x:si><x:t>甲</x:t></x:si></x:sst>';
    const parts = { "xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings };
    for (const chunkBytes of chunkSizes)
      expect(await rowsOf({ parts }, { chunkBytes })).toEqual([
        { sheet: 0, number: 2, width: 4, cells: { 1: "甲", 2: "乙", 3: "100" } }
      ]);
  });

  it("puts cells in order; the later of two in one place stays", async () => {
    expect(
      await cells(
        '<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c><c r="C1"><v>33</v></c><c r="B1"><v>2</v></c></row>'
      )
    ).toEqual({ 0: "1", 1: "2", 2: "33" });
  });

  it("reads wide rows up to column XFD and long texts", async () => {
    const long = "长".repeat(32767);
    const row = Array.from({ length: 500 }, (_, i) => `<c><v>${i}</v></c>`).join("");
    const [wide] = await rowsOf({
      rows: [`<row>${row}<c r="XFD1" t="inlineStr"><is><t>${long}</t></is></c></row>`]
    });
    expect(wide!.width).toBe(16384);
    expect(wide!.cells[499]).toBe("499");
    expect(wide!.cells[16383]).toBe(long);
  });

  it("passes over what else a sheet holds", async () => {
    const sheet =
      "\uFEFF<?xml version='1.0' encoding='UTF-8'?><!-- <sheetData><row/></sheetData> --><worksheet><sheetViews><sheetView/></sheetViews>" +
      "<cols><col min='1'/></cols><sheetData> <!-- c --> <row r='1'> <c r='A1'><v>1</v><extLst><ext><q>9</q></ext></extLst></c> <extLst><c><v>8</v></c></extLst> </row>\n</sheetData>" +
      "<mergeCells/><row r='9'><c><v>9</v></c></row></worksheet>";
    for (const chunkBytes of chunkSizes)
      expect(await rowsOf({ parts: { "xl/worksheets/sheet1.xml": sheet } }, { chunkBytes })).toEqual([
        { sheet: 0, number: 1, width: 1, cells: { 0: "1" } }
      ]);
  });

  it("reads an empty sheet and UTF-16 sheets", async () => {
    expect(
      await rowsOf({ parts: { "xl/worksheets/sheet1.xml": "<worksheet><sheetData/></worksheet>" } })
    ).toEqual([]);
    const xml =
      '<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData><row><c t="inlineStr"><is><t>甲😀</t></is></c></row></sheetData></worksheet>';
    const little = Buffer.from(`\uFEFF${xml}`, "utf16le");
    for (const sheet of [little, Buffer.from(little).swap16(), Buffer.from(xml, "utf16le")])
      expect((await rowsOf({ parts: { "xl/worksheets/sheet1.xml": sheet } }))[0]!.cells).toEqual({
        0: "甲😀"
      });
  });
});

describe("properties", () => {
  const text = fc.string({
    unit: fc.constantFrom(
      "甲",
      "a",
      "9",
      " ",
      "&",
      "<",
      ">",
      '"',
      "_",
      "x",
      "_x000D_",
      "😀",
      "é",
      "\n",
      "\u3000",
      "E+",
      "]]>"
    )
  });
  const xmlText = (s: string) =>
    s
      .replace(/_x[0-9A-F]{4}_/g, whole => `_x005F${whole}`)
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;");
  const trim = (s: string) => s.trim();

  it("any texts come back the same for any chunk size, inline or shared", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.record({ text, shared: fc.boolean() }), { maxLength: 6 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 200 }),
        async (rows, chunkBytes) => {
          const shared: string[] = [];
          const xml = rows.map(row => {
            const cells = row.map(cell => {
              if (!cell.shared) return `<c t="inlineStr"><is><t>${xmlText(cell.text)}</t></is></c>`;
              shared.push(`<si><t>${xmlText(cell.text)}</t></si>`);
              return `<c t="s"><v>${shared.length - 1}</v></c>`;
            });
            return `<row>${cells.join("")}</row>`;
          });
          const read = await rowsOf({ rows: [xml.join("")], shared: shared.join("") }, { chunkBytes });
          expect(read.map(row => row.cells)).toEqual(
            rows.map(row =>
              Object.fromEntries(
                row.map((cell, i) => [i, trim(cell.text)]).filter(([, value]) => value !== "")
              )
            )
          );
        }
      ),
      { numRuns: 60, seed: 7 }
    );
  });

  it("agrees with exceljs on a workbook exceljs wrote", async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet("监测对象");
    const hidden = workbook.addWorksheet("字典", { state: "veryHidden" });
    hidden.addRow(["x"]);
    for (let r = 0; r < 50; r++)
      sheet.addRow(
        Array.from(
          { length: 30 },
          (_, c) => [`文本<${r}&${c}>`, r * c + 0.5, null, true, ` ${c}甲 `][(r + c) % 5]
        )
      );
    sheet.getCell("B3").value = { richText: [{ text: "富" }, { font: { bold: true }, text: "文本" }] };
    sheet.getCell("C3").value = { formula: "1+1", result: 2 };
    const path = temporary("a.xlsx", Buffer.from(await workbook.xlsx.writeBuffer()));
    const { facts, rows } = await seen(open => readXlsx(path, open, { chunkBytes: 333 }));
    expect(facts.sheets).toEqual([
      { name: "监测对象", index: 0, hidden: false },
      { name: "字典", index: 1, hidden: true }
    ]);
    const peer = new ExcelJS.Workbook();
    await peer.xlsx.readFile(path);
    const expected: SeenRow["cells"][] = [];
    peer.getWorksheet("监测对象")!.eachRow(row => {
      const texts: SeenRow["cells"] = {};
      row.eachCell((cell, column) => {
        const { value } = cell;
        texts[column - 1] = value === true ? "1" : cell.text.trim();
      });
      expected.push(texts);
    });
    expect(rows.map(row => row.cells)).toEqual(expected);
  });
});

describe("sheets", () => {
  it("go in the workbook's order, hidden ones and charts passed over", async () => {
    const parts = {
      "xl/workbook.xml":
        '<x:workbook xmlns:x="m" xmlns:r="o"><x:workbookPr date1904="1"/><!-- <x:sheet name="no"/> --><x:sheets><x:sheet name="二&amp;" sheetId="9" r:id="b"/>' +
        "<x:sheet state='hidden' r:id='h' name='藏'/><x:sheet r:id='v' state='veryHidden' name='深藏'/><x:sheet name='图' r:id='k'/><x:sheet name='一' r:id='a'/></x:sheets></x:workbook>",
      "xl/_rels/workbook.xml.rels":
        "<Relationships><Relationship Target='/xl/worksheets/sheet1.xml' Id='a' Type='x/worksheet'/><Relationship Id='b' Target='Worksheets\\Sheet2.xml' Type='x/worksheet'/>" +
        "<Relationship Id='h' Target='nowhere.xml' Type='x/worksheet'/><Relationship Id='v' Target='nowhere.xml' Type='x/worksheet'/><Relationship Id='k' Target='charts/c.xml' Type='x/chartsheet'/></Relationships>"
    };
    const rows = ["<row><c><v>1</v></c></row>", "<row><c><v>2</v></c></row>"];
    const opened: string[] = [];
    const path = book({ rows, parts });
    const result = await seen(open =>
      readXlsx(path, sheet => {
        opened.push(sheet.name);
        return open(sheet);
      })
    );
    expect(opened).toEqual(["二&", "一"]);
    expect(result.facts).toEqual({
      date1904: true,
      sheets: [
        { name: "二&", index: 0, hidden: false },
        { name: "藏", index: 1, hidden: true },
        { name: "深藏", index: 2, hidden: true },
        { name: "一", index: 4, hidden: false }
      ]
    });
    expect(result.rows.map(({ sheet, cells }) => [sheet, cells[0]])).toEqual([
      [0, "2"],
      [4, "1"]
    ]);
  });

  it("finds parts by names of another case and with backslashes, and stored parts", async () => {
    const usual = workbookParts({ rows: ["<row><c><v>1</v></c></row>"] });
    const odd = Object.fromEntries(
      Object.entries(usual).map(([name, content]) => [name.toUpperCase().replaceAll("/", "\\"), content])
    );
    for (const archive of [zip(odd), zip(usual, { stored: true })]) {
      const path = temporary("a.xlsx", archive);
      expect((await seen(open => readXlsx(path, open))).rows[0]!.cells).toEqual({ 0: "1" });
    }
  });

  it("does without shared strings, and without package relationships", async () => {
    const parts = { "_rels/.rels": null, "xl/sharedStrings.xml": null };
    const path = book({
      rows: ["<row><c><v>1</v></c></row>"],
      parts: {
        ...parts,
        "xl/_rels/workbook.xml.rels":
          "<Relationships><Relationship Id='rId1' Type='a/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"
      }
    });
    expect((await seen(open => readXlsx(path, open))).rows[0]!.cells).toEqual({ 0: "1" });
  });

  it("passes a sheet over, and stops when told to", async () => {
    const rows = ["<broken", "<row/>".repeat(3), "<row/>".repeat(5)];
    const counts: number[] = [];
    const facts = await readXlsx(book({ rows }), sheet =>
      sheet.index === 0
        ? null
        : number => {
            counts[sheet.index] = number;
            return number < 2;
          }
    );
    expect(facts.sheets).toHaveLength(3);
    expect(counts.slice(1)).toEqual([2, 2]);
  });

  it("lets the handler's own error pass", async () => {
    const fault = new Error("mine");
    const reading = readXlsx(book({ rows: ["<row/>"] }), () => () => {
      throw fault;
    });
    await expect(reading).rejects.toBe(fault);
  });
});

describe("refusals", () => {
  it("of what is not a workbook", async () => {
    expect(await refusal("/nowhere/没有.xlsx")).toContain("不存在");
    expect(await refusal(temporary("a.xlsx", "户编号,姓名"))).toContain("另存为 .xlsx");
    expect(await refusal(temporary("a.xlsx", ""))).toContain("另存为 .xlsx");
    const old = Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600)]);
    expect(await refusal(temporary("a.xlsx", old))).toMatch(/密码.*\.xls.*另存为 \.xlsx/);
    expect(await refusal(temporary("a.xlsx", zip({ "word/document.xml": "<w/>" })))).toContain(
      "xl/workbook.xml"
    );
    expect(await refusal(book({ parts: { "xl/_rels/workbook.xml.rels": null } }))).toContain(
      "workbook.xml.rels"
    );
    expect(await refusal(book({ parts: { "xl/worksheets/sheet1.xml": null } }))).toContain("sheet1.xml");
    expect(await refusal(book({ parts: { "xl/_rels/workbook.xml.rels": "<Relationships/>" } }))).toContain(
      "工作表"
    );
    expect(await refusal(book({}, { encrypted: true }))).toContain("密码");
  });

  it("of damaged archives", async () => {
    const noise = Array.from(
      { length: 400 },
      (_, i) =>
        `<row><c t="inlineStr"><is><t>${createHash("sha1").update(String(i)).digest("hex")}</t></is></c></row>`
    );
    const whole = zip(workbookParts({ rows: [noise.join("")] }));
    expect(await refusal(temporary("a.xlsx", whole.subarray(0, whole.length >> 1)))).toContain("不完整");
    const at = whole.indexOf("sheet1.xml") + 200;
    const hurt = Buffer.from(whole);
    hurt.fill(0xff, at, at + 100);
    expect(await refusal(temporary("a.xlsx", hurt))).toMatch(/损坏|不完整/);
    expect(await refusal(book({}, { wrongChecksum: true }))).toContain("损坏");
  });

  it("of sheets that are not whole XML, naming sheet and row", async () => {
    const bad = [
      "<row r='5'><c><v>秘密</v></c>",
      "<row r='5'><c t='s'><v>7</v></c></row>",
      "<row r='5'><c t='s'><v>秘密</v></c></row>",
      "<row r='5'><c><v>秘密</c></row>",
      "<row r='5'><c><v>&秘密;</v></c></row>",
      "<row r='5'><c><v>秘密 & 秘密</v></c></row>",
      "<row r='5'><c><v>&#0;</v></c></row>",
      "<row r='5'><c><v>&#xD800;</v></c></row>",
      "<row r='5'><c><v>\u0001</v></c></row>",
      "<row r='5'><c r='5'><v>1</v></c></row>",
      "<row r='5'><c r='ZZZ5'><v>1</v></c></row>",
      "<row r='5'><c t=n><v>1</v></c></row>",
      "<row r='5'></c></row>",
      "<row r='五'/>",
      "<row r='5'><!DOCTYPE x></row>"
    ];
    for (const row of bad)
      for (const chunkBytes of [1, undefined])
        expect(await refusal(book({ rows: [row] }), { chunkBytes })).toMatch(/工作表“表1”第 [015] 行/);
    for (const xml of ["", "<worksheet/>", "<worksheet><sheetData><row/>", "plain text"])
      expect(await refusal(book({ parts: { "xl/worksheets/sheet1.xml": xml } }))).toContain("不是完整的 XML");
    const latin = Buffer.from(
      "<worksheet><sheetData><row><c><v>\xe9\xe9</v></c></row></sheetData></worksheet>",
      "latin1"
    );
    expect(await refusal(book({ parts: { "xl/worksheets/sheet1.xml": latin } }))).toContain("UTF-8");
  });

  it("of broken workbook parts and shared strings", async () => {
    const row = ["<row><c t='s'><v>0</v></c></row>"];
    for (const shared of ["<si><t>秘密", "<si><t>&x;</t></si>", "</si>"])
      expect(await refusal(book({ rows: row, shared }))).toContain("共享文本表");
    expect(await refusal(book({ parts: { "xl/workbook.xml": "<workbook><sheets><sheet" } }))).toContain(
      "workbook.xml"
    );
    expect(await refusal(book({ parts: { "xl/workbook.xml": "<!DOCTYPE a><workbook/>" } }))).toContain(
      "workbook.xml"
    );
  });

  it("of what would fill the memory", async () => {
    const rows = ["<row><c><v>1</v></c></row>".repeat(2000)];
    expect(await refusal(book({ rows }), { inflatedLimit: 20_000 })).toContain("过大");
    const shared = "<si><t>甲甲甲甲</t></si>".repeat(200);
    expect(await refusal(book({ rows: ["<row/>"], shared }), { sharedLimit: 1000 })).toContain("文本过多");
    const sparse = "<si/>".repeat(2000);
    expect(
      await refusal(book({ rows: ["<row/>"], shared: sparse }), { sharedLimit: 4000, chunkBytes: 100 })
    ).toContain("文本过多");
  });
});
