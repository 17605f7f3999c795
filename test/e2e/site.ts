import { spawnSync } from "node:child_process";
import { projectPath, projectRoot } from "../../loaders/lib/paths.ts";
import { finishSite } from "../../loaders/publish/finish.ts";

/** The folder of a built site: that of FANGFANPIN_E2E_DIST, else one built here from what is published. */
export async function builtSite(): Promise<string> {
  const given = process.env.FANGFANPIN_E2E_DIST;
  if (given) return given;
  const dist = ".cache/e2e/dist";
  const framework = projectPath("node_modules/@observablehq/framework/dist/bin/observable.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [framework, "build"], {
    cwd: projectRoot,
    env: { ...process.env, OBSERVABLE_TELEMETRY_DISABLE: "true", FANGFANPIN_DIST: dist },
    encoding: "utf8"
  });
  if (status !== 0) throw new Error(`site did not build:\n${stdout}\n${stderr}`);
  finishSite(projectPath(dist));
  return projectPath(dist);
}
