import { afterAll, beforeAll, expect, test } from "vitest";
import { Duck } from "../../loaders/lib/duck.ts";
import { arrowFile } from "../../loaders/publish/arrow.ts";
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
