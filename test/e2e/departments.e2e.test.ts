import { describe, expect } from "vitest";
import { test, url } from "./demo.ts";

describe("部门预警", () => {
  test("lists departments that pushed, names the others in a line, and says what each county did", async ({
    open
  }) => {
    const page = await open("departments.html");
    const names = await page
      .locator("#departments-table tbody tr:not(.total) th")
      .evaluateAll(cells => cells.map(cell => cell.textContent!));
    const note = (await page.textContent("#departments-table .note"))!;
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(note).not.toContain(name);
    expect(note).toMatch(/另有 \d+ 个 0 条/);
    const sum = await page
      .locator("#departments-table tbody tr")
      .evaluateAll(rows => rows.map(row => Number(row.children[1]!.textContent!.replace(",", ""))));
    expect(sum.slice(0, -1).reduce((a, b) => a + b, 0)).toBe(sum.at(-1));
    const states = await page.locator("#comparisons tbody tr:not(.total) .grid-cell").allTextContents();
    expect(states.length).toBeGreaterThan(0);
    expect(new Set(states.filter(word => !["按时", "逾期", "未完成", "未报"].includes(word)))).toEqual(
      new Set()
    );
    expect(await page.textContent("#comparisons .note")).toContain("征求意见稿");
  });

  test("a county stands among the others in its prefecture's comparisons", async ({ open }) => {
    const page = await open("departments.html");
    const county = await page.evaluate(async () => {
      const list: { code: string; level: string; name: string }[] = await (
        await fetch("data/site/regions.json")
      ).json();
      return list.find(({ level }) => level === "county")!;
    });
    await page.goto(`${url}departments.html?region=${county.code}`);
    await page.waitForSelector("#comparisons tr.chosen");
    expect(await page.textContent("#comparisons tr.chosen th")).toBe(county.name);
  });
});
