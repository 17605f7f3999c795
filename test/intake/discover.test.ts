import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { discover, snapshotOf } from "../../loaders/intake/discover.ts";
import { CliError } from "../../loaders/lib/errors.ts";
import { exportsFolder, removeFolders } from "../support/exports.ts";

beforeEach(() => expect.hasAssertions());
afterAll(removeFolders);

test("lists tables and workbooks of all levels in a fixed order, and nothing else", () => {
  const folder = exportsFolder({
    "乙/走访记录.csv": "a",
    "甲.XLSX": "a",
    "~$甲.xlsx": "a",
    ".hidden.csv": "a",
    "__MACOSX/甲.csv": "a",
    "set.json": "{}",
    "说明.docx": "a",
    "乙/旧.xls": "a",
    "丙.et": "a",
    "丁.zip": "a"
  });
  expect(discover(folder).map(file => file.name)).toEqual([
    "丁.zip",
    "丙.et",
    "乙/旧.xls",
    "乙/走访记录.csv",
    "甲.XLSX"
  ]);
});

test("a single file lists itself", () => {
  const folder = exportsFolder({ "走访记录.csv": "abc" });
  expect(discover(`${folder}/走访记录.csv`)).toEqual([
    { path: `${folder}/走访记录.csv`, name: "走访记录.csv", bytes: 3 }
  ]);
});

test("a missing folder is a mistake of usage", () => {
  const error = (() => {
    try {
      discover("/nonexistent/导出");
    } catch (caught) {
      return caught as CliError;
    }
    return null;
  })();
  expect(error).toBeInstanceOf(CliError);
  expect(error!.exit).toBe(2);
  expect(error!.message).toContain("--exports");
});

describe("the snapshot day", () => {
  test.each([
    ["监测对象信息_20231231.xlsx", "2023-12-31"],
    ["防止返贫致贫监测对象信息_20250902-0915.xlsx", "2025-09-02"],
    ["监测对象信息_20231231235959.xlsx", "2023-12-31"],
    ["a_20231341_20231231.csv", "2023-12-31"],
    ["监测对象信息_20240229.csv", "2024-02-29"],
    ["监测对象信息_20230229.csv", null],
    ["监测对象信息_2023123.csv", null],
    ["监测对象信息_202312311.csv", null],
    ["监测对象信息 (22).xlsx", null],
    ["导出_20230101/监测对象信息.xlsx", null],
    ["导出_20230101/监测对象信息_20231231.xlsx", "2023-12-31"]
  ])("%s → %s", (name, day) => {
    expect(snapshotOf(name)).toBe(day);
  });
});
