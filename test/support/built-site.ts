import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { projectPath, projectRoot } from "../../loaders/lib/paths.ts";

/**
 * Begins to build the demo site, by the command a user runs and with a cache of its own, for every test that opens it;
 * other tests run meanwhile, `builtSite` waits.
 */
export function setup(): (() => void) | undefined {
  if (process.env.FANGFANPIN_E2E_DIST) return undefined;
  const folder = projectPath(".cache/test-site");
  const done = projectPath(".cache/test-site/done.txt");
  const dist = projectPath(".cache/test-site/dist");
  mkdirSync(folder, { recursive: true });
  rmSync(done, { force: true });
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "loaders/cli.ts", "build", "--demo", "--out", dist],
    {
      cwd: projectRoot,
      env: { ...process.env, FANGFANPIN_CACHE: folder },
      stdio: ["ignore", "ignore", "pipe"]
    }
  );
  let said = "";
  child.stderr.setEncoding("utf8").on("data", text => {
    said += text;
  });
  child.on("close", code => writeFileSync(done, code === 0 ? "" : `the demo site did not build:\n${said}`));
  process.env.FANGFANPIN_E2E_DIST = dist;
  process.env.FANGFANPIN_E2E_DONE = done;
  return () => {
    if (child.exitCode === null) child.kill();
    delete process.env.FANGFANPIN_E2E_DIST;
    delete process.env.FANGFANPIN_E2E_DONE;
  };
}
