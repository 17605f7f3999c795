import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pages } from "../../src/lib/pages.ts";
import type { Indicator, Meta, Region } from "../../src/lib/site.ts";
import { launch } from "./browser.ts";
import { type Served, serve } from "./serve.ts";
import { builtSite } from "./site.ts";
import { visit } from "./visit.ts";

let site: Served;
let browser: Browser;
let meta: Meta;
let catalogue: Indicator[];
let town: Region;

beforeAll(async () => {
  const dist = await builtSite();
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(dist, "data/site", name), "utf8")) as T;
  meta = read<Meta>("meta.json");
  catalogue = read<Indicator[]>("catalogue.json");
  town = read<Region[]>("regions.json").find(({ level }) => level === "town")!;
  site = await serve(dist);
  browser = await launch();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const figured = pages.filter(
  ({ path, indicators }) => indicators.length > 0 && existsSync(join("src", `${path}.md`))
);

/** What no reader should meet: values of the machine, its codes, and states said as numbers. */
const machine = /undefined|NaN|\[object|Infinity|\bnull\b|official|computed|real_check|platform_setting/;

describe.each(figured)("$path", ({ path }) => {
  test("speaks of a county, and of a town by persons in the first month", async () => {
    const first = meta.periods.month[0]!;
    for (const query of [`?region=${town.parent}`, `?region=${town.code}&basis=ren&period=${first}`]) {
      const { page, problems, close } = await visit(browser, `${site.url}${path}.html${query}`);
      expect(await page.locator(".failure").count(), query).toBe(0);
      expect(await page.locator(".crumbs b").textContent(), query).not.toBe("");
      expect(await page.innerText("#page"), query).not.toMatch(machine);
      expect(problems, query).toEqual([]);
      await close();
    }
  }, 60_000);

  test("says which tables are missing where none was read", async () => {
    const { page, problems, close } = await visit(browser, `${site.url}${path}.html`, {
      replace: {
        "catalogue.json": catalogue.map(indicator => ({ ...indicator, lacking: indicator.tables }))
      }
    });
    expect(await page.locator(".failure").count()).toBe(0);
    expect(await page.innerText("#page")).not.toMatch(machine);
    expect(problems).toEqual([]);
    await close();
  }, 60_000);
});
