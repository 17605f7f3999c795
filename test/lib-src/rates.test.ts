import { expect, test } from "vitest";
import { judgingLine, smallDomain } from "../../src/lib/rates.ts";
import type { Definitions } from "../../src/lib/site.ts";

const definitions = {
  families: [],
  indicators: [
    {
      id: "K31",
      judging: [
        { profile: "FJ2020", rule: "judged", line: "执行率 = 100%", mark: "inferred" },
        { profile: "HN2021", rule: "shown", line: "", mark: null }
      ]
    },
    { id: "K34", judging: [{ profile: "HN2021", rule: "judged", line: "= 0 户", mark: "text" }] }
  ]
} as unknown as Definitions;

test("the line of a rate comes from the document in force, and only where it is a share", () => {
  expect(judgingLine(definitions, "K31", "FJ2020")).toEqual({
    value: 1,
    label: "判断线 = 100%",
    mark: "inferred"
  });
  expect(judgingLine(definitions, "K31", "HN2021")).toBeNull();
  expect(judgingLine(definitions, "K34", "HN2021")).toBeNull();
  expect(judgingLine(definitions, "K99", "HN2021")).toBeNull();
});

test("an axis of small rates starts at nought and ends at a whole per cent", () => {
  expect(smallDomain([0.0205, null, 0.031])).toEqual([0, 0.04]);
  expect(smallDomain([null, 0])).toEqual([0, 0.01]);
});
