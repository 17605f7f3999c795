import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Duck, literal } from "../../loaders/lib/duck.ts";
import { projectPath } from "../../loaders/lib/paths.ts";

beforeEach(() => expect.hasAssertions());

let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open(":memory:");
  await duck.file(projectPath("loaders/intake/sql/convert.sql"));
});
afterAll(() => duck.close());

/** Puts every input through a macro in one statement, from a table, so that nothing is folded away beforehand. */
async function convert(macro: string, inputs: readonly string[]): Promise<Record<string, string>> {
  const values = inputs.map((input, i) => `(${i}, ${literal(input)})`).join(", ");
  const rows = await duck.rows(
    `SELECT v, CAST(${macro}(v) AS VARCHAR) AS result FROM (VALUES ${values}) AS t(i, v) ORDER BY i`
  );
  return Object.fromEntries(rows.map(row => [String(row.v), row.result === null ? "–" : String(row.result)]));
}

async function expectAll(macro: string, expected: Record<string, string>): Promise<void> {
  expect(await convert(macro, Object.keys(expected))).toEqual(expected);
}

test("months, in all the ways they are written; what is none is none", async () => {
  await expectAll("to_month", {
    "202304": "202304",
    "202304.0": "202304",
    "2023年4月": "202304",
    "2023年04月": "202304",
    "2023 年 4 月": "202304",
    "2023-04": "202304",
    "2023-4": "202304",
    "2023/4": "202304",
    "2023.04": "202304",
    "2023-04-18": "202304",
    "2023/4/18": "202304",
    "2023.4.18": "202304",
    "2023年4月18日": "202304",
    "20230418": "202304",
    "20230418.0": "202304",
    "2023-04-18 00:00:00": "202304",
    "2023-04-18T00:00:00": "202304",
    "2023/4/18 0:00": "202304",
    "45034": "202304",
    "45034.0": "202304",
    "45034.5": "202304",
    "２０２３０４": "202304",
    "２０２３年４月": "202304",
    "２０２３０４１８": "202304",
    "2023-13-01": "–",
    "2023-04-31": "–",
    "202313": "–",
    "202300": "–",
    "20231": "–",
    "2023": "–",
    "4月": "–",
    "20年月": "–",
    "": "–",
    不详: "–",
    "0": "–",
    "185001": "–",
    "-202304": "–"
  });
});

test("days, with or without a time of day", async () => {
  await expectAll("to_day", {
    "2023-04-18": "2023-04-18",
    "2023/4/8": "2023-04-08",
    "2023.4.8": "2023-04-08",
    "2023年4月8日": "2023-04-08",
    "2023年4月8号": "–",
    "20230418": "2023-04-18",
    "20230418.0": "2023-04-18",
    "20230418101500": "2023-04-18",
    "20230418 10:15": "2023-04-18",
    "2023-04-18 10:15:00": "2023-04-18",
    "2023-04-18T10:15:00.000Z": "2023-04-18",
    "2023/4/1 18:30": "2023-04-01",
    "2023/4/1 8:30:00": "2023-04-01",
    "2023/4/11 8:30": "2023-04-11",
    "2023年4月1日 18时": "2023-04-01",
    "2023年4月1日18:30": "2023-04-01",
    "２０２３－０４－１８": "2023-04-18",
    "２０２３０４１８": "2023-04-18",
    "45034": "2023-04-18",
    "45034.0": "2023-04-18",
    "45034.99": "2023-04-18",
    "2024-02-29": "2024-02-29",
    "2023-02-29": "–",
    "2023-13-01": "–",
    "20231301": "–",
    "202304": "–",
    "2023-04": "–",
    "1e5": "–",
    "4/18/2023": "–",
    "": "–"
  });
});

test("numbers with separators, signs and full-width digits; never a word or an infinity", async () => {
  await expectAll("to_number", {
    "12": "12.000000",
    "12.5": "12.500000",
    "-3": "-3.000000",
    "1,234,567.5": "1234567.500000",
    "１，２３４．５": "1234.500000",
    " 7 ": "7.000000",
    "5.5%": "5.500000",
    "1.5E3": "1500.000000",
    "0.1": "0.100000",
    nan: "–",
    inf: "–",
    Infinity: "–",
    "-inf": "–",
    "1e400": "–",
    一百: "–",
    "12元": "–",
    "1.2.3": "–",
    "--5": "–",
    "": "–",
    "-": "–",
    true: "–"
  });
});

test("whole numbers: a fraction is no whole number", async () => {
  await expectAll("to_whole", {
    "12": "12",
    "0012": "12",
    "12.0": "12",
    "1,200": "1200",
    "１２": "12",
    "-5": "-5",
    "1e3": "1000",
    "12.5": "–",
    nan: "–",
    inf: "–",
    "99999999999999999999": "–",
    "999999999": "999999999",
    "13900000001": "–",
    二: "–",
    "": "–"
  });
});

test("an id typed as a number loses .0 and nothing else", async () => {
  await expectAll("to_text", {
    "2202020000001959.0": "2202020000001959",
    "V1.0": "V1.0",
    "1.05": "1.05",
    ".0": ".0"
  });
});

test("lists are split at every separator in use, empty items dropped", async () => {
  await expectAll("to_items", {
    "甲,乙，丙、丁;戊；己|庚": "[甲, 乙, 丙, 丁, 戊, 己, 庚]",
    " 甲 ,, ": "[甲]",
    甲: "[甲]",
    ",": "[]"
  });
});

test("spellings compare half-width, without blanks and case", async () => {
  await expectAll("plain_text", {
    " Ｇｂ 2020": "gb2020",
    "（是）": "(是)",
    "甲\u00a0村\u3000": "甲村",
    "甲村\u200b": "甲村"
  });
});

describe("what may be kept of a text", () => {
  test("in exports of persons no run of seven digits", async () => {
    await expectAll("without_numbers", {
      外出务工: "外出务工",
      "8000元以下": "8000元以下",
      电话13900000001: "电话*",
      "139 0000 0001": "*",
      "0999-1234567": "*",
      "１３９００００００１１": "*",
      "99010119400215001x": "*"
    });
  });

  test("elsewhere no telephone and no id card number, but numbers of things", async () => {
    await expectAll("without_ids", {
      XS20230101000123: "XS20230101000123",
      "20210315": "20210315",
      "2021-1": "2021-1",
      "13900000001": "*",
      "99010119400215001X": "*",
      "9901011940021500114301": "*",
      找13900000001问: "找*问"
    });
  });

  test("of an unknown code nothing that looks like a name", async () => {
    await expectAll("kept_code", {
      王小二: "（未保留）",
      "李 四": "（未保留）",
      欧阳小二: "（未保留）",
      阿卜杜·热合曼: "（未保留）",
      "13900000001": "*",
      类别甲: "类别甲",
      突发困难人口: "突发困难人口",
      待定: "待定"
    });
  });
});

describe("dates of 1904 workbooks", () => {
  test("serials are shifted by 1,462 days, other spellings are not", async () => {
    await expectAll("from_1904", {
      "43572": "45034.0",
      "43572.5": "45034.5",
      "202304": "202304",
      "2023-04-18": "2023-04-18"
    });
    const rows = await duck.rows("SELECT CAST(to_day(from_1904('43572')) AS VARCHAR) AS day");
    expect(rows[0]!.day).toBe("2023-04-18");
  });
});
