import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Matter } from "../../src/lib/site.ts";
import { launch } from "./browser.ts";
import { type Served, serve } from "./serve.ts";
import { builtSite } from "./site.ts";
import { settled, visit } from "./visit.ts";

let site: Served;
let browser: Browser;
let dist: string;
let matters: readonly Matter[];

beforeAll(async () => {
  dist = await builtSite();
  site = await serve(dist, "/看板/");
  browser = await launch();
  matters = JSON.parse(readFileSync(join(dist, "data/site/matters.json"), "utf8"));
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test("总览: a matter leads to the figure that shows it, in the place and month in hand", async () => {
  const { page, problems, close } = await visit(browser, `${site.url}index.html?region=990121`);
  expect(await page.textContent(".issues li:last-child")).toContain("数据缺失与待核");
  await page.click(".issues li:has-text('预警级别待核定') a");
  await settled(page);
  expect(page.url()).toContain("warnings.html?region=990121#levels");
  expect(problems).toEqual([]);
  await close();
}, 30_000);

test("every matter's figure is on its page", async () => {
  const { page, close } = await visit(browser, `${site.url}index.html`);
  for (const path of new Set(matters.map(matter => matter.page))) {
    if (!existsSync(join(dist, `${path}.html`))) continue;
    await page.goto(`${site.url}${path}.html`);
    await settled(page);
    const anchors = matters.filter(matter => matter.page === path).map(({ anchor }) => anchor);
    const absent = await page.evaluate(ids => ids.filter(id => !document.getElementById(id)), anchors);
    expect(absent, path).toEqual([]);
  }
  await close();
}, 60_000);

test("a part that the address names is gone to once it is drawn", async () => {
  const { page, close } = await visit(browser, `${site.url}scale.html#months`);
  await page.waitForFunction(() => scrollY > 0);
  expect(
    await page.evaluate(() => document.getElementById("months")!.getBoundingClientRect().top)
  ).toBeLessThan(900);
  await close();
}, 30_000);
