import { expect, test } from "vitest";
import {
  categoryRows,
  categoryTitle,
  measuresTitle,
  stackMeasures,
  stackTitle,
  unhelpedTitle
} from "../../src/lib/coverage.ts";
import type { Cell } from "../../src/lib/dataset.ts";
import { inOrder } from "../../src/lib/order.ts";
import { rate, readerOf, rules } from "./help-world.ts";

const helped = (numerator: number): Cell => ({
  ...rate(0, 0),
  numerator,
  denominator: null,
  status: "missing_data"
});

test("the page says who has no measure and how many risks none answers", () => {
  expect(measuresTitle(rate(2284, 2363), rate(2460, 2775), "户")).toBe(
    "79 户没有已落实的措施，占在册 3.3%；315 项风险没有对应措施（11.4%）"
  );
  expect(measuresTitle(rate(9, 9), rate(4, 4), "人")).toBe("在册 9 人都有已落实的措施；风险项都有对应措施");
  expect(measuresTitle(rate(0, 0), rate(0, 0), "户")).toBe("季末没有在册对象");
  expect(measuresTitle(undefined, undefined, "户")).toBe("措施覆盖缺数据");
});

test("categories stand in the contract's order; those helped are told although the eligible are not known", () => {
  const reader = readerOf({
    "K27|1|2023Q4|措施类别=产业帮扶;分项=该类措施|户": rate(445, 1102),
    "K27|1|2023Q4|措施类别=健康帮扶;分项=该类措施|户": helped(962),
    "K27|1|2023Q4|分项=开发式帮扶|户": helped(1463)
  });
  const { rows, development } = categoryRows(reader, rules, "户");
  expect(rows.map(({ name, cell }) => [name, cell?.numerator ?? null, cell?.value ?? null])).toEqual([
    ["产业帮扶", 445, 445 / 1102],
    ["健康帮扶", 962, null],
    ["搬迁", null, null],
    ["其他", null, null]
  ]);
  expect(categoryTitle(rows, development, "户")).toBe("健康帮扶惠及最多，962 户；开发式帮扶惠及 1,463 户");
  expect(categoryTitle([{ ...rows[0]!, cell: helped(0) }], development, "户")).toBe("没有已落实的措施");
  expect(categoryTitle([], development, "户")).toBe("各类措施的享受数缺数据");
});

test("stacks are told by their classes", () => {
  const reader = readerOf({
    "K27|1|2023Q4|措施数=4 类及以上|户": rate(1, 10),
    "K27|1|2023Q4|措施数=0 类|户": rate(3, 10),
    "K27|1|2023Q4|措施数=1 类|户": rate(6, 10)
  });
  const kinds = stackMeasures(reader);
  expect(kinds.map(({ name }) => name)).toEqual(["0 类", "1 类", "4 类及以上"]);
  const read = kinds.map(({ name, measure }) => ({ name, cell: reader.cell(measure, { kind: "quarter" }) }));
  expect(stackTitle(read)).toBe("有 1 类措施的户最多，6 户（60.0%）；没有措施的 3 户");
  expect(stackTitle([{ name: "0 类", cell: rate(5, 6) }])).toBe("没有措施的户最多，5 户（83.3%）");
  expect(stackTitle([{ name: "0 类", cell: rate(0, 0) }])).toBe("季末没有在册户，没有措施叠加可计");
  expect(stackTitle([])).toBe("措施叠加缺数据");
});

test("a month without a measure", () => {
  expect(unhelpedTitle(rate(47, 2293))).toBe("47 户纳入满一个月仍没有措施，占 2.0%");
  expect(unhelpedTitle(rate(0, 7))).toBe("纳入满一个月的 7 户都有措施");
  expect(unhelpedTitle(rate(0, 0))).toBe("没有纳入满一个月的在册户");
  expect(unhelpedTitle(undefined)).toBe("满一个月无措施缺数据");
});

test("names follow a list, others come after", () => {
  expect(inOrder(["未识别类别", "边缘易致贫户", "脱贫不稳定户"], rules.monitored)).toEqual([
    "脱贫不稳定户",
    "边缘易致贫户",
    "未识别类别"
  ]);
});
