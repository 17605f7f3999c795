import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { projectPath, projectRoot } from "../../loaders/lib/paths.ts";
import { launchChromium } from "../../loaders/report/chromium.ts";
import { pages } from "../../src/lib/pages.ts";
import { serve } from "../e2e/serve.ts";
import { visit } from "../e2e/visit.ts";
import { mainThread } from "./main-thread.ts";

/**
 * P5: each page of the demo site: weight at first sight without the face, largest paint, and what a change of month or of
 * 户、人 takes until it is drawn (a frame's wait included), and how much of it the page's main thread works, which what
 * else the machine does hardly changes. FANGFANPIN_E2E_DIST names a site built before.
 */
const dist = process.env.FANGFANPIN_E2E_DIST ?? projectPath(".cache/bench/site");
if (!existsSync(join(dist, "index.html"))) {
  const args = ["--import", "tsx", "loaders/cli.ts", "build", "--demo", "--out", dist];
  const { status } = spawnSync(process.execPath, args, { cwd: projectRoot, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
const site = await serve(dist);
const browser = await launchChromium();
for (const { path } of pages) {
  const { page } = await visit(await browser.newPage(), `${site.url}${path}.html`);
  const { urls, paint } = await page.evaluate(
    () =>
      new Promise<{ urls: string[]; paint: number }>(resolve => {
        new PerformanceObserver(list => {
          const names = ["navigation", "resource"].flatMap(kind =>
            performance.getEntriesByType(kind).map(({ name }) => name)
          );
          resolve({ urls: [...new Set(names)], paint: list.getEntries().at(-1)!.startTime });
        }).observe({ type: "largest-contentful-paint", buffered: true });
      })
  );
  const files = urls
    .filter(url => url.startsWith(site.url) && !url.includes("/fonts/"))
    .map(url => readFileSync(join(dist, decodeURIComponent(new URL(url).pathname))));
  // What compiles this file names its functions by a helper that the page does not have.
  await page.evaluate("globalThis.__name = value => value");
  const spent = await mainThread(page);
  const before = await spent();
  const redraws = await page.evaluate(async () => {
    const drawn = () =>
      new Promise<void>(resolve => requestAnimationFrame(() => setTimeout(() => resolve(), 0)));
    const idle = async () => {
      while (document.querySelector("#page[aria-busy]")) await new Promise(resolve => setTimeout(resolve, 0));
    };
    const taken: number[] = [];
    const act = async (change: () => void) => {
      await drawn();
      const start = performance.now();
      change();
      await idle();
      await drawn();
      taken.push(performance.now() - start);
    };
    const [back, forth] = [...document.querySelectorAll<HTMLElement>("[data-step]")];
    const [households, persons] = [...document.querySelectorAll<HTMLElement>("[data-basis]")];
    for (let round = 0; round < 15; ++round) await act(() => back!.click());
    for (let round = 0; round < 15; ++round) await act(() => forth!.click());
    for (let round = 0; round < 5; ++round) {
      await act(() => persons!.click());
      await act(() => households!.click());
    }
    return taken.sort((a, b) => a - b);
  });
  const cpu = (await spent()) - before;
  console.log(
    JSON.stringify({
      bench: "p5",
      page: path,
      kb: Math.round(files.reduce((sum, bytes) => sum + gzipSync(bytes).byteLength, 0) / 1024),
      paintMs: Math.round(paint),
      redrawMedianMs: Math.round(redraws[Math.floor(redraws.length / 2)]!),
      redrawP95Ms: Math.round(redraws[Math.floor(redraws.length * 0.95)]!),
      redrawCpuMs: Math.round(cpu / redraws.length)
    })
  );
  await page.close();
}
await browser.close();
await site.close();
