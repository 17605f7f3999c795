import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Indicator, Region } from "../../src/lib/site.ts";

const region = (code: string, level: string) => ({ code, level }) as Region;
const regions = {
  get: (code: string) => ({ "1": region("1", "prefecture"), "2": region("2", "town") })[code]
};
const entry = (id: string, basis: string, grain: string, lacking: string[] = []) =>
  [id, { id, basis, grain, lacking } as unknown as Indicator] as const;
const catalogue = new Map([
  entry("K01", "人", "county>prefecture"),
  entry("K03", "户、人", "village>county"),
  entry("K46", "户", "village", ["funds"])
]);

describe("a row a public edition leaves out", async () => {
  const { withheldRows } = await import("../../src/lib/withheld.ts");
  const read = withheldRows({ regions: regions as never, catalogue });
  const at = (indicator: string, basis: string, place = "1") =>
    read({ indicator, basis, region: place, period: "2023-12" })?.status;

  test("is withheld where the indicator has such rows", () => {
    expect(at("K03", "户")).toBe("suppressed");
    expect(at("K03", "户", "2")).toBe("suppressed");
    expect(at("K01", "人")).toBe("suppressed");
  });

  test("is no row where there is none in any edition", () => {
    expect(at("K01", "户")).toBeUndefined();
    expect(at("K01", "人", "2")).toBeUndefined();
    expect(at("K46", "户")).toBeUndefined();
    expect(at("K99", "户")).toBeUndefined();
  });
});

describe("the words of a public edition", () => {
  let state: typeof import("../../src/lib/state.ts");
  let sentence: typeof import("../../src/lib/sentence.ts");

  beforeAll(async () => {
    vi.resetModules();
    state = await import("../../src/lib/state.ts");
    sentence = await import("../../src/lib/sentence.ts");
    expect(state.legendStates()).toContain("missing");
    expect(state.noneText("没有户", "户数")).toBe("没有户");
    state.withholdUnknown();
  });
  afterAll(() => vi.resetModules());

  test("never say that data are missing, nor that there is nothing, where a number was withheld", () => {
    const none = { basis: "户", total: null, cleared: null, byHousehold: null, byPerson: null };
    expect(sentence.bulletinTitle(none)).toBe("监测帮扶通报表已遮蔽");
    expect(state.noneText("没有户", "户数")).toBe("户数已遮蔽");
  });

  test("stand once in a legend", () => {
    const words = state.legendStates().map(each => state.stateWords[each]);
    expect(new Set(words).size).toBe(words.length);
    expect(words).toContain("已遮蔽");
  });
});
