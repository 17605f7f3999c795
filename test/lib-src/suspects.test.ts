import { expect, test } from "vitest";
import {
  lackingText,
  type Suspect,
  type Suspects,
  suspectCounts,
  suspectedHouseholds,
  suspectGroups,
  suspectGroupTitle,
  suspectPlaceTitle,
  suspectTitle
} from "../../src/lib/suspects.ts";

const check = (
  id: string,
  group: string,
  level: string,
  unit: string,
  lacking: readonly string[] = []
): Suspect => ({
  ...{ id, group, title: `检查${id}`, unit, level, clause: "平台设置", advice: "核对", numbers: [], lacking }
});

const data: Suspects = {
  levels: ["错误", "疑点", "提示"],
  checks: [
    check("a", "身份", "错误", "人"),
    check("b", "身份", "疑点", "户"),
    check("c", "收入", "疑点", "户"),
    check("d", "务工与岗位", "疑点", "人", ["“外出务工信息”"])
  ],
  places: {
    "1": {
      found: [3, 1200, 0, 0],
      exempt: { b: 2 },
      examined: [40, 2000, 9, 0],
      households: 3000,
      suspected: [1201, 3, 1200, 0]
    },
    "2": { found: [0, 0, 0, 0], exempt: {}, examined: [4, 5, 0, 0], households: 5, suspected: [0, 0, 0, 0] }
  }
};

test("a check that was not run, or that could look at nothing, has no number; one that found nothing has 0", () => {
  const numbers = (region: string) =>
    suspectCounts(data, region).map(({ found, exempt, examined }) => [found, exempt, examined]);
  expect(numbers("1")).toEqual([
    [3, 0, 40],
    [1200, 2, 2000],
    [0, 0, 9],
    [null, null, null]
  ]);
  expect(numbers("2")).toEqual([
    [0, 0, 4],
    [0, 0, 5],
    [null, null, null],
    [null, null, null]
  ]);
  expect(
    numbers("3")
      .flat()
      .every(each => each === null)
  ).toBe(true);
  expect(data.checks.map(lackingText)).toEqual(["", "", "", "未查：缺“外出务工信息”"]);
});

test("groups sum what was run, of the levels asked for", () => {
  expect(suspectGroups(data, "1")).toEqual([
    { group: "身份", run: 2, speaking: 2, findings: 1203 },
    { group: "收入", run: 1, speaking: 0, findings: 0 },
    { group: "务工与岗位", run: 0, speaking: 0, findings: null }
  ]);
  expect(suspectGroups(data, "1", ["错误"]).map(({ findings }) => findings)).toEqual([3, null, null]);
});

test("households are counted once for a level", () => {
  expect(suspectedHouseholds(data, "1", "")).toEqual({ found: 1201, of: 3000 });
  expect(suspectedHouseholds(data, "1", "疑点")).toEqual({ found: 1200, of: 3000 });
  expect(suspectedHouseholds(data, "3", "")).toBeNull();
});

test("titles say what was found, and where", () => {
  expect(suspectTitle(data, "1", "甲市")).toBe("甲市 3 项检查中 2 项查到疑点，3 户有错误");
  expect(suspectTitle(data, "2", "乙县")).toBe("乙县 2 项检查都没有查到疑点");
  expect(suspectTitle(data, "3", "丙县")).toBe("丙县没有可核查的数据");
  expect(suspectGroupTitle(data, "1", "甲市")).toBe("甲市共 1,203 处，“身份”一类 1,203 处");
  expect(suspectGroupTitle(data, "2", "乙县")).toBe("乙县各类都没有查到疑点");
  const [, b, , d] = suspectCounts(data, "1");
  const parts = [
    { place: "乙县", failed: 700 },
    { place: "丙县", failed: 500 },
    { place: "丁县", failed: 0 }
  ];
  expect(suspectPlaceTitle(b!, parts, "县")).toBe("检查b 1,200 户，另豁免 2：乙县 700、丙县 500");
  expect(suspectPlaceTitle(d!, [], "县")).toBe("检查d：未查：缺“外出务工信息”");
});
