import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Run } from "../support/exports.ts";
import { closeWorlds, expectLines, idNumbers, world } from "./world.ts";

const families = ["40"];

beforeEach(() => expect.hasAssertions());
afterAll(closeWorlds);

describe("alerts and comparisons", () => {
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      asOf: "2023-05-20",
      households: ["A1 东村", "A2 西村", "B1 南村"],
      tables: {
        // P5 names its household by an id number alone, P6 names nobody that is known; P7 comes after the day of the data.
        部门预警: `
          预警编号 区划代码 户编号 证件号码 部门 预警类型 推送日期 核实日期 纳入日期
          P1 东村 A1 . 民政部门 支出骤增 2023-03-31 2023-04-02 2023-04-20
          P2 东村 A1 . 教育部门 支出骤增 2023-03-01 2023-03-02 .
          P3 西村 A2 . 妇联 三保障疑似问题 2023-03-15 . .
          P4 西村 A2 . 烟草专卖局 三保障疑似问题 2023-04-01 2023-05-21 2023-05-22
          P5 南村 . ${idNumbers("B1 南村")[0]} 民政部门 收入骤减 2023-04-10 2023-04-11 .
          P6 南村 . . 民政部门 收入骤减 2023-04-30 . 2023-05-01
          P7 南村 B1 . 民政部门 收入骤减 2023-05-21 . .`,
        // N2 went out as a batch, N4 was answered after the day of the data, N5's number is blank.
        信息比对: `
          比对编号 区划代码 部门 户编号 提交日期 提交户次 反馈日期 反馈户次 比对结果 所属季度 季度比对完成日期
          N1 辰县 教育部门 A1 2023-03-01 1 2023-03-05 1 有疑点 . .
          N2 辰县 民政部门 . 2023-03-31 10 2023-04-02 7 . . .
          N3 辰县 民政部门 . 2023-03-31 5 . . . . .
          N4 辰县 教育部门 A2 2023-04-01 1 2023-05-21 1 . . .
          N5 巳县 教育部门 . 2023-03-02 4 2023-03-03 . 未发现疑点 . .`
      }
    });
  });

  test("K37 counts alerts by the month and the quarter they were sent in, to the day of the data", () =>
    expectLines(
      run,
      `K37 辰县 2023-03 分项=推送条数 条 3 ok not_judged
       K37 辰县 2023-04 分项=推送条数 条 1 ok not_judged
       K37 辰县 2023Q1 分项=推送条数 条 3 ok not_judged
       K37 壬市 2023Q2 分项=推送条数 条 3 ok not_judged # P4, P5, P6
       K37 壬市 2023-05 分项=推送条数 条 0 ok not_judged`
    ));

  test("K37: those answered by the day of the data over those sent, those taken in over those answered", () =>
    expectLines(
      run,
      `K37 辰县 2023-03 分项=核实率 条 2/3 ok not_judged
       K37 辰县 2023-03 分项=纳入率 条 1/2 ok not_judged
       K37 辰县 2023-04 分项=核实率 条 0/1 ok not_judged # P4 is answered tomorrow
       K37 辰县 2023-04 分项=纳入率 条 0/0 na_zero_denominator not_judged
       K37 巳县 2023-04 分项=核实率 条 1/2 ok not_judged
       K37 巳县 2023-04 分项=纳入率 条 0/1 ok not_judged # P6 was never answered
       K37 壬市 2023Q1 分项=核实率 条 2/3 ok not_judged
       K37 壬市 2023-02 分项=核实率 条 0/0 na_zero_denominator not_judged`
    ));

  test("K37 counts a household once however many tell of it, and finds it by an id number where its code is blank", () =>
    expectLines(
      run,
      `K37 辰县 2023-03 分项=涉及户数 户 2 ok not_judged
       K37 辰县 2023Q1 分项=涉及户数 户 2 ok not_judged
       K37 巳县 2023-04 分项=涉及户数 户 1 ok not_judged # B1 of P5; nobody of P6
       K37 壬市 2023Q2 分项=涉及户数 户 2 ok not_judged`
    ));

  test("K37 puts departments beyond the twenty-five, and those no list knows, under 其他部门", () =>
    expectLines(
      run,
      `K37 辰县 2023-03 部门=民政部门;分项=推送条数 条 1 ok not_judged
       K37 辰县 2023-03 部门=民政部门;分项=纳入率 条 1/1 ok not_judged
       K37 辰县 2023-03 部门=其他部门;分项=推送条数 条 1 ok not_judged # 妇联
       K37 辰县 2023-04 部门=其他部门;分项=推送条数 条 1 ok not_judged # of no list
       K37 辰县 2023-03 部门=妇联;分项=推送条数 条 none
       K37 辰县 2023-03 部门=税务部门;分项=核实率 条 0/0 na_zero_denominator not_judged
       K37 辰县 2023-03 预警类型=支出骤增;分项=推送条数 条 2 ok not_judged
       K37 辰县 2023-03 预警类型=支出骤增;分项=涉及户数 户 1 ok not_judged
       K37 壬市 2023Q2 预警类型=收入骤减;分项=核实率 条 1/2 ok not_judged`
    ));

  test("K38: household-times answered over those sent in the month; a blank answer's number is the number sent", () =>
    expectLines(
      run,
      `K38 辰县 2023-03 总计 户次 8/16 ok not_judged # N1 1 of 1, N2 7 of 10, N3 0 of 5
       K38 辰县 2023-04 总计 户次 0/1 ok not_judged # N4 is answered tomorrow
       K38 巳县 2023-03 总计 户次 4/4 ok not_judged
       K38 壬市 2023-03 总计 户次 12/20 ok not_judged
       K38 辰县 2023-03 部门=民政部门 户次 7/15 ok not_judged
       K38 壬市 2023-03 部门=教育部门 户次 5/5 ok not_judged
       K38 辰县 2023-03 比对结果=有疑点 户次 1/1 ok not_judged
       K38 辰县 2023-02 总计 户次 0/0 na_zero_denominator not_judged`
    ));
});

describe("K43, counties all of whose departments compared by the tenth of the quarter's first month", () => {
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      profile: "all",
      asOf: "2023-11-30",
      households: ["A1 东村"],
      tables: {
        信息比对: `
          比对编号 区划代码 部门 提交日期 提交户次 所属季度 季度比对完成日期
          N1 辰县 教育部门 2023-01-02 1 2023Q1 2023-01-10
          N2 辰县 民政部门 2023-01-02 1 2023Q1 2023-01-09
          N3 巳县 教育部门 2023-01-02 1 2023Q1 2023-01-11
          N4 辰县 教育部门 2023-04-01 1 2023年2季度 2023-04-01
          N5 辰县 民政部门 2023-04-01 1 2023Q2 .
          N6 巳县 教育部门 2023-04-01 1 2023q2 2023-04-10
          N7 东村 教育部门 2023-07-01 1 2023Q3 2023-07-10
          N8 巳县 教育部门 2023-07-01 1 2023Q3 2023-06-30
          N9 辰县 教育部门 2023-10-01 1 2023Q4 2023-10-10`
      }
    });
  });

  test("the tenth itself is in time, one department late or without a day makes the county late", () =>
    expectLines(
      run,
      `K43 壬市 2023Q1 总计 个 1/2 ok unmet # 辰县 on the tenth; 巳县 on the eleventh
       K43 壬市 2023Q2 总计 个 1/2 ok unmet # 辰县's second department has no day
       K43 壬市 2023Q3 总计 个 2/2 ok met # a village's row is its county's; before the quarter is in time
       K43 辰县 2023Q1 总计 个 none`,
      "JLC2020"
    ));

  test("a county without a record counts against it; the quarter under way is not yet unmet", () =>
    expectLines(run, "K43 壬市 2023Q4 总计 个 1/2 ok undetermined", "JLC2020"));

  test("says of each county how it stands, and of one without a record that it told nothing", () =>
    expectLines(
      run,
      `K43 壬市 2023Q1 县区=辰县;完成=按时   个 1 ok not_judged
       K43 壬市 2023Q1 县区=巳县;完成=逾期   个 1 ok not_judged
       K43 壬市 2023Q1 县区=巳县;完成=按时   个 none
       K43 壬市 2023Q2 县区=辰县;完成=未完成 个 1 ok not_judged
       K43 壬市 2023Q4 县区=巳县;完成=未报   个 1 ok not_judged`,
      "JLC2020"
    ));

  test("is only shown under a document that sets no day", () =>
    expectLines(run, "K43 壬市 2023Q1 总计 个 1/2 ok not_judged", "FJ2020"));
});

describe("without the tables", () => {
  let run: Run;
  beforeAll(async () => {
    run = await world({ families, bound: "JLC2020", households: ["A1 东村"] });
  });

  test("all is missing data, not 0; the document that judges cannot", () =>
    expectLines(
      run,
      `K37 辰县 2023-12 分项=推送条数 条 - missing_data not_judged
       K37 壬市 2023Q4 分项=核实率 条 -/- missing_data not_judged
       K38 辰县 2023-12 总计 户次 -/- missing_data not_judged
       K43 壬市 2023Q4 总计 个 -/2 missing_data undetermined
       K43 壬市 2023Q4 县区=辰县;完成=未报 个 - missing_data not_judged`
    ));
});

test("K37 without the column of answers tells how many were sent and no rate", async () => {
  const run = await world({
    families,
    households: ["A1 东村"],
    tables: {
      部门预警: `
        预警编号 区划代码 部门 预警类型 推送日期
        P1 东村 民政部门 支出骤增 2023-03-31`
    }
  });
  await expectLines(
    run,
    `K37 辰县 2023-03 分项=推送条数 条 1 ok not_judged
     K37 辰县 2023-03 分项=核实率 条 -/1 missing_data not_judged
     K37 辰县 2023-03 部门=民政部门;分项=纳入率 条 -/- missing_data not_judged`
  );
});
