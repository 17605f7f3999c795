import { type ChildProcess, fork } from "node:child_process";
import type { LiveUpdate } from "../dev/live.ts";
import { type DevState, devServer } from "../dev/server.ts";
import { changesText, watchFolder } from "../dev/watch.ts";
import { CliError, exitCode } from "../lib/errors.ts";
import { cachePath, projectPath } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import { headsText } from "../publish/heads.ts";
import { prepare } from "./build.ts";
import type { RunWord } from "./dev-run.ts";
import { startFramework } from "./framework.ts";
import { LiveProcess } from "./live-process.ts";
import type { Options } from "./options.ts";
import { sourceOf } from "./source.ts";

const published = cachePath("publish");

/** Milliseconds that open pages have to read what was replaced, before a whole run takes the machine. */
const pause = 1500;

/**
 * `dev`: publishes, then a preview in which pages follow their source, and figures follow the exports: when a file is
 * changed, added or taken away, the open page says so and the figures are worked out again: where an export was changed, at once those
 * of its counties, which the page reads anew where it stands; then all that follows, and the page loads again.
 */
export async function dev(options: Options, progress: Progress): Promise<number> {
  const code = await prepare(options, progress);
  if (code !== exitCode.done) return code;
  const { server, setPages, tell, pages } = devServer(published);
  await new Promise<void>((resolve, reject) => {
    server.on("error", cause =>
      reject(new CliError(`端口 ${options.port} 用不了；请换一个，如 npm run dev -- --port 8090`, { cause }))
    );
    server.listen(options.port, "127.0.0.1", resolve);
  });
  let preview = await startPreview(setPages);
  let heads = headsText(published);
  const { folder } = await sourceOf(options, progress);
  let generation = 0;
  let isFigures = true;
  let changes = "";
  /** What is being done about them, and what the pages show meanwhile. */
  let doing = "";
  let kept = "";
  let next: ChildProcess | null = warmRun();
  let run: ChildProcess | null = null;
  /** Figure files written that pages have not been told of. */
  const untold = new Set<string>();
  /** Counts the times the folder stood still: what an earlier time began is no more to be told. */
  let turn = 0;
  const live = new LiveProcess(() => progress.line("已备好：改了导出，打开的页面几秒内换上新数"));
  // A public edition is decided over all its figures at once.
  const hold = (): void => {
    if (options.settings.audience !== "public" && !live.isOpen)
      live.open({
        exports: folder,
        asOf: options.asOf,
        profile: options.profile || "all",
        settings: options.settings
      });
  };
  hold();
  const say = (kind: DevState["kind"], text: string, step = ""): void => {
    tell({ generation, isFigures, kind, text, step });
    if (text) progress.line(text);
  };
  const start = (started: number): void => {
    const words: string[] = [];
    const mine = next ?? warmRun();
    run = mine;
    next = null;
    mine.on("message", async (word: RunWord) => {
      if (run !== mine) return;
      if (word.kind === "step")
        tell({ generation, isFigures, kind: "working", text: `${changes}；${doing}`, step: word.text });
      if (word.kind === "line") words.push(word.text);
      if (word.kind !== "end") return;
      run = null;
      next = warmRun();
      if (word.code !== exitCode.done) {
        const why = word.text || words.filter(text => /拒收/.test(text)).join("\n");
        return say("refused", `${changes}\n${kept}：${why}`);
      }
      if (heads !== headsText(published)) {
        preview.kill();
        preview = await startPreview(setPages);
        heads = headsText(published);
      }
      generation += 1;
      isFigures = false;
      say("current", `${changes}；页面已更新，用时 ${secondsSince(started)} 秒`);
      hold();
    });
    mine.on("exit", status => {
      if (run !== mine) return;
      run = null;
      say("failed", `${changes}\n重新计算中断（${status ?? "被结束"}），${kept}`);
    });
    mine.send(options);
  };
  const unwatch = watchFolder(folder, {
    onChange: files => {
      changes = `导出有变化：${changesText(files)}`;
      doing = "正在重新计算";
      kept = "页面仍是原来的数";
      if (files.every(({ kind }) => kind === "改动")) live.prepare(files.map(({ name }) => name));
      say("working", `${changes}；${doing}`);
    },
    onSettled: async files => {
      const started = Date.now();
      turn += 1;
      const mine = turn;
      run?.kill();
      run = null;
      const isKnown = files.every(({ kind }) => kind === "改动");
      if (!isKnown) live.close();
      const show = (update: LiveUpdate): void => {
        for (const file of update.files) untold.add(file);
        if (turn !== mine) return;
        const { files } = pages;
        if ([...untold].some(file => files.has(file))) {
          generation += 1;
          isFigures = true;
        }
        untold.clear();
        doing = `${update.indicators.length} 项指标已更新（${secondsSince(started)} 秒），其余正在重新计算`;
        kept = "其余仍是原来的数";
        say("working", `${changes}；${doing}`);
      };
      const names = files.map(({ name }) => name);
      const update = isKnown ? await live.update(names, pages.wanted, show) : null;
      if (update) show(update);
      if (turn !== mine) return;
      // The pages read first.
      setTimeout(() => turn === mine && start(started), update ? pause : 0);
    }
  });
  progress.line(`请用浏览器打开 http://127.0.0.1:${options.port}/ （改了导出或网页会自己更新；Ctrl+C 结束）`);
  await new Promise<void>(resolve => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  unwatch();
  turn += 1;
  live.close();
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

/** Framework's preview on a free port; its configuration reads the heads of pages once. */
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

/** Seconds since a time of the clock, to a tenth. */
function secondsSince(started: number): string {
  return ((Date.now() - started) / 1000).toFixed(1);
}
