import { expect, test } from "vitest";
import { type Changes, changeTable, changeTitle } from "../../src/lib/changes.ts";
import { Regions } from "../../src/lib/regions.ts";
import { region as place } from "./region.ts";

const regions = new Regions(
  [
    place("99", "云岭市", "prefecture", ""),
    place("9901", "青栗县", "county", "99"),
    place("9902", "石渡县", "county", "99")
  ],
  "99"
);
const counts = {
  99: { "2023-12": [7, 2, 0, 3, 1], "2023Q4": [9, 4, 1, 5, 2] },
  9901: { "2023-12": [7, 2, 0, 3, 1] }
};

test("movements stand by region for the month and its quarter; what is not listed is none", () => {
  const table = changeTable({ known: { register: true, levels: true }, counts }, regions, "99", "2023-12");
  expect(table.quarter).toBe("2023Q4");
  expect(table.whole.quarter).toEqual({ entered: 9, eliminated: 4, exited: 1, rose: 5, fell: 2 });
  expect(table.rows[1]!.month).toEqual({ entered: 0, eliminated: 0, exited: 0, rose: 0, fell: 0 });
  expect(changeTitle(table, "2023-12")).toBe("2023 年 12 月纳入 7 户，消除 2 户，升级 3 户，降级 1 户");
});

test("without the table they are read from, movements are missing, not none", () => {
  const read = (known: Changes["known"]) => changeTable({ known, counts: {} }, regions, "99", "2023-12");
  const unlevelled = read({ register: true, levels: false });
  expect(unlevelled.whole.month).toMatchObject({ entered: 0, rose: null });
  expect(changeTitle(unlevelled, "2023-12")).toBe("2023 年 12 月纳入 0 户，消除 0 户；升降级缺数据");
  expect(changeTitle(read({ register: false, levels: true }), "2023-12")).toBe("2023 年 12 月的变化缺数据");
});
