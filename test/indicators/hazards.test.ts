import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Run } from "../support/exports.ts";
import { closeWorlds, expectLines, world } from "./world.ts";

const families = ["42"];

beforeEach(() => expect.hasAssertions());
afterAll(closeWorlds);

const households = [
  ...[
    "A1 东村 能能 因自然灾害",
    "A2 东村 202305 因病",
    "A3 东村 202308 因病,因自然灾害",
    "A4 东村 202309 因病"
  ],
  ...["A5 东村 202304-202306 因自然灾害", "A6 东村 202306-202310 因病", "P1 东村 非监测 脱贫户"],
  ...["C1 西村 因务工就业不稳", "B1 南村 因务工就业不稳"]
];

describe("what happens, and who is in its way", () => {
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      bound: "HN2021",
      households,
      tables: {
        // H4 names a village and the town it lies in, H5 begins after the day of the data.
        灾害与风险事件: `
          事件编号 灾害类型 风险事件类型 影响区划代码 开始日期
          H1 水旱灾害 . 990401001001|990402001001 2023-05-10
          H2 . 农村劳动力失业明显增多 990401 2023-03-01
          H3 . 工作责任政策落实不到位 990401001002 2023-06-01
          H4 地震灾害 . 990401001001|990401001 2023-12-31
          H5 火灾 . 990401 2024-01-01`,
        // C1 lives outside H1's villages, P1 is in no register.
        受灾户: `
          事件编号 户编号 损失类型
          H1 A1 农作物
          H1 P1 房屋
          H1 A5 农作物
          H1 C1 农作物
          H1 B1 农作物
          H5 A1 房屋`,
        // F2 faded away with nothing done, F3 too but after something was; F4's measure comes after the day of the data.
        风险点: `
          风险点编号 区划代码 风险事件类型 发现日期 防范措施日期 销号日期 自然消失
          F1 东村 大宗农副产品价格持续大幅下跌 2023-03-01 2023-03-31 2023-04-30 .
          F2 东村 乡村产业项目失败 2023-03-15 . 2023-04-01 是
          F3 西村 乡村产业项目失败 2023-03-31 2023-04-01 2023-05-01 是
          F4 南村 创业失败 2023-04-01 2024-01-01 . .
          F5 南村 创业失败 2023-06-01 2023-06-02 . .`,
        // Z4 does not tell how many have work.
        安置区: `
          安置区编号 区划代码 季度 规模类别 劳动力数 就业人数
          Z1 东村 2023Q1 大型 100 90
          Z2 西村 2023年1季度 . 10 5
          Z3 南村 2023Q1 小型 0 0
          Z1 东村 2023Q2 大型 100 91
          Z4 南村 2023Q2 小型 30 .`
      }
    });
  });

  test("K40: households and persons of the register on the day of the data, in the event's area", () =>
    expectLines(
      run,
      `K40 东村 H1 事件=H1;分项=范围内户 户 4 ok not_judged # A1 to A4; A5, A6 have left, P1 is in no register
       K40 东村 H1 事件=H1;分项=范围内人 人 5 ok not_judged
       K40 南村 H1 事件=H1;分项=范围内户 户 1 ok not_judged
       K40 辰县 H1 事件=H1;分项=范围内户 户 4 ok not_judged # 西村 is outside
       K40 壬市 H1 事件=H1;分项=范围内人 人 6 ok not_judged
       K40 辰县 H2 事件=H2;分项=范围内户 户 5 ok not_judged
       K40 辰镇 H4 事件=H4;分项=范围内户 户 5 ok not_judged # a village and its town are not counted twice
       K40 西村 H1 事件=H1;分项=范围内户 户 none
       K40 巳县 H2 事件=H2;分项=范围内户 户 none`
    ));

  test("K40: households identified from the month it began to the third after, whether they are still in or not", () =>
    expectLines(
      run,
      `K40 东村 H1 事件=H1;分项=新增纳入户 户 3 ok not_judged # A2 in May, A6 in June, A3 in August; A5 in April, A4 in September
       K40 辰县 H2 事件=H2;分项=新增纳入户 户 3 ok not_judged # March to June: A2, A5, A6
       K40 壬市 H3 事件=H3;分项=新增纳入户 户 0 ok not_judged`
    ));

  test("K40: households hit are all that the table names, of the register or not, where they live", () =>
    expectLines(
      run,
      `K40 东村 H1 事件=H1;分项=受损户 户 3 ok not_judged # A1, P1, A5
       K40 辰县 H1 事件=H1;分项=受损户 户 4 ok not_judged # and C1
       K40 壬市 H1 事件=H1;分项=受损户 户 5 ok not_judged
       K40 辰县 H2 事件=H2;分项=受损户 户 0 ok not_judged`
    ));

  test("K40: how many of them have a risk of the event's kind, where a kind goes with it", () =>
    expectLines(
      run,
      `K40 东村 H1 事件=H1;分项=同类风险集中度 户 2/4 ok not_judged # A1, A3
       K40 壬市 H1 事件=H1;分项=同类风险集中度 户 2/5 ok not_judged
       K40 辰县 H2 事件=H2;分项=同类风险集中度 户 1/5 ok not_judged # C1
       K40 西村 H3 事件=H3;分项=同类风险集中度 户 none`
    ));

  test("K40: an event that has not begun has no row", async () => {
    const rows = await run.rows(
      "SELECT DISTINCT period FROM indicator WHERE indicator = 'K40' ORDER BY period"
    );
    expect(rows.map(row => row.period)).toEqual(["H1", "H2", "H3", "H4"]);
  });

  test("K42: of the points found in a month, those with a measure; judged to be all", () =>
    expectLines(
      run,
      `K42 辰镇 2023-03 分项=防范率 个 2/3 ok unmet # F1, F3; not F2
       K42 辰县 2023-03 分项=防范率 个 2/3 ok unmet
       K42 巳县 2023-04 分项=防范率 个 0/1 ok unmet # F4's is planned for next year
       K42 巳县 2023-06 分项=防范率 个 1/1 ok met
       K42 壬市 2023-04 分项=防范率 个 0/1 ok unmet
       K42 辰县 2023-04 分项=防范率 个 0/0 na_zero_denominator undetermined
       K42 东村 2023-03 分项=防范率 个 none`
    ));

  test("K42: those closed, but not what faded away with nothing done; only shown", () =>
    expectLines(
      run,
      `K42 辰县 2023-03 分项=销号率 个 2/3 ok not_judged # F1, F3
       K42 巳县 2023-06 分项=销号率 个 0/1 ok not_judged
       K42 辰县 2023-03 分项=自然消失 个 1/3 ok not_judged # F2
       K42 辰县 2023-03 风险事件类型=乡村产业项目失败;分项=销号率 个 1/2 ok not_judged
       K42 辰县 2023-03 风险事件类型=乡村产业项目失败;分项=防范率 个 1/2 ok not_judged`
    ));

  test("K58: persons with work of those able to, by quarter and size; a blank size is 未知", () =>
    expectLines(
      run,
      `K58 辰县 2023Q1 总计 人 95/110 ok not_judged
       K58 辰县 2023Q1 规模类别=大型 人 90/100 ok not_judged
       K58 辰县 2023Q1 规模类别=未知 人 5/10 ok not_judged
       K58 辰县 2023Q1 规模类别=中型 人 0/0 na_zero_denominator not_judged
       K58 巳县 2023Q1 总计 人 0/0 na_zero_denominator not_judged # nobody able to work
       K58 壬市 2023Q1 总计 人 95/110 ok not_judged
       K58 壬市 2023Q2 总计 人 91/100 ok not_judged # Z4 does not tell
       K58 壬市 2023Q3 总计 人 0/0 na_zero_denominator not_judged`
    ));
});

test("K42 under a document that asks for no measure is only shown", async () => {
  const run = await world({
    families,
    bound: "JLC2020",
    households,
    tables: {
      灾害与风险事件: `
        事件编号 灾害类型 影响区划代码 开始日期
        H1 水旱灾害 东村 2023-05-10`,
      风险点: `
        风险点编号 区划代码 风险事件类型 发现日期 防范措施日期
        F1 东村 创业失败 2023-03-01 .`
    }
  });
  await expectLines(
    run,
    `K42 辰县 2023-03 分项=防范率 个 0/1 ok not_judged
     K42 辰县 2023-03 分项=销号率 个 -/1 missing_data not_judged # no such column
     K40 壬市 H1 事件=H1;分项=受损户 户 - missing_data not_judged # no such table
     K40 东村 H1 事件=H1;分项=范围内户 户 4 ok not_judged`
  );
});

test("without the tables all is missing data, not 0", async () => {
  const run = await world({ families, bound: "HN2021", households });
  await expectLines(
    run,
    `K40 辰县 2023-12 分项=范围内户 户 - missing_data not_judged
     K42 辰县 2023-03 分项=防范率 个 -/- missing_data undetermined
     K42 辰县 2023-03 分项=销号率 个 -/- missing_data not_judged
     K58 壬市 2023Q1 总计 人 -/- missing_data not_judged`
  );
});
