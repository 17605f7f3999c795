import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pages } from "../../src/lib/pages.ts";
import type { Meta, Region } from "../../src/lib/site.ts";
import { violations } from "./axe.ts";
import { launch } from "./browser.ts";
import { type Served, serve } from "./serve.ts";
import { difference } from "./shot.ts";
import { builtSite } from "./site.ts";
import { settled, type Visit, visit } from "./visit.ts";

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
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const names = pages.map(({ path }) => path).filter(path => existsSync(join("src", `${path}.md`)));

/** Widths whose first screen is kept as a picture. */
const pictured = [390, 1440, 1920];

describe.each(names)("%s", name => {
  let opened: Visit;
  beforeAll(async () => {
    opened = await visit(browser, `${site.url}${name}.html`);
  }, 60_000);
  afterAll(() => opened?.close());

  /** The first screen beside the stored picture, at the widths that have one. */
  const looks = async (page: Page, width: number): Promise<void> => {
    // The map has pictures of its own.
    if (!pictured.includes(width) || name === "map") return;
    await page.evaluate(() => scrollTo(0, 0));
    const differing = difference(`${name}-${width}`, await page.screenshot({ animations: "disabled" }));
    expect(differing, `${name}-${width}`).toBeLessThan(0.005);
  };

  /** Both themes at the first width; at the others what a width can change. */
  const check = async ({ page }: Visit, widths: readonly number[]): Promise<void> => {
    for (const width of widths)
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await settled(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const first = width === widths[0];
        if (colorScheme === "light") await looks(page, width);
        if (colorScheme === "light") expect(await violations(page, first ? "all" : "layout")).toEqual([]);
        else if (first) expect(await violations(page, "colours")).toEqual([]);
      }
  };

  test("weighs at most 300 KB at first sight, without the face", async () => {
    const urls = await opened.page.evaluate(() =>
      ["navigation", "resource"].flatMap(kind => performance.getEntriesByType(kind).map(entry => entry.name))
    );
    const files = [...new Set(urls.filter(url => url.startsWith(site.url)))]
      .map(url => decodeURIComponent(new URL(url).pathname).slice("/看板/".length))
      .filter(file => !file.includes("/fonts/"));
    const weight = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).byteLength, 0);
    expect(files.length).toBeGreaterThan(10);
    expect(Math.round(weight / 1024)).toBeLessThanOrEqual(300);
  });

  test("its first figure's CSV is its table", async () => {
    const { page } = opened;
    const id = await page.evaluate(() => document.querySelector(".figure .saves")?.closest(".figure")?.id);
    if (!id) return;
    await page.click(`[id="${id}-tab-表"]`);
    const rows = await page
      .locator(`[id="${id}-表"] tbody tr`)
      .evaluateAll(lines =>
        lines.map(line => [...line.children].map(cell => (cell as HTMLElement).innerText.trim()))
      );
    await page.click(`#${id} summary`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.click(`#${id} .saves-list button:has-text("CSV")`)
    ]);
    const lines = readFileSync((await download.path())!, "utf8")
      .trim()
      .split("\r\n")
      .slice(1);
    expect(lines.length).toBe(rows.length);
    lines.forEach((line, index) => {
      const cells = line.split(",").map(cell => cell.replace(/^'/, ""));
      rows[index]!.forEach((shown, column) => {
        const number = Number(shown.replaceAll(",", "").replace("\u2212", "-").replace("%", ""));
        if (shown !== "" && Number.isFinite(number) && cells.length === rows[index]!.length)
          expect(Math.abs(Number(cells[column]) - number), `${line} ${shown}`).toBeLessThanOrEqual(0.5);
      });
    });
    await page.click(`[id="${id}-tab-图"]`);
  }, 30_000);

  test("at a desk: no error, nothing from outside, no sideways scroll, axe clean in both themes", async () => {
    expect(await opened.page.getAttribute("html", "lang")).toBe("zh-CN");
    await check(opened, [1440, 1920, 768]);
    expect(opened.problems).toEqual([]);
  }, 60_000);

  test("on paper", async () => {
    await opened.page.setViewportSize({ width: 1440, height: 900 });
    await opened.page.emulateMedia({ colorScheme: "light" });
    const pdf = await opened.page.pdf({ format: "A4", landscape: true, printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.byteLength).toBeGreaterThan(20_000);
    expect(opened.problems).toEqual([]);
  }, 30_000);

  test("on a phone: no error, nothing from outside, no sideways scroll, axe clean in both themes", async () => {
    const phone = await visit(browser, `${site.url}${name}.html`, { width: 390 });
    await check(phone, [390]);
    expect(phone.problems).toEqual([]);
    await phone.close();
  }, 60_000);
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

  test.each(["风险消除率", "fxxcl", "fengxianxiaochulv"])(
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

describe("what the data lack", () => {
  test("a partial build says on the page which files it goes without", async () => {
    const { page, close } = await visit(browser, `${site.url}quality.html`, {
      replace: { "meta.json": { ...meta, partial: { files: ["走访记录.csv"] } } }
    });
    expect(await page.textContent(".banner")).toContain("走访记录.csv");
    expect(await violations(page)).toEqual([]);
    await close();
  }, 30_000);

  test("refused rows, unread files and missing tables are counted and lead to 数据质量", async () => {
    const file = {
      table: "visit",
      name: "走访记录",
      snapshot: "",
      sheet: "",
      duplicate: 0,
      digest: "",
      note: ""
    };
    const { page, problems, close } = await visit(browser, `${site.url}index.html`, {
      replace: {
        "meta.json": { ...meta, tables: [] },
        "intake.json": {
          files: [
            { ...file, file: "走访记录.csv", read: 9, accepted: 2, refused: 6, blank: 0, status: "accepted" },
            {
              ...file,
              file: "说明.docx",
              table: null,
              name: null,
              read: 0,
              accepted: 0,
              refused: 0,
              blank: 0,
              status: "unrecognised"
            }
          ],
          rejects: [
            {
              table: "visit",
              name: "走访记录",
              column: "户编号",
              reason: "键列为空",
              action: "补填户编号",
              count: 6,
              kind: "refused"
            }
          ]
        }
      }
    });
    expect(await page.textContent(".foot")).toContain("拒收 6 行；1 个文件认不出，未导入");
    expect(await page.textContent(".issues li:last-child")).toContain("认不出 1 个文件；拒收 6 行");
    await page.click(".issues li:last-child a");
    await settled(page);
    expect(page.url()).toContain("#tables");
    expect(await page.textContent("#files")).toContain("差 1 行");
    expect(await page.textContent("#rejects")).toContain("6 行被拒收");
    expect(await page.textContent("#unrecognised")).toContain("说明.docx");
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  }, 30_000);

  test("a file that is not there is told in words", async () => {
    const { page, close } = await visit(browser, `${site.url}index.html`, {
      replace: { "regions.json": null }
    });
    expect(await page.textContent(".failure")).toContain("data/site/regions.json（404）");
    await close();
  }, 30_000);
});

describe("总览", () => {
  test("answers on the first screen at 1440 × 900", async () => {
    const { page, close } = await visit(browser, `${site.url}index.html`);
    const bottom = (selector: string) =>
      page.evaluate(name => document.querySelector(name)!.getBoundingClientRect().bottom, selector);
    for (const part of [".headlines", ".tiles", "#bulletin", ".issues", "#below"])
      expect(await bottom(part)).toBeLessThan(900);
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

describe("pictures in the dark", () => {
  test.each(["index", "warnings"])(
    "%s looks as stored",
    async name => {
      const { page, close } = await visit(browser, `${site.url}${name}.html`, { dark: true });
      const differing = difference(`${name}-1440-dark`, await page.screenshot({ animations: "disabled" }));
      expect(differing).toBeLessThan(0.005);
      await close();
    },
    30_000
  );
});
