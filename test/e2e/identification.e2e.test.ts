import { describe, expect } from "vitest";
import { test } from "./demo.ts";
import { settled } from "./visit.ts";

describe("识别流程", () => {
  test("tells a day without clues from one without late ones, and days in the table as in the picture", async ({
    open
  }) => {
    const page = await open("identification.html");
    expect(await page.locator(".calendar tbody tr").count()).toBe(8);
    expect(await page.locator(".calendar thead tr:last-child th").count()).toBe(14);
    const drawn = await page
      .locator(".calendar tbody tr:not(.total) .grid-cell")
      .evaluateAll(cells => cells.map(cell => Number(cell.textContent) || 0).reduce((a, b) => a + b, 0));
    await page.click("#calendar-tab-表");
    const listed = await page.locator("#calendar-表 tbody tr").evaluateAll(rows =>
      rows
        .filter(row => row.children[1]!.textContent === "次日交办")
        .map(row => Number(row.children[3]!.textContent) || 0)
        .reduce((a, b) => a + b, 0)
    );
    expect(listed).toBe(drawn);
    expect(await page.textContent("#steps")).toContain("不是同一批线索");
  });

  test("another document has other steps, and judges what is at hand by them", async ({ open }) => {
    const page = await open("identification.html");
    const names = () => page.locator("#gaps tbody th").allTextContents();
    expect(await names()).toEqual(["线索", "核实", "确认", "备案", "录入"]);
    expect(await page.textContent("#checking .unit")).toContain("判断线");
    await page.selectOption("#profile", "HN2021");
    await settled(page);
    expect(await names()).toEqual([
      "线索",
      "承诺授权",
      "信息比对",
      "民主评议",
      "村内公示",
      "确认",
      "公告",
      "备案",
      "录入"
    ]);
    expect(await page.textContent("#checking .unit")).not.toContain("判断线");
    expect(await page.textContent("#entry-notices .unit")).toContain("判断线");
  });
});
