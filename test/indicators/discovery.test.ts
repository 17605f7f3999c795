import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Run } from "../support/exports.ts";
import { closeWorlds, expectLines, world } from "./world.ts";

const families = ["22"];

beforeEach(() => expect.hasAssertions());
afterAll(closeWorlds);

const channels = `
  线索编号 区划代码 登记日期   是否零报告 发现渠道 申报方式
  P1       东村     2023-01-01 否         热线     本人申报
  P2       西村     2023-01-05 .          热线     委托申报
  P3       东村     2023-01-05 否         .        .
  P4       东村     2023-01-05 是         .        .
  P5       南村     2023-01-31 否         干部走访 .
  P6       南村     2023-02-01 否         干部走访 .
  P7       东村     2023-02-28 否         大喇叭   .`;

const handing = `
  线索编号 区划代码 汇总日期   交办日期
  A1       东村     2023-05-10 2023-05-11
  A2       东村     2023-05-10 2023-05-12
  A3       西村     2023-05-10 .
  A4       西村     .          2023-05-10
  A5       南村     2023-05-31 2023-06-01
  A6       东村     2025-01-07 2025-01-07
  A7       东村     2025-01-08 .
  A8       东村     2025-01-09 .
  A9       东村     2025-01-10 .
  A10      东村     2025-01-08 2025-01-11`;

// 2023-09-29 to 10-06 is off, 10-07 and 10-08 are worked; 2025-01-01 is off.
const checking = `
  线索编号 区划代码 登记日期   汇总日期   交办日期   核实日期   核实结果
  V1       东村     2023-09-25 .          2023-09-28 2023-10-11 符合
  V2       东村     2023-09-25 .          2023-09-28 2023-10-12 不符合
  V3       西村     2023-09-25 2023-09-27 .          2023-10-11 符合
  V4       西村     2023-09-25 2023-09-27 .          .          .
  V5       南村     2023-09-25 .          2023-09-30 2023-10-11 符合
  V6       东村     2023-10-07 .          2023-10-07 2023-10-12 符合
  V7       东村     2023-10-07 .          2023-10-07 2023-10-13 符合
  V8       南村     2023-10-01 .          2023-10-01 .          .
  V9       东村     2023-10-31 2023-10-31 .          2023-11-01 符合
  W1       东村     2024-12-30 .          2024-12-30 2025-01-07 符合
  W2       东村     2025-01-02 .          2025-01-02 .          .
  W3       东村     2025-01-02 .          2025-01-03 .          .
  W4       东村     2025-01-02 .          2025-01-03 2025-01-10 符合
  W5       东村     2025-01-02 .          2025-01-05 2025-01-06 符合
  W6       南村     2025-01-06 .          2025-01-06 2025-01-12 符合`;

const daysOf = (month: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${month}-${String(from + i).padStart(2, "0")}`);

const dailies = `
  线索编号 区划代码 是否零报告 汇总日期
  ${[...daysOf("2024-02", 1, 9), ...daysOf("2024-02", 11, 29)].map(day => `Z${day} 辰县 是 ${day}`).join("\n")}
  Z1       东村     否         2024-02-10
  Z2       西村     否         2024-02-10
  Z3       南村     否         2024-02-29
  Z4       东村     否         2024-03-01
  ${daysOf("2025-01", 1, 10)
    .map(day => `Z${day} 南村 . ${day}`)
    .join("\n")}`;

const taken = `
  线索编号 区划代码 户编号 发现渠道 登记日期   核实日期   核实结果 确认纳入日期 合并至线索
  K1       东村     A1     热线     2023-06-01 2023-06-10 符合     2023-07-31   .
  K2       东村     A1     干部走访 2023-06-05 2023-06-12 符合     2023-07-31   K1
  K3       东村     A1     信访     2023-06-06 2023-06-12 重复     .            .
  K4       西村     .      热线     2023-06-06 2023-06-30 不符合   .            .
  K5       西村     A2     村委会申请 2023-06-02 2023-06-20 不符合 .            .
  K6       西村     A2     热线     2023-06-08 2023-06-21 符合     2023-06-28   .
  K7       南村     B1     热线     2023-06-08 2023-07-01 不符合   .            .
  K8       南村     B2     热线     2023-06-08 .          .        .            .
  K9       东村     .      信访     2023-06-07 2023-06-13 符合     .            K1
  K10      东村     A1     信访     2023-06-07 2023-08-01 重复     .            .`;

const spans = `
  线索编号 区划代码 户编号 登记日期   确认纳入日期 合并至线索
  S1       东村     C1     2023-08-01 2023-08-11   .
  S2       西村     C2     2023-08-01 2023-08-21   .
  S3       西村     C3     2023-08-01 2023-08-31   .
  S4       西村     .      2023-08-30 2023-08-31   S3
  S5       南村     D1     2023-07-20 2023-08-29   .
  S6       东村     C4     2023-08-01 2023-09-01   .
  S7       东村     C1     2023-12-01 2023-12-01   .
  S8       东村     C5     .          2023-12-05   .
  S9       东村     C6     2025-01-02 2025-01-11   .`;

let run: Run;
beforeAll(async () => {
  run = await world({
    families,
    households: ["A1", "A2 西村", "B1 南村"],
    tables: { 线索台账: [channels, handing, checking, dailies, taken, spans] },
    asOf: "2025-01-10",
    years: [2023],
    profile: "all"
  });
});
const lines = (text: string, profile = "FJ2020"): Promise<void> => expectLines(run, text, profile);

describe("K04 发现渠道构成", () => {
  test("is each channel's share of the month's clues; zero reports are none; a blank is 未填", () =>
    lines(`
      K04 辰县 2023-01 发现渠道=热线     条 2/3 ok not_judged  # P1 P2 of P1 P2 P3
      K04 辰县 2023-01 发现渠道=未填     条 1/3 ok not_judged  # P3
      K04 辰县 2023-01 发现渠道=干部走访 条 0/3 ok not_judged
      K04 辰县 2023-01 申报方式=本人申报 条 1/3 ok not_judged
      K04 辰县 2023-01 申报方式=未填     条 1/3 ok not_judged`));

  test("adds the counties up, and belongs to the month of registration to the day", () =>
    lines(`
      K04 壬市 2023-01 发现渠道=热线     条 2/4 ok not_judged
      K04 壬市 2023-01 发现渠道=干部走访 条 1/4 ok not_judged  # P5 on the 31st
      K04 巳县 2023-01 发现渠道=干部走访 条 1/1 ok not_judged
      K04 巳县 2023-02 发现渠道=干部走访 条 1/1 ok not_judged  # P6 on the 1st
      K04 壬市 2023-02 发现渠道=干部走访 条 1/2 ok not_judged`));

  test("keeps the words of a channel no list knows, and has no rate over no clue", () =>
    lines(`
      K04 辰县 2023-02 发现渠道=大喇叭   条 1/1 ok not_judged
      K04 巳县 2023-03 发现渠道=热线     条 0/0 na_zero_denominator not_judged`));
});

describe("K05 次日交办率", () => {
  test("counts a clue handed on by the day after its summary; one not handed on once that day is over", () =>
    lines(`
      K05 辰县 2023-05 总计 条 1/3 ok unmet  # A1; A2 late, A3 not at all; A4 has no summary
      K05 巳县 2023-05 总计 条 1/1 ok met    # A5: summed up on the 31st, handed on on the 1st
      K05 壬市 2023-05 总计 条 2/4 ok unmet
      K05 巳县 2023-06 总计 条 0/0 na_zero_denominator undetermined`));

  test("has rows of single days where something was summed up", () =>
    lines(`
      K05 辰县 2023-05-10 总计 条 1/3 ok unmet
      K05 壬市 2023-05-31 总计 条 1/1 ok met
      K05 辰县 2023-05-31 总计 条 none`));

  test("leaves out a clue whose next day is not over on the day of the data; a later date is not known yet", () =>
    lines(`
      K05 辰县 2025-01    总计 条 1/3 ok unmet  # A6; A7 and A10 are due on the 9th; A8 on the 10th, A9 on the 11th
      K05 辰县 2025-01-07 总计 条 1/1 ok met
      K05 辰县 2025-01-08 总计 条 0/2 ok unmet
      K05 辰县 2025-01-09 总计 条 none`));

  test("is judged by FJ2020 alone", () => lines("K05 辰县 2023-05 总计 条 1/3 ok not_judged", "HN2021"));
});

describe("K06 五日核实及时率", () => {
  test("takes five working days: the holiday is none, a weekend worked in exchange is", () =>
    lines(`
      K06 辰镇 2023-09 总计 条 2/3 ok unmet  # due on 10-11: V1 on the day, V2 the day after, V3 as handed on on 09-28
      K06 辰镇 2023-10 总计 条 1/2 ok unmet  # from Saturday 10-07, worked, to 10-12: V6; V7 is late
      K06 巳镇 2023-09 总计 条 1/1 ok met    # V5: handed on within the holiday, due on 10-11
      K06 巳镇 2023-10 总计 条 0/1 ok unmet  # V8 never
      K06 壬市 2023-09 总计 条 3/4 ok unmet`));

  test("takes the day after the summary where the day of handing on lacks and the check was made", () =>
    lines(
      "K06 辰镇 2023-11 总计 条 1/1 ok met  # V9, summed up on 10-31; V4, not checked either, counts nowhere"
    ));

  test("is split by what the check found", () =>
    lines(`
      K06 辰县 2023-09 核实结果=符合   条 2/2 ok not_judged
      K06 辰县 2023-09 核实结果=不符合 条 0/1 ok not_judged
      K06 辰镇 2023-09 核实结果=重复   条 none
      K06 辰县 2023-09 核实结果=重复   条 0/0 na_zero_denominator not_judged`));

  test("leaves out what is not checked and not over by the day of the data", () =>
    lines(`
      K06 辰镇 2025-01 总计 条 2/3 ok unmet  # W2 was due on the 9th; W3 is on the 10th itself; W4 checked on the 10th; W5
      K06 巳镇 2025-01 总计 条 0/0 na_zero_denominator undetermined  # W6: its check comes after the data, it is due on the 13th
      K06 壬市 2025-01 总计 条 2/3 ok unmet`));

  test("has rows of ISO weeks: Monday 2024-12-30 begins 2025-W01, whose last day is Sunday 01-05", () =>
    lines(`
      K06 辰镇 2024-12  总计 条 1/1 ok met    # W1: 12-31, then from 01-02 to 01-07
      K06 辰镇 2025-W01 总计 条 3/4 ok unmet  # W1 W2 W4 W5
      K06 壬市 2025-W01 总计 条 3/4 ok unmet
      K06 辰镇 2025-W02 总计 条 none
      K06 辰镇 2023-W39 总计 条 2/3 ok unmet  # 09-28
      K06 辰镇 2024-W01 总计 条 none`));
});

describe("K06, clues that are not in time", () => {
  test("stand by what has become of them on the day of the data", () =>
    lines(`
      K06 辰镇 2023-09 期限=核实了但逾期 条 1 ok not_judged  # V2
      K06 辰县 2023-09 期限=逾期未核实   条 0 ok not_judged  # V4 was never handed on
      K06 辰镇 2023-10 期限=核实了但逾期 条 1 ok not_judged  # V7
      K06 巳镇 2023-10 期限=逾期未核实   条 1 ok not_judged  # V8
      K06 辰镇 2025-01 期限=逾期未核实   条 1 ok not_judged  # W2, due on the 9th
      K06 辰镇 2025-01 期限=未到期       条 2 ok not_judged  # W3, due on the day of the data, and A6
      K06 巳镇 2025-01 期限=未到期       条 1 ok not_judged  # W6's check comes after the data
      K06 壬市 2025-01 期限=未到期       条 3 ok not_judged
      K06 壬市 2025-01 期限=核实了但逾期 条 0 ok not_judged
      K06 巳镇 2025-01 期限=逾期未核实   条 none`));

  test("what is late makes up what the rate lacks", async () => {
    const odd = await run.rows(
      `SELECT r.region_code, r.period FROM indicator AS r JOIN indicator AS s USING (indicator, region_code, period, basis, profile_id)
       WHERE indicator = 'K06' AND r.breakdown = '' AND s.breakdown IN ('期限=核实了但逾期', '期限=逾期未核实')
       GROUP BY r.region_code, r.period, profile_id HAVING sum(s.numerator) <> any_value(r.denominator - r.numerator)`
    );
    expect(odd).toEqual([]);
  });
});

describe("K07 日汇总执行率", () => {
  test("counts the days with a summary, zero reports too, each once", () =>
    lines(`
      K07 辰县 2024-02 总计 日 29/29 ok met
      K07 辰县 2024-03 总计 日 1/31 ok unmet`));

  test("without any zero report, a gap may have been a day without a clue: undetermined under FJ2020", () =>
    lines(`
      K07 巳县 2024-02 总计 日 1/29 not_judged_input undetermined
      K07 壬市 2024-02 总计 日 30/58 not_judged_input undetermined
      K07 壬市 2024-03 总计 日 1/62 ok unmet  # 辰县's gaps are certain`));

  test("where nobody judges, such a row stands as it is", () =>
    lines("K07 巳县 2024-02 总计 日 1/29 ok not_judged", "GB2020"));

  test("counts the month under way up to the day of the data, and without gaps needs no zero report", () =>
    lines(`
      K07 巳县 2025-01 总计 日 10/10 ok met
      K07 辰县 2025-01 总计 日 4/10 ok unmet  # A6 to A10: four days`));

  test("is missing in months before the log begins, not nil", () =>
    lines(`
      K07 辰县 2023-04 总计 日 - missing_data undetermined
      K07 壬市 2023-04 总计 日 - missing_data undetermined
      K07 辰县 2023-05 总计 日 1/31 ok unmet`));
});

describe("K08 线索纳入率", () => {
  test("counts households once, repeated clues with the one they were merged into", () =>
    lines(`
      K08 辰镇 2023-06 总计 户 2/3 ok not_judged  # A1 by K1 alone; K4 without a household; A2 by K5 and K6
      K08 壬市 2023-06 总计 户 2/3 ok not_judged
      K08 辰县 2023-08 总计 户 0/0 na_zero_denominator not_judged  # K10 is one more of A1`));

  test("belongs to the month of the check, whenever the household was included", () =>
    lines(`
      K08 巳镇 2023-07 总计 户 0/1 ok not_judged  # B1 on the 1st
      K08 巳镇 2023-06 总计 户 0/0 na_zero_denominator not_judged  # B2 is not checked
      K08 辰县 2023-07 总计 户 0/0 na_zero_denominator not_judged`));

  test("takes the channel that came first and the result that counts", () =>
    lines(`
      K08 辰县 2023-06 发现渠道=热线       户 1/2 ok not_judged  # A1 and K4
      K08 辰县 2023-06 发现渠道=村委会申请 户 1/1 ok not_judged  # A2: K5 was there first
      K08 辰县 2023-06 核实结果=符合       户 2/2 ok not_judged  # A1, A2
      K08 辰县 2023-06 核实结果=不符合     户 0/1 ok not_judged`));
});

describe("K09 识别时长", () => {
  test("takes the median and the 90th percentile of days, by linear interpolation", () =>
    lines(`
      K09 辰镇 2023-08 分项=中位数 户 -/3=20 ok not_judged  # 10, 20, 30 days
      K09 辰镇 2023-08 分项=P90    户 -/3=28 ok not_judged`));

  test("takes them anew above: no mean of the towns' medians", () =>
    lines(`
      K09 壬市 2023-08 分项=中位数 户 -/4=25 ok not_judged  # and 40
      K09 壬市 2023-08 分项=P90    户 -/4=37 ok not_judged`));

  test("of one household is that household's; of none it is none", () =>
    lines(`
      K09 巳镇 2023-08 分项=中位数 户 -/1=40 ok not_judged
      K09 巳镇 2023-08 分项=P90    户 -/1=40 ok not_judged
      K09 辰县 2023-09 分项=P90    户 -/1=31 ok not_judged  # C4 on the 1st
      K09 巳县 2023-09 分项=P90    户 -/0 na_zero_denominator not_judged
      K09 巳镇 2023-09 分项=P90    户 none`));

  test("takes a household anew when it comes back; who has no day of registration has no span", () =>
    lines("K09 辰县 2023-12 分项=中位数 户 -/1=0 ok not_judged  # C1 again"));

  test("does not know yet of an inclusion after the day of the data", () =>
    lines("K09 辰县 2025-01 分项=中位数 户 -/0 na_zero_denominator not_judged"));
});

describe("with less at hand", () => {
  // A calendar of one's own says which days of a year are worked; 2027 is in none, 2028 in this one.
  test("a deadline that runs through a year without a calendar, or a column that lacks, is missing data", async () => {
    const other = await world({
      families,
      tables: {
        线索台账: `
          线索编号 区划代码 申报方式 登记日期   交办日期   核实日期
          Y1       东村     本人申报 2026-06-01 2026-06-01 2026-06-09
          Y2       东村     本人申报 2026-12-30 2026-12-30 2026-12-31
          Y3       南村     委托申报 2027-01-04 2027-01-04 .`,
        工作日历: `
          日期       是否工作日
          2026-06-05 否
          ${daysOf("2028-01", 3, 7)
            .map(day => `${day} 是`)
            .join("\n")}`
      },
      asOf: "2027-01-20",
      years: [2026]
    });
    await expectLines(
      other,
      `
      K06 辰县 2026-06  总计          条 1/1 ok met  # Friday the 5th is off, so that Tuesday the 9th is the fifth day
      K06 辰县 2026-12  总计          条 - missing_data undetermined  # due in 2027, not in 2028
      K06 辰镇 2026-W53 总计          条 - missing_data undetermined
      K06 巳县 2026-12  总计          条 0/0 na_zero_denominator undetermined
      K06 辰县 2026-12  期限=逾期未核实 条 - missing_data not_judged
      K06 辰镇 2026-12  期限=未到期   条 - missing_data not_judged
      K06 巳县 2026-12  期限=逾期未核实 条 0 ok not_judged
      K06 壬市 2026-12  总计          条 - missing_data undetermined
      K06 壬市 2027-01  总计          条 - missing_data undetermined
      K04 壬市 2027-01  申报方式=委托申报 条 1/1 ok not_judged
      K04 壬市 2027-01  发现渠道=热线 条 -/? missing_data not_judged
      K05 壬市 2027-01  总计          条 -/? missing_data undetermined  # no column 汇总日期
      K07 壬市 2027-01  总计          日 -/? missing_data undetermined
      K08 壬市 2027-01  总计          户 -/? missing_data not_judged    # no column 确认纳入日期
      K09 壬市 2027-01  分项=中位数   户 -/? missing_data not_judged`
    );
  });

  test("without the log all is missing, undetermined for the document that judges", async () => {
    const other = await world({ families, households: ["A1"], profile: "all" });
    const text = (judged: string): string => `
      K04 壬市 2023-12 发现渠道=热线 条 -/? missing_data not_judged
      K05 壬市 2023-12 总计          条 -/? missing_data ${judged}
      K06 辰县 2023-12 总计          条 -/? missing_data ${judged}
      K06 辰县 2023-12 期限=未到期   条 -   missing_data not_judged
      K07 辰县 2023-12 总计          日 -/? missing_data ${judged}
      K08 壬市 2023-12 总计          户 -/? missing_data not_judged
      K09 壬市 2023-12 分项=P90      户 -/? missing_data not_judged`;
    await expectLines(other, text("undetermined"), "FJ2020");
    await expectLines(other, text("not_judged").replace(/.*K0[489].*\n?/g, ""), "ZZ2020");
  });
});
