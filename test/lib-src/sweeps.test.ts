import { expect, test } from "vitest";
import type { Cell } from "../../src/lib/dataset.ts";
import {
  roundMeasure,
  rounds,
  roundTitle,
  sweepMeasure,
  sweepTitle,
  yearUnderWay
} from "../../src/lib/sweeps.ts";
import { rate, readerOf, regions } from "./survey-world.ts";

const times = (numerator: number, judgement: Cell["judgement"] = "not_judged"): Cell => ({
  ...rate(numerator, null, judgement),
  value: numerator,
  unit: "次",
  status: "ok"
});

const cells = {
  "K57 1 2023-10 - 人": rate(9, 10),
  "K57 11 2023-2 - 人": rate(8, 10),
  "K57 12 2023-2 - 人": rate(null, 10),
  "K57 1 2023-住房 - 人": rate(null, 10),
  "K36 1 2023 - 次": times(3),
  "K36 11 2023 - 次": times(2, "met"),
  "K36 12 2023 - 次": times(1, "unmet")
};
const everyone = roundMeasure("K57", "人");

test("rounds are those with a number somewhere, in the order of their numbers", () => {
  const reader = readerOf(cells);
  expect(rounds(reader, everyone, ["2023-10", "2023-住房", "2023-2"])).toEqual(["2023-2", "2023-10"]);
  expect(rounds(reader, everyone, [])).toEqual([]);
});

test("a round is told with those that have no number", () => {
  const reader = readerOf(cells);
  const title = (round: string | undefined) =>
    roundTitle(reader.parts(everyone, round ? { period: round } : {}), "农村人口排查", round);
  expect(title("2023-2")).toBe("农村人口排查 2023-2 轮缺数据，1 个县区没有数字");
  expect(title("2023-10")).toBe("农村人口排查 2023-10 轮 90.0%，2 个县区没有数字");
  expect(title(undefined)).toBe("农村人口排查还没有一轮有数字");
});

test("sweeps of a year are summed over counties, each judged by itself", () => {
  const parts = readerOf(cells).parts(sweepMeasure, { kind: "year" });
  expect(sweepTitle(parts, "2023")).toBe("2023 年 2 个县区集中排查共 3 轮，1 个县区未达到要求");
  expect(sweepTitle(parts, "2023", regions.get("12"))).toBe(
    "2023 年丙县集中排查 1 轮，未达到要求；2 个县区集中排查共 3 轮"
  );
  expect(sweepTitle(readerOf({}).parts(sweepMeasure, { kind: "year" }), "2023")).toBe(
    "2023 年集中排查次数缺数据"
  );
});

test("a year is under way until its last day", () => {
  expect(yearUnderWay("2023", "2023-12-30")).toBe(true);
  expect(yearUnderWay("2023", "2023-12-31")).toBe(false);
  expect(yearUnderWay("2022", "2023-12-30")).toBe(false);
});
