import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Expected, expectRows } from "../golden/golden.ts";
import {
  csv,
  exportsFolder,
  idNumber,
  type Run,
  type RunOptions,
  removeFolders,
  runAll
} from "../support/exports.ts";
import { first, ledgerFile, regions, second } from "./fixture.ts";

/** A run of the families these tests are about. */
const runFamilies = (folder: string, options: RunOptions = {}): Promise<Run> =>
  runAll(folder, { ...options, families: ["70", "90"] });

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

/** A K47 row; null: no value. */
const ticked = (region: string, section: number, policy: string, basis: string, n: number | null): Expected =>
  [
    ...["K47", region, "2020-12", `分节=${section};政策=${policy}`, basis],
    ...[n, null, n, n === null ? "missing_data" : "ok", "not_judged"]
  ] as unknown as Expected;

describe("one ledger", () => {
  let run: Run;
  beforeAll(async () => {
    run = await runFamilies(
      exportsFolder({
        "区划统计表.csv": regions,
        "即时帮扶情况台账_20201231.xlsx": ledgerFile(first, second)
      })
    );
  });
  afterAll(() => run.close());

  test("K47 counts persons once in a section, and a household by any of its rows", async () => {
    await expectRows(run, [
      // Person 1 is listed in two villages: once at each, once above them.
      ticked("990501100201", 1, "p01", "人", 1),
      ticked("990501200201", 1, "p01", "人", 1),
      ticked("990501", 1, "p01", "人", 1),
      ticked("990500", 1, "p01", "人", 1),
      // Only the head's row is ticked; the household of the other village has a head of the same name.
      ticked("990501100201", 1, "p04", "户", 1),
      ticked("990501100202", 1, "p04", "户", 1),
      ticked("990501100", 1, "p04", "户", 2),
      ticked("990501", 1, "p04", "户", 2),
      // One row twice.
      ticked("990501", 1, "p09", "人", 1),
      // Of two households with one head's name in one village only the second is ticked, on two rows.
      ticked("990501", 2, "p04", "户", 1),
      ticked("990501", 2, "p10", "人", 1),
      // Its village matches nothing: it counts at the town.
      ticked("990501100", 2, "p05", "户", 1),
      ticked("990501", 2, "p05", "户", 1),
      ticked("990501", 2, "p01", "人", 0)
    ]);
  });

  test("K47 has all sections and policies from the county up, and below only where something is ticked", async () => {
    const rows = await run.rows(
      `SELECT region_code AS region, count(*) AS n, count(numerator) AS known, count(DISTINCT period) AS months
       FROM indicator WHERE indicator = 'K47' GROUP BY ALL ORDER BY ALL`
    );
    expect(rows).toEqual([
      { region: "990500", n: 240, known: 20, months: 12 },
      { region: "990501", n: 240, known: 20, months: 12 },
      { region: "990501100", n: 6, known: 6, months: 1 },
      { region: "990501100201", n: 4, known: 4, months: 1 },
      { region: "990501100202", n: 2, known: 2, months: 1 },
      { region: "990501200", n: 1, known: 1, months: 1 },
      { region: "990501200201", n: 1, known: 1, months: 1 },
      { region: "990502", n: 240, known: 0, months: 12 }
    ]);
  });

  test("a county without a ledger and a month without one have no value, never 0", async () => {
    await expectRows(run, [
      ticked("990502", 1, "p01", "人", null),
      ["K47", "990501", "2020-11", "分节=1;政策=p01", "人", null, null, null, "missing_data", "not_judged"],
      ["K49", "990502", "2020-12", "来源=台账", "户", null, null, null, "missing_data", "not_judged"],
      ["K49", "990501", "2020-11", "来源=台账", "户", null, null, null, "missing_data", "not_judged"]
    ]);
  });

  test("K49 is the ledger's households with a contact's name and unit, by section as by category", async () => {
    await expectRows(run, [
      ["K49", "990501", "2020-12", "来源=台账", "户", 3, 6, 0.5, "ok", "not_judged"],
      [
        "K49",
        "990501",
        "2020-12",
        "来源=台账;监测对象类别=边缘易致贫户",
        "户",
        2,
        3,
        2 / 3,
        "ok",
        "not_judged"
      ],
      ["K49", "990501", "2020-12", "监测对象类别=脱贫不稳定户", "户", 1, 3, 1 / 3, "ok", "not_judged"],
      ["K49", "990501", "2020-12", "", "户", 3, 6, 0.5, "ok", "not_judged"],
      ["K49", "990501200", "2020-12", "来源=台账", "户", 1, 1, 1, "ok", "not_judged"],
      ["K49", "990501", "2020-12", "来源=责任人表", "户", null, null, null, "missing_data", "not_judged"],
      ["K49", "990501", "2020-12", "来源=导出", "户", null, null, null, "missing_data", "not_judged"]
    ]);
  });

  test("ZZ2020 judges 边缘易致贫户 alone: each must have a contact", async () => {
    await expectRows(run, [
      ["K49", "990501", "2020-12", "监测对象类别=边缘易致贫户", "户", 2, 3, 2 / 3, "ok", "unmet"],
      ["K49", "990501200", "2020-12", "监测对象类别=边缘易致贫户", "户", 1, 1, 1, "ok", "met"]
    ]);
  });
});

describe("several ledgers", () => {
  let run: Run;
  beforeAll(async () => {
    run = await runFamilies(
      exportsFolder({
        "区划统计表.csv": regions,
        "即时帮扶情况台账_20201130.xlsx": ledgerFile(first, second),
        "即时帮扶情况台账_20201215.xlsx": ledgerFile(first, second),
        // 乙村 wrote again by the month's end: person 3 lost the low income benefit, person 9 has it.
        "即时帮扶情况台账（乙村）_20201231.xlsx": ledgerFile([
          { place: ["甲区", "甲镇", "乙村"], head: "测试甲", id: idNumber(3), ticks: [4] },
          { place: ["甲区", "甲镇", "乙村"], head: "测试戊", id: idNumber(9), ticks: [9] },
          { place: ["甲区", "甲镇", "乙村"], head: "测试戊", relation: "配偶", id: idNumber(10), ticks: [9] }
        ])
      })
    );
  });
  afterAll(() => run.close());

  test("each states its own month; of two in one month every village stands by its last", async () => {
    const rows = await run.rows(
      `SELECT period, breakdown, numerator AS n FROM indicator WHERE indicator = 'K47' AND region_code = '990501'
       AND breakdown IN ('分节=1;政策=p01', '分节=1;政策=p04', '分节=1;政策=p09') AND numerator IS NOT NULL ORDER BY ALL`
    );
    expect(rows).toEqual([
      { period: "2020-11", breakdown: "分节=1;政策=p01", n: 1 },
      { period: "2020-11", breakdown: "分节=1;政策=p04", n: 2 },
      { period: "2020-11", breakdown: "分节=1;政策=p09", n: 1 },
      { period: "2020-12", breakdown: "分节=1;政策=p01", n: 1 },
      { period: "2020-12", breakdown: "分节=1;政策=p04", n: 2 },
      { period: "2020-12", breakdown: "分节=1;政策=p09", n: 2 }
    ]);
  });
});

test("a column the ledger lacks has no value, the others do", async () => {
  const header = [
    ...["区(市)", "镇(街)", "村", "户主姓名", "与户主关系", "身份证号码", "家庭人口数", "教育扶贫政策(人)"],
    ...["主要返贫风险", "帮扶联系人姓名", "认定时间", "（分节标题）"]
  ];
  const run = await runFamilies(
    exportsFolder({
      "区划统计表.csv": regions,
      "即时帮扶情况台账_20201231.csv": csv(header, [
        ...[["甲区", "甲镇", "甲村", "测试甲", "户主", idNumber(1), 1, "√", "因病", "测试联", "2020年6月", 1]]
      ])
    })
  );
  const rows = await run.rows(
    `SELECT indicator, breakdown, numerator AS n, status FROM indicator WHERE region_code = '990501' AND period = '2020-12'
     AND breakdown IN ('分节=1;政策=p01', '分节=1;政策=p02', '分节=2;政策=p01', '来源=台账') ORDER BY ALL`
  );
  run.close();
  expect(rows).toEqual([
    { indicator: "K47", breakdown: "分节=1;政策=p01", n: 1, status: "ok" },
    { indicator: "K47", breakdown: "分节=1;政策=p02", n: null, status: "missing_data" },
    { indicator: "K47", breakdown: "分节=2;政策=p01", n: 0, status: "ok" },
    { indicator: "K49", breakdown: "来源=台账", n: null, status: "missing_data" }
  ]);
});

describe("contacts of the register", () => {
  const personHeader = [
    ...["县", "乡", "村", "户编号", "人编号", "姓名", "与户主关系", "证件号码", "户类型", "监测对象类别"],
    ...["致贫/返贫风险1", "风险是否已消除", "识别监测时间", "消除监测时间", "信息采集人"]
  ];
  const person = (id: string, category: string, eliminated: string, contact: string, n: number) => [
    ...["甲区", "甲镇", "甲村", id, `${id}-1`, `测试${id}`, "户主", idNumber(n), "一般农户", category],
    ...["因病", eliminated, "202006", "", contact]
  ];
  const register = csv(personHeader, [
    person("A1", "边缘易致贫户", "否", "测试采", 11),
    person("A2", "边缘易致贫户", "否", "", 12),
    person("A3", "脱贫不稳定户", "否", "测试采", 13),
    // Whether its risk is gone is not known: it may have to count.
    person("A4", "边缘易致贫户", "", "", 14)
  ]);
  const contacts = csv(
    ["记录编号", "户编号", "责任人编号", "姓名", "单位", "角色", "开始日期", "结束日期"],
    [
      ["C1", "A1", "O1", "测试责", "甲单位", "监测联系人", "2020-06-01", "2020-11-30"],
      ["C2", "A1", "O2", "测试任", "甲单位", "监测联系人", "2020-12-01", ""],
      // No unit; and one who left before the month's end.
      ["C3", "A2", "O3", "测试责", "", "监测联系人", "2020-06-01", ""],
      ["C4", "A3", "O3", "测试责", "乙单位", "监测联系人", "2020-06-01", "2020-12-30"]
    ]
  );
  const files = { "区划统计表.csv": regions, "监测对象信息_20201231.csv": register };

  test("the table of contact persons counts who is in charge at the month's end, with name and unit", async () => {
    const run = await runFamilies(
      exportsFolder({
        ...files,
        "帮扶责任人.csv": contacts,
        "即时帮扶情况台账_20201231.xlsx": ledgerFile(first, second)
      })
    );
    await expectRows(run, [
      ["K49", "990501", "2020-12", "来源=责任人表", "户", 1, 3, 1 / 3, "ok", "not_judged"],
      ["K49", "990501", "2020-11", "来源=责任人表", "户", 2, 3, 2 / 3, "ok", "not_judged"],
      // The export has no unit: names alone decide.
      ["K49", "990501", "2020-12", "来源=导出", "户", 2, 3, 2 / 3, "ok", "not_judged"],
      ["K49", "990501", "2020-12", "来源=台账", "户", 3, 6, 0.5, "ok", "not_judged"],
      // Total and categories follow the table where there is one.
      ["K49", "990501", "2020-12", "", "户", 1, 3, 1 / 3, "ok", "not_judged"],
      ["K49", "990501", "2020-12", "监测对象类别=边缘易致贫户", "户", 1, 2, 0.5, "ok", "unmet"],
      ["K49", "990502", "2020-12", "来源=责任人表", "户", 0, 0, null, "na_zero_denominator", "not_judged"]
    ]);
    run.close();
  });

  test("the export alone stands for total and categories; an unknown household leaves the judgement open", async () => {
    const filled = register.replace("202006,,\n", "202006,,测试采\n");
    const run = await runFamilies(exportsFolder({ ...files, "监测对象信息_20201231.csv": filled }));
    await expectRows(run, [
      ["K49", "990501", "2020-12", "", "户", 3, 3, 1, "ok", "not_judged"],
      [
        "K49",
        "990501",
        "2020-12",
        "监测对象类别=边缘易致贫户",
        "户",
        2,
        2,
        1,
        "not_judged_input",
        "undetermined"
      ],
      ["K49", "990501", "2020-12", "来源=台账", "户", null, null, null, "missing_data", "not_judged"]
    ]);
    run.close();
  });
});
