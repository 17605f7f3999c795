import { describe, expect } from "vitest";
import type { SignalSample } from "../../src/lib/signal-data.ts";
import { violations } from "./axe.ts";
import { published, test } from "./demo.ts";
import { cellsOf, reach } from "./reach.ts";
import { settled } from "./visit.ts";

const left = published<{ quarter: string }>("quarter.json");

describe("调研与走访", () => {
  test("keeps the level surveyed and the view of visits in the address", async ({ open }) => {
    const page = await open("surveys.html");
    expect(await page.textContent("#coverage-title")).toMatch(/^县级调研覆盖/);
    expect(await page.textContent("#visits .unit")).toContain("%");
    await page.selectOption("#pick-level", "乡镇级");
    await settled(page);
    await page.selectOption("#pick-show", "short");
    await settled(page);
    const { searchParams } = new URL(page.url());
    expect([searchParams.get("level"), searchParams.get("show")]).toEqual(["乡镇级", "short"]);
    expect(await page.textContent("#coverage-title")).toMatch(/^乡镇级调研覆盖/);
    expect(await page.textContent("#found-regions-title")).toContain("乡镇级");
    expect(await page.textContent("#visits .unit")).toContain("分母减分子");
  });

  test("asks what the document asks, at the pace the calendar leaves, and counts no telephone", async ({
    open
  }) => {
    const running = { quarter: left.quarter, end: "2099-12-31", days: 46, workdays: 32 };
    const page = await open("surveys.html?profile=FJ2020", {
      replace: { "quarter.json": running }
    });
    const row = (name: string) => page.innerText(`#prefecture tbody tr:has(th:text-is("${name}"))`);
    expect(await page.textContent("h1")).toContain("季末还有 46 天、32 个工作日");
    expect(await row("要求")).toMatch(/原文.*× 10%，向上取整/);
    expect(await row("每个工作日须")).toMatch(/每周约 \d+ 户/);
    expect(await row("只有电话")).toContain("不计入");
    await page.selectOption("#profile", "HN2021");
    await settled(page);
    expect(await row("要求")).toContain("未规定");
    expect(await page.locator('#prefecture tbody th:text-is("还差")').count()).toBe(0);
  });

  test("sets shares of what was found beside their intervals", async ({ open }) => {
    const page = await open("surveys.html");
    expect(await page.locator("#found .dot-interval").count()).toBe(3);
    expect(await page.textContent("#found .note")).toContain("Wilson");
    await page.click("#found-tab-表");
    expect(await page.innerText("#found-表")).toMatch(/\d+\.\d%–\d+\.\d%/);
  });
});

describe("责任落实", () => {
  test("keeps the unknown in sight, in greys", async ({ open }) => {
    const page = await open("responsibility.html");
    expect(await page.locator("#contacts tbody tr").first().locator("rect").count()).toBeGreaterThan(1);
    const fills = await page.evaluate(() =>
      [...document.querySelectorAll("#contacts .bar rect")].map(rect => getComputedStyle(rect).fill)
    );
    for (const fill of fills.filter(each => each !== "none")) {
      const [red, green, blue] = fill.match(/\d+/g)!.map(Number);
      expect(Math.max(red!, green!, blue!) - Math.min(red!, green!, blue!)).toBeLessThan(12);
    }
    expect(await page.textContent("#contacts thead")).toContain("未知");
  });

  test("marks the days of the draft, and judges tasks by it alone", async ({ open }) => {
    const page = await open("responsibility.html");
    expect(await page.textContent("#tasks .note")).toMatch(/征求意见稿.*2020-05-30/);
    expect(await page.textContent("#tasks-图 thead")).not.toContain("判断");
    await page.selectOption("#profile", "JLC2020");
    await settled(page);
    expect(await page.textContent("#tasks-图 thead")).toContain("判断");
    expect(await page.textContent("#tasks .unit")).toContain("判断按征求意见稿");
    expect(await page.locator("#archive-documents tbody tr.chosen").textContent()).toContain("征求意见稿");
  });

  test("adds up: found are mended, overdue, not yet due, or without a day", async ({ open }) => {
    const page = await open("responsibility.html");
    const rows = await page.evaluate(() =>
      [...document.querySelectorAll("#problems-图 tbody tr")].map(row =>
        [...row.querySelectorAll("td.number")].map(cell => Number(cell.textContent!.replaceAll(",", "")))
      )
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const [found, ...parts] of rows) expect(parts.reduce((sum, part) => sum + part, 0)).toBe(found);
  });
});

describe("样本说明什么，下季怎样抽", () => {
  const sample = published<SignalSample>("signal-sample.json");
  const numbers = (cells: string[]) => cells.map(text => Number(text.replaceAll(",", "")));

  test("says of all households what the published bounds say, and draws what was published", async ({
    open
  }) => {
    const page = await open("surveys.html");
    await reach(page, "inferred", "表");
    const last = sample.found.findLast(({ region }) => region === sample.found[0]!.region)!;
    const whole = (await cellsOf(page, "inferred")).at(-1)!;
    expect(numbers(whole.slice(1, 4))).toEqual([last.hits, last.size, last.population]);
    expect(numbers(whole.slice(-2))).toEqual([last.least, last.most]);

    await reach(page, "next-draw", "表");
    const rows = await cellsOf(page, "next-draw");
    expect(numbers(rows.at(-1)!.slice(1, 4))).toEqual([
      sample.strata.length,
      sample.next!.households,
      sample.next!.drawn
    ]);
    expect(rows.slice(0, -1).reduce((sum, row) => sum + Number(row[3]), 0)).toBe(sample.next!.drawn);
    await page.click("[id='next-draw-tab-图']");
    expect(await page.textContent("#next-draw .command")).toBe(
      `npm run sample -- --quarter ${sample.next!.quarter}`
    );
    expect(await page.textContent("#next-draw .digest")).toContain(sample.next!.digest);
    expect(await violations(page, { within: "[aria-labelledby=samples-title]" })).toEqual([]);
  });

  test("no problem found is how many there may be at most; without a frame or surveys it says what is missing", async ({
    open
  }) => {
    const none = sample.found.map(each => ({
      ...each,
      hits: 0,
      share: null,
      low: 0,
      high: 0.02,
      least: 0,
      most: 21
    }));
    const page = await open("surveys.html", {
      replace: { "signal-sample.json": { ...sample, found: none } }
    });
    await reach(page, "inferred");
    expect(await page.textContent("#inferred h3")).toMatch(/没有发现问题，全体至多 21 户有/);
    const bare = await open("surveys.html", {
      width: 390,
      replace: { "signal-sample.json": { next: null, strata: [], found: [] } }
    });
    await reach(bare, "next-draw");
    expect(await bare.textContent("#inferred")).toContain("请导入季度调研表");
    expect(await bare.textContent("#next-draw")).toContain("导入监测对象信息后再抽");
    expect(await bare.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
