import { describe, expect, it } from "vitest";
import type { Cell, Status } from "../../src/lib/dataset.ts";
import { areaText, signedText, toArea } from "../../src/lib/geo-area.ts";
import { measureAt } from "../../src/lib/geo-measure.ts";

const rate = measureAt("county", "K01");
const held = measureAt("town", "K03");

const cell = (value: number | null, denominator: number | null, status: Status = "ok"): Cell => ({
  numerator: 9,
  denominator,
  value,
  unit: "%",
  status,
  judgement: "not_judged",
  clause: ""
});

describe("toArea", () => {
  it("shows a rate in percent without binary dust", () => {
    const area = toArea("1", "甲", cell(0.07, 3000), rate, "人");
    expect(area).toMatchObject({ state: null, value: 7, small: false });
    expect(areaText(area, rate)).toBe("7.00");
  });

  it("marks a small denominator of a rate, by basis", () => {
    expect(toArea("1", "甲", cell(0.05, 299), rate, "人").small).toBe(true);
    expect(toArea("1", "甲", cell(0.05, 300), rate, "人").small).toBe(false);
    expect(toArea("1", "甲", cell(0.05, 29), rate, "户").small).toBe(true);
    expect(toArea("1", "甲", cell(9, null), held, "户").small).toBe(false);
  });

  it.each([
    ["missing_data", "缺数据"],
    ["na_zero_denominator", "不适用"],
    ["suppressed", "已遮蔽"],
    ["undetermined_input", "不可判"]
  ] as const)("says a word for %s, never a number", (status, word) => {
    const area = toArea("1", "甲", cell(null, 0, status), rate, "人");
    expect(area.value).toBeNull();
    expect(areaText(area, rate)).toBe(word);
  });

  it("calls an area without a row 缺数据, and zero zero", () => {
    expect(areaText(toArea("1", "甲", undefined, rate, "人"), rate)).toBe("缺数据");
    expect(areaText(toArea("1", "甲", cell(0, null), held, "户"), held)).toBe("0");
  });

  it("keeps a value whose judgement is open", () => {
    expect(toArea("1", "甲", cell(0.05, 900, "not_judged_input"), rate, "人").value).toBe(5);
  });
});

describe("signedText", () => {
  it("signs a change and leaves nothing unsigned but zero", () => {
    expect(signedText(1.128, rate)).toBe("+1.13");
    expect(signedText(-0.94, rate)).toBe("−0.94");
    expect(signedText(0.001, rate)).toBe("0.00");
    expect(signedText(-0.001, rate)).toBe("0.00");
  });
});
