import { expect, test } from "vitest";
import { breakdownText } from "../../src/lib/breakdown.ts";

test("codes of a breakdown read as their words", () => {
  const word = (code: string) => (code === "official" ? "官方" : code);
  expect(breakdownText("预警级别=红色;级别来源=official", word)).toBe("预警级别：红色、级别来源：官方");
  expect(breakdownText("", word)).toBe("");
});
