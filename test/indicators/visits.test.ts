import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Run } from "../support/exports.ts";
import { closeWorlds, expectLines, world } from "./world.ts";

const families = ["26"];

beforeEach(() => expect.hasAssertions());
afterAll(closeWorlds);

// In the register at the quarters' ends: 10, 11, 10, 10. H10 comes in March and leaves in July, H11 comes in April; of X1, of August,
// nobody knows.
const households = [
  ...["H1 东村", "H2 东村", "H3 东村", "H4 东村", "H5 西村 不稳定户", "H6 西村", "H7 西村"],
  ...["H8 南村", "H9 南村"]
]
  .map(line => `${line} 202212`)
  .concat("H10 南村 202303-202307", "H11 南村 202304", "X1 东村 202308-?");

let count = 0;
/** One line of a log for each household, numbered through. */
const each = (ids: string, ...cells: string[]): string =>
  ids
    .split(" ")
    .map(id => [`R${++count}`, id, ...cells].join(" "))
    .join("\n");

const surveys = `
  调研编号 户编号 调研日期 调研层级 调研方式
  ${each("H1", "2023-02-10", "设区市级", "实地")}
  ${each("H1", "2023-03-31", "设区市级", "随机入户")}
  ${each("H2 H3", "2023-02-10", "设区市级", "电话")}
  ${each("H3", "2023-02-10", "县级", "实地")}
  ${each("H1", "2023-04-01", "设区市级", "实地")}
  ${each("H1 H10", "2023-07-05", "设区市级", "实地")}
  ${each("H1 H2", "2023-10-08", "设区市级", "实地")}
  ${each("H3", "2023-11-20", "设区市级", "实地")}
  ${each("H8 H9 H10", "2023-01-01", "县级", "实地")}
  ${each("H8", "2023-01-02", "乡镇级", "随机入户")}
  ${each("H9 H10", "2023-01-02", "乡镇级", "电话")}
  ${each("H1 H2 H3 H4 H5 H6 H7", "2023-09-30", "县级", "实地")}
  ${each("H1 H2 H3 H4 H5 H6 H7 X1", "2023-09-30", "乡镇级", "实地")}
  ${each("H8 H9", "2023-10-15", "县级", "实地")}
  ${each("H8 H9 H11", "2023-10-15", "乡镇级", "实地")}`;

const visits = `
  走访编号 户编号 走访日期 走访人角色 走访方式 走访目的
  ${each("H8", "2023-02-01", "挂钩干部", "入户", "走访")}
  ${each("H9", "2023-02-28", "挂钩干部", "入户", "走访")}
  ${each("H1 H5 H5", "2023-02-10", "挂钩干部", "入户", ".")}
  ${each("H2", "2023-02-10", "挂钩干部", "电话", "走访")}
  ${each("H3", "2023-02-10", "乡镇主要领导", "入户", "走访")}
  ${each("H4", "2023-02-10", "挂钩干部", "集中", "走访")}
  ${each("H8 H10", "2023-03-31", "挂钩干部", "入户", ".")}
  ${each("H8 H9 H10 H11", "2023-04-01", "挂钩干部", "入户", ".")}
  ${each("H8 H9 H10 H11", "2023-06-30", "挂钩干部", "入户", ".")}
  ${each("H8 H9 H11", "2023-07-01", "挂钩干部", "入户", ".")}
  ${each("H1 H2 H3 H4 H5 H6 H7", "2023-08-10", "挂钩干部", "入户", ".")}
  ${each("H1 H2 H3 H4 H5 H6 H7", "2023-09-10", "挂钩干部", "入户", ".")}
  ${each("H1 H8 H9 H10", "2023-03-31", "乡镇主要领导", "电话", "督导")}
  ${each("H3", "2023-03-31", "挂钩干部", "集中", "督导")}
  ${each("H8 H9 H11", "2023-11-15", "乡镇主要领导", "入户", "督导")}
  ${each("H1", "2023-11-16", "乡镇主要领导", "入户", "督导")}`;

const plans = `
  户编号 计划版本 计划更新日期 成效分析日期
  H1     1        2023-02-01   2023-03-31
  H2     1        .            2023-01-01
  H3     1        .            2023-02-01
  H4     1        .            2023-02-01
  H5     1        .            2023-02-01
  H6     1        .            2023-02-01
  H7     1        .            2023-02-01
  H8     1        2023-03-31   2023-02-01
  H8     2        2023-03-31   2023-03-01
  H9     1        2023-04-01   2023-02-01
  H10    1        .            2023-04-01`;

let run: Run;
beforeAll(async () => {
  run = await world({
    families,
    households,
    tables: { 季度调研记录: surveys, 走访记录: visits, 帮扶计划与成效分析: plans },
    regions: [
      ["990404", "午区", "", "功能区", "990400", 2023],
      ["980000", "子省", "", "省", "", 2023],
      ["980100", "丑区", "", "功能区", "980000", 2023]
    ],
    asOf: "2023-11-15",
    profile: "all"
  });
});
const lines = (text: string, profile = "FJ2020"): Promise<void> => expectLines(run, text, profile);

describe("K18 季度实地调研覆盖率", () => {
  test("asks for a tenth of the households, rounded up: one of 10, two of 11", () =>
    lines(`
      K18 壬市 2023Q1 分母口径=季末 户 1/10 ok met    # H1, twice; on the telephone, or by the county, is none
      K18 壬市 2023Q2 分母口径=季末 户 1/11 ok unmet  # H1 on the first day`));

  test("over no household is no rate; a zone right under a province is judged like a prefecture", () =>
    lines(`
      K18 丑区 2023Q1 分母口径=季末 户 0/0 na_zero_denominator undetermined
      K18 午区 2023Q1 分母口径=季末 户 0/0 na_zero_denominator not_judged  # under 壬市`));

  test("gives those of the quarter's beginning beside it, not judged", () =>
    lines(`
      K18 壬市 2023Q1 分母口径=季初 户 1/9 ok not_judged
      K18 壬市 2023Q2 分母口径=季初 户 1/10 ok not_judged
      K18 壬市 2023Q3 分母口径=季初 户 2/11 ok not_judged  # H1, and H10, who has left by the end
      K18 巳县 2023Q3 分母口径=季初 户 1/4 ok not_judged
      K18 巳县 2023Q3 分母口径=季末 户 0/3 ok not_judged`));

  test("is judged of prefectures, shown of counties", () =>
    lines(`
      K18 辰县 2023Q1 分母口径=季末 户 1/7 ok not_judged
      K18 巳县 2023Q1 分母口径=季末 户 0/3 ok not_judged`));

  test("shows each way by itself", () =>
    lines(`
      K18 壬市 2023Q1 调研方式=实地;分母口径=季末     户 1/10 ok not_judged
      K18 壬市 2023Q1 调研方式=随机入户;分母口径=季末 户 1/10 ok not_judged
      K18 壬市 2023Q2 调研方式=随机入户;分母口径=季末 户 0/11 ok not_judged
      K18 壬市 2023Q1 调研方式=电话;分母口径=季末     户 none`));

  test("tells apart who was only telephoned", () =>
    lines(`
      K18 壬市 2023Q1 分项=仅电话户 户 2/10 ok not_judged  # H2, H3, whom the county saw
      K18 辰县 2023Q1 分项=仅电话户 户 2/7 ok not_judged
      K18 壬市 2023Q2 分项=仅电话户 户 0/11 ok not_judged`));

  test("is undetermined where a household of unknown state would make one survey too few", () =>
    lines("K18 壬市 2023Q3 分母口径=季末 户 1/10 not_judged_input undetermined  # with X1 two of 11"));

  test("is met within a quarter under way; what comes after the day of the data is not known", () =>
    lines("K18 壬市 2023Q4 分母口径=季末 户 2/10 ok met  # enough for X1 too"));

  test("is judged by FJ2020 alone", () =>
    lines(
      `
      K18 壬市 2023Q2 分母口径=季末 户 1/11 ok not_judged
      K18 壬市 2023Q3 分母口径=季末 户 1/10 ok not_judged`,
      "GB2020"
    ));
});

describe("K19 县乡调研全覆盖率", () => {
  test("asks counties and towns apart for every household, not by telephone", () =>
    lines(`
      K19 巳镇 2023Q1 调研层级=县级   户 3/3 ok met
      K19 巳镇 2023Q1 调研层级=乡镇级 户 1/3 ok unmet  # H8
      K19 辰县 2023Q1 调研层级=县级   户 1/7 ok unmet  # H3
      K19 壬市 2023Q1 调研层级=县级   户 4/10 ok unmet
      K19 壬市 2023Q1 调研层级=乡镇级 户 1/10 ok unmet
      K19 午区 2023Q1 调研层级=县级   户 0/0 na_zero_denominator undetermined`));

  test("is undetermined where one of unknown state has not been seen, and met where it has", () =>
    lines(`
      K19 辰镇 2023Q3 调研层级=县级   户 7/7 not_judged_input undetermined
      K19 辰镇 2023Q3 调研层级=乡镇级 户 7/7 ok met`));

  test("is met, but not yet unmet, within a quarter under way", () =>
    lines(`
      K19 巳县 2023Q4 调研层级=乡镇级 户 3/3 ok met
      K19 巳县 2023Q4 调研层级=县级   户 2/3 ok undetermined`));

  test("is judged by FJ2020 alone", () =>
    lines("K19 辰镇 2023Q3 调研层级=县级 户 7/7 ok not_judged", "HN2021"));
});

describe("K18, K19, what surveys on the spot found", () => {
  let found: Run;
  beforeAll(async () => {
    found = await world({
      families,
      households: ["P1 东村", "P2 东村", "P3 西村 202301-202302", "P4 南村", "N1 南村 非监测"],
      tables: {
        季度调研记录: `
          调研编号 户编号 调研日期   调研层级 调研方式 发现问题数
          S1       P1     2023-02-10 设区市级 实地     0
          S2       P1     2023-03-31 设区市级 随机入户 2
          S3       P2     2023-02-10 设区市级 实地     0
          S4       P3     2023-02-10 设区市级 电话     3
          S5       P4     2023-02-10 设区市级 实地     .
          S6       P1     2023-04-01 设区市级 实地     1
          S7       P3     2023-03-10 县级     实地     1
          S8       N1     2023-03-10 县级     随机入户 0
          S9       P2     2023-03-11 乡镇级   实地     1`
      }
    });
  });

  test("K18 counts households with any problem among those the prefecture surveyed, each once a quarter", () =>
    expectLines(
      found,
      `
      K18 壬市 2023Q1 分项=发现问题户 户 1/2 ok not_judged  # P1 of P1 P2; P3 on the telephone, of P4 no number
      K18 辰县 2023Q1 分项=发现问题户 户 1/2 ok not_judged
      K18 巳县 2023Q1 分项=发现问题户 户 0/0 na_zero_denominator not_judged
      K18 壬市 2023Q2 分项=发现问题户 户 1/1 ok not_judged`
    ));

  test("K19 does of counties and towns apart, in the register or not", () =>
    expectLines(
      found,
      `
      K19 壬市 2023Q1 调研层级=县级;分项=发现问题户   户 1/2 ok not_judged  # P3, which has left, and N1
      K19 巳镇 2023Q1 调研层级=县级;分项=发现问题户   户 0/1 ok not_judged
      K19 辰镇 2023Q1 调研层级=乡镇级;分项=发现问题户 户 1/1 ok not_judged
      K19 巳镇 2023Q1 调研层级=乡镇级;分项=发现问题户 户 none
      K19 壬市 2023Q2 调研层级=县级;分项=发现问题户   户 0/0 na_zero_denominator not_judged`
    ));

  test("without the column of problems they are missing data", () =>
    lines(`
      K18 壬市 2023Q1 分项=发现问题户                 户 -/- missing_data not_judged
      K19 辰县 2023Q1 调研层级=县级;分项=发现问题户   户 -/- missing_data not_judged`));
});

describe("K20 月度入户走访达标率", () => {
  test("counts households whose assigned cadre came home, on any day of the month", () =>
    lines(`
      K20 巳镇 2023-02 总计 户 2/2 ok met    # H8 on the 1st, H9 on the 28th
      K20 辰镇 2023-02 总计 户 2/7 ok unmet  # H1, H5; not H2 by telephone, H3 by another, H4 in a group
      K20 壬市 2023-02 总计 户 4/9 ok unmet`));

  test("leaves out who came or left within the month", () =>
    lines(`
      K20 巳镇 2023-03 总计 户 1/2 ok unmet  # H8 of H8 H9; H10 comes
      K20 巳镇 2023-04 总计 户 3/3 ok met    # H11 comes
      K20 巳镇 2023-06 总计 户 4/4 ok met
      K20 巳镇 2023-07 总计 户 3/3 ok met    # H10 leaves, though not visited
      K20 午区 2023-03 总计 户 0/0 na_zero_denominator undetermined`));

  test("is undetermined where one of unknown state was not visited, from the month after it came", () =>
    lines(`
      K20 辰镇 2023-08 总计 户 7/7 ok met
      K20 辰镇 2023-09 总计 户 7/7 not_judged_input undetermined
      K20 壬市 2023-09 总计 户 7/10 ok unmet`));

  test("is split by category, not judged there", () =>
    lines(`
      K20 辰县 2023-02 监测对象类别=脱贫不稳定户 户 1/1 ok not_judged  # H5
      K20 辰县 2023-02 监测对象类别=边缘易致贫户 户 1/6 ok not_judged
      K20 巳县 2023-02 监测对象类别=脱贫不稳定户 户 0/0 na_zero_denominator not_judged
      K20 巳镇 2023-02 监测对象类别=脱贫不稳定户 户 none`));

  test("is judged by FJ2020 alone", () => lines("K20 辰镇 2023-09 总计 户 7/7 ok not_judged", "ZZ2020"));
});

describe("K23 乡镇主要领导逐户督导率", () => {
  test("counts households the town's leader came to supervise, each once a quarter", () =>
    lines(`
      K23 巳镇 2023Q1 总计 户 3/3 ok met
      K23 辰镇 2023Q1 总计 户 1/7 ok unmet  # H1; H3 by his leave, and by another to supervise
      K23 壬市 2023Q1 总计 户 4/10 ok unmet
      K23 午区 2023Q1 总计 户 0/0 na_zero_denominator undetermined`));

  test("is met, but not yet unmet, within a quarter under way", () =>
    lines(`
      K23 巳县 2023Q4 总计 户 3/3 ok met           # on the day of the data itself
      K23 辰县 2023Q4 总计 户 0/7 ok undetermined  # H1 only on the day after`));

  test("is judged by FJ2020 alone", () => lines("K23 辰镇 2023Q1 总计 户 1/7 ok not_judged", "JLC2020"));
});

describe("K24 季度成效分析率", () => {
  test("counts households with an analysis in the quarter; who came in it is in, and stands apart too", () =>
    lines(`
      K24 辰县 2023Q1 总计         户 7/7 ok met
      K24 巳县 2023Q1 总计         户 2/3 ok unmet       # H8 twice, H9; H10 on the first of April
      K24 巳县 2023Q1 季内纳入=是 户 0/1 ok not_judged  # H10
      K24 巳县 2023Q2 季内纳入=是 户 0/1 ok not_judged  # H11
      K24 壬市 2023Q1 总计         户 9/10 ok unmet
      K24 壬市 2023Q1 季内纳入=是 户 0/1 ok not_judged
      K24 巳县 2023Q2 总计         户 1/4 ok unmet       # H10
      K24 午区 2023Q2 季内纳入=是 户 0/0 na_zero_denominator not_judged`));

  test("is not yet unmet within a quarter under way", () =>
    lines("K24 巳县 2023Q4 总计 户 0/3 ok undetermined"));

  test("is judged by FJ2020 alone", () => lines("K24 巳县 2023Q1 总计 户 2/3 ok not_judged", "HN2021"));
});

describe("K25 帮扶计划调整率", () => {
  test("counts households whose plan was revised in the quarter, and is judged by nobody", () =>
    lines(`
      K25 辰县 2023Q1 总计 户 1/7 ok not_judged   # H1
      K25 巳县 2023Q1 总计 户 1/3 ok not_judged   # H8
      K25 壬市 2023Q1 总计 户 2/10 ok not_judged
      K25 巳县 2023Q2 总计 户 1/4 ok not_judged   # H9
      K25 辰县 2023Q3 总计 户 0/7 ok not_judged
      K25 午区 2023Q1 总计 户 0/0 na_zero_denominator not_judged`));
});

test("a log or a column that lacks is missing data, undetermined for the document that judges", async () => {
  const other = await world({
    families,
    households: ["H1"],
    tables: {
      走访记录: `
        走访编号 户编号 走访日期   走访人角色 走访方式
        V1       H1     2023-12-01 挂钩干部   入户`,
      帮扶计划与成效分析: `
        户编号 计划版本 计划更新日期
        H1     1        2023-12-01`
    }
  });
  await expectLines(
    other,
    `
    K18 壬市 2023Q4  分母口径=季末 户 -/? missing_data undetermined  # no 季度调研记录
    K18 壬市 2023Q4  分母口径=季初 户 -/? missing_data not_judged
    K19 壬市 2023Q4  调研层级=县级 户 -/? missing_data undetermined
    K20 壬市 2023-12 总计 户 1/1 ok met
    K23 壬市 2023Q4  总计 户 -/? missing_data undetermined            # no column 走访目的
    K24 壬市 2023Q4  总计 户 -/? missing_data undetermined            # no column 成效分析日期
    K25 壬市 2023Q4  总计 户 1/1 ok not_judged`
  );
});
