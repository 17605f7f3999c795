import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Run } from "../support/exports.ts";
import { closeWorlds, expectLines, world } from "./world.ts";

const families = ["10", "31", "32", "34", "36"];

beforeEach(() => expect.hasAssertions());
afterAll(closeWorlds);

describe("income and falling back", () => {
  // The national document: disposable income below 1.5 × 4000 in 辰县. 巳县 has no line in 2022 and its own, of net income, in 2023.
  const regions = `
    区划代码 区划名称 层级 上级代码 年度 适用政策口径 国家扶贫标准 监测收入线 监测收入线口径 脱贫人口
    壬市 壬市 设区市 . 2022 GB2020 . . . .
    辰县 辰县 县 壬市 2022 . 4000 . . 100
    巳县 巳县 县 壬市 2022 . . . . 300
    壬市 壬市 设区市 . 2023 GB2020 . . . .
    辰县 辰县 县 壬市 2023 . 4000 . . 200
    巳县 巳县 县 壬市 2023 . . 7000 纯收入 .
    辰镇 辰镇 乡镇 辰县 2023 . . . . .
    东村 东村 行政村 辰镇 2023 . . . . .
    西村 西村 行政村 辰镇 2023 . . . . .
    巳镇 巳镇 乡镇 巳县 2023 . . . . .
    南村 南村 行政村 巳镇 2023 . . . . .`;
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      years: [2022, 2023],
      households: [
        ...["I1 东村 202201", "I2 东村 202201", "I3 西村 202201", "I4 西村 202201"],
        ...["I5 东村 202201-202310", "I6 东村 202201", "I7 东村 202201"],
        ...["N1 南村 202201", "N2 南村 202201 不稳定户", "N3 南村 非监测", "N4 南村 非监测"],
        ...["M1 东村", "M2 东村", "M3 西村", "M4 西村 非监测 脱贫户"],
        ...["X1 东村 202201 不稳定户 能能", "X2 南村 202201 不稳定户", "X3 西村 202201 能无"],
        ...["X4 西村 202201", "X5 西村 202201 不稳定户"]
      ],
      tables: {
        区划统计表: regions,
        // I4's both years are of net income, I7 changed its reading, I6 had nothing the year before.
        收支补充表: `
          户编号 年度 期间类型 期末月份 收入口径 家庭收入 人均收入 刚性支出 刚性支出原因
          I1 2022 年 202212 可支配收入 10000 6000 . .
          I1 2023 年 202312 可支配收入 7000 5999 10000 因病
          I2 2022 年 202212 可支配收入 10000 5999 . .
          I2 2023 年 202312 可支配收入 7001 6000 10001 因病
          I4 2022 年 202212 纯收入 10000 5000 . .
          I4 2023 年 202312 纯收入 5000 2500 . .
          I5 2022 年 202212 可支配收入 10000 9000 . .
          I5 2023 年 202312 可支配收入 1000 900 20000 因病
          I6 2022 年 202212 可支配收入 0 0 . .
          I6 2023 年 202312 可支配收入 100 100 500 因学
          I7 2022 年 202212 可支配收入 10000 9000 . .
          I7 2023 年 202312 纯收入 1000 900 . .
          N1 2022 年 202212 可支配收入 8000 4000 . .
          N1 2022 年 202212 纯收入 8000 4000 . .
          N1 2023 年 202312 纯收入 8000 6999 . .`,
        年度收入: `
          户编号 年度 收入口径 家庭收入 人均收入
          N1 2023 纯收入 1 1
          N2 2023 纯收入 9000 7000
          M1 2022 纯收入 . 1000
          M1 2023 纯收入 . 1100
          M2 2022 纯收入 . 1000
          M2 2023 纯收入 . 1300
          M3 2022 纯收入 . 1000
          M3 2023 纯收入 . 9000
          M4 2022 纯收入 . 1000
          M4 2023 纯收入 . 1500
          N3 2022 纯收入 . 4000
          N3 2023 纯收入 . 6999
          N4 2022 可支配收入 . 1
          N4 2023 可支配收入 . 9`,
        帮扶措施台账: `
          措施编号 户编号 措施类型 开始日期 状态
          Q1 M1 经营培训 2023-01-01 已完成
          Q2 M2 经营培训 2023-01-01 已完成
          Q3 M2 劳动技能培训 2023-12-31 实施中
          Q4 M4 劳动技能培训 2023-01-01 实施中
          Q5 N1 劳动技能培训 2023-01-01 实施中
          Q6 I4 劳动技能培训 2023-01-01 计划
          Q7 N3 劳动技能培训 2023-01-01 实施中
          Q8 N4 劳动技能培训 2023-01-01 实施中`,
        风险消除程序记录: `
          记录编号 户编号 监测期次 消除环节 开始日期 结果 退出原因
          E1 X1 1 其他退出登记 2023-01-01 通过 转建档立卡
          E2 X2 1 其他退出登记 2022-12-31 通过 转建档立卡
          E3 X3 1 其他退出登记 2023-12-31 通过 转建档立卡
          E4 X4 1 其他退出登记 2023-06-01 通过 取消资格
          E5 X5 1 其他退出登记 2023-06-01 公示中 转建档立卡`
      }
    });
  });

  test("K12: households in the register with income of the line's reading, and those below it; the line itself is not below", () =>
    expectLines(
      run,
      `K12 辰县 2023 总计 户 2/3 ok not_judged # I1, I6 of I1, I2, I6; I3 has no record, I4 and I7 are of net income, I5 has left
       K12 辰县 2022 总计 户 2/5 ok not_judged # I2, I6 of I1, I2, I5, I6, I7
       K12 辰县 2023 监测对象类别=边缘易致贫户 户 2/3 ok not_judged
       K12 辰县 2023 监测对象类别=脱贫不稳定户 户 0/0 na_zero_denominator not_judged`
    ));

  test("K12: a county's own line and reading go before the document's; 收支补充表 goes before 年度收入", () =>
    expectLines(
      run,
      `K12 巳县 2023 总计 户 1/2 ok not_judged # N1 has 6999, N2 has 7000
       K12 壬市 2023 总计 户 3/5 ok not_judged
       K12 壬市 2023 监测对象类别=脱贫不稳定户 户 0/1 ok not_judged`
    ));

  test("K12: a county with incomes and no line is missing data, and so is what it is a part of", () =>
    expectLines(
      run,
      `K12 巳县 2022 总计 户 - missing_data not_judged
       K12 壬市 2022 总计 户 - missing_data not_judged`
    ));

  test("K13: rigid expenses above last year's income; a last year of nothing is not divided by", () =>
    expectLines(
      run,
      `K13 辰县 2023 总计 户 1/2 ok not_judged # I2 of I1, I2; I6's last year was 0
       K13 辰县 2023 刚性支出原因=因病 户 1/2 ok not_judged
       K13 巳县 2023 总计 户 0/0 na_zero_denominator not_judged
       K13 壬市 2023 总计 户 1/2 ok not_judged
       K13 辰县 2022 总计 户 0/0 na_zero_denominator not_judged`
    ));

  test("K14: income down by 30 % or more against last year in the same reading, told of the fourth quarter", () =>
    expectLines(
      run,
      `K14 辰县 2023Q4 总计 户 2/3 ok not_judged # I1, I4 of I1, I2, I4; I7 changed its reading
       K14 巳县 2023Q4 总计 户 0/1 ok not_judged
       K14 壬市 2023Q4 总计 户 2/4 ok not_judged
       K14 壬市 2022Q4 总计 户 0/0 na_zero_denominator not_judged
       K14 壬市 2023Q3 总计 户 none`
    ));

  test("K29: the median change of net income of households with a measure in practice, registered or not, anew at each level", () =>
    expectLines(
      run,
      `K29 辰县 2023 分项=收入变化中位数 户 -/3=300 ok not_judged # M1 +100, M2 +300, M4 +500; M3 has no measure, I4 no income of this table
       K29 巳县 2023 分项=收入变化中位数 户 -/1=2999 ok not_judged # N3; N1's incomes are of 收支补充表, N4's of the other reading
       K29 壬市 2023 分项=收入变化中位数 户 -/4=400 ok not_judged
       K29 辰县 2023 分项=收入变化中位数;措施类别=产业帮扶 户 -/2=200 ok not_judged
       K29 壬市 2023 分项=收入变化中位数;措施类别=就业帮扶 户 -/3=500 ok not_judged
       K29 壬市 2023 分项=收入变化中位数;措施类别=搬迁 户 -/0 na_zero_denominator not_judged
       K29 辰县 2022 分项=收入变化中位数 户 -/0 na_zero_denominator not_judged`
    ));

  test("K29: the same households by income the year before and in the year, the lower end of a band included", () =>
    expectLines(
      run,
      `K29 辰县 2023 收入档=2,000~元以下;期次=前 户 3/3 ok not_judged # M1 M2 M4
       K29 辰县 2023 收入档=2,000~元以下;期次=后 户 3/3 ok not_judged
       K29 巳县 2023 收入档=2,000–4,000~元;期次=前 户 0/1 ok not_judged
       K29 巳县 2023 收入档=4,000–6,000~元;期次=前 户 1/1 ok not_judged # N3, of 4000
       K29 巳县 2023 收入档=6,000–8,000~元;期次=后 户 1/1 ok not_judged
       K29 壬市 2023 收入档=2,000~元以下;期次=前 户 3/4 ok not_judged
       K29 壬市 2023 收入档=20,000~元及以上;期次=后 户 0/4 ok not_judged
       K29 辰县 2022 收入档=2,000~元以下;期次=前 户 0/0 na_zero_denominator not_judged
       K29 辰镇 2023 收入档=2,000~元以下;期次=前 户 none`
    ));

  test("K41: those handed on as poor by the year of leaving: 不稳定户 fell back, 边缘户 newly fell; other exits are neither", () =>
    expectLines(
      run,
      `K41 辰县 2023 分项=返贫人数 人 2 ok not_judged # X1; X5 has not left yet
       K41 辰县 2023 分项=返贫率 人 2/200 ok not_judged
       K41 辰县 2023 分项=新致贫户数 户 1 ok not_judged # X3, on the year's last day
       K41 辰县 2022 分项=返贫率 人 0/100 ok not_judged
       K41 巳县 2022 分项=返贫率 人 1/300 ok not_judged # X2
       K41 壬市 2022 分项=返贫率 人 1/400 ok not_judged
       K41 壬市 2022 分项=新致贫户数 户 0 ok not_judged`
    ));

  test("K41: a county that has not reported its exited population has no rate, nor has the sum", () =>
    expectLines(
      run,
      `K41 巳县 2023 分项=返贫率 人 0/- missing_data not_judged
       K41 壬市 2023 分项=返贫率 人 2/- missing_data not_judged
       K41 壬市 2023 分项=返贫人数 人 2 ok not_judged`
    ));
});

describe("the safeguards, and what measures and levels come to", () => {
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      bound: "JLC2020",
      profile: "all",
      households: ["S1 东村", "S2 东村", "S3 南村 非监测 脱贫户", "S4 西村", "S5 南村 202301-202305"],
      tables: {
        三保障与饮水核查: `
          核查编号 户编号 核查项目 状态 发现日期 解决日期
          C1 S1 住房 不达标 2023-03-10 2023-04-01
          C2 S1 饮水 隐患 2023-03-10 2023-03-31
          C3 S2 住房 隐患 2023-04-15 .
          C4 S3 义务教育 不达标 2023-05-01 2023-05-02
          C5 S2 吃 达标 2023-03-01 .
          C6 S2 穿 未查 2023-03-01 .
          C7 S2 基本医疗 不适用 2023-03-01 .`,
        分类预警确认表: `
          确认编号 户编号 预警级别 生效日期 失效日期
          W1 S1 红色 2023-01-01 .
          W2 S1 蓝色 2023-05-01 .
          W3 S2 黄色 2023-01-01 2023-05-31
          W4 S4 蓝色 2023-01-01 .
          W5 S4 未分级 2023-06-30 .
          W6 S5 红色 2023-01-01 .`,
        帮扶措施台账: `
          措施编号 户编号 措施类型 开始日期 状态
          M1 S1 劳动技能培训 2023-02-01 实施中
          M2 S5 劳动技能培训 2023-05-31 已完成
          M3 S4 劳动技能培训 2023-02-01 计划`
      }
    });
  });

  test("K15: a fault counts from the month it is found in and is open at every month's end until it is dealt with", () =>
    expectLines(
      run,
      `K15 辰县 2023-02 分项=销号率 项 0/0 na_zero_denominator undetermined
       K15 辰县 2023-03 分项=销号率 项 1/2 ok unmet # C2 was dealt with on the last day, C1 a day late
       K15 辰县 2023-03 分项=隐患户数 户 1 ok not_judged
       K15 辰县 2023-04 分项=销号率 项 2/3 ok unmet
       K15 辰县 2023-04 分项=隐患户数 户 1 ok not_judged # S2 now, S1 no more
       K15 辰县 2023-12 分项=销号率 项 2/3 ok unmet
       K15 巳县 2023-05 分项=销号率 项 1/1 ok met # S3 is not in the register
       K15 壬市 2023-05 分项=销号率 项 3/4 ok unmet
       K15 壬市 2023-05 分项=隐患户数 户 1 ok not_judged`,
      "JLC2020"
    ));

  test("K15: each item is judged by itself; 达标, 未查 and 不适用 are no faults", () =>
    expectLines(
      run,
      `K15 辰县 2023-03 核查项目=饮水;分项=销号率 项 1/1 ok met
       K15 辰县 2023-03 核查项目=住房;分项=销号率 项 0/1 ok unmet
       K15 辰县 2023-03 核查项目=穿;分项=销号率 项 0/0 na_zero_denominator undetermined
       K15 辰县 2023-04 核查项目=住房;分项=隐患户数 户 1 ok not_judged
       K15 壬市 2023-04 核查项目=住房;分项=销号率 项 1/2 ok unmet`,
      "JLC2020"
    ));

  test("K15: documents that ask nothing of faults only show them", () =>
    expectLines(
      run,
      `K15 辰县 2023-03 分项=销号率 项 1/2 ok not_judged
       K15 辰县 2023-02 分项=销号率 项 0/0 na_zero_denominator not_judged`,
      "HN2021"
    ));

  test("K29: a level eases to a lesser colour or to none; one that runs out, or leaves with its household, does not", () =>
    expectLines(
      run,
      `K29 辰县 2023Q2 分项=预警降级率 户 2/3 ok not_judged # S1 red to blue, S4 blue to none; S2's ran out
       K29 巳县 2023Q2 分项=预警降级率 户 0/1 ok not_judged # S5 left
       K29 壬市 2023Q2 分项=预警降级率 户 2/4 ok not_judged
       K29 壬市 2023Q1 分项=预警降级率 户 0/0 na_zero_denominator not_judged # nobody was in before January
       K29 壬市 2023 分项=预警降级率 户 0/0 na_zero_denominator not_judged`,
      "JLC2020"
    ));

  test("K29: of households with a measure in practice by the period's end, those eliminated within it", () =>
    expectLines(
      run,
      `K29 辰县 2023Q2 分项=风险消除率 户 0/1 ok not_judged # S1; S4 has but a plan
       K29 巳县 2023Q2 分项=风险消除率 户 1/1 ok not_judged
       K29 壬市 2023Q2 分项=风险消除率 户 1/2 ok not_judged
       K29 巳县 2023Q1 分项=风险消除率 户 0/0 na_zero_denominator not_judged # the measure had not begun
       K29 巳县 2023Q3 分项=风险消除率 户 0/0 na_zero_denominator not_judged # S5 was gone
       K29 壬市 2023 分项=风险消除率 户 1/2 ok not_judged`,
      "JLC2020"
    ));
});

describe("K30, allowances of households none of whose members can work", () => {
  let run: Run;
  beforeAll(async () => {
    const none = ["K2", "K3", "K6", "K7", "K8"];
    const told = (word: string): Record<string, string> => Object.fromEntries(none.map(id => [id, word]));
    run = await world({
      families,
      profile: "all",
      households: [
        ...["K1 东村 无无", "K2 东村 202303 无无", "K3 东村 能无", "K6 西村 202302 无无", "K7 西村 202306"],
        ...["K8 西村 无无", "K4 南村 202303", "K5 南村 202305", "K9 西村 202311-?"]
      ],
      without: ["劳动技能"],
      columns: {
        // The same column by another of its names.
        劳动能力: {
          ...{ K1: "无劳动力", K2: "无劳动力", "K3-1": "普通劳动力", "K3-2": "无劳动力", K4: "丧失劳动力" },
          ...{ "K6-1": "部分丧失劳动能力", "K6-2": "无劳动力", K7: "部分丧失劳动能力", K9: "无劳动力" },
          ...{ "K8-1": "部分丧失劳动能力", "K8-2": "弱劳动力或半劳动力" }
        },
        享受低保政策情况: { ...told("未享受"), "K1-2": "农村低保" },
        享受特困供养政策情况: told("不享受"),
        是否参加城乡居民基本医疗保险: { ...told("否"), K4: "是" },
        是否参加城镇职工基本医疗保险: told("否"),
        是否参加城乡居民基本养老保险: told("否"),
        是否参加城镇职工基本养老保险: { ...told("否"), K4: "是" }
      },
      tables: {
        收支补充表: `
          户编号 年度 期间类型 期末月份 收入口径 家庭收入 收入来源是否稳定
          K3 2022 年 202212 纯收入 1000 否
          K6 2022 年 202212 纯收入 1000 否
          K7 2022 年 202212 纯收入 1000 .
          K8 2022 年 202212 纯收入 1000 否`
      }
    });
  });

  test.each(["GB2020", "FJ2020", "JLC2020"])("judges that all have one of four, %s", profile =>
    expectLines(
      run,
      `K30 辰县 2023-01 分项=任一 户 1/1 ok met # one member's allowance is the household's
       K30 辰县 2023-02 分项=任一 户 1/1 ok met
       K30 辰县 2023-03 分项=任一 户 1/2 ok unmet # K2 has none of the four
       K30 巳县 2023-01 分项=任一 户 0/0 na_zero_denominator undetermined
       K30 巳县 2023-04 分项=任一 户 1/1 ok met
       K30 壬市 2023-04 分项=任一 户 2/3 ok unmet`,
      profile
    )
  );

  test("each of the four by itself is only shown: insurance of either kind counts", () =>
    expectLines(
      run,
      `K30 辰县 2023-03 分项=低保 户 1/2 ok not_judged
       K30 辰县 2023-03 分项=特困 户 0/2 ok not_judged
       K30 巳县 2023-04 分项=医保 户 1/1 ok not_judged
       K30 巳县 2023-04 分项=养老 户 1/1 ok not_judged
       K30 壬市 2023-04 分项=养老 户 1/3 ok not_judged`,
      "GB2020"
    ));

  test("a household whose labour is unknown stands outside and keeps the documents from judging", async () => {
    const rows = `
      K30 巳县 2023-05 分项=任一 户 1/1 not_judged_input undetermined
      K30 壬市 2023-05 分项=任一 户 2/3 not_judged_input undetermined
      K30 巳县 2023-05 分项=医保 户 1/1 ok not_judged`;
    await expectLines(run, rows, "GB2020");
    await expectLines(run, rows, "JLC2020");
  });

  test("a household of unknown state cannot mend what is already unmet", () =>
    expectLines(run, "K30 辰县 2023-12 分项=任一 户 1/2 ok unmet", "GB2020"));

  test("a document without such a rule only shows", () =>
    expectLines(
      run,
      `K30 辰县 2023-03 分项=任一 户 1/2 ok not_judged
       K30 巳县 2023-05 分项=任一 户 1/1 ok not_judged
       K30 巳县 2023-01 分项=任一 户 0/0 na_zero_denominator not_judged`,
      "ZZ2020"
    ));

  test("HN2021 adds households of partly lost labour and no steady income, none that can do more; not knowing how steady keeps it from judging", () =>
    expectLines(
      run,
      `K30 辰县 2023-01 分项=任一 户 1/1 ok met
       K30 辰县 2023-02 分项=任一 户 1/2 ok unmet # K6
       K30 辰县 2023-03 分项=任一 户 1/3 ok unmet
       K30 辰县 2023-06 分项=任一 户 1/3 not_judged_input undetermined # K7
       K30 巳县 2023-04 分项=任一 户 1/1 ok met
       K30 辰县 2023-03 分项=低保 户 1/3 ok not_judged`,
      "HN2021"
    ));
});

describe("without the tables and columns", () => {
  let run: Run;
  beforeAll(async () => {
    run = await world({ families, bound: "JLC2020", households: ["A1 东村 无"], without: ["劳动技能"] });
  });

  test("income, safeguards and falling back are missing data, not 0; the document that judges cannot", () =>
    expectLines(
      run,
      `K12 辰县 2023 总计 户 - missing_data not_judged
       K13 辰县 2023 总计 户 -/- missing_data not_judged
       K14 辰县 2023Q4 总计 户 -/- missing_data not_judged
       K15 辰县 2023-12 分项=销号率 项 -/- missing_data undetermined
       K15 辰县 2023-12 分项=隐患户数 户 - missing_data not_judged
       K15 壬市 2023-12 核查项目=住房;分项=销号率 项 -/- missing_data undetermined
       K29 辰县 2023 分项=收入变化中位数 户 -/- missing_data not_judged
       K29 辰县 2023 收入档=2,000~元以下;期次=前 户 -/- missing_data not_judged
       K29 辰县 2023 分项=预警降级率 户 -/- missing_data not_judged
       K29 辰县 2023Q4 分项=风险消除率 户 -/- missing_data not_judged`
    ));

  test("K30 without the column of labour", () =>
    expectLines(
      run,
      `K30 辰县 2023-12 分项=任一 户 -/- missing_data undetermined
       K30 辰县 2023-12 分项=低保 户 -/- missing_data not_judged`
    ));

  test("K41 without a log of how households left", () =>
    expectLines(
      run,
      `K41 辰县 2023 分项=返贫人数 人 - missing_data not_judged
       K41 辰县 2023 分项=新致贫户数 户 - missing_data not_judged
       K41 壬市 2023 分项=返贫率 人 - missing_data not_judged`
    ));
});

test("K12: incomes of the other reading alone are no incomes to compare with the line", async () => {
  const run = await world({
    families,
    bound: "GB2020",
    households: ["A1 东村", "B1 南村"],
    tables: {
      区划统计表: `
        区划代码 区划名称 层级 上级代码 年度 适用政策口径 国家扶贫标准
        壬市 壬市 设区市 . 2023 GB2020 4000
        辰县 辰县 县 壬市 2023 . .
        辰镇 辰镇 乡镇 辰县 2023 . .
        东村 东村 行政村 辰镇 2023 . .
        巳县 巳县 县 壬市 2023 . .
        巳镇 巳镇 乡镇 巳县 2023 . .
        南村 南村 行政村 巳镇 2023 . .`,
      年度收入: `
        户编号 年度 收入口径 人均收入
        A1 2023 纯收入 1000`
    }
  });
  await expectLines(
    run,
    `K12 辰县 2023 总计 户 - missing_data not_judged
     K12 巳县 2023 总计 户 - missing_data not_judged
     K12 壬市 2023 监测对象类别=边缘易致贫户 户 - missing_data not_judged`
  );
});
