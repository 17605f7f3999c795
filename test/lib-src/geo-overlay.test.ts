import { describe, expect, it } from "vitest";
import { eventLabel, eventPhrase, eventWord, overlayOf } from "../../src/lib/geo-overlay.ts";
import { hazard, regions } from "./geo-world.ts";

describe("overlayOf", () => {
  it("takes the towns that the range names", () => {
    const overlay = overlayOf(hazard(), regions.children("A"), regions);
    expect([...overlay.inside]).toEqual([["A1", "whole"]]);
    expect(overlay).toMatchObject({ sign: "灾", hatched: ["A1"] });
  });

  it("counts a county's towns in range, and hatches those alone", () => {
    const overlay = overlayOf(hazard({ regions: ["A1", "A2"] }), regions.children("R"), regions);
    expect([...overlay.inside]).toEqual([["A", 2]]);
    expect(overlay.hatched).toEqual(["A1", "A2"]);
  });

  it("takes every town of a county in range, and every county of the root", () => {
    const county = hazard({ hazard: "", regions: ["A"] });
    expect([...overlayOf(county, regions.children("A"), regions).inside.keys()]).toEqual(["A1", "A2"]);
    expect(overlayOf(county, regions.children("R"), regions)).toMatchObject({ sign: "险", hatched: ["A"] });
    const whole = overlayOf(hazard({ regions: ["R"] }), regions.children("R"), regions);
    expect([...whole.inside.values()]).toEqual(["whole", "whole"]);
  });

  it("leaves out what lies elsewhere", () => {
    expect(overlayOf(hazard({ regions: ["B"] }), regions.children("A"), regions).inside.size).toBe(0);
  });
});

describe("the words of an event", () => {
  it("name it with its days", () => {
    expect(eventLabel(hazard())).toBe("低温冰冻 2023-12-18 至 12-22");
    expect(eventLabel(hazard({ end: "2024-01-02" }))).toBe("低温冰冻 2023-12-18 至 2024-01-02");
    expect(eventLabel(hazard({ end: null }))).toBe("低温冰冻 2023-12-18");
    expect(eventLabel(hazard({ end: "2023-12-18" }))).toBe(eventWord(hazard()));
  });

  it("place it by month, with the year where it is another", () => {
    expect(eventPhrase(hazard(), "2023-12")).toBe("12 月低温冰冻");
    expect(eventPhrase(hazard({ hazard: "", risk: "创业失败" }), "2024-01")).toBe("2023 年 12 月创业失败");
    expect(eventPhrase(hazard({ hazard: "", risk: "" }), "2023-12")).toBe("12 月未写类型");
  });
});
