import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Run } from "../support/exports.ts";
import { closeWorlds, expectLines, world } from "./world.ts";

const families = ["20"];

beforeEach(() => expect.hasAssertions());
afterAll(closeWorlds);

describe("K34, households marked out of risk in the month although no member can work", () => {
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      profile: "all",
      households: [
        ...["E1 东村 202301-202303 无无", "E2 东村 202301-202304 能无", "E3 西村 202301-202305 空"],
        ...["E4 南村 202301-202305 无", "E5 南村 202301-202308 弱", "E6 南村 无"]
      ],
      columns: {
        整户无劳动能力兜底保障户: { E1: "是", E2: "否", E4: "否", E5: "是", E6: "是" }
      }
    });
  });

  test("is judged to be none, by the members' labour and by the export's own flag", () =>
    expectLines(
      run,
      `K34 辰县 2023-03 劳动能力依据=成员推算 户 1 ok unmet # E1
       K34 辰县 2023-03 劳动能力依据=导出标记 户 1 ok unmet
       K34 辰镇 2023-03 劳动能力依据=成员推算 户 1 ok unmet
       K34 辰县 2023-04 劳动能力依据=成员推算 户 0 ok met # one of E2 can work
       K34 辰县 2023-02 劳动能力依据=成员推算 户 0 ok met # nobody was eliminated
       K34 巳县 2023-05 劳动能力依据=成员推算 户 1 ok unmet # E4, which the flag denies
       K34 巳县 2023-05 劳动能力依据=导出标记 户 0 ok met
       K34 巳县 2023-08 劳动能力依据=成员推算 户 0 ok met # E5 can work a little, which the flag denies
       K34 巳县 2023-08 劳动能力依据=导出标记 户 1 ok unmet
       K34 辰县 2023-04 劳动能力依据=导出标记 户 0 ok met # E1 is of March
       K34 巳县 2023-12 劳动能力依据=成员推算 户 0 ok met # E6 is still in the register
       K34 壬市 2023-03 劳动能力依据=成员推算 户 1 ok unmet`,
      "HN2021"
    ));

  test("is left open by labour or a flag that is not known, unless one is certain", () =>
    expectLines(
      run,
      `K34 辰县 2023-05 劳动能力依据=成员推算 户 0 not_judged_input undetermined # E3
       K34 辰县 2023-05 劳动能力依据=导出标记 户 0 not_judged_input undetermined
       K34 壬市 2023-05 劳动能力依据=成员推算 户 1 ok unmet # E4, whatever E3 is
       K34 壬市 2023-05 劳动能力依据=导出标记 户 0 not_judged_input undetermined`,
      "HN2021"
    ));

  test("is only shown under the other documents", async () => {
    const rows = `
      K34 辰县 2023-03 劳动能力依据=成员推算 户 1 ok not_judged
      K34 辰县 2023-05 劳动能力依据=成员推算 户 0 ok not_judged`;
    for (const profile of ["GB2020", "FJ2020", "JLC2020", "ZZ2020"]) await expectLines(run, rows, profile);
  });
});

describe("K33, households eliminated by the months it took", () => {
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      households: [
        ...[
          "T1 东村 202301-202301",
          "T2 东村 202301-202304",
          "T3 西村 202301-202305",
          "T4 西村 202201-202301"
        ],
        ...["T5 南村 202112-202301", "T6 南村 202101-202301", "T7 南村 202012-202301 能能"],
        ...["T8 西村 202306-202303", "T9 东村 202201"]
      ]
    });
  });

  test("counts from the month of identification to that of elimination, the ends of each band included", () =>
    expectLines(
      run,
      `K33 壬市 2023-01 口径=累计;历时=3~个月以内 户 1/5 ok not_judged   # T1, none
       K33 壬市 2023-01 口径=累计;历时=4–6~个月 户 0/5 ok not_judged
       K33 壬市 2023-01 口径=累计;历时=7–12~个月 户 1/5 ok not_judged  # T4, twelve
       K33 壬市 2023-01 口径=累计;历时=13–24~个月 户 2/5 ok not_judged # T5, thirteen, and T6, twenty-four
       K33 壬市 2023-01 口径=累计;历时=24~个月以上 户 1/5 ok not_judged  # T7
       K33 辰县 2023-05 口径=累计;历时=3~个月以内 户 2/4 ok not_judged   # T1, and T2, three
       K33 辰县 2023-05 口径=累计;历时=4–6~个月 户 1/4 ok not_judged   # T3, four
       K33 巳县 2023-12 口径=累计;历时=13–24~个月 户 2/3 ok not_judged
       K33 壬市 2023-01 口径=累计;历时=24~个月以上 人 none`
    ));

  test("does not know of one eliminated before it was identified", () =>
    expectLines(
      run,
      `K33 辰县 2023-05 口径=累计;历时=未知 户 0/4 ok not_judged
       K33 辰县 2023-06 口径=累计;历时=未知 户 1/5 ok not_judged # T8`
    ));

  test("has rows of towns where somebody was eliminated, and of no village", () =>
    expectLines(
      run,
      `K33 辰镇 2023-01 口径=累计;历时=7–12~个月 户 1/2 ok not_judged
       K33 巳镇 2023-02 口径=累计;历时=24~个月以上 户 1/3 ok not_judged
       K33 西村 2023-01 口径=累计;历时=7–12~个月 户 none`
    ));
});

describe("K35, households identified anew after their risk was eliminated", () => {
  const log = `
    记录编号 户编号 监测期次 消除环节 开始日期 结果 退出原因
    Q1 R2 1 标注 2021-06-15 通过 风险消除
    Q2 R3 1 标注 2021-06-15 未通过 风险消除
    Q3 R5 1 标注 2021-01-31 通过 风险消除
    Q4 R6 1 其他退出登记 2021-01-31 通过 迁出
    Q5 R7 1 公示 2021-01-31 通过 .`;
  const households = [
    // R1: eliminated in December 2022. R2: eliminated in June 2021, in again since November 2022. R3: never agreed to.
    ...["R1 东村 202001-202212", "R2 东村 202211", "R3 西村 202001", "R4 西村 202001-202112"],
    // R5: eliminated, in again after five months, eliminated again. R6: moved away and came back. R7: got no further than 公示.
    ...["R5 南村 202106-202203", "R6 南村 202201", "R7 南村 202201"]
  ];
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      years: [2021, 2022, 2023],
      households,
      tables: {
        风险消除程序记录: log,
        识别程序记录: `
          记录编号 户编号 监测期次 识别环节 开始日期 结束日期
          S1 R2 2 录入 2022-11-20 2022-11-20
          S2 R5 2 录入 2021-06-20 2021-06-20`
      }
    });
  });

  test("counts a household once twelve months have passed since its elimination, the twelfth included", () =>
    expectLines(
      run,
      `K35 辰县 2022-05 总计 户 0/0 na_zero_denominator not_judged
       K35 辰县 2022-06 总计 户 0/1 ok not_judged # R2
       K35 辰县 2022-11 总计 户 1/1 ok not_judged # R2 is in again
       K35 辰县 2022-12 总计 户 1/2 ok not_judged # R4
       K35 辰县 2023-11 总计 户 1/2 ok not_judged
       K35 辰县 2023-12 总计 户 1/3 ok not_judged # R1, twelve months to the month`
    ));

  test("counts one that came back before the twelve months were over, and one eliminated again", () =>
    expectLines(
      run,
      `K35 巳县 2021-12 总计 户 0/0 na_zero_denominator not_judged
       K35 巳县 2022-01 总计 户 1/1 ok not_judged # R5; R6 was not eliminated, nor R7
       K35 巳县 2023-12 总计 户 1/1 ok not_judged`
    ));

  test("sums households above the county and has no rows below it", () =>
    expectLines(
      run,
      `K35 壬市 2022-06 总计 户 1/2 ok not_judged
       K35 壬市 2023-12 总计 户 2/4 ok not_judged
       K35 辰镇 2023-12 总计 户 none`
    ));
});

describe("without the tables and columns", () => {
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      bound: "HN2021",
      households: ["A1 东村 202301-202303 无"],
      without: ["劳动技能"]
    });
  });

  test("K34 is missing data by the ground that lacks its column; the document that judges cannot", () =>
    expectLines(
      run,
      `K34 辰县 2023-03 劳动能力依据=成员推算 户 - missing_data undetermined
       K34 壬市 2023-03 劳动能力依据=导出标记 户 - missing_data undetermined`
    ));

  test("K35 is missing data without a log of eliminations, not 0", () =>
    expectLines(
      run,
      `K35 辰县 2023-12 总计 户 -/- missing_data not_judged
       K35 壬市 2023-03 总计 户 -/- missing_data not_judged`
    ));
});

test("K34 without the month of elimination is missing data on either ground", async () => {
  const run = await world({
    families,
    bound: "HN2021",
    households: ["A1 东村 202301-202303 无"],
    without: ["消除监测时间"],
    columns: { 整户无劳动能力兜底保障户: { A1: "是" } }
  });
  await expectLines(
    run,
    `K34 辰县 2023-03 劳动能力依据=成员推算 户 - missing_data undetermined
     K34 辰县 2023-03 劳动能力依据=导出标记 户 - missing_data undetermined
     K33 辰县 2023-03 口径=累计;历时=未知 户 -/- missing_data not_judged`
  );
});
