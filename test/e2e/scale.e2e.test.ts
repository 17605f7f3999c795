import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { signalRows } from "../../src/lib/signal-rows.ts";
import type { Meta } from "../../src/lib/site.ts";
import { violations } from "./axe.ts";
import { dist, published, test } from "./demo.ts";
import { cellsOf, reach } from "./reach.ts";
import { settled } from "./visit.ts";

const meta = published<Meta>("meta.json");

test("规模参考: another document changes words and lines, never a share", async ({ open }) => {
  const page = await open("scale.html");
  const shares = () => page.locator("#shares tbody td.strong").allTextContents();
  const lines = () => page.locator("#shares .dot-line").count();
  const before = await shares();
  expect(before.length).toBeGreaterThan(1);
  expect(await lines()).toBe(before.length - 1);
  for (const profile of meta.computed.filter(id => id !== meta.profile)) {
    await page.selectOption("#profile", profile);
    await settled(page);
    expect(await shares()).toEqual(before);
    expect(await page.textContent("#page")).not.toContain("超限");
  }
  await page.selectOption("#profile", "HN2021");
  await settled(page);
  expect(await lines()).toBe(0);
  expect(await page.textContent("h1")).toContain("应纳尽纳");
  expect(await page.textContent("#shares tbody")).not.toMatch(/高于|低于|达到/);
});

test("规模参考: the funnel has the published counts of its places, by county and by town", async ({
  open
}) => {
  const rowsOf = (part: string) =>
    signalRows(new Uint8Array(readFileSync(join(dist, `data/figures/${part}signal.arrow`))).buffer);
  const month = meta.periods.month.at(-1)!;
  const drawn = rowsOf("").filter(
    ({ method, job, within, period }) =>
      method === "funnel" && job === "registered_rate" && within === meta.root && period === month
  );
  const page = await open("scale.html");
  await reach(page, "funnel", "表");
  const numbers = (rows: string[][]) =>
    rows.map(([, events, base]) => [events, base].map(text => Number(text!.replaceAll(",", ""))));
  expect(drawn.length).toBeGreaterThan(4);
  expect(numbers(await cellsOf(page, "funnel"))).toEqual(
    drawn.map(({ numerator, denominator }) => [numerator, denominator])
  );
  expect(await page.locator("#funnel-图 circle").count()).toBe(
    drawn.filter(({ value }) => value !== null).length
  );
  expect(await page.textContent("#funnel")).toContain("平台设置，非政策阈值");

  const county = drawn[1]!.region_code;
  await page.evaluate(code => {
    const address = new URL(location.href);
    address.searchParams.set("region", code);
    address.searchParams.set("funnel", "new_rate");
    history.pushState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
  }, county);
  await page.waitForFunction(() => document.querySelector("#funnel .unit")?.textContent?.includes("乡镇"));
  await settled(page);
  const towns = rowsOf(`${county}/`).filter(
    ({ method, job, within, period }) =>
      method === "funnel" && job === "new_rate" && within === county && period === month
  );
  const shown = await cellsOf(page, "funnel");
  expect(numbers(shown)).toEqual(towns.map(({ numerator, denominator }) => [numerator, denominator]));
  for (const [index, { numerator }] of towns.entries())
    if (numerator === 0) expect(shown[index]![3]).toMatch(/^没有事件，至多 /);
  expect(await violations(page, { within: "#funnel" })).toEqual([]);
});
