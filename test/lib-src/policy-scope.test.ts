import { expect, test } from "vitest";
import { scopeRows, scopeTitle } from "../../src/lib/policy-scope.ts";
import { type Scope, scopeReadings } from "../../src/lib/site.ts";

/** Households count up from `first`, persons are ten times as many. */
const counts = (first: number): number[] =>
  scopeReadings.flatMap((_, index) => [first + index, (first + index) * 10]);

const scope: Scope = {
  profiles: ["AA2020", "BB2020"],
  silent: [[], ["by_safeguard"]],
  counts: { "990100": [counts(1), counts(101)] }
};

test("rows take households or persons, each reading in its place", () => {
  const [first, second] = scopeRows(scope, "990100", "户")!;
  expect(first).toEqual({
    profile: "AA2020",
    inScope: 1,
    out: 2,
    unknown: 3,
    byIncome: 4,
    byShock: 5,
    bySafeguard: 6,
    byCategory: 7,
    enter: 8,
    leave: 9
  });
  expect(second).toMatchObject({ inScope: 101, enter: 108 });
  expect(scopeRows(scope, "990100", "人")![0]).toMatchObject({ inScope: 10, leave: 90 });
});

test("a part the document has no rule for is null, not 0", () => {
  expect(scopeRows(scope, "990100", "户")!.map(row => row.bySafeguard)).toEqual([6, null]);
});

test("a region without rows has none", () => {
  expect(scopeRows(scope, "990199", "户")).toBe(null);
});

test("the title spans the documents and names the one in force", () => {
  const rows = scopeRows(scope, "990100", "户")!;
  expect(scopeTitle(rows, "BB2020", "户")).toBe("换口径后在范围内 1 至 101 户，当前口径 101 户");
  expect(scopeTitle(rows.slice(0, 1), "AA2020", "户")).toBe("换哪份文件，在范围内都是 1 户");
  expect(scopeTitle(null, "AA2020", "户")).toContain("缺收支与核查的记录");
  const unknown = rows.map(row => ({ ...row, inScope: 0, out: 0 }));
  expect(scopeTitle(unknown, "AA2020", "户")).toContain("缺收支与核查的记录");
});
