import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { csv, exportsFolder, type Run, regionHeader, removeFolders, runAll, type Value, type RunOptions } from "../support/exports.ts";
import { expectRows, type Household, personHeader, personRows } from "./golden.ts";

/** A run of the families these tests are about. */
const runFamilies = (folder: string, options: RunOptions = {}): Promise<Run> =>
  runAll(folder, { ...options, families: ["10", "30", "70", "90"] });

beforeEach(() => expect.hasAssertions());

/**
 * A prefecture bound to HN2021 in 2022 and 2024, no rows of the region table for 2023, one county bound to FJ2020
 * on its own. 子县 wrote no registered poor population in 2024, 丑县 wrote zero in 2024. The snapshot is of mid-February.
 */
const regions: Value[][] = [
  ["990200", "申市", "", "设区市", "990000", 2022, "HN2021"],
  ["990201", "子县", "", "县", "990200", 2022, "", 50, "是"],
  ["990202", "丑县", "", "县", "990200", 2022, "FJ2020", 150, "是"],
  ["990203", "寅县", "", "县", "990200", 2022, "没有的口径", 100, "是"],
  ["990200", "申市", "", "设区市", "990000", 2024, "HN2021"],
  ["990201", "子县", "", "县", "990200", 2024, "", "", "是"],
  ["990202", "丑县", "", "县", "990200", 2024, "", 0, "是"],
  ["990203", "寅县", "", "县", "990200", 2024, "", 100, "是"]
];

const people: Household[] = [
  {
    place: ["子县", "", ""],
    id: "A1",
    category: "边缘易致贫户",
    labour: ["普通劳动力", "普通劳动力"],
    identified: "202201"
  },
  {
    place: ["丑县", "x", "x"],
    id: "B1",
    category: "边缘易致贫户",
    labour: ["普通劳动力"],
    identified: "202212"
  },
  // Contradictory: eliminated before it was identified. It counts as written and is listed.
  {
    place: ["寅县", "x", "x"],
    id: "C1",
    category: "边缘易致贫户",
    labour: ["普通劳动力"],
    eliminated: "是",
    identified: "202401",
    eliminatedIn: "202312"
  },
  // Comes after the snapshot's month: not yet.
  {
    place: ["寅县", "x", "x"],
    id: "C2",
    category: "边缘易致贫户",
    labour: ["普通劳动力"],
    identified: "202403"
  }
].map(household => ({ ...household, place: [household.place[0]!, "某镇", "某村"] as const }));

let folder: string;
let run: Run;
beforeAll(async () => {
  folder = exportsFolder({
    "区划统计表.csv": csv(regionHeader, regions),
    "监测对象信息_20240220.csv": csv(personHeader, personRows(people))
  });
  run = await runFamilies(folder);
});
afterAll(() => {
  run?.close();
  removeFolders();
});

describe("the region table's years", () => {
  test("the series runs from its first year to the snapshot's month, which counts", async () => {
    const [span] = await run.rows(
      "SELECT min(period) AS first, max(period) AS last, count(*) AS n FROM period WHERE kind = 'month'"
    );
    expect(span).toEqual({ first: "2022-01", last: "2024-02", n: 26 });
    await expectRows(run, [["K03", "990200", "2024-02", "", "户", 2, null, 2, "ok", "not_judged"]]);
  });

  test("a year without rows, or a county without the number, is missing data there and above", () =>
    expectRows(run, [
      ["K01", "990201", "2022-12", "", "人", 2, 50, 0.04, "ok", "not_judged"],
      ["K01", "990200", "2022-12", "", "人", 3, 300, 0.01, "ok", "not_judged"],
      ["K01", "990201", "2023-06", "", "人", 2, null, null, "missing_data", "not_judged"],
      ["K01", "990200", "2023-06", "", "人", 3, null, null, "missing_data", "not_judged"],
      ["K01", "990201", "2024-01", "", "人", 2, null, null, "missing_data", "not_judged"],
      ["K01", "990200", "2024-01", "", "人", 3, null, null, "missing_data", "not_judged"],
      ["K01", "990203", "2024-01", "", "人", 0, 100, 0, "ok", "not_judged"]
    ]));

  test("a denominator of zero is no rate", () =>
    expectRows(run, [
      ["K01", "990202", "2024-01", "", "人", 1, 0, null, "na_zero_denominator", "not_judged"]
    ]));
});

describe("profiles", () => {
  const bound = async (other: Run, period: string): Promise<Record<string, unknown>> =>
    Object.fromEntries(
      (
        await other.rows(
          `SELECT region_code, string_agg(DISTINCT profile_id, ',' ORDER BY profile_id) AS p FROM indicator
           WHERE indicator IN ('K02', 'B01', 'K03') AND period = '${period}' AND region_level <> 'village' GROUP BY 1`
        )
      ).map(row => [row.region_code, row.p])
    );

  test("are inherited where blank; one that is in no list is as good as blank", async () => {
    expect(await bound(run, "2022-12")).toEqual({
      "990200": "HN2021",
      "990201": "HN2021",
      "990202": "FJ2020",
      "990203": "HN2021"
    });
  });

  test("of a year without rows are those of the nearest year", async () => {
    expect(await bound(run, "2023-06")).toEqual({
      "990200": "HN2021",
      "990201": "HN2021",
      "990202": "FJ2020",
      "990203": "HN2021"
    });
    // In 2024 丑县's own cell is blank, so that it takes the prefecture's.
    expect((await bound(run, "2024-01"))["990202"]).toBe("HN2021");
  });

  test("HN2021 never judges the scale, FJ2020 only refers", () =>
    expectRows(run, [
      ["K02", "990201", "2022-12", "", "人", 2, 50, 0.04, "ok", "not_judged"],
      ["K02", "990202", "2022-12", "", "人", 1, 150, 1 / 150, "ok", "reference"]
    ]));

  test("given on the command line override every binding", async () => {
    const other = await runFamilies(folder, { profile: "GB2020" });
    try {
      expect(await bound(other, "2022-12")).toEqual({
        "990200": "GB2020",
        "990201": "GB2020",
        "990202": "GB2020",
        "990203": "GB2020"
      });
      await expectRows(other, [["K02", "990201", "2022-12", "", "人", 2, 50, 0.04, "ok", "met"]]);
    } finally {
      other.close();
    }
  });

  test("all five stand side by side with the same values", async () => {
    const other = await runFamilies(folder, { profile: "all", defaultProfile: "ZZ2020" });
    try {
      const rows = await other.rows(
        `SELECT profile_id, value, status, judgement FROM indicator WHERE indicator = 'K02' AND region_code = '990201' AND period = '2022-12' ORDER BY 1`
      );
      expect(rows).toEqual([
        { profile_id: "FJ2020", value: 0.04, status: "ok", judgement: "reference" },
        { profile_id: "GB2020", value: 0.04, status: "ok", judgement: "met" },
        { profile_id: "HN2021", value: 0.04, status: "ok", judgement: "not_judged" },
        { profile_id: "JLC2020", value: 0.04, status: "ok", judgement: "reference" },
        { profile_id: "ZZ2020", value: 0.04, status: "ok", judgement: "not_judged" }
      ]);
      // Over nothing there is nothing to judge: undetermined where the profile would, else not judged.
      const empty = ["K02", "990202", "2024-01", "", "人", 1, 0, null, "na_zero_denominator"] as const;
      await expectRows(other, [[...empty, "undetermined"]], "GB2020");
      await expectRows(other, [[...empty, "not_judged"]], "HN2021");
    } finally {
      other.close();
    }
  });
});

describe("the third category", () => {
  test("has rows under HN2021 though nobody is in it", () =>
    expectRows(run, [
      [
        "B01",
        "990201",
        "2022-12",
        "监测对象类别=突发严重困难户;统计项=累计",
        "户",
        0,
        null,
        0,
        "ok",
        "not_judged"
      ]
    ]));
});

test("who is eliminated before being identified counts as eliminated and is listed as a contradiction", () =>
  expectRows(run, [
    ["B01", "990203", "2024-01", "监测对象类别=合计;统计项=已消除", "户", 1, null, 1, "ok", "not_judged"],
    ["B01", "990203", "2024-01", "监测对象类别=合计;统计项=未消除", "户", 0, null, 0, "ok", "not_judged"],
    ["K48", "990203", "2024-02-20", "检查项=逻辑矛盾户;表=监测对象信息", "户", 1, 2, 0.5, "ok", "not_judged"]
  ]));
