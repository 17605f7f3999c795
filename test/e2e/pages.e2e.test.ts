import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { pages } from "../../src/lib/pages.ts";
import type { Indicator, Meta, Region } from "../../src/lib/site.ts";
import { dist, published, test } from "./demo.ts";
import { serve } from "./serve.ts";

// At the root of a host; the other tests read the site below it.
const { url: from } = await serve(dist);
const meta = published<Meta>("meta.json");
const catalogue = published<Indicator[]>("catalogue.json");
const town = published<Region[]>("regions.json").find(({ level }) => level === "town")!;

const figured = pages.filter(
  ({ path, indicators }) => indicators.length > 0 && existsSync(join("src", `${path}.md`))
);

/** What no reader should meet: values of the machine, its codes, and states said as numbers. */
const machine = /undefined|NaN|\[object|Infinity|\bnull\b|official|computed|real_check|platform_setting/;

describe.each(figured)("$path", ({ path }) => {
  test.for([
    ["a county, on a phone", `?region=${town.parent}`, 390],
    [
      "a town by persons in the first month",
      `?region=${town.code}&basis=ren&period=${meta.periods.month[0]}`,
      1440
    ]
  ] as const)("speaks of %s", async ([, query, width], { open }) => {
    const page = await open(`${path}.html${query}`, { width });
    expect(await page.locator(".failure").count()).toBe(0);
    expect(await page.locator(".crumbs b").textContent()).not.toBe("");
    expect(await page.innerText("#page")).not.toMatch(machine);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  test("says which tables are missing where none was read", async ({ open }) => {
    const lacking = catalogue.map(indicator => ({ ...indicator, lacking: indicator.tables }));
    const page = await open(`${path}.html`, { from, replace: { "catalogue.json": lacking } });
    expect(await page.locator(".failure").count()).toBe(0);
    expect(await page.innerText("#page")).not.toMatch(machine);
  });
});
