import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { byMacro, bySpelling, type Conversion } from "../../loaders/intake/spelling.ts";
import { Duck, literal } from "../../loaders/lib/duck.ts";
import { projectPath } from "../../loaders/lib/paths.ts";

beforeEach(() => expect.hasAssertions());

let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open(":memory:", { threads: 1 });
  await duck.file(projectPath("loaders/intake/sql/convert.sql"));
});
afterAll(() => duck.close());

const all: Conversion[] = [
  "id",
  "thing",
  "said",
  "normal",
  "kept",
  "items",
  "said_items",
  "whole",
  "number",
  "day",
  "month"
];

/** How many of the texts a conversion gives another value for than its macro, and the SQL it is made by. */
async function compare(
  texts: readonly string[]
): Promise<{ conversion: Conversion; sql: string; wrong: number }[]> {
  const values = [...texts.map(text => `(${literal(text)})`), "(NULL)"].join(", ");
  await duck.run(`CREATE OR REPLACE TEMP TABLE raw AS SELECT * FROM (VALUES ${values}) AS t(v)`);
  const convert = await bySpelling(duck, [
    { raw: "raw", columns: all.map(conversion => ({ conversion, value: "v" })) },
    { raw: "raw", columns: [] }
  ]);
  const found: { conversion: Conversion; sql: string; wrong: number }[] = [];
  for (const conversion of all) {
    const sql = convert(conversion, "v");
    const [row] = await duck.rows(
      `SELECT count(*) FILTER (${sql} IS DISTINCT FROM ${byMacro(conversion, "v")}) AS wrong FROM raw`
    );
    found.push({ conversion, sql, wrong: Number(row!.wrong) });
  }
  return found;
}

test("plain texts need no map, odd ones are looked up, very many go by the macro: always the same value", async () => {
  const plain = await compare(["待定"]);
  expect(plain.find(({ conversion }) => conversion === "kept")!.sql).toBe("v");
  const few = await compare([
    ..."2023-04-18|2023/4/18|2023-02-30|2100-12-31|2101-01-01|1899-12-31|45034|202304|2023年4月|202313|210101".split(
      "|"
    ),
    ..."12|12.5|-3|1,200|１２|99999999999|1e400|nan|V1.0|1959.0|王小二|王小二,电话13900000001| 甲 ，乙|,| |Ｇｂ".split(
      "|"
    )
  ]);
  const month = few.find(({ conversion }) => conversion === "month")!;
  expect(month.sql).toContain("getvariable");
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(..."0123456789０９.-/年月日eE+%, ：:户元".split("")), maxLength: 20 }),
    fc
      .date({ min: new Date("1890-01-01"), max: new Date("2210-01-01"), noInvalidDate: true })
      .map(day => day.toISOString().slice(0, 10).replaceAll("-", "/")),
    fc.string({ unit: "grapheme", maxLength: 12 })
  );
  const many = await compare(
    fc.sample(text, { numRuns: 2500, seed: 20231231 }).map(each => each.replaceAll("\0", ""))
  );
  expect(many.some(({ conversion, sql }) => sql === byMacro(conversion, "v"))).toBe(true);
  expect([...plain, ...few, ...many].filter(({ wrong }) => wrong > 0)).toEqual([]);
});

test("the items of a list are converted as codes are", async () => {
  await duck.run("CREATE OR REPLACE TEMP TABLE raw AS SELECT ' Ｇｂ ，王小二、甲' AS v");
  const convert = await bySpelling(duck, [{ raw: "raw", columns: [{ conversion: "items", value: "v" }] }]);
  const items = (sql: typeof byMacro): string =>
    `list_transform(${sql("items", "v")}, lambda item: [${sql("normal", "item")}, ${sql("kept", "item")}])`;
  expect(convert("kept", "item")).toContain("getvariable");
  const [row] = await duck.rows(
    `SELECT CAST(${items(convert)} AS VARCHAR) AS ours, CAST(${items(byMacro)} AS VARCHAR) AS theirs FROM raw`
  );
  expect(row!.ours).toBe("[[gb, Ｇｂ], [王小二, （未保留）], [甲, 甲]]");
  expect(row!.ours).toBe(row!.theirs);
});
