import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pages } from "../../src/lib/pages.ts";
import type { Meta, Region } from "../../src/lib/site.ts";
import { violations } from "./axe.ts";
import { launch } from "./browser.ts";
import { type Served, serve } from "./serve.ts";
import { difference } from "./shot.ts";
import { builtSite } from "./site.ts";
import { settled, visit } from "./visit.ts";

let dist: string;
let site: Served;
let browser: Browser;
let meta: Meta;
let counties: Region[];

beforeAll(async () => {
  dist = await builtSite();
  site = await serve(dist, "/看板/");
  browser = await launch();
  meta = JSON.parse(readFileSync(join(dist, "data/site/meta.json"), "utf8")) as Meta;
  const regions = JSON.parse(readFileSync(join(dist, "data/site/regions.json"), "utf8")) as Region[];
  counties = regions.filter(({ level }) => level === "county");
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const names = pages.map(({ path }) => path).filter(path => existsSync(join("src", `${path}.md`)));

describe.each(names)("%s", name => {
  test.each([
    [1440, 900, false],
    [1920, 1080, false],
    [390, 844, false],
    [1440, 900, true],
    [390, 844, true]
  ])(
    "at %i × %i, dark %s: no error, nothing from outside, no sideways scroll, axe clean",
    async (width, height, dark) => {
      const { page, problems, close } = await visit(browser, `${site.url}${name}.html`, {
        width,
        height,
        dark
      });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await page.getAttribute("html", "lang")).toBe("zh-CN");
      expect(await violations(page)).toEqual([]);
      expect(problems).toEqual([]);
      await close();
    },
    30_000
  );

  test("prints", async () => {
    const { page, close } = await visit(browser, `${site.url}${name}.html`);
    const pdf = await page.pdf({ format: "A4", landscape: true, printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.byteLength).toBeGreaterThan(20_000);
    await close();
  }, 30_000);
});

describe("the head", () => {
  test("is worked by keyboard alone: skip link, pages, region, month", async () => {
    const { page, problems, close } = await visit(browser, `${site.url}index.html`);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("skip");
    await page.focus("#region");
    await page.waitForSelector("#region-choices li");
    const county = counties[1]!;
    await page.keyboard.type(county.name.slice(0, 2));
    await page.waitForFunction(
      text => document.querySelector("#region-choices li")?.textContent?.includes(text),
      county.name
    );
    await page.keyboard.press("Enter");
    await settled(page);
    expect(new URL(page.url()).searchParams.get("region")).toBe(county.code);
    expect(await page.textContent(".crumbs")).toContain(county.name);
    await page.focus('[data-step="-1"]');
    await page.keyboard.press("Enter");
    await settled(page);
    expect(new URL(page.url()).searchParams.get("period")).toBe(meta.periods.month.at(-2));
    expect(await page.inputValue("#period")).toBe(meta.periods.month.at(-2));
    expect(problems).toEqual([]);
    await close();
  }, 30_000);

  test("keeps the context in the URL through links and the back button", async () => {
    const { page, close } = await visit(browser, `${site.url}index.html`);
    await page.click('[data-basis="人"]');
    await settled(page);
    expect(await page.textContent(".tile-unit")).toBe("人");
    await page.click(".head-groups a:has-text('数据')");
    await settled(page);
    expect(page.url()).toContain("quality.html?basis=ren");
    expect(await page.getAttribute('[data-basis="人"]', "aria-pressed")).toBe("true");
    await page.goBack();
    await settled(page);
    expect(await page.textContent(".tile-unit")).toBe("人");
    await page.goBack();
    await settled(page);
    await page.waitForFunction(() => document.querySelector(".tile-unit")?.textContent === "户");
    expect(new URL(page.url()).search).toBe("");
    await close();
  }, 30_000);

  test("says so when the URL names what the data lack", async () => {
    const { page, close } = await visit(browser, `${site.url}index.html?region=000000`);
    expect(await page.textContent("[data-notices]")).toContain("区域“000000”不在数据中");
    expect(await page.inputValue("#region")).not.toBe("");
    await close();
  }, 30_000);

  test.each(["消除率", "xcl", "xiaochulv"])(
    "finds an indicator by %s",
    async query => {
      const { page, problems, close } = await visit(browser, `${site.url}index.html`);
      await page.keyboard.press("/");
      await page.keyboard.type(query);
      await page.waitForFunction(() =>
        document.querySelector("#find-choices")?.textContent?.includes("消除率")
      );
      await page.keyboard.press("Enter");
      await page.waitForSelector(".about-dialog[open]");
      expect(await page.textContent(".about-dialog")).toContain("风险消除率");
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      expect(await page.locator(".about-dialog").count()).toBe(0);
      expect(problems).toEqual([]);
      await close();
    },
    30_000
  );

  test("finds a page by its initials and goes there", async () => {
    const { page, close } = await visit(browser, `${site.url}index.html`);
    await page.click('.head-tools [data-tool="find"]');
    await page.keyboard.type("sjzl");
    await page.waitForSelector("#find-choices li");
    await page.keyboard.press("Enter");
    await page.waitForURL(/quality\.html/);
    await close();
  }, 30_000);

  test("opens its menu on a phone", async () => {
    const { page, close } = await visit(browser, `${site.url}index.html`, { width: 390, height: 844 });
    await page.click('[data-tool="menu"]');
    expect(await page.isVisible("#menu a[aria-current]")).toBe(true);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await page.isVisible("#menu")).toBe(false);
    await close();
  }, 30_000);
});

describe("总览", () => {
  test("answers on the first screen at 1440 × 900", async () => {
    const { page, close } = await visit(browser, `${site.url}index.html`);
    const bottom = (selector: string) =>
      page.evaluate(name => document.querySelector(name)!.getBoundingClientRect().bottom, selector);
    expect(await bottom("#bulletin")).toBeLessThan(760);
    expect(await bottom(".issues")).toBeLessThan(760);
    expect(await bottom("#below .figure-head")).toBeLessThan(760);
    await close();
  }, 30_000);

  test("a figure's tabs go by arrow keys; its table sorts; 说明 names files", async () => {
    const { page, problems, close } = await visit(browser, `${site.url}index.html`);
    await page.focus("#below-tab-图");
    await page.keyboard.press("ArrowRight");
    expect(await page.getAttribute("#below-tab-表", "aria-selected")).toBe("true");
    const cells = () => page.locator("#below-表 tbody th").allTextContents();
    const before = await cells();
    await page.click("#below-表 thead th:nth-child(2) button");
    expect(await page.getAttribute("#below-表 thead th:nth-child(2)", "aria-sort")).toBe("descending");
    await page.click("#below-表 thead th:nth-child(2) button");
    await page.click("#below-表 thead th:nth-child(2) button");
    expect(await cells()).toEqual(before);
    await page.focus("#below-tab-表");
    await page.keyboard.press("End");
    expect(await page.textContent("#below-说明")).toContain("来源文件");
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  }, 30_000);

  test("a figure is saved with its title, date and source", async () => {
    const { page, problems, close } = await visit(browser, `${site.url}index.html`);
    const save = async (kind: string) => {
      await page.click("#below summary");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.click(`#below .saves-list button:has-text("${kind}")`)
      ]);
      return readFileSync((await download.path())!);
    };
    const title = (await page.textContent("#below-title"))!;
    const svg = (await save("SVG")).toString();
    expect(svg).toContain(title);
    expect(svg).toContain(`数据截至 ${meta.asOf}`);
    const csv = (await save("CSV")).toString();
    for (const { name } of counties) expect(csv).toContain(name);
    const png = await save("PNG");
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(png.byteLength).toBeGreaterThan(20_000);
    expect(problems).toEqual([]);
    await close();
  }, 30_000);

  test("a county opens its towns, a town its own figures", async () => {
    const { page, problems, close } = await visit(browser, `${site.url}index.html`);
    await page.click(".multiple-head a >> nth=0");
    await page.waitForSelector(".crumbs");
    await settled(page);
    expect(await page.locator(".multiple-head").count()).toBeGreaterThan(1);
    await page.click(".multiple-head a >> nth=0");
    await page.waitForFunction(() => document.querySelectorAll(".crumbs a").length === 2);
    await settled(page);
    expect(await page.locator(".multiple-head").count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  }, 30_000);
});

describe("pictures", () => {
  test.each([
    ["overview-1440", "index.html", { width: 1440, height: 900 }],
    ["overview-1440-dark", "index.html", { width: 1440, height: 900, dark: true }],
    ["overview-390", "index.html", { width: 390, height: 844 }],
    ["quality-1440", "quality.html", { width: 1440, height: 900 }]
  ])(
    "%s looks as stored",
    async (name, path, options) => {
      const { page, close } = await visit(browser, site.url + path, options);
      const differing = difference(name, await page.screenshot({ fullPage: true, animations: "disabled" }));
      expect(differing).toBeLessThan(0.005);
      await close();
    },
    30_000
  );
});
