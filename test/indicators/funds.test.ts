import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Run } from "../support/exports.ts";
import { closeWorlds, expectLines, world } from "./world.ts";

const families = ["52"];

beforeEach(() => expect.hasAssertions());
afterAll(closeWorlds);

describe("in the middle of June 2021, under the draft of 2020", () => {
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      asOf: "2021-06-15",
      years: [2020, 2021],
      bound: "JLC2020",
      profile: "all",
      households: [
        ...["A1 东村 202001", "A2 东村 202001 能能", "A3 东村 202001-202011", "A4 西村 202101 不稳定户"],
        "B1 南村 202101 不稳定户"
      ],
      tables: {
        补贴发放: `
          发放编号 区划代码 补贴种类 应发日期 实发日期
          P1 东村 低保金 2020-03-31 2020-04-10
          P2 东村 低保金 2020-03-31 .
          P3 西村 高龄补贴 2020-02-01 2020-01-31
          P4 南村 低保金 2021-04-01 2021-04-01
          P5 南村 低保金 2021-06-15 2021-06-16
          P6 南村 低保金 2021-06-16 2021-06-01`,
        资金: `
          资金编号 区划代码 年度 资金来源 监测对象类别 金额（万元）
          M1 辰县 2020 专项扶贫资金 边缘易致贫户 1.23457
          M2 东村 2020 行业资金 . 0.3
          M3 巳县 2020 专项扶贫资金 脱贫不稳定户 0.5
          M4 巳县 2021 专项扶贫资金 脱贫不稳定户 0.07`,
        三保障与饮水核查: `
          核查编号 户编号 核查项目 状态 发现日期 房屋等级 改造完成日期
          H1 A1 住房 不达标 2020-03-01 D级 2020-12-31
          H2 A2 住房 不达标 2020-03-01 C级 2021-01-01
          H3 A3 住房 隐患 2020-03-01 B级 .
          H4 A4 住房 未查 2020-03-01 . .
          H5 B1 住房 不达标 2021-05-01 D级 2021-06-16
          H6 A3 饮水 不达标 2020-03-01 D级 .`,
        集中排查: `
          排查编号 轮次 区划代码 排查类型 开始日期 应排查户数 已排查户数
          S1 1 东村 住房排查 2020-05-01 10 10
          S2 1 西村 住房排查 2020-05-01 5 4
          S3 1 巳县 住房排查 2020-05-01 . 3
          S4 2 辰县 住房排查 2021-05-01 15 15
          S5 3 巳县 住房排查 2021-06-16 10 10`,
        产业与合同: [
          `
          记录编号 区划代码 年度 类型 数量 目标数量
          I1 东村 2020 扶贫车间 2 .
          I2 西村 2020 扶贫车间 1 1
          I3 南村 2020 扶贫车间 2 3
          I4 辰县 2020 主导产业 4 5
          I5 辰县 2021 扶贫车间 2 .`,
          `
          记录编号 区划代码 年度 类型 数量 合同到期日 续签至
          C1 东村 2020 带贫合同 1 2020-06-30 2023-06-30
          C2 东村 2020 带贫合同 1 2020-06-30 2025-06-30
          C3 西村 2020 带贫合同 1 2020-06-30 2023-06-29
          C4 西村 2020 带贫合同 1 2020-06-30 2025-07-01
          C5 南村 2020 带贫合同 1 2020-01-01 2024-01-01
          C6 南村 2021 带贫合同 1 2021-01-01 2021-02-01`
        ]
      }
    });
  });

  test("K45: what was paid of what had come due, by the quarter it was due in; each kind is judged", () =>
    expectLines(
      run,
      `K45 辰县 2020Q1 总计 人次 2/3 ok unmet # P1 late but paid, P3 early; P2 never
       K45 辰县 2020Q1 补贴种类=低保金 人次 1/2 ok unmet
       K45 辰县 2020Q1 补贴种类=高龄补贴 人次 1/1 ok met
       K45 辰县 2020Q1 补贴种类=养老金 人次 0/0 na_zero_denominator undetermined
       K45 壬市 2020Q1 总计 人次 2/3 ok unmet
       K45 巳县 2020Q1 总计 人次 0/0 na_zero_denominator undetermined`,
      "JLC2020"
    ));

  test("K45: what is due today counts, what is due tomorrow does not; a quarter under way is not yet unmet", () =>
    expectLines(run, "K45 巳县 2021Q2 总计 人次 1/2 ok undetermined # P4 of P4, P5", "JLC2020"));

  test("K45: other documents only show", () =>
    expectLines(run, "K45 辰县 2020Q1 总计 人次 2/3 ok not_judged", "GB2020"));

  test("K46: amounts written in 万元 are yuan, to the cent", () =>
    expectLines(
      run,
      `K46 辰县 2020 分项=金额 元 15345.7 ok not_judged
       K46 巳县 2021 分项=金额 元 700 ok not_judged
       K46 壬市 2020 分项=金额 元 20345.7 ok not_judged
       K46 壬市 2020 资金来源=专项扶贫资金;分项=金额 元 17345.7 ok not_judged
       K46 壬市 2020 资金来源=金融资金;分项=金额 元 0 ok not_judged
       K46 辰县 2020 监测对象类别=边缘易致贫户;分项=金额 元 12345.7 ok not_judged
       K46 辰县 2020 监测对象类别=未分类别;分项=金额 元 3000 ok not_judged`
    ));

  test("K46: per household in the register at the year's end, or so far", () =>
    expectLines(
      run,
      `K46 辰县 2020 分项=户均 元 15345.7/2 ok not_judged # A1, A2; A3 had left
       K46 辰县 2020 资金来源=行业资金;分项=户均 元 3000/2 ok not_judged
       K46 辰县 2020 监测对象类别=边缘易致贫户;分项=户均 元 12345.7/2 ok not_judged
       K46 巳县 2020 分项=户均 元 5000/0 na_zero_denominator not_judged
       K46 巳县 2021 分项=户均 元 700/1 ok not_judged
       K46 壬市 2020 分项=户均 元 20345.7/2 ok not_judged
       K46 壬市 2021 监测对象类别=脱贫不稳定户;分项=户均 元 700/2 ok not_judged
       K46 辰县 2020 监测对象类别=未分类别;分项=户均 元 none`
    ));

  test("K51: houses of grade C or D rebuilt by the year's end, of those found by then", () =>
    expectLines(
      run,
      `K51 辰县 2020 分项=处置率 户 1/2 ok unmet # A1 on the last day, A2 on the next; B is no danger, A4 has no grade
       K51 辰县 2020 房屋等级=D级;分项=处置率 户 1/1 ok not_judged
       K51 辰县 2020 房屋等级=C级;分项=处置率 户 0/1 ok not_judged
       K51 辰县 2021 分项=处置率 户 2/2 ok met
       K51 巳县 2021 分项=处置率 户 0/1 ok undetermined # rebuilt tomorrow, the year is under way
       K51 壬市 2021 分项=处置率 户 2/3 ok undetermined
       K51 巳县 2020 分项=处置率 户 0/0 na_zero_denominator undetermined`,
      "JLC2020"
    ));

  test("K51: houses looked over of those due in the year; a number due left blank makes the year missing there and above", () =>
    expectLines(
      run,
      `K51 辰县 2020 分项=排查率 户 14/15 ok unmet
       K51 巳县 2020 分项=排查率 户 3/- missing_data undetermined
       K51 壬市 2020 分项=排查率 户 17/- missing_data undetermined
       K51 辰县 2021 分项=排查率 户 15/15 ok met
       K51 巳县 2021 分项=排查率 户 0/0 na_zero_denominator undetermined # tomorrow's is none`,
      "JLC2020"
    ));

  test("K52: three workshops are asked of a county, added up over its villages; not of a prefecture", () =>
    expectLines(
      run,
      `K52 辰县 2020 类型=扶贫车间;分项=数量 个 3 ok met
       K52 巳县 2020 类型=扶贫车间;分项=数量 个 2 ok unmet
       K52 壬市 2020 类型=扶贫车间;分项=数量 个 5 ok not_judged
       K52 辰县 2021 类型=扶贫车间;分项=数量 个 2 ok undetermined # the year is under way
       K52 辰县 2020 类型=主导产业;分项=数量 个 4 ok not_judged # an endeavour, not a target`,
      "JLC2020"
    ));

  test("K52: of the rows with an aim those that reach it; without an aim nothing is divided", () =>
    expectLines(
      run,
      `K52 辰县 2020 类型=扶贫车间 个 1/1 ok not_judged # I2; I1 has no aim
       K52 壬市 2020 类型=扶贫车间 个 1/2 ok not_judged
       K52 辰县 2020 类型=主导产业 个 0/1 ok not_judged
       K52 壬市 2020 总计 个 1/3 ok not_judged
       K52 辰县 2021 类型=扶贫车间 个 0/0 na_zero_denominator not_judged`,
      "JLC2020"
    ));

  test("K53: contracts that ended in 2020, renewed for three to five years, both included", () =>
    expectLines(
      run,
      `K53 辰县 2020 总计 份 2/4 ok unmet # C1 three years, C2 five; C3 a day short, C4 a day over
       K53 巳县 2020 总计 份 1/1 ok met # C6 ended in 2021
       K53 壬市 2020 总计 份 3/5 ok unmet`,
      "JLC2020"
    ));

  test("K53: a document without such a rule only shows", () =>
    expectLines(run, "K53 辰县 2020 总计 份 2/4 ok not_judged", "HN2021"));
});

test("without the tables all is missing data, not 0; the document that judges cannot", async () => {
  const run = await world({ families, bound: "JLC2020", households: ["A1 东村"] });
  await expectLines(
    run,
    `K45 辰县 2023Q1 总计 人次 -/- missing_data undetermined
     K45 辰县 2023Q1 补贴种类=低保金 人次 -/- missing_data undetermined
     K46 辰县 2023 分项=金额 元 - missing_data not_judged
     K46 辰县 2023 分项=户均 元 -/1 missing_data not_judged
     K51 辰县 2023 分项=处置率 户 -/- missing_data undetermined
     K51 辰县 2023 分项=排查率 户 - missing_data undetermined
     K52 辰县 2023 类型=扶贫车间;分项=数量 个 - missing_data undetermined
     K52 辰县 2023 类型=扶贫车间 个 -/- missing_data not_judged`
  );
});

test("K46 without the register tells the money and not how much a household, K51 without a sweep of houses is missing data", async () => {
  const run = await world({
    families,
    bound: "JLC2020",
    tables: {
      资金: `
        资金编号 区划代码 年度 资金来源 金额
        M1 辰县 2023 专项扶贫资金 100`,
      集中排查: `
        排查编号 轮次 区划代码 排查类型 开始日期 应排查户数 已排查户数
        S1 1 东村 集中排查 2023-05-01 10 10`
    }
  });
  await expectLines(
    run,
    `K46 辰县 2023 分项=金额 元 100 ok not_judged
     K46 辰县 2023 分项=户均 元 -/- missing_data not_judged
     K46 辰县 2023 监测对象类别=边缘易致贫户;分项=金额 元 - missing_data not_judged # no such column
     K51 辰县 2023 分项=排查率 户 - missing_data undetermined`
  );
});
