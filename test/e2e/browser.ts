import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/** A headless Chromium: that of CHROME_PATH, else the one that comes with @sparticuz/chromium. */
export async function launch(): Promise<Browser> {
  const executablePath = process.env.CHROME_PATH ?? (await sparticuz.executablePath());
  // The package's own flags put everything in one process, which ends when a context closes.
  const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"];
  return chromium.launch({ executablePath, args, headless: true });
}
