import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readOptions } from "../../loaders/commands/options.ts";
import { snapshotOf } from "../../loaders/intake/discover.ts";
import { isHeader, matchHeader } from "../../loaders/intake/header.ts";
import { birthAgrees, readIdNumber, readPhone } from "../../loaders/intake/identity.ts";
import { readFile } from "../../loaders/intake/read-file.ts";
import { Duck, literal } from "../../loaders/lib/duck.ts";
import { CliError } from "../../loaders/lib/errors.ts";
import { projectPath } from "../../loaders/lib/paths.ts";
import { readSettings } from "../../loaders/lib/settings.ts";
import { divisionCode, levelOfCode, parentOfCode } from "../../loaders/regions/code.ts";
import { parseBoundaries } from "../../loaders/regions/geojson.ts";
import { type ContextOptions, readContext, writeContext } from "../../src/lib/context.ts";
import { contract, exportsFolder, removeFolders, workbook } from "../support/exports.ts";
import { gb18030 } from "../support/gb18030.ts";
import { sound, visitHeader, visits } from "./cases.ts";
import { mutated } from "./mutate.ts";

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

const folder = exportsFolder({ "out/.keep": "" });
const ledgerHead = [...contract().tables.values()].find(table => table.sections.length > 0)!;

/** Reads bytes as a file of that name; whatever is wrong with them is told in the result, and its rows add up. */
async function expectRead(name: string, bytes: Buffer): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const file = { path, name, bytes: bytes.length };
  const { status, reason, sheets } = await readFile(
    file,
    0,
    contract(),
    Buffer.from("k"),
    join(folder, "out")
  );
  // "读不了（" is what a mistake of the program would be told as.
  if (status === "refused") expect(reason).toMatch(/^(?!.*读不了（).*；/s);
  for (const { read, written, refused, blank } of sheets) expect(read).toBe(written + refused + blank);
  return status;
}

/** Runs what may refuse; any other error fails the property. */
function orRefused<T>(act: () => T): T | null {
  try {
    return act();
  } catch (error) {
    expect(error).toBeInstanceOf(CliError);
    return null;
  }
}

describe("files", () => {
  const words = fc.constantFrom(
    ...[
      ...visitHeader,
      "H1",
      "2023-05-01",
      "一、",
      "合计",
      "",
      " ",
      "注：",
      "单位：甲县",
      "【示例】",
      "\t",
      '"'
    ],
    ...ledgerHead.columns.slice(0, 6).map(({ header }) => header),
    ...ledgerHead.sections.map(({ marker }) => marker)
  );
  const rows = fc.array(
    fc.array(fc.oneof(words, fc.string({ unit: "grapheme", maxLength: 6 })), { maxLength: 8 }),
    {
      maxLength: 12
    }
  );
  const nothing = /[\p{Cc}\p{Cs}]/gu;

  test.each([
    ["走访记录.csv", fc.uint8Array({ maxLength: 300 }).map(Buffer.from)],
    ["走访记录.tsv", fc.string({ unit: "grapheme", maxLength: 200 }).map(text => Buffer.from(text))],
    [
      "走访记录.txt",
      fc.string({ unit: "binary", maxLength: 100 }).map(text => Buffer.from(`\uFEFF${text}`, "utf16le"))
    ],
    [
      "走访记录.xlsx",
      fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.concat([Buffer.from("PK\u0003\u0004"), bytes]))
    ],
    ["走访记录.xlsx", rows.map(cells => workbook([{ rows: [visitHeader, ...clean(cells)] }]))],
    [`${ledgerHead.fileNames[0]}.xlsx`, rows.map(cells => workbook([{ rows: clean(cells) }]))],
    [
      `${ledgerHead.fileNames[0]}.csv`,
      rows.map(cells => Buffer.from(cells.map(row => row.join(",")).join("\n")))
    ]
  ])("%s of anything is read or refused, and its rows add up (%#)", async (name, content) => {
    await fc.assert(
      fc.asyncProperty(content, async bytes => {
        expect(["accepted", "refused", "unrecognised"]).toContain(await expectRead(name, bytes));
      }),
      { numRuns: 40 }
    );
  });

  function clean(cells: readonly (readonly string[])[]): string[][] {
    return cells.map(row => row.map(text => text.replace(nothing, " ")));
  }

  test("spoiled files are read or refused, and their rows add up", async () => {
    const book = workbook([{ rows: [visitHeader, ["V1", "H1", "2023-05-01", "入户"]] }]);
    const seeds: [string, Buffer][] = [
      ["走访记录.xlsx", book],
      ["走访记录.csv", Buffer.from(visits)],
      ["走访记录.csv", gb18030(visits)],
      ...Object.entries(sound).map(([name, text]): [string, Buffer] => [name, Buffer.from(text)])
    ];
    const others = seeds.map(([, bytes]) => bytes);
    const ended = new Set<string>();
    for (let number = 0; number < 300; number += 1) {
      const [name, bytes] = seeds[number % seeds.length]!;
      ended.add(await expectRead(name, mutated(bytes, others, 7, number)));
    }
    expect([...ended].sort()).toEqual(["accepted", "refused"]);
  });
});

describe("values", () => {
  let duck: Duck;
  beforeAll(async () => {
    duck = await Duck.open(":memory:", { threads: 1 });
    await duck.file(projectPath("loaders/intake/sql/convert.sql"));
  });
  afterAll(() => duck.close());

  test("dates, months, numbers and codes of any text are a value in range or none", async () => {
    const digit = fc.constantFrom(..."0123456789０９.-/年月日eE+%, ：:户元null".split(""));
    const between = fc.constantFrom("-", "/", ".", "", "年", " ");
    const day = fc
      .tuple(fc.integer({ min: 1890, max: 2210 }), between, fc.nat(14), between, fc.nat(33))
      .map(parts => parts.map(part => String(part).padStart(typeof part === "number" ? 2 : 0, "0")).join(""));
    const text = fc.oneof(
      day,
      fc.string({ unit: digit, maxLength: 20 }),
      fc.string({ unit: "grapheme", maxLength: 12 })
    );
    const texts = fc.sample(text, { numRuns: 4000, seed: 20231231 }).map(each => each.replaceAll("\0", ""));
    const values = texts.map(each => `(${literal(each)})`).join(", ");
    const [found] =
      await duck.rows(`SELECT count(*) AS n, count(day) AS days, count(month) AS months, count(number) AS numbers,
        count(*) FILTER (day NOT BETWEEN DATE '1900-01-01' AND DATE '2119-12-31') AS far,
        count(*) FILTER (NOT regexp_full_match(CAST(month AS VARCHAR), '(19|20|21)\\d\\d(0[1-9]|1[0-2])')) AS odd,
        count(*) FILTER (isinf(number) OR isnan(number)) AS endless
      FROM (SELECT to_day(v) AS day, to_month(v) AS month, CAST(to_number(v) AS DOUBLE) AS number, to_whole(v), to_text(v),
        to_items(v), from_1904(v), without_ids(v), without_numbers(v), kept_code(v) FROM (VALUES ${values}) AS t(v))`);
    expect(found).toMatchObject({ n: texts.length, far: 0, odd: 0, endless: 0 });
    for (const kind of ["days", "months", "numbers"]) expect(Number(found![kind])).toBeGreaterThan(20);
  });

  test("division codes: none, or one of six, nine or twelve digits whose parents end", () => {
    const near = fc
      .tuple(fc.constantFrom("22", "98", "00", "99"), fc.stringMatching(/^\d{0,12}$/))
      .map(parts => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(near, fc.string(), fc.anything()), value => {
        const code = divisionCode(value);
        if (code === null) return;
        expect(code).toMatch(/^(\d{6}|\d{9}|\d{12})$/);
        expect(divisionCode(code)).toBe(code);
        const steps: string[] = [];
        for (let at = code; at !== ""; at = parentOfCode(at)) steps.push(levelOfCode(at));
        expect(new Set(steps).size).toBe(steps.length);
      })
    );
  });

  test("numbers of persons, telephones, days of birth, snapshots and heads of any text", () => {
    const tables = [...contract().tables.values()];
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), fc.nat(tables.length - 1), (a, b, at) => {
        expect(["ok", "form", "bad", "none"]).toContain(readIdNumber(a).state);
        expect(readPhone(b) ?? "13000000000").toMatch(/^1[3-9]\d{9}$/);
        expect([true, false, null]).toContain(birthAgrees(a, b));
        expect(snapshotOf(`${a}_${b}.csv`) ?? "2023-12-31").toMatch(/^\d{4}-\d{2}-\d{2}$/);
        const match = matchHeader([a, b, ""], tables[at]!, contract().units);
        expect(match.cells.length + match.unknown.length).toBe([a, b].filter(Boolean).length);
        expect([true, false]).toContain(isHeader(match));
      }),
      { numRuns: 300 }
    );
  });
});

describe("what is written by hand", () => {
  test("settings of any JSON or text: all fields, or a refusal", () => {
    const path = join(folder, "settings.json");
    const names = fc.constantFrom(
      ...["title", "audience", "root", "asOf", "map", "demo", "__proto__", "constructor", "x"]
    );
    const text = fc.oneof(
      fc.json(),
      fc.string(),
      fc
        .dictionary(names, fc.oneof(fc.jsonValue(), fc.constantFrom("", "internal", "2023-12-31")))
        .map(each => JSON.stringify(each))
    );
    const fields = Object.keys(readSettings());
    fc.assert(
      fc.property(text, content => {
        writeFileSync(path, content);
        const settings = orRefused(() => readSettings(path));
        if (settings) expect(Object.keys(settings)).toEqual(fields);
      }),
      { numRuns: 300 }
    );
  });

  test("boundaries of any JSON, or a good file spoiled: polygons, or a refusal", () => {
    const good = Buffer.from(
      JSON.stringify({
        type: "FeatureCollection",
        features: [
          {
            type: "Feature",
            properties: { name: "甲" },
            geometry: {
              type: "Polygon",
              coordinates: [
                [
                  [1, 1],
                  [2, 1],
                  [2, 2],
                  [1, 1]
                ]
              ]
            }
          }
        ]
      })
    );
    const kinds = fc.constantFrom(
      "Polygon",
      "MultiPolygon",
      "Feature",
      "FeatureCollection",
      "GeometryCollection",
      "Topology"
    );
    const shaped = fc
      .record({
        type: kinds,
        features: fc.jsonValue(),
        coordinates: fc.jsonValue(),
        geometries: fc.jsonValue(),
        objects: fc.jsonValue(),
        arcs: fc.jsonValue(),
        geometry: fc.jsonValue()
      })
      .map(each => Buffer.from(JSON.stringify(each)));
    const spoiled = fc.nat().map(number => mutated(good, [good], 3, number));
    fc.assert(
      fc.property(fc.oneof(shaped, spoiled, fc.json().map(Buffer.from)), bytes => {
        const source = orRefused(() => parseBoundaries(bytes, "图.json"));
        if (source) expect(source.features.length).toBeGreaterThan(0);
      }),
      { numRuns: 400 }
    );
  });

  test("arguments of any words: options, help or a refusal with 2", () => {
    const word = fc.oneof(
      fc.constantFrom("--out", "--as-of", "--port", "--", "-x", "--help", "--settings", "2023-12-31"),
      fc.string()
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), words => {
        const options = orRefused(() => readOptions("check", words, ["out", "as-of", "port", "settings"]));
        if (options) expect(options.asOf).toMatch(/^(\d{4}-\d{2}-\d{2})?$/);
      })
    );
  });

  test("a page's query of any text gives values that the data has, and comes back the same", () => {
    const defaults = { region: "990100", period: "2023-12", basis: "户", profile: "GB2020" } as const;
    const options: ContextOptions = {
      defaults,
      regions: code => ["990100", "990101"].includes(code),
      periods: ["2023-11", "2023-12"],
      profiles: ["GB2020"]
    };
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom("990101", "ren", "constructor", "__proto__", "toString", "2023-11")
    );
    const query = fc.array(fc.tuple(fc.constantFrom("region", "period", "basis", "profile", "x"), word), {
      maxLength: 6
    });
    fc.assert(
      fc.property(query, pairs => {
        const asked = new URLSearchParams(pairs);
        const { context } = readContext(asked, options);
        expect(["户", "人"]).toContain(context.basis);
        expect(options.regions(context.region) && options.periods.includes(context.period)).toBe(true);
        expect(options.profiles).toContain(context.profile);
        expect(readContext(writeContext(asked, context, defaults), options)).toEqual({
          context,
          notices: []
        });
      }),
      { numRuns: 300 }
    );
  });
});
