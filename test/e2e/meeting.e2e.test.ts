import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { reportHtml } from "../../loaders/report/html.ts";
import { openPublished } from "../../loaders/report/reading.ts";
import { readReport } from "../../src/lib/report/report.ts";
import type { Meta, Region } from "../../src/lib/site.ts";
import { violations } from "./axe.ts";
import { browser, dist, published, test } from "./demo.ts";

const meta = published<Meta>("meta.json");
const regions = published<readonly Region[]>("regions.json");
const [county] = regions.filter(({ parent }) => parent === meta.root);
const sizes = [
  { width: 1920, height: 1080 },
  { width: 1366, height: 768 }
];

const current = (page: Page) => page.locator(".slide.current");
const at = async (page: Page) => (await current(page).getAttribute("id"))?.replace("slide-", "");
const press = async (page: Page, key: string) => {
  await page.keyboard.press(key);
  await page.waitForTimeout(50);
};
const ready = (page: Page) => page.waitForSelector(".slide.current :is(svg, table)");

/** Pixels of the smallest words of the slide in hand, on the sheet of 1920 × 1080, and what stands out of its box. */
async function measured(page: Page) {
  return current(page).evaluate(slide => {
    const scale = slide.getBoundingClientRect().width / 1920;
    const words = [...slide.querySelectorAll<HTMLElement>("*")].filter(
      each =>
        [...each.childNodes].some(node => node.nodeType === 3 && node.textContent!.trim()) &&
        !each.closest(".unseen, title")
    );
    const size = (each: Element): number => {
      const own = Number.parseFloat(getComputedStyle(each).fontSize);
      const svg = each.closest("svg") as SVGSVGElement | null;
      const box = svg?.viewBox.baseVal;
      return svg && box?.width ? (own * svg.width.baseVal.value) / box.width : own;
    };
    const sheet = slide.getBoundingClientRect();
    const out = words
      .filter(each => {
        const { left, right, top, bottom, width } = each.getBoundingClientRect();
        return (
          width > 0 &&
          (left < sheet.left - 2 ||
            right > sheet.right + 2 ||
            top < sheet.top - 2 ||
            bottom > sheet.bottom + 2)
        );
      })
      .map(each => each.textContent!.slice(0, 30));
    const foot = slide.querySelector(".slide-foot")!.getBoundingClientRect().top;
    const over = [...slide.querySelectorAll(".slide-lines li, .big, .slide-table tr")]
      .filter(each => each.getBoundingClientRect().bottom > foot + 2 * scale)
      .map(each => each.textContent!.slice(0, 30));
    return { smallest: Math.min(...words.map(size)), out, over };
  });
}

describe.each(sizes)("at $width × $height", ({ width, height }) => {
  test("every slide is read at eight metres, and nothing stands over the edge", async ({ open }) => {
    for (const region of [meta.root, county!.code]) {
      const page = await open(`meeting.html?region=${region}`, { width, height });
      await ready(page);
      const count = await page.locator(".slide").count();
      expect(count).toBeGreaterThanOrEqual(9);
      await press(page, "Home");
      for (let slide = 1; slide <= count; ++slide) {
        const { smallest, out, over } = await measured(page);
        expect(smallest, `${region} ${await at(page)}`).toBeGreaterThanOrEqual(40);
        expect([...out, ...over], `${region} ${await at(page)}`).toEqual([]);
        await press(page, "PageDown");
      }
    }
  });
});

/** The way a speaker goes through the slides by keyboard alone. */
async function walked(page: Page): Promise<void> {
  await ready(page);
  expect(await at(page)).toBe("situation");
  await press(page, "ArrowRight");
  expect(await at(page)).toBe("map");
  await press(page, "ArrowDown");
  expect(await page.locator(".current [aria-selected=true]").count()).toBe(1);
  const title = await current(page).locator("h1").textContent();
  await press(page, "Enter");
  await page.waitForFunction(before => document.querySelector(".current h1")?.textContent !== before, title);
  expect(await at(page)).toBe("map");
  expect(await current(page).locator("h1").textContent()).toContain(county!.name.slice(0, 2));
  await press(page, "Escape");
  await page.waitForFunction(before => document.querySelector(".current h1")?.textContent === before, title);
  await press(page, "PageDown");
  expect(await at(page)).toBe("warning");
  await press(page, "PageUp");
  expect(await at(page)).toBe("map");
  await press(page, "End");
  expect(await at(page)).toBe("sources");
  await press(page, "4");
  expect(await at(page)).toBe("scale");
  await press(page, "b");
  expect(await page.locator(".deck-blank").isVisible()).toBe(true);
  await press(page, "ArrowRight");
  expect(await page.locator(".deck-blank").isVisible()).toBe(false);
  expect(await at(page)).toBe("scale");
  await press(page, "n");
  expect(await page.locator(".deck-panel:visible").textContent()).toMatch(/分子 [\d,]+，分母 [\d,]+/);
  await press(page, "Escape");
  expect(await page.locator(".deck-panel:visible").count()).toBe(0);
}

test("is led by the keyboard: slides, map and back, blank, figures to speak from", async ({ open }) => {
  await walked(await open("meeting.html", { width: 1366, height: 768 }));
});

test("slides are picked and ordered, and the address keeps it", async ({ open }) => {
  const page = await open("meeting.html", { width: 1366, height: 768 });
  await ready(page);
  await press(page, "s");
  await page.locator(".deck-list input").nth(1).click();
  await page.locator('.deck-list button[aria-label$="下移"]').first().click();
  const asked = new URL(page.url()).searchParams.get("slides")!.split(",");
  expect(asked[0]).not.toBe("situation");
  expect(asked).not.toContain("map");
  await page.reload();
  await ready(page);
  expect(
    await page.locator(".slide").evaluateAll(all => all.map(each => each.id.replace("slide-", "")))
  ).toEqual(asked);
});

test("a county opens its own slides in its own month; the notes and the list are readable by machines", async ({
  open
}) => {
  const month = meta.periods.month.at(-3)!;
  const page = await open(`meeting.html?region=${county!.code}&period=${month}`, {
    width: 1920,
    height: 1080
  });
  await ready(page);
  expect(await page.title()).toContain(county!.name);
  expect(await current(page).textContent()).toContain(month);
  expect(await violations(page)).toEqual([]);
  await press(page, "s");
  expect(await violations(page)).toEqual([]);
});

test("prints one slide a page", async ({ open }) => {
  const page = await open("meeting.html", { width: 1366, height: 768 });
  await ready(page);
  await page.emulateMedia({ media: "print" });
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(await page.locator(".slide").count());
});

describe("the file of its own", () => {
  const folder = mkdtempSync(join(tmpdir(), "meeting-"));
  const path = join(folder, "meeting.html");
  beforeAll(async () => {
    const source = openPublished(join(dist, "../publish"), meta.root);
    const period = meta.periods.month.at(-1)!;
    const report = readReport(source, { region: meta.root, period, basis: "户", profile: meta.profile });
    const bytes = await reportHtml(report, join(dist, "../publish"));
    expect(bytes.byteLength).toBeLessThan(5_000_000);
    writeFileSync(path, bytes);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("opens by its name, without server or network, and is led the same way", async () => {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, offline: true });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on(
      "console",
      message => ["error", "warning"].includes(message.type()) && problems.push(message.text())
    );
    page.on("pageerror", error => problems.push(error.message));
    page.on(
      "request",
      request => /^(?!data:|file:|blob:)/.test(request.url()) && problems.push(request.url())
    );
    await page.goto(pathToFileURL(path).href);
    await walked(page);
    expect(problems).toEqual([]);
    await context.close();
  });
});
