import { spawn } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import JSZip from "jszip";
import { cachePath, projectRoot } from "../../loaders/lib/paths.ts";
import { launchChromium } from "../../loaders/report/chromium.ts";
import { visit } from "../e2e/visit.ts";
import { report, round } from "./peers.ts";
import { demoExports } from "./world.ts";

/**
 * P8: `npm run dev` on the demo: from saving a changed export until the open page has drawn the figures anew where it stands, in
 * Chromium, beside the whole run that follows in the same preview (until the page loads again). The third of four changes by length:
 * 20 rows of one county are taken out and put back, twice; of the register 30 rows, which are about eight households.
 */
const TIMES = 4;
const cases: readonly (readonly [page: string, file: RegExp])[] = [
  ["funds", /^资金/],
  ["surveys", /^走访记录/],
  ["measures", /^帮扶措施台账/],
  ["index", /^帮扶措施台账/],
  ["scale", /监测对象信息_/],
  ["measures", /监测对象信息_/],
  ["index", /监测对象信息_/]
];

const exports = cachePath("bench", "dev-exports");
rmSync(exports, { recursive: true, force: true });
cpSync(await demoExports(), exports, { recursive: true });
const port = await freePort();
const dev = spawn(
  process.execPath,
  ["--import", "tsx", "loaders/cli.ts", "dev", "--exports", exports, "--port", String(port)],
  { cwd: projectRoot, stdio: ["ignore", "ignore", "pipe"] }
);
let said = "";
dev.stderr.on("data", chunk => {
  said += chunk;
});
const browser = await launchChromium();
try {
  await until(() => said.includes("已备好"));
  const figures: Record<string, unknown>[] = [];
  for (const [page, pattern] of cases) {
    const file = readdirSync(exports).find(name => pattern.test(name))!;
    const whole = readFileSync(join(exports, file));
    const cut = await shortened(file, whole);
    const drawn: number[] = [];
    const all: number[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const taken = await changed(page, file, time % 2 === 0 ? cut : whole);
      drawn.push(taken.drawn);
      all.push(taken.all);
    }
    figures.push({ page, file, seconds: median(drawn), most: Math.max(...drawn), wholeRun: median(all) });
  }
  report("p8-dev", { times: TIMES, cases: figures });
} finally {
  await browser.close();
  dev.kill("SIGINT");
}

/** Saves a file while a page is open. @returns seconds until its figures are drawn anew, and until it has loaded again */
async function changed(path: string, file: string, bytes: Buffer): Promise<{ drawn: number; all: number }> {
  const { page } = await visit(await browser.newPage(), `http://127.0.0.1:${port}/${path}`);
  await page.evaluate(() => {
    const target = document.querySelector("#page")!;
    new MutationObserver(() => {
      if (!target.hasAttribute("aria-busy")) document.documentElement.dataset.drawn ??= String(Date.now());
    }).observe(target, { attributeFilter: ["aria-busy"] });
  });
  const updated = (): number => said.split("页面已更新").length;
  const before = updated();
  const start = Date.now();
  writeFileSync(join(exports, file), bytes);
  const drawn = await page.waitForFunction(() => document.documentElement.dataset.drawn, null, {
    polling: 50,
    timeout: 120_000
  });
  const at = Number(await drawn.jsonValue());
  await until(() => updated() > before);
  const all = Date.now() - start;
  await page.close();
  return { drawn: round((at - start) / 1000), all: round(all / 1000) };
}

/** A file without some rows of one county. */
async function shortened(file: string, bytes: Buffer): Promise<Buffer> {
  if (file.endsWith(".csv")) {
    let left = 20;
    const isTaken = (line: string, at: number): boolean => {
      const isOwn = at > 0 && left > 0 && line.includes("990102");
      if (isOwn) left -= 1;
      return isOwn;
    };
    const lines = bytes.toString("latin1").split("\n");
    return Buffer.from(lines.filter((line, at) => !isTaken(line, at)).join("\n"), "latin1");
  }
  const zip = await JSZip.loadAsync(bytes);
  const sheet = "xl/worksheets/sheet1.xml";
  const xml = await zip.file(sheet)!.async("string");
  const rows = [...xml.matchAll(/<row .*?<\/row>/gs)];
  zip.file(sheet, xml.slice(0, rows[200]!.index) + xml.slice(rows[230]!.index));
  return zip.generateAsync({ type: "nodebuffer", compression: "DEFLATE" });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    if (dev.exitCode !== null) throw new Error(`dev ended with ${dev.exitCode}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}
