import { spawnSync } from "node:child_process";
import { projectPath, projectRoot } from "../../loaders/lib/paths.ts";

/** Builds the demo site once, by the command a user runs, for every test that opens it. */
export function setup(): void {
  if (process.env.FANGFANPIN_E2E_DIST) return;
  const dist = projectPath(".cache/test-site/dist");
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "loaders/cli.ts", "build", "--demo", "--out", dist],
    { cwd: projectRoot, encoding: "utf8" }
  );
  if (status !== 0) throw new Error(`the demo site did not build:\n${stderr}`);
  process.env.FANGFANPIN_E2E_DIST = dist;
}
