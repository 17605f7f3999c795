import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { CliError } from "../lib/errors.ts";

/** Where Edge and Chrome are put on Windows, macOS and Linux. */
const usual: readonly string[] = [
  ...[process.env["ProgramFiles(x86)"], process.env.ProgramFiles, process.env.LOCALAPPDATA].flatMap(root =>
    root
      ? ["Microsoft/Edge/Application/msedge.exe", "Google/Chrome/Application/chrome.exe"].map(path =>
          join(root, path)
        )
      : []
  ),
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ...["microsoft-edge", "google-chrome", "chromium", "chromium-browser"].map(name => `/usr/bin/${name}`)
];

/**
 * A headless Chromium: that of CHROME_PATH, else the one that comes with @sparticuz/chromium on Linux, else an installed
 * Edge or Chrome. Throws a CliError where there is none.
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env.CHROME_PATH || (await packaged()) || usual.find(existsSync);
  if (!executablePath)
    throw new CliError(
      "没有找到 Edge 或 Chrome，写不出 PDF；请安装其中一个，或用环境变量 CHROME_PATH 指明它的位置，也可以改用 --format html 后在浏览器里打印"
    );
  // The package's own flags put everything in one process, which ends when a context closes.
  const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"];
  return chromium.launch({ executablePath, args, headless: true });
}

async function packaged(): Promise<string> {
  if (process.platform !== "linux" || process.arch !== "x64") return "";
  const { default: sparticuz } = await import("@sparticuz/chromium");
  return sparticuz.executablePath();
}
