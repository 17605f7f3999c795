import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Report } from "../../src/lib/report/report.ts";
import { cachePath } from "../lib/paths.ts";
import { launchChromium } from "./chromium.ts";
import { reportHtml } from "./html.ts";

/** The meeting's slides on paper, one a page, printed from the file of their own. */
export async function reportPdf(report: Report, folder: string): Promise<Uint8Array> {
  const path = cachePath(`meeting-${process.pid}.html`);
  mkdirSync(cachePath(), { recursive: true });
  const browser = await launchChromium();
  try {
    writeFileSync(path, await reportHtml(report, folder));
    const page = await browser.newPage();
    await page.goto(pathToFileURL(path).href);
    await page.waitForSelector(".slide.current");
    await page.evaluate("document.fonts.ready.then(() => true)");
    return undated(await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true }));
  } finally {
    await browser.close();
    rmSync(path, { force: true });
  }
}

/**
 * The same file with what depends on the clock and on the run put in order, in as many bytes: a fixed day, and elements
 * named from 1 on, as Chromium numbers them by all that a page ever held.
 */
export function undated(pdf: Buffer): Buffer {
  const text = pdf
    .toString("latin1")
    .replace(/\/(CreationDate|ModDate) \(D:\d{14}/g, "/$1 (D:20200101000000");
  const name = /\(node(\d{8})\)/g;
  const found = [...new Set(Array.from(text.matchAll(name), ([, number]) => number!))].sort();
  const places = new Map(found.map((number, i) => [number, String(i + 1).padStart(8, "0")]));
  return Buffer.from(
    text.replace(name, (_, number) => `(node${places.get(number)})`),
    "latin1"
  );
}
