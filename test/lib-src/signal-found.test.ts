import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { expect, test } from "vitest";
import { plain } from "../../src/lib/sentence.ts";
import { type Signal, signalColumns } from "../../src/lib/signal-data.ts";
import { foundSentence, foundSignals, foundTitle } from "../../src/lib/signal-found.ts";
import { signalRows } from "../../src/lib/signal-rows.ts";
import { monthOf, rateText, shareText, valueText } from "../../src/lib/signal-text.ts";
import { methods, signal } from "./signal-world.ts";

const found = { verdict: "信号", reason: "", side: "高于" } as const;
const months = ["2023-09", "2023-10", "2023-11", "2023-12"];
const rows = [
  ...["A", "B", "C", "D", "E", "F"].map((code, at) =>
    signal({ ...found, region_code: code, value: 0.09, q: 0.01 + at / 1000 })
  ),
  signal({
    ...found,
    region_code: "R",
    job: "month",
    method: "series",
    within: "",
    numerator: 70,
    expected: 40.7,
    q: 0.001
  }),
  signal({ ...found, region_code: "A", within: "A", job: "cluster", method: "scan", q: 0.001 }),
  signal({ ...found, region_code: "A", period: "2023-11" })
];

test("at most five, the least likely by chance first chosen, then in the order of the methods", () => {
  const of = foundSignals(rows, methods, "R", "2023-12", months);
  expect(of.shown.map(({ row }) => `${row.job} ${row.region_code}`)).toEqual([
    "share A",
    "share B",
    "share C",
    "share D",
    "month R"
  ]);
  expect(of.rest.map(({ row }) => `${row.job} ${row.region_code}`)).toEqual(["share E", "share F"]);
  expect(foundTitle(of)).toBe("本月有 7 条统计信号，请看一眼");
});

test("a county has its own and its scan, a month without any says so, an older one is not published", () => {
  expect(foundSignals(rows, methods, "A", "2023-12", months).shown.map(({ row }) => row.job)).toEqual([
    "share",
    "cluster"
  ]);
  expect(foundTitle(foundSignals(rows, methods, "R", "2023-10", months))).toBe("本月没有统计信号");
  expect(foundTitle(foundSignals(rows, methods, "R", "2023-09", months))).toBe("这个月没有公布统计");
});

test("a sentence names place, indicator, how much and against what", () => {
  const [share, , , , month] = foundSignals(rows, methods, "R", "2023-12", months).shown;
  expect(plain(foundSentence(share!, "青栗县"))).toBe("青栗县在册户占农村户数 9.00%，高于同级的 3.20%");
  expect(plain(foundSentence(month!, "云岭市"))).toBe("云岭市每月新增户，本月 70 户，预期 40.7 户");
  const campaign = { ...month!, row: { ...month!.row, reason: "campaign" as const } };
  expect(plain(foundSentence(campaign, "云岭市"))).toContain("集中排查或春节");
});

test("what did not happen is at most so much, never 0; a week lies in the month of its Thursday", () => {
  expect(valueText(signal({ region_code: "A", value: null, numerator: 0, high: 0.0123 }))).toBe("至多 1.23%");
  expect(valueText(signal({ region_code: "A", value: null, numerator: null }))).toBe("—");
  expect([rateText(0.00092), rateText(0.0071), rateText(0.765)]).toEqual(["0.092%", "0.71%", "76.5%"]);
  expect(shareText("0.998")).toBe("99.8%");
  expect(["2023-W52", "2024-W01", "2020-W53", "2023-W35", "2023Q4", "2023-11"].map(monthOf)).toEqual([
    "2023-12",
    "2024-01",
    "2020-12",
    "2023-08",
    "2023-12",
    "2023-11"
  ]);
});

test("rows come back from Arrow as they were, blanks as blanks", () => {
  const kept = [rows[0]!, { ...rows[6]!, value: null }];
  const names = [...signalColumns.text, ...signalColumns.numbers];
  const table = tableFromArrays(
    Object.fromEntries(names.map(name => [name, kept.map(row => row[name as keyof Signal])]))
  );
  const bytes = tableToIPC(table, { format: "stream" })!;
  expect(
    signalRows(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer)
  ).toEqual(kept);
});
