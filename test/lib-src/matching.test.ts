import { expect, test } from "vitest";
import {
  gapRows,
  gapTitle,
  matchMatrix,
  matchMeasure,
  matrixTitle,
  sourceText
} from "../../src/lib/matching.ts";
import { rate, readerOf, rules } from "./help-world.ts";

const cells = {
  "K28|1|2023Q4|风险类型=因病;措施类别=产业帮扶|项": rate(3, 10),
  "K28|1|2023Q4|风险类型=因病;措施类别=健康帮扶|项": rate(8, 10),
  "K28|1|2023Q4|风险类型=因病;措施类别=搬迁|项": rate(0, 10),
  "K28|1|2023Q4|风险类型=因病;措施类别=其他|项": rate(0, 10),
  "K28|1|2023Q4|风险类型=收入骤减;措施类别=产业帮扶|项": rate(2, 5),
  "K28|1|2023Q4|风险类型=因疫;措施类别=产业帮扶|项": rate(0, 0),
  "K28|1|2023-12||项": rate(8, 12),
  "K28|1|2023-12|匹配来源=real_check|项": rate(8, 10),
  "K28|1|2023-12|风险类型=因病|项": rate(8, 10),
  "K28|1|2023-12|风险类型=因安全住房|项": rate(0, 2)
};

test("the matrix leaves out categories of no use and risks that nobody has, and names both", () => {
  const data = matchMatrix(readerOf(cells), rules)!;
  expect(data.categories).toEqual(["产业帮扶", "健康帮扶"]);
  expect(data.idle).toEqual(["搬迁", "其他"]);
  expect(data.absent).toEqual(["因疫"]);
  expect(data.rows.map(({ name, items, source }) => [name, items, source])).toEqual([
    ["因病", 10, "real_check"],
    ["收入骤减", 5, null]
  ]);
  expect(data.rows[0]!.cells.map(cell => cell?.value)).toEqual([0.3, 0.8]);
  expect(matrixTitle(data)).toBe("收入骤减没有设对应措施，共 5 项");
  expect(matrixTitle({ ...data, rows: data.rows.slice(0, 1) })).toBe("10 项风险都设有对应的措施类别");
  expect(matrixTitle({ ...data, rows: [] })).toBe("季末没有在册户的风险项");
  expect(matchMatrix(readerOf({}), rules)).toBeNull();
});

test("a category that answers a risk stays although nobody has it", () => {
  const own = { ...cells, "K28|1|2023Q4|风险类型=因安全住房;措施类别=产业帮扶|项": rate(1, 2) };
  expect(matchMatrix(readerOf(own), rules)!.categories).toEqual(["产业帮扶", "健康帮扶", "搬迁"]);
});

test("gaps are told by their risks, most items first", () => {
  const reader = readerOf(cells);
  const rows = gapRows(reader, rules);
  expect(rows.map(({ name, source }) => [name, source])).toEqual([
    ["因病", "real_check"],
    ["因安全住房", "platform_setting"]
  ]);
  expect(gapTitle(rows, reader.cell(matchMeasure()))).toBe(
    "4 项风险没有对应措施：因病 2 项、因安全住房 2 项"
  );
  expect(gapTitle(rows, rate(12, 12))).toBe("12 项风险都有对应措施");
  expect(gapTitle([], rate(0, 0))).toBe("没有设了对应措施的风险项");
  expect(gapTitle([], undefined)).toBe("风险与措施的匹配缺数据");
});

test("each source of the pairs has its own rate in words", () => {
  const reader = readerOf(cells);
  expect(sourceText(reader, "real_check", "真实检查")).toBe("真实检查的配对 80.0%（8 / 10 项）");
  expect(sourceText(reader, "platform_setting", "平台设置")).toBe("");
});
