import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Matter } from "../../src/lib/site.ts";
import { dist, published, test, url } from "./demo.ts";
import { settled } from "./visit.ts";

const matters = published<Matter[]>("matters.json");

test("总览: a matter leads to the figure that shows it, in the place and month in hand", async ({ open }) => {
  const page = await open("index.html?region=990121");
  expect(await page.textContent(".issues li:last-child")).toContain("数据缺失与待核");
  await page.click(".issues li:has-text('预警级别待核定') a");
  await settled(page);
  expect(page.url()).toContain("warnings.html?region=990121#levels");
});

test("every matter's figure is on its page", async ({ open }) => {
  const page = await open("index.html");
  for (const path of new Set(matters.map(matter => matter.page))) {
    if (!existsSync(join(dist, `${path}.html`))) continue;
    await page.goto(`${url}${path}.html`);
    await settled(page);
    const anchors = matters.filter(matter => matter.page === path).map(({ anchor }) => anchor);
    const absent = await page.evaluate(ids => ids.filter(id => !document.getElementById(id)), anchors);
    expect(absent, path).toEqual([]);
  }
});

test("a part that the address names is gone to once it is drawn", async ({ open }) => {
  const page = await open("scale.html#months");
  await page.waitForFunction(() => scrollY > 0);
  expect(
    await page.evaluate(() => document.getElementById("months")!.getBoundingClientRect().top)
  ).toBeLessThan(900);
});
