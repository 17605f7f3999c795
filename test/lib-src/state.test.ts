import { expect, test } from "vitest";
import type { Cell } from "../../src/lib/dataset.ts";
import { judgementWord, stateWords, valueState } from "../../src/lib/state.ts";

const cell: Cell = {
  numerator: 0,
  denominator: 0,
  value: 0,
  unit: "%",
  status: "ok",
  judgement: "not_judged",
  clause: ""
};

test("zero is a number, not a state", () => {
  expect(valueState(cell)).toBeNull();
  expect(valueState({ ...cell, status: "not_judged_input" })).toBeNull();
});

test("each reason for no number has its own state", () => {
  expect(valueState({ ...cell, value: null, status: "na_zero_denominator" })).toBe("na");
  expect(valueState({ ...cell, value: null, status: "missing_data" })).toBe("missing");
  expect(valueState({ ...cell, value: null, status: "suppressed" })).toBe("suppressed");
  expect(valueState({ ...cell, value: null, status: "undetermined_input" })).toBe("undetermined");
  expect(valueState(undefined)).toBe("missing");
  expect(new Set(Object.values(stateWords)).size).toBe(6);
});

test("a judgement is a word, and silence is not a verdict", () => {
  expect(judgementWord({ ...cell, judgement: "met" })).toEqual({ word: "达到", state: null });
  expect(judgementWord({ ...cell, judgement: "not_judged" }).state).toBe("silent");
  expect(judgementWord({ ...cell, judgement: "undetermined" }).state).toBe("undetermined");
  expect(judgementWord({ ...cell, judgement: null }).state).toBe("open");
});
