import { expect, test } from "vitest";
import { moveMark } from "../../src/lib/combobox.ts";
import { type Entry, find, villageEntries } from "../../src/lib/find.ts";

const entry = (title: string, ...keys: string[]): Entry => ({
  kind: "指标",
  title,
  target: title,
  hint: "",
  keys
});
const entries = [
  entry("监测规模占比", "jiancewuimozhanbi", "jcgmzb"),
  entry("风险消除率", "fengxianxiaochulv", "fxxcl", "k33"),
  entry("消除率", "xiaochulv", "xcl")
];

test("finds by part of the name, pinyin, initials and code", () => {
  const titles = (query: string) => find(entries, query).map(({ title }) => title);
  expect(titles("消除率")).toEqual(["消除率", "风险消除率"]);
  expect(titles("xcl")).toEqual(["消除率", "风险消除率"]);
  expect(titles("XiaoChu")).toEqual(["消除率", "风险消除率"]);
  expect(titles("k33")).toEqual(["风险消除率"]);
  expect(titles(" ")).toEqual([]);
  expect(titles("不存在")).toEqual([]);
});

test("the limit holds", () => {
  expect(find(entries, "率", 1)).toHaveLength(1);
});

test("the mark wraps at both ends", () => {
  expect(moveMark(-1, 3, "ArrowDown")).toBe(0);
  expect(moveMark(2, 3, "ArrowDown")).toBe(0);
  expect(moveMark(0, 3, "ArrowUp")).toBe(2);
  expect(moveMark(1, 3, "End")).toBe(2);
  expect(moveMark(0, 0, "ArrowDown")).toBe(-1);
});

test("a village is found by part of its name or its initials, and leads to its town", () => {
  const villages = villageEntries(
    [
      [
        "990102101",
        [
          ["竹坪村", "zhupingcun", "zpc"],
          ["下竹坪村", "xiazhupingcun", "xzpc"]
        ]
      ],
      ["990121101", [["竹坪村", "zhupingcun", "zpc"]]]
    ],
    town => `镇 ${town}`
  );
  expect(find(villages, "竹坪").map(({ title, target, hint }) => [title, target, hint])).toEqual([
    ["竹坪村", "990102101", "镇 990102101"],
    ["竹坪村", "990121101", "镇 990121101"],
    ["下竹坪村", "990102101", "镇 990102101"]
  ]);
  expect(find(villages, "xzp").map(({ title }) => title)).toEqual(["下竹坪村"]);
});
