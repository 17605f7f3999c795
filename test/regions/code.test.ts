import { expect, test } from "vitest";
import { divisionCode, levelOfCode, parentOfCode, shortCode } from "../../loaders/regions/code.ts";

test.each([
  ["990123000000", "990123"],
  ["990123101000", "990123101"],
  ["990123101201", "990123101201"],
  ["990123000", "990123"],
  [990123, "990123"],
  ["990123.0", "990123"],
  [" 990123 ", "990123"]
])("%s is read as %s", (value, code) => {
  expect(divisionCode(value)).toBe(code);
});

test.each([["100123"], ["7"], ["99012"], [12.5], [null], [undefined], ["青栗县"], [{}]])(
  "%s is no division code",
  value => {
    expect(divisionCode(value)).toBeNull();
  }
);

test.each([
  ["990000", "province", ""],
  ["990100", "prefecture", "990000"],
  ["990123", "county", "990100"],
  ["990123101", "town", "990123"],
  ["990123101201", "village", "990123101"]
])("%s is a %s under %s", (code, level, parent) => {
  expect(levelOfCode(code)).toBe(level);
  expect(parentOfCode(code)).toBe(parent);
});

test("a code of another kind is looked up as it stands", () => {
  expect(shortCode("园区01")).toBe("园区01");
});
