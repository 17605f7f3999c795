import { expect, test } from "vitest";
import type { Cell, Dataset, Key } from "../../src/lib/dataset.ts";
import { difference, registerOf, trend } from "../../src/lib/measures.ts";

const cell = (value: number): Cell => ({
  numerator: value,
  denominator: null,
  value,
  unit: "户",
  status: "ok",
  judgement: "not_judged",
  clause: ""
});

/** A table of cells by `indicator breakdown period`. */
function table(cells: Readonly<Record<string, Cell>>): Dataset {
  const find = ({ indicator, breakdown, period }: Key) => cells[[indicator, breakdown, period].join(" ")];
  return { cell: find } as unknown as Dataset;
}

const place = { region: "990121102", period: "2023-12", profile: "FJ2020" };
const months = ["2022-12", "2023-11", "2023-12"];

test("a trend knows last month and the same month last year by name, not by position", () => {
  const data = table({ "K03  2022-12": cell(50), "K03  2023-11": cell(40), "K03  2023-12": cell(43) });
  expect(trend(data, registerOf("户"), place, months)).toMatchObject({
    values: [50, 40, 43],
    sinceMonth: 3,
    sinceYear: -7,
    yearAgo: 0
  });
  expect(trend(data, registerOf("户"), place, ["2023-10", "2023-12"])).toMatchObject({
    values: [null, 43],
    sinceMonth: null,
    sinceYear: null,
    yearAgo: -1
  });
});

test("a difference needs both ends", () => {
  expect(difference(3, 1)).toBe(2);
  expect(difference(null, 1)).toBeNull();
  expect(difference(3, undefined)).toBeNull();
});
