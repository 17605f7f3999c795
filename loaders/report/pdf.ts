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

/** The same file with a fixed day in place of the clock's, of the same length. */
function undated(pdf: Buffer): Uint8Array {
  const text = pdf.toString("latin1");
  const fixed = text.replace(/\/(CreationDate|ModDate) \(D:\d{14}/g, "/$1 (D:20200101000000");
  return Buffer.from(fixed, "latin1");
}
