import { expect, test } from "vitest";
import { platformOf } from "../../loaders/publish/platform.ts";
import { contract } from "../support/exports.ts";

test("the platform's numbers are published as the SQL reads them, each with what it is for", () => {
  const published = platformOf();
  expect(Object.entries(published).map(([key, { value }]) => ({ key, value }))).toEqual(contract().settings);
  for (const { note, unit } of Object.values(published)) expect([note, unit]).not.toContain("");
  expect(published.scale_below_hint_pct!.note).toContain("非政策阈值");
});
