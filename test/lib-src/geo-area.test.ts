import { describe, expect, it } from "vitest";
import type { Cell, Status } from "../../src/lib/dataset.ts";
import { areaText, signedText, toArea } from "../../src/lib/geo-area.ts";
import { held, measure, share } from "./geo-world.ts";

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
    const area = toArea("1", "甲", cell(0.07, 3000), share, 300);
    expect(area).toMatchObject({ state: null, value: 7, small: false });
    expect(areaText(area, share)).toBe("7.00");
  });

  it("shows a value in the measure's own unit", () => {
    const wan = measure({ kind: "count", unit: "万元", factor: 1e-4 });
    expect(toArea("1", "甲", cell(51_640_000, null), wan, 0).value).toBe(5164);
  });

  it("marks a denominator below the limit, of rates and means, never of counts", () => {
    expect(toArea("1", "甲", cell(0.05, 299), share, 300).small).toBe(true);
    expect(toArea("1", "甲", cell(0.05, 300), share, 300).small).toBe(false);
    expect(toArea("1", "甲", cell(12, 3), measure({ kind: "mean", unit: "天", factor: 1 }), 30).small).toBe(
      true
    );
    expect(toArea("1", "甲", cell(9, null), held, 30).small).toBe(false);
  });

  it.each([
    ["missing_data", "缺数据"],
    ["na_zero_denominator", "不适用"],
    ["suppressed", "已遮蔽"],
    ["undetermined_input", "不可判"]
  ] as const)("says a word for %s, never a number", (status, word) => {
    const area = toArea("1", "甲", cell(null, 0, status), share, 300);
    expect(area.value).toBeNull();
    expect(areaText(area, share)).toBe(word);
  });

  it("calls an area without a row 缺数据, and zero zero", () => {
    expect(areaText(toArea("1", "甲", undefined, share, 300), share)).toBe("缺数据");
    expect(areaText(toArea("1", "甲", cell(0, null), held, 30), held)).toBe("0");
  });

  it("keeps a value whose judgement is open", () => {
    expect(toArea("1", "甲", cell(0.05, 900, "not_judged_input"), share, 300).value).toBe(5);
  });
});

describe("signedText", () => {
  it("signs a change and leaves nothing unsigned but zero", () => {
    expect(signedText(1.128, share)).toBe("+1.13");
    expect(signedText(-0.94, share)).toBe("−0.94");
    expect(signedText(0.001, share)).toBe("0.00");
    expect(signedText(-0.001, share)).toBe("0.00");
  });
});
