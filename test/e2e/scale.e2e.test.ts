import { expect } from "vitest";
import type { Meta } from "../../src/lib/site.ts";
import { published, test } from "./demo.ts";
import { settled } from "./visit.ts";

const meta = published<Meta>("meta.json");

test("规模参考: another document changes words and lines, never a share", async ({ open }) => {
  const page = await open("scale.html");
  const shares = () => page.locator("#shares tbody td.strong").allTextContents();
  const lines = () => page.locator("#shares .dot-line").count();
  const before = await shares();
  expect(before.length).toBeGreaterThan(1);
  expect(await lines()).toBe(before.length - 1);
  for (const profile of meta.computed.filter(id => id !== meta.profile)) {
    await page.selectOption("#profile", profile);
    await settled(page);
    expect(await shares()).toEqual(before);
    expect(await page.textContent("#page")).not.toContain("超限");
  }
  await page.selectOption("#profile", "HN2021");
  await settled(page);
  expect(await lines()).toBe(0);
  expect(await page.textContent("h1")).toContain("应纳尽纳");
  expect(await page.textContent("#shares tbody")).not.toMatch(/高于|低于|达到/);
});
