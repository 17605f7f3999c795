import { afterAll, beforeAll, expect, test } from "vitest";
import { quarterLeftOf, tasksOf } from "../../loaders/publish/deadlines.ts";
import { closeWorlds, world } from "../indicators/world.ts";
import { contract, type Run } from "../support/exports.ts";

let run: Run;
beforeAll(async () => {
  run = await world({
    families: ["26"],
    households: ["A1 东村"],
    asOf: "2023-11-15",
    tables: {
      阶段任务: `
        任务编号 区划代码 任务名称 期限       完成日期   应完成数 按时完成数
        T1       辰县     排查     2020-05-30 2020-05-30 .        .
        T2       东村     排查     2020-05-30 .          .        .
        T3       巳县     排查     2020-06-01 .          .        .
        T4       壬市     整改     2024-01-31 .          .        .`
    }
  });
});
afterAll(closeWorlds);

test("what is left of the quarter: days after the data's day, and the working days among them", async () => {
  // 46 days from 16 November on, 14 of them Saturdays and Sundays; the holiday is in January.
  expect(await quarterLeftOf(run.duck)).toEqual({
    quarter: "2023Q4",
    end: "2023-12-31",
    days: 46,
    workdays: 32
  });
});

test("without a calendar of the year the working days are not known", async () => {
  await run.duck.run("CREATE TEMP TABLE workday AS SELECT * FROM main.workday WHERE year(day) < 2023");
  expect((await quarterLeftOf(run.duck)).workdays).toBeNull();
  await run.duck.run("DROP TABLE temp.workday");
});

test("tasks by name and day, with their counties and the drafts that name the day", async () => {
  expect(await tasksOf(run.duck, contract())).toEqual([
    { name: "排查", due: "2020-05-30", regions: ["990401"], drafts: ["JLC2020"] },
    { name: "排查", due: "2020-06-01", regions: ["990402"], drafts: [] },
    { name: "整改", due: "2024-01-31", regions: ["990400"], drafts: [] }
  ]);
});
