import { afterAll, beforeAll, expect, test } from "vitest";
import { Duck } from "../../loaders/lib/duck.ts";
import { arrowFile, arrowFiles } from "../../loaders/publish/arrow.ts";
import { Dataset } from "../../src/lib/dataset.ts";

let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open(":memory:");
  await duck.run(`CREATE TABLE figure AS SELECT 'K40' AS indicator, '11' AS region_code, '2023-12' AS period, '' AS breakdown,
    '户' AS basis, '%' AS unit, 'ok' AS status, 'not_judged' AS judgement, 'FJ2020' AS profile_id, NULL::VARCHAR AS clause,
    3.0 AS numerator, 4.0 AS denominator, NULL::DOUBLE AS value`);
});
afterAll(() => duck.close());

const columns = {
  text: [
    "indicator",
    "region_code",
    "period",
    "breakdown",
    "basis",
    "unit",
    "status",
    "judgement",
    "profile_id",
    "clause"
  ],
  numbers: ["numerator", "denominator", "value"]
};
const key = { indicator: "K40", region: "11", period: "2023-12", breakdown: "", basis: "户" };

test("what is written is read again, the quotient of a value left out with it", async () => {
  const data = new Dataset("FJ2020");
  data.add(await arrowFile(duck, "figure", columns));
  expect(data.cell(key)).toMatchObject({
    numerator: 3,
    denominator: 4,
    value: 0.75,
    status: "ok",
    clause: ""
  });
});

test("a file without rows is read as none", async () => {
  await duck.run("CREATE TABLE nothing AS FROM figure WHERE FALSE");
  const data = new Dataset("FJ2020");
  data.add(await arrowFile(duck, "nothing", columns));
  expect(data.size).toBe(0);
  expect(data.cell(key)).toBeUndefined();
});

test("a relation cut into files gives for each the bytes its rows alone give", async () => {
  await duck.run(`CREATE TABLE many AS SELECT 'P' || (i % 3) AS place, f.* REPLACE ('K' || (40 + i % 2) AS indicator,
    CAST(110000 + i % 700 AS VARCHAR) AS region_code, '2023-' || (10 + i // 700) AS period, nullif(i % 5, 0) AS value)
    FROM figure AS f CROSS JOIN range(2100) AS t(i)`);
  const order = ["region_code", "period"];
  const files = new Map<string, Uint8Array>();
  await arrowFiles(duck, "many", columns, { by: ["place", "indicator"], order }, (key, bytes) => {
    files.set(key.join(" "), bytes);
  });
  expect([...files.keys()]).toEqual(["P0 K40", "P0 K41", "P1 K40", "P1 K41", "P2 K40", "P2 K41"]);
  for (const [key, bytes] of files) {
    const [place, indicator] = key.split(" ");
    await duck.run(`CREATE OR REPLACE TABLE one AS SELECT * EXCLUDE (place) FROM many
      WHERE place = '${place}' AND indicator = '${indicator}' ORDER BY region_code, period`);
    expect(Buffer.from(bytes).equals(await arrowFile(duck, "one", columns))).toBe(true);
  }
});

test("rows in order go to the files of all parts of their word, and those of none to no file", async () => {
  await duck.run("CREATE TABLE ordered AS FROM many ORDER BY indicator, region_code, period, place");
  const own = Array.from({ length: 350 }, (_, i) => [`${110000 + 2 * i}`, ["even", "all"]] as const);
  const parts = new Map<string, readonly string[]>([...own, ["110001", ["all"]]]);
  const files = new Map<string, Uint8Array>();
  const cut = { by: ["indicator"], spread: { column: "region_code", parts }, order: null };
  await arrowFiles(duck, "ordered", columns, cut, (key, bytes) => {
    files.set(key.join(" "), bytes);
  });
  expect([...files.keys()].sort()).toEqual(["K40 all", "K40 even", "K41 all"]);
  for (const [key, condition] of [
    ["K40 even", "region_code % 2 = 0"],
    ["K40 all", "region_code % 2 = 0 OR region_code = 110001"],
    ["K41 all", "region_code = 110001"]
  ] as const) {
    await duck.run(`CREATE OR REPLACE TABLE one AS SELECT * EXCLUDE (place) FROM ordered
      WHERE indicator = '${key.slice(0, 3)}' AND (${condition.replaceAll("region_code", "CAST(region_code AS INTEGER)")})`);
    expect(Buffer.from(files.get(key)!).equals(await arrowFile(duck, "one", columns))).toBe(true);
  }
});
