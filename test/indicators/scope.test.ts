import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Run } from "../support/exports.ts";
import { closeWorlds, world } from "./world.ts";

const families = ["10", "31", "32", "34", "38"];

beforeEach(() => expect.hasAssertions());
afterAll(closeWorlds);

/**
 * The national document is chosen. Lines: 6000 of disposable income (GB2020, JLC2020), 5500 of it (FJ2020), 5000 of net income for
 * 脱贫不稳定户 (ZZ2020), 6372 of it for all (HN2021); 巳县 has published 7000 of its own.
 */
let run: Run;
beforeAll(async () => {
  run = await world({
    families,
    households: [
      // S1, S4 and N1 are in no register, S7 has left it.
      ...[
        "S1 东村 非监测 能能",
        "S2 西村 不稳定户",
        "S3 南村 突发户 能能能",
        "S4 东村 非监测 脱贫户",
        "S5 西村"
      ],
      ...["S6 西村", "S7 东村 202301-202306", "N1 南村 非监测"]
    ],
    columns: {
      人均纯收入: { S2: 4999, S3: 7000, S7: 1 },
      风险消除后家庭人均纯收入: { S2: 9000, S7: 6371 }
    },
    tables: {
      区划统计表: `
        区划代码 区划名称 层级 上级代码 年度 适用政策口径 国家扶贫标准 当地低保标准 监测收入线 监测收入线口径
        壬市 壬市 设区市 . 2023 GB2020 4000 5500 . .
        辰县 辰县 县 壬市 2023 . . . . .
        辰镇 辰镇 乡镇 辰县 2023 . . . . .
        东村 东村 行政村 辰镇 2023 . . . . .
        西村 西村 行政村 辰镇 2023 . . . . .
        巳县 巳县 县 壬市 2023 . . . 7000 可支配收入
        巳镇 巳镇 乡镇 巳县 2023 . . . . .
        南村 南村 行政村 巳镇 2023 . . . . .`,
      收支补充表: `
        户编号 年度 期间类型 期末月份 收入口径 家庭收入 人均收入 刚性支出 刚性支出原因
        S1 2022 年 202212 可支配收入 12000 6000 . .
        S1 2023 年 202312 可支配收入 11200 5600 0 .
        S5 2022 年 202212 可支配收入 10000 10000 . .
        S5 2023 年 202312 可支配收入 6000 6000 12000 因病
        S6 2022 年 202212 可支配收入 10000 10000 . .
        S6 2023 年 202312 可支配收入 6000 6000 12000 因学
        N1 2022 年 202212 可支配收入 6500 6500 . .
        N1 2023 年 202312 可支配收入 6500 6500 0 .`,
      三保障与饮水核查: `
        核查编号 户编号 核查项目 状态 发现日期 解决日期
        C1 S3 住房 隐患 2023-05-01 .
        C2 S6 住房 不达标 2023-05-01 2023-12-31
        C3 S6 饮水 未查 2023-05-01 .`,
      灾害与风险事件: `
        事件编号 灾害类型 影响区划代码 开始日期
        H1 水旱灾害 东村 2023-05-10`,
      受灾户: `
        事件编号 户编号 损失类型
        H1 S4 农作物`
    }
  });
});

const documents = ["GB2020", "FJ2020", "JLC2020", "ZZ2020", "HN2021"];

/** Household → one reading under each of the five documents, in their order: 是, 否 or 未知. */
async function readings(column: string): Promise<Record<string, string>> {
  const rows = await run.rows(
    `SELECT household_id, string_agg(CASE WHEN ${column} THEN '是' WHEN NOT ${column} THEN '否' ELSE '未知' END, ' '
       ORDER BY list_position(['${documents.join("', '")}'], profile_id)) AS answers
     FROM profile_scope GROUP BY household_id ORDER BY household_id`
  );
  return Object.fromEntries(rows.map(row => [String(row.household_id), String(row.answers)]));
}

test("income below the document's line, in the document's reading; the export's own net income where no year is told", async () =>
  expect(await readings("by_income")).toEqual({
    // GB FJ JLC ZZ HN
    N1: "是 否 否 否 未知", // 6500 of 7000, the county's own, under the chosen document alone
    S1: "是 否 是 否 未知", // 5600 of 6000 and of 5500; ZZ2020 has a line for 脱贫不稳定户 only
    S2: "未知 未知 未知 未知 未知", // 4999, as of identification: the lines of ZZ2020 and HN2021 are of their own years
    S3: "否 否 否 否 未知",
    S4: "未知 未知 未知 未知 未知",
    S5: "否 否 否 否 未知",
    S6: "否 否 否 否 未知",
    S7: "未知 未知 未知 否 未知"
  }));

test("shocks: spending and loss of income, both or either, for causes the document names; being hit where it counts events", async () =>
  expect(await readings("by_shock")).toEqual({
    N1: "否 否 否 否 未知",
    S1: "否 否 否 否 未知",
    S2: "未知 未知 未知 否 未知", // neither spending nor income told
    S3: "未知 未知 未知 否 未知",
    S4: "未知 未知 是 是 是",
    S5: "是 是 是 否 未知",
    S6: "否 是 否 否 未知", // 因学 is a cause in FJ2020 only
    S7: "未知 未知 未知 否 未知"
  }));

test("safeguards: a fault still open, under the two documents that take it in; nothing looked at is unknown", async () =>
  expect(await readings("by_safeguard")).toEqual({
    N1: "否 否 未知 否 未知",
    S1: "否 否 未知 否 未知",
    S2: "否 否 未知 否 未知",
    S3: "否 否 是 否 是",
    S4: "否 否 未知 否 未知",
    S5: "否 否 未知 否 未知",
    S6: "否 否 否 否 否", // dealt with on the day of the data
    S7: "否 否 未知 否 未知"
  }));

test("in scope by any of them; in the register under a category the document has not, out", async () =>
  expect(await readings("in_scope")).toEqual({
    N1: "是 否 未知 否 未知",
    S1: "是 否 是 否 未知",
    S2: "未知 未知 未知 未知 未知",
    S3: "否 否 否 否 是", // 突发严重困难户 are of HN2021; there its house takes it in
    S4: "未知 未知 是 是 是",
    S5: "是 是 是 否 未知",
    S6: "否 是 否 否 未知",
    S7: "未知 未知 未知 否 未知"
  }));

test("counts of regions say who would enter and who would leave, in households and persons", async () => {
  const rows = await run.rows(
    `SELECT c.region_code, c.profile_id, string_agg(c.reading || ' ' || c.households || '/' || c.persons, ', '
       ORDER BY list_position(['in', 'out', 'unknown', 'enter', 'leave', 'by_category'], c.reading)) AS counts
     FROM scope_count AS c WHERE c.reading IN ('in', 'out', 'unknown', 'enter', 'leave', 'by_category')
       AND c.region_code IN ('990400', '990401001') AND c.profile_id IN ('GB2020', 'HN2021') GROUP BY ALL ORDER BY 1, 2`
  );
  expect(rows.map(row => `${row.region_code} ${row.profile_id}: ${row.counts}`)).toEqual([
    "990400 GB2020: in 3/4, out 2/4, unknown 3/3, enter 2/3, leave 2/4, by_category 3/3",
    "990400 HN2021: in 2/4, out 0/0, unknown 6/7, enter 1/1, leave 0/0, by_category 4/6",
    "990401001 GB2020: in 2/3, out 1/1, unknown 3/3, enter 1/2, leave 1/1, by_category 3/3",
    "990401001 HN2021: in 1/1, out 0/0, unknown 5/6, enter 1/1, leave 0/0, by_category 3/3"
  ]);
});

test("in, out and unknown are all households, under every document and at every region above the village", async () => {
  const odd = await run.rows(
    `SELECT region_code, profile_id, sum(households) AS n FROM scope_count WHERE reading IN ('in', 'out', 'unknown') GROUP BY ALL
     HAVING sum(households) <> CASE WHEN region_code = '990400' THEN 8 WHEN starts_with(region_code, '990401') THEN 6 ELSE 2 END`
  );
  expect(odd).toEqual([]);
  const regions = await run.rows("SELECT DISTINCT region_code FROM scope_count ORDER BY 1");
  expect(regions.map(row => row.region_code)).toEqual([
    "990400",
    "990401",
    "990401001",
    "990402",
    "990402001"
  ]);
});
