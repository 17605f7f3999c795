import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CliError } from "../../loaders/lib/errors.ts";
import { clauseOf } from "../../loaders/model/model.ts";
import { type Household, personHeader, personRows } from "../golden/golden.ts";
import {
  csv,
  exportsFolder,
  type Run,
  type RunOptions,
  regionHeader,
  removeFolders,
  runAll,
  type Value
} from "../support/exports.ts";

/** A run of the families these tests are about. */
const runFamilies = (folder: string, options: RunOptions = {}): Promise<Run> =>
  runAll(folder, { ...options, families: ["10", "20", "70", "90"] });

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

/** Two prefectures without a province, with counties, towns and villages of the same names. */
const regions: Value[][] = [
  ["990100", "甲市", "", "设区市", "990000", 2023, "GB2020", 7],
  ["990200", "乙市", "", "设区市", "990000", 2023, "FJ2020"],
  ["990101", "城关区", "城区", "区", "990100", 2023, "", 100, "是"],
  ["990102", "新县", "", "县", "990100", 2023, "", 100, "是"],
  ["990201", "城关区", "", "区", "990200", 2023, "", 100, "是"],
  ["990101001", "东镇", "", "乡镇", "990101", 2023],
  ["990101002", "西镇", "老西镇|西街道", "乡镇", "990101", 2023],
  ["990201001", "东镇", "", "乡镇", "990201", 2023],
  ["990201003", "南镇", "", "乡镇", "990201", 2023],
  ["990102001", "东镇", "", "乡镇", "990102", 2023],
  ["990101001001", "新民村", "", "行政村", "990101001", 2023],
  ["990101001002", "新民村", "", "行政村", "990101001", 2023],
  ["990101001003", "丰收村", "新民二村", "村", "990101001", 2023],
  ["990101001004", "新民二村", "", "村", "990101001", 2023],
  ["990101002001", "新民村", "", "村", "990101002", 2023],
  // A village that was renamed: the name of its first year is still in the exports.
  ["990102001001", "旧村", "", "村", "990102001", 2022],
  ["990102001001", "新村", "", "村", "990102001", 2023],
  // Blank level, blank parent, a parent that is nowhere, a year of five digits.
  ["990102002", "无级镇", "", "", "990102", 2023],
  ["990102003", "无上级镇", "", "乡镇", "", 2023],
  ["990102004", "错上级镇", "", "乡镇", "990109", 2023],
  ["990102005", "错年镇", "", "乡镇", "990102", 20233]
];

const at = (id: string, ...place: [string, string, string]): Household => ({
  place,
  id,
  category: "监测户",
  labour: ["普通劳动力"],
  identified: "202301"
});

let run: Run;
beforeAll(async () => {
  run = await runFamilies(
    exportsFolder({
      "区划统计表.csv": csv(regionHeader, regions),
      "监测对象信息_20231231.csv": csv(
        personHeader,
        personRows([
          at("E1", "城区", "西街道", "新民村"),
          at("E2", "城关区", "东镇", "新民村"),
          at("E3", "城关区", "南镇", "某村"),
          at("E4", "新县", "东 镇", "旧村　"),
          at("E5", "新县", "东镇", "新村"),
          at("E6", "新县", "无名镇", "新村"),
          at("E7", "无名县", "东镇", "新村"),
          at("E8", "城区", "东镇", "新民二村"),
          at("E9", "城关区", "西镇", "新民村")
        ])
      )
    })
  );
});
afterAll(() => run?.close());

describe("names", () => {
  const placed = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (
        await run.rows("SELECT household_id, region_code || ' ' || matched AS at FROM household ORDER BY 1")
      ).map(row => [String(row.household_id), String(row.at)])
    );

  test("are resolved level by level, by name, alias and former name", async () => {
    expect(await placed()).toMatchObject({
      E1: "990101002001 village",
      E4: "990102001001 village",
      E5: "990102001001 village",
      // A village's own name goes before another's alias.
      E8: "990101001004 village"
    });
  });

  test("what is unknown counts at the lowest level known: town, county, root", async () => {
    expect(await placed()).toMatchObject({ E3: "990201003 town", E6: "990102 county", E7: "990100 none" });
  });

  test("two counties of one name are told apart by their towns; where those do not tell, neither is taken", async () => {
    expect(await placed()).toMatchObject({ E3: "990201003 town", E9: "990101002001 village" });
    // 东镇 stands in both 城关区; only the first has 新民村, but twice, so that the name says nothing.
    expect((await placed()).E2).toBe("990100 none");
  });

  test("a village name that stands twice in a town is that of neither", async () => {
    const [two] = await run.rows(
      "SELECT count(*) AS n FROM household WHERE region_code IN ('990101001001', '990101001002')"
    );
    expect(two!.n).toBe(0);
  });

  test("监测户 is 脱贫不稳定户", async () => {
    expect(await run.rows("SELECT DISTINCT category FROM household")).toEqual([{ category: "脱贫不稳定户" }]);
  });
});

describe("the region table", () => {
  test("both prefectures have their rows, each under its own binding", async () => {
    const rows = await run.rows(
      "SELECT region_code, profile_id, numerator FROM indicator WHERE indicator = 'K03' AND period = '2023-12' AND breakdown = '' AND basis = '户' AND region_level = 'prefecture' ORDER BY 1"
    );
    // E7 and E2 match nothing and count at the larger prefecture.
    expect(rows).toEqual([
      { region_code: "990100", profile_id: "GB2020", numerator: 8 },
      { region_code: "990200", profile_id: "FJ2020", numerator: 1 }
    ]);
  });

  test("its faults are listed with file and row", async () => {
    const rejects = await run.rows(
      "SELECT row_no, column_zh, r.reason FROM reject AS r JOIN source_file AS f USING (file_id) WHERE f.table_id = 'region_stat' ORDER BY row_no, column_zh"
    );
    expect(rejects.map(row => `${row.row_no} ${row.column_zh}：${row.reason}`)).toEqual([
      "2 建档立卡人口：本级自填数与所属各县之和不等，取各县之和",
      "3 上级代码：上级代码不在本表，该区划不计入任何上级",
      "19 层级：层级为空，该区划不出指标",
      "20 上级代码：上级代码不在本表，该区划不计入任何上级",
      "21 上级代码：上级代码不在本表，该区划不计入任何上级",
      "22 年度：年度不在 2000 至 2100 年，该行未使用"
    ]);
  });
});

describe("a region table that cannot be used", () => {
  const people = csv(personHeader, personRows([at("E1", "甲县", "甲镇", "甲村")]));
  const failing = async (rows: Value[][], options = {}): Promise<string> => {
    const folder = exportsFolder({
      "区划统计表.csv": csv(regionHeader, rows),
      "监测对象信息_20231231.csv": people
    });
    const result = await runFamilies(folder, options).then(
      other => {
        other.close();
        return null;
      },
      caught => caught
    );
    expect(result).toBeInstanceOf(CliError);
    return (result as CliError).message;
  };

  test("a root that is not in it", async () => {
    expect(await failing([["990101", "甲县", "", "县", "990100", 2023]], { root: "99'0102" })).toContain(
      "“99'0102”不在区划统计表中"
    );
  });

  test("regions that stand under each other", async () => {
    expect(
      await failing([
        ["990101", "甲县", "", "县", "990100", 2023],
        ["990100", "甲市", "", "设区市", "990101", 2023]
      ])
    ).toContain("互为上下级");
  });
});

test("a snapshot before the region table's first year still has its months, without denominators", async () => {
  const other = await runFamilies(
    exportsFolder({
      "区划统计表.csv": csv(regionHeader, [["990101", "甲县", "", "县", "990100", 2023, "", 100, "是"]]),
      "监测对象信息_20221130.csv": csv(
        personHeader,
        personRows([{ ...at("E1", "甲县", "甲镇", "甲村"), identified: "202205" }])
      )
    })
  );
  try {
    const rows = await other.rows(
      "SELECT period, numerator, status FROM indicator WHERE indicator = 'K01' AND breakdown = '' AND period IN ('2022-04', '2022-11') ORDER BY 1"
    );
    expect(rows).toEqual([
      { period: "2022-04", numerator: 0, status: "missing_data" },
      { period: "2022-11", numerator: 1, status: "missing_data" }
    ]);
  } finally {
    other.close();
  }
});

test("counties that drew their exports on different days are all in the sum of a month", async () => {
  const people = (...households: Household[]): string => csv(personHeader, personRows(households));
  const other = await runFamilies(
    exportsFolder({
      "区划统计表.csv": csv(regionHeader, [
        ["990100", "甲市", "", "设区市", "990000", 2023],
        ["990101", "甲县", "", "县", "990100", 2023],
        ["990102", "乙县", "", "县", "990100", 2023]
      ]),
      "监测对象信息（甲县）_20231130.csv": people(at("E1", "甲县", "a", "a"), at("E2", "甲县", "a", "a")),
      "监测对象信息（乙县）_20231201.csv": people(at("F1", "乙县", "b", "b")),
      "监测对象信息（甲县）_20231231.csv": people(at("E1", "甲县", "a", "a")),
      "监测对象信息（乙县）_20240103.csv": people(at("F1", "乙县", "b", "b"), at("F2", "乙县", "b", "b"))
    })
  );
  try {
    const rows = await other.rows(
      `SELECT period, list(numerator ORDER BY region_code) AS n FROM indicator
       WHERE indicator = 'K03' AND breakdown = '' AND basis = '户' AND period >= '2023-11' GROUP BY 1 ORDER BY 1`
    );
    // 甲市, 甲县, 乙县. November as 甲县 saw it on the 30th and 乙县 on 1 December; E2 has left the register by December.
    expect(rows).toEqual([
      { period: "2023-11", n: "[3, 2, 1]" },
      { period: "2023-12", n: "[3, 1, 2]" },
      { period: "2024-01", n: "[3, 1, 2]" }
    ]);
    const gone = await other.rows(
      `SELECT denominator FROM indicator WHERE indicator = 'K33' AND breakdown = '口径=累计' AND basis = '户' AND period = '2023-12' AND region_code = '990100'`
    );
    expect(gone).toEqual([{ denominator: 3 }]);
  } finally {
    other.close();
  }
});

test("a log drawn later has its own quality rows, the figures stay at the register's month", async () => {
  const other = await runFamilies(
    exportsFolder({
      "区划统计表_20231231.csv": csv(regionHeader, [
        ["990101", "甲县", "", "县", "990100", 2023, "", 100, "是"]
      ]),
      "监测对象信息_20231231.csv": csv(personHeader, personRows([at("E1", "甲县", "甲镇", "甲村")])),
      "走访记录_20240131.csv": csv(
        ["走访编号", "户编号", "走访日期", "走访人角色", "走访方式"],
        [["V1", "E1", "2024-01-05", "党员", "入户"]]
      )
    })
  );
  try {
    expect(await other.rows("SELECT max(period) AS last FROM indicator WHERE indicator = 'K03'")).toEqual([
      { last: "2023-12" }
    ]);
    const rows = await other.rows(
      "SELECT period, denominator FROM indicator WHERE indicator = 'K48' AND breakdown = '检查项=缺项行;表=走访记录'"
    );
    expect(rows).toEqual([{ period: "2024-01-31", denominator: 1 }]);
  } finally {
    other.close();
  }
});

test("rows of households the register lacks are taken and listed", async () => {
  const other = await runFamilies(
    exportsFolder({
      "区划统计表.csv": csv(regionHeader, [["990101", "甲县", "", "县", "990100", 2023, "", 100, "是"]]),
      "监测对象信息_20231231.csv": csv(personHeader, personRows([at("E1", "甲县", "甲镇", "甲村")])),
      "走访记录.csv": csv(
        ["走访编号", "户编号", "走访日期", "走访人角色", "走访方式"],
        [
          ["V1", "E1", "2023-01-05", "党员", "入户"],
          ["V2", "E9", "2023-01-05", "党员", "入户"]
        ]
      )
    }),
    { defaultProfile: "ZZ2020" }
  );
  try {
    expect(await other.rows("SELECT visit_id, is_orphan FROM visit ORDER BY 1")).toEqual([
      { visit_id: "V1", is_orphan: false },
      { visit_id: "V2", is_orphan: true }
    ]);
    expect(
      await other.rows("SELECT row_no, column_zh, kind FROM reject WHERE reason LIKE '%孤立户编号%'")
    ).toEqual([{ row_no: 3, column_zh: "户编号", kind: "note" }]);
    // Bound to nothing: the settings' profile.
    expect(await other.rows("SELECT DISTINCT profile_id FROM indicator")).toEqual([{ profile_id: "ZZ2020" }]);
  } finally {
    other.close();
  }
});

test("a clause is the profile's own part of the catalogue's", () => {
  const clauses = "GB 三(二); FJ 一(3); JL 稿2四(一),稿2四(二); HN 三(二)2";
  const profiles = ["GB2020", "JLC2020", "ZZ2020", "GB2026"];
  expect(clauseOf(clauses, "GB2020", profiles)).toBe("三(二)");
  expect(clauseOf(clauses, "GB2026", profiles)).toBe("");
  expect(clauseOf(clauses, "JLC2020", profiles)).toBe("稿2四(一),稿2四(二)");
  expect(clauseOf(clauses, "ZZ2020", profiles)).toBe("");
});
