import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Duck } from "../../loaders/lib/duck.ts";
import { agreementOf } from "../../loaders/publish/agreement.ts";
import { arrowFile, emptyFile } from "../../loaders/publish/arrow.ts";
import { figureColumns } from "../../loaders/publish/publish.ts";

let duck: Duck;
let folder: string;
beforeAll(async () => {
  duck = await Duck.open(":memory:");
  folder = mkdtempSync(join(tmpdir(), "agreement-"));
  await duck.run(`CREATE TABLE figure AS
    SELECT k AS indicator, r AS region_code, '2023-' || (9 + m) AS period, b AS breakdown, '户' AS basis, '%' AS unit, 'ok' AS status,
      CASE m WHEN 1 THEN 'met' ELSE 'not_judged' END AS judgement, 'GB2020' AS profile_id, CASE m WHEN 1 THEN '三' END AS clause,
      CAST(m + len(r) AS DOUBLE) AS numerator, CASE k WHEN 'K06' THEN 4.5 END AS denominator, NULL::DOUBLE AS value
    FROM (VALUES ('K03'), ('K06')) AS i(k), (VALUES ('11'), ('1101'), ('110101')) AS p(r), (VALUES (''), ('类=甲')) AS c(b), range(1, 4) AS t(m)`);
});
afterAll(() => {
  duck.close();
  rmSync(folder, { recursive: true });
});

/** Writes a site of one county, each file from the rows of `figure` that belong in it, changed by SQL. */
async function site(change: Readonly<Record<string, string>> = {}): Promise<string> {
  const target = mkdtempSync(join(folder, "site-"));
  const places = { "": "('11', '1101')", "1101": "('1101', '110101')" };
  for (const [place, regions] of Object.entries(places)) {
    mkdirSync(join(target, "figures", place), { recursive: true });
    const files = { K03: "indicator = 'K03'", K06: "indicator = 'K06'", overview: "breakdown = ''" };
    for (const [file, condition] of Object.entries(files)) {
      const name = `${place}/${file}`;
      await duck.run(`CREATE OR REPLACE TABLE part AS FROM figure WHERE ${condition} AND region_code IN ${regions}
        ORDER BY indicator, region_code, period, breakdown; ${change[name] ?? ""}`);
      writeFileSync(
        join(target, "figures", place, `${file}.arrow`),
        await arrowFile(duck, "part", figureColumns)
      );
    }
    writeFileSync(join(target, "figures", place, "K07.arrow"), emptyFile(figureColumns));
  }
  return target;
}

test("a region with the same rows everywhere agrees with itself", async () => {
  // 总览 of the root and of the county, both indicators, each with an empty file beside.
  expect(agreementOf(await site())).toEqual({ files: 9, rows: 12 + 12 + 6, faults: [] });
});

test.each([
  ["a number", "1101/K03", "UPDATE part SET numerator = 9 WHERE region_code = '1101' AND period = '2023-11'"],
  ["a number that is not known", "/K06", "UPDATE part SET denominator = NULL WHERE region_code = '1101'"],
  ["a clause", "1101/K06", "UPDATE part SET clause = '五' WHERE region_code = '1101' AND period = '2023-10'"],
  [
    "a clause where there is none",
    "/overview",
    "UPDATE part SET clause = '三' WHERE region_code = '11' AND period = '2023-12'"
  ],
  [
    "a word the other has not",
    "1101/overview",
    "UPDATE part SET profile_id = 'ZZ' WHERE region_code = '1101'"
  ],
  ["a row too few", "1101/K03", "DELETE FROM part WHERE region_code = '1101' AND period = '2023-10'"],
  ["a row too many", "/K06", "DELETE FROM part WHERE region_code = '1101' AND breakdown = '类=甲'"],
  ["rows out of order", "1101/K06", "CREATE OR REPLACE TABLE part AS FROM part ORDER BY period DESC"]
])("%s in one place alone is a fault", async (_, file, sql) => {
  const { faults } = agreementOf(await site({ [file]: sql }));
  expect(faults.length).toBeGreaterThan(0);
  expect(faults.join("\n")).toContain("与 figures 中的不一致");
});

test("what is said of a town of a county is not compared: it stands in one file", async () => {
  const changed = { "1101/K03": "UPDATE part SET numerator = 9 WHERE region_code = '110101'" };
  expect(agreementOf(await site(changed)).faults).toEqual([]);
});
