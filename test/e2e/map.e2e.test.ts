import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Meta, Region } from "../../src/lib/site.ts";
import { violations } from "./axe.ts";
import { launch } from "./browser.ts";
import { type Served, serve } from "./serve.ts";
import { difference } from "./shot.ts";
import { builtSite } from "./site.ts";
import { settled, visit } from "./visit.ts";

let site: Served;
let browser: Browser;
let meta: Meta;
let regions: Region[];
let county: Region;
let towns: Region[];

beforeAll(async () => {
  const dist = await builtSite();
  site = await serve(dist, "/看板/");
  browser = await launch();
  meta = JSON.parse(readFileSync(join(dist, "data/site/meta.json"), "utf8")) as Meta;
  regions = JSON.parse(readFileSync(join(dist, "data/site/regions.json"), "utf8")) as Region[];
  county = regions.filter(({ level }) => level === "county")[1]!;
  towns = regions.filter(({ parent, level }) => parent === county.code && level === "town");
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const open = (query = "", options = {}) => visit(browser, `${site.url}map.html${query}`, options);
const area = (code: string) => `#map-area-${code}`;
const query = (page: Page) => new URL(page.url()).searchParams;
const picked = (page: Page) =>
  page.evaluate(() => document.querySelector('[role="option"][aria-selected="true"]')?.id ?? null);
const drawn = async (page: Page, code: string) => {
  await page.waitForSelector(area(code));
  await settled(page);
};

describe("drilling", () => {
  test("by mouse: a click selects, a second click opens, the back button returns", async () => {
    const { page, problems, close } = await open();
    await drawn(page, county.code);
    await page.click(area(county.code));
    await settled(page);
    expect(query(page).get("area")).toBe(county.code);
    expect(await page.textContent("#map-panel-title")).toContain(county.name);
    await page.click(area(county.code));
    await drawn(page, towns[0]!.code);
    expect(query(page).get("region")).toBe(county.code);
    expect(await page.locator('[role="option"]').count()).toBe(towns.length);
    expect(await page.textContent("h1")).toContain(county.name);
    await page.goBack();
    await drawn(page, county.code);
    expect(query(page).get("region")).toBeNull();
    expect(await picked(page)).toBe(`map-area-${county.code}`);
    expect(problems).toEqual([]);
    await close();
  }, 30_000);

  test("by keyboard: arrows move, Enter opens, Escape returns to the county left", async () => {
    const { page, problems, close } = await open();
    await drawn(page, county.code);
    await page.focus('[role="option"][tabindex="0"]');
    const seen = new Set<string | null>();
    for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"]) {
      await page.keyboard.press(key);
      await settled(page);
      seen.add(await picked(page));
      expect(await page.evaluate(() => document.activeElement?.id)).toBe(await picked(page));
    }
    expect(seen.size).toBeGreaterThan(1);
    expect(await page.textContent('[aria-live="polite"]')).toMatch(/占比 ([\d.]+%|缺数据)/);
    const left = (await picked(page))!.replace("map-area-", "");
    await page.keyboard.press("Enter");
    await page.waitForURL(url => url.searchParams.get("region") === left);
    const inside = regions.find(({ parent }) => parent === left)!;
    await drawn(page, inside.code);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("option");
    await page.keyboard.press("Escape");
    await drawn(page, left);
    expect(await picked(page)).toBe(`map-area-${left}`);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe(`map-area-${left}`);
    expect(problems).toEqual([]);
    await close();
  }, 30_000);

  test("zooms by keys and buttons, and leaves the page's wheel alone", async () => {
    const { page, close } = await open();
    await drawn(page, county.code);
    const scale = () =>
      page.evaluate(() =>
        Number(
          /scale\(([\d.]+)/.exec(document.querySelector(".map-svg > g")?.getAttribute("transform") ?? "")?.[1]
        )
      );
    await page.hover(".map-svg");
    await page.mouse.wheel(0, 200);
    expect(await scale()).toBe(1);
    await page.click('.map-zoom button[aria-label="放大"]');
    expect(await scale()).toBeCloseTo(1.5);
    await page.focus('[role="option"][tabindex="0"]');
    await page.keyboard.press("+");
    expect(await scale()).toBeCloseTo(2.25);
    await page.keyboard.press("0");
    expect(await scale()).toBe(1);
    await close();
  }, 30_000);
});

describe("one selection", () => {
  test("a row of the table selects the area, an area selects its row", async () => {
    const { page, problems, close } = await open(`?region=${county.code}`);
    const [first, second] = towns as [Region, Region];
    await drawn(page, first.code);
    await page.click(`.map-list tr[data-key="${second.code}"] .row-name`);
    await settled(page);
    expect(await picked(page)).toBe(`map-area-${second.code}`);
    expect(await page.textContent("#map-panel-title")).toContain(second.name);
    await page.click(area(first.code));
    await settled(page);
    expect(await page.getAttribute(".map-list tr.chosen", "data-key")).toBe(first.code);
    await page.hover(`.map-list tr[data-key="${second.code}"]`);
    expect(await page.getAttribute(area(second.code), "class")).toContain("hovered");
    expect(problems).toEqual([]);
    await close();
  }, 30_000);

  test("the last row is the region's own row, and each number is the map's", async () => {
    const { page, close } = await open(`?region=${county.code}&measure=K03`);
    await drawn(page, towns[0]!.code);
    expect(await page.textContent(".map-list tr.total th")).toBe(county.name);
    const total = await page.textContent(".map-list tr.total td:nth-child(2)");
    expect(await page.textContent("h1")).toContain(`在册 ${total} 户`);
    for (const town of towns) {
      const shown = await page.textContent(`.map-list tr[data-key="${town.code}"] td:nth-child(2)`);
      expect(await page.getAttribute(area(town.code), "aria-label")).toContain(`在册 ${shown}`);
    }
    await close();
  }, 30_000);
});

describe("the address", () => {
  test("holds region, month, basis, measure and area, and gives them back", async () => {
    const month = meta.periods.month.at(-4)!;
    const town = towns[2]!;
    const asked = `?region=${county.code}&period=${month}&basis=ren&measure=K33p&area=${town.code}`;
    const { page, problems, close } = await open(asked);
    await drawn(page, town.code);
    expect(await picked(page)).toBe(`map-area-${town.code}`);
    expect(await page.inputValue("#map-measure")).toBe("K33p");
    expect(await page.textContent(".map-bar .unit")).toContain(`按人 ・ ${month} 月末`);
    await page.selectOption("#map-measure", "K03");
    await settled(page);
    expect(Object.fromEntries(query(page))).toMatchObject({
      region: county.code,
      basis: "ren",
      measure: "K03"
    });
    await page.goBack();
    await settled(page);
    expect(await page.inputValue("#map-measure")).toBe("K33p");
    expect(problems).toEqual([]);
    await close();
  }, 30_000);

  test("a month earlier keeps shapes and thresholds", async () => {
    const { page, close } = await open("?measure=K03");
    await drawn(page, county.code);
    const legend = () => page.locator(".map-key .map-figure").allTextContents();
    const [path, thresholds] = [await page.getAttribute(area(county.code), "d"), await legend()];
    await page.evaluate(id => document.querySelector(id)!.setAttribute("data-kept", ""), area(county.code));
    await page.click('[data-step="-1"]');
    await settled(page);
    expect(await page.getAttribute(area(county.code), "d")).toBe(path);
    expect(await page.getAttribute(area(county.code), "data-kept")).toBe("");
    expect(await legend()).toEqual(thresholds);
    await close();
  }, 30_000);

  test("a town in the address shows its county with the town in hand", async () => {
    const { page, close } = await open(`?region=${towns[1]!.code}`);
    await drawn(page, towns[1]!.code);
    expect(await picked(page)).toBe(`map-area-${towns[1]!.code}`);
    await page.click(`.map-list tr[data-key="${towns[0]!.code}"] .row-name`);
    await settled(page);
    expect(await picked(page)).toBe(`map-area-${towns[0]!.code}`);
    await close();
  }, 30_000);
});

describe("saving", () => {
  test.each(["CSV", "SVG", "PNG"])(
    "%s carries what the page says",
    async kind => {
      const { page, problems, close } = await open(`?region=${county.code}&measure=K03`);
      await drawn(page, towns[0]!.code);
      const waiting = page.waitForEvent("download");
      await page.click(`.map-tools button:text-is("${kind}")`);
      const download = await waiting;
      expect(download.suggestedFilename()).toMatch(new RegExp(`^${county.name}.*\\.${kind.toLowerCase()}$`));
      const bytes = readFileSync(await download.path());
      if (kind === "CSV") {
        const lines = bytes.toString("utf8").trim().split("\r\n");
        expect(lines).toHaveLength(towns.length + 2);
        expect(lines.at(-1)).toContain(county.name);
      } else if (kind === "SVG") {
        const text = bytes.toString("utf8");
        for (const word of [county.name, "审图号", "来源", meta.asOf, "公里", "缺数据"])
          expect(text).toContain(word);
        expect(text).not.toContain("方向键");
      } else {
        expect(bytes.subarray(1, 4).toString()).toBe("PNG");
        expect(bytes.readUInt32BE(16)).toBeGreaterThan(1400);
      }
      expect(await page.locator(".map-sheet").count()).toBe(0);
      expect(problems).toEqual([]);
      await close();
    },
    30_000
  );
});

describe("the looks", () => {
  test.each([
    ["map-1440", 1440, 900, false],
    ["map-1920", 1920, 1080, false],
    ["map-390", 390, 844, false],
    ["map-1440-dark", 1440, 900, true],
    ["map-390-dark", 390, 844, true]
  ] as const)(
    "%s is as stored, axe clean",
    async (name, width, height, dark) => {
      const town = towns[2]!;
      const { page, problems, close } = await open(`?region=${county.code}&area=${town.code}`, {
        width,
        height,
        dark
      });
      await drawn(page, town.code);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await violations(page)).toEqual([]);
      expect(problems).toEqual([]);
      const screenshot = await page.screenshot({ fullPage: true, animations: "disabled" });
      expect(difference(name, screenshot)).toBeLessThan(0.005);
      await close();
    },
    30_000
  );
});
