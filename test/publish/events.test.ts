import { afterAll, beforeAll, expect, test } from "vitest";
import { lackingTables } from "../../loaders/publish/catalogue.ts";
import { eventsOf, signalsOf } from "../../loaders/publish/events.ts";
import { bandsOf } from "../../loaders/publish/policy.ts";
import { closeWorlds, world } from "../indicators/world.ts";
import { contract, type Run } from "../support/exports.ts";

let run: Run;
beforeAll(async () => {
  run = await world({
    families: ["42"],
    households: ["A1 东村"],
    asOf: "2023-11-15",
    tables: {
      灾害与风险事件: `
        事件编号 灾害类型 风险事件类型 影响区划代码               开始日期   结束日期   等级 来源部门
        E2       水旱灾害 .            990401001001|990401001002 2023-07-01 2023-07-05 重大 应急管理
        E1       .        创业失败     990402|990401001001|777777 2023-06-01 .          .    .
        E3       水旱灾害 .            990401                     2023-11-16 .          .    .`,
      价格与就业监测: `
        区划代码 月份    指标类型 品类 数值 单位    同比
        辰县     2023-10 价格     生猪 15.5 元/公斤 -33.7
        东村     2023-10 登记失业人数 - 12 人 .
        辰县     2023-12 价格     生猪 16   元/公斤 .`
    }
  });
});
afterAll(closeWorlds);

test("events stand in the order they began, with the regions their range names, villages as their towns", async () => {
  const events = await eventsOf(run.duck);
  expect(events).toEqual([
    {
      ...{ id: "E1", hazard: "", risk: "创业失败", start: "2023-06-01", end: null, severity: "", dept: "" },
      regions: ["990401001", "990402"]
    },
    {
      ...{ id: "E2", hazard: "水旱灾害", risk: "", start: "2023-07-01", end: "2023-07-05", severity: "重大" },
      dept: expect.stringContaining("应急"),
      regions: ["990401001"]
    }
  ]);
});

test("an event of a region above the root is one of the root", async () => {
  await run.duck.run("UPDATE region_root SET region_code = '990401'");
  const [first] = await eventsOf(run.duck);
  expect(first!.regions).toEqual(["990401001"]);
  await run.duck.run("UPDATE hazard_event SET region_codes = ['990400'] WHERE hazard_id = 'E1'");
  expect((await eventsOf(run.duck))[0]!.regions).toEqual(["990401"]);
  await run.duck.run("UPDATE region_root SET region_code = '990400'");
});

test("signals stand by region and month up to the data's day, changes as fractions", async () => {
  expect(await signalsOf(run.duck)).toEqual([
    {
      ...{
        region: "990401",
        month: "2023-10",
        kind: "农副产品价格",
        product: "生猪",
        value: 15.5,
        unit: "元/公斤"
      },
      yoy: expect.closeTo(-0.337)
    },
    {
      region: "990401001",
      month: "2023-10",
      kind: "登记失业人数",
      product: "",
      value: 12,
      unit: "人",
      yoy: null
    }
  ]);
});

test("an indicator names the tables it cannot do without and that are not there, and no others", async () => {
  const lacking = await lackingTables(run.duck);
  expect(lacking.get("K06")).toEqual(["clue"]);
  expect(lacking.get("K27")).toEqual(["measure"]);
  // The ledger of income years is needed by one breakdown only, 收支补充表 by the rate alone.
  expect(lacking.get("K29")).toBeUndefined();
  expect(lacking.get("K32")).toEqual(["measure"]);
  expect(lacking.get("K03")).toBeUndefined();
  expect(lacking.get("K40")).toBeUndefined();
});

test("bands are published in their order, by the names breakdowns have", () => {
  const bands = bandsOf(contract());
  expect(Object.keys(bands)).toEqual(["income_per_capita", "elapsed_months"]);
  expect(bands.income_per_capita).toHaveLength(11);
  expect(bands.income_per_capita!.at(-1)).toEqual({ label: "20,000 元及以上", from: 20000, to: null });
  expect(bands.elapsed_months![1]).toEqual({ label: "4–6 个月", from: 4, to: 7 });
});
