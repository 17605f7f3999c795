import { type ChildProcess, fork } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DevState, devServer } from "../dev/server.ts";
import { watchFolder } from "../dev/watch.ts";
import { CliError, exitCode } from "../lib/errors.ts";
import { cachePath, projectPath } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import { prepare } from "./build.ts";
import type { RunWord } from "./dev-run.ts";
import { startFramework } from "./framework.ts";
import type { Options } from "./options.ts";
import { sourceOf } from "./source.ts";

const published = cachePath("publish");

/**
 * `dev`: publishes, then a preview in which pages follow their source, and figures follow the exports: when a file is
 * changed, added or taken away, the open page says so, the figures are worked out again, and the page reloads.
 */
export async function dev(options: Options, progress: Progress): Promise<number> {
  const code = await prepare(options, progress);
  if (code !== exitCode.done) return code;
  const { server, setPages, tell } = devServer(published);
  await new Promise<void>((resolve, reject) => {
    server.on("error", cause =>
      reject(new CliError(`端口 ${options.port} 用不了；请换一个，如 npm run dev -- --port 8090`, { cause }))
    );
    server.listen(options.port, "127.0.0.1", resolve);
  });
  let preview = await startPreview(setPages);
  let head = headOf();
  const { folder } = await sourceOf(options, progress);
  let generation = 0;
  let changes = "";
  let next = warmRun();
  let run: ChildProcess | null = null;
  const say = (kind: DevState["kind"], text: string, step = ""): void => {
    tell({ generation, kind, text, step });
    if (text) progress.line(text);
  };
  const start = (): void => {
    run?.kill();
    const started = Date.now();
    const words: string[] = [];
    const mine = next;
    run = mine;
    next = warmRun();
    mine.on("message", async (word: RunWord) => {
      if (run !== mine) return;
      if (word.kind === "step")
        tell({ generation, kind: "working", text: `${changes}；正在重新计算`, step: word.text });
      if (word.kind === "line") words.push(word.text);
      if (word.kind !== "end") return;
      run = null;
      if (word.code !== exitCode.done) {
        const why = word.text || words.filter(text => /拒收/.test(text)).join("\n");
        return say("refused", `${changes}\n页面仍是原来的数：${why}`);
      }
      if (head !== headOf()) {
        preview.kill();
        preview = await startPreview(setPages);
        head = headOf();
      }
      generation += 1;
      const seconds = Math.round((Date.now() - started) / 1000);
      say("current", `${changes}；页面已更新，用时 ${seconds} 秒`);
    });
    mine.on("exit", status => {
      if (run !== mine) return;
      run = null;
      say("failed", `${changes}\n重新计算中断（${status ?? "被结束"}），页面仍是原来的数`);
    });
    mine.send(options);
  };
  const unwatch = watchFolder(folder, {
    onChange: lines => {
      changes = `导出有变化：${lines.join("、")}`;
      say("working", `${changes}；正在重新计算`);
    },
    onSettled: start
  });
  progress.line(`请用浏览器打开 http://127.0.0.1:${options.port}/ （改了导出或网页会自己更新；Ctrl+C 结束）`);
  await new Promise<void>(resolve => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  unwatch();
  for (const child of [run, next, preview] as (ChildProcess | null)[]) child?.kill();
  server.closeAllConnections();
  server.close();
  return exitCode.done;
}

/** A process that has loaded what a run needs and waits for its options. */
function warmRun(): ChildProcess {
  const args = ["--import", "tsx"];
  return fork(projectPath("loaders/commands/dev-run.ts"), { execArgv: args, stdio: "ignore" });
}

/** Framework's preview on a free port; its configuration reads title and root once, see `headOf`. */
async function startPreview(setPages: (port: number) => void): Promise<ChildProcess> {
  const child = startFramework(["preview", "--no-open", "--host", "127.0.0.1"], "");
  const port = await new Promise<number>((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
      const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (found) resolve(Number(found));
    };
    child.stdout!.on("data", read);
    child.stderr!.on("data", read);
    child.on("exit", () => reject(new CliError(`预览没有启动：\n${output.slice(-2000)}`)));
  });
  setPages(port);
  return child;
}

/** What every page's head is made from. */
function headOf(): string {
  return ["meta.json", "regions.json"]
    .map(name => join(published, name))
    .map(path => (existsSync(path) ? readFileSync(path, "utf8") : ""))
    .join();
}
