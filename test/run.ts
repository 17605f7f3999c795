import { spawn } from "node:child_process";
import { projectPath, projectRoot } from "../loaders/lib/paths.ts";

/**
 * `npm test`: the checks of style, types and unused code one after another, the tests beside them. The exit code is 1 when
 * any of them failed.
 */
const checks: readonly [name: string, script: string, ...args: string[]][] = [
  ["biome", "@biomejs/biome/bin/biome", "check", "."],
  ["tsc", "typescript/bin/tsc", "--noEmit"],
  ["knip", "knip/bin/knip.js"]
];

/** Runs a package's command; its output is shown as it comes, or held back and given when it ends. */
function run(script: string, args: readonly string[], held: boolean): Promise<{ ok: boolean; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [projectPath("node_modules", script), ...args], {
      cwd: projectRoot,
      stdio: ["ignore", held ? "pipe" : "inherit", held ? "pipe" : "inherit"]
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", text => {
        said += text;
      });
    child.on("error", reject);
    child.on("close", code => resolve({ ok: code === 0, said }));
  });
}

async function check(): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, script, ...args] of checks) {
    const { ok, said } = await run(script, args, true);
    console.log(ok ? `${name}: ok` : `${name}: failed\n${said}`);
    if (!ok) failed.push(name);
  }
  return failed;
}

const [failed, tests] = await Promise.all([
  check(),
  run("vitest/vitest.mjs", ["run", ...process.argv.slice(2)], false)
]);
if (!tests.ok) failed.push("vitest");
console.log(failed.length > 0 ? `failed: ${failed.join(", ")}` : "all passed");
process.exitCode = failed.length > 0 ? 1 : 0;
