import { describe, expect, it } from "vitest";
import { measureAt, measureBasis, measureSuffix, measuresAt } from "../../src/lib/geo-measure.ts";

describe("measures", () => {
  it("offers 监测规模占比 for counties only, as the contract's grain says", () => {
    expect(measuresAt("county").map(({ id }) => id)).toEqual(["K01", "K33", "K33p", "K03"]);
    expect(measuresAt("town").map(({ id }) => id)).toEqual(["K33", "K33p", "K03"]);
  });

  it("falls back to the level's first measure", () => {
    expect(measureAt("county", null).id).toBe("K01");
    expect(measureAt("town", "K01").id).toBe("K33");
    expect(measureAt("town", "K99").id).toBe("K33");
    expect(measureAt("town", "K03").id).toBe("K03");
  });

  it("counts 监测规模占比 in 人 whatever the toggle says", () => {
    const share = measureAt("county", "K01");
    const held = measureAt("county", "K03");
    expect(measureBasis(share, "户")).toBe("人");
    expect(measureBasis(held, "户")).toBe("户");
    expect(measureSuffix(share, "人")).toBe("%");
    expect(measureSuffix(held, "户")).toBe(" 户");
  });
});
