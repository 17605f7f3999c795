import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { csv, exportsFolder, regionHeader, removeFolders, runAll, type Value, type Run, type RunOptions } from "../support/exports.ts";
import { expectRows, type Household, personHeader, personRows } from "./golden.ts";

/** A run of the families these tests are about. */
const runFamilies = (folder: string, options: RunOptions = {}): Promise<Run> =>
  runAll(folder, { ...options, families: ["10", "20", "30"] });

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

const regions: Value[][] = [
  ["990300", "酉市", "", "设区市", "", 2023, "GB2020"],
  ["990301", "戌县", "", "县", "990300", 2023, "", 100, "是"]
];

const stepHeader = ["记录编号", "户编号", "监测期次", "消除环节", "开始日期", "结束日期", "结果", "退出原因"];

const household = (id: string, more: Partial<Household> = {}): Household => ({
  place: ["戌县", "某镇", "某村"],
  id,
  category: "边缘易致贫户",
  labour: ["普通劳动力"],
  identified: "202301",
  ...more
});

const run = (files: Record<string, string>) =>
  runFamilies(exportsFolder({ "区划统计表.csv": csv(regionHeader, regions), ...files }), { asOf: "2023-12-31" });

describe("without the register", () => {
  test("nothing is counted: missing data, not 0", async () => {
    const other = await run({
      "走访记录.csv": csv(
        ["走访编号", "户编号", "走访日期", "走访人角色", "走访方式"],
        [["Z1", "A", "2023-12-01", "挂钩干部", "入户"]]
      )
    });
    await expectRows(other, [
      ["K03", "990301", "2023-12", "", "户", null, null, null, "missing_data", "not_judged"],
      ["K01", "990301", "2023-12", "", "人", null, 100, null, "missing_data", "not_judged"],
      ["K02", "990301", "2023-12", "", "人", null, 100, null, "missing_data", "undetermined"],
      ["K33", "990300", "2023", "口径=累计", "户", null, null, null, "missing_data", "not_judged"]
    ]);
    other.close();
  });

  test("a register of nothing but its header is none", async () => {
    const other = await run({ "监测对象信息_20231231.csv": csv(personHeader, []) });
    await expectRows(other, [
      ["K03", "990300", "2023-12", "", "人", null, null, null, "missing_data", "not_judged"]
    ]);
    other.close();
  });

  test("nor one without the column that says who has left", async () => {
    const at = personHeader.indexOf("风险是否已消除");
    const cut = <T>(row: readonly T[]): T[] => row.filter((_, i) => i !== at);
    const rows = personRows([household("A")]).map(cut);
    const other = await run({ "监测对象信息_20231231.csv": csv(cut(personHeader), rows) });
    await expectRows(other, [
      ["K03", "990300", "2023-12", "", "户", null, null, null, "missing_data", "not_judged"],
      [
        "B01",
        "990300",
        "2023-12",
        "监测对象类别=合计;统计项=未消除",
        "户",
        null,
        null,
        null,
        "missing_data",
        "not_judged"
      ]
    ]);
    other.close();
  });

  test("a column that only one breakdown needs empties that breakdown", async () => {
    const at = personHeader.indexOf("户类型");
    const cut = <T>(row: readonly T[]): T[] => row.filter((_, i) => i !== at);
    const rows = personRows([household("A")]).map(cut);
    const other = await run({ "监测对象信息_20231231.csv": csv(cut(personHeader), rows) });
    await expectRows(other, [
      ["K03", "990301", "2023-12", "", "户", 1, null, 1, "ok", "not_judged"],
      ["K03", "990301", "2023-12", "户类型=脱贫户", "户", null, null, null, "missing_data", "not_judged"]
    ]);
    other.close();
  });
});

describe("exits", () => {
  // 甲 left in May and was marked eliminated in August: it left. 乙 was eliminated in March and moved away in June: it was
  // eliminated. 丙's flag is blank, it left in April: it left. 丁's exit is still being shown to the village: it is in.
  // 戊's re-entered episode 2 was disqualified in September, which only its elimination steps number.
  const people = [
    household("甲", { eliminated: "是", eliminatedIn: "202308" }),
    household("乙", { eliminated: "是", eliminatedIn: "202303" }),
    household("丙", { eliminated: "" }),
    household("丁"),
    household("戊")
  ];
  const steps: Value[][] = [
    ["1", "甲", 1, "其他退出登记", "2023-05-10", "", "通过", "取消资格"],
    ["2", "乙", 1, "其他退出登记", "2023-06-01", "", "通过", "迁出"],
    ["3", "丙", 1, "其他退出登记", "", "2023-04-20", "通过", "迁出"],
    ["4", "丁", 1, "其他退出登记", "2023-05-01", "", "公示中", "取消资格"],
    ["5", "戊", 2, "其他退出登记", "2023-09-01", "", "通过", "取消资格"]
  ];
  const count = (item: string, n: number, period = "2023-12") =>
    [
      "B01",
      "990300",
      period,
      `监测对象类别=合计;统计项=${item}`,
      "户",
      n,
      null,
      n,
      "ok",
      "not_judged"
    ] as const;

  test("end an episode unless its risk was eliminated before", async () => {
    const other = await run({
      "监测对象信息_20231231.csv": csv(personHeader, personRows(people)),
      "风险消除程序记录.csv": csv(stepHeader, steps)
    });
    await expectRows(other, [
      count("累计", 5),
      count("已消除", 1),
      count("其他退出", 3),
      count("未消除", 1),
      count("状态未知", 0),
      count("其他退出", 1, "2023-04"),
      count("未消除", 3, "2023-04")
    ]);
    other.close();
  });
});

test("a number below zero is no denominator", async () => {
  const other = await runFamilies(
    exportsFolder({
      "区划统计表.csv": csv(
        regionHeader,
        regions.map(row => row.map(cell => (cell === 100 ? -5 : cell)))
      ),
      "监测对象信息_20231231.csv": csv(personHeader, personRows([household("A")]))
    })
  );
  await expectRows(other, [
    ["K02", "990301", "2023-12", "", "人", 1, -5, null, "missing_data", "undetermined"]
  ]);
  other.close();
});

test("a household without a month of identification stands in 月份未填 and in no other count", async () => {
  const other = await run({
    "监测对象信息_20231231.csv": csv(
      personHeader,
      personRows([
        household("A"),
        household("B", { identified: undefined, labour: ["普通劳动力", "无劳动力"] })
      ])
    )
  });
  await expectRows(other, [
    ["B01", "990301", "2023-12", "监测对象类别=合计;统计项=累计", "户", 1, null, 1, "ok", "not_judged"],
    ["B01", "990301", "2023-12", "监测对象类别=合计;统计项=月份未填", "户", 1, null, 1, "ok", "not_judged"],
    [
      "B01",
      "990300",
      "2023-01",
      "监测对象类别=边缘易致贫户;统计项=月份未填",
      "人",
      2,
      null,
      2,
      "ok",
      "not_judged"
    ]
  ]);
  other.close();
});
