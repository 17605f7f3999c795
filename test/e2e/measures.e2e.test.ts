import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch } from "./browser.ts";
import { type Served, serve } from "./serve.ts";
import { builtSite } from "./site.ts";
import { settled, visit } from "./visit.ts";

let site: Served;
let browser: Browser;

beforeAll(async () => {
  site = await serve(await builtSite(), "/看板/");
  browser = await launch();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

describe("措施与成效", () => {
  test("outlines what answers each risk, by where the pair comes from, and says it to readers", async () => {
    const { page, problems, close } = await visit(browser, `${site.url}measures.html`);
    const looks = await page.evaluate(() =>
      ["real_check", "platform_setting"].map(source => {
        const cell = document.querySelector(`.match td:has(> .matched-${source})`)!;
        return [getComputedStyle(cell).outlineStyle, cell.textContent!.startsWith("配对")];
      })
    );
    expect(looks).toEqual([
      ["solid", true],
      ["dashed", true]
    ]);
    await page.click("#matrix-tab-表");
    expect(await page.textContent("#matrix-表")).toContain("（配对）");
    expect(await page.locator("#categories .state-missing:visible").count()).toBe(1);
    expect(await page.textContent("#incomes")).toContain("没有对照组");
    expect(problems).toEqual([]);
    await close();
  }, 30_000);

  test("a town shows its county where an indicator goes no deeper", async () => {
    const { page, close } = await visit(browser, `${site.url}measures.html`);
    const town = await page.evaluate(async () => {
      const list: { code: string; level: string }[] = await (await fetch("data/site/regions.json")).json();
      return list.find(({ level }) => level === "town")!.code;
    });
    await page.goto(`${site.url}measures.html?region=${town}&basis=ren`);
    await settled(page);
    expect(await page.textContent(".frame-head .unit")).toContain("列所在县区");
    expect(await page.locator("#coverage tr.chosen").count()).toBe(1);
    expect(await page.locator("#posts tr.chosen").count()).toBe(1);
    await close();
  }, 30_000);
});

describe("风险消除", () => {
  test("keeps households and persons side by side whatever the basis, and the span in the address", async () => {
    const { page, problems, close } = await visit(browser, `${site.url}elimination.html?basis=ren`);
    expect(await page.textContent("h1")).toMatch(/户.*人.*按户.*按人/);
    const heads = await page.locator("#regions-图 thead").innerText();
    expect(heads.match(/按户/g)!.length).toBe(heads.match(/按人/g)!.length);
    await page.selectOption("#pick-span", "year");
    await settled(page);
    expect(new URL(page.url()).searchParams.get("span")).toBe("year");
    expect(await page.locator("#regions-图 thead").innerText()).toContain("本年");
    expect(problems).toEqual([]);
    await close();
  }, 30_000);

  test("judges undue eliminations only where the document does", async () => {
    const { page, close } = await visit(browser, `${site.url}elimination.html`);
    expect(await page.locator("#undue-图 thead").innerText()).not.toContain("判断");
    await page.selectOption("#profile", "HN2021");
    await settled(page);
    expect(await page.locator("#undue-图 thead").innerText()).toContain("判断");
    expect(await page.textContent("#relapse")).toContain("纳入监测不等于返贫");
    await close();
  }, 30_000);
});
