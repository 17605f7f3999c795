import type { Page } from "playwright-core";
import { settled } from "./visit.ts";

/** Goes to a figure that comes when it is near, and shows one of its views. */
export async function reach(page: Page, id: string, view: "图" | "表" | "说明" = "图"): Promise<void> {
  await page.locator(`[id="${id}"]`).scrollIntoViewIfNeeded();
  await page.waitForSelector(`[id="${id}"].figure`);
  if (view !== "图") await page.click(`[id="${id}-tab-${view}"]`);
  await settled(page);
}

/** The words of a figure's table, cell by cell. */
export function cellsOf(page: Page, id: string): Promise<string[][]> {
  return page
    .locator(`[id="${id}-表"] tbody tr`)
    .evaluateAll(rows =>
      rows.map(row => [...row.children].map(cell => (cell as HTMLElement).innerText.trim()))
    );
}
