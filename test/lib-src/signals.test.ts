import { expect, test } from "vitest";
import { inCodeOrder } from "../../src/lib/code-order.ts";
import { Regions } from "../../src/lib/regions.ts";
import {
  signalDomain,
  signalKinds,
  signalTable,
  signalText,
  signalTitle,
  yoyText
} from "../../src/lib/signals.ts";
import type { Dictionary, Signal } from "../../src/lib/site.ts";
import { region } from "./region.ts";

const regions = new Regions(
  [
    region("1", "甲市", "prefecture", ""),
    region("11", "乙县", "county", "1"),
    region("12", "丙县", "county", "1"),
    region("111", "丁镇", "town", "11")
  ],
  "1"
);
const tea = { kind: "价格", product: "茶青", unit: "元/公斤" };
const jobless = { kind: "登记失业人数", product: "", unit: "人" };
const signals: Signal[] = [
  { region: "11", month: "2023-01", ...tea, value: 42, yoy: null },
  { region: "11", month: "2023-02", ...tea, value: 40.5, yoy: -0.1 },
  { region: "12", month: "2023-02", ...tea, value: 45, yoy: 0.2 },
  { region: "11", month: "2023-02", ...jobless, value: 320, yoy: 0.719 }
];
const months = ["2023-01", "2023-02"];
const kinds = signalKinds(signals);

test("kinds are told apart by product and unit", () => {
  expect(kinds.map(({ name, unit }) => [name, unit])).toEqual([
    ["茶青", "元/公斤"],
    ["登记失业人数", "人"]
  ]);
});

test("one kind over the regions below, a gap where a month was not handed in", () => {
  const table = signalTable(signals, regions, regions.root, months, kinds[0]);
  expect(table.byKind).toBe(false);
  expect(table.series.map(({ name, values }) => [name, values])).toEqual([
    ["乙县", [42, 40.5]],
    ["丙县", [null, 45]]
  ]);
  expect(signalTitle(table, "茶青")).toBe("茶青 40.50 至 45.00 元/公斤；同比 1 个县区上升，1 个县区下降");
});

test("all kinds of a county, shown for its towns as well", () => {
  for (const code of ["11", "111"]) {
    const table = signalTable(signals, regions, regions.get(code)!, months, kinds[0]);
    expect(table.byKind).toBe(true);
    expect(table.place.code).toBe("11");
    expect(signalTitle(table, "")).toBe("乙县 2 项信号，同比 1 项上升，1 项下降");
  }
  const early = signalTable(signals, regions, regions.get("11")!, months.slice(0, 1), kinds[0]);
  expect(signalTitle(early, "")).toBe("乙县 1 项信号，没有同比");
  const none = signalTable([], regions, regions.root, months, undefined);
  expect(none.series).toEqual([]);
  expect(signalTitle(none, "")).toBe("甲市的价格与就业信号缺数据");
});

test("values read in their own unit, changes signed", () => {
  expect(signalText(15, "元/公斤")).toBe("15.00");
  expect(signalText(1320, "人")).toBe("1,320");
  expect(yoyText(0.719)).toBe("同比 +71.9%");
  expect(yoyText(-0.045)).toBe("同比 −4.5%");
  expect(yoyText(null)).toBe("缺同比");
});

test("an axis has air on both sides and does not go below nought", () => {
  expect(signalDomain([10, 20])).toEqual([8.5, 21.5]);
  expect(signalDomain([0, 20])[0]).toBe(0);
  expect(signalDomain([null])).toEqual([0, 1]);
  expect(signalDomain([5])[1]).toBeGreaterThan(5);
});

test("labels stand in the order of their code list, strangers last", () => {
  const columns = [{ header: "规模类别", codes: ["大型", "中型", "小型"] }];
  const dictionary = { tables: [{ id: "resettlement_site", columns }] } as unknown as Dictionary;
  const order = (labels: string[], table = "resettlement_site") =>
    inCodeOrder(labels, dictionary, table, "规模类别");
  expect(order(["中型", "未知", "大型"])).toEqual(["大型", "中型", "未知"]);
  expect(order(["乙", "甲"], "fund")).toEqual(["乙", "甲"]);
});
