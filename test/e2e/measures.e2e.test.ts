import { describe, expect } from "vitest";
import type { SignalComparison, SignalCurves } from "../../src/lib/signal-data.ts";
import { violations } from "./axe.ts";
import { published, test, url } from "./demo.ts";
import { cellsOf, reach } from "./reach.ts";
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

describe("多久消除，有无措施差多少", () => {
  const comparisons = published<SignalComparison[]>("figures/comparison.json");

  test("the households under the curves and in the comparison are the published ones", async ({ open }) => {
    const page = await open("measures.html?wait=elimination_labour");
    await reach(page, "waiting");
    const { curves } = published<SignalCurves[]>("figures/curves.json").find(
      ({ job }) => job === "elimination_labour"
    )!;
    const months = await page.locator("#waiting-图 .survival .axis").evaluateAll(texts =>
      texts
        .map(text => text.textContent!)
        .filter(text => /^\d+( 月)?$/.test(text))
        .map(text => Number.parseInt(text, 10))
    );
    const ticks = months.slice(0, months.lastIndexOf(36) + 1);
    const risks = curves.flatMap(({ points }) =>
      ticks.flatMap(tick =>
        points.filter(([month]) => month === tick).map(([, atRisk]) => atRisk.toLocaleString("en-US"))
      )
    );
    expect(risks.length).toBeGreaterThan(10);
    expect(await page.locator("#waiting-图 .risk").allTextContents()).toEqual(risks);

    await reach(page, "comparison", "表");
    const shown = await cellsOf(page, "comparison");
    expect(shown.map(([name, treated, control]) => [name, treated, control])).toEqual(
      comparisons.map(({ measure, units }) => [measure, String(units.treated), String(units.control)])
    );
    shown.forEach((cells, index) => {
      expect(cells.at(-1)!.startsWith("不给结果：")).toBe(comparisons[index]!.difference === null);
    });
    expect(await page.textContent("#comparison")).toContain("不是因果");
    expect(await violations(page, { within: "[aria-labelledby=evidence-title]" })).toEqual([]);
  });

  test("a measure is chosen by its name; where none can be compared the reasons stand alone", async ({
    open
  }) => {
    const page = await open("measures.html");
    await reach(page, "comparison");
    const other = comparisons.filter(({ difference }) => difference)[1]!.measure;
    await page.click(`#comparison-图 .row-name:text-is("${other}")`);
    await settled(page);
    expect(new URL(page.url()).searchParams.get("measure")).toBe(other);
    expect(await page.textContent("#balance h3")).toContain(other);

    const withheld = comparisons.map(each => ({
      ...each,
      ...{ verdict: "数据不足", withheld: "加权后仍有一项差 0.3", balance: [], effective: null },
      ...{ treated: null, control: null, difference: null, ratio: null, eValue: null, p: null, q: null }
    }));
    const bare = await open("measures.html", {
      replace: { "figures/comparison.json": withheld, "figures/curves.json": [] }
    });
    await reach(bare, "comparison");
    expect(await bare.textContent("#comparison h3")).toContain("都不可比");
    expect(await bare.textContent("#comparison")).toContain("加权后仍有一项差 0.3");
    expect(await bare.locator("#balance").count()).toBe(0);
    expect(await bare.textContent("#waiting")).toContain("要有历次导出的监测对象信息");
  });
});
