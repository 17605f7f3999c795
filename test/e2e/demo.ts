import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { test as base, expect } from "vitest";
import { launchChromium } from "../../loaders/report/chromium.ts";
import { serve } from "./serve.ts";
import { builtSite } from "./site.ts";
import { dataPath, type Visit, type VisitOptions, visit } from "./visit.ts";

// One server, one browser and its pages for all files of a process: a page that has shown the site shows it again in a
// third of the time a new one takes. They end with the process.
export const dist = await builtSite();
const below = await serve(dist, "/看板/");
export const browser = await launchChromium();
const context = await browser.newContext({ acceptDownloads: true });
const idle: Page[] = [];

/** Where the demo site answers, with a slash at its end. */
export const { url } = below;

/** What the site publishes under a name, such as `meta.json` or `figures/curves.json`. */
export function published<T>(name: string): T {
  return JSON.parse(readFileSync(join(dist, dataPath(name)), "utf8")) as T;
}

interface OpenOptions extends VisitOptions {
  /** On a screen that is touched. */
  readonly touch?: boolean;
  /** From another server than that of `url`. */
  readonly from?: string;
  /** Whether what goes wrong on it fails the test; by default it does unless a file was taken away. */
  readonly watched?: boolean;
}

/** Opens a page of the demo site, such as `scale.html#months`; `leave` it after. */
export async function open(path: string, options: OpenOptions = {}): Promise<Visit> {
  const own = options.touch ? await browser.newContext({ hasTouch: true }) : undefined;
  const page = own ? await own.newPage() : (idle.pop() ?? (await context.newPage()));
  const opened = await visit(page, `${options.from ?? url}${path}`, options);
  const leave = async (): Promise<void> => {
    if (own) return own.close();
    await opened.leave();
    idle.push(page);
  };
  return { ...opened, leave };
}

/** A test with the demo site: `open` gives the page at an address. When the test ends, nothing may have gone wrong there. */
export const test = base.extend<{ open: (path: string, options?: OpenOptions) => Promise<Page> }>({
  open: async ({ task: _ }, use) => {
    const visits: [path: string, visit: Visit, watched: boolean][] = [];
    await use(async (path, options = {}) => {
      const visit = await open(path, options);
      const lacks = Object.values(options.replace ?? {}).includes(null);
      visits.push([path, visit, options.watched ?? !lacks]);
      return visit.page;
    });
    for (const [, visit] of visits) await visit.leave();
    for (const [path, { problems }, watched] of visits) if (watched) expect(problems, path).toEqual([]);
  }
});
