import { expect, test } from "vitest";
import { readContract } from "../../loaders/contract/contract.ts";
import {
  affectedBy,
  everything,
  madeBy,
  neededBy,
  partOf,
  quality,
  sidesOf
} from "../../loaders/indicators/affected.ts";

const contract = readContract();

test("a log affects the families that read it, what they make, and who writes the same indicators; never data quality", () => {
  const fund = affectedBy(contract, ["fund"]);
  expect(fund.families).toEqual(["52"]);
  expect(fund.indicators).toContain("K45");
  const measure = affectedBy(contract, ["measure"]);
  // K29 is written by two families; the ledger's (70) reads whom the measures' posts are matched with.
  expect(measure.families).toEqual(["31", "32", "34", "36", "70"]);
  expect(measure.indicators).toEqual(expect.arrayContaining(["K26", "K29", "K47"]));
  expect(affectedBy(contract, ["no such table"])).toEqual({ families: [], indicators: [] });
  const all = everything(contract);
  expect(all.families).not.toContain(quality);
  expect(all.indicators).toHaveLength(contract.indicators.size - 1);
});

test("some indicators need their writers, and those need who makes what a half of theirs reads", () => {
  const some = partOf(contract, affectedBy(contract, ["measure"]), ["K26", "K45"]);
  expect(some).toEqual({ families: ["32"], indicators: ["K26"] });
  expect(madeBy(contract, ["31"])).toContain("measure_done");
  expect(neededBy(contract, ["34"], "leaves").families).toEqual(["31", "34"]);
  // The figures rest on leaves: no other family runs for K29's, and nothing of this one where K26 alone is asked for.
  expect(neededBy(contract, ["34"], "figures", ["K29"]).families).toEqual(["34"]);
  expect(neededBy(contract, ["34"], "figures", ["K26"]).families).toEqual([]);
});

test("two connections share the families, each once, with what they write; who reads what another makes goes with it", () => {
  const measure = affectedBy(contract, ["measure"]);
  const sides = sidesOf(contract, measure, "leaves", 2);
  expect(sides).toHaveLength(2);
  expect(sides.flatMap(({ families }) => families).sort()).toEqual(["32", "34", "36", "70"]);
  expect(new Set(sides.flatMap(({ indicators }) => indicators))).toEqual(new Set(measure.indicators));
  const k26 = sides.filter(({ indicators }) => indicators.includes("K26"));
  expect(k26).toHaveLength(1);
  expect(k26[0]!.families).toContain("32");
  const whole = sidesOf(contract, everything(contract), "whole", 9);
  expect(whole.length).toBeGreaterThan(1);
  const one = sidesOf(contract, partOf(contract, measure, ["K26"]), "leaves", 2);
  expect(one).toEqual([{ families: ["32"], indicators: ["K26"] }]);
  expect(sidesOf(contract, { families: [], indicators: [] }, "leaves", 2)).toEqual([]);
});
