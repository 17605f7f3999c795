import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { assemble } from "../../loaders/commands/assemble.ts";
import { projectPath, projectRoot } from "../../loaders/lib/paths.ts";
import { Progress } from "../../loaders/lib/progress.ts";
import { launchChromium } from "../../loaders/report/chromium.ts";
import type { TownVillages } from "../../src/lib/find.ts";
import { serve } from "../e2e/serve.ts";
import { type Visit, visit } from "../e2e/visit.ts";
import { mainThread } from "./main-thread.ts";
import { report, round } from "./peers.ts";
import { publishProvince } from "./province.ts";

/**
 * P7: the site of a province (160 counties, 2,200 townships, 20,000 villages, 36 months) in a browser of this machine that
 * paints in software: bytes that 总览 and 风险地图 fetch for the province and for one county, frames while the map is dragged
 * and zoomed, and how long the search takes from a key to its list. FANGFANPIN_PROVINCE names a folder that keeps the
 * site between runs.
 */
const folder = process.env.FANGFANPIN_PROVINCE ?? projectPath(".cache/bench/province");
const [demo, dist] = [join(folder, "demo"), join(folder, "dist")];
const frame = 1000 / 60;
/** Places whose pages are weighed: the province, a prefecture, a county. */
const places = ["", "990300", "990321"];

if (!existsSync(join(dist, "index.html"))) await build();
const size = JSON.parse(readFileSync(join(folder, "size.json"), "utf8"));
const site = await serve(dist);
const browser = await launchChromium();
report("p7", { ...size, bytes: await weigh(), map: await drag(), search: await search() });
await browser.close();
await site.close();

async function build(): Promise<void> {
  if (!existsSync(join(demo, "warehouse.duckdb"))) {
    const args = ["--import", "tsx", "loaders/cli.ts", "build", "--demo", "--out", join(folder, "demo-dist")];
    const env = { ...process.env, FANGFANPIN_CACHE: demo };
    const { status } = spawnSync(process.execPath, args, { cwd: projectRoot, stdio: "inherit", env });
    if (status !== 0) process.exit(1);
  }
  if (!existsSync(join(folder, "size.json"))) {
    const exports = join(demo, readdirSync(demo).find(name => name.startsWith("demo-"))!);
    const province = await publishProvince(
      join(demo, "warehouse.duckdb"),
      join(demo, "publish"),
      join(exports, "boundaries.geojson"),
      join(folder, "publish")
    );
    writeFileSync(join(folder, "size.json"), JSON.stringify(province));
  }
  await assemble(dist, new Progress(), folder);
}

async function open(path: string): Promise<Visit> {
  return visit(await browser.newPage(), `${site.url}${path}`);
}

/** Kilobytes of data a page fetches before it is drawn, gzipped, and of the files of its figures alone. */
async function weigh() {
  const weights: Record<string, unknown> = {};
  for (const path of ["index.html", "map.html", "elimination.html"])
    for (const place of places) {
      const { page, leave } = await open(`${path}${place && `?region=${place}`}`);
      const urls = await page.evaluate(() =>
        performance.getEntriesByType("resource").map(({ name }) => name)
      );
      const files = [...new Set(urls)].filter(url => url.includes("/data/") && !url.includes("/fonts/"));
      const kb = (of: readonly string[]): number =>
        Math.round(
          of.reduce((sum, url) => {
            const bytes = readFileSync(join(dist, decodeURIComponent(new URL(url).pathname)));
            return sum + gzipSync(bytes).byteLength;
          }, 0) / 1024
        );
      const drawn = await page.evaluate(() => Math.round(performance.now()));
      weights[`${path} ${place || "990000"}`] = {
        files: files.length,
        kb: kb(files),
        figuresKb: kb(files.filter(url => url.includes("/figures/"))),
        drawnMs: drawn
      };
      await leave();
      await page.close();
    }
  return weights;
}

/** Frames while the mouse drags the enlarged map about and turns its wheel, for each of the places. */
async function drag() {
  const found: Record<string, unknown> = {};
  for (const place of places) {
    const { page } = await open(`map.html${place && `?region=${place}`}`);
    const box = (await page.locator("svg.map-svg").boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    for (let i = 0; i < 3; i++) await page.click("button.zoom:has-text('＋')");
    await page.focus("svg.map-svg [tabindex='0']");
    const spent = await mainThread(page);
    await page.evaluate("globalThis.__name = value => value");
    const measure = async (act: () => Promise<void>) => {
      await page.evaluate(() => {
        const times: number[] = [];
        const tick = (time: number): void => {
          times.push(time);
          if ((globalThis as { isTiming?: boolean }).isTiming) requestAnimationFrame(tick);
        };
        Object.assign(globalThis, { isTiming: true, times });
        requestAnimationFrame(tick);
      });
      const before = await spent();
      await act();
      const after = await spent();
      const times = await page.evaluate(() => {
        Object.assign(globalThis, { isTiming: false });
        return (globalThis as unknown as { times: number[] }).times;
      });
      const frames = times
        .slice(1)
        .map((time, at) => time - times[at]!)
        .sort((a, b) => a - b);
      return {
        frames: frames.length,
        medianMs: round(frames[frames.length >> 1]!),
        p95Ms: round(frames[Math.floor(frames.length * 0.95)]!),
        late: round(frames.filter(time => time > frame * 1.5).length / frames.length),
        mainMsPerFrame: round((after - before) / frames.length)
      };
    };
    const panned = await measure(async () => {
      await page.mouse.move(x, y);
      await page.mouse.down();
      for (let step = 0; step < 120; step++) {
        const angle = (step / 120) * 4 * Math.PI;
        await page.mouse.move(x + 180 * Math.sin(angle), y + 120 * (1 - Math.cos(angle)));
      }
      await page.mouse.up();
    });
    const zoomed = await measure(async () => {
      await page.mouse.move(x, y);
      for (let step = 0; step < 80; step++) await page.mouse.wheel(0, step % 40 < 20 ? -60 : 60);
    });
    found[place || "990000"] = { panned, zoomed };
    await page.close();
  }
  return found;
}

/** From a key to the list of what was found, for two hundred villages by parts of their names. */
async function search() {
  const towns = JSON.parse(readFileSync(join(dist, "data/site/villages.json"), "utf8")) as TownVillages[];
  const names = towns.flatMap(([, villages]) => villages.map(([name]) => name!));
  const wanted = Array.from({ length: 200 }, (_, at) => names[Math.floor((at / 200) * names.length)]!);
  const { page } = await open("index.html");
  await page.keyboard.press("/");
  if (!(await page.locator("dialog.finder").isVisible())) await page.click("button:has-text('查找')");
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("villages.json"))
  );
  await page.waitForTimeout(500);
  await page.evaluate("globalThis.__name = value => value");
  const taken = await page.evaluate(asked => {
    const input = document.querySelector<HTMLInputElement>("#find")!;
    return asked.map(name => {
      input.value = name.slice(0, -1);
      const start = performance.now();
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      const found = [...document.querySelectorAll("#find-choices li span:first-child")];
      // The list is laid out as well.
      void document.querySelector<HTMLElement>("#find-choices")!.offsetHeight;
      return {
        ms: performance.now() - start,
        isFound: found.some(({ textContent }) => textContent === name)
      };
    });
  }, wanted);
  const times = taken.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    villages: names.length,
    asked: wanted.length,
    found: taken.filter(({ isFound }) => isFound).length,
    medianMs: round(times[100]!),
    p95Ms: round(times[190]!),
    mostMs: round(times.at(-1)!)
  };
}
