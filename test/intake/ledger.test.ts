import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  csv,
  exportsFolder,
  idNumber,
  type Run,
  removeFolders,
  takeIn,
  type Value,
  workbook
} from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

const upper: Value[] = [
  ...["区(市)", "镇(街)", "村", "户主姓名", "与户主关系", "身份证号码", "家庭人口数", "享受帮扶政策"],
  ...Array.from({ length: 9 }, () => undefined),
  ...["主要返贫风险（下拉菜单选择）", "帮扶联系人姓名", "帮扶联系人的单位", "认定时间"]
];
const lower: Value[] = [
  ...Array.from({ length: 7 }, () => undefined),
  ...[
    "教育扶贫政策（人）",
    "医疗保障扶贫政策（人）",
    "医疗商业补充保险（人）",
    "家庭医生签约服务（户）",
    "危房改造（户）"
  ],
  ...["饮水安全（户）", "临时救助（户）", "社会救助（户）", "低保（人）", "公益岗位（人）"]
];
const ticks = (...positions: number[]): Value[] =>
  Array.from({ length: 10 }, (_, i) => (positions.includes(i + 1) ? "√" : undefined));
const placeholder: Value[] = [...Array.from({ length: 20 }, () => undefined), "20   年   月"];

const rows: Value[][] = [
  ["即时帮扶人口台账"],
  [undefined, undefined, "单位：甲区甲镇"],
  ["一、一般农户中存在致贫风险的人口"],
  upper,
  lower,
  // Region and head's name are merged over the household's and the village's rows.
  [
    "甲区",
    "甲镇",
    "甲村",
    "测试甲",
    "户主",
    idNumber(1),
    2,
    ...ticks(4, 9),
    "因病",
    "测试联",
    "甲单位",
    "2020年6月"
  ],
  [
    undefined,
    undefined,
    undefined,
    undefined,
    "配偶",
    idNumber(2),
    2,
    ...ticks(4),
    "因病",
    "测试联",
    "甲单位",
    "202006"
  ],
  [
    undefined,
    undefined,
    "乙村",
    "测试乙",
    "户主",
    idNumber(3).toLowerCase(),
    1,
    ...ticks(),
    "因 残",
    undefined,
    undefined,
    "2020-07"
  ],
  placeholder,
  [],
  ["二、脱贫享受政策人口中存在返贫风险的人口"],
  upper,
  lower,
  [
    "甲区",
    "乙镇",
    "丙村",
    "测试丙",
    "户主",
    idNumber(4),
    1,
    ...ticks(10),
    "怪风险",
    "测试联",
    "乙单位",
    44013
  ],
  // A row that lacks the id number, one whose mark is no tick, a head without village.
  [
    "甲区",
    "乙镇",
    "丙村",
    "测试丁",
    "户主",
    undefined,
    1,
    ...ticks(),
    "因病",
    undefined,
    undefined,
    "2020年8月"
  ],
  [
    "甲区",
    "乙镇",
    "丁村",
    "测试戊",
    "户主",
    idNumber(5),
    1,
    "享受",
    ...ticks().slice(1),
    "因病",
    undefined,
    undefined,
    "20 年 月"
  ],
  [
    "甲区",
    "丙镇",
    undefined,
    "测试己",
    "户主",
    idNumber(6),
    1,
    ...ticks(),
    "因病",
    undefined,
    undefined,
    "2020年8月"
  ],
  placeholder,
  ["注：1.本表由村填写"],
  ["填表人：", undefined, "审核人：", undefined, "日期：", undefined, "联系电话："]
];

let run: Run;
beforeAll(async () => {
  run = await takeIn(
    exportsFolder({
      "即时帮扶人口台账_20201231.xlsx": workbook([{ rows }])
    })
  );
});
afterAll(() => run.close());

const ledger = (columns: string, where = "TRUE"): Promise<unknown[]> =>
  run.rows(`SELECT ${columns} FROM staging.ledger_zz WHERE ${where} ORDER BY row_no`);

describe("the two-section ledger", () => {
  test("every row has an account: data, blank, placeholder, note, refused", async () => {
    const [file] = await run.rows("SELECT * EXCLUDE (reason) FROM source_file");
    expect(file).toMatchObject({
      status: "accepted",
      table_id: "ledger_zz",
      rows_read: 12,
      rows_accepted: 5,
      rows_refused: 2,
      rows_blank: 5,
      rows_placeholder: 2
    });
  });

  test("sections give the category, the heading gives the unit", async () => {
    expect(await ledger("row_no, section, reporting_unit", "state = 'accepted'")).toEqual([
      { row_no: 6, section: 1, reporting_unit: "甲区甲镇" },
      { row_no: 7, section: 1, reporting_unit: "甲区甲镇" },
      { row_no: 8, section: 1, reporting_unit: "甲区甲镇" },
      { row_no: 14, section: 2, reporting_unit: "甲区甲镇" },
      { row_no: 16, section: 2, reporting_unit: "甲区甲镇" }
    ]);
  });

  test("merged cells fill downwards and stop where a cell to their left changes", async () => {
    expect(await ledger("row_no, district, town, village, state")).toEqual([
      { row_no: 6, district: "甲区", town: "甲镇", village: "甲村", state: "accepted" },
      { row_no: 7, district: "甲区", town: "甲镇", village: "甲村", state: "accepted" },
      { row_no: 8, district: "甲区", town: "甲镇", village: "乙村", state: "accepted" },
      { row_no: 14, district: "甲区", town: "乙镇", village: "丙村", state: "accepted" },
      { row_no: 15, district: "甲区", town: "乙镇", village: "丙村", state: "refused" },
      { row_no: 16, district: "甲区", town: "乙镇", village: "丁村", state: "accepted" },
      { row_no: 17, district: "甲区", town: "丙镇", village: null, state: "refused" }
    ]);
    const heads = await run.rows(
      "SELECT count(DISTINCT head_name_hash) AS n FROM staging.ledger_zz WHERE row_no IN (6, 7)"
    );
    expect(heads[0]!.n).toBe(1);
  });

  test("a tick is yes, blank is unknown, anything else is a fault", async () => {
    expect(
      await ledger("p01_education, p04_family_doctor, p09_dibao, p10_public_job", "row_no IN (6, 7, 14, 16)")
    ).toEqual([
      { p01_education: null, p04_family_doctor: true, p09_dibao: true, p10_public_job: null },
      { p01_education: null, p04_family_doctor: true, p09_dibao: null, p10_public_job: null },
      { p01_education: null, p04_family_doctor: null, p09_dibao: null, p10_public_job: true },
      { p01_education: null, p04_family_doctor: null, p09_dibao: null, p10_public_job: null }
    ]);
    const faults = await run.rows("SELECT row_no, column_zh, kind FROM reject WHERE column_zh LIKE '教育%'");
    expect(faults).toEqual([{ row_no: 16, column_zh: "教育扶贫政策(人)", kind: "fault" }]);
  });

  test("months, risks and numbers are converted, ids checked", async () => {
    expect(
      await ledger(
        "row_no, confirmed_ym, main_risk, household_size, id_no_state, relation",
        "state = 'accepted'"
      )
    ).toEqual([
      {
        row_no: 6,
        confirmed_ym: 202006,
        main_risk: "illness",
        household_size: 2,
        id_no_state: "ok",
        relation: "head"
      },
      {
        row_no: 7,
        confirmed_ym: 202006,
        main_risk: "illness",
        household_size: 2,
        id_no_state: "ok",
        relation: "spouse"
      },
      {
        row_no: 8,
        confirmed_ym: 202007,
        main_risk: "disability",
        household_size: 1,
        id_no_state: "ok",
        relation: "head"
      },
      {
        row_no: 14,
        confirmed_ym: 202007,
        main_risk: "怪风险",
        household_size: 1,
        id_no_state: "ok",
        relation: "head"
      },
      {
        row_no: 16,
        confirmed_ym: null,
        main_risk: "illness",
        household_size: 1,
        id_no_state: "ok",
        relation: "head"
      }
    ]);
  });

  test("no column of the form is listed as unknown but the heading above the policies", async () => {
    const [sheet] = await run.rows("SELECT header_row, unknown_headers FROM source_sheet");
    expect(sheet).toEqual({ header_row: 4, unknown_headers: "享受帮扶政策" });
  });
});

test("the same form as CSV, with one row of headers, is told by its columns", async () => {
  const flat = upper.slice(0, 7).concat(lower.slice(7), upper.slice(17)) as string[];
  const other = await takeIn(
    exportsFolder({
      "甲区_20201231.csv": csv(flat, [
        ["甲区", "甲镇", "甲村", "测试甲", "户主", idNumber(1), 2, ...ticks(1), "因病", "", "", "2020年6月"]
      ])
    })
  );
  try {
    expect(await other.rows("SELECT p01_education, section FROM staging.ledger_zz")).toEqual([
      { p01_education: true, section: null }
    ]);
  } finally {
    other.close();
  }
});
