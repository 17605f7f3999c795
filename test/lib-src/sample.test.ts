import { expect, test } from "vitest";
import {
  drawCommand,
  drawRows,
  drawTitle,
  type Found,
  foundRows,
  foundTitle,
  householdsText,
  planSentence,
  planText
} from "../../src/lib/sample.ts";
import type { SignalSample } from "../../src/lib/signal-data.ts";
import { signalFile, signalOwner } from "../../src/lib/signal-place.ts";
import { methods, world } from "./evidence-world.ts";

const found = (region: string, period: string, rest: Partial<Found> = {}): Found => ({
  ...{ region, period, hits: 3, size: 30, population: 200, share: 0.1 },
  ...{ low: 0.035, high: 0.256, least: 8, most: 48, reason: "" as const },
  ...rest
});

const sample: SignalSample = {
  next: {
    ...{ quarter: "2024Q1", seed: 7, digest: "ab", households: 60, drawn: 7 },
    ...{ share: 0.1, source: "平台设置，非政策阈值", margin: 0.35 }
  },
  strata: [
    { region: "100101", households: 40, drawn: 4, lqas: { size: 21, defects: 1 } },
    { region: "100102", households: 19, drawn: 2, lqas: { size: 13, defects: 0 } },
    { region: "100103", households: 1, drawn: 1, lqas: null }
  ],
  found: [
    found("10", "2023Q3"),
    found("10", "2023Q4"),
    found("1001", "2023Q4"),
    found("1001", "2023Q3", { hits: 5 }),
    found("1002", "2023Q4", { hits: 0, share: null, low: 0, most: 21, least: 0 })
  ]
};

test("the files and the name of a place's statistics: its county's, else the root's", () => {
  expect(signalFile(world, "10", "curves.json")).toBe("figures/curves.json");
  expect(signalFile(world, "100102", "curves.json")).toBe("figures/1001/curves.json");
  expect(signalOwner(world, "100102")).toBe("甲县");
});

test("what was found: a place's parts in the quarter, or its own quarters", () => {
  const root = foundRows(sample, world, "10", "2023Q4");
  expect(root.rows.map(({ name }) => name)).toEqual(["甲县", "乙县"]);
  expect(root.whole?.found).toBe(sample.found[1]);
  const county = foundRows(sample, world, "100101", "2023Q4");
  expect(county.whole).toBeNull();
  expect(county.rows.map(({ name, found: { hits } }) => `${name} ${hits}`)).toEqual(["2023Q3 5", "2023Q4 3"]);
  expect(foundRows(sample, world, "10", "2022Q4")).toMatchObject({ rows: [], whole: null, quarter: "" });
});

test("none found is how many there may be at most; nobody seen is no share", () => {
  const row = (rest: Partial<Found>) => ({
    name: "乙县",
    code: "1002",
    found: found("1002", "2023Q4", rest)
  });
  expect(foundTitle(row({}))).toBe("乙县 2023Q4 调研 30 户，3 户有问题；推到全体 200 户是 8 至 48 户");
  expect(foundTitle(row({ hits: 0, least: 0, most: 21 }))).toBe(
    "乙县 2023Q4 调研 30 户没有发现问题，全体至多 21 户有（10.5%）"
  );
  const nobody = { hits: 0, size: 0, share: null, low: null, high: null, least: null, most: null };
  expect(foundTitle(row({ ...nobody, reason: "no_base" }))).toBe("乙县 2023Q4 没有实地调研到户，推断不出");
  expect(foundTitle(row({ population: null, least: null, most: null }))).toContain("推不到全体");
  expect(foundTitle(null)).toContain("没有实地调研的记录");
  expect(householdsText(found("1", "2023Q4", { least: 5, most: 5 }))).toBe("5 户");
});

test("the next draw by parts, with the margin where the whole is in hand alone", () => {
  const { rows, whole } = drawRows(sample, world, "10");
  expect(rows.map(({ region, towns, households, drawn }) => [region.name, towns, households, drawn])).toEqual(
    [["甲县", 3, 60, 7]]
  );
  expect(drawTitle(sample, whole)).toBe("云市 2024Q1 要抽 7 户，在册 60 户，误差约 ±35.0 个百分点");
  expect(drawTitle({ ...sample, next: { ...sample.next!, households: 90 } }, whole)).toBe(
    "云市 2024Q1 要抽 7 户，在册 60 户"
  );
  expect(drawTitle({ ...sample, next: null }, whole)).toContain("没有可抽的户");
  expect(drawCommand("2024Q1")).toBe("npm run sample -- --quarter 2024Q1");
});

test("what judging a town takes, and that a draw in proportion does not do", () => {
  const { rows, whole } = drawRows(sample, world, "1001");
  expect(rows.map(planText)).toEqual(["21 户，至多 1 户有问题", "13 户，至多 0 户有问题", "全查也判不了"]);
  expect(planText(whole)).toBe("13 至 21 户");
  expect(planSentence(rows, methods)).toBe(
    "要判一个乡镇合格与否（有问题的不超过 2% 应合格，达到 15% 应不合格），每个乡镇须抽 13 至 21 户；判错的机会是合格的 5%、不合格的 10% 以内。按比例抽的不够，不能拿来判一个乡镇好坏。"
  );
  expect(planSentence(rows.slice(2), methods)).toContain("须逐户核查");
  const enough = rows.slice(0, 1).map(row => ({ ...row, drawn: 21 }));
  expect(planSentence(enough, methods)).toContain("按比例抽的够用");
});
