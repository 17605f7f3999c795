import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Run } from "../support/exports.ts";
import { closeWorlds, expectLines, world } from "./world.ts";

const families = ["10", "50"];

beforeEach(() => expect.hasAssertions());
afterAll(closeWorlds);

describe("in the middle of June", () => {
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      asOf: "2023-06-15",
      profile: "all",
      households: ["A1 东村", "B1 南村"],
      tables: {
        // 巳县 has not reported its rural population of 2023; nobody swept in 午县, 990404.
        区划统计表: `
          区划代码 区划名称 层级 上级代码 年度 适用政策口径 农村户数 农村人口
          壬市 壬市 设区市 . 2022 HN2021 . .
          辰县 辰县 县 壬市 2022 . 100 300
          辰镇 辰镇 乡镇 辰县 2022 . . .
          东村 东村 行政村 辰镇 2022 . . .
          西村 西村 行政村 辰镇 2022 . . .
          巳县 巳县 县 壬市 2022 . 50 150
          巳镇 巳镇 乡镇 巳县 2022 . . .
          南村 南村 行政村 巳镇 2022 . . .
          990404 午县 县 壬市 2022 . 0 0
          壬市 壬市 设区市 . 2023 HN2021 . .
          辰县 辰县 县 壬市 2023 . 100 300
          巳县 巳县 县 壬市 2023 . . .
          990404 午县 县 壬市 2023 . 0 0`,
        集中排查: `
          排查编号 轮次 区划代码 排查类型 重点群体 开始日期 应排查户数 已排查户数 已排查人数
          S1 2022-1 东村 集中排查 . 2022-03-01 . 60 180
          S2 2022-1 西村 集中排查 . 2022-03-10 . 40 120
          S3 2022-2 辰县 集中排查 . 2022-09-01 . 99 299
          S4 2022-1 巳县 集中排查 . 2022-03-01 . 49 150
          S5 2022-9 巳县 每月走访排查 . 2022-04-01 . 50 150
          S6 2023-1 东村 集中排查 . 2023-01-05 . 100 300
          S7 2023-2 东村 集中排查 . 2023-06-15 . 100 .
          S8 2023-1 巳县 集中排查 . 2023-01-05 . 10 30
          S9 2023-2 巳县 集中排查 . 2023-06-16 . 10 30
          G1 2023-1 东村 重点群体排查 失业人员 2023-01-05 10 10 .
          G2 2023-1 西村 重点群体排查 失业人员 2023-01-05 5 4 .
          G3 2023-1 东村 重点群体排查 重度残疾人 2023-01-05 3 3 .
          G4 2023-1 南村 重点群体排查 重度残疾人 2023-01-05 . 3 .
          G5 2023-3 东村 重点群体排查 重度残疾人 2023-02-05 3 3 .
          G6 2023-3 南村 重点群体排查 重度残疾人 2023-02-05 0 0 .`,
        阶段任务: `
          任务编号 区划代码 任务名称 期限 完成日期 应完成数 按时完成数
          T1 辰县 排查 2023-05-30 2023-05-30 . .
          T2 巳县 排查 2023-05-30 2023-05-31 . .
          T3 辰县 整改 2023-06-15 . 10 8
          T4 巳县 整改 2023-06-16 2023-06-01 5 .
          T5 东村 建档 2023-06-01 2023-06-01 4 .
          T6 南村 建档 2023-06-01 2023-06-02 4 .
          T7 辰县 公示 2023-06-01 2023-05-01 . .`,
        档案检查: `
          检查编号 区划代码 档案层级 是否应建 是否齐备 检查日期
          D1 东村 村级 是 是 2023-03-31
          D2 东村 村级 是 否 2023-02-01
          D3 东村 乡镇级 是 否 2023-02-01
          D4 东村 户级 是 是 2023-02-01
          D5 东村 村级 否 否 2023-02-01
          D6 南村 村级 是 . 2023-02-01
          D7 南村 村级 是 是 2023-02-01
          D8 西村 县级 是 是 2023-04-01
          D9 西村 县级 是 否 2023-06-16`,
        督导问题: `
          问题编号 区划代码 问题来源 发现日期 整改期限 整改完成日期
          P1 辰县 督导督查 2023-01-10 2023-02-10 2023-03-01
          P2 辰县 审计 2023-03-31 2023-06-15 .
          P3 辰县 . 2023-03-31 2023-06-16 .
          P4 巳县 考核 2023-03-01 . 2023-04-01
          P5 巳县 考核 2023-03-01 . .
          P6 巳县 考核 2023-03-01 2023-07-01 2023-06-16
          P7 巳县 . 2023-06-01 2023-06-10 .`,
        备案: `
          备案编号 区划代码 名单类型 备案去向 应报日期 报备日期
          F1 东村 纳入名单 县级 2023-03-10 2023-03-12
          F2 东村 消除名单 县级 2023-03-31 .
          F3 西村 纳入名单 设区市级 2023-04-30 2023-03-31
          F4 南村 纳入名单 省级 . 2023-05-05
          F5 南村 纳入名单 县级 2023-06-16 .
          F6 南村 消除名单 县级 2023-06-30 2023-06-15`
      }
    });
  });

  test("K36: a round over several villages counts once; two a year are asked of counties", () =>
    expectLines(
      run,
      `K36 辰县 2022 总计 次 2 ok met
       K36 巳县 2022 总计 次 1 ok unmet # the monthly round is none
       K36 午县 2022 总计 次 0 ok unmet
       K36 壬市 2022 总计 次 3 ok not_judged # the sum of its counties' rounds`,
      "HN2021"
    ));

  test("K36: with the year under way two are met, fewer not yet unmet; a round of tomorrow is none", () =>
    expectLines(
      run,
      `K36 辰县 2023 总计 次 2 ok met
       K36 巳县 2023 总计 次 1 ok undetermined
       K36 午县 2023 总计 次 0 ok undetermined`,
      "HN2021"
    ));

  test("K36: the other documents ask for none", async () => {
    for (const profile of ["GB2020", "FJ2020", "JLC2020", "ZZ2020"])
      await expectLines(run, "K36 巳县 2022 总计 次 1 ok not_judged", profile);
  });

  test("K44: of what is due by the day of the data, what was done in time; each task is judged", () =>
    expectLines(
      run,
      `K44 壬市 2023-06 任务=排查 个 1/2 ok unmet # 巳县 a day late
       K44 辰县 2023-06 任务=排查 个 1/1 ok met
       K44 巳县 2023-06 任务=排查 个 0/1 ok unmet
       K44 辰县 2023-06 任务=整改 个 8/10 ok unmet # due today
       K44 壬市 2023-06 任务=整改 个 8/10 ok unmet # 巳县's is due tomorrow, though done
       K44 辰县 2023-06 任务=建档 个 4/4 ok met # no number in time, but done in time: all of it
       K44 壬市 2023-06 任务=建档 个 4/8 ok unmet
       K44 辰县 2023-06 任务=公示 个 1/1 ok met`,
      "JLC2020"
    ));

  test("K44: a document without such tasks only shows", () =>
    expectLines(run, "K44 壬市 2023-06 任务=排查 个 1/2 ok not_judged", "GB2020"));

  test("K50: archives required at the document's own levels, by the quarter of the check", async () => {
    await expectLines(run, "K50 东村 2023Q1 总计 份 1/2 ok unmet # D1 of D1, D2", "HN2021");
    await expectLines(run, "K50 东村 2023Q1 总计 份 1/3 ok unmet # and D3", "FJ2020");
    await expectLines(run, "K50 东村 2023Q1 总计 份 2/4 ok unmet # and D4, the household's", "ZZ2020");
    await expectLines(
      run,
      "K50 东村 2023Q1 总计 份 2/4 ok not_judged # names no level: all are shown",
      "GB2020"
    );
    await expectLines(run, "K50 辰县 2023Q1 档案层级=村级 份 1/2 ok not_judged", "HN2021");
    await expectLines(run, "K50 辰县 2023Q1 档案层级=户级 份 1/1 ok not_judged", "ZZ2020");
  });

  test("K50: one that may or may not be complete leaves open what it could change", () =>
    expectLines(
      run,
      `K50 南村 2023Q1 总计 份 1/2 not_judged_input undetermined # D6
       K50 壬市 2023Q1 总计 份 2/4 ok unmet # D2, whatever D6 is`,
      "HN2021"
    ));

  test("K50: a check of tomorrow is none; a quarter without a check has nothing to judge", async () => {
    await expectLines(run, "K50 辰县 2023Q2 总计 份 1/1 ok met # D8", "FJ2020");
    await expectLines(
      run,
      `K50 辰县 2023Q2 总计 份 0/0 na_zero_denominator undetermined
       K50 辰县 2022Q1 总计 份 0/0 na_zero_denominator undetermined`,
      "HN2021"
    );
  });

  test("K54: faults put right or due, by the quarter found; without a day they stand apart until put right", () =>
    expectLines(
      run,
      `K54 辰县 2023Q1 总计 个 1/2 ok not_judged # P1 late but done, P2 due today; P3 is due tomorrow
       K54 巳县 2023Q1 总计 个 1/1 ok not_judged # P4; P5 has no day, P6 is put right tomorrow
       K54 壬市 2023Q1 总计 个 2/3 ok not_judged
       K54 壬市 2023Q1 问题来源=审计 个 0/1 ok not_judged
       K54 壬市 2023Q1 问题来源=未填 个 0/0 na_zero_denominator not_judged
       K54 壬市 2023Q2 问题来源=未填 个 0/1 ok not_judged # P7
       K54 壬市 2022Q4 总计 个 0/0 na_zero_denominator not_judged`,
      "HN2021"
    ));

  test("K54: what is in no rate is told of all found: without a day, and with a day to come", () =>
    expectLines(
      run,
      `K54 壬市 2023Q1 期限=空白 个 1/6 ok not_judged # P5; P4 had no day and is put right
       K54 壬市 2023Q1 期限=未到期 个 2/6 ok not_judged # P3, P6
       K54 巳县 2023Q1 问题来源=考核;期限=空白 个 1/3 ok not_judged
       K54 辰县 2023Q1 问题来源=未填;期限=未到期 个 1/1 ok not_judged
       K54 壬市 2022Q4 期限=空白 个 0/0 na_zero_denominator not_judged`,
      "HN2021"
    ));

  test("K56: households of such groups seen over those due, a round at a time", () =>
    expectLines(
      run,
      `K56 辰县 2023-1 总计 户 17/18 ok unmet
       K56 辰镇 2023-1 总计 户 17/18 ok unmet
       K56 辰县 2023-1 重点群体=失业人员 户 14/15 ok not_judged
       K56 辰县 2023-1 重点群体=重度残疾人 户 3/3 ok not_judged
       K56 辰县 2023-3 总计 户 3/3 ok met
       K56 巳县 2023-3 总计 户 0/0 na_zero_denominator undetermined # nobody was due
       K56 壬市 2023-3 总计 户 3/3 ok met`,
      "HN2021"
    ));

  test("K56: a number due left blank makes the round missing there and above, and so is a round without a word of such groups", () =>
    expectLines(
      run,
      `K56 巳县 2023-1 总计 户 3/- missing_data undetermined
       K56 壬市 2023-1 总计 户 20/- missing_data undetermined
       K56 辰县 2022-1 总计 户 - missing_data undetermined
       K56 午县 2023-3 总计 户 - missing_data undetermined`,
      "HN2021"
    ));

  test("K57: persons seen over the rural population of that year, households beside them and not judged", () =>
    expectLines(
      run,
      `K57 辰县 2022-1 总计 人 300/300 ok met
       K57 辰县 2022-1 总计 户 100/100 ok not_judged
       K57 巳县 2022-1 总计 人 150/150 ok met
       K57 巳县 2022-1 总计 户 49/50 ok not_judged
       K57 壬市 2022-1 总计 人 450/450 ok met
       K57 壬市 2022-1 总计 户 149/150 ok not_judged
       K57 辰县 2022-2 总计 人 299/300 ok unmet`,
      "HN2021"
    ));

  test("K57: without a population, a round or a number of persons there is no rate", () =>
    expectLines(
      run,
      `K57 巳县 2023-1 总计 人 30/- missing_data undetermined
       K57 壬市 2023-1 总计 人 330/- missing_data undetermined
       K57 辰镇 2022-1 总计 人 300/- missing_data undetermined
       K57 巳县 2022-2 总计 人 -/150 missing_data undetermined
       K57 午县 2022-1 总计 人 -/0 missing_data undetermined
       K57 辰县 2023-2 总计 人 -/300 missing_data undetermined # S7 tells of households alone
       K57 辰县 2023-2 总计 户 100/100 ok not_judged`,
      "HN2021"
    ));

  test("K61: lists reported over those due or reported, in the month they were due, else reported", () =>
    expectLines(
      run,
      `K61 辰镇 2023-03 总计 份 1/2 ok unmet # F1 two days late but reported, F2 never
       K61 辰县 2023-04 总计 份 1/1 ok met # F3, ahead of time
       K61 巳县 2023-05 总计 份 1/1 ok met # F4 had no day
       K61 巳县 2023-06 总计 份 1/1 ok met # F6; F5 is due tomorrow
       K61 壬市 2023-03 总计 份 1/2 ok unmet
       K61 壬市 2023-02 总计 份 0/0 na_zero_denominator undetermined
       K61 壬市 2023-03 名单类型=消除名单 份 0/1 ok not_judged
       K61 壬市 2023-03 备案去向=县级 份 1/2 ok not_judged
       K61 壬市 2023-05 备案去向=省级 份 1/1 ok not_judged`,
      "HN2021"
    ));

  test("K61: two documents ask for no report", async () => {
    for (const profile of ["GB2020", "JLC2020"])
      await expectLines(run, "K61 壬市 2023-03 总计 份 1/2 ok not_judged", profile);
    for (const profile of ["FJ2020", "ZZ2020"])
      await expectLines(run, "K61 壬市 2023-03 总计 份 1/2 ok unmet", profile);
  });
});

test("without the tables all is missing data, not 0; the documents that judge cannot", async () => {
  const run = await world({ families, profile: "all", bound: "HN2021", households: ["A1 东村"] });
  await expectLines(
    run,
    `K36 辰县 2023 总计 次 - missing_data undetermined
     K36 壬市 2023 总计 次 - missing_data not_judged
     K44 辰县 2023-12 总计 个 - missing_data not_judged
     K50 辰县 2023Q1 总计 份 -/- missing_data undetermined
     K54 辰县 2023Q1 总计 个 -/- missing_data not_judged
     K56 辰县 2023-12 总计 户 - missing_data undetermined
     K57 辰县 2023-12 总计 人 - missing_data undetermined
     K57 辰县 2023-12 总计 户 - missing_data not_judged
     K61 辰县 2023-03 总计 份 -/- missing_data undetermined`,
    "HN2021"
  );
});
