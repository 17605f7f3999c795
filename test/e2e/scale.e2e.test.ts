import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Meta } from "../../src/lib/site.ts";
import { launch } from "./browser.ts";
import { type Served, serve } from "./serve.ts";
import { builtSite } from "./site.ts";
import { settled, visit } from "./visit.ts";

let site: Served;
let browser: Browser;
let meta: Meta;

beforeAll(async () => {
  const dist = await builtSite();
  site = await serve(dist, "/看板/");
  browser = await launch();
  meta = JSON.parse(readFileSync(join(dist, "data/site/meta.json"), "utf8"));
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test("规模参考: another document changes words and lines, never a share", async () => {
  const { page, problems, close } = await visit(browser, `${site.url}scale.html`);
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
  expect(problems).toEqual([]);
  await close();
}, 30_000);
