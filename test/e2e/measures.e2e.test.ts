import { describe, expect } from "vitest";
import { test, url } from "./demo.ts";
import { settled } from "./visit.ts";

describe("措施与成效", () => {
  test("outlines what answers each risk, by where the pair comes from, and says it to readers", async ({
    open
  }) => {
    const page = await open("measures.html");
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
  });

  test("a town shows its county where an indicator goes no deeper", async ({ open }) => {
    const page = await open("measures.html");
    const town = await page.evaluate(async () => {
      const list: { code: string; level: string }[] = await (await fetch("data/site/regions.json")).json();
      return list.find(({ level }) => level === "town")!.code;
    });
    await page.goto(`${url}measures.html?region=${town}&basis=ren`);
    await settled(page);
    expect(await page.textContent(".frame-head .unit")).toContain("列所在县区");
    expect(await page.locator("#coverage tr.chosen").count()).toBe(1);
    expect(await page.locator("#posts tr.chosen").count()).toBe(1);
  });
});

describe("风险消除", () => {
  test("keeps households and persons side by side whatever the basis, and the span in the address", async ({
    open
  }) => {
    const page = await open("elimination.html?basis=ren");
    expect(await page.textContent("h1")).toMatch(/户.*人.*按户.*按人/);
    const heads = await page.locator("#regions-图 thead").innerText();
    expect(heads.match(/按户/g)!.length).toBe(heads.match(/按人/g)!.length);
    await page.selectOption("#pick-span", "year");
    await settled(page);
    expect(new URL(page.url()).searchParams.get("span")).toBe("year");
    expect(await page.locator("#regions-图 thead").innerText()).toContain("本年");
  });

  test("judges undue eliminations only where the document does", async ({ open }) => {
    const page = await open("elimination.html");
    expect(await page.locator("#undue-图 thead").innerText()).not.toContain("判断");
    await page.selectOption("#profile", "HN2021");
    await settled(page);
    expect(await page.locator("#undue-图 thead").innerText()).toContain("判断");
    expect(await page.textContent("#relapse")).toContain("纳入监测不等于返贫");
  });
});
