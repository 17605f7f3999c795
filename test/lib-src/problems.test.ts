import { expect, test } from "vitest";
import {
  problemPlacesTitle,
  problemSource,
  problemStock,
  problems,
  problemTitle
} from "../../src/lib/problems.ts";
import { rate, readerOf } from "./survey-world.ts";

const cells = {
  "K54 1 2023Q3 - 个": rate(9, 11),
  "K54 1 2023Q4 - 个": rate(4, 4),
  "K54 1 2023Q3 期限=空白 个": rate(1, 12),
  "K54 1 2023Q4 期限=空白 个": rate(0, 7),
  "K54 1 2023Q3 期限=未到期 个": rate(0, 12),
  "K54 1 2023Q4 期限=未到期 个": rate(3, 7),
  "K54 1 2023Q4 问题来源=审计 个": rate(0, 0),
  "K54 1 2023Q4 问题来源=审计;期限=空白 个": rate(1, 1),
  "K54 11 2023Q4 - 个": rate(4, 6),
  "K54 12 2023Q4 - 个": rate(0, 0)
};
const all = { key: "", name: "合计" };

test("problems are summed over the quarters they were found in, as they stand now", () => {
  const stock = problemStock(readerOf(cells), problems, all);
  expect(stock).toMatchObject({ found: 19, mended: 13, overdue: 2, pending: 3, blank: 1, rate: 13 / 15 });
  expect(problemTitle(stock)).toBe(
    "发现的 19 个问题中 13 个已整改，2 个逾期未整改，3 个未到期，1 个没有写期限"
  );
});

test("those found later than the quarter in hand are left out", () => {
  const stock = problemStock(readerOf(cells, "1", "2023-09"), problems, all);
  expect(stock).toMatchObject({ found: 12, mended: 9, overdue: 2 });
});

test("one without a day is in no rate", () => {
  const stock = problemStock(readerOf(cells), problemSource("审计"), { key: "审计", name: "审计" });
  expect(stock).toMatchObject({ found: 1, mended: 0, overdue: 0, blank: 1, rate: null, state: null });
});

test("what is missing is not nought", () => {
  const missing = problemStock(readerOf({ "K54 1 2023Q4 - 个": rate(null, null) }), problems, all);
  expect(missing).toMatchObject({ found: null, mended: null, overdue: null, state: "missing" });
  expect(problemTitle(missing)).toBe("督导问题缺数据");
  const old = problemStock(readerOf({ "K54 1 2023Q4 - 个": rate(3, 4) }), problems, all);
  expect(old).toMatchObject({ found: null, mended: 3, overdue: 1, blank: null });
  expect(problemTitle(old)).toBe("督导问题 3 个已整改，1 个逾期未整改");
});

test("places with any overdue are counted, not ranked", () => {
  const rows = ["11", "12"].map(code =>
    problemStock(readerOf(cells), problems, { key: code, name: code }, { region: code })
  );
  expect(problemPlacesTitle(rows, "县区")).toBe("2 个逾期未整改的问题在 1 个县区");
  expect(problemPlacesTitle([rows[1]!], "县区")).toBe("1 个县区都没有逾期未整改的问题");
  expect(problemPlacesTitle([], "")).toBe("各地区的督导问题缺数据");
});
