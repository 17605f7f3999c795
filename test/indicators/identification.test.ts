import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Run } from "../support/exports.ts";
import { closeWorlds, expectLines, world } from "./world.ts";

const families = ["24"];

beforeEach(() => expect.hasAssertions());
afterAll(closeWorlds);

const households = [
  ...["H1 东村 202301", "H2 东村 202303", "H3 西村 202302 不稳定户", "H4 西村 202304", "H5 南村 202310"],
  ...["H6 南村 202308", "H7 西村 202305-202306", "H8 西村 202305-?", "H9 东村 202302"],
  ...["P1 东村", "P2 东村", "P3 西村", "P4 南村"].map(line => `${line} 202212`)
];

/** Every step a document asks for, and one more that none does. */
const everyStep = "线索 承诺授权 信息比对 核实 民主评议 村内公示 确认 公告 备案 录入 审核";

let count = 0;
const recorded = (household: string, steps: string, episode = 1): string =>
  steps
    .split(" ")
    .map(step => `R${++count} ${household} ${episode} ${step} 2023-01-05`)
    .join("\n");

const procedure = `
  记录编号 户编号 监测期次 识别环节 开始日期
  ${recorded("H1", everyStep)}
  ${recorded("H2", "线索 核实 确认 录入")}
  ${recorded("H3", "线索 确认 备案")}
  ${recorded("H5", "线索 核实 确认 备案 录入")}
  ${recorded("H6", "线索 核实 确认 备案 录入")}
  ${recorded("H6", "线索 核实 确认 备案", 2)}
  ${recorded("H7", "线索 确认 录入")}`;

const notices = `
  记录编号 户编号 监测期次 识别环节 开始日期   结束日期   结果
  N1       P1     1        村内公示 2023-03-01 2023-03-08 通过
  N2       P2     1        村内公示 2023-03-01 2023-03-07 通过
  N3       P1     1        村内公示 2023-03-02 2023-03-20 公示中
  N4       P2     1        村内公示 2023-03-02 .          .
  N5       P3     1        村内公示 2023-03-25 2023-04-01 .
  N6       P3     1        民主评议 2023-03-01 2023-03-02 通过
  N7       P4     1        村内公示 2023-11-01 2023-11-20 .
  N8       P3     2        村内公示 2023-04-20 2023-04-30 未通过
  N9       H9     1        村内公示 2023-03-01 2023-03-02 通过`;

const commitments = `
  记录编号 户编号 监测期次 识别环节 开始日期   代签
  C1       P1     3        线索     2023-05-01 .
  C2       P1     3        承诺授权 2023-05-03 否
  C3       P2     3        线索     2023-05-31 .
  C4       P2     3        承诺授权 2023-06-02 是
  C5       P3     3        核实     2023-05-05 .
  C6       P3     4        承诺授权 2023-05-05 .
  C7       P4     3        承诺授权 2023-05-05 否
  C8       P4     4        线索     2023-11-16 .
  C9       未入册 1        线索     2023-04-05 .`;

const entries = `
  记录编号 户编号 监测期次 识别环节 实施层级 开始日期   结束日期   结果
  E1       P1     5        确认     县级     2023-06-01 2023-06-10 通过
  E2       P1     5        录入     县级     2023-06-10 .          .
  E3       P2     5        确认     县级     2023-06-20 .          .
  E4       P2     5        录入     县级     2023-06-30 2023-07-01 .
  E5       P3     5        确认     县级     2023-06-30 .          通过
  E6       P3     6        确认     县级     2023-06-30 .          未通过
  E7       P4     5        确认     县级     2023-06-05 .          .
  E8       P4     5        录入     县级     2023-06-10 .          .
  E9       P4     6        确认     县级     2023-11-14 .          .
  E10      P4     6        录入     县级     2023-11-16 .          .`;

const announcements = `
  记录编号 户编号 监测期次 识别环节 实施层级 开始日期   结束日期   结果
  A1       P1     7        确认     乡镇级   2023-07-01 2023-07-05 通过
  A2       P1     7        公告     乡镇级   2023-07-26 2023-08-01 .
  A3       P2     7        确认     乡镇级   2023-07-31 .          .
  A4       P3     7        确认     县级     2023-07-05 .          通过
  A5       P3     8        确认     .        2023-07-10 .          通过
  A6       P3     8        公告     .        2023-07-11 2023-07-20 公示中
  A7       P4     7        确认     乡镇级   2023-07-05 .          未通过
  A8       P4     7        公告     乡镇级   2023-07-05 2023-07-09 .`;

const endings = `
  记录编号 户编号 监测期次 消除环节 开始日期   结束日期   结果   退出原因
  X1       P4     1        公示     2023-03-01 2023-03-31 通过   .
  X2       P1     1        公示     2023-03-01 2023-03-05 通过   .
  X3       P4     1        乡镇确定 2023-07-03 .          通过   .
  X4       P4     1        公告     2023-07-10 2023-07-20 .      .
  X5       P1     1        乡镇确定 2023-07-03 .          未通过 .
  X6       P1     1        标注     2023-03-15 .          .      .
  X7       P1     1        告知     2023-03-16 .          .      .
  X8       P1     2        标注     2023-09-30 .          .      风险消除
  X9       P1     2        告知     2023-10-02 .          .      .
  X10      P2     1        标注     2023-09-05 .          .      .
  X11      P4     1        标注     2023-10-01 .          .      风险消除
  X12      P4     1        告知     2023-10-01 .          .      .
  X13      P3     1        标注     2023-11-10 .          .      .
  X14      P3     1        告知     2023-11-20 .          .      .
  X15      H9     1        其他退出登记 2023-06-01 .      .      误录撤销`;

let run: Run;
beforeAll(async () => {
  run = await world({
    families,
    households,
    tables: {
      识别程序记录: [procedure, notices, commitments, entries, announcements],
      风险消除程序记录: endings
    },
    asOf: "2023-11-15",
    bound: "HN2021",
    profile: "all"
  });
});
const lines = (text: string, profile = "HN2021"): Promise<void> => expectLines(run, text, profile);

describe("K10 公示合规率", () => {
  test("counts notices that have ended, and those that stood seven days or more", () =>
    lines(`
      K10 东村 2023-03 分项=识别 次 1/2 ok unmet  # N1 seven days, N2 six; N3 and N4 still stand; H9 was a mistake
      K10 辰县 2023-03 分项=识别 次 1/2 ok unmet
      K10 壬市 2023-03 分项=识别 次 1/2 ok unmet`));

  test("belongs to the month of the end, and counts each notice of a household", () =>
    lines(`
      K10 西村 2023-03 分项=识别 次 none
      K10 西村 2023-04 分项=识别 次 2/2 ok met  # N5 ends on the 1st, N8 on the 30th`));

  test("keeps elimination apart", () =>
    lines(`
      K10 南村 2023-03 分项=消除 次 1/1 ok met    # X1
      K10 东村 2023-03 分项=消除 次 0/1 ok unmet  # X2
      K10 壬市 2023-03 分项=消除 次 1/2 ok unmet`));

  test("does not know yet of an end after the day of the data", () =>
    lines("K10 巳县 2023-11 分项=识别 次 0/0 na_zero_denominator undetermined  # N7"));

  test("is judged by HN2021 alone, over the same figures", async () => {
    const text = (judged: string, nothing: string): string => `
      K10 壬市 2023-03 分项=识别 次 1/2 ok ${judged}
      K10 巳县 2023-11 分项=识别 次 0/0 na_zero_denominator ${nothing}`;
    await lines(text("unmet", "undetermined"));
    await lines(text("not_judged", "not_judged"), "ZZ2020");
    await lines(text("not_judged", "not_judged"), "GB2020");
  });
});

describe("K11 程序完整率", () => {
  // Identified in the first quarter: H1 with every step, H2 线索 核实 确认 录入, H3 线索 确认 备案. H9 was a mistake.
  test("asks each document for its own steps", async () => {
    await lines("K11 辰镇 2023Q1 总计 户 1/3 ok unmet  # H1", "HN2021");
    await lines("K11 辰镇 2023Q1 总计 户 1/3 ok unmet  # H1", "FJ2020");
    await lines("K11 辰镇 2023Q1 总计 户 2/3 ok unmet  # H1 H2", "GB2020");
    await lines("K11 辰镇 2023Q1 总计 户 2/3 ok unmet  # H1 H2", "JLC2020");
    await lines("K11 辰镇 2023Q1 总计 户 2/3 ok unmet  # H1 H3", "ZZ2020");
  });

  test("asks less of a 脱贫不稳定户 where the document does", async () => {
    const text = (n: number): string => `
      K11 辰县 2023Q1 监测对象类别=脱贫不稳定户 户 ${n}/1 ok not_judged  # H3
      K11 辰县 2023Q1 监测对象类别=边缘易致贫户 户 1/2 ok not_judged  # H1 of H1 H2`;
    await lines(text(1), "ZZ2020");
    await lines(text(0), "FJ2020");
  });

  test("says which step lacks, over those who need it", async () => {
    await lines(
      `
      K11 辰县 2023Q1 缺失环节=备案     户 1/3 ok not_judged  # H2
      K11 辰县 2023Q1 缺失环节=核实     户 1/3 ok not_judged  # H3
      K11 辰县 2023Q1 缺失环节=线索     户 0/3 ok not_judged
      K11 辰县 2023Q1 缺失环节=村内公示 户 none`,
      "FJ2020"
    );
    await lines("K11 辰县 2023Q1 缺失环节=村内公示 户 1/2 ok not_judged  # H2; H3 needs none", "ZZ2020");
  });

  test("counts who came in the quarter, whatever became of them", () =>
    lines(
      `
      K11 辰镇 2023Q2 总计 户 1/3 ok unmet  # H4 without a record, H7 eliminated since, H8 of unknown state
      K11 壬市 2023Q2 总计 户 1/3 ok unmet
      K11 巳县 2023Q2 总计 户 0/0 na_zero_denominator undetermined`,
      "GB2020"
    ));

  test("looks at the steps of the episode it came with: those of the first do not stand for the second", () =>
    lines("K11 巳镇 2023Q3 总计 户 0/1 ok unmet  # H6 was entered the first time only", "FJ2020"));

  test("is met, but not yet unmet, within a quarter under way", async () => {
    await lines("K11 巳镇 2023Q4 总计 户 1/1 ok met  # H5", "FJ2020");
    await lines("K11 巳镇 2023Q4 总计 户 0/1 ok undetermined", "HN2021");
  });
});

describe("K39 承诺授权签订率", () => {
  test("counts who began in the month and has signed, whenever that was", () =>
    lines(`
      K39 辰镇 2023-05 总计 户 3/4 ok unmet  # P1, P2 signed in June, P3 not; P3 the second time at once
      K39 巳镇 2023-05 总计 户 1/1 ok met    # P4
      K39 壬市 2023-05 总计 户 4/5 ok unmet
      K39 辰镇 2023-06 总计 户 0/4 ok unmet  # P1 P2 P3 the fifth time, P3 the sixth: C4 is of the third`));

  test("tells who signed; a blank is no one in particular", () =>
    lines(`
      K39 辰县 2023-05 签署方式=本人 户 1/4 ok not_judged
      K39 辰县 2023-05 签署方式=代签 户 1/4 ok not_judged
      K39 辰县 2023-05 签署方式=未填 户 1/4 ok not_judged`));

  test("counts a household that the register lacks at the root, and no step after the day of the data", () =>
    lines(`
      K39 壬市 2023-04 总计 户 0/2 ok unmet  # and P3's second time
      K39 辰县 2023-04 总计 户 0/1 ok unmet
      K39 巳县 2023-11 总计 户 0/2 ok unmet  # P4's first and sixth time; C8 is still to come`));

  test("is judged by HN2021 alone", () => lines("K39 壬市 2023-05 总计 户 4/5 ok not_judged", "FJ2020"));
});

describe("K55 系统录入及时率", () => {
  test("counts who was confirmed in the month and is entered, and the median of days between", () =>
    lines(`
      K55 辰镇 2023-06 分项=录入率     户 2/3 ok not_judged      # P1 the same day, P2 after eleven, P3 not
      K55 辰镇 2023-06 分项=时滞中位数 户 -/2=5.5 ok not_judged
      K55 巳镇 2023-06 分项=录入率     户 1/1 ok not_judged      # P4 after five
      K55 巳镇 2023-06 分项=时滞中位数 户 -/1=5 ok not_judged`));

  test("takes the median anew above", () =>
    lines(`
      K55 壬市 2023-06 分项=录入率     户 3/4 ok not_judged
      K55 壬市 2023-06 分项=时滞中位数 户 -/3=5 ok not_judged`));

  test("has no median where nobody is entered yet", () =>
    lines(`
      K55 巳县 2023-11 分项=录入率     户 0/1 ok not_judged  # E10 is still to come
      K55 巳县 2023-11 分项=时滞中位数 户 -/0 na_zero_denominator not_judged
      K55 巳镇 2023-11 分项=时滞中位数 户 none
      K55 巳县 2023-08 分项=录入率     户 0/0 na_zero_denominator not_judged`));
});

describe("K60 乡镇公告率", () => {
  test("counts the township's decisions, by the month the announcement ended, else of the decision", () =>
    lines(`
      K60 辰镇 2023-07 分项=识别 户 0/2 ok unmet  # P2 and, its level blank, P3, announced for the time being
      K60 辰镇 2023-08 分项=识别 户 1/1 ok met    # P1
      K60 壬市 2023-08 分项=识别 户 1/1 ok met
      K60 巳县 2023-07 分项=识别 户 0/0 na_zero_denominator undetermined  # P4 was turned down`));

  test("keeps elimination apart", () =>
    lines(`
      K60 巳镇 2023-07 分项=消除 户 1/1 ok met  # P4
      K60 辰镇 2023-07 分项=消除 户 none        # P1 was turned down
      K60 辰县 2023-07 分项=消除 户 0/0 na_zero_denominator undetermined`));

  test("is judged by HN2021 alone", () =>
    lines("K60 辰镇 2023-07 分项=识别 户 0/2 ok not_judged", "JLC2020"));
});

describe("K59 消除告知率", () => {
  test("counts who was marked in the month and was told, whenever that was", () =>
    lines(`
      K59 东村 2023-09 总计 户 1/2 ok unmet  # P1 told in October, P2 not
      K59 南村 2023-10 总计 户 1/1 ok met    # P4 on the 1st
      K59 壬市 2023-09 总计 户 1/2 ok unmet
      K59 西村 2023-11 总计 户 0/1 ok unmet  # P3 is told only after the day of the data
      K59 西村 2023-10 总计 户 0/0 na_zero_denominator undetermined`));

  test("counts every episode by itself", () => lines("K59 东村 2023-03 总计 户 1/1 ok met  # P1's first"));

  test("is judged by HN2021 alone", () => lines("K59 东村 2023-09 总计 户 1/2 ok not_judged", "FJ2020"));
});

test("a log or a column that lacks is missing data, undetermined for the document that judges", async () => {
  const other = await world({
    families,
    households: ["P1 东村"],
    tables: {
      风险消除程序记录: `
        记录编号 户编号 监测期次 消除环节 开始日期
        X1       P1     1        公示     2023-10-01
        X2       P1     1        标注     2023-12-01
        X3       P1     1        告知     2023-12-01`
    },
    bound: "HN2021"
  });
  await expectLines(
    other,
    `
    K10 壬市 2023-12 分项=识别     次 -/? missing_data undetermined  # no 识别程序记录
    K10 壬市 2023-12 分项=消除     次 -/? missing_data undetermined  # no column 结束日期
    K11 壬市 2023Q4  总计          户 -/? missing_data undetermined
    K11 壬市 2023Q4  监测对象类别=边缘易致贫户 户 -/? missing_data not_judged
    K39 壬市 2023-12 总计          户 -/? missing_data undetermined
    K55 壬市 2023-12 分项=录入率   户 -/? missing_data not_judged
    K55 壬市 2023-12 分项=时滞中位数 户 -/? missing_data not_judged
    K60 壬市 2023-12 分项=识别     户 -/? missing_data undetermined
    K60 壬市 2023-12 分项=消除     户 -/? missing_data undetermined
    K59 壬市 2023-12 总计          户 1/1 ok met`
  );
});
