import { type ChildProcess, spawn } from "node:child_process";
import { CliError, mask, systemFault } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";

const framework = projectPath("node_modules/@observablehq/framework/dist/bin/observable.js");

interface FrameworkOptions {
  /** Where what it reads was published, the cache folder of this process by default. */
  readonly cache?: string;
}

/** Framework as a process of its own; its English progress is shown only when it fails. */
export function runFramework(
  args: readonly string[],
  dist: string,
  options: FrameworkOptions = {}
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = startFramework(args, dist, options);
    let output = "";
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString("utf8")).slice(-4000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", reject);
    child.on("exit", code =>
      code === 0
        ? resolve()
        : reject(
            systemFault(new Error(output)) ??
              new CliError(`网页没有生成，原来的网站保持不变。生成器的话：\n${mask(output.trim())}`)
          )
    );
  });
}

/** Starts Framework, e.g. a preview that goes on until it is killed. */
export function startFramework(
  args: readonly string[],
  dist: string,
  { cache }: FrameworkOptions = {}
): ChildProcess {
  return spawn(process.execPath, [framework, ...args], {
    cwd: projectPath(),
    env: {
      ...process.env,
      TZ: "Asia/Shanghai",
      OBSERVABLE_TELEMETRY_DISABLE: "true",
      FANGFANPIN_DIST: dist || projectPath("dist"),
      ...(cache ? { FANGFANPIN_CACHE: cache } : {})
    },
    stdio: ["ignore", "pipe", "pipe"]
  });
}
