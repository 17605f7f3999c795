import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DevServer, devServer } from "../../loaders/dev/server.ts";
import { launchChromium } from "../../loaders/report/chromium.ts";

const folder = mkdtempSync(join(tmpdir(), "dev-"));
const published = join(folder, "publish");
/** Stands where Framework's preview does. */
const pages = createServer((request, response) => {
  response.setHeader(
    "Content-Type",
    request.url?.startsWith("/a.js") ? "text/javascript" : "text/html; charset=utf-8"
  );
  response.end(
    request.url === "/a.js" ? "export {};" : "<html><head><title>页</title></head><body>页</body></html>"
  );
});
let dev: DevServer;
let url: string;

beforeAll(async () => {
  mkdirSync(join(published, "figures"), { recursive: true });
  for (const name of ["meta", "regions", "catalogue"]) writeFileSync(join(published, `${name}.json`), "[]");
  writeFileSync(join(published, "figures/K01.arrow"), "旧");
  dev = devServer(published);
  await Promise.all(
    [pages, dev.server].map(server => new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve)))
  );
  dev.setPages((pages.address() as AddressInfo).port);
  url = `http://127.0.0.1:${(dev.server.address() as AddressInfo).port}`;
});

afterAll(() => {
  for (const server of [pages, dev.server]) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});

test("figures come from the folder published last, whatever was there before; the rest from the preview", async () => {
  const read = async (path: string): Promise<string> => (await fetch(url + path)).text();
  expect(await read("/_file/data/figures/K01.arrow?v=1")).toBe("旧");
  writeFileSync(join(published, "figures/K01.arrow"), "新的");
  expect(await read("/_file/data/figures/K01.arrow?v=1")).toBe("新的");
  expect(JSON.parse(await read("/_file/data/site/meta.json"))).toEqual([]);
  expect(JSON.parse(await read("/_file/data/site/search.json")).length).toBeGreaterThan(10);
  expect((await fetch(`${url}/_file/data/site/none.json`)).status).toBe(404);
  expect(await read("/a.js")).toBe("export {};");
  const lasts = async (path: string): Promise<string | null> =>
    (await fetch(url + path)).headers.get("cache-control");
  expect(await lasts("/a.js?sha=0f")).toContain("immutable");
  expect(await lasts("/a.js")).toBe(null);
  expect(await read("/scale.html")).toContain('src="/_dev/notice.js"></script></head>');
});

test("an open page shows what is told, and loads anew when the figures were replaced", async () => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.clock.install();
    await page.goto(`${url}/index.html`);
    // A page that stands open for long is told as well.
    await page.waitForFunction(() => document.querySelector<HTMLElement>("#rebuild-notice")?.dataset.kind);
    await page.clock.fastForward(60_000);
    const notice = page.locator("#rebuild-notice");
    await page.evaluate("globalThis.isOld = true");
    const said = async (text: string): Promise<void> => {
      await page.waitForFunction(
        wanted => document.querySelector<HTMLElement>("#rebuild-notice")?.innerText.includes(wanted),
        text
      );
    };
    dev.tell({
      generation: 0,
      isFigures: true,
      kind: "working",
      text: "导出有变化：改动 甲.csv",
      step: "计算指标"
    });
    await said("导出有变化：改动 甲.csv\n计算指标");
    expect(await notice.isVisible()).toBe(true);
    dev.tell({ generation: 0, isFigures: true, kind: "refused", text: "页面仍是原来的数", step: "" });
    await said("页面仍是原来的数");
    expect(await page.evaluate("globalThis.isOld")).toBe(true);
    // Figures alone are read anew by the page itself.
    await page.evaluate(
      "addEventListener('figures', event => { event.preventDefault(); globalThis.told = true; }, {once: true})"
    );
    dev.tell({ generation: 1, isFigures: true, kind: "working", text: "5 项指标已更新", step: "" });
    await said("5 项指标已更新");
    expect(await page.evaluate("[globalThis.isOld, globalThis.told]")).toEqual([true, true]);
    // A page that does not take them loads anew.
    dev.tell({ generation: 2, isFigures: true, kind: "working", text: "6 项指标已更新", step: "" });
    await said("6 项指标已更新");
    expect(await page.evaluate("globalThis.isOld")).toBe(undefined);
    await page.evaluate("globalThis.isOld = true");
    dev.tell({ generation: 3, isFigures: false, kind: "current", text: "页面已更新，用时 3 秒", step: "" });
    await said("页面已更新");
    expect(await page.evaluate("globalThis.isOld")).toBe(undefined);
    expect(await notice.getAttribute("role")).toBe("status");
  } finally {
    await browser.close();
  }
});
