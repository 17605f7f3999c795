import { expect, test } from "vitest";
import type { Cell, Dataset, Key } from "../../src/lib/dataset.ts";
import { Reader, type ReaderSource } from "../../src/lib/reader.ts";
import { Regions } from "../../src/lib/regions.ts";
import {
  pointKindTitle,
  pointMonths,
  pointMonthTitle,
  pointShare,
  pointsByKind,
  pointsByRegion,
  pointTitle
} from "../../src/lib/risk-points.ts";
import type { Region } from "../../src/lib/site.ts";

const region = (code: string, level: Region["level"], parent: string): Region => ({
  ...{ code, name: code, level, parent },
  ...{ lon: null, lat: null }
});
const regions = new Regions(
  [
    region("1", "prefecture", ""),
    region("11", "county", "1"),
    region("12", "county", "1"),
    region("111", "town", "11"),
    region("112", "town", "11")
  ],
  "1"
);

const cell = (numerator: number, denominator: number): Cell => ({
  ...{ numerator, denominator, value: denominator ? numerator / denominator : null, unit: "%" },
  ...{ status: denominator ? "ok" : "na_zero_denominator", judgement: "not_judged", clause: "" }
});

/** Points by `region month [kind]`: found, with a measure, closed. */
type Points = Readonly<
  Record<string, readonly [found: number, guarded: number, closed: number, faded?: number]>
>;

function readerOf(points: Points, code = "1", period = "2023-02"): Reader {
  const dataset = {
    cell: ({ region: place, period: month, breakdown }: Key) => {
      const [, kind = "", item] = /^(?:风险事件类型=(.*);)?分项=(.*)$/.exec(breakdown!)!;
      const found = points[[place, month, kind].filter(Boolean).join(" ")];
      if (!found) return undefined;
      if (item === "自然消失") return found[3] === undefined ? undefined : cell(found[3], found[0]);
      return cell(item === "防范率" ? found[1] : found[2], found[0]);
    }
  } as unknown as Dataset;
  const source = {
    dataset,
    regions,
    meta: { asOf: "2023-02-28", root: "1", periods: { month: ["2023-01", "2023-02"] } },
    catalogue: new Map([["K42", { grain: "town>county" }]])
  } as unknown as ReaderSource;
  return new Reader(source, { region: code, period, basis: "户", profile: "FJ2020" });
}

const points: Points = {
  "1 2023-01": [4, 3, 2, 1],
  "1 2023-02": [1, 0, 0, 0],
  "11 2023-01": [4, 3, 2],
  "11 2023-02": [1, 0, 0],
  "12 2023-01": [0, 0, 0],
  "12 2023-02": [0, 0, 0],
  "111 2023-01": [4, 3, 2],
  "112 2023-02": [1, 0, 0],
  "1 2023-01 创业失败": [4, 3, 2],
  "1 2023-02 创业失败": [1, 0, 0]
};

test("points of two months add up, each in the month it was found", () => {
  const { rows, total, own, word } = pointsByRegion(readerOf(points));
  expect(total.all).toEqual({ found: 5, guarded: 3, closed: 2, faded: 1 });
  expect(total.month).toEqual({ found: 1, guarded: 0, closed: 0, faded: 0 });
  expect(own).toBe(total);
  expect(word).toBe("县区");
  expect(rows.map(({ all, state }) => [all?.found, state])).toEqual([
    [5, null],
    [0, "na"]
  ]);
  expect(pointTitle(total.all, 2)).toBe("近 2 个月发现 5 个风险点，2 个未定措施，3 个未销号");
});

test("a town without a row for a month has found none, where its county has been told", () => {
  const { rows, own } = pointsByRegion(readerOf(points, "112"));
  expect(rows.map(({ all }) => all?.found)).toEqual([4, 1]);
  expect(own.code).toBe("112");
  const { total } = pointsByRegion(readerOf({ "111 2023-01": [4, 3, 2] }, "111"));
  expect(total.all).toBeNull();
  expect(total.state).toBe("missing");
});

test("kinds, and the one with most left", () => {
  const kinds = pointsByKind(readerOf(points), ["创业失败"]);
  expect(kinds.rows[0]).toMatchObject({ code: "创业失败", all: { found: 5, guarded: 3 } });
  expect(pointKindTitle(kinds)).toBe("未定措施的 2 个风险点都是“创业失败”");
  const row = (name: string, found: number, guarded: number) => ({
    ...kinds.rows[0]!,
    name,
    all: { found, guarded, closed: 0, faded: null }
  });
  const say = (...rows: ReturnType<typeof row>[]) => {
    const found = rows.reduce((sum, { all }) => sum + all.found, 0);
    const guarded = rows.reduce((sum, { all }) => sum + all.guarded, 0);
    return pointKindTitle({ ...kinds, rows, total: row("合计", found, guarded) });
  };
  expect(say(row("甲", 5, 2), row("乙", 2, 1))).toBe("未定措施的 4 个风险点中 3 个是“甲”");
  expect(say(row("甲", 2, 1), row("乙", 2, 1))).toBe("未定措施的 2 个风险点分在 2 类");
  expect(say(row("甲", 2, 2))).toBe("各类风险点都已定措施");
  expect(say(row("甲", 0, 0))).toBe("没有可分类的风险点");
  expect(pointKindTitle({ ...kinds, total: { ...kinds.total, all: null } })).toBe("风险点分类缺数据");
});

test("months add up as they go, and a gap leaves no sum after it", () => {
  const months = pointMonths(readerOf(points));
  expect(months.map(({ upTo }) => pointShare(upTo, "guarded"))).toEqual([0.75, 0.6]);
  expect(pointMonthTitle(months)).toBe("2023-02 发现 1 个，都未定措施；累计防范率 60.0%，销号率 40.0%");
  expect(pointMonthTitle(months.slice(0, 1))).toContain("2023-01 发现 4 个，1 个未定措施");
  const gap = pointMonths(readerOf({ "1 2023-02": [1, 1, 1] }));
  expect(gap.map(({ upTo }) => upTo)).toEqual([null, null]);
  expect(pointMonthTitle(gap)).toBe("风险点逐月缺数据");
  const none = pointMonths(readerOf({ "1 2023-01": [0, 0, 0], "1 2023-02": [0, 0, 0] }));
  expect(pointMonthTitle(none)).toBe("2023-02 没有发现风险点");
});

test("titles without points", () => {
  expect(pointTitle(null, 24)).toBe("风险点缺数据");
  expect(pointTitle({ found: 0, guarded: 0, closed: 0, faded: null }, 24)).toBe("近 24 个月没有发现风险点");
  expect(pointTitle({ found: 2, guarded: 2, closed: 2, faded: null }, 24)).toBe(
    "近 24 个月发现 2 个风险点，都已定措施，都已销号"
  );
});
