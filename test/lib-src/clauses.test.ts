import { expect, test } from "vitest";
import { readClauses } from "../../src/lib/clauses.ts";

test("clauses name their document, and platform settings stand as they are", () => {
  const profiles = [{ id: "FJ2020", label: "福建2020", doc: "闽扶组〔2020〕4号", draft: false }];
  expect(readClauses("平台设置（通报惯例）; FJ 一(2),一(3)", profiles)).toEqual([
    { source: "平台设置（通报惯例）", clause: "" },
    { source: "福建2020", clause: "一(2)、一(3)" }
  ]);
  expect(readClauses("", profiles)).toEqual([]);
});
