import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import type { Definitions, Meta, Policy } from "../../src/lib/site.ts";
import { violations } from "./axe.ts";
import { published, test } from "./demo.ts";
import { settled } from "./visit.ts";

const meta = published<Meta>("meta.json");
const definitions = published<Definitions>("definitions.json");
const policy = published<Policy>("policy.json");

/** Ids of the lines that are shown, in their order. */
const shown = (page: Page): Promise<string[]> =>
  page.locator(".entry:visible").evaluateAll(entries => entries.map(entry => entry.id));

/** Ids of the lines that are open. */
const expanded = (page: Page): Promise<string[]> =>
  page.locator(".entry[open]").evaluateAll(entries => entries.map(entry => entry.id));

describe("指标说明", () => {
  const url = (rest = "") => `catalogue.html${rest}`;

  test("has every indicator by family; an opened one is whole and clean", async ({ open }) => {
    const page = await open(url());
    expect(await shown(page)).toEqual(definitions.families.flatMap(({ indicators }) => indicators));
    expect(await page.locator(".catalogue-family h2").allTextContents()).toEqual(
      definitions.families.map(({ name }) => name)
    );
    await page.click("#K06 summary");
    expect(new URL(page.url()).hash).toBe("#K06");
    const text = await page.innerText("#K06");
    for (const word of ["5 个工作日以内", "原文", "推定", "线索台账", "平台自带", "本平台转述"])
      expect(text).toContain(word);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await violations(page, { within: "#K06" })).toEqual([]);
  });

  test("no identifier is left in what a reader sees", async ({ open }) => {
    const page = await open(url());
    await page.click("button:has-text('全部展开')");
    const text = await page.innerText(".catalogue");
    expect(text.replaceAll("CSV", "").match(/[a-z]+_[a-z_]+|[a-z]{3,}/g)).toBe(null);
  });

  test("is filtered by words, pinyin, family and document, and the address keeps it", async ({ open }) => {
    const page = await open(url());
    await page.fill("#catalogue-query", "走访 乡");
    const found = await shown(page);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(10);
    await page.fill("#catalogue-query", "jdsddyfgl");
    expect(await shown(page)).toEqual(["K18"]);
    expect(await page.textContent(".catalogue-status")).toContain("1 个，共 62 个");
    expect(new URL(page.url()).searchParams.get("q")).toBe("jdsddyfgl");
    await page.fill("#catalogue-query", "查无此词");
    expect(await page.textContent(".catalogue-status")).toContain("没有符合的指标");
    await page.fill("#catalogue-query", "");
    await page.selectOption("#catalogue-family", definitions.families[4]!.id);
    expect(await shown(page)).toEqual(definitions.families[4]!.indicators);
    await page.selectOption("#catalogue-document", "HN2021");
    expect((await shown(page)).length).toBeLessThan(definitions.families[4]!.indicators.length);
    await page.reload();
    await settled(page);
    expect(await page.inputValue("#catalogue-document")).toBe("HN2021");
    expect((await shown(page)).length).toBeLessThan(definitions.families[4]!.indicators.length);
  });

  test("is worked by keyboard: from the filter to the first line, line by line, open and back", async ({
    open
  }) => {
    const page = await open(url());
    await page.focus("#catalogue-query");
    await page.keyboard.type("调研");
    await page.keyboard.press("Enter");
    const [first, second] = await shown(page);
    expect(await expanded(page)).toEqual([first]);
    const focused = () => page.evaluate(() => document.activeElement?.closest(".entry")?.id);
    expect(await focused()).toBe(first);
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toBe(second);
    await page.keyboard.press("Enter");
    expect(await expanded(page)).toEqual([first, second]);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("catalogue-query");
  });

  test("a link leads to its indicator, even where a filter hides it", async ({ open }) => {
    const page = await open(url("?family=funds&view=sheet#K18"));
    await page.waitForSelector("#K18[open]");
    expect(await page.locator("#K18").isVisible()).toBe(true);
    expect(new URL(page.url()).searchParams.has("family")).toBe(false);
    await page.waitForFunction(() => {
      const { top } = document.getElementById("K18")!.getBoundingClientRect();
      return top >= 0 && top < 200;
    });
    await page.evaluate(() => {
      location.hash = "#K33";
    });
    await page.waitForSelector("#K33[open]");
  });

  test("says which table or column is missing", async ({ open }) => {
    const gaps = {
      ...definitions,
      indicators: definitions.indicators.map(each =>
        each.id === "K20"
          ? { ...each, gaps: [{ breakdown: "", table: "visit", column: "" }] }
          : each.id === "K03"
            ? { ...each, gaps: [{ breakdown: "户类型", table: "monitored_person", column: "户类型" }] }
            : { ...each, gaps: [] }
      )
    };
    const page = await open(url("#K20"), {
      replace: { "definitions.json": gaps }
    });
    expect(await page.textContent("h1")).toBe("62 个指标中 60 个已可计算，1 个部分缺，1 个缺数据");
    expect(await page.textContent("#K20 .entry-fill")).toBe("缺数据");
    expect(await page.textContent("#K20 .entry-definition")).toContain("缺“走访记录”表");
    expect(await page.textContent("#K03 .entry-fill")).toBe("部分缺");
    await page.selectOption("#catalogue-fill", "partial");
    expect(await shown(page)).toEqual(["K03"]);
    await page.click("#K03 summary");
    expect(await page.textContent("#K03 .entry-body")).toContain("缺列：户类型");
    expect(await violations(page, { within: ".catalogue" })).toEqual([]);
  });

  test("shows the document in force beside each indicator", async ({ open }) => {
    const other = meta.profiles.find(({ id }) => id === "HN2021")!.id;
    const page = await open(url(`?profile=${other}`));
    expect(await page.textContent("#K36 .entry-judged")).toContain("≥ 2 次");
    expect(await page.textContent("#K06 .entry-judged")).toContain("只显示数值");
    await page.selectOption("#profile", "FJ2020");
    await settled(page);
    expect(await page.textContent("#K06 .entry-judged")).toContain("= 100%");
  });

  test("as a table and as CSV with the same rows", async ({ open }) => {
    const page = await open(url("?family=funds"));
    await page.focus("#catalogue-tab-list");
    await page.keyboard.press("ArrowRight");
    expect(await page.getAttribute("#catalogue-tab-sheet", "aria-selected")).toBe("true");
    expect(await page.locator("#catalogue-sheet tbody tr").count()).toBe(1);
    expect(await violations(page, { within: ".catalogue" })).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.click("button:has-text('下载 CSV')")
    ]);
    expect(download.suggestedFilename()).toBe("指标说明.csv");
    const lines = readFileSync((await download.path())!, "utf8")
      .trim()
      .split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^K46,资金投入,/);
  });

  test("prints everything expanded and without the filter", async ({ open }) => {
    const page = await open(url(""));
    await page.emulateMedia({ media: "print" });
    const closed = await page
      .locator(".entry-body")
      .evaluateAll(bodies => bodies.filter(body => body.getBoundingClientRect().height < 50).length);
    expect(closed).toBe(0);
    expect(await page.locator(".catalogue-fields").isVisible()).toBe(false);
  });

  test("fits a phone with an indicator open", async ({ open }) => {
    const page = await open(url("#K27"), { width: 390, height: 844 });
    await page.waitForSelector("#K27[open]");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await violations(page, { within: "#K27" })).toEqual([]);
  });
});

describe("政策口径", () => {
  const url = (rest = "") => `policy.html${rest}`;

  test("sets all parameters side by side, with no empty cell", async ({ open }) => {
    const page = await open(url());
    const params = policy.groups.flatMap(({ params: own }) => own);
    expect(await page.locator(".policy-table tbody tr:not(.policy-group)").count()).toBe(params.length);
    expect(await page.locator(".policy-table thead th").count()).toBe(meta.profiles.length + 1);
    const values = await page
      .locator(".policy-table td")
      .evaluateAll(cells => cells.map(cell => cell.querySelector(".policy-value")?.textContent ?? ""));
    expect(values).toHaveLength(params.length * meta.profiles.length);
    expect(values.filter(text => text.trim() === "")).toEqual([]);
    const silent = params.flatMap(({ cells }) => cells).filter(({ mark }) => mark === null).length;
    expect(await page.locator(".policy-table .state-silent").count()).toBe(silent);
    expect(await page.textContent("#verify_within_workdays")).toContain("5 个工作日以内");
    expect((await page.innerText(".policy-table")).match(/[a-z]{3,}/g)).toBe(null);
    expect(await page.textContent(".policy-table thead")).toContain("征求意见稿");
  });

  test("shows the differing ones only, and leads to one by its link", async ({ open }) => {
    const page = await open(url());
    const rows = () => page.locator(".policy-table tbody tr:not(.policy-group):visible").count();
    const before = await rows();
    await page.check("#policy-only");
    const uniform = policy.groups
      .flatMap(({ params }) => params)
      .filter(({ cells }) => new Set(cells.map(({ text }) => text)).size === 1);
    expect(await rows()).toBe(before - uniform.length);
    expect(new URL(page.url()).searchParams.get("diff")).toBe("1");
    expect(await violations(page)).toEqual([]);
    await page.evaluate(id => {
      location.hash = id;
    }, uniform[0]!.key);
    await page.waitForSelector(`tr.aimed#${uniform[0]!.key}`);
    expect(await page.isChecked("#policy-only")).toBe(false);
  });

  test("sets the others against the document in force", async ({ open }) => {
    const page = await open(url("?profile=GB2020"));
    const looks = (key: string) =>
      page.locator(`#${key} td`).evaluateAll(cells => cells.map(cell => cell.getAttribute("data-likeness")));
    expect(await looks("entry_line_source")).toEqual(["base", "differs", "same", "differs", "differs"]);
    expect(await looks("scale_reference_pct")).toEqual(["base", "same", "same", "silent", "silent"]);
  });

  test("keeps names of parameters in view while it scrolls sideways", async ({ open }) => {
    const page = await open(url(), { width: 768 });
    const left = () =>
      page.evaluate(() => document.querySelector("#monitor_unit th")!.getBoundingClientRect().left);
    const before = await left();
    await page.evaluate(() => document.querySelector(".policy-table")!.scrollBy(300, 0));
    expect(await left()).toBe(before);
    expect(await page.getAttribute(".policy-table", "tabindex")).toBe("0");
  });

  test("a phone shows one document, chosen in the address", async ({ open }) => {
    const page = await open(url("?doc=ZZ2020"), { width: 390, height: 844 });
    const cells = () => page.locator("#categories td:visible").count();
    expect(await cells()).toBe(1);
    expect(await page.inputValue("#policy-document")).toBe("ZZ2020");
    await page.selectOption("#policy-document", "HN2021");
    expect(await cells()).toBe(1);
    expect(await page.innerText("#categories td:visible")).toContain("突发严重困难户");
    expect(new URL(page.url()).searchParams.get("doc")).toBe("HN2021");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 1017, height: 700 });
    expect(await cells()).toBe(meta.profiles.length);
  });

  test("downloads what is shown, with 未规定 as a word", async ({ open }) => {
    const page = await open(url());
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.click(".policy-tools button:has-text('下载 CSV')")
    ]);
    const text = readFileSync((await download.path())!, "utf8");
    expect(text.trim().split("\r\n")).toHaveLength(policy.groups.flatMap(({ params }) => params).length + 1);
    expect(text).toContain("未规定");
    expect(text).toMatch(/核实期限,[^\r\n]*5 个工作日以内,原文/);
  });

  test("tells whom another document would take in, by 户 and by 人, for the region in hand", async ({
    open
  }) => {
    const page = await open(url());
    const title = () => page.textContent("#scope-title");
    const households = await title();
    expect(households).toMatch(/户/);
    await page.waitForSelector("#scope tbody tr");
    expect(await page.locator("#scope tbody tr").count()).toBe(meta.profiles.length);
    expect(await page.locator("#scope .state-silent").count()).toBeGreaterThan(0);
    await page.click('[data-basis="人"]');
    await settled(page);
    expect(await title()).toMatch(/人/);
    expect(await title()).not.toBe(households);
    await page.click("#scope-tab-说明");
    expect(await page.textContent("#scope-说明")).toContain("来源文件");
    expect(await violations(page)).toEqual([]);
  });
});
