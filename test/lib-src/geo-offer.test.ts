import { expect, it } from "vitest";
import type { Measures } from "../../src/lib/geo-measure.ts";
import { offerOf } from "../../src/lib/geo-offer.ts";
import { hazard, measure } from "./geo-world.ts";

const measures = {
  offered: (level: string) => [{ name: level, options: [] }],
  breakdowns: (indicator: string) => [{ name: indicator, options: [] }]
} as unknown as Measures;

it("offers measures of the level shown, and events and other months with the latest first", () => {
  const scene = {
    view: { level: "town" },
    measure: measure({ breakdown: "口径=累计" }),
    overlay: { event: hazard() },
    month: "2023-11",
    comparison: null
  } as unknown as Parameters<typeof offerOf>[0];
  const events = [hazard({ id: "E0", start: "2023-07-01", end: null }), hazard()];
  const offer = offerOf(scene, measures, events, ["2023-10", "2023-11", "2023-12"]);
  expect(offer).toMatchObject({
    measures: [{ name: "town" }],
    measure: "K33",
    breakdowns: [{ name: "K33" }],
    breakdown: "口径=累计",
    overlay: "E1",
    month: ""
  });
  expect(offer.overlays[0]!.options.map(({ text }) => text)).toEqual([
    "不叠加",
    "低温冰冻 2023-12-18 至 12-22",
    "低温冰冻 2023-07-01"
  ]);
  expect(offer.months[0]!.options.map(({ value }) => value)).toEqual(["", "2023-12", "2023-10"]);
});
