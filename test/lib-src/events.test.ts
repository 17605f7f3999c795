import { expect, test } from "vitest";
import type { Cell, Dataset, Key } from "../../src/lib/dataset.ts";
import {
  alikeText,
  eventRows,
  eventTitle,
  eventWindow,
  exposure,
  exposureTitle,
  onlyRegion
} from "../../src/lib/events.ts";
import { hazardsTitle, siteSizeTitle } from "../../src/lib/hazards.ts";
import { Reader, type ReaderSource } from "../../src/lib/reader.ts";
import { Regions } from "../../src/lib/regions.ts";
import type { HazardEvent } from "../../src/lib/site.ts";
import { region } from "./region.ts";

const regions = new Regions(
  [
    region("1", "甲市", "prefecture", ""),
    region("11", "乙县", "county", "1"),
    region("12", "丙县", "county", "1"),
    region("111", "丁镇", "town", "11"),
    region("112", "戊乡", "town", "11"),
    region("121", "己乡", "town", "12")
  ],
  "1"
);

const cell = (numerator: number | null, denominator: number | null = null, status = "ok"): Cell =>
  ({
    numerator,
    denominator,
    value: numerator === null ? null : denominator === null ? numerator : numerator / denominator,
    unit: denominator === null ? "户" : "%",
    status,
    judgement: "not_judged",
    clause: ""
  }) as Cell;

/** A reader over cells by `region item`, for event E1. */
function readerOf(
  cells: Readonly<Record<string, Cell>>,
  code = "1",
  period = "2023-12",
  basis = "户"
): Reader {
  const dataset = {
    cell: ({ region: place, breakdown, period: event }: Key) =>
      event === "E1" ? cells[`${place} ${breakdown!.replace(/.*分项=/, "")}`] : undefined
  } as unknown as Dataset;
  const source = {
    dataset,
    regions,
    meta: { asOf: "2023-12-31", root: "1" },
    catalogue: new Map([["K40", { grain: "village>town>county" }]])
  } as unknown as ReaderSource;
  return new Reader(source, { region: code, period, basis: basis as "户", profile: "FJ2020" });
}

const event = (id: string, start: string, end: string | null, codes: readonly string[]): HazardEvent => ({
  ...{ id, start, end, regions: codes },
  ...{ hazard: id === "E2" ? "" : "水旱灾害", risk: "创业失败", severity: "重大", dept: "应急管理部门" }
});

test("the window is two years of months, and ends on the data's day", () => {
  expect(eventWindow(readerOf({}))).toEqual({ from: "2022-01-01", to: "2023-12-31" });
  expect(eventWindow(readerOf({}, "1", "2023-02"))).toEqual({ from: "2021-03-01", to: "2023-02-28" });
});

test("events of the place come first, then the latest; those outside the window are left out", () => {
  const events = [
    event("E0", "2021-01-01", "2021-12-31", ["11"]),
    event("E1", "2023-03-01", "2023-03-05", ["111", "112"]),
    event("E2", "2021-11-01", null, ["12"]),
    event("E3", "2023-06-01", "2023-06-01", ["999"]),
    event("E4", "2024-01-01", null, ["11"])
  ];
  const rows = eventRows(events, readerOf({}, "111"), regions);
  expect(
    rows.map(({ event: { id }, touches, days, kind, where }) => [id, touches, days, kind, where])
  ).toEqual([
    ["E1", true, 5, "水旱灾害", "乙县丁镇、戊乡"],
    ["E3", false, 1, "水旱灾害", "范围对照不上"],
    ["E2", false, null, "创业失败", "丙县"]
  ]);
  expect(eventTitle(rows, regions.get("111")!, regions.root)).toBe("近 24 个月 3 起事件中 1 起涉及丁镇");
  expect(eventTitle(rows.slice(1), regions.get("111")!, regions.root)).toBe(
    "近 24 个月 2 起事件都不涉及丁镇"
  );
  expect(eventTitle([], regions.root, regions.root)).toBe("近 24 个月没有灾害与风险事件");
  const whole = eventRows(events, readerOf({}), regions);
  expect(eventTitle(whole, regions.root, regions.root)).toBe(
    "近 24 个月 3 起事件，最近一起是 2023-03-01 起的水旱灾害"
  );
});

const full = {
  "1 范围内户": cell(30),
  "1 范围内人": cell(80),
  "1 受损户": cell(40),
  "1 新增纳入户": cell(2),
  "1 同类风险集中度": cell(6, 30),
  "11 范围内户": cell(30),
  "11 范围内人": cell(80),
  "11 受损户": cell(40),
  "11 新增纳入户": cell(2),
  "11 同类风险集中度": cell(6, 30),
  "111 范围内户": cell(20),
  "111 范围内人": cell(50),
  "111 受损户": cell(40),
  "111 新增纳入户": cell(2),
  "111 同类风险集中度": cell(6, 20),
  "112 范围内户": cell(10),
  "112 范围内人": cell(30)
};

test("only regions in the range are listed, and one county alone is opened", () => {
  const whole = exposure(readerOf(full), "E1");
  expect(whole.rows.map(({ region: { code } }) => code)).toEqual(["11"]);
  expect(whole.own?.cells.范围内户?.numerator).toBe(30);
  expect(onlyRegion(readerOf(full), regions, "E1")?.code).toBe("11");
  expect(onlyRegion(readerOf(full, "11"), regions, "E1")).toBeNull();
  expect(exposureTitle("水旱灾害", regions.root, whole.own)).toBe(
    "水旱灾害范围内在册 30 户、80 人，受损 40 户"
  );
});

test("a town's missing row is none of them where the whole has a number, and unknown where it has none", () => {
  const { rows, own } = exposure(readerOf(full, "112"), "E1");
  const town = rows.find(({ region: { code } }) => code === "112")!;
  expect(town.cells.受损户).toMatchObject({ numerator: 0 });
  expect(town.states.受损户).toBeNull();
  expect(own).toBe(town);
  expect(alikeText(rows[0]!)).toBe("6 户，30.0%");
  const lost = cell(null, null, "missing_data");
  const unread = exposure(readerOf({ ...full, "11 受损户": lost, "111 受损户": lost }, "11"), "E1");
  expect(unread.rows.map(({ states }) => states.受损户)).toEqual(["missing", "missing"]);
  expect(exposureTitle("水旱灾害", regions.get("11")!, unread.own)).toBe(
    "水旱灾害范围内在册 30 户、80 人，受损户缺数据"
  );
});

test("a place outside the range has no exposure", () => {
  const outside = exposure(readerOf(full, "12"), "E1");
  expect(outside).toMatchObject({ rows: [], total: null, own: null, hasAlike: false });
  expect(exposureTitle("水旱灾害", regions.get("12")!, null)).toBe("水旱灾害不涉及丙县");
});

test("the page's finding names the event in hand and the points", () => {
  const rows = eventRows([event("E1", "2023-03-01", null, ["11"])], readerOf(full), regions);
  const points = { found: 9, guarded: 8, closed: 9, faded: null };
  const say = (reader: Reader, patch = {}) =>
    hazardsTitle({
      ...{ rows, row: rows[0], exposure: exposure(reader, "E1"), points, isRead: true, reader },
      ...patch
    });
  expect(say(readerOf(full))).toBe("水旱灾害范围内在册 30 户；风险点 9 个，1 个未定措施、都已销号");
  expect(say(readerOf(full, "111", "2023-12", "人"))).toContain("范围内在册 50 人");
  expect(say(readerOf(full, "12"))).toContain("水旱灾害不涉及丙县");
  expect(say(readerOf(full), { rows: [], row: undefined, points: null })).toBe(
    "近 24 个月没有灾害与风险事件；风险点缺数据"
  );
  const many = { found: 152, guarded: 137, closed: 94, faded: null };
  const long = { row: { ...rows[0]!, kind: "大宗农副产品价格持续大幅下跌" }, points: many };
  expect(say(readerOf(full), long)).toBe(
    "大宗农副产品价格持续大幅下跌范围内在册 30 户；风险点 152 个，15 个未定措施"
  );
  expect(say(readerOf(full), { isRead: false })).toContain("灾害与风险事件缺数据；");
  expect(say(readerOf(full), { points: { found: 0, guarded: 0, closed: 0, faded: null } })).toContain(
    "没有发现风险点"
  );
});

test("the rates of resettlement sites by size", () => {
  const sizes = [
    { name: "大型", cell: cell(9, 10) },
    { name: "小型", cell: cell(0, 0, "na_zero_denominator") }
  ].map(each => (each.name === "小型" ? { ...each, cell: { ...each.cell, value: null } } : each));
  expect(siteSizeTitle(sizes, cell(9, 10))).toBe("各规模安置区就业率：大型 90.0%");
  expect(siteSizeTitle([], cell(9, 10))).toBe("安置区就业率 90.0%，没有规模类别");
  expect(siteSizeTitle([], cell(0, 0, "na_zero_denominator"))).toBe("没有安置区的搬迁劳动力");
  expect(siteSizeTitle([], undefined)).toBe("安置区就业缺数据");
});
