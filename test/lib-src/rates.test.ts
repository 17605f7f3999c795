import { expect, test } from "vitest";
import type { Cell } from "../../src/lib/dataset.ts";
import { draftNote, judgingLine, ownRateTitle, smallDomain } from "../../src/lib/rates.ts";
import type { Part } from "../../src/lib/reader.ts";
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

test("where the place in hand is among those listed, the title tells its own rate first", () => {
  const part = (name: string, cell: unknown, state: unknown = null) =>
    ({ region: { name }, cell, state }) as unknown as Part;
  const own = { numerator: 43, denominator: 52, value: 43 / 52, judgement: "unmet" };
  const county = part("青栗县", { value: 0.832 });
  const words = { name: "岗位推送达标率", basis: "人" };
  expect(ownRateTitle(part("碧岔乡", own), county, words)).toBe(
    "碧岔乡岗位推送达标率 82.7%（43 / 52 人），未达到；青栗县 83.2%"
  );
  expect(ownRateTitle(part("碧岔乡", { value: null }, "na"), county, words)).toBe(
    "碧岔乡岗位推送达标率没有应计的对象"
  );
  expect(ownRateTitle(part("碧岔乡", undefined, "missing"), part("青栗县", undefined), words)).toBe(
    "碧岔乡岗位推送达标率缺数据"
  );
});

test("judgements by a draft say so", () => {
  const meta = { profiles: [{ id: "JLC2020", label: "", doc: "", draft: true }] };
  const cell = (judgement: string) => ({ judgement }) as unknown as Cell;
  expect(draftNote(meta, "JLC2020", [undefined, cell("unmet")])).toBe("判断按征求意见稿");
  expect(draftNote(meta, "JLC2020", [cell("not_judged")])).toBe("");
  expect(draftNote(meta, "FJ2020", [cell("met")])).toBe("");
});
