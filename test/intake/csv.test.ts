import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { readCsv } from "../../loaders/intake/csv.ts";
import type { FileFacts } from "../../loaders/intake/rows.ts";
import { CliError } from "../../loaders/lib/errors.ts";
import { gb18030 } from "../support/gb18030.ts";
import { type SeenRow, seen } from "../support/rows.ts";
import { temporary } from "../support/zip.ts";

beforeEach(() => expect.hasAssertions());

const chunkSizes = [1, 2, 5, 64, undefined];

async function read(content: Buffer | string): Promise<{ facts: FileFacts; rows: SeenRow[] }> {
  const path = temporary("a.csv", content);
  const results = [];
  for (const chunkBytes of chunkSizes) results.push(await seen(open => readCsv(path, open, { chunkBytes })));
  for (const result of results) expect(result).toEqual(results[0]);
  return results[0]!;
}

/** Rows as arrays of their fields. */
async function table(content: Buffer | string): Promise<string[][]> {
  const { rows } = await read(content);
  return rows.map(({ width, cells }) => Array.from({ length: width }, (_, i) => cells[i] ?? ""));
}

async function refusal(content: Buffer | string): Promise<string> {
  const path = temporary("走访记录.csv", content);
  const messages = [];
  for (const chunkBytes of [1, undefined]) {
    const error = await readCsv(path, () => () => true, { chunkBytes }).catch(cause => cause);
    expect(error).toBeInstanceOf(CliError);
    expect(error.message).toContain("走访记录.csv");
    expect(error.message).not.toContain("秘密");
    messages.push(error.message);
  }
  expect(messages[1]).toBe(messages[0]);
  return messages[0]!;
}

describe("records", () => {
  it("follow RFC 4180", async () => {
    expect(await table('a,"b,c","d""e",\n"多\n行", x ,"","""\r\n"""\r\n')).toEqual([
      ["a", "b,c", 'd"e', ""],
      ["多\n行", "x", "", '"\r\n"']
    ]);
  });

  it("end with CRLF, LF, CR or the file", async () => {
    for (const end of ["\n", "\r\n", "\r"])
      for (const last of ["", end])
        expect(await table(`a,b${end}c,"d"${end}e,${last}`)).toEqual([
          ["a", "b"],
          ["c", "d"],
          ["e", ""]
        ]);
    expect(await table("")).toEqual([]);
    expect(await table("\uFEFF")).toEqual([]);
    expect(await table("a")).toEqual([["a"]]);
    expect(await table('"a"')).toEqual([["a"]]);
    expect(await table(",")).toEqual([["", ""]]);
  });

  it("are numbered as a spreadsheet does, blank lines counted", async () => {
    const { rows } = await read('标题\r\n\r\n"a\nb",c\r\n\r\n,\r\nd');
    expect(rows).toEqual([
      { sheet: 0, number: 1, width: 1, cells: { 0: "标题" } },
      { sheet: 0, number: 2, width: 1, cells: {} },
      { sheet: 0, number: 3, width: 2, cells: { 0: "a\nb", 1: "c" } },
      { sheet: 0, number: 4, width: 1, cells: {} },
      { sheet: 0, number: 5, width: 2, cells: {} },
      { sheet: 0, number: 6, width: 1, cells: { 0: "d" } }
    ]);
  });

  it("lose Excel's text guards and outer blanks", async () => {
    expect(
      await table(`="00123","=""00456""",'007,"'8",'' a',=1+1,"=""""",  x\u3000,\u00A0"q,"a" ,it's,'\n`)
    ).toEqual([["00123", "00456", "007", "8", "' a'", "=1+1", "", "x", '"q', "a", "it's", ""]]);
  });

  it("may be wide and hold long texts", async () => {
    const long = "长".repeat(100_000);
    const path = temporary("a.csv", `${Array.from({ length: 400 }, (_, i) => i).join(",")},"${long}"`);
    const { rows } = await seen(open => readCsv(path, open, { chunkBytes: 1000 }));
    expect(rows[0]!.width).toBe(401);
    expect(rows[0]!.cells[399]).toBe("399");
    expect(rows[0]!.cells[400]).toBe(long);
  });

  it("stop when told to, or are not read at all", async () => {
    const path = temporary("a.csv", "a\nb\nc\n");
    const numbers: number[] = [];
    await readCsv(path, () => number => {
      numbers.push(number);
      return number < 2;
    });
    expect(numbers).toEqual([1, 2]);
    expect(await readCsv(path, () => null)).toEqual({
      sheets: [{ name: "", index: 0, hidden: false }],
      encoding: "utf-8"
    });
  });

  it("let the handler's own error pass", async () => {
    const fault = new Error("mine");
    const reading = readCsv(temporary("a.csv", "a"), () => () => {
      throw fault;
    });
    await expect(reading).rejects.toBe(fault);
  });
});

describe("delimiters", () => {
  it("are decided by the first lines", async () => {
    const cases = [
      ["a,b\tc\n", ","],
      ["标题\na\tb\tc\n1,5\t2\t3\n", "\t"],
      ["标题，一、二\n\n\na,b\n", ","],
      ['"a\tb\tc\td",e\n', ","],
      ["单列\n1\n", ","]
    ] as const;
    for (const [text, delimiter] of cases) expect((await read(text)).facts.delimiter).toBe(delimiter);
    expect(await table("a\tb,c\td\n")).toEqual([["a", "b,c", "d"]]);
    expect(await table("a\t\tb\n\t\n")).toEqual([
      ["a", "", "b"],
      ["", ""]
    ]);
  });
});

describe("encodings", () => {
  const text = "户编号,姓名,备注\r\n0001,张三,“多\u3000字”丂狛€\r\n0002,𠀀㐂,䶮\r\n";
  const expected = [
    ["户编号", "姓名", "备注"],
    ["0001", "张三", "“多\u3000字”丂狛€"],
    ["0002", "𠀀㐂", "䶮"]
  ];

  it("are told apart on the whole file", async () => {
    const cases: [string, Buffer][] = [
      ["utf-8", Buffer.from(text)],
      ["utf-8-bom", Buffer.from(`\uFEFF${text}`)],
      ["gb18030", gb18030(text)],
      ["utf-16le", Buffer.from(`\uFEFF${text}`, "utf16le")],
      ["utf-16be", Buffer.from(`\uFEFF${text}`, "utf16le").swap16()]
    ];
    for (const [encoding, content] of cases) {
      expect((await read(content)).facts).toEqual({
        sheets: [{ name: "", index: 0, hidden: false }],
        encoding,
        delimiter: ","
      });
      expect(await table(content)).toEqual(expected);
    }
  });

  it("are not decided on the first bytes", async () => {
    const ascii = "a,b\n".repeat(300_000);
    const path = temporary("a.csv", Buffer.concat([Buffer.from(ascii), gb18030("张三,李四\n")]));
    let last = "";
    const facts = await readCsv(path, () => (_, cells) => {
      last = Buffer.from(cells.row.subarray(cells.start[0], cells.end[0])).toString();
      return true;
    });
    expect(facts.encoding).toBe("gb18030");
    expect(last).toBe("张三");
  });

  it("take a lone euro byte of Windows", async () => {
    expect(
      await table(Buffer.concat([gb18030("姓名,金额\n张三,"), Buffer.from([0x80]), gb18030("5\n")]))
    ).toEqual([
      ["姓名", "金额"],
      ["张三", "€5"]
    ]);
  });

  it("agree with the platform's decoder for every character", async () => {
    const all = Array.from({ length: 0xd800 - 0x80 }, (_, i) => String.fromCodePoint(0x80 + i)).join("");
    const bytes = gb18030(`${all}，`);
    const decoded = new TextDecoder("gb18030", { fatal: true }).decode(bytes);
    const path = temporary("a.csv", bytes);
    let read = "";
    await readCsv(path, () => (_, cells) => {
      for (let i = 0; i < cells.length; i++)
        read += Buffer.from(cells.row.subarray(cells.start[i], cells.end[i])).toString();
      return true;
    });
    expect(read).toBe(decoded.trim());
  });
});

describe("refusals", () => {
  it("of NUL bytes, in any encoding", async () => {
    expect(await refusal("a,b\n秘密,\0\n")).toMatch(/第 2 行：.*NUL/);
    expect(await refusal(Buffer.concat([gb18030("姓名\r\n秘密\r\n"), Buffer.from([0])]))).toMatch(
      /第 3 行：.*NUL/
    );
    expect(await refusal(Buffer.from("\uFEFF甲\r\n乙\0", "utf16le"))).toMatch(/第 2 行：.*NUL/);
  });

  it("of bytes of no encoding and of mixed encodings", async () => {
    expect(await refusal(Buffer.concat([gb18030("姓名\r秘密\r"), Buffer.from([0xff, 0x41])]))).toMatch(
      /第 3 行：.*编码/
    );
    expect(await refusal(Buffer.concat([gb18030("姓名\n秘密\n"), Buffer.from([0xb0])]))).toMatch(
      /第 3 行：.*GB18030/
    );
    expect(await refusal(Buffer.concat([gb18030("姓名\n"), Buffer.from([0x81, 0x30, 0x81, 0x41])]))).toMatch(
      /第 2 行/
    );
    const header = "户编号,姓名,与户主关系,证件号码\n";
    expect(await refusal(Buffer.concat([Buffer.from(header), gb18030("秘密,张三\n")]))).toMatch(
      /第 2 行：.*编码不一/
    );
    expect(await refusal(Buffer.concat([gb18030(header), Buffer.from("0001,张三丰,甲\n")]))).toMatch(
      /第 2 行：.*编码不一/
    );
    expect(await refusal(Buffer.concat([Buffer.from("\uFEFFa\n"), gb18030("张")]))).toMatch(/第 2 行/);
    expect(await refusal(Buffer.from(`${header}秘`).subarray(0, -1))).toMatch(/第 2 行/);
    expect(await refusal(Buffer.from([0xff, 0xfe, 0x0a, 0x00, 0x00, 0xd8]))).toMatch(/第 2 行/);
    expect(await refusal(Buffer.from([0xff, 0xfe, 0x41]))).toMatch(/第 1 行/);
  });

  it("of quotes without a partner, by the line a text editor shows", async () => {
    expect(await refusal('a,b\n"x\ny",c\nd,"秘密\ne,f\n')).toMatch(/第 4 行：引号没有配对/);
    expect(await refusal('a,"秘密\nb,"c",d\n')).toMatch(/第 1 行：引号/);
    expect(await refusal('a\n"')).toMatch(/第 2 行：引号/);
  });

  it("of a file that is not there", async () => {
    const error = await readCsv("/nowhere/没有.csv", () => null).catch(cause => cause);
    expect(error).toBeInstanceOf(CliError);
    expect(error.message).toContain("没有.csv 不存在");
  });

  it("of a quote left open over a long file, without holding it all", async () => {
    const path = temporary("a.csv", `a\n"${"长,\n".repeat(5_000_000)}`);
    await expect(readCsv(path, () => () => true)).rejects.toThrow("第 2 行：引号");
  });
});

it("any fields come back the same for any chunk size and encoding", async () => {
  const unit = fc.constantFrom("甲", "a", "9", " ", '"', ",", "\t", "\n", "\r", "\r\n", "'", "=", "龥", "😀");
  const field = fc.record({ text: fc.string({ unit, maxLength: 8 }), quoted: fc.boolean() });
  const rows = fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });
  const guarded = /^\s*(['=])/;
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.integer({ min: 1, max: 60 }),
      fc.boolean(),
      fc.boolean(),
      async (rows, size, gb, tab) => {
        const delimiter = tab ? "\t" : ",";
        const header = delimiter.repeat(10);
        const kept = rows.map(row => row.filter(({ text }) => !guarded.test(text)));
        const lines = kept.map(row =>
          row
            .map(({ text, quoted }) =>
              quoted || /[",\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
            )
            .join(delimiter)
        );
        const text = `${header}\n${lines.join("\n")}\n`;
        const path = temporary("a.csv", gb ? gb18030(`中${text}`) : `中${text}`);
        const read = await seen(open => readCsv(path, open, { chunkBytes: size }));
        expect(read.facts.delimiter).toBe(delimiter);
        expect(read.rows.slice(1).map(({ number, cells }) => [number, cells])).toEqual(
          kept.map((row, r) => [
            r + 2,
            Object.fromEntries(row.map(({ text }, i) => [i, text.trim()]).filter(([, value]) => value !== ""))
          ])
        );
      }
    ),
    { numRuns: 150, seed: 11 }
  );
});
