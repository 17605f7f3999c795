import { expect, test } from "vitest";
import { readContract } from "../../loaders/contract/contract.ts";
import {
  affectedBy,
  everything,
  madeBy,
  neededBy,
  partOf,
  quality
} from "../../loaders/indicators/affected.ts";

const contract = readContract();

test("a log affects the families that read it, what they make, and who writes the same indicators; never data quality", () => {
  const fund = affectedBy(contract, ["fund"]);
  expect(fund.families).toEqual(["52"]);
  expect(fund.indicators).toContain("K45");
  const measure = affectedBy(contract, ["measure"]);
  // K29 is written by two families; the ledger's (70) reads what the measures' makes.
  expect(measure.families).toEqual(["32", "34", "36", "70"]);
  expect(measure.indicators).toEqual(expect.arrayContaining(["K26", "K29", "K47"]));
  expect(affectedBy(contract, ["no such table"])).toEqual({ families: [], indicators: [] });
  const all = everything(contract);
  expect(all.families).not.toContain(quality);
  expect(all.indicators).toHaveLength(contract.indicators.size - 1);
});

test("some indicators need their writers, and those need who makes what a half of theirs reads", () => {
  const some = partOf(contract, affectedBy(contract, ["measure"]), ["K26", "K45"]);
  expect(some).toEqual({ families: ["32"], indicators: ["K26"] });
  expect(madeBy(contract, ["32"])).toContain("measure_done");
  expect(neededBy(contract, ["34"], "leaves").families).toContain("32");
  // The figures rest on leaves: no other family runs for K29's, and nothing of this one where K26 alone is asked for.
  expect(neededBy(contract, ["34"], "figures", ["K29"]).families).toEqual(["34"]);
  expect(neededBy(contract, ["34"], "figures", ["K26"]).families).toEqual([]);
});
