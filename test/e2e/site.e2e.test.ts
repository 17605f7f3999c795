import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { pages } from "../../src/lib/pages.ts";
import type { Meta, Region } from "../../src/lib/site.ts";
import { violations } from "./axe.ts";
import { dist, open, published, test, url } from "./demo.ts";
import { difference } from "./shot.ts";
import { settled, type Visit } from "./visit.ts";

const meta = published<Meta>("meta.json");
const counties = published<Region[]>("regions.json").filter(({ level }) => level === "county");

const names = pages.map(({ path }) => path).filter(path => existsSync(join("src", `${path}.md`)));

/** First screens that are kept as pictures; the map has pictures of its own. */
const pictured = new Set(
  names
    .filter(name => name !== "map")
    .flatMap(name => [`${name}-390`, `${name}-1440`, `${name}-1920`])
    .concat("index-1440-dark", "warnings-1440-dark")
);

describe.each(names)("%s", name => {
  let opened: Visit;
  beforeAll(async () => {
    opened = await open(`${name}.html`);
  });
  afterAll(() => opened?.leave());

  /** The first screen beside the stored picture, where there is one. */
  const looks = async (page: Page, picture: string): Promise<void> => {
    if (!pictured.has(picture)) return;
    await page.evaluate(() => scrollTo(0, 0));
    const differing = difference(picture, await page.screenshot({ animations: "disabled" }));
    expect(differing, picture).toBeLessThan(0.005);
  };

  test("weighs at most 300 KB at first sight, without the face", async () => {
    const urls = await opened.page.evaluate(() =>
      ["navigation", "resource"].flatMap(kind => performance.getEntriesByType(kind).map(entry => entry.name))
    );
    const files = [...new Set(urls.filter(address => address.startsWith(url)))]
      .map(address => decodeURIComponent(new URL(address).pathname).slice("/看板/".length))
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
  });

  test("no error, nothing from outside; no sideways scroll at any width, axe clean in both themes", async () => {
    const { page, problems } = opened;
    expect(await page.getAttribute("html", "lang")).toBe("zh-CN");
    expect(
      await page.$$eval("a[target], a[href^='http'], a[href^='//'], form[target], base", links =>
        links.filter(link => !link.getAttribute("rel")?.includes("noopener")).map(link => link.outerHTML)
      )
    ).toEqual([]);
    for (const width of [1440, 1920, 768, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await settled(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await looks(page, `${name}-${width}`);
      if (width === 1440) expect(await violations(page)).toEqual([]);
    }
    expect(await violations(page, { extent: "layout" })).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await violations(page, { extent: "colours" })).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
    await settled(page);
    await looks(page, `${name}-1440-dark`);
    expect(problems).toEqual([]);
  });

  test("on paper", async () => {
    await opened.page.emulateMedia({ colorScheme: "light" });
    const pdf = await opened.page.pdf({ format: "A4", landscape: true, printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.byteLength).toBeGreaterThan(20_000);
    expect(opened.problems).toEqual([]);
  });
});

describe("the head", () => {
  test("is worked by keyboard alone: skip link, pages, region, month", async ({ open }) => {
    const page = await open("index.html");
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
  });

  test("keeps the context in the URL through links and the back button", async ({ open }) => {
    const page = await open("index.html");
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
  });

  test("says so when the URL names what the data lack", async ({ open }) => {
    const page = await open("index.html?region=000000");
    expect(await page.textContent("[data-notices]")).toContain("区域“000000”不在数据中");
    expect(await page.inputValue("#region")).not.toBe("");
  });

  test("finds an indicator by its name, by initials and by pinyin", async ({ open }) => {
    const page = await open("index.html");
    for (const query of ["风险消除率", "fxxcl", "fengxianxiaochulv"]) {
      await page.keyboard.press("/");
      await page.keyboard.type(query);
      await page.waitForFunction(() =>
        document.querySelector("#find-choices")?.textContent?.includes("消除率")
      );
      await page.keyboard.press("Enter");
      await page.waitForSelector(".about-dialog[open]");
      expect(await page.textContent(".about-dialog"), query).toContain("风险消除率");
      if (query === "fxxcl") expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.locator(".about-dialog").waitFor({ state: "detached" });
    }
  });

  test("finds a page by its initials and goes there", async ({ open }) => {
    const page = await open("index.html");
    await page.click('.head-tools [data-tool="find"]');
    await page.keyboard.type("sjzl");
    await page.waitForSelector("#find-choices li");
    await page.keyboard.press("Enter");
    await page.waitForURL(/quality\.html/);
  });

  test("opens its menu on a phone", async ({ open }) => {
    const page = await open("index.html", { width: 390, height: 844 });
    await page.click('[data-tool="menu"]');
    expect(await page.isVisible("#menu a[aria-current]")).toBe(true);
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await violations(page, { extent: "colours" })).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await page.isVisible("#menu")).toBe(false);
  });
});

describe("what the data lack", () => {
  test("a partial build says on the page which files it goes without", async ({ open }) => {
    const page = await open("quality.html", {
      replace: { "meta.json": { ...meta, partial: { files: ["走访记录.csv"] } } }
    });
    expect(await page.textContent(".banner")).toContain("走访记录.csv");
    expect(await violations(page)).toEqual([]);
  });

  test("refused rows, unread files and missing tables are counted and lead to 数据质量", async ({ open }) => {
    const file = {
      table: "visit",
      name: "走访记录",
      snapshot: "",
      sheet: "",
      duplicate: 0,
      digest: "",
      note: ""
    };
    const page = await open("index.html", {
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
  });

  test("a file that is not there is told in words", async ({ open }) => {
    const page = await open("index.html", {
      replace: { "regions.json": null }
    });
    expect(await page.textContent(".failure")).toContain("data/site/regions.json（404）");
  });
});

describe("总览", () => {
  test("answers on the first screen at 1440 × 900", async ({ open }) => {
    const page = await open("index.html");
    const bottom = (selector: string) =>
      page.evaluate(name => document.querySelector(name)!.getBoundingClientRect().bottom, selector);
    for (const part of [".headlines", ".tiles", "#bulletin", ".issues", "#below"])
      expect(await bottom(part)).toBeLessThan(900);
  });

  test("a figure's tabs go by arrow keys; its table sorts; 说明 names files", async ({ open }) => {
    const page = await open("index.html");
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
  });

  test("a figure is saved with its title, date and source", async ({ open }) => {
    const page = await open("index.html");
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
  });

  test("a county opens its towns, a town its own figures", async ({ open }) => {
    const page = await open("index.html");
    await page.click(".multiple-head a >> nth=0");
    await page.waitForSelector(".crumbs");
    await settled(page);
    expect(await page.locator(".multiple-head").count()).toBeGreaterThan(1);
    await page.click(".multiple-head a >> nth=0");
    await page.waitForFunction(() => document.querySelectorAll(".crumbs a").length === 2);
    await settled(page);
    expect(await page.locator(".multiple-head").count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });
});
