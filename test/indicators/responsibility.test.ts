import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Run } from "../support/exports.ts";
import { closeWorlds, expectLines, world } from "./world.ts";

const families = ["28"];

beforeEach(() => expect.hasAssertions());
afterAll(closeWorlds);

const households = [
  ...["H1 东村", "H2 东村", "H3 东村", "H4 西村", "H5 西村"].map(line => `${line} 202212`),
  ...["S1 南村 202302", "S2 南村 202302", "S3 南村 202302-202304", "X1 南村 202306-?"]
];

const contacts = `
  记录编号 户编号 责任人编号 角色         是否副科级以上 是否本村 开始日期   结束日期
  C1       H1     G1         挂钩干部     是             .        2022-05-01 .
  C2       H2     G2         挂钩干部     否             .        2022-05-01 .
  C3       H3     G3         挂钩干部     .              .        2022-05-01 .
  C4       H5     G4         本村党员     是             否       2022-05-01 .
  C5       S1     G5         挂钩干部     是             .        2023-02-01 2023-03-30
  C6       S1     G6         挂钩干部     是             .        2023-04-01 .
  C7       S2     G5         挂钩干部     .              .        2023-02-01 .
  C8       S2     G6         挂钩干部     是             .        2023-03-31 .
  C9       S3     G5         挂钩干部     是             .        2023-02-28 2023-03-31
  C10      X1     G5         挂钩干部     是             是       2023-07-01 .
  D1       H1     G7         本村党员     .              是       2022-05-01 .
  D2       H2     G8         致富带头人   .              是       2022-05-01 .
  D3       H3     G9         致富带头人   .              .        2022-05-01 .
  D4       S1     G7         本村党员     .              是       2023-02-01 .
  D5       S1     G8         致富带头人   .              否       2023-02-01 .
  D6       S2     G8         挂钩干部     否             是       2023-02-01 .
  D7       S2     G8         致富带头人   .              是       2023-03-01 2023-05-30
  D8       S3     G8         致富带头人   .              .        2023-02-01 .
  D9       S3     G9         本村党员     .              是       2023-02-01 .`;

let run: Run;
beforeAll(async () => {
  run = await world({ families, households, tables: { 帮扶责任人: contacts }, profile: "all" });
});
const lines = (text: string, profile = "FJ2020"): Promise<void> => expectLines(run, text, profile);

describe("K21 挂钩责任人达标率", () => {
  test("counts households with an assigned cadre of rank; a party member's rank is none", () =>
    lines(`
      K21 辰县 2023-01 总计 户 1/5 ok unmet  # H1; H2 has one without, H4 none, H5 none of the role
      K21 壬市 2023-01 总计 户 1/5 ok unmet  # whatever H3's unknown one is
      K21 巳县 2023-01 总计 户 0/0 na_zero_denominator undetermined
      K21 辰镇 2023-01 总计 户 none`));

  test("keeps a blank rank apart: it is unknown, not a no", () =>
    lines(`
      K21 辰县 2023-01 职级状态=达标   户 1/5 ok not_judged
      K21 辰县 2023-01 职级状态=不达标 户 3/5 ok not_judged
      K21 辰县 2023-01 职级状态=未知   户 1/5 ok not_judged`));

  test("is undetermined where the blank decides", () =>
    lines(`
      K21 巳县 2023-02 总计 户 2/3 not_judged_input undetermined  # S1, S3 from the month's last day; S2 unknown
      K21 壬市 2023-02 总计 户 3/8 ok unmet`));

  test("looks at the month's last day", () =>
    lines(`
      K21 巳县 2023-03 总计 户 2/3 ok unmet  # S2 on the last day, S3 to the last day; S1's left on the 30th
      K21 巳县 2023-04 总计 户 2/2 ok met    # S1 from the 1st; S3 is out of the register`));

  test("is undetermined where a household of unknown state has none, and met where it has one", () =>
    lines(`
      K21 巳县 2023-06 总计 户 2/2 not_judged_input undetermined
      K21 巳县 2023-06 职级状态=未知 户 0/2 ok not_judged
      K21 巳县 2023-07 总计 户 2/2 ok met`));

  test("is judged by FJ2020 alone", () =>
    lines("K21 巳县 2023-02 总计 户 2/3 ok not_judged  # as it stands", "GB2020"));
});

describe("K22 本村结对率", () => {
  test("counts households paired with a party member or lead farmer of their own village, each once", () =>
    lines(`
      K22 南村 2023-03 总计 户 3/3 ok met    # S1 though one is of another; S2; S3 though of one nobody knows
      K22 西村 2023-01 总计 户 0/2 ok unmet  # H4 has none, H5's is of another village
      K22 辰镇 2023-01 总计 户 2/5 ok unmet
      K22 壬市 2023-03 总计 户 5/8 ok unmet
      K22 南村 2023-01 总计 户 0/0 na_zero_denominator undetermined`));

  test("is undetermined where a blank village decides", () =>
    lines("K22 东村 2023-01 总计 户 2/3 not_judged_input undetermined  # H1, H2; H3's is blank"));

  test("takes no cadre for a villager, and looks at the month's last day", () =>
    lines(`
      K22 南村 2023-02 总计 户 2/3 ok unmet  # S2 has a cadre only
      K22 南村 2023-04 总计 户 2/2 ok met
      K22 南村 2023-05 总计 户 1/2 ok unmet  # S2's left on the 30th`));

  test("is judged by FJ2020 alone", () => lines("K22 东村 2023-01 总计 户 2/3 ok not_judged", "HN2021"));
});

describe("with less at hand", () => {
  test("a column that lacks is missing data for what needs it", async () => {
    const other = await world({
      families,
      households: ["H1"],
      tables: {
        帮扶责任人: `
          记录编号 户编号 责任人编号 角色     是否本村 开始日期
          C1       H1     G1         本村党员 是       2023-12-31`
      }
    });
    await expectLines(
      other,
      `
      K21 辰县 2023-12 总计 户 -/? missing_data undetermined
      K21 辰县 2023-12 职级状态=未知 户 -/? missing_data not_judged
      K22 东村 2023-12 总计 户 1/1 ok met`
    );
  });

  test("without the table both are missing, undetermined for the document that judges", async () => {
    const other = await world({ families, households: ["H1"] });
    await expectLines(
      other,
      `
      K21 壬市 2023-12 总计 户 -/? missing_data undetermined
      K22 壬市 2023-12 总计 户 -/? missing_data undetermined`
    );
  });
});
