import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { methodChecks } from "../../loaders/publish/method-checks.ts";
import { checksTitle, errorFigure, errorWords } from "../../src/lib/method-check.ts";
import { methodTexts } from "../../src/lib/method-texts.ts";

const columnOf = (file: string, at: number): string[] =>
  readFileSync(`data/policy/${file}.tsv`, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map(line => line.split("\t")[at]!);

test("every check and every number of the policy tables stands under a method, and none is named that is not there", () => {
  const checks = methodChecks().map(({ method }) => method);
  expect(new Set(methodTexts.flatMap(text => text.checks))).toEqual(new Set(checks));
  const used = new Set(methodTexts.flatMap(text => text.parameters));
  expect(used).toEqual(new Set(columnOf("method_params", 0)));
  for (const method of columnOf("methods", 1)) expect(methodTexts.map(({ id }) => id)).toContain(method);
});

test("the page's title says how many values were compared and the largest error", () => {
  const checks = [
    { method: "甲", cases: 1200, worst: "2e-13", reference: "" },
    { method: "乙", cases: 34, worst: "1e-9", reference: "" }
  ];
  expect(checksTitle(2, checks)).toBe("2 种方法，与参考程序比对 1,234 个数，误差不到亿分之一");
  expect(checksTitle(2, [])).toContain("没有核对的记录");
  expect([9e-9, 2e-13, 5e-5].map(errorWords)).toEqual(["不到亿分之一", "不到万亿分之一", "不到万分之一"]);
  expect(errorFigure(2e-13)).toEqual(["2", "−13"]);
});
