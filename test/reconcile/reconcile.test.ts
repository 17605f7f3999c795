import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { insideSite, readStated, reconcile, type Stated } from "../../loaders/reconcile/reconcile.ts";
import { brokenIdentities } from "../../src/lib/reconciliation.ts";
import { contract, csv, exportsFolder, type Run, removeFolders, runAll, takeIn } from "../support/exports.ts";
import { asOf, removeCopies, without } from "../worklist/fixture.ts";

beforeEach(() => expect.hasAssertions());

let run: Run;
beforeAll(async () => {
  run = await runAll(without("线索台账.csv"), { asOf, families: ["10", "20", "30"] });
});
afterAll(() => {
  run.close();
  removeFolders();
  removeCopies();
});

const stated = (item: string, value: number, more: Partial<Stated> = {}): Stated => ({
  region: "990101",
  period: "2023-12",
  item,
  breakdown: "",
  basis: "户",
  value,
  profile: "",
  day: "",
  source: "",
  ...more
});

/** Our figure of the bulletin table. */
async function ours(item: string, period = "2023-12"): Promise<number> {
  const [row] = await run.rows(
    `SELECT DISTINCT value FROM indicator WHERE indicator = 'B01' AND region_code = '990101' AND period = '${period}'
     AND breakdown = '监测对象类别=合计;统计项=${item}' AND basis = '户'`
  );
  return Number(row!.value);
}

test("each figure of a bulletin gets the first cause that accounts for its whole difference", async () => {
  const total = await ours("累计");
  const [earlier] = await run.rows(
    `SELECT period, value FROM indicator WHERE indicator = 'B01' AND region_code = '990101' AND basis = '户'
     AND breakdown = '监测对象类别=合计;统计项=未消除' QUALIFY lead(value) OVER (ORDER BY period) <> value ORDER BY period DESC LIMIT 1`
  );
  const [after] = await run.rows(
    `SELECT min(period) AS period FROM period WHERE kind = 'month' AND period > '${earlier!.period}'`
  );
  const rate = (await ours("消除率(按户)")) * 100;
  const { rows, identities } = await reconcile(run.duck, contract(), [
    stated("累计", total),
    stated("累计", total + 1000),
    stated("累计", total + 1, { profile: "ZZ2020" }),
    stated("累计", total + 1, { day: "2023-12-20" }),
    stated("未消除", Number(earlier!.value), { period: String(after!.period) }),
    stated("消除率(按户)", Number(rate.toFixed(1))),
    stated("K06", 90, { basis: "条" }),
    stated("没有的指标", 1)
  ]);
  const day = rows[4]!;
  expect(day.detail).toContain(String(earlier!.period));
  expect(rows.map(({ cause }) => cause)).toEqual([
    "一致",
    "未解释",
    "口径不同",
    "数据日不同",
    "数据日不同",
    Number.isInteger(Number(rate.toFixed(9)) * 10) ? "一致" : "取整",
    "缺表",
    "未解释"
  ]);
  expect(rows[1]!.difference).toBe(1000);
  expect(identities).toEqual([]);
});

test("a bulletin that does not add up is said to, by the identities of its own figures", async () => {
  const { identities } = await reconcile(run.duck, contract(), [
    stated("累计", 10),
    stated("已消除", 6),
    stated("未消除", 3),
    stated("累计", 7, { breakdown: "脱贫不稳定户" }),
    stated("累计", 3, { breakdown: "边缘易致贫户" })
  ]);
  expect(identities.map(({ identity, difference }) => [identity, difference])).toEqual([
    ["合计：累计＝已消除＋未消除＋其他退出", 1],
    ["累计：合计＝各类之和", 0]
  ]);
  // What is left may be those who left otherwise, and the category that is not stated.
  expect(identities.map(({ unstated }) => unstated)).toEqual([["其他退出"], ["突发严重困难户"]]);
  expect(brokenIdentities({ rows: [], identities })).toEqual([]);
});

test("parts above their whole, or another sum with all parts stated, do not add up", async () => {
  const { identities } = await reconcile(run.duck, contract(), [
    stated("累计", 10),
    stated("已消除", 8),
    stated("未消除", 3),
    stated("本月新增", 5),
    ...["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"].map(breakdown =>
      stated("本月新增", 1, { breakdown })
    )
  ]);
  expect(
    brokenIdentities({ rows: [], identities }).map(({ identity, difference }) => [identity, difference])
  ).toEqual([
    ["合计：累计＝已消除＋未消除＋其他退出", -1],
    ["本月新增：合计＝各类之和", 2]
  ]);
});

test("a site has the figures of its own places only", async () => {
  const [root] = await run.rows("SELECT region_code AS code FROM region_root");
  const figures = [
    stated("累计", 1, { region: String(root!.code) }),
    stated("累计", 2, { region: "990199" })
  ];
  const below = stated("累计", 3);
  await run.duck.run("CREATE TEMP TABLE region_root AS SELECT '990101' AS region_code");
  expect(await insideSite(run.duck, [...figures, below])).toEqual([below]);
  await run.duck.run("DROP TABLE temp.region_root");
  expect(await insideSite(run.duck, [...figures, below])).toEqual([figures[0], below]);
});

test("a filled-in template is read by its headers", async () => {
  const header = ["区划代码", "期间", "指标", "分项", "计量", "数值", "口径", "数据日", "来源"];
  const file = csv(header, [["990101", "2023-12", "累计", "", "户", "464", "", "2023-12-31", "通报第12期"]]);
  const taken = await takeIn(exportsFolder({ "通报核对表.csv": file }), { asOf });
  expect(await readStated(taken.duck)).toEqual([
    stated("累计", 464, { day: "2023-12-31", source: "通报第12期" })
  ]);
  taken.close();
});
