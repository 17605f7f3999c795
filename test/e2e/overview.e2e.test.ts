import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { signalRows } from "../../src/lib/signal-rows.ts";
import { fractionText } from "../../src/lib/signal-text.ts";
import type { Matter, Meta } from "../../src/lib/site.ts";
import { violations } from "./axe.ts";
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

test("a signal opens in place to what it stands on; an older month says that nothing is published", async ({
  open
}) => {
  const page = await open("index.html");
  const bytes = readFileSync(join(dist, "data/figures/signal-found.arrow"));
  const found = signalRows(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
  );
  const shown = page.locator("details[data-signal]");
  expect(await shown.count()).toBeGreaterThan(0);
  const [job, region] = (await shown.first().getAttribute("data-signal"))!.split(" ");
  const row = found.findLast(each => each.job === job && each.region_code === region)!;
  await shown.first().locator("summary").click();
  await page.waitForSelector("details[open] .facts");
  await settled(page);
  const text = await page.textContent("details[open] .signal-more");
  expect(text).toContain(row.method === "funnel" ? fractionText(row) : String(row.numerator));
  expect(text).toContain("不说明");
  expect(text).toContain("平台设置，非政策阈值");
  expect(await violations(page)).toEqual([]);
  const { month } = published<Meta>("meta.json").periods;
  await page.goto(`${url}index.html?period=${month[0]}`);
  await settled(page);
  expect(await page.textContent("#signals")).toContain("这个月没有公布统计");
});
