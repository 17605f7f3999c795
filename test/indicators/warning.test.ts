import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readContract } from "../../loaders/contract/contract.ts";
import { indicators } from "../../loaders/indicators/indicators.ts";
import { projectPath } from "../../loaders/lib/paths.ts";
import { model } from "../../loaders/model/model.ts";
import type { Run } from "../support/exports.ts";
import { closeWorlds, expectLines, world } from "./world.ts";

const families = ["31", "32", "36"];

beforeEach(() => expect.hasAssertions());

const folders: string[] = [];
afterAll(() => {
  closeWorlds();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The draft of Jilin is in force; the national poverty line is 4000 in 辰县, so that R4 asks for less than 6000; 巳县 has none. */
const regions = `
  区划代码 区划名称 层级 上级代码 年度 适用政策口径 国家扶贫标准
  壬市 壬市 设区市 . 2023 JLC2020 .
  辰县 辰县 县 壬市 2023 . 4000
  辰镇 辰镇 乡镇 辰县 2023 . .
  东村 东村 行政村 辰镇 2023 . .
  西村 西村 行政村 辰镇 2023 . .
  巳县 巳县 县 壬市 2023 . .
  巳镇 巳镇 乡镇 巳县 2023 . .
  南村 南村 行政村 巳镇 2023 . .`;

const fiveItems = ["吃", "穿", "义务教育", "基本医疗", "住房"];

/** 三保障与饮水核查: all five items met for each household, then the rows given. */
function checks(fine: readonly string[], rows = ""): string {
  const met = fine.flatMap(id => fiveItems.map(item => `${id}${item} ${id} ${item} 达标 2023-01-10 .`));
  return ["核查编号 户编号 核查项目 状态 发现日期 解决日期", ...met, rows].join("\n");
}

/** Runs the model and the indicators of a world again, as another reading of the draft has it. */
async function reread(run: Run, params: Readonly<Record<string, string>>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "policy-"));
  folders.push(folder);
  cpSync(projectPath("data/policy"), folder, { recursive: true });
  const path = join(folder, "profiles.tsv");
  let text = readFileSync(path, "utf8");
  for (const [key, value] of Object.entries(params)) {
    const own = new RegExp(`^(JLC2020\\t${key}\\t)[^\\t]*`, "m");
    if (!own.test(text)) throw new Error(`no parameter ${key}`);
    text = text.replace(own, `$1${value}`);
  }
  writeFileSync(path, text);
  const contract = readContract(folder);
  await model(run.duck, contract, { asOf: "2023-12-31", root: "", profile: "", defaultProfile: "" });
  await indicators(run.duck, contract);
}

/** Takes the levels of a world again under another reading of red: its own statements, with the parameter changed. */
async function regrade(run: Run, reading: string): Promise<void> {
  await run.duck.run(`UPDATE policy_param SET value = '${reading}' WHERE param_key = 'warning_red_reading'`);
  await run.duck.file(projectPath("loaders/indicators/36_warning.sql"));
}

/** Household → its computed level at a month's end. */
async function levels(run: Run, period = "2023-12"): Promise<Record<string, unknown>> {
  const rows = await run.rows(
    `SELECT household_id, computed FROM warning_level WHERE period = '${period}' ORDER BY household_id`
  );
  return Object.fromEntries(rows.map(row => [row.household_id, row.computed]));
}

/** Household → one predicate at a month's end. */
async function predicate(run: Run, name: string, period = "2023-12"): Promise<Record<string, unknown>> {
  const rows = await run.rows(
    `SELECT household_id, ${name} AS answer FROM warning_predicate WHERE period = '${period}' ORDER BY household_id`
  );
  return Object.fromEntries(rows.map(row => [row.household_id, row.answer]));
}

describe("red, yellow and blue by household", () => {
  // H1 to H8 are the eight fixed cases of README §5e. R2: 6000 < 10000 × 0.7. R3: 12000 > 10000, with a cause. R4: 5000 < 1.5 × 4000.
  // H8's income of 2023 is blank.
  const cases = `
    户编号 年度 期间类型 期末月份 收入口径 家庭收入 预期人均可支配收入 刚性支出 刚性支出原因 有无创业能力
    H1 2022 年 202212 可支配收入 10000 . . . .
    H1 2023 年 202312 可支配收入 10000 9000 0 . 是
    H2 2022 年 202212 可支配收入 10000 . . . .
    H2 2023 年 202312 可支配收入 6000 5000 0 . 是
    H3 2022 年 202212 可支配收入 10000 . . . .
    H3 2023 年 202312 可支配收入 6000 5000 12000 因病 是
    H4 2022 年 202212 可支配收入 10000 . . . .
    H4 2023 年 202312 可支配收入 10000 9000 0 . 是
    H5 2022 年 202212 可支配收入 10000 . . . .
    H5 2023 年 202312 可支配收入 10000 5000 0 . 是
    H6 2022 年 202212 可支配收入 10000 . . . .
    H6 2023 年 202312 可支配收入 10000 9000 12000 因病 是
    H7 2022 年 202212 可支配收入 10000 . . . .
    H7 2023 年 202312 可支配收入 10000 9000 0 . 是
    H8 2022 年 202212 可支配收入 10000 . . . .
    H8 2023 年 202312 可支配收入 . 5000 0 . 是`;
  const eight = ["H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8"];
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      households: `
        A1 东村 无|A2 东村 无能|A3 东村 无|A4 东村 无无|A5 东村 无空|A6 东村 无能|A7 东村 无空|A8 东村 无无
        B1 东村|B2 东村|B3 东村|B4 东村|B5 东村|B6 东村|B7 东村|B8 南村
        C1 西村|C2 西村|C3 西村|C4 西村|C5 西村|C6 西村|C7 西村|C8 西村|C9 西村
        D1 东村 无|D2 东村 无弱|D3 东村 无空|D4 东村 空弱|D5 东村 无|D6 东村 无
        E1 东村 能弱|E2 东村 能|E3 东村 能空
        H1 东村 无|H2 东村|H3 东村|H4 东村|H5 东村|H6 东村|H7 东村|H8 东村`
        .trim()
        .split(/\||\n/),
      columns: {
        享受特困供养政策情况: {
          ...{ H1: "农村特困", H2: "不享受", H3: "不享受", H4: "不享受" },
          ...{ H5: "不享受", H6: "不享受", H7: "不享受", H8: "不享受" },
          ...{ A1: "农村特困", "A2-1": "农村特困", "A2-2": "不享受", A3: "不享受", "A4-1": "不享受" },
          ...{ "A5-1": "农村特困", "A5-2": "不享受", A7: "不享受", "A8-2": "城市特困" }
        }
      },
      tables: {
        区划统计表: regions,
        // B4's year before is in the other reading, B7's later record is of a quarter.
        收支补充表: [
          cases,
          `
          户编号 年度 期间类型 期末月份 收入口径 家庭收入 预期人均可支配收入 刚性支出 刚性支出原因
          B1 2022 年 202212 可支配收入 10000 . . .
          B1 2023 年 202312 可支配收入 6999.99 5999.99 10000.01 因病
          B2 2022 年 202212 可支配收入 10000 . . .
          B2 2023 年 202312 可支配收入 7000 6000 10000 因病
          B3 2023 年 202312 可支配收入 5000 . 99999 因病
          B4 2022 年 202212 纯收入 10000 . . .
          B4 2023 年 202312 可支配收入 1000 1 20000 因病
          B5 2022 年 202212 可支配收入 10000 . . .
          B5 2023 年 202312 可支配收入 . 1 20000 .
          B6 2022 年 202212 可支配收入 10000 . . .
          B6 2023 年 202312 可支配收入 10000 1 . 因病
          B7 2022 年 202212 可支配收入 10000 7000 0 .
          B7 2023 季 202309 可支配收入 1000 1 99999 因病
          B8 2023 年 202312 可支配收入 1000 1 0 .`,
          `
          户编号 年度 期间类型 期末月份 收入口径 家庭收入 工资性收入 生产经营性收入 财产性收入 转移性收入 有无创业能力 收入来源是否稳定 自主发展动力不足 主要靠产业带动或包保
          D1 2023 年 202312 可支配收入 1 0 0 0 0 否 . . .
          D2 2023 年 202312 可支配收入 1 0 1 0 1 是 . . .
          D3 2023 年 202312 可支配收入 1 0 . . 0 . . . .
          D4 2023 年 202312 可支配收入 1 . . . . . . . .
          D5 2023 年 202312 可支配收入 1 . . 0 0 . . . .
          D6 2023 年 202312 可支配收入 1 . . 0 0 . . . .
          E1 2023 年 202312 可支配收入 1 . . . . . 否 是 是
          E2 2023 年 202312 可支配收入 1 . . . . . 是 否 否
          E3 2023 年 202312 可支配收入 1 . . . . . . . .`
        ],
        三保障与饮水核查: checks(
          ["C1", "C2", "C3", "C4", "C9", ...eight],
          `X1 H4 住房 不达标 2023-06-01 .
           X2 H6 住房 不达标 2023-06-01 .
           F1 C1 住房 不达标 2023-06-01 .
           F2 C2 住房 不达标 2023-06-01 2023-12-31
           F3 C3 住房 隐患 2023-06-01 .
           F4 C4 饮水 不达标 2023-06-01 .
           F5 C5 吃 达标 2023-06-01 .
           F6 C5 穿 达标 2023-06-01 .
           F7 C5 义务教育 达标 2023-06-01 .
           F8 C5 基本医疗 达标 2023-06-01 .
           F9 C5 住房 未查 2023-06-01 .
           G1 C7 吃 达标 2023-06-01 .
           G2 C7 穿 达标 2023-06-01 .
           G3 C7 义务教育 不适用 2023-06-01 .
           G4 C7 基本医疗 达标 2023-06-01 .
           G5 C7 住房 达标 2023-12-31 .
           G6 C8 住房 不达标 2023-06-01 .
           G7 C9 住房 不达标 2023-12-31 .`
        ),
        帮扶措施台账: `
          措施编号 户编号 措施类型 开始日期 状态
          M1 D1 财政专项扶贫资金 2023-12-31 已完成
          M2 D2 小额信贷 2023-01-01 已完成
          M3 D3 分红 2023-01-01 实施中
          M4 D5 财政专项扶贫资金 2023-01-01 计划
          M5 D6 公益岗 2023-01-01 实施中`
      }
    });
  });
  const of = async (name: string, prefix: string, period?: string): Promise<unknown[]> =>
    Object.entries(await predicate(run, name, period))
      .filter(([id]) => id.startsWith(prefix))
      .map(([, answer]) => answer);
  const [yes, no, open] = [true, false, null];

  test("R1: somebody is in 特困 and no member can work", async () =>
    // A2: one can work. A4: the blank may be in 特困. A5: the blank may work. A6: whatever the blanks are, one can work. A7: none is in 特困.
    expect(await of("r1", "A")).toEqual([yes, no, no, open, open, no, no, yes]));

  test("R2: income below 70 % of the year before, never across readings of income or parts of a year", async () =>
    expect(await of("r2", "B")).toEqual([yes, no, open, open, open, no, open, open]));

  test("R3: rigid expenses above the year before, with a cause", async () =>
    // B5 has no cause, whatever it spent; B6's expense is blank.
    expect(await of("r3", "B")).toEqual([yes, no, open, open, no, open, no, no]));

  test("R4: expected income below 1.5 times the national poverty line, unknown where the line is", async () =>
    expect(await of("r4", "B")).toEqual([yes, no, open, yes, yes, yes, no, open]));

  test("a year's record counts from the month it ends in", async () => {
    expect((await predicate(run, "r2", "2023-11")).B1).toBe(open);
    expect((await predicate(run, "r4", "2023-11")).B1).toBe(open);
    expect((await predicate(run, "r4", "2023-11")).B7).toBe(no);
  });

  test("R5: one of five items 不达标 and not dealt with; false only when all five were looked at", async () => {
    // C2 is dealt with on the last day, C3 is a 隐患, C4 is water, C5's house 未查, C6 has no record, C7 has 不适用, C8 has but one record.
    expect(await of("r5", "C")).toEqual([yes, no, no, no, open, open, no, yes, yes]);
    expect(await of("r5", "C", "2023-11")).toEqual([yes, yes, no, no, open, open, open, yes, no]);
    expect(await of("r5", "C", "2023-05")).toEqual([no, no, no, no, open, open, open, open, no]);
  });

  test("Y1: no member can work, not even a little", async () =>
    expect(await of("y1", "D")).toEqual([yes, no, open, no, yes, yes]));

  test("Y2: cannot start a business", async () =>
    expect(await of("y2", "D")).toEqual([yes, no, open, open, open, open]));

  test("Y3: neither wages nor business income", async () =>
    expect(await of("y3", "D")).toEqual([yes, no, open, open, open, open]));

  test("Y4: lives of M04, M05 or M36 in practice, with no other income", async () => {
    // D2 has other income, D3's is blank; D4 has no measure, D5's is but a plan, D6's of another kind.
    expect(await of("y4", "D")).toEqual([yes, no, open, no, no, no]);
    expect((await predicate(run, "y4", "2023-11")).D1).toBe(no);
  });

  test("B1: a member can work a little", async () => {
    expect(await of("b1", "E")).toEqual([yes, no, open]);
    expect(await of("b1", "D")).toEqual([no, yes, open, yes, no, no]);
  });

  test("B2, B3, B4: income unsteady, little drive of its own, leans on others", async () => {
    expect(await of("b2", "E")).toEqual([yes, no, open]);
    expect(await of("b3", "E")).toEqual([yes, no, open]);
    expect(await of("b4", "E")).toEqual([yes, no, open]);
  });

  test("the eight fixed cases stand on the predicates they are named after", async () => {
    const rows = await run.rows(
      `SELECT household_id, concat_ws(',', ${["r1", "r2", "r3", "r4", "r5"]
        .map(name => `CASE WHEN ${name} THEN '${name}' WHEN ${name} IS NULL THEN '${name}?' END`)
        .join(
          ", "
        )}) AS named FROM warning_predicate WHERE period = '2023-12' AND household_id LIKE 'H%' ORDER BY 1`
    );
    expect(Object.fromEntries(rows.map(row => [row.household_id, row.named]))).toEqual({
      H1: "r1",
      H2: "r2,r4",
      H3: "r2,r3,r4",
      H4: "r5",
      H5: "r4",
      H6: "r3,r5",
      H7: "",
      H8: "r2?,r4"
    });
  });

  const readings: readonly [reading: string, red: string, open: string][] = [
    ["A", "H1 H3", ""],
    ["B", "H1 H2 H3 H6", "H8"],
    ["C", "H2 H3 H6", "H8"],
    ["D", "H1 H2 H3 H4 H6", "H8"]
  ];
  test.each(readings)("red under reading %s: %s; 待核定: %s; else 未分级", async (reading, red, open) => {
    await regrade(run, reading);
    const level = (id: string): string =>
      red.split(" ").includes(id) ? "red" : open === id ? "pending" : "ungraded";
    expect(await levels(run)).toMatchObject(Object.fromEntries(eight.map(id => [id, level(id)])));
  });

  describe("counted, the eight by themselves", () => {
    let few: Run;
    beforeAll(async () => {
      few = await world({
        families,
        households: [
          ...["H1 东村 无", "H2 东村", "H3 东村 能能", "H4 西村", "H5 西村", "H6 西村", "H7 南村", "H8 西村"]
        ],
        columns: {
          享受特困供养政策情况: {
            ...Object.fromEntries(eight.map(id => [id, "不享受"])),
            H1: "农村特困"
          }
        },
        tables: {
          区划统计表: regions,
          收支补充表: cases,
          三保障与饮水核查: checks(
            eight,
            `X1 H4 住房 不达标 2023-06-01 .
             X2 H6 住房 不达标 2023-06-01 .`
          ),
          分类预警确认表: `
            确认编号 户编号 预警级别 生效日期
            Q1 H1 红色 2023-12-01
            Q2 H2 黄色 2023-12-01
            Q3 H3 红色 2023-12-01
            Q4 H4 未分级 2023-12-01
            Q5 H6 预警关注 2023-12-01
            Q6 H7 蓝色 2023-12-01`
        }
      });
    });

    test("K16 says why those computed red are; one may be for several reasons", () =>
      expectLines(
        few,
        `K16 壬市 2023-12 级别来源=computed;原因=R1 户 1/4 ok not_judged # H1 of H1 H2 H3 H6
         K16 壬市 2023-12 级别来源=computed;原因=R2 户 2/4 ok not_judged # H2 H3; H8's is not known, nor is H8 red
         K16 壬市 2023-12 级别来源=computed;原因=R3 户 2/4 ok not_judged # H3 H6
         K16 壬市 2023-12 级别来源=computed;原因=R4 户 2/4 ok not_judged # H2 H3; H5's alone makes nobody red
         K16 壬市 2023-12 级别来源=computed;原因=R5 户 1/4 ok not_judged # H6; H4's alone makes nobody red
         K16 壬市 2023-12 级别来源=computed;原因=R1 人 1/5 ok not_judged
         K16 壬市 2023-12 级别来源=computed;原因=R3 人 3/5 ok not_judged
         K16 东村 2023-12 级别来源=computed;原因=R2 户 2/3 ok not_judged
         K16 西村 2023-12 级别来源=computed;原因=R3 户 1/1 ok not_judged
         K16 东村 2023-12 级别来源=computed;原因=R5 户 none
         K16 巳县 2023-12 级别来源=computed;原因=R1 户 0/0 na_zero_denominator not_judged`
      ));

    test("K16 counts what is red and what 待核定 by every reading", () =>
      expectLines(
        few,
        `K16 壬市 2023-12 读法=A;预警级别=红色   户 2/8 ok not_judged # H1 H3
         K16 壬市 2023-12 读法=A;预警级别=待核定 户 0/8 ok not_judged # without R3, H8 is not red whatever R2 is
         K16 壬市 2023-12 读法=B;预警级别=红色   户 4/8 ok not_judged # H1 H2 H3 H6
         K16 壬市 2023-12 读法=B;预警级别=待核定 户 1/8 ok not_judged # H8
         K16 壬市 2023-12 读法=C;预警级别=红色   户 3/8 ok not_judged # H2 H3 H6
         K16 壬市 2023-12 读法=D;预警级别=红色   户 5/8 ok not_judged # H1 H2 H3 H4 H6
         K16 壬市 2023-12 读法=D;预警级别=待核定 户 1/8 ok not_judged
         K16 辰县 2023-12 读法=D;预警级别=红色   户 5/7 ok not_judged
         K16 辰镇 2023-12 读法=A;预警级别=红色   户 2/7 ok not_judged
         K16 辰镇 2023-12 读法=A;预警级别=待核定 户 none
         K16 东村 2023-12 读法=B;预警级别=红色   户 none
         K16 壬市 2023-12 读法=B;预警级别=红色   人 none
         K16 巳县 2023-12 读法=B;预警级别=红色   户 0/1 ok not_judged # H7`
      ));

    test("K16 sets every official level against the computed one", () =>
      expectLines(
        few,
        `K16 壬市 2023-12 官方级别=红色;计算级别=红色     户 2/8 ok not_judged # H1 H3
         K16 壬市 2023-12 官方级别=黄色;计算级别=红色     户 1/8 ok not_judged # H2
         K16 壬市 2023-12 官方级别=待核定;计算级别=红色   户 1/8 ok not_judged # H6, whose 预警关注 is no level
         K16 壬市 2023-12 官方级别=待核定;计算级别=未分级 户 1/8 ok not_judged # H5
         K16 壬市 2023-12 官方级别=待核定;计算级别=待核定 户 1/8 ok not_judged # H8
         K16 壬市 2023-12 官方级别=未分级;计算级别=未分级 户 1/8 ok not_judged # H4
         K16 壬市 2023-12 官方级别=蓝色;计算级别=未分级   户 1/8 ok not_judged # H7
         K16 壬市 2023-12 官方级别=蓝色;计算级别=蓝色     户 0/8 ok not_judged
         K16 辰县 2023-12 官方级别=蓝色;计算级别=未分级   户 0/7 ok not_judged
         K16 辰镇 2023-12 官方级别=红色;计算级别=红色     户 2/7 ok not_judged
         K16 辰镇 2023-12 官方级别=蓝色;计算级别=未分级   户 none
         K16 东村 2023-12 官方级别=红色;计算级别=红色     户 none`
      ));

    test("the five by five sum to the register, the default reading to the computed level", async () => {
      const odd = await few.rows(
        `SELECT region_code, period FROM indicator WHERE indicator = 'K16' AND region_level NOT IN ('town', 'village') AND breakdown LIKE '官方级别=%'
         GROUP BY ALL HAVING count(*) <> 25 OR sum(numerator) <> any_value(denominator)
         UNION ALL
         SELECT a.region_code, a.period FROM indicator AS a JOIN indicator AS b USING (indicator, region_code, period, basis)
         WHERE indicator = 'K16' AND a.breakdown LIKE '读法=B;%' AND b.breakdown = substr(a.breakdown, 6) || ';级别来源=computed' AND a.numerator <> b.numerator`
      );
      expect(odd).toEqual([]);
    });
  });
});

describe("without a table that tells", () => {
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      households: ["A1 东村 能", "A2 东村 无"],
      tables: { 区划统计表: regions }
    });
  });

  test("every predicate it would answer is unknown, none is false", async () => {
    const [row] = await run.rows(
      `SELECT ${["r1", "r2", "r3", "r4", "r5", "y2", "y3", "y4", "b2", "b3", "b4"].map(name => `bool_or(${name} IS NOT NULL) AS ${name}`).join(", ")}
       FROM warning_predicate WHERE household_id = 'A2'`
    );
    expect(new Set(Object.values(row!))).toEqual(new Set([false]));
  });

  test("computed levels are 待核定, official ones missing data", () =>
    expectLines(
      run,
      `K16 辰县 2023-12 预警级别=待核定;级别来源=computed 户 2/2 ok not_judged
       K16 辰县 2023-12 预警级别=未分级;级别来源=computed 户 0/2 ok not_judged
       K16 辰县 2023-12 预警级别=待核定;级别来源=official 户 -/2 missing_data not_judged
       K16 辰县 2023-12 预警级别=红色;级别来源=official;监测对象类别=边缘易致贫户 人 -/2 missing_data not_judged
       K17 辰县 2023Q4 期初级别=待核定;期末级别=待核定 户 - missing_data not_judged
       K16 巳县 2023-12 预警级别=待核定;级别来源=computed 户 0/0 na_zero_denominator not_judged`
    ));

  test("so are reasons that need it, and what official levels are set against", () =>
    expectLines(
      run,
      `K16 辰县 2023-12 级别来源=computed;原因=R1 户 -/- missing_data not_judged # no column of 特困
       K16 辰县 2023-12 级别来源=computed;原因=R2 户 -/- missing_data not_judged
       K16 辰县 2023-12 级别来源=computed;原因=R3 人 -/- missing_data not_judged
       K16 辰县 2023-12 级别来源=computed;原因=R4 户 -/- missing_data not_judged
       K16 辰县 2023-12 级别来源=computed;原因=R5 户 -/- missing_data not_judged
       K16 辰县 2023-12 官方级别=待核定;计算级别=待核定 户 -/2 missing_data not_judged
       K16 辰县 2023-12 官方级别=红色;计算级别=未分级 户 -/2 missing_data not_judged
       K16 辰县 2023-12 读法=A;预警级别=待核定 户 2/2 ok not_judged`
    ));
});

describe("from red to yellow to blue", () => {
  // In all: R1 false (nobody in 特困), R3 and R4 false. R2 true for L1, L2, L7. R5 false but unknown for L1.
  const finance = `
    户编号 年度 期间类型 期末月份 收入口径 家庭收入 预期人均可支配收入 刚性支出 工资性收入 生产经营性收入 财产性收入 转移性收入 有无创业能力 收入来源是否稳定 自主发展动力不足 主要靠产业带动或包保
    L1 2022 年 202212 可支配收入 10000 . . . . . . . . . .
    L1 2023 年 202312 可支配收入 6000 9000 0 0 0 0 0 否 是 否 否
    L2 2022 年 202212 可支配收入 10000 . . . . . . . . . .
    L2 2023 年 202312 可支配收入 6000 9000 0 0 0 0 0 否 是 否 否
    L3 2022 年 202212 可支配收入 10000 . . . . . . . . . .
    L3 2023 年 202312 可支配收入 9000 9000 0 0 0 0 0 . 是 否 否
    L4 2022 年 202212 可支配收入 10000 . . . . . . . . . .
    L4 2023 年 202312 可支配收入 9000 9000 0 1 0 0 0 否 否 是 是
    L5 2022 年 202212 可支配收入 10000 . . . . . . . . . .
    L5 2023 年 202312 可支配收入 9000 9000 0 1 0 0 0 否 否 是 .
    L6 2022 年 202212 可支配收入 10000 . . . . . . . . . .
    L6 2023 年 202312 可支配收入 6000 1000 . . . . . . . . .
    L7 2022 年 202212 可支配收入 10000 . . . . . . . . . .
    L7 2023 年 202312 可支配收入 6000 9000 0 1 0 0 0 否 是 . 是
    L8 2022 年 202212 可支配收入 10000 . . . . . . . . . .
    L8 2023 年 202312 可支配收入 9000 9000 0 0 0 0 0 否 是 否 否
    L9 2022 年 202212 可支配收入 10000 . . . . . . . . . .
    L9 2023 年 202312 可支配收入 7500 9000 0 1 0 0 0 是 是 否 否`;
  let run: Run;
  beforeAll(async () => {
    const households = [
      ...[
        "L1 东村 无无",
        "L2 东村 无",
        "L3 东村 无",
        "L4 东村 弱能",
        "L5 东村 弱",
        "L6 西村 空",
        "L7 西村 弱"
      ],
      ...["L8 西村 不稳定户 无无无", "L9 西村"]
    ];
    const ids = households.map(line => line.slice(0, 2));
    run = await world({
      families,
      households,
      columns: {
        享受特困供养政策情况: Object.fromEntries(ids.filter(id => id !== "L6").map(id => [id, "不享受"]))
      },
      tables: {
        区划统计表: regions,
        收支补充表: finance,
        三保障与饮水核查: checks(
          ids.filter(id => id !== "L1" && id !== "L6"),
          "F1 L9 饮水 不达标 2023-06-01 ."
        ),
        帮扶措施台账: [
          "措施编号 户编号 措施类型 开始日期 状态",
          ...ids.map(id => `M${id} ${id} 分红 2023-01-01 实施中`)
        ].join("\n")
      }
    });
  });

  test("an unknown colour is 待核定 and never falls to a lower one", async () =>
    expect(await levels(run)).toEqual({
      L1: "pending", // red unknown, though all of yellow is true
      L2: "yellow",
      L3: "pending", // yellow unknown
      L4: "blue",
      L5: "pending", // blue unknown
      L6: "red", // the rest unknown
      L7: "ungraded", // blue false by B2, though B3 is unknown
      L8: "yellow",
      L9: "ungraded"
    }));

  test("K16 counts households and persons of each level, in each category", () =>
    expectLines(
      run,
      `K16 东村 2023-12 预警级别=黄色;级别来源=computed 户 1/5 ok not_judged
       K16 东村 2023-12 预警级别=黄色;级别来源=computed 人 1/7 ok not_judged
       K16 辰县 2023-12 预警级别=黄色;级别来源=computed 户 2/9 ok not_judged
       K16 壬市 2023-12 预警级别=黄色;级别来源=computed 人 4/13 ok not_judged
       K16 壬市 2023-12 预警级别=待核定;级别来源=computed 户 3/9 ok not_judged
       K16 壬市 2023-12 预警级别=待核定;级别来源=computed 人 4/13 ok not_judged
       K16 壬市 2023-12 预警级别=黄色;级别来源=computed;监测对象类别=脱贫不稳定户 人 3/3 ok not_judged
       K16 壬市 2023-12 预警级别=黄色;级别来源=computed;监测对象类别=边缘易致贫户 人 1/10 ok not_judged
       K16 巳县 2023-12 预警级别=黄色;级别来源=computed 户 0/0 na_zero_denominator not_judged`
    ));

  test("a household that is 待核定 names what it waits for, and K16 counts by it", async () => {
    const rows = await run.rows(
      `SELECT household_id, array_to_string(lacking, ',') AS lacking FROM warning_level
       WHERE period = '2023-12' AND computed = 'pending' ORDER BY household_id`
    );
    expect(Object.fromEntries(rows.map(row => [row.household_id, row.lacking]))).toEqual({
      L1: "R5",
      L3: "Y2",
      L5: "B4"
    });
    await expectLines(
      run,
      `K16 辰县 2023-12 预警级别=待核定;级别来源=computed;缺项=R5 户 1 ok not_judged
       K16 辰县 2023-12 预警级别=待核定;级别来源=computed;缺项=Y2 户 1 ok not_judged
       K16 壬市 2023-12 预警级别=待核定;级别来源=computed;缺项=B4 户 1 ok not_judged
       K16 壬市 2023-12 预警级别=待核定;级别来源=computed;缺项=R2 户 0 ok not_judged`
    );
  });

  test("before any year's record all is 待核定", async () =>
    expect(new Set(Object.values(await levels(run, "2023-01")))).toEqual(new Set(["pending"])));

  test("the draft's other parameters are read from the policy: blue by any, yellow for 脱贫不稳定户 only, water, the drop", async () => {
    await reread(run, {
      warning_blue_reading: "or",
      warning_y5_enabled: "true",
      warning_r5_items: "food|clothing|schooling|medical|housing|water",
      warning_r2_delta: "0.20"
    });
    expect(await levels(run)).toEqual({
      L1: "pending",
      L2: "pending", // water was never looked at, and its income dropped
      L3: "ungraded", // a 边缘户 is no longer yellow; blue is false in all four
      L4: "blue",
      L5: "blue",
      L6: "red",
      L7: "pending",
      L8: "yellow",
      L9: "red" // dropped by 25 %, water 不达标
    });
  });
});

describe("official levels", () => {
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      households: [
        ...["O1 东村", "O2 东村 能能", "O3 东村", "O4 西村", "O5 西村", "O6 西村 202301-202306", "O7 南村"],
        "O8 南村 202305"
      ],
      tables: {
        区划统计表: regions,
        分类预警确认表: `
          确认编号 户编号 预警级别 生效日期 失效日期
          Q1 O1 红色 2023-03-01 2023-06-30
          Q2 O2 黄色 2023-03-31 .
          Q3 O3 蓝色 2023-01-01 .
          Q4 O3 红色 2023-05-01 .
          Q5 O5 未分级 2023-01-01 .
          Q6 O6 黄色 2023-01-01 .
          Q7 O7 红色 2023-01-01 .
          Q8 O7 蓝色 2023-04-01 2023-05-15
          Q9 O8 蓝色 2023-06-30 .`
      }
    });
  });
  const official = async (period: string): Promise<Record<string, unknown>> => {
    const rows = await run.rows(
      `SELECT household_id, official FROM warning_level WHERE period = '${period}' ORDER BY household_id`
    );
    return Object.fromEntries(rows.map(row => [row.household_id, row.official]));
  };

  test("stand from the day they take effect, to the month's end they last to, the latest first", async () => {
    expect(await official("2023-02")).toEqual({
      ...{ O1: "pending", O2: "pending", O3: "blue", O4: "pending", O5: "ungraded", O6: "yellow", O7: "red" }
    });
    // O1 and O2 took effect by the month's last day; O7's blue is the later one.
    expect(await official("2023-04")).toMatchObject({ O1: "red", O2: "yellow", O7: "blue" });
    // O7's blue ran out in mid-May, its red never did; O8 came in and nobody has graded it.
    expect(await official("2023-05")).toMatchObject({ O1: "red", O3: "red", O7: "red", O8: "pending" });
    // O1 lasts to the very end of June, O6 has left the register.
    expect(await official("2023-06")).toEqual({
      ...{ O1: "red", O2: "yellow", O3: "red", O4: "pending", O5: "ungraded", O7: "red", O8: "blue" }
    });
    expect(await official("2023-07")).toMatchObject({ O1: "pending" });
  });

  test("stand beside the computed ones and do not replace them", () =>
    expectLines(
      run,
      `K16 东村 2023-06 预警级别=红色;级别来源=official 户 2/3 ok not_judged
       K16 东村 2023-06 预警级别=红色;级别来源=computed 户 0/3 ok not_judged
       K16 东村 2023-06 预警级别=待核定;级别来源=computed 户 3/3 ok not_judged
       K16 东村 2023-06 预警级别=黄色;级别来源=official 人 2/4 ok not_judged
       K16 壬市 2023-06 预警级别=红色;级别来源=official 户 3/7 ok not_judged
       K16 壬市 2023-06 预警级别=待核定;级别来源=official 户 1/7 ok not_judged
       K16 壬市 2023-06 预警级别=待核定;级别来源=official 人 1/8 ok not_judged`
    ));

  test("five values sum to the register, by household and by person, of either source", async () => {
    const odd = await run.rows(
      `SELECT region_code, period, basis, sum(numerator) AS levels, any_value(denominator) AS register FROM indicator
       WHERE indicator = 'K16' AND breakdown LIKE '预警级别=%' AND breakdown NOT LIKE '%预警关注%' AND breakdown NOT LIKE '%缺项=%' AND region_level NOT IN ('town', 'village')
       GROUP BY region_code, period, basis, regexp_replace(breakdown, '^预警级别=[^;]*;', '')
       HAVING count(*) <> 5 OR sum(numerator) <> any_value(denominator)`
    );
    expect(odd).toEqual([]);
    const [rows] = await run.rows("SELECT count(*) > 500 AS many FROM indicator WHERE indicator = 'K16'");
    expect(rows).toEqual({ many: true });
  });

  test("K17 tells where each household went in the quarter; entries and leavings stand apart", () =>
    expectLines(
      run,
      `K17 壬市 2023Q1 期初级别=期内纳入;期末级别=红色 户 2 ok not_judged # O1, O7: identified in January
       K17 壬市 2023Q1 期初级别=期内纳入;期末级别=待核定 户 1 ok not_judged # O4
       K17 壬市 2023Q2 期初级别=蓝色;期末级别=红色 户 1 ok not_judged # O3
       K17 壬市 2023Q2 期初级别=红色;期末级别=红色 户 2 ok not_judged # O1, O7
       K17 壬市 2023Q2 期初级别=黄色;期末级别=黄色 户 1 ok not_judged # O2
       K17 壬市 2023Q2 期初级别=黄色;期末级别=期内退出 户 1 ok not_judged # O6
       K17 壬市 2023Q2 期初级别=期内纳入;期末级别=蓝色 户 1 ok not_judged # O8
       K17 壬市 2023Q2 期初级别=待核定;期末级别=待核定 户 1 ok not_judged # O4
       K17 壬市 2023Q2 期初级别=未分级;期末级别=未分级 户 1 ok not_judged # O5
       K17 壬市 2023Q3 期初级别=红色;期末级别=待核定 户 1 ok not_judged # O1 ran out
       K17 巳县 2023Q2 期初级别=蓝色;期末级别=红色 户 0 ok not_judged
       K17 壬市 2023Q2 期初级别=期内纳入;期末级别=期内退出 户 none`
    ));

  test("every household in the register at either end stands once in the matrix", async () => {
    const rows = await run.rows(
      `SELECT period, sum(numerator) AS n FROM indicator
       WHERE indicator = 'K17' AND region_code = '990400' GROUP BY period ORDER BY period`
    );
    expect(rows).toEqual([
      { period: "2023Q1", n: 7 },
      { period: "2023Q2", n: 8 },
      { period: "2023Q3", n: 7 },
      { period: "2023Q4", n: 7 }
    ]);
  });
});

describe("where the document in force has no colours", () => {
  let run: Run;
  beforeAll(async () => {
    run = await world({
      families,
      bound: "HN2021",
      households: ["A1 东村", "A2 东村"],
      tables: {
        分类预警确认表: `
          确认编号 户编号 预警级别 生效日期
          Q1 A1 预警关注 2023-01-01`
      }
    });
  });

  test("no level is computed, official ones stand", () =>
    expectLines(
      run,
      `K16 辰县 2023-12 预警级别=待核定;级别来源=computed 户 none
       K16 壬市 2023-12 预警级别=红色;级别来源=computed 户 none
       K16 壬市 2023-12 级别来源=computed;原因=R1 户 none
       K16 壬市 2023-12 读法=B;预警级别=红色 户 none
       K16 壬市 2023-12 官方级别=红色;计算级别=红色 户 none
       K16 辰县 2023-12 预警级别=红色;级别来源=official 户 0/2 ok not_judged`
    ));

  test("预警关注 is no colour and has a row of its own", () =>
    expectLines(
      run,
      `K16 辰县 2023-12 预警级别=预警关注;级别来源=official 户 1/2 ok not_judged
       K16 辰县 2023-12 预警级别=预警关注;级别来源=computed 户 none`
    ));

  test("K17 has no row for 预警关注: its household is 待核定", () =>
    expectLines(
      run,
      `K17 辰县 2023Q1 期初级别=期内纳入;期末级别=待核定 户 2 ok not_judged
       K17 辰县 2023Q2 期初级别=待核定;期末级别=待核定 户 2 ok not_judged
       K17 辰县 2023Q2 期初级别=预警关注;期末级别=预警关注 户 none`
    ));
});

describe("colours where the document in force has none", () => {
  const few = {
    families,
    households: ["H1 东村 无"],
    columns: { 享受特困供养政策情况: { H1: "农村特困" } }
  };

  test("are worked out by the draft read beside it, as the draft's own rows", async () => {
    const run = await world({ ...few, profile: "all" });
    await expectLines(
      run,
      `K16 壬市 2023-12 预警级别=红色;级别来源=computed 户 1/1 ok not_judged
       K16 壬市 2023-12 读法=B;预警级别=红色           户 1/1 ok not_judged
       K16 壬市 2023-12 级别来源=computed;原因=R1      户 1/1 ok not_judged`
    );
    expect(
      await run.rows(
        "SELECT DISTINCT profile_id FROM indicator WHERE indicator = 'K16' AND breakdown LIKE '%computed%'"
      )
    ).toEqual([{ profile_id: "JLC2020" }]);
  });
});
