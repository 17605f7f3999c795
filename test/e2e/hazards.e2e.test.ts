import { describe, expect } from "vitest";
import type { HazardEvent, Signal } from "../../src/lib/site.ts";
import { violations } from "./axe.ts";
import { test } from "./demo.ts";
import { settled } from "./visit.ts";

describe("灾害与风险点", () => {
  const url = (rest = "") => `hazards.html${rest}`;

  test("keeps the event in hand in the address, chosen by its name or from the list", async ({ open }) => {
    const page = await open(url());
    const exposed = () => page.textContent("#exposure-title");
    const first = await exposed();
    await page.locator("#events .row-name").nth(1).click();
    await settled(page);
    const id = new URL(page.url()).searchParams.get("event");
    expect(id).toMatch(/^[A-Z]+\d{6}$/);
    expect(await page.inputValue("#pick-event")).toBe(id);
    expect(await page.textContent("#exposure .unit")).toContain(id!);
    expect(await exposed()).not.toBe(first);
    expect(await page.textContent("#exposure")).toContain("位置重合不表示因果");
    expect(await page.locator("#exposure .certainty-platform:visible").count()).toBeGreaterThan(0);
    await page.goBack();
    await settled(page);
    expect(await exposed()).toBe(first);
  });

  test("opens a county's towns where an event lies in one county, and adds them up", async ({ open }) => {
    const page = await open(url());
    const sums = await page.locator("#exposure-图 tbody tr").evaluateAll(rows => {
      const value = (row: Element) => Number(row.querySelector("td")!.textContent!.replaceAll(",", ""));
      const total = rows.at(-1)!;
      return [rows.slice(0, -1).reduce((sum, row) => sum + value(row), 0), value(total)];
    });
    expect(sums[1]).toBeGreaterThan(0);
    expect(sums[0]).toBe(sums[1]);
  });

  test("says so where nothing happened and no signal was handed in", async ({ open }) => {
    const page = await open(url(), {
      replace: { "events.json": [] satisfies HazardEvent[], "signals.json": [] satisfies Signal[] }
    });
    expect(await page.textContent("h1")).toContain("没有灾害与风险事件");
    expect(await page.locator("#pick-event").count()).toBe(0);
    expect(await page.textContent("#exposure-title")).toBe("没有事件，没有暴露可看");
    expect(await page.textContent("#signals")).toContain("缺数据");
    expect(await violations(page)).toEqual([]);
  });

  test("follows one price over the counties, and all signals of one", async ({ open }) => {
    const page = await open(url());
    const before = await page.textContent("#signals-title");
    await page.selectOption("#pick-signal", { label: "登记失业人数" });
    await settled(page);
    expect(new URL(page.url()).searchParams.get("signal")).toContain("登记失业人数");
    expect(await page.textContent("#signals-title")).not.toBe(before);
    expect(await page.textContent("#signals .unit")).toContain("人");
    await page.locator("#signals .multiple-head a").first().click();
    await settled(page);
    expect(await page.locator("#pick-signal").count()).toBe(0);
    expect(await page.textContent("#signals .unit")).toContain("各取纵轴");
  });
});

describe("资金与项目", () => {
  test("writes amounts in one unit, 户均 in yuan, and keeps them apart", async ({ open }) => {
    const page = await open("funds.html");
    expect(await page.innerText("#money-图 thead")).toMatch(/[万亿]元/);
    expect(await page.innerText("#money-图 thead")).not.toContain("元/户");
    expect(await page.innerText("#money-each-图 thead")).not.toMatch(/[万亿]元/);
    await page.click("#money-each-tab-表");
    expect(await page.innerText("#money-each-表 thead")).toContain("年末在册 户");
    expect(await page.textContent("#contracts-title")).toContain("2020 年");
    expect(await page.textContent("#contracts .unit")).toContain("2020");
  });

  test("shows what a draft asks, and its name written out", async ({ open }) => {
    const page = await open("funds.html?profile=JLC2020");
    expect(await page.textContent("#assets")).toContain("“力争”");
    expect(await page.innerText("#asset-regions-图 tbody")).toMatch(/达到/);
    expect(await page.locator("#assets .certainty-text").count()).toBeGreaterThan(0);
    expect(await page.textContent("#page")).toContain("征求意见稿");
  });
});
